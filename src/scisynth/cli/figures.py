"""`scisynth imgcoder families`, `scisynth imgcoder draw` and `scisynth bench scigenbench`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scisynth.cli.api_options import IMAGES, JUDGE, NONE_GIVEN, ApiOptions, with_api_options
from scisynth.cli.shared import (
    BaselineOption,
    ConfigOption,
    FailUnderOption,
    JsonOption,
    OutOption,
    SeedOption,
    SetOption,
    emit,
    finish,
    guarded,
    number,
    percent,
    table,
)
from scisynth.core.errors import ConfigError

if TYPE_CHECKING:
    from scisynth.core.records import Metric
    from scisynth.pipelines.scigenbench.config import FigureBenchConfig
    from scisynth.pipelines.scigenbench.results import CodedRow
    from scisynth.reports.figures.results import FigureBenchResult
    from scisynth.stats.gates import Gate

FamiliesOption = Annotated[
    str | None, typer.Option("--families", help="Names of families, comma-separated; all of them when left out.")
]
FormatsOption = Annotated[
    str | None,
    typer.Option("--formats", metavar="png,svg,pdf", help="Files of a figure, comma-separated; PNG is always written."),
]
CodeFormatsOption = Annotated[
    str | None,
    typer.Option("--formats", metavar="png,svg", help="Files of a figure, comma-separated; PNG is always written."),
]
MAX_LISTED = 10
"""Figures that `draw` tells of one by one."""


@guarded
def families(
    out: OutOption = Path("out/families"),
    image_type: Annotated[
        str | None, typer.Option("--type", help='One of the 25 image types, e.g. "Physics - Optical Ray"; all of them.')
    ] = None,
    num: Annotated[int | None, typer.Option("--num", min=1, help="Figures of each type.")] = None,
    twins: Annotated[int | None, typer.Option("--twins", min=0, help="Flawed twins of each figure.")] = None,
    families: FamiliesOption = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Figures at a time.")] = None,
    formats: FormatsOption = None,
    dpi: Annotated[int | None, typer.Option("--dpi", help="Pixels an inch of the PNG.", show_default="120")] = None,
    width: Annotated[int | None, typer.Option("--width", help="Pixels across the PNG, instead of --dpi.")] = None,
    seed: SeedOption = 0,
    config: ConfigOption = None,
    settings: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw exact figures without a model: problem, image, answer, quizzes, each checked on the page.

    scisynth imgcoder families --type "Physics - Circuit" --num 8 --out out/circuits
    scisynth imgcoder families --num 4 --twins 1        (all types, with flawed twins)
    scisynth imgcoder families --type "Math - Plane Geometric" --formats png,svg,pdf --width 2400 --out out/print
    """
    from scisynth.pipelines.scigenbench.families import FamiliesConfig, run_families
    from scisynth.pipelines.scigenbench.files import read_formats

    given = {
        "image_type": image_type,
        "num": num,
        "twins": twins,
        "families": _names(families),
        "workers": workers,
    }
    start = FamiliesConfig.load(config) if config else FamiliesConfig()
    asked = {"formats": read_formats(formats) if formats else None, "dpi": dpi, "width_px": width}
    chosen = start.replace(given | {"files": start.files.replace(asked)}).override(settings or ())
    result = run_families(chosen, out, seed=seed)
    emit(
        result.to_dict(),
        as_json=as_json,
        text=f"{result.outcomes.get('ok', 0)} figures pass their checks, {result.figures_per_second:g} a second "
        f"({result.tier}); look at {result.gallery}",
    )
    finish(result.outcomes)


