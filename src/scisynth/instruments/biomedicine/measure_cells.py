"""Cells of a micrograph, from pixels alone: counts, areas, the nucleus-to-cell ratio, what lies inside, light per cell, kind of cell.

Nuclei are the bright objects of their channel (`measure_objects`). Cells grow from the nuclei up to the bright line of the membrane
(watershed of the membrane channel), against markers of the dark field between cells. A channel that is not there is `cannot tell`,
never a guess: in an image of one unnamed channel, bright objects are taken for nuclei, and nothing else is told.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.biomedicine.lines import LINES
from scisynth.instruments.biomedicine.measure_light import Light, Spots, light_of, spots_of
from scisynth.instruments.biomedicine.measure_objects import (
    Mask,
    Objects,
    bright_objects,
    coarse,
    depth_of,
    enlarged,
    fit_edge,
    measured,
    reduced,
    smooth_noise_of,
)
from scisynth.instruments.findings import Claim, Finding, answer, cannot_tell, compare, decide
from scisynth.instruments.frame import Frame, Pixels

MIN_SURFACE = 5.5
"""Brightness of cells above the field, in standard deviations of their own smoothed noise, below which none is outlined."""
MIN_RIM = 40.0
"""The same of the edge of cells that are dark inside, in the noise of the field."""
OUTSIDE = 1.0
"""Pixels beyond the outline of a cell from which on a vesicle lies outside: its own light reaches so far."""
SIZE_FLOOR = 0.01
"""Relative standard uncertainty of an area that stays without noise."""
LEVEL_FLOOR = 0.012
"""The same of a level, with that of the area."""


class Cells:
    """What is seen in one frame; each quantity is worked out when it is asked for."""

    def __init__(self, frame: Frame) -> None:
        self.frame = reduced(frame)

    def layer(self, name: str) -> Pixels | None:
        """A channel by its name; an unnamed single channel is taken for that of the nuclei."""
        if name in self.frame.channels:
            return self.frame.channel(name)
        return self.frame.pixels if self.frame.pixels.ndim == 2 and name == "nucleus" else None

    @cached_property
    def nuclei(self) -> Objects | None:
        """Whole nuclei; None where nothing stands out."""
        image = self.layer("nucleus")
        return None if image is None else bright_objects(image)

    @cached_property
    def cells(self) -> Objects | None:
        """Whole cells, each around a nucleus or alone; None where no membrane stands out."""
        image = self.layer("membrane")
        return None if image is None else outlined(image, self.nuclei)

    @cached_property
    def spots(self) -> Spots | None:
        """Vesicles."""
        image = self.layer("vesicles")
        return None if image is None else spots_of(image)

    def light(self, name: str) -> Light | None:
        """Of a channel: over the nuclei for `nucleus`, else over the cells."""
        image = self.layer(name)
        objects = self.nuclei if name == "nucleus" else self.cells
        if image is None or objects is None or objects.num_cut:
            return None
        mask = coarse(objects.labels > 0, objects.zoom)
        return light_of(image, mask, float(objects.areas.sum()), math.hypot(_relative(objects), LEVEL_FLOOR))


def _relative(objects: Objects) -> float:
    return math.hypot(objects.relative, SIZE_FLOOR)


def outlined(image: Pixels, nuclei: Objects | None) -> Objects | None:
    """Cells whose membrane is bright, from the line of greatest brightness around each nucleus.

    Args:
        image: [H, W], the membrane channel.
        nuclei: of the same frame; without them every closed outline is a cell.
    """
    from skimage.measure import label
    from skimage.segmentation import watershed

    fine, zoom = enlarged(image)
    noise = smooth_noise_of(image)
    dark = float(np.percentile(fine, 5.0))
    rim = float(np.percentile(fine, 96.0))
    seeds = np.zeros(fine.shape, np.int32)
    core = np.zeros(fine.shape, bool)
    if nuclei is not None and nuclei.labels.shape == fine.shape:
        core = nuclei.labels > 0
        for index, (x, y) in enumerate(nuclei.centres):
            row, column = (round(float(at) * zoom + (zoom - 1) / 2) for at in (y, x))
            own = nuclei.labels[row, column]
            seeds[row, column] = own or index + 1
    surface = float(np.median(fine[core])) if core.any() else dark
    inner = coarse(core, zoom)
    is_filled = inner.any() and surface - dark >= MIN_SURFACE * smooth_noise_of(image, where=inner)
    if not is_filled and rim - dark < MIN_RIM * noise:
        return None
    level = dark + 0.4 * ((surface if is_filled else rim) - dark)
    low = label(fine < level)
    sizes = np.bincount(low.ravel())
    held = np.unique(low[seeds > 0])
    field = sizes >= (2 * zoom) ** 2
    field[held[held > 0]] = False
    field[0] = False
    outside = field[low]
    if not outside.any():
        return None
    # A nucleus whose middle lies in the open field marks no cell.
    seeds[outside] = 0
    lonely = label(~outside & (fine > level))
    alone = _without_seed(lonely, seeds, 60 * zoom**2)
    first = int(seeds.max())
    for number, part in enumerate(alone, first + 1):
        seeds[_deepest(lonely == part)] = number
    field_number = int(seeds.max()) + 1
    if field_number == 1:
        return None
    grown = watershed(fine, np.where(outside, field_number, seeds))
    labels = np.where(grown == field_number, 0, grown)
    depth = depth_of(labels > 0, zoom)
    edge = fit_edge(fine, depth, noise, has_rim=True)
    if edge is None:
        return None
    return measured(np.asarray(labels, np.int32), zoom, edge, (rim - dark) / max(noise, 1e-9))


def _without_seed(parts: NDArray[np.int_], seeds: NDArray[np.int32], least: float) -> list[int]:
    sizes = np.bincount(parts.ravel())
    seeded = set(np.unique(parts[seeds > 0]).tolist())
    return [part for part in range(1, len(sizes)) if sizes[part] >= least and part not in seeded]


def _deepest(mask: Mask) -> tuple[int, int]:
    depth = depth_of(mask, 1)
    row, column = np.unravel_index(int(depth.argmax()), depth.shape)
    return int(row), int(column)


def findings(frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
    """One finding a claim.

    Raises:
        DataError: a claim of a quantity that is not measured here.
    """
    seen = Cells(frame)
    return answer(claims, {name: partial(measure, seen) for name, measure in MEASURES.items()}, "a micrograph of cells")


def _count(seen: Cells, claim: Claim) -> Finding:
    objects = seen.nuclei if claim.quantity == "nuclei" else seen.cells
    if objects is None:
        return _nothing(seen, claim)
    return compare(claim, float(objects.num), 0.5 if objects.num_cut else 0.0, name=f"number of {claim.quantity}")


def _nothing(seen: Cells, claim: Claim) -> Finding:
    """Why nothing could be measured."""
    needs = _NEEDS.get(claim.quantity, "nucleus")
    if seen.layer(needs) is None:
        named = ", ".join(seen.frame.channels) or "unnamed"
        return cannot_tell(claim, f"The channel {needs} is needed; the channels of this image are {named}.")
    if needs == "nucleus" or seen.layer("nucleus") is None:
        return cannot_tell(claim, f"Nothing in the channel {needs} stands out of its noise on a dark, even field.")
    return cannot_tell(claim, f"No closed outline in the channel {needs} stands out of its noise.")


def _area(seen: Cells, claim: Claim) -> Finding:
    objects = seen.nuclei if claim.quantity == "nucleus_area" else seen.cells
    if objects is None:
        return _nothing(seen, claim)
    if not objects.num:
        return cannot_tell(claim, "The border of the image cuts every one of them.")
    if seen.frame.pixel_size is None:
        return cannot_tell(claim, f"{objects.num} were found, but the size of a pixel is not known.")
    area = float(objects.areas.mean()) * seen.frame.pixel_size**2
    return compare(claim, area, area * _relative(objects), name=f"mean {claim.quantity.replace('_', ' ')}")


def _ratio(seen: Cells, claim: Claim) -> Finding:
    cells, nuclei = seen.cells, seen.nuclei
    if cells is None or nuclei is None:
        return _nothing(seen, claim)
    if not cells.num or nuclei.num != cells.num:
        return cannot_tell(
            claim, f"{nuclei.num} whole nuclei and {cells.num} whole cells were found; they are no pairs."
        )
    ratio = float(nuclei.areas.sum() / cells.areas.sum())
    return compare(claim, ratio, ratio * math.hypot(_relative(cells), _relative(nuclei)), name="nucleus-to-cell ratio")


def _nuclei_inside(seen: Cells, claim: Claim) -> Finding:
    cells, nuclei = seen.cells, seen.nuclei
    if cells is None or nuclei is None:
        return _nothing(seen, claim)
    if not nuclei.num:
        return cannot_tell(claim, "No whole nucleus was found.")
    depth = depth_of(cells.labels > 0, cells.zoom) - cells.edge.shift
    inside = nuclei.labels > 0
    share = float((depth[inside] > 0).mean())
    # What lies within the uncertainty of the outline may be on either side of it.
    doubt = float((np.abs(depth[inside]) < 0.5).mean()) / 2
    return compare(claim, share, max(doubt * (1 - share) ** 0.5, 0.005), name="fraction of the nuclei that is in cells")


def _vesicles(seen: Cells, claim: Claim) -> Finding:
    spots = seen.spots
    if spots is None or (not len(spots.places) and claim.value):
        return _nothing(seen, claim)
    if not spots.is_complete:
        return cannot_tell(claim, "Points as bright as most would be lost in the noise of the channel vesicles.")
    return compare(claim, float(len(spots.places)), math.sqrt(spots.doubtful) / 2, name="number of vesicles")


def _vesicles_inside(seen: Cells, claim: Claim) -> Finding:
    spots, cells = seen.spots, seen.cells
    if spots is None or cells is None or not len(spots.places):
        return _nothing(seen, claim)
    away = depth_of_spots(spots, cells)
    num = len(away)
    outside = int((away < -OUTSIDE).sum())
    doubtful = int((np.abs(away + OUTSIDE) < 0.3).sum())
    return compare(
        claim,
        1 - outside / num,
        0.5 * math.sqrt(doubtful) / num + 0.005,
        name="fraction of the vesicles that is in cells",
    )


def depth_of_spots(spots: Spots, cells: Objects) -> NDArray[np.floating]:
    """[n]: distance of each point to the outline of the cells, positive inside, pixels."""
    depth = depth_of(cells.labels > 0, cells.zoom) - cells.edge.shift
    at = np.clip(np.rint(spots.places * cells.zoom + (cells.zoom - 1) / 2).astype(int), 0, cells.labels.shape[0] - 1)
    return np.asarray(depth[at[:, 1], at[:, 0]])


def _level(seen: Cells, claim: Claim) -> Finding:
    name = claim.quantity.removeprefix("level_")
    light = seen.light(name)
    if light is None:
        objects = seen.nuclei if name == "nucleus" else seen.cells
        if objects is None or seen.layer(name) is None:
            return _nothing(seen, claim)
        return cannot_tell(
            claim,
            "The border of the image cuts a cell, or there is too little field without cells to find the background.",
        )
    return compare(claim, light.level, light.uncertainty, name=f"level of the channel {name}")


def _line(seen: Cells, claim: Claim) -> Finding:
    cells, nuclei = seen.cells, seen.nuclei
    if cells is None or nuclei is None:
        return _nothing(seen, claim)
    if seen.frame.pixel_size is None or not cells.num or not nuclei.num:
        return cannot_tell(claim, "Whole cells and the size of a pixel are needed to name the kind of cell.")
    area = float(cells.areas.mean()) * seen.frame.pixel_size**2
    traits = (area, float(nuclei.areas.mean() / cells.areas.mean()), float(np.median(cells.elongations)))
    away = {name: distance_to_line(name, *traits) for name in LINES}
    best, second = sorted(away, key=lambda name: away[name])[:2]
    said = f"mean area {traits[0]:.0f} µm², ratio of nucleus to cell {traits[1]:.2f}, length over width {traits[2]:.1f}"
    if away[best] > 3 or away[second] < 1.2 * away[best]:
        return cannot_tell(claim, f"The cells are like none of the known lines, or like two ({said}).")
    sentence = f"The cells are like those of the line {best} ({said}); {claim.value} was claimed."
    return decide(claim, best == claim.value, best, sentence)


def distance_to_line(name: str, area: float, ratio: float, elongation: float) -> float:
    """How far traits are from those of a line, in units of how much cells of a line differ; the largest of the three."""
    line = LINES[name]

    def away(value: float, low: float, high: float, unit: float) -> float:
        value = max(value, 1e-3)
        outside = max(math.log(low / value), math.log(value / high), 0.0)
        inside = abs(math.log(value / math.sqrt(low * high)))
        return (outside + 0.1 * inside) / unit

    return max(
        away(area, min(line.area), max(line.area), 0.12),
        away(ratio, min(line.ratio), max(line.ratio), 0.10),
        away(elongation, *line.elongation, 0.15),
    )


_NEEDS: Mapping[str, str] = {
    "cells": "membrane",
    "cell_area": "membrane",
    "nucleus_to_cell_ratio": "membrane",
    "nuclei_inside": "membrane",
    "line": "membrane",
    "vesicles": "vesicles",
    "vesicles_inside": "vesicles",
    "level_membrane": "membrane",
    "level_mitochondria": "mitochondria",
    "level_vesicles": "vesicles",
}
MEASURES: Mapping[str, Callable[[Cells, Claim], Finding]] = {
    "line": _line,
    "cells": _count,
    "nuclei": _count,
    "vesicles": _vesicles,
    "cell_area": _area,
    "nucleus_area": _area,
    "nucleus_to_cell_ratio": _ratio,
    "nuclei_inside": _nuclei_inside,
    "vesicles_inside": _vesicles_inside,
    "level_membrane": _level,
    "level_nucleus": _level,
    "level_mitochondria": _level,
    "level_vesicles": _level,
}
