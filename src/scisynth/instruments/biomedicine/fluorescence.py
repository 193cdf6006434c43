"""A wide-field fluorescence micrograph of a culture: membrane, nucleus, mitochondria and vesicles, one channel each.

What is drawn. The membrane is bright where its fold is seen from the side, at the edge of a cell, and faint where it is seen from
above. The nucleus is filled with uneven DNA and has dark nucleoli. Mitochondria are a web around the nucleus: lines along which a
smooth random field is zero. Vesicles are points. Light is scaled so that the level of a channel is exact: counts a pixel above
background, averaged over the nuclei for the nucleus channel and over the cells for the others. Then come the objective
(`optics`) and the camera (`detector`).

The level of a channel is what stands for expression: how much of a labelled molecule the cells hold. Not covered: bleaching, light
of one dye in another's channel, cells on top of each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scisynth.figures.families.family import DoesNotApplyError, Solution
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.scene.sketch import number_answer
from scisynth.instruments.biomedicine import measure_cells
from scisynth.instruments.biomedicine.culture import VESICLE_RADIUS, Culture, Plan, grow
from scisynth.instruments.biomedicine.displaced import nuclei_outside, vesicles_outside
from scisynth.instruments.biomedicine.lines import LINES
from scisynth.instruments.biomedicine.optics import EMISSION, Objective, overlay
from scisynth.instruments.biomedicine.outlines import Grid, Outline, partition
from scisynth.instruments.biomedicine.textures import smooth_noise, web_of_lines
from scisynth.instruments.detector import Detector
from scisynth.instruments.findings import Claim, Finding
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import Exposure, Instrument, instrument, violation
from scisynth.instruments.marks import Mark
from scisynth.instruments.overlays.biomedicine import cell_marks

CHANNELS = ("membrane", "nucleus", "mitochondria", "vesicles")
READ_NOISE = 1.6
"""Electrons, as of a scientific CMOS camera."""
FOLD_WIDTH = 0.3
"""Standard deviation of the membrane seen from the side, µm."""
SURFACE = 0.3
"""Brightness of the membrane seen from above, in that of its fold."""
SIZE_TOLERANCE = 0.03
LEVEL_TOLERANCE = 0.03
SHARE_TOLERANCE = 0.03


@dataclass(frozen=True, kw_only=True)
class Micrograph(Parameters):
    """A culture, what it holds, and how it is looked at."""

    line: str = one_of(*LINES)
    num: int = number(
        "N", "", range(4, 10), meaning="number of cells", given=False, level_1=(3, 4, 5), level_3=range(8, 13)
    )
    area: float = drawn(lambda draw, _, p: draw.choice(LINES[p["line"]].area), words="as of the line", unit="µm²")
    ratio: float = drawn(lambda draw, _, p: draw.choice(LINES[p["line"]].ratio), words="as of the line")
    density: float = drawn(lambda draw, _, p: draw.choice(LINES[p["line"]].density), words="as of the line")
    membrane: float = number("E_m", "counts", (40, 50, 60, 75, 90), meaning="level of the membrane dye", given=False)
    nucleus: float = number("E_n", "counts", (80, 100, 125, 160, 200), meaning="level of the DNA dye", given=False)
    mitochondria: float = number(
        "E_i", "counts", (25, 32, 40, 50, 64), meaning="level of the mitochondrial dye", given=False
    )
    vesicles: float = number("E_v", "counts", (6, 8, 10, 12), meaning="level of the vesicle dye", given=False)
    background: float = number("b", "counts", (3, 5, 8, 12), meaning="background", given=False)
    dose: float = number("d", "", (0.7, 1, 1.4, 2), meaning="exposure time, in usual ones", given=False)
    aperture: float = number("NA", "", (0.75, 0.95, 1.2), meaning="numerical aperture", given=False)
    defocus: float = number("z", "µm", (0, 0.2, 0.4), meaning="defocus", given=False)
    haze: float = number("h", "", (0.05, 0.1, 0.15, 0.2), meaning="fraction of light out of focus", given=False)
    asked: str = one_of("ratio", "density", "level")
    places: int = drawn(lambda draw, _, __: draw.randrange(2**31), words="any seed")
    size_scale: float = 1.0
    ratio_scale: float = 1.0
    level_scale: float = 1.0
    nuclei_out: float = 0.0
    vesicles_out: float = 0.0

    @property
    def plan(self) -> Plan:
        """Of the culture that is drawn."""
        return Plan(
            line=self.line,
            num=self.num,
            area=self.area * self.size_scale**2,
            ratio=self.ratio * self.ratio_scale,
            density=self.density,
            seed=self.places,
        )


culture_of = lru_cache(maxsize=64)(grow)


@instrument("biomedicine")
class Fluorescence(Instrument[Micrograph]):
    """A wide-field fluorescence micrograph of cells of one line, in four channels."""

    channels = CHANNELS
    needs_counts = "its channels are mixed in the colours of a picture"

    def expose(self, p: Micrograph, size: int, draw: Generator) -> Exposure:
        """The field follows from number, area and density of the cells, so the size of a pixel does, too."""
        culture = culture_of(p.plan)
        if p.nuclei_out:
            culture = nuclei_outside(culture, p.nuclei_out)
        if p.vesicles_out:
            culture = vesicles_outside(culture, p.vesicles_out)
        sample = _Sample.of(culture, size, draw)
        objective = Objective(aperture=p.aperture, defocus=p.defocus, haze=p.haze)
        levels = {"mitochondria": p.mitochondria * p.level_scale}
        light = [
            objective.image(
                sample.light(name) * levels.get(name, getattr(p, name)), sample.grid.pixel, wavelength=EMISSION[name]
            )
            for name in CHANNELS
        ]
        camera = Detector(exposure=p.dose, background=p.background * p.dose, read_noise=READ_NOISE)
        counts = camera.count(np.stack(light, axis=2), draw)
        return Exposure(
            frame=Frame(pixels=counts, pixel_size=sample.grid.pixel, unit="µm", channels=CHANNELS),
            mask=sample.mask(),
            mask_labels=sample.mask_labels(),
            objects=_table(culture, sample.grid.pixel),
            shown=overlay(counts, CHANNELS),
        )

    def claims(self, p: Micrograph) -> tuple[Claim, ...]:
        """Line, numbers, sizes, relations and levels."""
        culture = culture_of(p.plan)
        sizes = {"cell_area": p.area, "nucleus_area": culture.nucleus_area}
        return (
            Claim(quantity="line", value=p.line),
            Claim(quantity="cells", value=float(p.num)),
            Claim(quantity="nuclei", value=float(p.num)),
            Claim(quantity="vesicles", value=float(len(culture.vesicles))),
            *(
                Claim(quantity=name, value=value, unit="µm²", tolerance=SIZE_TOLERANCE * value)
                for name, value in sizes.items()
            ),
            Claim(quantity="nucleus_to_cell_ratio", value=p.ratio, tolerance=SIZE_TOLERANCE * p.ratio),
            Claim(quantity="nuclei_inside", value=1.0, tolerance=SHARE_TOLERANCE),
            Claim(quantity="vesicles_inside", value=1.0, tolerance=SHARE_TOLERANCE),
            *(
                Claim(
                    quantity=f"level_{name}",
                    value=getattr(p, name) * p.dose,
                    unit="counts",
                    tolerance=LEVEL_TOLERANCE * getattr(p, name) * p.dose,
                )
                for name in CHANNELS
            ),
        )

    def solve(self, p: Micrograph) -> Solution:
        """Ratio of the mean areas; cells per area of the field; or the level above background per area of a cell."""
        culture = culture_of(p.plan)
        cell, nucleus = round(p.area), round(culture.nucleus_area, 1)
        field = round(culture.field)
        if p.asked == "ratio":
            answer = number_answer(round(nucleus / cell, 3), "")
            steps = f"{nucleus:g} µm² / {cell} µm²"
        elif p.asked == "density":
            answer = number_answer(round(p.num / field**2 * 1e6), "1/mm²")
            steps = f"{p.num} / ({field} µm)² = {p.num} / {field**2 / 1e6:.3g} mm²"
        else:
            answer = number_answer(round(p.mitochondria / p.background, 2), "")
            steps = f"{p.mitochondria * p.dose:g} / {p.background * p.dose:g}"
        values = {
            "cell_area": f"{cell} µm²",
            "nucleus_area": f"{nucleus:g} µm²",
            "field": f"{field} µm",
            "signal": f"{p.mitochondria * p.dose:g}",
            "dark": f"{p.background * p.dose:g}",
            "steps": steps,
            "crowd": "crowded" if p.density >= 0.42 else "loosely spread",
        }
        return Solution(answer=answer, values=values)

    def questions(self, p: Micrograph, exposure: Exposure) -> Iterator[Question]:
        """What the picture alone tells."""
        cells = [row for row in exposure.objects if row["kind"] == "cell"]
        yield ask_word("line", p.line, [name for name in LINES if name != p.line])
        yield ask_count("cells", p.num, low=1)
        yield ask_number("ratio", p.ratio, low=0.02, step=round(0.25 * p.ratio, 2))
        halves = {
            "top left": (0, 0), "top right": (1, 0), "bottom left": (0, 1), "bottom right": (1, 1),
        }  # fmt: skip
        middle = exposure.mask.shape[0] / 2
        counts = {
            word: sum((row["x"] > middle, row["y"] > middle) == (bool(a), bool(b)) for row in cells)
            for word, (a, b) in halves.items()
        }
        most = max(counts, key=lambda word: counts[word])
        if sorted(counts.values())[-2] < counts[most]:
            yield ask_word("fullest", most, [word for word in halves if word != most])

    def measure(self, frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
        """`measure_cells`."""
        return measure_cells.findings(frame, claims)

    def marks(self, frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
        """`overlays.biomedicine`."""
        return cell_marks(frame)

    @violation(breaks="nucleus_to_cell_ratio", doses=(0.02, 0.05, 0.10, 0.20))
    def wrong_ratio(self, p: Micrograph, dose: float, draw: Random) -> Micrograph:
        """The nuclei are too large for their cells."""
        return replace(p, ratio_scale=1 + dose if p.ratio < 0.5 else 1 - dose)

    @violation(breaks="cell_area", doses=(0.02, 0.05, 0.10))
    def wrong_size(self, p: Micrograph, dose: float, draw: Random) -> Micrograph:
        """The cells and all in them are longer and wider than they are said to be; the dose is that of lengths."""
        return replace(p, size_scale=1 + dose)

    @violation(breaks="nuclei_inside", doses=(0.05, 0.10, 0.25))
    def nucleus_outside(self, p: Micrograph, dose: float, draw: Random) -> Micrograph:
        """Nuclei reach out of their cells; the dose is the fraction of their area that lies outside."""
        nuclei_outside(culture_of(p.plan), dose)  # raises where cells leave no room
        return replace(p, nuclei_out=dose)

    @violation(breaks="vesicles_inside", doses=(0.10, 0.25, 0.50))
    def vesicle_outside(self, p: Micrograph, dose: float, draw: Random) -> Micrograph:
        """Vesicles lie between the cells; the dose is the fraction of them."""
        if not len(culture_of(p.plan).vesicles):
            raise DoesNotApplyError("no vesicles")
        vesicles_outside(culture_of(p.plan), dose)  # raises where cells leave no room
        return replace(p, vesicles_out=dose)

    @violation(breaks="level_mitochondria", doses=(0.05, 0.10, 0.20))
    def wrong_level(self, p: Micrograph, dose: float, draw: Random) -> Micrograph:
        """The mitochondria shine more than their level says."""
        return replace(p, level_scale=1 + dose)

    @violation(breaks="cells", doses=(1, 2, 3))
    def wrong_number(self, p: Micrograph, dose: float, draw: Random) -> Micrograph:
        """There are more cells than claimed; the dose is how many more."""
        return replace(p, num=p.num + int(dose))

    @violation(breaks="line")
    def wrong_line(self, p: Micrograph, dose: float, draw: Random) -> Micrograph:
        """The cells are of another line."""
        other = draw.choice([name for name in LINES if name != p.line])
        line = LINES[other]
        return replace(
            p, line=other, area=draw.choice(line.area), ratio=draw.choice(line.ratio), density=draw.choice(line.density)
        )


@dataclass(frozen=True, kw_only=True)
class _Sample:
    """A culture on a grid of pixels, before optics."""

    culture: Culture
    grid: Grid
    depth: NDArray[np.float32]
    owner: NDArray[np.int32]
    nuclei: NDArray[np.floating]
    """[H, W]: fraction of each pixel in a nucleus."""
    nucleus_of: NDArray[np.int32]
    web: NDArray[np.floating]
    chromatin: NDArray[np.floating]

    @classmethod
    def of(cls, culture: Culture, size: int, draw: Generator) -> "_Sample":
        grid = Grid(field=culture.field, size=size)
        depth, owner = partition(culture.cells, grid, margin=2.0)
        inside, nucleus_of = np.zeros((size, size)), np.full((size, size), -1, np.int32)
        chromatin = 1 + 0.12 * smooth_noise(grid, 0.8, draw)
        for index, nucleus in enumerate(culture.nuclei):
            box = grid.box(nucleus, 1.0)
            cover = grid.cover(grid.depth(nucleus, box))
            nucleus_of[box] = np.where(cover > 0.5, index, nucleus_of[box])
            inside[box] = np.maximum(inside[box], cover)
            _add_nucleoli(chromatin, nucleus, grid, draw)
        return cls(
            culture=culture,
            grid=grid,
            depth=depth,
            owner=owner,
            nuclei=inside,
            nucleus_of=nucleus_of,
            web=web_of_lines(grid, draw),
            chromatin=np.clip(chromatin, 0.2, None),
        )

    def light(self, name: str) -> NDArray[np.floating]:
        """[H, W]: of a channel, 1 on average over the nuclei (`nucleus`) or the cells (the others)."""
        cover = self.grid.cover(self.depth)
        if name == "nucleus":
            light = self.nuclei * self.chromatin
            return light * (sum(item.area for item in self.culture.nuclei) / self.grid.pixel**2 / light.sum())
        if name == "membrane":
            width = max(FOLD_WIDTH, 0.45 * self.grid.pixel)
            light = np.exp(-0.5 * (np.maximum(self.depth, -10.0) / width) ** 2) + SURFACE * cover
        elif name == "mitochondria":
            rim = np.clip((self.depth - 0.8) / 1.0, 0.0, 1.0)
            light = (self.web + 0.04) * rim * (1 - self.nuclei)
        else:
            light = self._points() + 0.0005 * cover
        return light * (sum(self.culture.areas) / self.grid.pixel**2 / max(light.sum(), 1e-9))

    def _points(self) -> NDArray[np.floating]:
        light = np.zeros((self.grid.size, self.grid.size))
        width = max(VESICLE_RADIUS / 2, 0.4 * self.grid.pixel)
        axis = self.grid.axis
        for x, y, _ in self.culture.vesicles:
            rows, columns = (_around(at, 4 * width, self.grid) for at in (y, x))
            down = np.exp(-0.5 * ((axis[rows] - y) / width) ** 2)
            across = np.exp(-0.5 * ((axis[columns] - x) / width) ** 2)
            light[rows, columns] += np.outer(down / down.sum(), across / across.sum())
        return light

    def mask(self) -> NDArray[np.uint16]:
        """1 to n cells, n + 1 to 2n their nuclei, then vesicles, and last the mitochondria."""
        num = len(self.culture.cells)
        cells = np.where(self.depth > 0, self.owner + 1, 0)
        web = (self.web > 0.4) & (self.depth > 1.0) & (self.nucleus_of < 0)
        mask = np.where(web, 2 * num + len(self.culture.vesicles) + 1, cells)
        mask = np.where(self.nucleus_of >= 0, num + 1 + self.nucleus_of, mask).astype(np.uint16)
        for index, (x, y, _) in enumerate(self.culture.vesicles):
            rows, columns = (_around(at, VESICLE_RADIUS, self.grid) for at in (y, x))
            axis = self.grid.axis
            inside = np.hypot(axis[rows][:, None] - y, axis[columns][None] - x) <= VESICLE_RADIUS
            inside |= (np.abs(axis[rows][:, None] - y) <= self.grid.pixel / 2) & (
                np.abs(axis[columns][None] - x) <= self.grid.pixel / 2
            )
            mask[rows, columns][inside] = 2 * num + 1 + index
        return mask

    def mask_labels(self) -> dict[int, str]:
        num, points = len(self.culture.cells), len(self.culture.vesicles)
        kinds = ["cell"] * num + ["nucleus"] * num + ["vesicle"] * points + ["mitochondria"]
        return dict(enumerate(kinds, 1))


def _around(at: float, reach: float, grid: Grid) -> slice:
    low, high = int((at - reach) / grid.pixel - 0.5), int((at + reach) / grid.pixel + 1.5)
    return slice(min(max(low, 0), grid.size - 1), min(max(high, 1), grid.size))


def _add_nucleoli(chromatin: NDArray[np.floating], nucleus: Outline, grid: Grid, draw: Generator) -> None:
    for _ in range(int(draw.integers(1, 4))):
        turn, far = draw.uniform(0, 2 * np.pi), 0.55 * nucleus.radius * draw.random()
        spot = Outline(
            x=nucleus.x + far * np.cos(turn),
            y=nucleus.y + far * np.sin(turn),
            radius=nucleus.radius * draw.uniform(0.14, 0.24),
        )
        box = grid.box(spot, 0.5)
        chromatin[box] *= 1 - 0.45 * grid.cover(grid.depth(spot, box))


def _table(culture: Culture, pixel: float) -> list[dict[str, object]]:
    """Cells, nuclei and vesicles, numbered as in the mask."""
    num = len(culture.cells)
    held = np.bincount(culture.vesicles[:, 2].astype(int), minlength=num)
    rows: list[dict[str, object]] = [
        {
            "id": index + 1,
            "kind": "cell",
            "x": cell.x / pixel - 0.5,
            "y": cell.y / pixel - 0.5,
            "area_um2": area,
            "vesicles": int(held[index]),
            "nucleus": num + index + 1,
        }
        for index, (cell, area) in enumerate(zip(culture.cells, culture.areas, strict=True))
    ]
    rows += [
        {
            "id": num + index + 1,
            "kind": "nucleus",
            "x": item.x / pixel - 0.5,
            "y": item.y / pixel - 0.5,
            "area_um2": item.area,
            "cell": index + 1,
        }
        for index, item in enumerate(culture.nuclei)
    ]
    rows += [
        {
            "id": 2 * num + 1 + index,
            "kind": "vesicle",
            "x": x / pixel - 0.5,
            "y": y / pixel - 0.5,
            "cell": int(cell) + 1,
        }
        for index, (x, y, cell) in enumerate(culture.vesicles)
    ]
    return rows
