"""`scisynth bench scigenbench`."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scisynth.cli.options import (
    API,
    IMAGE_API,
    JUDGE_API,
    ApiOptions,
    BaselineOption,
    FailUnderOption,
    PlanOption,
    RunOptions,
    Setting,
)
from scisynth.cli.shared import emit, family_words, finish, number, percent, read_families, table
from scisynth.cli.verb import configured

if TYPE_CHECKING:
    from scisynth.pipelines.scigenbench.config import FigureBenchConfig
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
    plan: PlanOption = False,
    fail_under: FailUnderOption = None,
    baseline: BaselineOption = None,
) -> None:
    """SciGenBench: check figures of science problems with inverse quizzes, five dimensions and programmatic checks.

    Examples:

    scisynth bench scigenbench --generator families --out out/families           (no model, no key)
    scisynth bench scigenbench --data scigen.json --generator folder:figures --judge api:gpt-5 --exam 2 --out out/mine
    """
    from scisynth.pipelines.scigenbench.leaderboard import figure_headline
    from scisynth.pipelines.scigenbench.run import plan_figure_bench, run_figure_bench
    from scisynth.stats.gates import gate_words

    spending = api.spending()
    if plan:
        planned = plan_figure_bench(config, run.out, seed=run.seed, spending=spending)
        return emit(planned, as_json=run.as_json, text="\n".join(planned["sentences"]))
    gate = _gate(config, fail_under, baseline)
    result = run_figure_bench(config, run.out, seed=run.seed, spending=spending)
    gated = gate.check(figure_headline(run.out))
    emit(result | ({"gate": gated} if gated else {}), as_json=run.as_json, text=_text(result) + gate_words(gated))
    states = Counter({state: count for part in result["outcomes"].values() for state, count in part.items()})
    return finish(states, gated)


def _gate(chosen: "FigureBenchConfig", fail_under: float | None, baseline: Path | None) -> "Gate":
    from scisynth.pipelines.scigenbench.config import COMMAND
    from scisynth.pipelines.scigenbench.leaderboard import figure_headline
    from scisynth.stats.gates import open_gate

    same = {"judge": chosen.judge, "paper_compat": chosen.paper_compat}
    return open_gate(fail_under, baseline, command=COMMAND, read=figure_headline, same=same)


def _text(result: dict[str, Any]) -> str:
    named = {
        "R_inv": result["r_inv"],
        "per quiz": result.get("per_quiz"),
        "quizzes without the image (blind)": result.get("blind"),
        "image's gain over blind": result.get("information_gain"),
        "multimodal question": result["questions"] and result["questions"]["accuracy_all"],
        "verified by code": result.get("verified"),
        "structure of what code drew": result["structural"],
    }
    rows = [("", "percent"), *((name, percent(found)) for name, found in named.items() if found)]
    if pixels := result["pixels"]:
        rows.append(("labels read in the pixels", percent(pixels["label_recall"])))
        rows.append(("answers that can be seen", percent(pixels["answer_leaks"])))
    for name, found in (result["dimensions"] or {"overall": {}})["overall"].items():
        rows.append((f"{name}, 0 to 2", number(found, 2)))
    for name, measured in (result["pictures"] or {}).items():
        if isinstance(measured, dict) and "blank" in measured:
            rows.append((f"{name} (blank page, another figure)", _with_baselines(measured)))
    return f"{table(rows)}\nopen {result['report']}; every figure is in {result['gallery']}"


def _with_baselines(found: dict[str, Any]) -> str:
    values = [found["score"]["value"], found["blank"]["value"], found["shuffled"]["value"]]
    first, *others = ("-" if value is None else f"{value:.2f}" for value in values)
    return f"{first} ({', '.join(others)})"
