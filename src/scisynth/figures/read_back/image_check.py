"""Compares what a program says of its page with the finished image: where a mark should be, is there anything at all?

The rows of a figure come from the process that drew it and may be forged. Pixels cannot tell which text stands in a place, but a
place of one colour holds none, and rows of another page than the image's hold nothing. The image is laid on a grid of cells of
4 x 4 pixels, each with whether colours change in it; sums over rectangles of cells then answer each question at once.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark

if TYPE_CHECKING:
    from PIL.Image import Image

CELL = 4
TEXT_STEP, STEP = 20, 4
"""Difference of neighbouring pixels, of 255, from which on there may be a letter, and a line or the rim of an area."""
MAX_OFF = 0.04
"""How far sides of the page and of the image may differ in proportion: their edges are rounded, and letters differ with dpi."""
MIN_ALONG = 0.05
"""Fraction of a line along which something must stand: most of a curve may lie beyond the limits of its axes."""
MAX_SAMPLES = 64
POINT_PX = 30.0
"""Around a point, where a marker's rim may lie."""
STRIP = 512
NOTHING = "nothing is drawn at its place in the image"
ELSEWHERE = "the page that the program tells of is not the image"


def check_image(drawing: Drawing, image: "Image") -> Drawing:
    """The drawing without the marks at whose place the image is of one colour; `image` is RGB."""
    box = drawing.picture_box or (0.0, 0.0, drawing.width_px, drawing.height_px)
    width, height = box[2] - box[0], box[3] - box[1]
    if width <= 0 or height <= 0 or abs(width * image.height / (height * image.width) - 1) > MAX_OFF + 8 / image.height:
        fault = ("other_page", f"{ELSEWHERE}: {width:.0f} x {height:.0f} against {image.width} x {image.height}")
        return replace(drawing, faults=(*drawing.faults, fault)).with_drawn(
            tuple(replace(mark, unseen=mark.unseen or ELSEWHERE) for mark in drawing.drawn or drawing.marks)
        )
    texts, lines = _changes(np.asarray(image.convert("RGB")))
    page = _Grid(box, (image.width / width, image.height / height), drawing.dpi, texts, lines)
    drawn = drawing.drawn or drawing.marks
    checked = tuple(mark if mark.unseen or page.holds(mark) else replace(mark, unseen=NOTHING) for mark in drawn)
    return drawing.with_drawn(checked) if checked != drawn else drawing


class _Grid:
    """The image in cells, and where the page lies on it."""

    def __init__(self, box: tuple[float, ...], scale: tuple[float, float], dpi: float, texts: Any, lines: Any) -> None:
        self._left, self._top, self._scale, self._dpi = box[0], box[3], scale, dpi
        self._texts, self._lines = texts, lines

    def holds(self, mark: DrawnMark) -> bool:
        """Whether something stands where the mark should."""
        if mark.kind == "axes":
            return True
        if mark.kind == "text":
            return bool(self._any(self._texts, np.asarray([mark.bbox[:2]]), np.asarray([mark.bbox[2:]]))[0])
        if not mark.points:
            return False
        if mark.closed and not (mark.filled or mark.stroke or mark.face):
            # The area of an image within the page, which has no outline of its own.
            return bool(self._any(self._lines, np.asarray([mark.bbox[:2]]), np.asarray([mark.bbox[2:]]))[0])
        points = mark.xy
        if len(points) > 1:
            at = np.linspace(0, len(points) - 1, MAX_SAMPLES)
            points = np.stack([np.interp(at, np.arange(len(points)), points[:, axis]) for axis in (0, 1)], axis=1)
        # The middle of a broad line, and of a large marker, is of one colour.
        reach = POINT_PX if len(points) == 1 else min(POINT_PX, 3 + mark.size / 72 * self._dpi / 2)
        found = self._any(self._lines, points - reach, points + reach)
        return bool(found.mean() >= MIN_ALONG)

    def _any(self, sums: Any, low: Any, high: Any) -> Any:
        """For each box (pixels of the page, y upwards) whether colours change within it or next to it."""
        left, right = (low[:, 0] - self._left) * self._scale[0], (high[:, 0] - self._left) * self._scale[0]
        top, bottom = (self._top - high[:, 1]) * self._scale[1], (self._top - low[:, 1]) * self._scale[1]
        rows, columns = sums.shape[0] - 1, sums.shape[1] - 1
        x0, x1 = _cells(left, columns), _cells(right + CELL, columns)
        y0, y1 = _cells(top, rows), _cells(bottom + CELL, rows)
        return sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0] > 0


def _cells(pixels: Any, num: int) -> Any:
    return np.clip(np.floor(pixels / CELL), 0, num).astype(int)


def _changes(pixels: Any) -> tuple[Any, Any]:
    """Sums, from the upper left, of cells in which neighbouring pixels differ: by a letter's step, by a line's."""
    height, width = pixels.shape[:2]
    rows, columns = -(-height // CELL), -(-width // CELL)
    found = [np.zeros((rows * CELL, columns * CELL), dtype=bool) for _ in range(2)]
    for start in range(0, height, STRIP):
        channels = [np.ascontiguousarray(pixels[start : start + STRIP + 1, :, channel]) for channel in range(3)]
        across = _largest([(channel[:, 1:], channel[:, :-1]) for channel in channels])
        down = _largest([(channel[1:], channel[:-1]) for channel in channels])
        for step, where in zip((TEXT_STEP, STEP), found, strict=True):
            where[start : start + len(across), : width - 1] |= across > step
            where[start : start + len(down), :width] |= down > step
    sums = []
    for where in found:
        cells = where.reshape(rows, CELL, columns, CELL).any(axis=(1, 3))
        total = np.zeros((rows + 1, columns + 1), dtype=np.int64)
        total[1:, 1:] = cells.cumsum(axis=0).cumsum(axis=1)
        sums.append(total)
    return sums[0], sums[1]


def _largest(pairs: Any) -> Any:
    """Largest difference of a channel, uint8; without leaving 8 bits, which takes four times as long."""
    differences = [np.maximum(one, two) - np.minimum(one, two) for one, two in pairs]
    return np.maximum(np.maximum(differences[0], differences[1]), differences[2])
