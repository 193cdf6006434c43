"""A culture at four times, side by side: nuclei that double, N(t) = N₀ 2^(t / T).

Four fields of the same size at times 0, Δ, 2 Δ and 3 Δ, read as a page is: the first at the top left. The number in each is the law's,
rounded to a whole cell, so what the image says of the doubling time T is exact up to that rounding. Not covered: lag, crowding,
death, movement of single cells, which would have to be followed from field to field.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scisynth.core.seeds import derive_seed
from scisynth.figures.families.family import DoesNotApplyError, Solution
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number
from scisynth.figures.scene.sketch import number_answer
from scisynth.instruments.biomedicine import measure_growth
from scisynth.instruments.biomedicine.measure_growth import NUM_TIMES, SIDE, panel
from scisynth.instruments.biomedicine.optics import EMISSION, Objective
from scisynth.instruments.biomedicine.outlines import Grid, Outline
from scisynth.instruments.detector import Detector
from scisynth.instruments.findings import Claim, Finding
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import Exposure, Instrument, instrument, violation
from scisynth.instruments.marks import Mark
from scisynth.instruments.overlays.biomedicine import growth_marks

FIELD = 160.0
"""Side of one of the four fields, µm."""
READ_NOISE = 1.6
NUCLEUS_AREA = (85.0, 100.0, 115.0)
GAP = 4.5
"""Distance of the edges of two nuclei, µm, at least."""
MOST = 28
"""Nuclei in a field, at most, so that they can be distinguished."""
TIME_TOLERANCE = 0.05
PLACES = ("top left", "top right", "bottom left", "bottom right")


@dataclass(frozen=True, kw_only=True)
class Growth(Parameters):
    """How many cells there are, how fast they double, and how they are looked at."""

    first: int = number("N_0", "", range(4, 12), meaning="nuclei in the first field", given=False)
    doubling: float = number("T", "h", (14, 16, 18, 20, 22, 24, 28, 32), meaning="doubling time", given=False)
    interval: float = number("\\Delta", "h", (8, 10, 12), meaning="time between two fields")
    nucleus_area: float = number("A", "µm²", NUCLEUS_AREA, meaning="area of a nucleus", given=False)
    dna: float = number("E_n", "counts", (60, 80, 100, 130), meaning="level of the DNA dye", given=False)
    background: float = number("b", "counts", (3, 5, 8), meaning="background", given=False)
    dose: float = number("d", "", (0.7, 1, 1.4), meaning="exposure time, in usual ones", given=False)
    haze: float = number("h", "", (0.0, 0.05, 0.1), meaning="fraction of light out of focus", given=False)
    asked: str = one_of("doubling", "ahead")
    places: int = drawn(lambda draw, _, __: draw.randrange(2**31), words="any seed")
    doubling_scale: float = 1.0
    is_linear: bool = False
    order: tuple[int, ...] = (0, 1, 2, 3)

    def valid(self) -> bool:
        """Neither too few divisions to see nor too many nuclei to tell apart."""
        return 1.8 * self.first <= self.counts[-1] <= MOST

    @property
    def counts(self) -> tuple[int, ...]:
        """Nuclei in each field."""
        return counts_at(self.first, self.interval / self.doubling)

    @property
    def drawn_counts(self) -> tuple[int, ...]:
        """Those that are drawn, in the order in which they are drawn; a violation may change them."""
        counts = counts_at(self.first, self.interval / (self.doubling * self.doubling_scale))
        if self.is_linear:
            step = (counts[-1] - counts[0]) / (NUM_TIMES - 1)
            counts = tuple(round(counts[0] + step * at) for at in range(NUM_TIMES))
        return tuple(counts[at] for at in self.order)


def counts_at(first: int, doublings: float) -> tuple[int, ...]:
    """Whole numbers after 0, 1, 2 and 3 steps of so many doublings."""
    return tuple(round(first * 2 ** (at * doublings)) for at in range(NUM_TIMES))


@lru_cache(maxsize=256)
def scatter(num: int, area: float, seed: int) -> tuple[Outline, ...]:
    """Nuclei in a field that do not touch; clustered, as daughters stay near each other."""
    draw = np.random.default_rng(seed)
    reach = 1.35 * math.sqrt(area / math.pi)
    low, high = reach + 3.0, FIELD - reach - 3.0
    found: list[Outline] = []
    while len(found) < num:
        near = found[int(draw.integers(len(found)))] if found and draw.random() < 0.5 else None
        x, y = draw.uniform(low, high, 2) if near is None else np.array([near.x, near.y]) + draw.normal(0, 22.0, 2)
        if not (low < x < high and low < y < high):
            continue
        if all(math.hypot(x - other.x, y - other.y) > 2 * reach + GAP for other in found):
            found.append(
                Outline.draw(
                    draw,
                    x=float(x),
                    y=float(y),
                    area=area * math.exp(draw.normal(0, 0.1)),
                    elongation=draw.uniform(1.05, 1.5),
                    angle=draw.uniform(0, math.pi),
                    roughness=0.02,
                )
            )
    return tuple(found)


@instrument("biomedicine")
class Confluence(Instrument[Growth]):
    """Stained nuclei of a growing culture in four fields, taken at equal times one after the other."""

    needs_counts = "a picture lifts the noise between the nuclei"

    def expose(self, p: Growth, size: int, draw: Generator) -> Exposure:
        """`size` is that of all four fields together; an odd one leaves a dark line."""
        side = size // SIDE
        grid = Grid(field=FIELD, size=side)
        objective = Objective(aperture=0.5, haze=p.haze, haze_width=8.0)
        camera = Detector(exposure=p.dose, background=p.background * p.dose, read_noise=READ_NOISE)
        counts = np.zeros((size, size), np.float32)
        mask = np.zeros((size, size), np.uint16)
        objects: list[dict[str, object]] = []
        for time, num in enumerate(p.drawn_counts):
            nuclei = scatter(num, p.nucleus_area, derive_seed(p.places, "field", time))
            light, labels = _light(nuclei, grid, draw)
            rows, columns = panel(time, size)
            arrived = objective.image(light * p.dna, grid.pixel, EMISSION["nucleus"])
            counts[rows, columns] = camera.count(arrived, draw)
            mask[rows, columns] = np.where(labels > 0, labels + len(objects), 0)
            for item in nuclei:
                objects.append(
                    {
                        "id": len(objects) + 1,
                        "kind": "nucleus",
                        "x": columns.start + item.x / grid.pixel - 0.5,
                        "y": rows.start + item.y / grid.pixel - 0.5,
                        "area_um2": item.area,
                        "time_h": time * p.interval,
                    }
                )
        return Exposure(
            frame=Frame(pixels=counts, pixel_size=grid.pixel, unit="µm"),
            mask=mask,
            mask_labels={int(str(row["id"])): "nucleus" for row in objects},
            objects=objects,
            shown=_shown(counts, size),
        )

    def claims(self, p: Growth) -> tuple[Claim, ...]:
        """The number in each field, the doubling time, and that growth is exponential."""
        between = {"interval": float(p.interval)}
        return (
            *(Claim(quantity=f"nuclei_{at}", value=float(num)) for at, num in enumerate(p.counts)),
            Claim(
                quantity="doubling_time",
                value=float(p.doubling),
                unit="h",
                tolerance=TIME_TOLERANCE * p.doubling,
                given=between,
            ),
            Claim(quantity="growth", value="exponential"),
        )

    def solve(self, p: Growth) -> Solution:
        """T = t ln 2 / ln(N / N₀) from the first and the last field, or the number one interval later."""
        first, last = p.counts[0], p.counts[-1]
        time = (NUM_TIMES - 1) * p.interval
        if p.asked == "doubling":
            value, unit = time * math.log(2) / math.log(last / first), "h"
            steps = f"T = t ln 2 / ln(N / N₀) = {time:g} h · 0.693 / ln({last} / {first})"
        else:
            value, unit = last * (last / first) ** (1 / (NUM_TIMES - 1)), ""
            steps = f"N = {last} · ({last} / {first})^(1/3)"
        return Solution(
            answer=number_answer(round(value, 1), unit, tolerance=0.05),
            values={
                "steps": steps,
                "last": last,
                "start": first,
                "time": f"{time:g} h",
                "series": _series(p.counts),
                # What a reader takes it for who adds the first cells again at each time.
                "straight": _series([p.first * (at + 1) for at in range(NUM_TIMES)]),
            },
        )

    def questions(self, p: Growth, exposure: Exposure) -> Iterator[Question]:
        """Growth from field to field."""
        last, first = p.counts[-1], p.counts[0]
        yield ask_count("last", last, likely=(p.counts[-2], last + p.counts[-2] - p.counts[-3]), low=1)
        times = round(last / first, 1)
        yield ask_number("times", times, step=max(0.2, round(0.15 * times, 1)), low=1.0)
        at = 1 + derive_seed(p.places, "which") % (NUM_TIMES - 2)
        yield ask_count("some", p.counts[at], likely=(p.counts[at - 1], p.counts[at + 1]), low=1, place=PLACES[at])

    def measure(self, frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
        """`measure_growth`."""
        return measure_growth.findings(frame, claims)

    def marks(self, frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
        """`overlays.biomedicine`."""
        return growth_marks(frame)

    @violation(breaks="doubling_time", doses=(0.10, 0.20, 0.50))
    def wrong_doubling(self, p: Growth, dose: float, draw: Random) -> Growth:
        """The cells double more slowly than they are said to."""
        other = replace(p, doubling_scale=1 + dose)
        if other.drawn_counts == p.counts:
            raise DoesNotApplyError("the numbers are the same")
        return other

    @violation(breaks="growth")
    def linear_growth(self, p: Growth, dose: float, draw: Random) -> Growth:
        """The same number of cells is added each time, where a growing culture adds more and more."""
        other = replace(p, is_linear=True)
        if max(abs(a - b) for a, b in zip(other.drawn_counts, p.counts, strict=True)) < 3:
            raise DoesNotApplyError("too few cells to tell a line from a curve")
        return other

    @violation(breaks="growth")
    def wrong_order(self, p: Growth, dose: float, draw: Random) -> Growth:
        """The fields are not in the order of time: cells vanish from one to the next."""
        return replace(p, order=draw.choice([(3, 2, 1, 0), (0, 2, 1, 3), (1, 0, 2, 3), (3, 0, 1, 2)]))


def _series(counts: Sequence[int]) -> str:
    return f"{', '.join(map(str, counts[:-1]))} and {counts[-1]}"


def _light(nuclei: Sequence[Outline], grid: Grid, draw: Generator) -> tuple[NDArray[np.floating], NDArray[np.int32]]:
    light = np.zeros((grid.size, grid.size))
    labels = np.zeros(light.shape, np.int32)
    for index, nucleus in enumerate(nuclei, 1):
        box = grid.box(nucleus, 2.0)
        cover = grid.cover(grid.depth(nucleus, box))
        light[box] += cover * draw.uniform(0.85, 1.15)
        labels[box] = np.where(cover > 0.5, index, labels[box])
    return light, labels


def _shown(counts: NDArray[np.floating], size: int) -> NDArray[np.uint8]:
    low, high = np.percentile(counts, (5.0, 99.7))
    share = np.clip((counts - low) / max(float(high - low), 1.0), 0.0, 1.0) ** 0.8
    shown = share[:, :, None] * np.array([0.35, 0.55, 1.0])
    shown[size // SIDE, :] = shown[:, size // SIDE] = 0.6
    return np.rint(np.clip(shown, 0, 1) * 255).astype(np.uint8)
