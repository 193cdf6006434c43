"""DNA and microtubules of one cell by phase of the cycle. All lengths in µm.

The spindle's axis runs between its two poles. In metaphase the chromosomes stand in a plate midway between the poles, at a right angle
to the axis. In anaphase two equal sets lie at equal distances on either side of the middle, and move apart; in telophase they
become round nuclei again, joined by a bundle of microtubules with a waist (Alberts et al., Molecular Biology of the Cell, chapter 17).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scisynth.instruments.biomedicine.outlines import Grid, Outline

PHASES = ("interphase", "prophase", "metaphase", "anaphase", "telophase")
"""In their order."""
DIVIDED = ("anaphase", "telophase")
ROUND = ("interphase", "prophase")
POLE_BEYOND = 2.0
"""Distance of a pole to the middle of its set of chromosomes in anaphase, µm."""
POLE_WIDTH = 0.35
"""Standard deviation of a centrosome, µm."""

Field = NDArray[np.floating]


@dataclass(frozen=True, kw_only=True)
class Division:
    """A cell in a phase, in the middle of a square field."""

    phase: str
    field: float
    angle: float
    """Of the spindle's axis to x, degrees."""
    nucleus_area: float
    """Of interphase and prophase, µm²."""
    plate_length: float
    plate_width: float
    spindle_length: float
    """Pole to pole, in metaphase."""
    separation: float
    """Between the middles of the two sets, in anaphase and telophase."""
    plate_turn: float = 0.0
    """By which the plate stands off its right angle to the axis, degrees; 0 in nature."""
    share: float = 0.5
    """Of the DNA that is in the first set; a half in nature."""

    @property
    def poles(self) -> tuple[complex, complex] | None:
        """Places of the two poles from the middle of the field, x + iy; None in interphase, which has one centrosome."""
        if self.phase == "interphase":
            return None
        half = {
            "prophase": math.sqrt(self.nucleus_area / math.pi) + 0.8,
            "metaphase": self.spindle_length / 2,
        }.get(self.phase, self.separation / 2 + POLE_BEYOND)
        at = half * self.turn
        return at, -at

    @property
    def turn(self) -> complex:
        """Unit vector along the axis."""
        return complex(math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle)))

    @property
    def sets(self) -> tuple[complex, ...]:
        """Middles of the masses of DNA."""
        return (self.separation / 2 * self.turn, -self.separation / 2 * self.turn) if self.phase in DIVIDED else (0j,)


def along_and_across(division: Division, grid: Grid) -> tuple[Field, Field]:
    """[H, W] twice: places of the pixels along the axis and across it, from the middle of the field."""
    x, y = np.meshgrid(grid.axis - division.field / 2, grid.axis - division.field / 2)
    turned = (x + 1j * y) / division.turn
    return turned.real, turned.imag


def dna_of(
    division: Division, grid: Grid, noise: Field, threads: Field, draw: Generator
) -> tuple[Field, NDArray[np.int32]]:
    """Light of the DNA, the same in all for every phase, and which mass a pixel belongs to.

    Args:
        noise: [H, W], smooth, mean 0, deviation 1: chromatin is uneven.
        threads: [H, W], 0 to 1: condensed chromatin.
        draw: source of randomness, for the shape of a nucleus.
    """
    if division.phase in ROUND:
        return _nucleus(division, grid, noise, threads, draw)
    along, across = along_and_across(division, grid)
    light = np.zeros_like(along)
    labels = np.zeros(along.shape, np.int32)
    for number, (middle, share) in enumerate(_masses(division), 1):
        cover = _mass(division, along - middle, across, np.sign(middle), grid)
        bright = cover * np.clip(1 + 0.15 * noise, 0.3, None)
        light += bright * (share / max(float(bright.sum()), 1e-9))
        labels[cover > 0.5] = number
    return light / grid.pixel**2, labels


def _masses(division: Division) -> list[tuple[float, float]]:
    """(place along the axis, fraction of the DNA)."""
    if division.phase == "metaphase":
        return [(0.0, 1.0)]
    return [(division.separation / 2, division.share), (-division.separation / 2, 1 - division.share)]


