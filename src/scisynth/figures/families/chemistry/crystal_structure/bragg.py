"""X-rays on a crystal: two rays on neighbouring planes, a diffractometer, and the pattern of a cubic metal.

Planes d apart reflect where n λ = 2 d sin θ; the ray is turned by 2θ. In a cubic crystal d = a / √(h² + k² + l²), where h, k, l are
all odd or all even in a face-centred lattice and have an even sum in a body-centred one.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from random import Random
from typing import Any

import numpy as np

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.chemistry.crystal_structure.metals import METALS
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, PALE_GREY, PALE_ORANGE, RED
from scisynth.figures.parts.physics import block
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

SOURCES = {"Cu Kα": 154, "Mo Kα": 70.9, "Co Kα": 179, "Cr Kα": 229, "Fe Kα": 194}
"""Wavelengths to three digits, as they are printed, pm."""
GAP, REACH = 1.5, 3.2
"""Distance of drawn planes, and length of drawn rays, in units of the scene."""
WIDEST = 120.0
"""Greatest 2θ of a pattern, °."""
NUM_PEAKS = 5


def is_allowed(lattice: str, hkl: tuple[int, ...]) -> bool:
    """Whether planes of a face-centred (F) or body-centred (I) lattice reflect."""
    return len({value % 2 for value in hkl}) == 1 if lattice == "F" else sum(hkl) % 2 == 0


def peaks_of(metal: str, wavelength: float) -> list[tuple[tuple[int, ...], float]]:
    """The first reflections of a metal, as (hkl) with h ≥ k ≥ l, and their 2θ in °, at most `NUM_PEAKS` below `WIDEST`."""
    lattice, edge = METALS[metal]
    found: dict[int, tuple[int, ...]] = {}
    for hkl in product(range(5), repeat=3):
        if sum(hkl) and tuple(sorted(hkl, reverse=True)) == hkl and is_allowed(lattice, hkl):
            found.setdefault(sum(value * value for value in hkl), hkl)
    peaks = []
    for square, hkl in sorted(found.items()):
        sine = wavelength * math.sqrt(square) / (2 * edge)
        if sine < math.sin(math.radians(WIDEST / 2)):
            peaks.append((hkl, round(2 * math.degrees(math.asin(sine)), 1)))
    return peaks[:NUM_PEAKS]


def bragg_spacing(order: int, wavelength: float, theta_deg: float) -> float:
    """d = n λ / (2 sin θ), in the unit of the wavelength."""
    return order * wavelength / (2 * math.sin(math.radians(theta_deg)))


def _theta(draw: Random, level: int, values: Mapping[str, Any]) -> float:
    return draw.randint(24, 76) / 2


@dataclass(frozen=True, kw_only=True)
class Bragg(Parameters):
    """X-rays of a wavelength, the angle of a reflection, and what is asked."""

    layout: str = one_of(
        "rays", "setup", "pattern", level_1=("rays", "rays", "setup"), level_3=("pattern", "pattern", "setup")
    )
    source: str = one_of(*SOURCES)
    order: int = one_of(1, 2, 3, level_1=(1, 2))
    theta: float = drawn(_theta, words="12 to 38°", symbol=r"\theta", unit="°", meaning="angle with the planes")
    asked: str = one_of("spacing", "wavelength")
    metal: str = one_of(*METALS)
    heights: tuple[int, ...] = drawn(
        lambda draw, level, values: tuple(100 if not i else draw.randint(18, 85) for i in range(NUM_PEAKS)),
        words="18 to 100 %",
    )
    peak: int = one_of(0, 1, 2)
    """Whose indices and angle are used, in a pattern."""
    crystal: str = one_of("plain", "rows")

    @property
    def wavelength(self) -> float:
        """pm."""
        return SOURCES[self.source]

    @property
    def peaks(self) -> list[tuple[tuple[int, ...], float]]:
        """Of the pattern."""
        return peaks_of(self.metal, self.wavelength)

    @property
    def spacing(self) -> float:
        """d as printed where it is given, pm."""
        return round(bragg_spacing(self.order, self.wavelength, self.theta), 1)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Angle, order, and wavelength or spacing; in a pattern the angle of a peak and the wavelength."""
        wave = Quantity(symbol=r"\lambda", value=self.wavelength, unit="pm", meaning="wavelength")
        if self.layout == "pattern":
            return (
                Quantity(symbol=r"2\theta", value=self.peaks[self.peak][1], unit="°", meaning="angle of the peak"),
                wave,
            )
        angle = (
            Quantity(symbol=r"2\theta", value=2 * self.theta, unit="°", meaning="angle by which the ray is turned")
            if self.layout == "setup"
            else Quantity(symbol=r"\theta", value=self.theta, unit="°", meaning="angle with the planes")
        )
        other = (
            wave
            if self.asked == "spacing"
            else Quantity(symbol="d", value=self.spacing, unit="pm", meaning="spacing of the planes")
        )
        return (angle, Quantity(symbol="n", value=self.order, meaning="order"), other)

    def valid(self) -> bool:
        """A spacing as crystals have it; a pattern with enough peaks, well apart."""
        if self.layout != "pattern":
            return 110 <= self.spacing <= 620
        angles = [angle for _, angle in self.peaks]
        return len(angles) >= 3 and all(np.diff(angles) > 5.5)


