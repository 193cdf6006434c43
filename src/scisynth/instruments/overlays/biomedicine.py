"""Marks over micrographs: outlines of nuclei, cells and masses of DNA, vesicles, poles, and the number of nuclei in each field.

An outline is drawn where the edge was fitted: the first outline, moved by the shift that areas are corrected with. What the border of
the image cuts has no outline, since it is not measured.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.biomedicine.measure_cells import OUTSIDE, Cells, depth_of_spots
from scisynth.instruments.biomedicine.measure_growth import NUM_TIMES, nuclei_layer, objects_in_fields, panel
from scisynth.instruments.biomedicine.measure_objects import Objects, depth_of
from scisynth.instruments.biomedicine.measure_phase import Cell, long_axis
from scisynth.instruments.findings import Claim
from scisynth.instruments.frame import Frame
from scisynth.instruments.marks import Line, Mark, Polygon, Tone, circles, points_of, said

Array = NDArray[np.floating]
Back = Callable[[Array], Array]
"""From pixels that were measured to those of the image as it was handed in."""
VESICLE = 1.6
"""Radius of a circle around a vesicle, pixels that were measured."""
LEAST_INSIDE = 0.95
"""Fraction of a nucleus that lies in cells; of one with less, a part lies outside."""
SMOOTH = 0.12
"""By which an outline may be simplified, pixels that were measured."""


def cell_marks(frame: Frame) -> list[Mark]:
    """Cells, nuclei and vesicles; those that lie in no cell are odd."""
    seen = Cells(frame)
    back = _back(frame, seen.frame)
    cells, nuclei, spots = seen.cells, seen.nuclei, seen.spots
    found: list[Mark] = []
    if cells is not None:
        found += [Polygon(name="cell", tone="second", points=points_of(back(line))) for line in outlines(cells)]
    if nuclei is not None:
        for fraction, line in zip(_fractions_inside(nuclei, cells), outlines(nuclei), strict=True):
            name, tone = _inside("nucleus", is_inside=fraction > LEAST_INSIDE)
            found.append(Polygon(name=name, tone=tone, points=points_of(back(line))))
    if spots is not None and len(spots.places):
        inside = np.ones(len(spots.places), bool) if cells is None else depth_of_spots(spots, cells) >= -OUTSIDE
        radius = VESICLE * len(frame.pixels) / len(seen.frame.pixels)
        for is_inside in (True, False):
            name, tone = _inside("vesicle", is_inside=is_inside, tone="guide")
            found += circles(back(spots.places[inside == is_inside]), radius, name, tone)
    return found


def _fractions_inside(nuclei: Objects, cells: Objects | None) -> Array:
    """[n]: how much of each nucleus lies in cells; all of it where no cells are seen."""
    from scipy.ndimage import mean

    if cells is None:
        return np.ones(nuclei.num)
    depth = depth_of(cells.labels > 0, cells.zoom) - cells.edge.shift
    return np.asarray(mean(depth > 0, nuclei.labels, np.arange(1, nuclei.num + 1)))


def _inside(name: str, *, is_inside: bool, tone: Tone = "thing") -> tuple[str, Tone]:
    return (name, tone) if is_inside else (f"{name} that leaves the cells", "odd")


def _back(frame: Frame, measured: Frame) -> Back:
    factor = frame.pixels.shape[0] // measured.pixels.shape[0]
    return lambda places: (places + 0.5) * factor - 0.5


def outlines(objects: Objects) -> Iterator[Array]:
    """[N, 2] of each object: x and y of its edge, pixels that were measured."""
    from scipy.ndimage import find_objects
    from skimage.measure import approximate_polygon, find_contours

    zoom, rim = objects.zoom, 4 * objects.zoom
    for number, box in enumerate(find_objects(objects.labels), 1):
        own = np.pad(objects.labels[box] == number, rim)
        lines = find_contours(depth_of(own, zoom), objects.edge.shift)
        line = max(lines, key=len) if lines else np.zeros((1, 2))
        start = np.array([side.start - rim for side in box])
        places = (approximate_polygon(line, SMOOTH * zoom) + start)[:, ::-1]
        yield (places - (zoom - 1) / 2) / zoom


def cycle_marks(frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
    """Masses of DNA; and of what is claimed, the spindle with its poles, the plate, and the distance of the two sets."""
    cell = Cell(frame)
    if cell.masses is None or not cell.masses.num:
        return []
    back, masses, said_of = _back(frame, cell.frame), cell.masses, {claim.quantity for claim in claims}
    found: list[Mark] = [Polygon(name="mass of DNA", points=points_of(back(line))) for line in outlines(masses)]
    if cell.poles is not None and said_of & {"spindle_length", "plate_angle"}:
        poles = back(cell.poles)
        found += _length("spindle", poles, frame)
        found += circles(poles, 0.02 * len(frame.pixels), "pole of the spindle", "second")
    if "plate_angle" in said_of and masses.num == 1:
        half = long_axis(masses) * 0.22 * len(frame.pixels)
        middle = back(masses.centres)[0]
        found.append(
            Line(name="long axis of the plate", tone="guide", points=points_of([middle - half, middle + half]))
        )
    if "separation" in said_of and masses.num == 2:
        found += _length("distance of the two sets", back(masses.centres), frame)
    return found


def _length(name: str, ends: Array, frame: Frame) -> list[Mark]:
    """A line between two places, with its length below its lower end."""
    upper, lower = ends[np.argsort(ends[:, 1])]
    along = lower - upper
    length = float(np.linalg.norm(along))
    words = f"{length:.0f} px" if frame.pixel_size is None else f"{length * frame.pixel_size:.3g} {frame.unit}"
    below = lower + along / max(length, 1e-9) * 0.09 * len(frame.pixels)
    return [Line(name=name, tone="guide", points=points_of(ends)), said(below, name, words)]


def growth_marks(frame: Frame) -> list[Mark]:
    """Nuclei of the four fields, and how many there are in each."""
    image = nuclei_layer(frame)
    fields = None if image is None else objects_in_fields(image)
    if image is None or fields is None:
        return []
    size = min(image.shape)
    found: list[Mark] = [
        Line(name="edge of a field", tone="guide", points=points_of(np.array(ends, float) * size - 0.5))
        for ends in (((0.5, 0), (0.5, 1)), ((0, 0.5), (1, 0.5)))
    ]
    for time in range(NUM_TIMES):
        rows, columns = panel(time, size)
        start = np.array([columns.start, rows.start], float)
        objects = fields[time]
        found += [Polygon(name="nucleus", points=points_of(line + start)) for line in outlines(objects)]
        at = start + np.array([0.06, 0.05]) * size
        found.append(said(at, f"nuclei in field {time + 1}", str(objects.num + objects.num_cut)))
    return found