def _mass(division: Division, along: Field, across: Field, side: float, grid: Grid) -> Field:
    """Fraction of each pixel in a plate (metaphase), a bent bar (anaphase) or a bean (telophase) around the origin."""
    if division.phase == "telophase":
        length, width = 0.72 * division.plate_length, 0.42 * division.plate_length
        bean = Outline(x=0.0, y=0.0, radius=math.sqrt(length * width) / 2, elongation=length / width, angle=math.pi / 2)
        return grid.cover(bean.depth(along, across))
    if division.phase == "metaphase" and division.plate_turn:
        turn = np.exp(-1j * math.radians(division.plate_turn))
        turned = (along + 1j * across) * turn
        along, across = turned.real, turned.imag
    length, width = division.plate_length, division.plate_width
    if division.phase == "anaphase":
        # The arms trail behind: the bar is bent towards the middle of the cell; its mean place stays.
        length, width = 0.9 * length, 0.8 * width
        bend = 0.35 * width * side
        along = along + bend * ((2 * across / length) ** 2 - 1 / 3)
    return grid.cover(_bar_depth(along, across, width, length))


def _bar_depth(along: Field, across: Field, width: float, length: float) -> Field:
    """Distance to the edge of a bar with round corners, positive inside; long across the axis."""
    corner = 0.45 * width
    a = np.abs(along) - (width / 2 - corner)
    b = np.abs(across) - (length / 2 - corner)
    outside = np.hypot(np.maximum(a, 0), np.maximum(b, 0))
    return np.asarray(corner - outside - np.minimum(np.maximum(a, b), 0.0))


def _nucleus(
    division: Division, grid: Grid, noise: Field, threads: Field, draw: Generator
) -> tuple[Field, NDArray[np.int32]]:
    nucleus = nucleus_of(division, draw)
    x, y = np.meshgrid(grid.axis, grid.axis)
    cover = grid.cover(nucleus.depth(x, y))
    if division.phase == "interphase":
        chromatin = np.clip(1 + 0.10 * noise, 0.3, None)
        for _ in range(int(draw.integers(2, 4))):
            turn, far = draw.uniform(0, 2 * math.pi), 0.55 * nucleus.radius * draw.random()
            spot = Outline(
                x=nucleus.x + far * math.cos(turn), y=nucleus.y + far * math.sin(turn), radius=0.13 * nucleus.radius
            )
            chromatin *= 1 - 0.4 * grid.cover(spot.depth(x, y))
    else:
        # Condensing chromosomes lie along the envelope, too, so that the nucleus has an edge.
        lining = np.exp(-0.5 * ((nucleus.depth(x, y) - 0.3) / 0.35) ** 2)
        chromatin = 0.30 + 1.7 * np.maximum(threads, 0.4 * lining)
    light = cover * chromatin
    return light / (float(light.sum()) * grid.pixel**2), (cover > 0.5).astype(np.int32)


def nucleus_of(division: Division, draw: Generator) -> Outline:
    """Outline of the nucleus, in the middle of the field."""
    middle = division.field / 2
    return Outline.draw(
        draw,
        x=middle,
        y=middle,
        area=division.nucleus_area,
        elongation=draw.uniform(1.05, 1.3),
        angle=draw.uniform(0, math.pi),
        roughness=0.015,
    )


def tubulin_of(division: Division, grid: Grid, cell: Field, draw: Generator) -> Field:
    """Light of the microtubules: fibres, centrosomes, and a little all over the cell.

    Args:
        cell: [H, W]: fraction of each pixel in the cell.
    """
    light = np.zeros((grid.size, grid.size))
    middle = division.field / 2 * (1 + 1j)
    if division.poles is None:
        centre = middle + (math.sqrt(division.nucleus_area / math.pi) + 0.5) * division.turn
        _add_fibres(light, grid, [_ray(centre, division.field, draw) for _ in range(110)], 0.5)
        _add_point(light, grid, centre, 10.0)
        light *= cell
    else:
        for pole in division.poles:
            _add_point(light, grid, middle + pole, 24.0 if division.phase != "telophase" else 5.0)
            reach = 0.16 if division.phase == "prophase" else 0.09
            rays = [_ray(middle + pole, reach * division.field, draw) for _ in range(40)]
            _add_fibres(light, grid, rays, 0.35 if division.phase == "prophase" else 0.12)
        _add_fibres(light, grid, [middle + fibre for fibre in _spindle(division, draw)], 0.45)
        light *= np.clip(cell + 0.02, 0, 1)
    light = light / light.sum() + 0.25 * cell / cell.sum()
    return light / (1.25 * grid.pixel**2)


