"""`scisynth imgcoder draw`."""

from pathlib import Path
from typing import TYPE_CHECKING

from scisynth.cli.imgcoder.formats import AllowUnsafeOption, read_script_formats
from scisynth.cli.options import API, ApiOptions, OutOption, RunOptions, Setting
from scisynth.cli.shared import emit, finish
from scisynth.cli.verb import configured

if TYPE_CHECKING:
    from scisynth.pipelines.scigenbench.config import ImgCoderConfig
    from scisynth.pipelines.scigenbench.results import CodedRow

MAX_LISTED = 10
"""Figures that are listed one by one."""


@configured(
    "scisynth.pipelines.scigenbench.config:ImgCoderConfig",
    Setting(option="PROBLEM", path="problems"),
    Setting(option="--model", path="model"),
    Setting(option="--data", path="data"),
    Setting(option="--num", path="num"),
    Setting(option="--repairs", path="max_repairs"),
    Setting(option="--formats", path="formats", metavar="png,svg", is_one_word=True, read=read_script_formats),
    Setting(option="--flow", path="flow"),
    Setting(option="--repair-image", path="repair_image"),
    Setting(option="--single-call", path="single_call"),
    *API,
)
def draw(
    config: "ImgCoderConfig",
    run: RunOptions,
    api: ApiOptions,
    out: OutOption = Path("out/imgcoder"),
    allow_unsafe: AllowUnsafeOption = False,
) -> None:
    """Draw the figure of a problem with a chat model: understand, plan, code, render in a sandbox, verify, repair.

    Examples:

    scisynth imgcoder draw "A 2 kg block slides down a 30° incline ..." --model gpt-5 --out out/block
    scisynth imgcoder draw --data scigen.json --num 20 --model qwen3 --base-url http://127.0.0.1:8000/v1
    """
    from scisynth.pipelines.scigenbench.imgcoder import run_imgcoder

    result = run_imgcoder(config, out, seed=run.seed, spending=api.spending(), allow_unsafe=allow_unsafe)
    lines = [line for row in result.figures[:MAX_LISTED] for line in _figure_lines(row, out)]
    verified = f"{result.verified} of {len(result.figures)} figures verified; open {result.gallery}"
    emit(result.to_dict(), as_json=run.as_json, text="\n".join([*lines, verified]))
    finish(result.outcomes)


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
