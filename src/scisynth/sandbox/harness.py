"""Runs one code in its own, confined process and saves the image: everything here is at the mercy of that code.

Which image counts: of the Matplotlib figures the last one that is not blank, closed or not; without figures (or when all are
blank) the PNG or SVG file written last, else an image that the code made and did not write (`leftovers`). A code that has only
defined how to draw is called (`uncalled`), and an error after the figure was shown or saved takes nothing from the figure. What the
parent reads of it, it treats as hostile.
"""

import ast
import json
import linecache
import os
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import TracebackType
from typing import Any

from scisynth.figures.read_back.graph_drawings import watch_graphs
from scisynth.figures.read_back.page_box import page_box
from scisynth.figures.read_back.schematics import watch_schematics
from scisynth.figures.read_back.svg.rdkit_images import watch_rdkit
from scisynth.sandbox.private import OUT, SOURCE, WORK
from scisynth.sandbox.scripts.figures import (
    FigureKeeper,
    TooLargeError,
    newest_file,
    one_colour,
    several_pages,
    svg_to_png,
)
from scisynth.sandbox.scripts.habits import add_aliases, advice, install_habits
from scisynth.sandbox.scripts.leftovers import show_pil_as_file, write_leftover
from scisynth.sandbox.scripts.redirect import redirect_writes
from scisynth.sandbox.scripts.uncalled import drawing_calls

MAX_FRAMES = 8
MAX_MESSAGE = 2000