def _spindle(division: Division, draw: Generator) -> list[NDArray[np.complexfloating]]:
    """Fibres: from the poles to the chromosomes, and from pole to pole."""
    if division.phase == "prophase" or division.poles is None:
        return []
    pole = abs(division.poles[0])
    at = np.linspace(0.14, 1, 60)  # fibres begin a little away from the centrosome
    fibres: list[NDArray[np.complexfloating]] = []
    for _ in range(46):
        place = draw.uniform(-1, 1)
        if division.phase == "metaphase":
            # Half an arc from each pole to the plate.
            bulge = 0.42 * division.plate_length * place * np.sin(at * math.pi / 2)
            for side in (-1, 1):
                fibres.append((side * pole * (1 - at) + 1j * bulge) * division.turn)
        elif division.phase == "anaphase":
            wide = 0.38 * division.plate_length * place
            for side in (-1, 1):
                start, end = side * pole, side * division.separation / 2
                fibres.append((start + (end - start) * at + 1j * wide * np.sin(at * math.pi / 2)) * division.turn)
            if draw.random() < 0.5:
                inner = np.linspace(-1, 1, 60) * division.separation / 2
                fibres.append((inner + 1j * wide * (0.9 - 0.15 * np.cos(inner))) * division.turn)
        else:
            inner = np.linspace(-1, 1, 60)
            bulge = 1.9 * place * (0.18 + 0.82 * np.abs(inner) ** 1.5)
            fibres.append((inner * division.separation * 0.36 + 1j * bulge) * division.turn)
    return fibres


def _ray(start: complex, reach: float, draw: Generator) -> NDArray[np.complexfloating]:
    """A fibre that wanders from a point."""
    steps = 40
    length = reach * draw.uniform(0.5, 1.0)
    bend = np.cumsum(draw.normal(0, 0.09, steps)) + draw.uniform(0, 2 * math.pi)
    return start + np.cumsum(np.exp(1j * bend)) * (length / steps)


def _add_fibres(light: Field, grid: Grid, fibres: list[NDArray[np.complexfloating]], weight: float) -> None:
    """Draws fibres of about a pixel's width; each point gives its light to the four pixels around it."""
    if not fibres:
        return
    dense = []
    for fibre in fibres:
        length = float(np.abs(np.diff(fibre)).sum())
        num = max(int(2 * length / grid.pixel), 2)
        at = np.linspace(0, len(fibre) - 1, num)
        index = np.arange(len(fibre))
        points = np.interp(at, index, fibre.real) + 1j * np.interp(at, index, fibre.imag)
        dense.append(np.stack([points.real, points.imag, np.full(num, weight * length / num)], axis=1))
    x, y, value = np.concatenate(dense).T
    x, y = x / grid.pixel - 0.5, y / grid.pixel - 0.5
    column, row = np.floor(x).astype(int), np.floor(y).astype(int)
    right, down = x - column, y - row
    for by_row, by_column, share in (
        (0, 0, (1 - down) * (1 - right)),
        (0, 1, (1 - down) * right),
        (1, 0, down * (1 - right)),
        (1, 1, down * right),
    ):
        rows, columns = row + by_row, column + by_column
        inside = (rows >= 0) & (rows < grid.size) & (columns >= 0) & (columns < grid.size)
        np.add.at(light, (rows[inside], columns[inside]), (value * share)[inside])


def _add_point(light: Field, grid: Grid, at: complex, weight: float) -> None:
    width = max(POLE_WIDTH, 0.5 * grid.pixel)
    down = np.exp(-0.5 * ((grid.axis - at.imag) / width) ** 2)
    across = np.exp(-0.5 * ((grid.axis - at.real) / width) ** 2)
    light += weight * np.outer(down / down.sum(), across / across.sum())


def cell_cover(division: Division, grid: Grid, draw: Generator) -> Field:
    """Fraction of each pixel in the cell: spread out in interphase, round in mitosis, with a furrow in telophase."""
    middle = division.field / 2
    x, y = np.meshgrid(grid.axis, grid.axis)
    if division.phase == "interphase":
        spread = Outline.draw(
            draw, x=middle, y=middle, area=0.42 * division.field**2, elongation=draw.uniform(1.1, 1.5),
            angle=draw.uniform(0, math.pi), roughness=0.10,
        )  # fmt: skip
        return grid.cover(spread.depth(x, y))
    if division.phase in DIVIDED:
        along, across = along_and_across(division, grid)
        is_late = division.phase == "telophase"
        far = division.separation / 2 * (0.95 if is_late else 0.6)
        radius, waist = (8.0, 1.6) if is_late else (8.8, 7.6)
        lobes = radius - np.minimum(np.hypot(along - far, across), np.hypot(along + far, across))
        neck = np.minimum(waist + 0.12 * along**2, radius) - np.abs(across)
        between = np.maximum(neck, lobes) if is_late else neck
        return grid.cover(np.where(np.abs(along) < far, between, lobes))
    return grid.cover(0.29 * division.field - np.hypot(x - middle, y - middle))
