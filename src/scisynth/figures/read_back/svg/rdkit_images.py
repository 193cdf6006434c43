"""Reads RDKit's pixel images: whatever its PNG drawer draws is drawn as an SVG next to it, and the SVG is read.

An image of pixels says nothing of its atoms. While a code draws one, in the process that runs it, every call of the PNG drawer is
made of an SVG drawer of the same size, too; so `MolToImage`, `MolToFile` and grids are covered. A finished image is found again by
its pixels: as the file that the code leaves, or shown in axes by `imshow`. One that was changed afterwards is not known any more.
"""

import hashlib
import io
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import wraps
from typing import Any

import numpy as np

from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.read_back.svg.document import svg_marks

MIRRORED = (
    "ClearDrawing", "DrawArc", "DrawArrow", "DrawAttachmentLine", "DrawEllipse", "DrawLine", "DrawMolecule",
    "DrawMoleculeWithHighlights", "DrawMolecules", "DrawPolygon", "DrawReaction", "DrawRect", "DrawString", "DrawTriangle",
    "DrawWavyLine", "FinishDrawing", "SetColour", "SetFillPolys", "SetFlexiMode", "SetFontSize", "SetLineWidth", "SetOffset",
    "SetScale",
)  # fmt: skip
MAX_KEPT, MAX_PIXELS = 8, 4_000_000
REFUSED = (ValueError, RuntimeError, TypeError)
"""What RDKit raises on arguments that it does not take; the image itself has then told so already."""
known: OrderedDict[str, str] = OrderedDict()
"""Pixels of an image to its SVG, the last ones drawn."""


def watch_rdkit() -> None:
    """From now on images that this process makes with RDKit are known; nothing where it is not loaded."""
    import sys

    module: Any = sys.modules.get("rdkit.Chem.Draw.rdMolDraw2D")
    if module is None or hasattr(module.MolDraw2DCairo, "_twin"):
        return
    drawer = _noted_drawer(module.MolDraw2DCairo, module.MolDraw2DSVG)
    places: list[Any] = [module, sys.modules["rdkit.Chem.Draw"]]
    for place in places:
        place.MolDraw2DCairo = drawer
        for name in ("PrepareAndDrawMolecule", "DrawMoleculeACS1996"):
            if hasattr(place, name):
                setattr(place, name, _for_both(getattr(place, name)))


def _noted_drawer(pixels: Any, lines: Any) -> Any:
    """The PNG drawer with an SVG drawer of the same size that follows it."""

    class Noted(pixels):  # type: ignore[misc, unused-ignore]
        _twin: Any = None

        def __init__(self, *sizes: Any) -> None:
            super().__init__(*sizes)
            self._twin = lines(*sizes)

        def GetDrawingText(self) -> Any:  # noqa: N802 - RDKit's name
            png = super().GetDrawingText()
            _keep(png, self._twin.GetDrawingText())
            return png

        def WriteDrawingText(self, name: str) -> None:  # noqa: N802 - RDKit's name
            self.GetDrawingText()
            super().WriteDrawingText(name)

    for name in MIRRORED:
        if hasattr(pixels, name):
            setattr(Noted, name, _mirrored(getattr(pixels, name), name))
    return Noted


def _mirrored(call: Callable[..., Any], name: str) -> Callable[..., Any]:
    def both(drawer: Any, *values: Any, **named: Any) -> Any:
        done = call(drawer, *values, **named)
        with suppress(*REFUSED):
            drawer._twin.SetDrawOptions(drawer.drawOptions())
            getattr(drawer._twin, name)(*values, **named)
        return done

    return both


def _for_both(call: Callable[..., Any]) -> Callable[..., Any]:
    """A function of RDKit's own that takes a drawer first and passes Python by."""

    @wraps(call)
    def both(drawer: Any, *values: Any, **named: Any) -> Any:
        done = call(drawer, *values, **named)
        twin = getattr(drawer, "_twin", None)
        if twin is not None:
            with suppress(*REFUSED):
                twin.SetDrawOptions(drawer.drawOptions())
                call(twin, *values, **named)
        return done

    return both


def _keep(png: bytes, svg: str) -> None:
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        if image.width * image.height <= MAX_PIXELS:
            known[_key(np.asarray(image.convert("RGB")))] = svg
    while len(known) > MAX_KEPT:
        known.popitem(last=False)


def _key(pixels: np.ndarray) -> str:
    """Of an image, uint8 [H, W, 3]."""
    return f"{pixels.shape}{hashlib.sha256(pixels.tobytes()).hexdigest()}"


def image_rows(png: bytes) -> list[dict[str, Any]] | None:
    """Rows of an image file as `svg_marks` gives them; None where it was not drawn here."""
    from PIL import Image

    if not known:
        return None
    with Image.open(io.BytesIO(png)) as image:
        if image.width * image.height > MAX_PIXELS:
            return None
        svg = known.get(_key(np.asarray(image.convert("RGB"))))
    return svg_marks(svg) if svg else None


def shown_marks(artist: Any, axes: str) -> list[DrawnMark]:
    """The marks of an image of RDKit that axes show with `imshow`, in pixels of the figure; none for any other artist."""
    from matplotlib.image import AxesImage

    if not known or not isinstance(artist, AxesImage):
        return []
    pixels = np.asarray(artist.get_array())
    if pixels.ndim != 3 or pixels.shape[2] not in (3, 4) or pixels.size > 4 * MAX_PIXELS:
        return []
    if pixels.dtype != np.uint8:
        pixels = np.round(np.clip(pixels, 0, 1) * 255).astype(np.uint8)
    svg = known.get(_key(pixels[:, :, :3]))
    if not svg:
        return []
    left, right, bottom, top = artist.get_extent()
    high, wide = pixels.shape[:2]
    steps = np.asarray([(right - left) / wide, (top - bottom) / high])

    def place(points: Any) -> np.ndarray:
        data = np.asarray([left, bottom]) + np.asarray(points, dtype=float).reshape(-1, 2) * steps
        return np.asarray(artist.axes.transData.transform(data))

    scale = float(np.linalg.norm(place([[1, 0]]) - place([[0, 0]])))
    return [_laid(DrawnMark(**row), place, scale, axes) for row in svg_marks(svg)[1:]]


def _laid(mark: DrawnMark, place: Callable[[Any], np.ndarray], scale: float, axes: str) -> DrawnMark:
    corners = place([mark.bbox[:2], mark.bbox[2:]])
    (left, bottom), (right, top) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    points = tuple((float(x), float(y)) for x, y in place(mark.points)) if mark.points else ()
    return replace(mark, points=points, bbox=(left, bottom, right, top), size=mark.size * scale, axes=axes)
