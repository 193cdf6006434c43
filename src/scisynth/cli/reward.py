"""`scisynth reward train|eval|convert`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scisynth.cli.options import GATES, FailUnderOption, JsonOption, RunOptions, SeedOption, Setting
from scisynth.cli.shared import count_words, emit, finish, guarded, percent, table
from scisynth.cli.verb import Verb, configured

if TYPE_CHECKING:
    from scisynth.core.config import Config
    from scisynth.pipelines.reward.config import RewardRunConfig

app = typer.Typer(help="Train, evaluate and convert reward models.", no_args_is_help=True)
MAX_ROWS = 24
"""Rows of a group in the printed table."""
GROUPS = {
    "by_field": "field",
    "by_type": "type",
    "by_subject_seen": "subjects",
    "by_type_and_seen": "type, subjects",
    "by_law": "law",
    "by_subject": "subject",
}
"""Of the result, and how the printed table names them."""
DATA_HELP = "`lab`, or a tuple data set (Parquet file, folder, run folder)."


def _start_training(base: str | None) -> "Config":
    from scisynth.pipelines.reward.config import RewardRunConfig, reward_recipe

    return RewardRunConfig(reward=reward_recipe(base or "lab-clip"))


@app.command("train", cls=Verb)
@configured(
    "scisynth.pipelines.reward.config:RewardRunConfig",
    Setting(option="--base", path="reward.base", default="lab-clip"),
    # The digest of a stored config is of its own data.
    Setting(option="--data", path="data", resets={"data_digest": ""}),
    start=_start_training,
)
def train(config: "RewardRunConfig", run: RunOptions) -> None:
    """Fine-tune a CLIP model into a SciScore reward.

    `lab-*` bases start from the lab's settings, all others from the paper's.
    Use --set reward.learning_rate=... to change one.

    Examples:

    scisynth reward train --out out/reward
    accelerate launch --num_processes 2 -m scisynth reward train --out out/reward     (two processes)
    """
    from scisynth.pipelines.reward.train import run_reward_training

    result = run_reward_training(config, run.out, seed=run.seed)
    emit(result.to_dict(), as_json=run.as_json, text=f"SciScore in {result.model}; best validation {result.best}")


@app.command("eval")
@guarded
def evaluate(
    model: Annotated[str, typer.Option(help="lab-sciscore, lab-clip, a folder, a run, or a hub id.")] = "lab-sciscore",
    data: Annotated[str, typer.Option("--data", help=DATA_HELP)] = "lab",
    split: Annotated[str, typer.Option(help="train, val, test_S or test_C.")] = "test_S",
    num: Annotated[int, typer.Option(min=1, help="Number of new tuples from the lab (with --data lab).")] = 960,
    fail_under: FailUnderOption = None,
    baseline: Annotated[
        str | None,
        typer.Option(
            "--baseline",
            metavar="MODEL",
            help="Exit code 4 if the model is significantly worse than MODEL.",
            rich_help_panel=GATES,
        ),
    ] = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Measure two-choice accuracy with intervals: overall, by field, law, type, and seen or unseen subjects.

    Example:

    scisynth reward eval --model out/reward --split test_S
    """
    from scisynth.pipelines.reward.evaluate import evaluate_model
    from scisynth.stats.gates import gate_words

    result = evaluate_model(model, data, split, num=num, seed=seed, fail_under=fail_under, baseline=baseline).to_dict()
    rows = [("group", "accuracy"), ("all", percent(result["accuracy"]))]
    for group, label in GROUPS.items():
        # The lab has more than a hundred subjects; --json has them all.
        if len(result[group]) <= MAX_ROWS:
            rows += [(f"{label}: {name}", percent(metric)) for name, metric in result[group].items()]
    notes = "".join(f"\nNote: {note}" for note in result["notes"])
    gate = result.get("gate")
    text = table(rows) + f"\noutcomes: {count_words(result['outcomes'])}" + notes + gate_words(gate)
    emit(result, as_json=as_json, text=text)
    finish({}, gate)


@app.command("convert")
@guarded
def convert(
    source: Annotated[
        Path,
        typer.Argument(help="HPS_v2_compressed.pt, HPS_v2.1_compressed.pt, ImageReward.pt, or a .safetensors of it."),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder of the reward; must be new or empty.")],
    tokenizer: Annotated[
        str | None, typer.Option(help="Folder or hub id.", show_default="the one that the authors used, from the hub")
    ] = None,
    config: Annotated[
        str | None,
        typer.Option(help="Folder or hub id whose config has the model's sizes.", show_default="the published sizes"),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Convert the published file of HPSv2 or ImageReward to safetensors. Rewards read only such folders.

    The published files are pickles, which can contain programs. This command reads only tensors and refuses anything else.
    It checks every weight by name and shape. PickScore, CLIP, SigLIP and BLIP need no conversion.

    Examples:

    scisynth reward convert HPS_v2.1_compressed.pt --out models/hps
    scisynth score "an unripe tomato" a.png b.png --model models/hps
    """
    from scisynth.rewards.convert import convert_checkpoint
    from scisynth.rewards.info import INFO

    kind = convert_checkpoint(source, out, tokenizer=tokenizer, config=config)
    info = INFO[kind]
    result = {"out": str(out), "kind": kind, "unit": info.unit, "note": info.note}
    emit(result, as_json=as_json, text=f"{kind} in {out}\nA score is {info.unit}.\n{info.note}")