@guarded
@with_api_options()
def draw(
    problem: Annotated[list[str] | None, typer.Argument(help="The problem, in words. Repeatable.")] = None,
    out: OutOption = Path("out/imgcoder"),
    model: Annotated[str | None, typer.Option("--model", help="The chat model that plans and writes the code.")] = None,
    data: Annotated[Path | None, typer.Option("--data", help="SciGenBench's JSON, or problems.jsonl of a run.")] = None,
    num: Annotated[int | None, typer.Option("--num", min=1, help="Only the first N problems of the data.")] = None,
    repairs: Annotated[
        int | None, typer.Option("--repairs", min=0, help="Most repairs of a figure. Default 2.")
    ] = None,
    formats: CodeFormatsOption = None,
    flow: Annotated[
        str | None,
        typer.Option(
            "--flow",
            metavar="auto|single|plan|verify|sketch",
            help="single: one call; plan: plan, code; verify: and repairs; sketch: with our drawer Sketch; auto (default): Sketch where it helps.",
        ),
    ] = None,
    repair_image: Annotated[
        str | None,
        typer.Option(
            "--repair-image",
            metavar="auto|on|off",
            help="Show the model its image when it repairs; auto: unless it takes none.",
        ),
    ] = None,
    single_call: Annotated[
        bool, typer.Option("--single-call", help="The same as --flow single, as published: one call, no repair.")
    ] = False,
    allow_unsafe: Annotated[
        bool,
        typer.Option("--allow-unsafe-exec", help="Run code with your own rights where the kernel cannot confine it."),
    ] = False,
    api: ApiOptions = NONE_GIVEN,
    seed: SeedOption = 0,
    config: ConfigOption = None,
    settings: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw the figure of a problem with a chat model: understand, plan, code, render in a sandbox, verify, repair.

    scisynth imgcoder draw "A 2 kg block slides down a 30° incline ..." --model gpt-5 --out out/block
    scisynth imgcoder draw --data scigen.json --num 20 --model qwen3 --base-url http://127.0.0.1:8000/v1
    """
    from scisynth.pipelines.scigenbench.files import read_formats
    from scisynth.pipelines.scigenbench.imgcoder import ImgCoderConfig, run_imgcoder

    given = {
        "formats": read_formats(formats, ("png", "svg")) if formats else None,
        "problems": list(problem) if problem else None,
        "model": model,
        "data": str(data) if data else None,
        "num": num,
        "max_repairs": repairs,
        "flow": flow,
        "repair_image": repair_image,
        "single_call": single_call or None,
    }
    start = ImgCoderConfig.load(config) if config else ImgCoderConfig()
    chosen = start.replace(given | api.settings(start)).override(settings or ())
    spending = api.spending()
    result = run_imgcoder(chosen, out, seed=seed, spending=spending, allow_unsafe=allow_unsafe)
    emit(
        result.to_dict(),
        as_json=as_json,
        text="\n".join(
            [
                *(line for row in result.figures[:MAX_LISTED] for line in _figure_lines(row, out)),
                f"{result.verified} of {len(result.figures)} figures verified; look at {result.gallery}",
            ]
        ),
    )
    finish(result.outcomes)


@guarded
@with_api_options(*IMAGES, *JUDGE)
def scigenbench(
    out: OutOption,
    generator: Annotated[
        str | None,
        typer.Option("--generator", help="families, imgcoder:MODEL, api:MODEL, diffusers:ID, or folder:PATH."),
    ] = None,
    judge: Annotated[
        str | None,
        typer.Option("--judge", help="api:MODEL, which answers the quizzes and grades. Default: checks by code only."),
    ] = None,
    data: Annotated[
        str | None, typer.Option("--data", help="`families`, or SciGenBench's JSON or Parquet file.")
    ] = None,
    num: Annotated[
        int | None, typer.Option("--num", min=1, help="Problems of each type, or the first of a file.")
    ] = None,
    families: FamiliesOption = None,
    exam: Annotated[
        int | None,
        typer.Option("--exam", min=0, help="Test the judge on N figures of each type and on flawed copies."),
    ] = None,
    references: Annotated[
        Path | None, typer.Option("--references", help="Folder of reference figures, <id>.png: PSNR, SSIM, edge F1.")
    ] = None,
    clip: Annotated[
        str | None, typer.Option("--clip", help="CLIP model for CLIPScore, and for KID where there are references.")
    ] = None,
    ocr: Annotated[
        str | None,
        typer.Option(
            "--ocr", help="auto, on or off: read labels and visible answers in the pixels; needs the extra \\[ocr]."
        ),
    ] = None,
    paper_compat: Annotated[
        bool, typer.Option("--paper-compat", help="Ask as the published scripts do, for comparison.")
    ] = False,
    fail_under: FailUnderOption = None,
    baseline: BaselineOption = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Print the cost and the smallest difference that can be found; send nothing.")
    ] = False,
    api: ApiOptions = NONE_GIVEN,
    seed: SeedOption = 0,
    config: ConfigOption = None,
    settings: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure figures of science problems: inverse quizzes, five dimensions, code's own checks, the judge's exam.

    scisynth bench scigenbench --generator families --out out/families           (no model, no key)
    scisynth bench scigenbench --data scigen.json --generator folder:figures --judge api:gpt-5 --exam 2 --out out/mine
    """
    from scisynth.pipelines.scigenbench.config import FigureBenchConfig
    from scisynth.pipelines.scigenbench.run import plan_figure_bench, run_figure_bench

    given = {
        "generator": generator,
        "judge": judge,
        "data": data,
        "num": num,
        "families": _names(families),
        "exam": exam,
        "references": str(references) if references else None,
        "clip": clip,
        "ocr": ocr,
        "paper_compat": paper_compat or None,
    }
    start = FigureBenchConfig.load(config) if config else FigureBenchConfig()
    chosen = start.replace(given | api.settings(start)).override(settings or ())
    spending = api.spending()
    if plan:
        planned = plan_figure_bench(chosen, out, seed=seed, spending=spending)
        return emit(planned.to_dict(), as_json=as_json, text="\n".join(planned.sentences))
    gate = _gate(chosen, fail_under, baseline)
    result = run_figure_bench(chosen, out, seed=seed, spending=spending)
    return _end(result, gate, out, as_json)


def _end(result: "FigureBenchResult", gate: "Gate", out: Path, as_json: bool) -> None:
    from scisynth.pipelines.scigenbench.leaderboard import figure_headline
    from scisynth.stats.gates import gate_words

    gated = gate.check(figure_headline(out))
    values = result.to_dict() | ({"gate": gated} if gated else {})
    emit(values, as_json=as_json, text=_text(result) + gate_words(gated))
    finish(result.outcomes.total, gated)


def _gate(chosen: "FigureBenchConfig", fail_under: float | None, baseline: Path | None) -> "Gate":
    from scisynth.pipelines.scigenbench.config import COMMAND
    from scisynth.pipelines.scigenbench.leaderboard import figure_headline
    from scisynth.stats.gates import open_gate

    same = {"judge": chosen.judge, "paper_compat": chosen.paper_compat}
    return open_gate(fail_under, baseline, command=COMMAND, read=figure_headline, same=same)


def _names(families: str | None) -> list[str] | None:
    if families is None:
        return None
    names = [name.strip() for name in families.split(",") if name.strip()]
    if not names:
        raise ConfigError(f"--families {families!r}: expected names of families, separated by commas")
    return names


def _figure_lines(row: "CodedRow", out: Path) -> list[str]:
    """What became of one problem."""
    if not row.file:
        return [f"{row.id}: {row.status}, {row.reason}"]
    state = "verified" if row.verified else "not verified"
    attempts = "" if row.attempts == 1 else f", {row.attempts} attempts"
    return [
        f"{row.id}: {out / row.file}, {state}{attempts}; {row.summary}",
        *(f"  {fault}" for fault in row.faults),
    ]


def leaderboard(runs: Sequence[Path], out: Path, *, as_json: bool) -> None:
    """`bench leaderboard` of figure runs."""
    from scisynth.pipelines.scigenbench.leaderboard import build_figure_board

    board = build_figure_board(runs, out)
    rows = [("generator", "judge", "R_inv", "structure")]
    rows += [
        (row.generator, row.judge or "-", _percent(row.quizzes.r_inv), _percent(row.structural)) for row in board.rows
    ]
    emit(board.to_dict(), as_json=as_json, text=f"{table(rows)}\nopen {board.report}")


def _text(result: "FigureBenchResult") -> str:
    quizzes, questions, pixels = result.quizzes, result.questions, result.pixels
    named = {
        "R_inv": quizzes.r_inv,
        "per quiz": quizzes.per_quiz,
        "quizzes without the image (blind)": quizzes.blind,
        "image's gain over blind": quizzes.information_gain,
        "multimodal question": questions.accuracy_all if questions else None,
        "verified by code": result.verified,
        "structure of what code drew": result.structural,
        "labels read in the pixels": pixels.label_recall if pixels else None,
        "answers that can be seen": pixels.answer_leaks if pixels else None,
    }
    rows = [("", "percent"), *((name, _percent(found)) for name, found in named.items() if found)]
    for name, grade in (result.dimensions.overall if result.dimensions else {}).items():
        rows.append((f"{name}, 0 to 2", number(grade.to_dict(), 2)))
    for name, measured in (result.pictures.with_baselines if result.pictures else {}).items():
        values = [measured.score.value, measured.blank.value, measured.shuffled.value]
        first, *others = ("-" if value is None else f"{value:.2f}" for value in values)
        rows.append((f"{name} (blank page, another figure)", f"{first} ({', '.join(others)})"))
    return f"{table(rows)}\nopen {result.report}; every figure is in {result.gallery}"


def _percent(found: "Metric | None") -> str:
    return percent(found.to_dict()) if found else "-"
