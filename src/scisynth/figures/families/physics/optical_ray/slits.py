"""Light behind slits: d sin θ = m λ for bright lines of two slits or a grating, a sin θ = m λ for dark ones of a single slit."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.physics.optical_ray.imaging import ray_letters
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, DARK_GREY, GREEN, GREY, ORANGE, RED
from scisynth.figures.parts.physics import count_roles
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

SCREEN = 6.6
"""Distance of the drawn screen, units."""
STEP = 0.62
"""Between drawn fringes of neighbouring orders, units; the angles of real fringes are too small to draw."""
GAPS = {"double": (0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5), "single": (0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2), "grating": (100, 150, 200, 250, 300)}  # fmt: skip


def fringe_place(wavelength_nm: float, gap_mm: float, distance_m: float, order: float) -> float:
    """Distance from the middle of the pattern, mm: y = L tan θ with gap · sin θ = order · λ."""
    return 1000 * distance_m * math.tan(math.asin(order * wavelength_nm * 1e-6 / gap_mm))


def _draw_gap(draw: Random, level: int, values: Mapping[str, Any]) -> float:
    return draw.choice(GAPS[values["layout"]])


@dataclass(frozen=True, kw_only=True)
class Slits(Parameters):
    """Two slits, a single one or a grating before a screen."""

    layout: str = one_of("double", "single", "grating", level_1=("double", "grating"))
    gap: float = drawn(_draw_gap, words="0.04 to 0.5 mm, or 100 to 300 lines/mm")
    wavelength: float = number(r"\lambda", "nm", (405, 436, 450, 480, 500, 515, 532, 546, 560, 589, 600, 612, 633, 650, 670, 694), meaning="wavelength", given=False)  # fmt: skip
    distance: float = number("L", "m", (0.8, 1, 1.2, 1.5, 1.6, 1.8, 2, 2.2, 2.5, 3), meaning="distance of the screen")
    order: int = one_of(1, 2, 3, level_1=(1, 2), level_3=(2, 3))
    is_dark: bool = one_of(False, True, level_1=(False,))
    asked: str = one_of("place", "wavelength", "gap", level_1=("place",), level_3=("wavelength", "gap"))
    other: int = one_of(-2, -1, 1, 2, 3)
    first: int = one_of(*range(8))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """Only two slits have dark lines that are named; a grating shows its orders on the page."""
        if self.is_dark != (self.layout == "single") and self.layout != "double":
            return False
        last = 2 if self.layout == "grating" else 3
        return self.order <= last and abs(self.other) <= last and self.other != self.order

    @property
    def gap_mm(self) -> float:
        """Distance of neighbouring slits, or width of the single one."""
        return 1 / self.gap if self.layout == "grating" else self.gap

    @property
    def path(self) -> float:
        """Of the marked fringe: difference of the ways of light, in wavelengths."""
        return self.order - 0.5 if self.is_dark and self.layout == "double" else float(self.order)

    @property
    def place(self) -> Quantity:
        """Of the marked fringe, as printed."""
        value = fringe_place(self.wavelength, self.gap_mm, self.distance, self.path)
        return Quantity(symbol="y", value=float(f"{value:.3g}"), unit="mm", meaning="distance from the middle")

    @property
    def gap_given(self) -> Quantity:
        """As printed."""
        if self.layout == "grating":
            return Quantity(symbol="N", value=self.gap, unit="lines/mm", meaning="lines of the grating")
        symbol = "d" if self.layout == "double" else "a"
        return Quantity(symbol=symbol, value=self.gap, unit="mm", meaning="of the slits")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """All but what is asked."""
        parts = {"place": self.place, "wavelength": self.quantity("wavelength"), "gap": self.gap_given}
        return (self.quantity("distance"), *(item for name, item in parts.items() if name != self.asked))

    def height(self, path: float) -> float:
        """Of a fringe as drawn; a grating is drawn to scale."""
        if self.layout == "grating":
            return SCREEN * math.tan(math.asin(path * self.wavelength * 1e-6 / self.gap_mm))
        return STEP * path * (1.0 if self.layout == "double" else 1.15)

    @property
    def wide(self) -> float:
        """Of the curve of the intensity; next to the main maximum of a single slit the others are small."""
        return 2.6 if self.layout == "single" else 1.3

    def light(self, y: np.ndarray) -> np.ndarray:
        """Relative intensity at a drawn height."""
        if self.layout == "grating":
            return sum(np.exp(-(((y - self.height(k)) / 0.07) ** 2)) for k in range(-2, 3))  # type: ignore[return-value]
        if self.layout == "single":
            return np.sinc(y / (1.15 * STEP)) ** 2
        return np.cos(np.pi * y / STEP) ** 2


@family("Physics - Optical Ray")
class SlitPattern(Family[Slits]):
    """Fringes behind two slits, a single slit or a grating: their place, the wavelength or the slits are asked."""

    def solve(self, p: Slits) -> Solution:
        """From the printed values; angles are not taken as small."""
        sine = math.sin(math.atan(p.place.value / 1000 / p.distance))
        gap = p.path * p.wavelength * 1e-6 / sine
        answer, symbol = {
            "place": (number_answer(fringe_place(p.wavelength, p.gap_mm, p.distance, p.path), "mm"), "y"),
            "wavelength": (number_answer(1e6 * p.gap_mm * sine / p.path, "nm"), "λ"),
            "gap": (number_answer(gap, "mm"), p.gap_given.symbol)
            if p.layout != "grating"
            else (number_answer(1 / gap, "lines/mm"), "N"),
        }[p.asked]
        angle = math.degrees(math.atan(p.place.value / 1000 / p.distance))
        values = {
            "what": p.asked,
            "which": "dark" if p.is_dark else "bright",
            "gap_given": p.gap_given,
            "spacing": Quantity(symbol="d", value=float(f"{1000 * p.gap_mm:.4g}"), unit="µm"),
            "y": p.place,
            "letter": self._letters(p)[0],
            "path": format_number(p.path),
            "angle": number_answer(angle, "°"),
            "case": f"{p.layout} {p.asked}",
            "ordinal": {1: "first", 2: "second", 3: "third"}[p.order],
        }  # fmt: skip
        return Solution(answer=answer, symbol=symbol, values=values)

    @staticmethod
    def _letters(p: Slits) -> tuple[str, ...]:
        """Of the fringe that is asked for, the middle and another one."""
        return ray_letters(p.first)

    def draw(self, p: Slits, sketch: Sketch) -> None:
        """The barrier stands left, the screen right with the intensity as a curve; not to scale but for the grating."""
        top = max(2.4, p.height(2) + 0.5)
        color = BLUE if p.wavelength < 490 else GREEN if p.wavelength < 570 else ORANGE if p.wavelength < 600 else RED
        self._draw_barrier(p, sketch, top)
        sketch.line("screen:1", (SCREEN, -top), (SCREEN, top), width=3.0, color=DARK_GREY)
        sketch.text("name:screen", "screen", (SCREEN + 0.1, top), of="screen:1", toward=(0, 1), gap_pt=5, align="right")
        sketch.line("axis:1", (0.2, 0), (SCREEN, 0), width=0.9, dash="dashdot", color=GREY, z=1)
        ys = np.linspace(-top, top, 361)
        sketch.line("curve:light", *zip(SCREEN + 0.3 + p.wide * p.light(ys), ys, strict=True), color=color, width=1.6)
        sketch.text("name:light", "intensity", (SCREEN + 0.4, top), toward=(0, 1), gap_pt=5, align="left", color=color)
        # The width of a single slit is written between the light and the slit.
        far = -4.2 if p.layout == "single" else -3.2
        for k, y in enumerate((-0.8, -0.4, 0.0, 0.4, 0.8)):
            sketch.arrow(f"light:{k}", (far - 0.5, y), (far + 0.5, y), color=color, width=1.3)
        if p.asked != "wavelength":
            sketch.text("label:wave", p.label("wavelength"), (far, 0.8), of="light:4", toward=(0, 1), color=color)
        self._draw_fringes(p, sketch, color)
        low = -top - 0.4
        sketch.line("size:L", (0, low), (SCREEN, low), arrow="both", width=0.9)
        sketch.text("label:L", p.label("distance"), (SCREEN / 2, low), of="size:L", toward=(0, -1), gap_pt=3)
        count_roles(sketch, "fringe", "barrier")
        sketch.claim("parallel", "screen:1", "barrier:0")
        sketch.claim("perpendicular", "axis:1", "screen:1")
        sketch.entity("slits", *(mark.id for mark in sketch.marks if mark.id.startswith("barrier:")))
        sketch.entity("screen", "screen:1")
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_barrier(p: Slits, sketch: Sketch, top: float) -> None:
        """Opaque parts as thick lines, slits as gaps between them; the distance or width of slits is marked."""
        slits = {"double": (-0.3, 0.3), "single": (0.0,), "grating": (-0.75, -0.45, -0.15, 0.15, 0.45, 0.75)}[p.layout]
        half = {"double": 0.09, "single": 0.22, "grating": 0.06}[p.layout]
        edges = [-top, *(edge for slit in slits for edge in (slit - half, slit + half)), top]
        for k in range(0, len(edges), 2):
            sketch.line(f"barrier:{k // 2}", (0, edges[k]), (0, edges[k + 1]), width=4.0)
        words = p.gap_given.label if p.asked != "gap" else f"${p.gap_given.symbol}$"
        if p.layout == "grating":
            sketch.text("label:gap", f"grating, {words}" if p.asked != "gap" else "grating", (0, top), of=f"barrier:{len(slits)}", toward=(0, 1))  # fmt: skip
            return
        ends = (-0.3, 0.3) if p.layout == "double" else (-half, half)
        for k, y in enumerate(ends):
            sketch.line(f"end:{k}", (-0.12, y), (-0.62, y), width=0.6, color=GREY)
        if p.layout == "double":
            sketch.line("size:gap", (-0.5, ends[0]), (-0.5, ends[1]), arrow="both", width=0.9)
        else:
            # Too narrow for a line between two heads: the heads point at the edges from outside.
            sketch.arrow("size:gap", (-0.5, ends[1] + 0.5), (-0.5, ends[1]), width=0.9)
            sketch.arrow("size:gap2", (-0.5, ends[0] - 0.5), (-0.5, ends[0]), width=0.9)
        y = 0.0 if p.layout == "double" else 0.55
        sketch.text("label:gap", words, (-0.5, y), of="size:gap", toward=(-1, 0.3), gap_pt=6)

    def _draw_fringes(self, p: Slits, sketch: Sketch, color: str) -> None:
        """Three of them have a point on the curve with a letter; a ray runs to the one that is asked for."""
        other = p.other - math.copysign(0.5, p.other) if p.layout == "double" and p.is_dark else p.other
        heights: list[float] = []
        for letter, name, path in zip(self._letters(p), ("P", "0", "other"), (p.path, 0.0, other), strict=True):
            y = p.height(path)
            at = (SCREEN + 0.3 + p.wide * float(p.light(np.asarray(y))), y)
            dot = sketch.dot(f"fringe:{name}", at, 0.07, z=6)
            sketch.claim("on", dot, "curve:light")
            named, end = dot, at
            if at[0] < SCREEN + 1.2:
                # A dark place lies between two bright ones: its letter stands beyond them.
                end = (SCREEN + 2.3, y)
                named = sketch.line(f"lead:{name}", at, end, width=0.8, dash="dotted", color=GREY)
            # Of lines that lie close together, each letter stands farther out than the one before.
            gap = 6 + 16 * sum(abs(y - height) < 0.4 for height in heights)
            heights.append(y)
            sketch.text(f"letter:{name}", f"${letter}$", end, of=named, toward=(1, 0), gap_pt=gap, size=12)
        place = p.height(p.path)
        sketch.line("ray:P", (0.08, 0), (SCREEN, place), color=color, width=1.3)
        sketch.claim("connected", "ray:P", "screen:1")
        x = SCREEN - 0.42
        sketch.line("size:y", (x, 0), (x, place), arrow="both", width=0.9)
        sketch.line("end:y", (x - 0.15, place), (SCREEN, place), width=0.6, color=GREY)
        words = p.place.label if p.asked != "place" else "$y$"
        sketch.text("label:y", words, (x, place / 2), of="size:y", toward=(-1, -0.35), gap_pt=6, halo=True)
        sketch.claim("ratio", "size:y", "axis:1", value=place / (SCREEN - 0.2))
        sketch.claim("connected", "end:y", "ray:P")
        sketch.claim("level", "fringe:P", "end:y")

    def questions(self, p: Slits) -> Iterator[Question]:
        """Printed values; the order of the marked fringe; the middle; the number of slits."""
        letters = self._letters(p)
        yield ask_number("distance", p.distance, unit="m", low=0.1, step=0.4)
        if p.asked != "wavelength":
            yield ask_number("wavelength", p.wavelength, unit="nm", step=35, low=300)
        if p.asked != "gap":
            yield ask_number("gap", p.gap, unit=p.gap_given.unit, low=0.001)
        if p.asked != "place":
            yield ask_number("place", p.place.value, unit="mm", low=0.001)
        yield ask_count("order", p.order, low=1, letter=letters[0])
        yield ask_word("middle", letters[1], [*letters, "none"])

    @defect(visibility=2)
    def shifted_fringe(self, p: Slits, scene: FigureScene, draw: Random) -> FigureScene:
        """The marked fringe lies away from the place where the intensity has it."""
        dot = scene.round("fringe:P")
        return change(scene, replace(dot, center=(dot.center[0], dot.center[1] + draw.choice((-0.3, 0.3)))))

    @defect(visibility=2)
    def wrong_ray(self, p: Slits, scene: FigureScene, draw: Random) -> FigureScene:
        """The ray ends away from the fringe that it belongs to."""
        line = scene.path("ray:P")
        (start, (x, y)) = line.points
        return change(scene, replace(line, points=(start, (x, y + draw.choice((-0.55, 0.55))))))

    @defect(visibility=3)
    def missing_slit(self, p: Slits, scene: FigureScene, draw: Random) -> FigureScene:
        """One of the slits is closed: its two edges are joined."""
        one, two = scene.path("barrier:0"), scene.path("barrier:1")
        kept = tuple(mark for mark in scene.marks if mark.id not in ("barrier:0", "barrier:1"))
        return scene.with_marks((*kept, replace(one, points=(one.points[0], two.points[1]))))

    @defect(visibility=2)
    def dark_middle(self, p: Slits, scene: FigureScene, draw: Random) -> FigureScene:
        """The middle of the pattern is drawn dark: the intensity curve is turned round."""
        curve = scene.path("curve:light")
        xs = [x for x, _ in curve.points]
        total = min(xs) + max(xs)
        return change(scene, replace(curve, points=tuple((total - x, y) for x, y in curve.points)))
