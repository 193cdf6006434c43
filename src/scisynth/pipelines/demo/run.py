"""The whole chain in one file: laws -> prompts -> tuples -> SciScore -> policy -> report.

    tuples   = build_lab_tuples(...)       the lab draws true and false images
    reward   = train_reward(...)           from lab-clip, which is right about half the time
    results  = evaluate(base and reward)   on fresh held-out tuples, S and C
    sft, oft = run_sft(...), run_oft(...)  lab-flux learns from true images, then from its own, scored by that reward
    stages   = run_bench(...) each         base, SFT and SFT+OFT on held-out prompts of all tiers, by reward and lab-judge
    report   = write_report(...)           report.html

Every step resumes: run the same command again after Ctrl-C or a crash. How much of each is done is in `plan`.
"""

from collections.abc import Mapping
from pathlib import Path

from scisynth.alignment.config import RewardTerm
from scisynth.core.extras import require
from scisynth.core.progress import say
from scisynth.core.records import ContrastTuple, Split
from scisynth.core.store import RunFolder, read_manifest
from scisynth.core.trained_on import read_trained_on
from scisynth.core.weights import LAB_SIZE_PX
from scisynth.lab.models.judge import LabJudge
from scisynth.localizers.registry import load_localizer
from scisynth.pipelines.alignment.config import OftRunConfig, SftRunConfig
from scisynth.pipelines.alignment.report import describe_alignment
from scisynth.pipelines.alignment.results import AlignmentResult
from scisynth.pipelines.alignment.run import run_oft, run_sft
from scisynth.pipelines.alignment.stages import BASE, TIERS
from scisynth.pipelines.demo.plan import AlignDemoConfig, DemoConfig, demo_config
from scisynth.pipelines.demo.results import DemoResult, ModelAccuracy
from scisynth.pipelines.lab.tuples import build_lab_tuples, draw_lab_tuples
from scisynth.pipelines.providers.generators import ImageSettings
from scisynth.pipelines.providers.published import published_splits
from scisynth.pipelines.science_t2i.config import BenchConfig
from scisynth.pipelines.science_t2i.leaderboard import build_leaderboard
from scisynth.pipelines.science_t2i.rows import read_run
from scisynth.pipelines.science_t2i.run import run_bench
from scisynth.pipelines.science_t2i.stages import stage_images
from scisynth.reports.parts.input import Alignment, Choice, ModelResult, Pair, Published, ReportInput, SplitResult
from scisynth.reports.reward.write import write_report
from scisynth.rewards.evaluate import Choice as ChoiceOfReward
from scisynth.rewards.evaluate import Evaluation, evaluate_two_choice
from scisynth.rewards.sciscore import SciScore
from scisynth.rewards.train import train_reward
from scisynth.science.laws import load_laws
from scisynth.training.curve import read_log
from scisynth.tuples.parquet import read_tuples

__all__ = ["AlignDemoConfig", "DemoConfig", "demo_config", "run_demo"]

TEST_SPLITS: tuple[Split, ...] = ("test_S", "test_C")
SHOWN_BESIDE = ("Human", "CLIP-H", "GPT-4o mini", "SciScore")
"""Rows of the paper's two-choice table."""
SHOWN_SIZE_PX = 192
Evaluations = Mapping[str, Mapping[Split, Evaluation]]
"""By model, then by split."""
UNSEEN_NOTE = (
    "Unseen subjects never appear with an implicit prompt in training. For condition-oriented laws the rule carries "
    "over to them; for subject-oriented ones a fact about the subject is needed that training never showed."
)


def run_demo(config: DemoConfig, out: Path, *, seed: int) -> DemoResult:
    """Builds, trains, evaluates and reports in the run folder `out`, resuming what is there."""
    require("report", "the report of the demo")
    run = RunFolder(out, config, command="demo", seed=seed)
    say("1/7 tuples: true and false images of sixteen laws")
    data = build_lab_tuples(config.tuples, run, seed)
    say("2/7 reward: lab-clip becomes SciScore")
    checkpoint = train_reward(
        config.reward, read_tuples(data, "train"), read_tuples(data, "val"), run.stage("reward"), seed=seed
    )
    say("3/7 evaluation on held-out tuples, base and trained")
    evaluations = _evaluate(config, checkpoint, seed=seed + 1)
    aligned = _align(config.align, run, data, checkpoint, seed=seed)
    say("6/7 benchmark: base, SFT and SFT+OFT on held-out prompts of every tier")
    alignment, leaderboard = _measure(config.align, run, checkpoint, seed=seed + 1)
    say("7/7 report")
    report = write_report(
        _report_input(config, run, evaluations, checkpoint, alignment, seed=seed + 1), run.stage("report")
    )
    return DemoResult(
        accuracies=tuple(
            ModelAccuracy(model=model, split=split, accuracy=evaluation.result.accuracy)
            for model, by_split in evaluations.items()
            for split, evaluation in by_split.items()
        ),
        improvements=alignment.improvements,
        scores=alignment.scores,
        model=checkpoint,
        policy=aligned.policy,
        report=report,
        leaderboard=leaderboard,
        fit=config.fit,
    )


