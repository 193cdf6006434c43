"""`scisynth imgcoder render`."""

import json
from codecs import BOM_UTF8
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scisynth.cli.imgcoder.formats import AllowUnsafeOption, read_script_formats
from scisynth.cli.options import JsonOption
from scisynth.cli.shared import EXIT_FAILED_ITEMS, emit, guarded

if TYPE_CHECKING:
    from scisynth.sandbox import RenderResult

NO_SVG = "no SVG: the figure holds what is not allowed in one (links, scripts, addresses), or is a PNG file of the script's own"


@guarded
def render(
    file: Annotated[Path, typer.Argument(help="Python program that draws one figure.")],
    out: Annotated[Path, typer.Option("--out", help="Folder to write: picture.png, result.json and other outputs.")],
    timeout_s: Annotated[float, typer.Option("--timeout", help="Maximum run time in seconds.")] = 20,
    formats: Annotated[
        str | None,
        typer.Option("--formats", metavar="png,svg", help="Files to write, comma-separated. PNG is always written."),
    ] = None,
    memory_mb: Annotated[
        int, typer.Option("--memory", help="Maximum memory in MB, beyond the drawing libraries.")
    ] = 2048,
    allow_unsafe: AllowUnsafeOption = False,
    as_json: JsonOption = False,
) -> None:
    """Run one Python file in the sandbox. Exit code 3 if there is no image; the reason is printed.

    Example:

    scisynth imgcoder render figure.py --out out/figure
    """
    from scisynth.core.errors import ConfigError
    from scisynth.core.progress import say
    from scisynth.sandbox import Limits, Sandbox

    if out.exists() and not out.is_dir():
        raise ConfigError(f"{out}: expected a folder, got a file; choose another --out")
    limits = Limits(wall_s=timeout_s, memory_mb=memory_mb)
    code = _read_code(file, limits.code_kb * 1024)
    wanted = read_script_formats(formats) if formats else ()
    with Sandbox(limits=limits, workers=1, allow_unsafe=allow_unsafe, svg="svg" in wanted) as sandbox:
        result = sandbox.render(code)
    row = _write(result, out)
    if "svg" in wanted and result.ok and not result.svg:
        say(NO_SVG)
    emit(row, as_json=as_json, text=_text(row))
    if not result.ok:
        raise typer.Exit(EXIT_FAILED_ITEMS)


def _read_code(file: Path, max_bytes: int) -> str:
    """The text of a file; of one that is too long only as much as lets the sandbox say so."""
    from scisynth.core.errors import DataError

    if not file.is_file():
        raise DataError(f"{file}: expected a Python file, found none; check the path")
    try:
        with file.open("rb") as opened:
            data = opened.read(max_bytes + len(BOM_UTF8) + 1)
    except OSError as error:
        raise DataError(f"{file}: cannot be read ({error.strerror})") from None
    try:
        return data.decode("utf-8-sig", errors="replace" if len(data) > max_bytes else "strict")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{file}: expected UTF-8, got byte {data[error.start]:#04x} at {error.start}; save it as UTF-8"
        ) from None


def _write(result: "RenderResult", out: Path) -> dict[str, Any]:
    """Files of the result in `out`; those of an earlier run that did not come again are removed."""
    from scisynth.core.images import png_bytes
    from scisynth.core.store import write_atomic, write_json

    files = {
        "picture.png": png_bytes(result.image) if result.image is not None else None,
        "picture.svg": result.svg,
        "marks.json": json.dumps(result.marks).encode() if result.marks is not None else None,
    }
    for name, data in files.items():
        if data is None:
            (out / name).unlink(missing_ok=True)
        else:
            write_atomic(out / name, data)
    row = {
        "status": result.status,
        "reason": result.reason,
        "tier": result.tier,
        "picture": str(out / "picture.png") if result.ok else None,
        "svg": str(out / "picture.svg") if result.svg else None,
        "num_figures": result.num_figures,
        "wall_s": result.wall_s,
        "stdout": result.stdout,
        "traceback": result.traceback,
    }
    write_json(out / "result.json", row)
    return row


def _text(row: dict[str, Any]) -> str:
    reason = f": {row['reason']}" if row["reason"] else ""
    lines = [f"{row['status']}{reason} (tier {row['tier']}, {row['wall_s']:.2f} s)"]
    lines += [row["picture"]] if row["picture"] else []
    lines += [row["traceback"]] if row["traceback"] else []
    return "\n".join(lines)
