"""`scisynth bench scigenbench`."""

from pathlib import Path
from typing import TYPE_CHECKING

from scisynth.cli.options import (
    API,
    IMAGE_API,
    JUDGE_API,
    ApiOptions,
    BaselineOption,
    EngineOption,
    FailUnderOption,
    PlanOption,
    RunOptions,
    Setting,
)
from scisynth.cli.shared import emit, family_words, finish, number, percent_of, read_families, table
from scisynth.cli.verb import configured

if TYPE_CHECKING:
    from scisynth.pipelines.scigenbench.config import FigureBenchConfig
    from scisynth.reports.figures.results import FigureBenchResult
    from scisynth.stats.gates import Gate


@configured(
    "scisynth.pipelines.scigenbench.config:FigureBenchConfig",
    Setting(option="--generator", path="generator"),
    Setting(option="--judge", path="judge"),
    Setting(option="--data", path="data"),
    Setting(option="--num", path="num"),
    Setting(option="--families", path="families", is_one_word=True, read=read_families, words=family_words),
    Setting(option="--exam", path="exam"),
    Setting(option="--references", path="references"),
    Setting(option="--clip", path="clip"),
    Setting(option="--ocr", path="ocr"),
    Setting(option="--paper-compat", path="paper_compat"),
    *API,
    *IMAGE_API,
    *JUDGE_API,
)
def scigenbench(
    config: "FigureBenchConfig",
    run: RunOptions,
    api: ApiOptions,
    engine: EngineOption = "local",
    plan: PlanOption = False,
    fail_under: FailUnderOption = None,
    baseline: BaselineOption = None,
) -> None:
    """SciGenBench: check figures of science problems with inverse quizzes, five dimensions and programmatic checks.

    With --engine ray, families and image models draw, and pixels are read, on all cores and cards of a Ray cluster.

    Examples:

    scisynth bench scigenbench --generator families --out out/families           (no model, no key)
    scisynth bench scigenbench --data scigen.json --generator folder:figures --judge api:gpt-5 --exam 2 --out out/mine
    """
    from scisynth.core.engine.choice import engine_of
    from scisynth.pipelines.scigenbench.leaderboard import figure_headline
    from scisynth.pipelines.scigenbench.run import plan_figure_bench, run_figure_bench
    from scisynth.stats.gates import gate_words

    spending = api.spending()
    if plan:
        planned = plan_figure_bench(config, run.out, seed=run.seed, spending=spending)
        return emit(planned.to_dict(), as_json=run.as_json, text="\n".join(planned.sentences))
    gate = _gate(config, fail_under, baseline)
    where = engine_of(engine)
    result = run_figure_bench(config, run.out, seed=run.seed, spending=spending, engine=where)
    gated = gate.check(figure_headline(run.out))
    values = result.to_dict() | ({"gate": gated} if gated else {})
    emit(values, as_json=run.as_json, text=_text(result) + gate_words(gated))
    return finish(result.outcomes.total, gated)


def _gate(chosen: "FigureBenchConfig", fail_under: float | None, baseline: Path | None) -> "Gate":
    from scisynth.pipelines.scigenbench.config import COMMAND
    from scisynth.pipelines.scigenbench.leaderboard import figure_headline
    from scisynth.stats.gates import open_gate

    same = {"judge": chosen.judge, "paper_compat": chosen.paper_compat}
    return open_gate(fail_under, baseline, command=COMMAND, read=figure_headline, same=same)


def _text(result: "FigureBenchResult") -> str:
    quizzes, questions, pixels = result.quizzes, result.questions, result.pixels
    named = {
        "R_inv": quizzes.r_inv,
        "per quiz": quizzes.per_quiz,
        "quizzes without the image (blind)": quizzes.blind,
        "image's gain over blind": quizzes.information_gain,
        "multimodal question": questions.accuracy_all if questions else None,
        "verified by code": result.verified,
        "claims that hold": result.structural,
        "labels read in the pixels": pixels.label_recall if pixels else None,
        "answers that can be seen": pixels.answer_leaks if pixels else None,
    }
    rows = [("", "percent"), *((name, percent_of(found)) for name, found in named.items() if found)]
    for name, grade in (result.dimensions.overall if result.dimensions else {}).items():
        rows.append((f"{name}, 0 to 2", number(grade.to_dict(), 2)))
    for name, measured in (result.pictures.with_baselines if result.pictures else {}).items():
        values = [measured.score.value, measured.blank.value, measured.shuffled.value]
        first, *others = ("-" if value is None else f"{value:.2f}" for value in values)
        rows.append((f"{name} (blank page, another figure)", f"{first} ({', '.join(others)})"))
    return f"{table(rows)}\nopen {result.report}; every figure is in {result.gallery}"
