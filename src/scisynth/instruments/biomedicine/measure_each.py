"""A row for each cell of a micrograph: area, nucleus, ratio, shape, vesicles, light of each channel. For distributions, not for claims.

Light that the optics threw out of a cell counts for the nearest cell, up to a few pixels away; haze beyond that is lost, so levels here are
lower than those of `measure_cells` by about the fraction of haze. Where only one named channel is there, the others are left out.
"""

import numpy as np

from scisynth.instruments.biomedicine.measure_cells import Cells
from scisynth.instruments.biomedicine.measure_objects import Labels, coarse
from scisynth.instruments.frame import Frame

REACH = 3
"""Pixels around a cell whose light is that cell's."""
Row = dict[str, float | int | None]


def each_cell(frame: Frame) -> list[Row]:
    """One row a whole cell, from left to right; none where no cells stand out.

    Returns:
        `x`, `y` (pixels of the image), `area` and `nucleus_area` (in the square of the frame's unit, else in square pixels),
        `nucleus_to_cell_ratio`, `nuclei`, `elongation`, `vesicles`, `level_<channel>` (counts a pixel above background).
    """
    seen = Cells(frame)
    cells, nuclei = seen.cells, seen.nuclei
    if cells is None:
        return []
    factor = frame.pixels.shape[0] // seen.frame.pixels.shape[0]
    unit = (seen.frame.pixel_size or float(factor)) ** 2
    own = nucleus_owners(cells.labels, nuclei.labels) if nuclei is not None else np.zeros(0, int)
    rows: list[Row] = []
    for index in range(cells.num):
        inside = own == index + 1
        area = float(cells.areas[index])
        within = float(nuclei.areas[inside].sum()) if nuclei is not None and inside.any() else None
        x, y = cells.centres[index]
        rows.append(
            {
                "x": (float(x) + 0.5) * factor - 0.5,
                "y": (float(y) + 0.5) * factor - 0.5,
                "area": area * unit,
                "nucleus_area": None if within is None else within * unit,
                "nucleus_to_cell_ratio": None if within is None else within / area,
                "nuclei": int(inside.sum()),
                "elongation": float(cells.elongations[index]),
            }
        )
    _add_light(rows, seen, _small(cells.labels, cells.zoom))
    return sorted(rows, key=lambda row: (row["x"] or 0.0, row["y"] or 0.0))


def nucleus_owners(cells: Labels, nuclei: Labels) -> np.ndarray:
    """[n]: label of the cell in which most of each nucleus lies; 0: in none."""
    num = int(nuclei.max())
    pairs = np.bincount(
        (nuclei.ravel() * (int(cells.max()) + 1) + cells.ravel()).astype(np.int64),
        minlength=(num + 1) * (int(cells.max()) + 1),
    ).reshape(num + 1, -1)
    return np.asarray(pairs[1:].argmax(axis=1))


def _small(labels: Labels, zoom: int) -> Labels:
    """[H, W]: labels of the image from those of the enlarged one."""
    inside = coarse(labels > 0, zoom)
    nearest = labels[zoom // 2 :: zoom, zoom // 2 :: zoom][: inside.shape[0], : inside.shape[1]]
    return np.where(inside, nearest, 0)


def _add_light(rows: list[Row], seen: Cells, labels: Labels) -> None:
    """Adds vesicles and the level of each channel to each row."""
    from skimage.segmentation import expand_labels

    assert seen.cells is not None
    around = expand_labels(labels, REACH)
    if seen.spots is not None:
        places = np.rint(seen.spots.places).astype(int)
        held = np.bincount(around[places[:, 1], places[:, 0]], minlength=len(rows) + 1)
        for index, row in enumerate(rows):
            row["vesicles"] = int(held[index + 1])
    for name in seen.frame.channels:
        light = seen.light(name)
        if light is None:
            continue
        above = np.bincount(
            around.ravel(),
            weights=(seen.frame.channel(name) - light.background).ravel(),
            minlength=len(rows) + 1,
        )
        for index, row in enumerate(rows):
            area = float(seen.cells.areas[index])
            if name == "nucleus":
                within = row["nucleus_to_cell_ratio"]
                row["level_nucleus"] = None if within is None else float(above[index + 1]) / (area * within)
            else:
                row[f"level_{name}"] = float(above[index + 1]) / area
