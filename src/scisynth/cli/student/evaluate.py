"""`scisynth student eval`."""

from pathlib import Path
from typing import TYPE_CHECKING

from scisynth.cli.options import API, ApiOptions, BaselineOption, FailUnderOption, PlanOption, RunOptions, Setting
from scisynth.cli.shared import emit, finish, percent_of, table
from scisynth.cli.verb import configured

if TYPE_CHECKING:
    from scisynth.pipelines.students.evaluation.config import EvalConfig
    from scisynth.reports.students.results import EvalResult
    from scisynth.stats.gates import Gate


@configured(
    "scisynth.pipelines.students.evaluation.config:EvalConfig",
    Setting(option="--protocol", path="protocol"),
    Setting(option="--model", path="model"),
    Setting(option="--data", path="data"),
    Setting(option="--images", path="images"),
    Setting(option="--num", path="num"),
    Setting(option="--samples", path="samples"),
    Setting(option="--control-samples", path="control_samples"),
    Setting(option="--batch-size", path="batch_size"),
    *API,
)
def evaluate(
    config: "EvalConfig",
    run: RunOptions,
    api: ApiOptions,
    plan: PlanOption = False,
    fail_under: FailUnderOption = None,
    baseline: BaselineOption = None,
) -> None:
    """Measure a multimodal model: right answers with the image, without it, and with a wrong one, with intervals.

    Examples:

    scisynth student eval --protocol families --data out/items --model out/student-grpo --out out/eval
    scisynth student eval --protocol mathvision-mini --data testmini.parquet --model api:gpt-5 --plan --out out/eval
    scisynth student eval --protocol seephys --data seephys.json --images seephys_images --model api:gpt-5 --out out/eval
    """
    from scisynth.pipelines.students.evaluation.run import eval_headline, plan_student_eval, run_student_eval
    from scisynth.stats.gates import gate_words

    spending = api.spending()
    if plan:
        planned = plan_student_eval(config, run.out, seed=run.seed, spending=spending)
        return emit(planned.to_dict(), as_json=run.as_json, text="\n".join(planned.sentences))
    gate = _gate(config, fail_under, baseline)
    result = run_student_eval(config, run.out, seed=run.seed, spending=spending)
    gated = gate.check(eval_headline(run.out))
    values = result.to_dict() | ({"gate": gated} if gated else {})
    emit(values, as_json=run.as_json, text=_text(result) + gate_words(gated))
    # What the model answered in any way is a result; only what nobody answered is left to do.
    return finish({"transport": int(result.coverage < 1)}, gated)


def _gate(config: "EvalConfig", fail_under: float | None, baseline: Path | None) -> "Gate":
    from scisynth.pipelines.students.evaluation.config import COMMAND
    from scisynth.pipelines.students.evaluation.run import eval_headline
    from scisynth.stats.gates import open_gate

    same = {name: getattr(config, name) for name in ("protocol", "data", "num", "temperature", "max_tokens")}
    return open_gate(fail_under, baseline, command=COMMAND, read=eval_headline, same=same)


def _text(result: "EvalResult") -> str:
    from scisynth.reports.students.page import notes

    k = result.samples
    rows = [
        (f"{result.protocol}, {result.model}", "percent"),
        (f"avg@{k}", percent_of(result.avg_at_k)),
        (f"pass@{k}", percent_of(result.pass_at_k)),
        ("blind", percent_of(result.blind)),
        ("wrong image", percent_of(result.wrong_image)),
        ("image gain", percent_of(result.image_gain)),
        ("truncated", percent_of(result.truncated)),
        *((name, percent_of(found)) for name, found in result.by_part.items()),
    ]
    return "\n".join([table(rows), *notes(result), f"open {result.report}; every question is in {result.gallery}"])
