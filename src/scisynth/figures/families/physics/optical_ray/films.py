"""Light reflected by a thin film: both reflected rays interfere; a ray is inverted where it meets a denser medium."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.physics.optical_ray.imaging import ray_letters
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREY, ORANGE, PALE_BLUE, PALE_GREY, PALE_ORANGE, RED
from scisynth.figures.parts.physics import count_roles, ray, turned
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

FILMS = {
    "free": (("soap water", 1.33), ("soap water", 1.35), ("soap water", 1.37), ("plastic foil", 1.5)),
    "on_water": (("oil", 1.45), ("oil", 1.47), ("petrol", 1.42), ("benzene", 1.5), ("acetone", 1.36)),
    "coating": (("magnesium fluoride", 1.38), ("cryolite", 1.35), ("silicon monoxide", 1.9), ("titanium oxide", 2.4)),
    "wedge": (("air", 1.0), ("water", 1.33)),
}
"""Material and index of refraction of the film, by what lies below it."""
BELOW = {"free": (("air", 1.0),), "on_water": (("water", 1.33),), "coating": (("crown glass", 1.52), ("flint glass", 1.62)), "wedge": (("crown glass", 1.52),)}  # fmt: skip
VISIBLE = (400.0, 700.0)
"""Wavelengths in nm."""


def flips(indices: tuple[float, float, float]) -> tuple[bool, bool]:
    """Whether the ray reflected at the upper and that at the lower face of a film is inverted: at a denser medium."""
    above, film, below = indices
    return film > above, below > film


def orders(indices: tuple[float, float, float], is_bright: bool) -> tuple[float, float]:
    """The two smallest positive values of 2 n t / λ at which reflected light is strongest, or weakest."""
    first, second = flips(indices)
    # Equal inversions cancel out: the way itself must hold whole waves for a bright film.
    return (1.0, 2.0) if is_bright == (first == second) else (0.5, 1.5)


def wedge_height(num_dark: int, wavelength: float, index: float) -> float:
    """Height in nm of a wedge with dark lines at its closed and its open end: each step to the next is λ/(2 n)."""
    return (num_dark - 1) * wavelength / (2 * index)


@dataclass(frozen=True, kw_only=True)
class Film(Parameters):
    """A film in air, on water, on glass, or a wedge between two plates."""

    layout: str = one_of(
        "free", "on_water", "coating", "wedge", level_1=("free", "wedge"), level_3=("on_water", "coating")
    )
    film: int = one_of(0, 1, 2, 3, 4)
    below: int = one_of(0, 1)
    wavelength: float = number(r"\lambda", "nm", range(410, 691, 5), meaning="wavelength in air", given=False)
    thick: float = number("t", "nm", range(90, 400, 2), meaning="thickness", given=False)
    is_bright: bool = one_of(False, True)
    asked: str = one_of("thickness", "wavelength", "second", level_1=("thickness", "second"))
    num: int = one_of(*range(6, 16))
    first: int = one_of(*range(8))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """Names that exist; a wavelength that is asked for is seen, and it is the longest one by far."""
        if self.film >= len(FILMS[self.layout]) or self.below >= len(BELOW[self.layout]):
            return False
        if self.layout == "wedge" or self.asked != "wavelength":
            return True
        found = 2 * self.indices[1] * self.thick / orders(self.indices, self.is_bright)[0]
        return VISIBLE[0] < found < VISIBLE[1]

    @property
    def names(self) -> tuple[str, str]:
        """Film and what lies below it."""
        return FILMS[self.layout][self.film][0], BELOW[self.layout][self.below][0]

    @property
    def indices(self) -> tuple[float, float, float]:
        """From above; the wedge lies between plates of glass."""
        above = 1.52 if self.layout == "wedge" else 1.0
        return above, FILMS[self.layout][self.film][1], BELOW[self.layout][self.below][1]

    @property
    def wanted(self) -> str:
        """Of a wedge, the height of its open end."""
        return "height" if self.layout == "wedge" else self.asked

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Indices, and wavelength or thickness."""
        named = [Quantity(symbol=f"n_{k}", value=n, meaning="index") for k, n in enumerate(self.indices, 1)]
        if self.layout == "wedge":
            return (named[1], self.quantity("wavelength"))
        return (*named, self.quantity("thick" if self.asked == "wavelength" else "wavelength"))