class Caught:
    """Any end of the code as a state; a context manager, since a code may raise anything at all."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.outcome: dict[str, Any] = {"status": "ok", "reason": "", "traceback": ""}

    def __enter__(self) -> "Caught":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None or (isinstance(error, SystemExit) and error.code in (None, 0)):
            return True
        kinds = {MemoryError: "memory", TooLargeError: "too_large"}
        status = next((name for kind, name in kinds.items() if isinstance(error, kind)), "exception")
        words = f"{type(error).__name__}: {error}"[:MAX_MESSAGE] + advice(error)
        self.outcome = {"status": status, "reason": words, "traceback": f"{_frames(trace, self.source)}{words}"}
        return True


def _frames(trace: TracebackType | None, source: str) -> str:
    """The innermost frames of the code itself, one line each."""
    lines = []
    while trace is not None:
        frame = trace.tb_frame
        if frame.f_code.co_filename == source:
            text = linecache.getline(source, trace.tb_lineno).strip()
            lines.append(f"  line {trace.tb_lineno}, in {frame.f_code.co_name}: {text[:200]}\n")
        trace = trace.tb_next
    return "".join(lines[-MAX_FRAMES:])


def run_figure(folder: str, max_side_px: int, marks_of: Callable[..., Any] | None, *, with_svg: bool = False) -> None:
    """Runs `figure.py` of a private folder and leaves `outcome.json`, `picture.png`, `picture.svg` and `marks.json` in `out/`.

    A Matplotlib figure becomes an SVG only `with_svg`; an SVG that the code wrote itself is kept in any case.
    """
    source, out, work = f"{folder}/{SOURCE}", Path(folder, OUT), Path(folder, WORK)
    os.chdir(work)
    keeper = FigureKeeper()
    keeper.install()
    install_habits()
    redirect_writes(work)
    watch_schematics()
    watch_rdkit()
    watch_graphs()
    show_pil_as_file()
    outcome = _read(source)
    if outcome["status"] == "ok":
        outcome = _run(source)
    if outcome["status"] == "ok" and not keeper.num and newest_file(work) is None:
        outcome = _call_what_draws(source, keeper, work)
    # An error after the figure was shown is the script's and not the figure's.
    late = outcome["reason"] if outcome["status"] == "exception" and _is_finished(keeper, work) else ""
    if outcome["status"] == "ok" or late:
        with Caught(source) as caught:
            outcome = _save(keeper, work, out, max_side_px, marks_of, with_svg=with_svg)
        if caught.outcome["status"] != "ok":
            outcome = caught.outcome
        elif late and outcome["status"] == "ok":
            outcome["reason"] = f"after the figure was shown: {late}"[:MAX_MESSAGE]
    outcome["num_figures"] = keeper.num
    with Caught(""):
        # A code may have closed them.
        sys.stdout.flush()
        sys.stderr.flush()
    (out / "outcome.json").write_text(json.dumps(outcome))


def _read(source: str) -> dict[str, Any]:
    """Whether there is a program in the text at all."""
    try:
        tree = ast.parse(Path(source).read_bytes())
        compile(tree, source, "exec")
    except SyntaxError as error:
        line = f"line {error.lineno}: " if error.lineno else ""
        return {
            "status": "syntax_error",
            "reason": f"{line}{error.msg}"[:MAX_MESSAGE],
            "traceback": (error.text or "")[:200],
        }
    except (ValueError, RecursionError, MemoryError) as error:
        return {"status": "syntax_error", "reason": f"cannot be compiled ({error})"[:MAX_MESSAGE]}
    if not tree.body:
        return {"status": "no_code", "reason": "the text has no statement, only comments or nothing"}
    return {"status": "ok"}


def _run(source: str) -> dict[str, Any]:
    module = types.ModuleType("__main__")
    module.__file__ = source
    sys.modules["__main__"] = module
    sys.argv = [SOURCE]
    with Caught(source) as caught:
        add_aliases(source, vars(module))
        SourceFileLoader("__main__", source).exec_module(module)
    return caught.outcome


def _call_what_draws(source: str, keeper: FigureKeeper, work: Path) -> dict[str, Any]:
    """Calls what the code has defined and not called, until there is a figure."""
    names = vars(sys.modules["__main__"])
    with Caught(source) as caught:
        if not write_leftover(names, work):
            for name, call in drawing_calls(source, names):
                # An image that is returned is found as a variable is.
                names[f"returned by {name}"] = call()
                if keeper.num or newest_file(work) is not None or write_leftover(names, work):
                    break
    return caught.outcome


def _is_finished(keeper: FigureKeeper, work: Path) -> bool:
    """Whether the code has shown or saved all that it drew."""
    return all(figure in keeper.shown for figure in keeper.kept) if keeper.num else newest_file(work) is not None


def _save(
    keeper: FigureKeeper,
    work: Path,
    out: Path,
    max_side_px: int,
    marks_of: Callable[..., Any] | None,
    *,
    with_svg: bool,
) -> dict[str, Any]:
    """Writes the image by the rule of the module and says which it took."""
    pages = keeper.pages()
    shown = _last_drawn(keeper, max_side_px, marks_of)
    file = newest_file(work)
    is_left = file is None and (shown is None or one_colour(shown.png))
    if is_left and write_leftover(vars(sys.modules["__main__"]), work):
        shown, file = _last_drawn(keeper, max_side_px, marks_of), newest_file(work)
    if shown is None and file is None:
        return {"status": "no_picture", "reason": "the code opened no figure and wrote no PNG or SVG file"}
    if file is not None and (shown is None or one_colour(shown.png)):
        return _save_file(file, out, with_marks=marks_of is not None)
    assert shown is not None
    (out / "picture.png").write_bytes(shown.png)
    if with_svg:
        box = page_box(shown.figure)
        keeper.save(shown.figure, out / "picture.svg", format="svg", bbox_inches=box, metadata={"Date": None})
    others = [keeper.png(figure, max_side_px) for figure in pages if figure is not shown.figure]
    note = several_pages([png for png in others if not one_colour(png)], shown.png)
    if shown.rows is not None:
        shown.rows[0]["faults"] += [["several_figures", note]] if note else []
        (out / "marks.json").write_text(json.dumps(shown.rows, allow_nan=False))
    if not note and keeper.num > 1:
        note = f"{keeper.num} figures, the last that is not blank was kept"
    return {"status": "ok", "reason": note}


@dataclass
class _Shown:
    """A figure as it was drawn."""

    figure: Any
    png: bytes = b""
    rows: Any = None
    """What is on it; None where nobody asked, or where it could not be read."""


def _last_drawn(keeper: FigureKeeper, max_side_px: int, marks_of: Callable[..., Any] | None) -> _Shown | None:
    """The last figure that shows anything; the last of all when every one is blank; None without any."""
    last = None
    for figure in reversed(keeper.kept):
        shown = _drawn(keeper, figure, max_side_px, marks_of)
        if not one_colour(shown.png):
            return shown
        last = last or shown
    return last


def _drawn(keeper: FigureKeeper, figure: Any, max_side_px: int, marks_of: Callable[..., Any] | None) -> _Shown:
    """Draws a figure once for its image and for what is seen of its marks."""
    shown = _Shown(figure)

    def draw() -> None:
        shown.png = keeper.png(figure, max_side_px)

    if marks_of is not None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        with Caught(""):
            # Closing a figure takes the canvas that measures its texts.
            FigureCanvasAgg(figure)
            shown.rows = marks_of(figure, draw)
    if not shown.png:
        draw()
    return shown


def _save_file(file: Path, out: Path, *, with_marks: bool) -> dict[str, Any]:
    data = file.read_bytes()
    is_svg = file.suffix.lower() == ".svg"
    if is_svg:
        (out / "picture.svg").write_bytes(data)
        try:
            svg = data.decode()
            data = svg_to_png(svg)
        except ImportError:
            return {
                "status": "broken_output",
                "reason": "the image is an SVG; to draw it: pip install vl-convert-python",
            }
        except (ValueError, RuntimeError) as error:
            return {"status": "broken_output", "reason": f"the SVG cannot be drawn ({error})"[:MAX_MESSAGE]}
    (out / "picture.png").write_bytes(data)
    if with_marks:
        with Caught(""):
            from scisynth.figures.read_back.svg.document import svg_marks
            from scisynth.figures.read_back.svg.rdkit_images import image_rows

            rows = svg_marks(svg) if is_svg else image_rows(data)
            if rows is not None:
                (out / "marks.json").write_text(json.dumps(rows, allow_nan=False))
    return {"status": "ok", "reason": f"from the file {file.name}"}
