"""Keeps the figures that a code opens, inside its process, whatever it does with them afterwards.

Scripts end with `plt.show()`, `plt.close()` or nothing at all, and a runner that edits their text gets blank pages. Here the
class is patched instead: every `Figure` is remembered when it is made, closing one does not lose it, showing one does nothing.
"""

import contextlib
import functools
import io
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from scisynth.figures.read_back.outlines import watch_outlines
from scisynth.figures.read_back.page_box import page_box
from scisynth.sandbox.svg_fonts import with_fonts

MAX_KEPT = 16
MAX_LISTED = 400


class TooLargeError(Exception):
    """A figure has more pixels than an image may have; raised before they are drawn."""


class FigureKeeper:
    """The last figures of this process, in the order they were made."""

    def __init__(self) -> None:
        self.kept: deque[Any] = deque(maxlen=MAX_KEPT)
        self.num = 0
        self.dpi: WeakKeyDictionary[Any, float] = WeakKeyDictionary()
        """The resolution that the code itself saved a figure with."""
        self.shown: WeakSet[Any] = WeakSet()
        """Figures that the code showed or saved."""

    def install(self) -> None:
        """Patches Matplotlib in this process."""
        import matplotlib
        from matplotlib import pyplot
        from matplotlib.figure import Figure

        watch_outlines()
        make, save = Figure.__init__, Figure.savefig

        @functools.wraps(make)
        def remembered(figure: Any, *arguments: Any, **settings: Any) -> None:
            make(figure, *arguments, **settings)
            self.kept.append(figure)
            self.num += 1

        @functools.wraps(save)
        def noted(figure: Any, *arguments: Any, **settings: Any) -> Any:
            if isinstance(settings.get("dpi"), int | float):
                self.dpi[figure] = settings["dpi"]
            self.shown.add(figure)
            return save(figure, *arguments, **settings)

        self.save: Callable[..., Any] = save
        patched: Any = Figure
        patched.__init__ = remembered
        patched.savefig = noted
        # There is no screen: choosing a window system is without effect, and showing ends a figure as closing its window does.
        pyplot.switch_backend = matplotlib.use = _nothing
        pyplot.show = self._show

    def _show(self, *_arguments: Any, block: bool | None = None, **_settings: Any) -> None:
        """What is drawn after a window was closed goes on a new figure; an interactive window stays open."""
        from matplotlib import is_interactive, pyplot

        if not is_interactive() and block is not False:
            self.shown.update(pyplot.figure(number) for number in pyplot.get_fignums())
            pyplot.close("all")

    def pages(self) -> list[Any]:
        """The figures that a reader was to see, in order: shown, saved or left open."""
        from matplotlib import pyplot

        managed = {id(pyplot.figure(number)) for number in pyplot.get_fignums()}
        return [
            figure
            for figure in self.kept
            if figure in self.shown or id(figure) in managed or not hasattr(figure, "number")
        ]

    def png(self, figure: Any, max_side_px: int) -> bytes:
        """The figure with everything on it, at the code's own resolution; `TooLargeError` before memory is spent."""
        dpi = self.dpi.get(figure, figure.dpi)
        width, height = (float(inches) * dpi for inches in figure.get_size_inches())
        if not max(width, height) <= max_side_px:
            raise TooLargeError(f"the page is {width:.0f} x {height:.0f} pixels, more than {max_side_px} a side")
        buffer = io.BytesIO()
        try:
            # Read once and thrown away, so speed matters and size does not.
            quick = {"compress_level": 1}
            self.save(figure, buffer, format="png", dpi=dpi, bbox_inches=page_box(figure), pil_kwargs=quick)
        except ValueError as error:
            if "too large" in str(error):
                raise TooLargeError(str(error)) from None
            raise
        return buffer.getvalue()


def several_pages(others: list[bytes], kept: bytes) -> str:
    """What to say of further images next to the one that was kept; empty without any."""
    if not others:
        return ""
    if all(png == kept for png in others):
        return f"the code draws the same figure {len(others) + 1} times; one was kept: draw it once"
    return f"the code shows {len(others) + 1} figures where one is expected, the last was kept: draw everything on one page"


def newest_file(folder: Path) -> Path | None:
    """The PNG or SVG file written last below a folder."""
    files = []
    for number, path in enumerate(folder.rglob("*")):
        if number >= MAX_LISTED:
            break
        if path.suffix.lower() in (".png", ".svg"):
            with contextlib.suppress(OSError):
                files.append((path.stat().st_mtime_ns, path))
    return max(files)[1] if files else None


def svg_to_png(svg: str) -> bytes:
    """Draws an SVG; `ImportError` without the library."""
    import matplotlib
    import vl_convert

    vl_convert.register_font_directory(f"{matplotlib.get_data_path()}/fonts/ttf")
    return bytes(vl_convert.svg_to_png(with_fonts(svg)))


def one_colour(png: bytes) -> bool:
    """Whether every pixel is the same; of a PNG file in colours, as Matplotlib writes them."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        return all(low == high for low, high in image.getextrema()[:3])  # type: ignore[misc]


def _nothing(*_arguments: Any, **_settings: Any) -> None:
    """Stands for what needs a screen."""