@family("Physics - Optical Ray")
class ThinFilm(Family[Film]):
    """A film whose reflected light is strongest or weakest: its thickness, a wavelength, or the height of a wedge."""

    def solve(self, p: Film) -> Solution:
        """By the difference of the ways, 2 n t, and the inversions."""
        least, second = orders(p.indices, p.is_bright)
        index = p.indices[1]
        answer, symbol = {
            "thickness": (number_answer(least * p.wavelength / (2 * index), "nm"), "t"),
            "second": (number_answer(second * p.wavelength / (2 * index), "nm"), "t"),
            "wavelength": (number_answer(2 * index * p.thick / least, "nm"), "λ"),
            "height": (number_answer(wedge_height(p.num, p.wavelength, index) / 1000, "µm"), "h"),
        }[p.wanted]
        first, other = flips(p.indices)
        values = {
            "what": p.wanted,
            "film_name": p.names[0],
            "below_name": p.names[1],
            "n_film": format_number(index),
            "n_below": format_number(p.indices[2]),
            "look": "strongest" if p.is_bright else "weakest",
            "how": "most strongly" if p.is_bright else "most weakly",
            "extreme": "bright" if p.is_bright else "dark",
            "flips": {0: "neither ray is", 1: "one of the two rays is", 2: "both rays are"}[first + other],
            "path": format_number(second if p.asked == "second" else least),
            "case": p.wanted,
            "scene": p.layout,
            "steps": p.num - 1,
            "place": "in air"
            if p.layout == "free"
            else f"between air and {p.names[1]} (n = {format_number(p.indices[2])})",
        }
        return Solution(answer=answer, symbol=symbol, values=values)

    def draw(self, p: Film, sketch: Sketch) -> None:
        """Rays come a little aslant, so that both reflected ones are seen."""
        if p.layout == "wedge":
            self._draw_wedge(p, sketch)
        else:
            self._draw_film(p, sketch)
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_film(p: Film, sketch: Sketch) -> None:
        half, tall, low = 4.6, 1.6, -3.2
        sketch.rectangle("film:1", -half, -tall, half, 0, fill=PALE_ORANGE, width=0, z=0)
        if p.layout != "free":
            fill = PALE_BLUE if p.layout == "on_water" else PALE_GREY
            sketch.rectangle("body:below", -half, low, half, -tall, fill=fill, width=0, z=0)
        for k, y in enumerate((0.0, -tall), 1):
            sketch.line(f"face:{k}", (-half, y), (half, y), width=1.6)
        media = ("air", *p.names)
        words = [
            f"{name}, $n_{k}$ = {format_number(n)}" for k, (name, n) in enumerate(zip(media, p.indices, strict=True), 1)
        ]
        for k, (text, y, side) in enumerate(zip(words, (0.0, 0.0, -tall), (1, -1, -1), strict=True), 1):
            sketch.text(f"name:{k}", text, (half - 0.1, y), toward=(0, side), gap_pt=7, align="right")
        # The sine of the angle to the normal is that of the ray in air over the index.
        film, below = (tall * math.tan(math.asin(math.sin(math.atan2(1.0, 2.2)) / n)) for n in p.indices[1:])
        start, enter, deep, leave = (-2.9, 2.2), (-1.9, 0.0), (-1.9 + film, -tall), (-1.9 + 2 * film, 0.0)
        up = (leave[0] + 1.0, 2.2)
        ray(sketch, "ray:in", start, enter)
        ray(sketch, "ray:one", enter, (-0.9, 2.2), color=ORANGE)
        ray(sketch, "ray:two", enter, deep, leave, up, color=BLUE)
        ray(sketch, "ray:on", deep, (deep[0] + 0.84 * below, -1.84 * tall), color=RED, width=1.0)
        for letter, name, at in zip(
            ray_letters(p.first), ("in1", "one1", "two3"), (start, (-0.9, 2.2), up), strict=True
        ):
            sketch.text(f"letter:{name}", f"${letter}$", at, of=f"ray:{name}", toward=(0, 1), gap_pt=4, size=12)
        sketch.claim("parallel", "ray:one1", "ray:two3")
        for name, n in (("two1", p.indices[1]), ("on1", p.indices[2])):
            turn = math.degrees(math.asin(math.sin(math.atan2(1.0, 2.2)) / n))
            sketch.claim("angle", f"ray:{name}", "face:1", value=90 - turn)
        sketch.claim("angle", "ray:in1", "ray:one1", value=2 * float(np.degrees(np.arctan2(1.0, 2.2))))
        sketch.claim("symmetric", "ray:two1", "ray:two2", "normal:2")
        sketch.line("normal:2", deep, (deep[0], -0.1), width=0.7, dash="dotted", color=GREY, z=1)
        count_roles(sketch, "ray", "face")
        sketch.line("size:t", (-half + 0.5, 0), (-half + 0.5, -tall), arrow="both", width=0.9)
        thick = p.label("thick") if p.asked == "wavelength" else "$t$"
        sketch.text("label:t", thick, (-half + 0.5, -tall / 2), of="size:t", toward=(1, 0), gap_pt=3)
        wave = r"$\lambda$" if p.asked == "wavelength" else p.label("wavelength")
        sketch.text("label:wave", wave, (-2.7, 1.6), of="ray:in1", toward=(-1, 0), gap_pt=6)
        sketch.entity("film", "film:1", "face:1", "face:2")

    @staticmethod
    def _draw_wedge(p: Film, sketch: Sketch) -> None:
        """Two plates that touch at one end; dark lines are seen from above as a row of strokes."""
        long, rise = 8.0, 1.3
        slope = rise / long
        sketch.rectangle("plate:low", 0, -0.5, long + 0.6, 0, fill=PALE_GREY, width=1.4, z=1)
        corners = ((0, 0), (long + 0.6, slope * (long + 0.6)), (long + 0.6, slope * (long + 0.6) + 0.5), (0, 0.5))
        sketch.area("plate:high", *corners, fill=PALE_GREY, width=1.4, z=1)
        sketch.circle("spacer:1", (long, rise / 2), rise / 2 * 0.97, fill=PALE_ORANGE, width=1.2, z=3)
        sketch.text(
            "name:film",
            f"{p.names[0]}, $n_2$ = {format_number(p.indices[1])}",
            (3.4, 0),
            toward=(1, 1),
            gap_pt=2,
            size=10,
        )
        sketch.line("size:h", (long + 1.0, 0), (long + 1.0, rise), arrow="both", width=0.9)
        sketch.text("label:h", "$h$", (long + 1.0, rise / 2), of="size:h", toward=(1, 0), gap_pt=4)
        sketch.line("end:h", (long, rise), (long + 1.15, rise), width=0.6, color=GREY)
        for k, x in enumerate((2.2, 3.6, 5.0)):
            sketch.arrow(f"light:{k}", (x, 3.4), (x, 2.5), color=RED, width=1.3)
        sketch.text("label:wave", p.label("wavelength"), (2.2, 3.4), of="light:0", toward=(-1, 0), gap_pt=5)
        base, gap = 4.4, long / (p.num - 1)
        sketch.rectangle("view:1", -0.25, base, long + 0.25, base + 1.1, width=1.0, color=GREY)
        for k in range(p.num):
            sketch.line(f"dark:{k}", (k * gap, base + 0.1), (k * gap, base + 1.0), width=3.0, color="#444444")
        sketch.claim("equal_spacing", *(f"dark:{k}" for k in range(p.num)))
        sketch.text(
            "name:view", "seen from above", (long, base + 1.1), of="view:1", toward=(0, 1), gap_pt=5, align="right"
        )
        sketch.claim("touches", "spacer:1", "plate:low")
        count_roles(sketch, "dark", "plate")
        sketch.entity("plates", "plate:low", "plate:high")

    def questions(self, p: Film) -> Iterator[Question]:
        """Printed values; rays by their letters; inversions, or dark lines."""
        if p.wanted == "wavelength":
            yield ask_number("thick", p.thick, unit="nm", step=30, low=10)
        else:
            yield ask_number("wavelength", p.wavelength, unit="nm", step=35, low=300)
        yield ask_number("n_film", p.indices[1], likely=(1.33, 1.5, 1.38), step=0.07, low=1)
        if p.layout == "wedge":
            yield ask_count("dark", p.num, likely=(p.num - 1, p.num + 1), low=3)
            yield ask_word("closed", "right" if p.is_mirrored else "left", ["left", "right", "both", "neither"])
            return
        letters = ray_letters(p.first)
        yield ask_word("upper", letters[1], [*letters, "none"])
        yield ask_word("lower", letters[2], [*letters, "none"])
        yield ask_count("flips", sum(flips(p.indices)), likely=(0, 1, 2, 3))
        yield ask_word("below", p.names[1], ["air", "water", "crown glass", "flint glass"])

    @defect(visibility=2)
    def crossing_rays(self, p: Film, scene: FigureScene, draw: Random) -> FigureScene:
        """The two reflected rays are not parallel, though both faces of the film are."""
        if p.layout == "wedge":
            raise DoesNotApplyError("no rays are drawn")
        return change(scene, turned(scene.path("ray:two3"), draw.choice((-14, 14))))

    @defect(visibility=2)
    def unequal_reflection(self, p: Film, scene: FigureScene, draw: Random) -> FigureScene:
        """The ray that is reflected at the upper face leaves it at another angle than the incident one."""
        if p.layout == "wedge":
            raise DoesNotApplyError("no rays are drawn")
        return change(scene, turned(scene.path("ray:one1"), draw.choice((-13, 13))))

    @defect(visibility=2)
    def crowded_lines(self, p: Film, scene: FigureScene, draw: Random) -> FigureScene:
        """The dark lines of the wedge crowd towards one end, though its height grows evenly."""
        if p.layout != "wedge":
            raise DoesNotApplyError("no lines are drawn")
        lines = [scene.path(mark.id) for mark in scene.marks if mark.id.startswith("dark:")]
        return change(scene, *(replace(m, points=tuple((x * abs(x) / 8, y) for x, y in m.points)) for m in lines))

    @defect(visibility=3)
    def passed_face(self, p: Film, scene: FigureScene, draw: Random) -> FigureScene:
        """The inner ray is turned back before it reaches the lower face."""
        if p.layout == "wedge":
            raise DoesNotApplyError("no rays are drawn")
        down, up = scene.path("ray:two1"), scene.path("ray:two2")
        (x, y) = down.points[1]
        high = (x, y + 0.6)
        return change(scene, replace(down, points=(down.points[0], high)), replace(up, points=(high, up.points[1])))