@family("Chemistry - Crystal Structure")
class BraggReflection(Family[Bragg]):
    """Spacing, wavelength, or the edge of a cubic cell from the angle of a reflection."""

    def solve(self, p: Bragg) -> Solution:
        """By Bragg's law."""
        if p.layout == "pattern":
            hkl, angle = p.peaks[p.peak]
            d = bragg_spacing(1, p.wavelength, angle / 2)
            value = d * math.sqrt(sum(index * index for index in hkl))
            words: dict[str, Any] = {
                "angle": p.givens[0].text, "half": format_number(angle / 2, 4), "d": format_number(d, 4), "hkl": "".join(map(str, hkl)),
                "squares": " + ".join(f"{index}²" for index in hkl), "num": len(p.peaks),
            }  # fmt: skip
            symbol = "a"
        else:
            value = bragg_spacing(p.order, p.wavelength, p.theta) if p.asked == "spacing" else (
                2 * p.spacing * math.sin(math.radians(p.theta)) / p.order
            )  # fmt: skip
            words = {"angle": p.givens[0].text, "half": format_number(p.theta), "stated": p.givens[2].text}
            symbol = "d" if p.asked == "spacing" else "λ"
        words |= {"case": "pattern" if p.layout == "pattern" else p.asked, "wave": f"{p.wavelength:g} pm", "n": p.order}
        return Solution(answer=number_answer(value, "pm"), symbol=symbol, values=words)

    def draw(self, p: Bragg, sketch: Sketch) -> None:
        """One of three ways to show a reflection."""
        {"rays": self._draw_rays, "setup": self._draw_setup, "pattern": self._draw_pattern}[p.layout](p, sketch)

    def _draw_rays(self, p: Bragg, sketch: Sketch) -> None:
        """Three planes, two rays that are reflected, and the extra path of the lower one."""
        along = polar(p.theta)
        half = max(REACH * along[0] + 0.2, 2.6)
        for row in range(3):
            sketch.line(f"plane:{row}", (-half, -GAP * row), (half, -GAP * row), color=GREY, width=1.0)
            for column in range(-2, 3):
                atom = sketch.dot(f"atom:{row}{column + 2}", (column * half / 2.4, -GAP * row), 0.085, color=BLUE)
                sketch.claim("on", atom, f"plane:{row}")
        for row in range(2):
            hit = np.asarray([0.0, -GAP * row])
            reach = REACH + GAP * row * along[1]
            sketch.arrow(f"ray:in{row}", hit + reach * along * (-1, 1), hit, color=RED, width=1.6, z=4)
            sketch.arrow(f"ray:out{row}", hit, hit + reach * along, color=RED, width=1.6, z=4)
            for part in ("in", "out"):
                sketch.claim("angle", f"ray:{part}{row}", f"plane:{row}", value=p.theta)
        self._draw_extra(p, sketch)
        sketch.angle("angle:theta", (0, 0), (1, 0), along, p.givens[0].label, 1.05)
        sketch.line("extension:d", (half, 0), (half + 0.55, 0), width=0.7)
        sketch.line("extension:e", (half, -GAP), (half + 0.55, -GAP), width=0.7)
        sketch.line("dimension:d", (half + 0.4, 0), (half + 0.4, -GAP), arrow="both", width=0.9)
        words = "$d$" if p.asked == "spacing" else p.givens[2].label
        sketch.text("label:d", words, (half + 0.4, -GAP / 2), of="dimension:d", toward=(1, 0), gap_pt=4)
        wave = p.givens[2].label if p.asked == "spacing" else r"$\lambda$ = ?"
        sketch.text("note:source", f"{p.givens[1].label}, {wave}", (0, -2 * GAP - 0.35), valign="top")
        sketch.claim("count", "plane", value=3)
        sketch.claim("count", "ray", value=4)
        sketch.claim("parallel", "plane:0", "plane:1")
        sketch.entity("planes", "plane:0", "plane:1", "plane:2")
        sketch.entity("rays", *(f"ray:{part}{row}" for part in ("in", "out") for row in (0, 1)))

    def _draw_extra(self, p: Bragg, sketch: Sketch) -> None:
        along, top, low = polar(p.theta), np.zeros(2), np.asarray([0.0, -GAP])
        for side, name in ((-1, "in"), (1, "out")):
            foot = low + GAP * along[1] * along * (side, 1)
            sketch.line(f"front:{name}", top, foot, color=GREEN, width=1.1, dash="dashed", z=3)
            sketch.claim("perpendicular", f"front:{name}", f"ray:{name}1")
            sketch.claim("connected", f"front:{name}", f"ray:{name}1")
            sketch.line(f"extra:{name}", low, foot, color=GREEN, width=3.4, z=5)
        sketch.claim("ratio", "extra:in", "extra:out", value=1.0)
        sketch.claim("ratio", "extra:in", "front:in", value=math.tan(math.radians(p.theta)))

    def _draw_setup(self, p: Bragg, sketch: Sketch) -> None:
        """Tube, crystal and detector on a circle; the crystal's planes bisect the angle by which the ray is turned."""
        far, out = 4.0, polar(2 * p.theta)
        sketch.circle(
            "circle:detector",
            (0, 0),
            far,
            start_deg=-12,
            end_deg=min(2 * p.theta + 40, 150),
            color=GREY,
            width=0.8,
            dash="dashed",
            z=0,
        )
        block(sketch, "box:tube", (-far - 0.75, 0), 1.5, 0.9, fill=PALE_ORANGE)
        sketch.text("name:tube", "tube", (-far - 0.75, 0), of="box:tube", size=11)
        block(sketch, "box:detector", (far + 0.55) * out, 1.1, 0.8, 2 * p.theta, fill=PALE_GREY)
        sketch.text(
            "name:detector", "detector", (far + 1.1) * out, of="box:detector", toward=tuple(out), gap_pt=5, size=11
        )
        block(sketch, "crystal:C", -0.2 * polar(p.theta + 90), 2.2, 0.4, p.theta, fill=PALE_BLUE, z=2)
        if p.crystal == "rows":
            for number in range(2):
                start = -(0.13 + 0.13 * number) * polar(p.theta + 90)
                ends = (start - polar(p.theta, 1.1), start + polar(p.theta, 1.1))
                sketch.line(f"row:{number}", *ends, color=GREY, width=0.7, z=3)
        sketch.text(
            "name:crystal",
            "crystal",
            -1.1 * polar(p.theta) - 0.2 * polar(p.theta + 90),
            of="crystal:C",
            toward=(-1, -0.45),
            gap_pt=7,
            size=11,
        )
        sketch.arrow("ray:in", (-far, 0), (0, 0), color=RED, width=1.7, z=4)
        sketch.arrow("ray:out", (0, 0), far * out, color=RED, width=1.7, z=4)
        sketch.line("straight:on", (0, 0), (far + 0.4, 0), color=GREY, width=1.0, dash="dashed", z=1)
        sketch.angle("angle:turn", (0, 0), (1, 0), out, p.givens[0].label, 1.75)
        sketch.claim("angle", "angle:turn", value=2 * p.theta)
        sketch.claim("angle", "ray:out", "straight:on", value=2 * p.theta)
        sketch.claim("parallel", "straight:on", "ray:in")
        sketch.claim("connected", "ray:out", "box:detector")
        sketch.claim("connected", "ray:in", "box:tube")
        sketch.claim("count", "box", value=2)
        wave, spacing = (
            (p.givens[2].label, "$d$ = ?") if p.asked == "spacing" else (r"$\lambda$ = ?", p.givens[2].label)
        )
        sketch.text("note:source", f"{p.givens[1].label}, {wave}, {spacing}", (-0.6, -1.9), valign="top")
        sketch.entity("diffractometer", "box:tube", "crystal:C", "box:detector")

    def _draw_pattern(self, p: Bragg, sketch: Sketch) -> None:
        """Sticks over 2θ with the indices of each; the angle of one is printed."""
        peaks = p.peaks
        low, high = 10 * math.floor(peaks[0][1] / 10 - 0.6), 10 * math.ceil(peaks[-1][1] / 10 + 0.4)
        step = 10 if high - low <= 80 else 20
        sketch.axes(
            "axes:pattern", (0, 0, 8, 4.4), x_limits=(low, high), y_limits=(0, 130), x_label=r"$2\theta$ in °", y_label="intensity in %",
            x_ticks=tuple(range(low, high + 1, step)), y_ticks=(0, 20, 40, 60, 80, 100),
        )  # fmt: skip
        for number, (hkl, angle) in enumerate(peaks):
            height = p.heights[number]
            name = sketch.line(
                f"peak:{number}", (angle, 0), (angle, height), axes="axes:pattern", color=BLUE, width=2.4
            )
            sketch.claim("at", name, value=(angle, height / 2))
            words = f"({''.join(map(str, hkl))})"
            sketch.text(
                f"hkl:{number}", words, (angle, height), of=name, toward=(0, 1), gap_pt=4, axes="axes:pattern", size=11
            )
        sketch.claim("count", "peak", value=len(peaks))
        marked = p.peaks[p.peak][1]
        spot = (marked, p.heights[p.peak])
        sketch.text(
            "label:angle",
            p.givens[0].text,
            spot,
            of=f"peak:{p.peak}",
            toward=(0, 1),
            gap_pt=18,
            axes="axes:pattern",
            color=RED,
            size=11,
        )
        sketch.claim("value", "label:angle", value=marked)
        sketch.text("note:source", f"{p.metal}, {p.source}: {p.givens[1].label}", (4, 4.6), valign="bottom")
        sketch.entity("pattern", *(f"peak:{number}" for number in range(len(peaks))))

    def questions(self, p: Bragg) -> Iterator[Question]:
        """Angles, order, wavelength, peaks."""
        if p.layout == "pattern":
            angles = [angle for _, angle in p.peaks]
            words = ["(" + "".join(map(str, hkl)) + ")" for hkl, _ in p.peaks]
            more = ["(100)", "(110)", "(111)", "(200)", "(210)", "(211)", "(220)", "(222)", "(310)"]
            yield ask_number(
                "angle",
                angles[p.peak],
                unit="°",
                likely=[angle / 2 for angle in angles[p.peak : p.peak + 1]],
                step=7.5,
                low=5,
            )
            yield ask_count("peaks", len(angles), low=1)
            yield ask_word("marked", words[p.peak], [*words, *more])
            order = sorted(range(1, len(angles)), key=lambda index: p.heights[index])
            if p.heights[order[-1]] - p.heights[order[-2]] >= 6:
                yield ask_word("second", words[order[-1]], [*words, *more])
            yield ask_word("metal", p.metal, self._metals(p))
            return
        given = p.givens
        yield ask_number(
            "theta",
            given[0].value,
            unit="°",
            likely=[90 - given[0].value, given[0].value / 2, 2 * given[0].value],
            low=2,
        )
        yield ask_count("order", p.order, likely=(1, 2, 3, 4), low=1)
        if p.asked == "spacing":
            yield ask_value("wave", given[2])
        else:
            yield ask_value("d", given[2])
        yield ask_word("open", "d" if p.asked == "spacing" else "λ", ["d", "λ", "n", "angle"])

    def _metals(self, p: Bragg) -> list[str]:
        names = list(METALS)
        start = (names.index(p.metal) * 5 + 3) % len(names)
        return names[start:] + names[:start]

    @defect(visibility=1)
    def unequal_angles(self, p: Bragg, scene: FigureScene, draw: Random) -> FigureScene:
        """A reflected ray leaves at another angle than that at which it came in."""
        if p.layout == "pattern":
            raise DoesNotApplyError
        ray = scene.path(draw.choice(("ray:out0", "ray:out1")) if p.layout == "rays" else "ray:out")
        tip = polar(
            math.degrees(math.atan2(ray.points[1][1] - ray.points[0][1], ray.points[1][0] - ray.points[0][0])) + 10,
            math.dist(*ray.points), ray.points[0],
        )  # fmt: skip
        return change(scene, replace(ray, points=(ray.points[0], (float(tip[0]), float(tip[1])))))

    @defect(visibility=2)
    def reversed_ray(self, p: Bragg, scene: FigureScene, draw: Random) -> FigureScene:
        """The incident ray runs away from the crystal."""
        if p.layout == "pattern":
            raise DoesNotApplyError
        ray = scene.path("ray:in0" if p.layout == "rays" else "ray:in")
        return change(scene, replace(ray, points=ray.points[::-1]))

    @defect(visibility=2)
    def swapped_indices(self, p: Bragg, scene: FigureScene, draw: Random) -> FigureScene:
        """The indices of two peaks are exchanged, so that a plane with larger indices reflects at a smaller angle."""
        if p.layout != "pattern":
            raise DoesNotApplyError
        return swap_texts(scene, f"hkl:{p.peak}", f"hkl:{(p.peak + 1) % len(p.peaks)}")

    @defect(visibility=2)
    def shifted_part(self, p: Bragg, scene: FigureScene, draw: Random) -> FigureScene:
        """A peak stands at a wrong angle, or a plane or the detector is out of its place."""
        if p.layout == "pattern":
            peak = scene.path(f"peak:{draw.randrange(len(p.peaks))}")
            return change(scene, replace(peak, points=tuple((x + 3.0, y) for x, y in peak.points)))
        name, step = ("plane:1", (0.0, 0.35)) if p.layout == "rays" else ("box:detector", (0.5, -0.9))
        mark = scene.path(name)
        return change(scene, replace(mark, points=tuple((x + step[0], y + step[1]) for x, y in mark.points)))
