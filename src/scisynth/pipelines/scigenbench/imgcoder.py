"""ImgCoder in a run folder: problems to figures, every step kept next to its image.

    coded/<id>/     understanding.json, plan.json, attempt-1.py, attempt-1.png, attempt-1.json, ..., figure.png, replies.txt
    coded.jsonl     a row for each problem
    metadata.jsonl  file_name and prompt: the folder is a generator's output (`folder:PATH`)
    results.json    the rows, their states, and what the run has cost over all of its invocations
    gallery.html

Replies are kept by the client, and what came of each script in `coded/.drawn/`, so a run that was killed asks no finished question again
and runs no finished script again.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from scisynth.core.errors import ConfigError
from scisynth.core.extras import require
from scisynth.core.images import png_bytes
from scisynth.core.problems import Answer, FigureProblem
from scisynth.core.store import RunFolder, refuse_link, write_atomic, write_json, write_lines
from scisynth.figures.families.registry import image_types
from scisynth.figures.verify.verify import Verification
from scisynth.grading.problems import read_problems
from scisynth.imgcoder.coded import Attempt, CodedFigure
from scisynth.imgcoder.coder import ImgCoder
from scisynth.imgcoder.kept import DrawnScripts
from scisynth.imgcoder.settings import CoderSettings, Flow
from scisynth.pipelines.providers.access import Spending, bill, check_access
from scisynth.pipelines.scigenbench.checks import PLAN_CLAIMS, checks_of, count_checks, figure_record
from scisynth.pipelines.scigenbench.config import IMGCODER_COMMAND, ImgCoderConfig
from scisynth.pipelines.scigenbench.files import file_stem
from scisynth.pipelines.scigenbench.pixels import check_reader, reads_pixels
from scisynth.pipelines.scigenbench.results import CodedRow, ImgCoderResult, PerFigure
from scisynth.reports.figures.gallery import Check, FigureRecord, write_figures_page
from scisynth.reports.parts.format import plural
from scisynth.sandbox import Limits, Sandbox

STAGE = "coded"
CODED, REPLIES, RESULTS = "coded.jsonl", "replies.jsonl", "results.json"
DRAWN = ".drawn"
"""Ends of scripts and their images, by what the scripts were."""
BATCH = 64
"""Problems that go through a step together."""


def run_imgcoder(
    config: ImgCoderConfig, out: Path, *, seed: int, spending: Spending | None = None, allow_unsafe: bool = False
) -> ImgCoderResult:
    """Draws every problem; returns one row each, the states and the cost."""
    if not config.model:
        raise ConfigError("--model: expected the name of a chat model, for example --model gpt-5")
    problems = load_problems(config)
    spending = spending or Spending()
    require("figures", "drawing figures from code")
    check_reader(config.ocr)
    check_access([(f"imgcoder:{config.model}", config.access)], out, spending)
    run = RunFolder(out, config, command=IMGCODER_COMMAND, seed=seed)
    client = spending.chat(config.settings(config.model), run.stage(STAGE) / REPLIES)
    settings = config.coder_settings
    rows: list[CodedRow] = []
    records: list[FigureRecord] = []
    with (
        run.exclusive(STAGE),
        Sandbox(
            limits=Limits(wall_s=config.wall_s),
            workers=config.workers,
            allow_unsafe=allow_unsafe,
            svg="svg" in config.formats,
        ) as sandbox,
    ):
        drawn = DrawnScripts(run.stage(STAGE) / DRAWN, reads_pixels=reads_pixels(config.ocr))
        coder = ImgCoder(client, sandbox, settings, image_types=image_types(), drawn=drawn)
        for start in range(0, len(problems), BATCH):
            for figure in coder.draw(problems[start : start + BATCH]):
                rows.append(_store(figure, run))
                records.append(_record(figure, run.root, rows[-1]))
    write_lines(run.root / CODED, [row.to_dict() for row in rows])
    write_lines(run.root / "metadata.jsonl", [_metadata(row) for row in rows if row.file])
    write_figures_page(
        records,
        out / "gallery.html",
        title="ImgCoder",
        headline=f"{sum(row.verified for row in rows)} of {plural(len(rows), 'figure')} verified. {count_checks([row.checks for row in rows])}.",
        note=_note(config, settings, rows),
    )
    result = ImgCoderResult(
        out=out,
        gallery=out / "gallery.html",
        flow=settings.flow,
        figures=tuple(rows),
        per_figure=_per_figure(rows),
        verified=sum(row.verified for row in rows),
        outcomes=Counter(row.status for row in rows),
        bill=bill(client.usage()),
    )
    result.save(out / RESULTS)
    return result


def load_problems(config: ImgCoderConfig) -> list[FigureProblem]:
    """Problems given in words, then those of the data."""
    given = [
        FigureProblem(id=f"problem-{index + 1}", source="given", question=words, image_type="", answer=Answer(text=""))
        for index, words in enumerate(config.problems)
    ]
    if config.data:
        given += read_problems(Path(config.data))[: config.num]
    if not given:
        raise ConfigError(
            'expected a problem or --data, got neither; for example: scisynth imgcoder draw "A circle ..."'
        )
    return given


def _store(figure: CodedFigure, run: RunFolder) -> CodedRow:
    name = file_stem(figure.problem.id)
    folder = run.stage(STAGE) / name
    refuse_link(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if figure.understanding:
        write_json(folder / "understanding.json", figure.understanding.model_dump())
    if figure.plan:
        write_json(folder / "plan.json", {**figure.plan.model_dump(), "refused": figure.plan.refused})
    for number, attempt in enumerate(figure.attempts, start=1):
        _store_attempt(attempt, folder, number)
    write_atomic(folder / "replies.txt", "\n\n----\n\n".join(figure.replies).encode(errors="replace"))
    best, file = figure.best, ""
    if best and best.render and best.render.image:
        file = f"{STAGE}/{name}/figure.png"
        write_atomic(run.root / file, png_bytes(best.render.image))
        if best.render.svg:
            write_atomic(folder / "figure.svg", best.render.svg)
    found = best.verification if best else None
    checks = tuple(_checks(figure))
    return CodedRow(
        id=figure.problem.id,
        image_type=figure.problem.image_type,
        prompt=figure.problem.question,
        alt_text=figure.understanding.summary if figure.understanding else "",
        status=figure.status,
        reason=figure.reason,
        file=file,
        verified=figure.verified,
        score=found.score if found else None,
        faults=tuple(_faults(found)),
        summary=count_checks([checks]),
        checks=checks,
        attempts=len(figure.attempts),
        repairs=max(len(figure.attempts) - 1, 0),
        understanding_reason=figure.understanding_reason,
        plan_reason=figure.plan_reason,
        seconds=round(figure.seconds, 3),
        tier=best.render.tier if best and best.render else "",
        cost=figure.cost,
    )


def _per_figure(rows: Sequence[CodedRow]) -> PerFigure:
    num = max(len(rows), 1)
    return PerFigure(
        tokens_in=round(sum(row.cost.input_tokens for row in rows) / num, 1),
        tokens_out=round(sum(row.cost.output_tokens for row in rows) / num, 1),
        calls=round(sum(row.cost.requests for row in rows) / num, 2),
        repairs=round(sum(row.repairs for row in rows) / num, 2),
        seconds=round(sum(row.seconds for row in rows) / num, 2),
    )


def _checks(figure: CodedFigure) -> list[Check]:
    """What was looked at on the best attempt, and the claims of the plan that could not be."""
    found = figure.best.verification if figure.best else None
    left_out = [f"rejected, the problem does not say so: {claim}" for claim in figure.set_aside] + [
        f"refused: {reason}" for reason in (figure.plan.refused if figure.plan else ())
    ]
    return [Check(status="unchecked", words=words, part=PLAN_CLAIMS) for words in left_out] + checks_of(found)


def _faults(found: Verification | None) -> list[str]:
    """What is wrong with a figure, or why it could not be checked."""
    if found is None or found.status != "checked":
        return [f"{found.status}: {found.reason}"] if found else []
    return [f"{fault.kind}: {fault.message}" for fault in found.faults]


def _store_attempt(attempt: Attempt, folder: Path, number: int) -> None:
    stem = folder / f"attempt-{number}"
    if attempt.script.text:
        write_atomic(stem.with_suffix(".py"), attempt.script.text.encode(errors="replace"))
    render = attempt.render
    if render and render.image:
        write_atomic(stem.with_suffix(".png"), png_bytes(render.image))
    found = attempt.verification
    values = {
        "script": attempt.script.reason or "found",
        "render": {"status": render.status, "reason": render.reason, "tier": render.tier, "wall_s": render.wall_s}
        if render
        else None,
        "stdout": render.stdout if render else "",
        "traceback": render.traceback if render else "",
        "check": {"status": found.status, "reason": found.reason} if found else None,
        "findings": [vars(finding) for finding in (*found.claims, *found.required, *found.layout, *found.leaks)]
        if found
        else [],
    }
    write_json(stem.with_suffix(".json"), values)


def _metadata(row: CodedRow) -> dict[str, str]:
    return {"file_name": row.file, "id": row.id, "prompt": row.prompt}


def _record(figure: CodedFigure, root: Path, row: CodedRow) -> FigureRecord:
    best = figure.best
    attempts = list(enumerate(figure.attempts, start=1))
    return figure_record(
        figure.problem,
        root / row.file if row.file else None,
        verdict="verified" if figure.verified else figure.reason or _verdict(best.verification if best else None),
        passed=figure.verified,
        checks=row.checks,
        parts=[
            ("understanding", figure.understanding.model_dump_json(indent=1) if figure.understanding else ""),
            ("plan", figure.plan.model_dump_json(indent=1) if figure.plan else figure.plan_reason),
            *((f"attempt {number}", attempt.script.text or attempt.script.reason) for number, attempt in attempts),
            *((f"log {number}", attempt.complaints()) for number, attempt in attempts),
        ],
        alt=row.alt_text,
    )


def _verdict(found: Verification | None) -> str:
    return "drawn, with faults" if found is None or not found.reason else f"not checked: {found.reason}"


FLOWS: dict[Flow, str] = {
    "single": "the published single call",
    "plan": "plan and code, no repair",
    "verify": "plan, code, at most {} repairs",
    "sketch": "plan, code with Sketch, at most {} repairs",
    "auto": "plan, code, at most {} repairs",
}


def _note(config: ImgCoderConfig, settings: CoderSettings, rows: Sequence[CodedRow]) -> str:
    flow = FLOWS[settings.flow].format(settings.max_repairs)
    drawn = sum(bool(row.file) for row in rows)
    without = sum(bool(row.plan_reason) for row in rows)
    unplanned = f" {without} are drawn without a plan, since none could be read." if without else ""
    return (
        f"Model {config.model}, {flow}: {drawn} of {len(rows)} problems have a figure.{unplanned} "
        "Claims come from the model's own plan."
    )
