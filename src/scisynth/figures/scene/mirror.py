"""Mirrors a drawing left to right: marks and claims, but no letter."""

from dataclasses import replace

from scisynth.core.errors import DataError
from scisynth.figures.scene.marks import Axes, Label, Mark, Path, Round
from scisynth.figures.scene.scene import Claim
from scisynth.figures.scene.strokes import Strokes

_OTHER = {"left": "right", "right": "left", "left_to_right": "right_to_left", "right_to_left": "left_to_right"}


def mirror(sketch: Strokes) -> None:
    """Mirrors all that a sketch has so far; names keep what they name, texts stay readable.

    Raises:
        DataError: there is a coordinate system, whose axes have a sense.
    """
    for mark in sketch.marks:
        if isinstance(mark, Axes) or mark.axes:
            raise DataError(f"{mark.id}: expected a drawing without coordinate systems to mirror")
    sketch.marks[:] = [_mark(mark) for mark in sketch.marks]
    sketch.claims[:] = [_claim(claim) for claim in sketch.claims]


def _mark(mark: Mark) -> Mark:
    if isinstance(mark, Path):
        return replace(mark, points=tuple((-x, y) for x, y in mark.points))
    if isinstance(mark, Round):
        x, y = mark.center
        start, end = (180 - mark.end_deg, 180 - mark.start_deg) if mark.end_deg - mark.start_deg < 360 else (0.0, 360.0)
        return replace(mark, center=(-x, y), tilt_deg=-mark.tilt_deg, start_deg=start, end_deg=end)
    if isinstance(mark, Label):
        (x, y), (right, up) = mark.at, mark.shift_pt
        align = _OTHER.get(mark.align, "center")
        return replace(mark, at=(-x, y), shift_pt=(-right, up), align=align, rotation_deg=-mark.rotation_deg)  # type: ignore[arg-type]
    return mark


def _claim(claim: Claim) -> Claim:
    if claim.kind == "direction" and isinstance(claim.value, int | float):
        return replace(claim, value=(180 - claim.value) % 360)
    if claim.kind in ("direction", "order") and isinstance(claim.value, str):
        return replace(claim, value=_OTHER.get(claim.value, claim.value))
    if claim.kind == "row" and isinstance(claim.value, tuple):
        return replace(claim, value=claim.value[::-1])
    return claim