def _evaluate(config: DemoConfig, checkpoint: Path, *, seed: int) -> Evaluations:
    """Two-choice accuracy of the base and of SciScore, on fresh held-out tuples of each test split."""
    tests = {split: draw_lab_tuples(split, num=config.num_test, seed=seed) for split in TEST_SPLITS}
    return {
        name: {
            split: evaluate_two_choice(SciScore.from_pretrained(model), tuples, trained_on=read_trained_on(model))
            for split, tuples in tests.items()
        }
        for name, model in ((config.reward.base, config.reward.base), ("SciScore", checkpoint))
    }


def _align(config: AlignDemoConfig, run: RunFolder, data: Path, checkpoint: Path, *, seed: int) -> AlignmentResult:
    """SFT, then OFT of the generator with the reward just trained; what the second found."""
    say("4/7 SFT: the generator sees true images under implicit prompts")
    sft = SftRunConfig(model=config.model, data=str(data), sft=config.sft, evaluation=config.evaluation)
    run_sft(sft, run.root / "sft", seed=seed)
    say("5/7 OFT: its own images, the better against the worse")
    oft = OftRunConfig(
        model=config.model,
        sft=str(run.root / "sft"),
        rewards=(RewardTerm(name=str(checkpoint)),),
        oft=config.oft,
        evaluation=config.evaluation,
    )
    return run_oft(oft, run.root / "oft", seed=seed)


def _measure(config: AlignDemoConfig, run: RunFolder, checkpoint: Path, *, seed: int) -> tuple[Alignment, Path]:
    """The three stages under the benchmark, by SciScore and lab-judge: the report's part, and their leaderboard."""
    policies = {BASE: "", "SFT": run.root / "sft", "SFT+OFT": run.root / "oft"}
    folders = [run.root / "bench" / name for name in ("base", "sft", "oft")]
    for (stage, policy), folder in zip(policies.items(), folders, strict=True):
        bench = BenchConfig(
            num=config.num_test,
            pictures=ImageSettings(
                label=stage,
                model=config.model,
                policy=str(policy),
                num_steps=config.num_steps,
                size_px=config.oft.size_px,
            ),
            tiers=TIERS,
            judges=(LabJudge.name, f"sciscore:{checkpoint}"),
        )
        run_bench(bench, folder, seed=seed)
    leaderboard = build_leaderboard(folders, run.root / "bench" / "leaderboard")
    runs = [read_run(folder) for folder in folders]
    rewards = {row.judge: "SciScore" for row in runs[0].rows if row.judge != LabJudge.name}
    measured = stage_images(runs, rewards)
    curves = {"SFT": run.root / "sft" / "sft", "OFT": run.root / "oft" / "oft"}
    described = describe_alignment(measured, curves, load_localizer("lab"), num_samples=config.num_shown)
    return described, leaderboard.report


def _report_input(
    config: DemoConfig,
    run: RunFolder,
    evaluations: Evaluations,
    checkpoint: Path,
    alignment: Alignment,
    *,
    seed: int,
) -> ReportInput:
    fit_note = [config.fit.sentence(config)] if config.fit and not config.fit.is_whole else []
    roles = dict(zip(evaluations, ("base", "trained"), strict=True))
    num_shown = min(config.num_shown, config.num_test)
    return ReportInput(
        title="scisynth on the lab: a reward, and a generator aligned with it",
        is_lab=True,
        manifest=read_manifest(run.root),
        notes=(
            *fit_note,
            UNSEEN_NOTE,
            f"Pairs are shown at {SHOWN_SIZE_PX} px; the models saw them at {LAB_SIZE_PX} px.",
        ),
        models=tuple(
            ModelResult(
                name=name,
                role=roles[name],
                splits={split: SplitResult.model_validate(item.to_dict()) for split, item in by_split.items()},
            )
            for name, by_split in evaluations.items()
        ),
        training=tuple(read_log(checkpoint)),
        pairs=tuple(pair for split in TEST_SPLITS for pair in _pairs(evaluations, split, num_shown, seed)),
        reference=tuple(Published.model_validate(row) for row in published_splits("two_choice", SHOWN_BESIDE)),
        alignment=alignment,
        field_of_law={law.name: law.field for law in load_laws().values()},
    )


def _pairs(evaluations: Evaluations, split: Split, num: int, seed: int) -> list[Pair]:
    """The first `num` pairs of a split, which visit the laws in turn, drawn larger, with the choices that were made."""
    judged = {name: {c.tuple.id: c for c in by_split[split].choices} for name, by_split in evaluations.items()}
    # The same seed draws the same scenes at any size, and fewer prompts are the beginning of more.
    return [
        _pair(item, {name: found for name, choices in judged.items() if (found := choices.get(item.id))})
        for item in draw_lab_tuples(split, num=num, seed=seed, size_px=SHOWN_SIZE_PX)
    ]


def _pair(item: ContrastTuple, chosen: Mapping[str, ChoiceOfReward]) -> Pair:
    return Pair(
        id=item.id,
        law=item.law,
        field=item.category,
        type=item.type,
        setting=item.setting,
        subject=item.subject,
        subject_seen=item.subject_seen,
        implicit_prompt=item.implicit_prompt[0],
        explicit_prompt=item.explicit_prompt[0],
        superficial_prompt=item.superficial_prompt[0],
        derivation=item.derivation,
        explicit_image=item.explicit_image[0],
        superficial_image=item.superficial_image[0],
        choices={
            name: Choice(explicit=found.explicit, superficial=found.superficial, probability=found.probability)
            for name, found in chosen.items()
        },
    )
