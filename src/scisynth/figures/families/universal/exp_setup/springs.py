"""Springs next to a ruler: the stretch that a known mass makes gives the spring constant."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_value
from scisynth.figures.families.registry import family
from scisynth.figures.families.universal.exp_setup.glassware import arm, stand
from scisynth.figures.parts.palette import RED
from scisynth.figures.parts.physics import GRAVITY, spring
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

TOP, SCALE, LENGTH = 9.0, 0.14, 56
"""Height of the arm, units of the scene in 1 cm, and length of the ruler in cm."""
LOADED = 1.2
"""x of the set-up with the mass."""


@dataclass(frozen=True, kw_only=True)
class Rig(Parameters):
    """One spring, two that carry a bar together, or two in a row, without and with a mass."""

    rest: int = drawn(
        lambda draw, level, values: draw.randint(10, 18),
        words="10 to 18",
        symbol="L_0",
        unit="cm",
        meaning="length without mass",
    )
    stretch: int = drawn(lambda draw, level, values: draw.randint(6, 20), words="6 to 20")
    mass: float = number("m", "g", tuple(range(100, 601, 20)), meaning="mass that hangs", given=False)
    layout: str = one_of("one", "parallel", "row", level_1=("one",))
    asked: str = one_of("constant", "mass")
    constant: float = drawn(
        lambda draw, level, values: round(values["mass"] / 1000 * GRAVITY / (values["stretch"] / 100), 1), words="by Hooke's law",
        symbol="k", unit="N/m", meaning="spring constant",
    )  # fmt: skip

    @property
    def start(self) -> int:
        """Reading without mass, cm; two springs in a row are twice as long."""
        return 2 * self.rest if self.layout == "row" else self.rest

    @property
    def end(self) -> int:
        """Reading with the mass, cm."""
        return self.start + self.stretch

    @property
    def single(self) -> float:
        """Constant of one spring, N/m."""
        return spring_constant(self.mass, self.stretch, self.layout)

    def valid(self) -> bool:
        """The bars and masses stay above the table, and readings differ from the labels."""
        return self.end + 8 < LENGTH and 2 * self.rest + self.stretch != self.mass

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The readings, and the mass or the constant."""
        readings = (
            Quantity(symbol="x_1", value=self.start, unit="cm", meaning="reading without the mass"),
            Quantity(symbol="x_2", value=self.end, unit="cm", meaning="reading with the mass"),
        )
        return (*readings, self.quantity("mass") if self.asked == "constant" else self.known)

    @property
    def known(self) -> Quantity:
        """The constant of one spring as printed."""
        return Quantity(symbol="k", value=round(self.single, 1), unit="N/m", meaning="constant of one spring")


def spring_constant(grams: float, stretch: float, layout: str) -> float:
    """Constant of one spring, N/m, from grams and cm: two that share a load are stretched half, two in a row twice as far."""
    whole = grams / 1000 * GRAVITY / (stretch / 100)
    return {"one": whole, "parallel": whole / 2, "row": 2 * whole}[layout]


@family("Universal - Exp. Setup")
class HookesLawRig(Family[Rig]):
    """A spring, or two, next to a ruler without and with a mass."""

    def solve(self, p: Rig) -> Solution:
        """m g = k x with the constant of the whole."""
        values = {
            "first": p.givens[0], "last": p.givens[1], "stretch": f"{p.stretch} cm", "single": p.known,
            "case": f"{p.layout} {p.asked}",
        }  # fmt: skip
        if p.asked == "mass":
            factor = {"one": 1.0, "parallel": 2.0, "row": 0.5}[p.layout]
            grams = factor * p.known.value * p.stretch / 100 / GRAVITY * 1000
            return Solution(answer=number_answer(grams, "g", tolerance=0.03), symbol="m", values=values)
        return Solution(answer=number_answer(p.single, "N/m", tolerance=0.03), symbol="k", values=values)

    def draw(self, p: Rig, sketch: Sketch) -> None:
        """Two set-ups hang from one arm; pointers lead to the ruler on the right, the lower one below the set-up without a mass."""
        right = 8.4
        stand(sketch, -0.9, right, -0.5, TOP + 0.5)
        arm(sketch, "top", -0.32, right - 0.9, TOP, z=3)
        ruler = 7.2
        for name, x, reading in (("loaded", LOADED, p.end), ("free", 4.8, p.start)):
            low = TOP - SCALE * reading
            tops = [x - 0.55, x + 0.55] if p.layout == "parallel" else [x]
            for index, place in enumerate(tops, 1):
                joints = [TOP, (TOP + low) / 2, low] if p.layout == "row" else [TOP, low]
                for part in range(1, len(joints)):
                    tag = f"{name}{index}{part}"
                    spring(
                        sketch, f"spring:{tag}", (place, joints[part - 1]), (place, joints[part]), coils=11, width=0.42
                    )
                    if part > 1:
                        sketch.claim("connected", f"spring:{tag}", f"spring:{name}{index}{part - 1}")
                sketch.claim("connected", f"spring:{name}{index}1", "arm:top")
            edge = x + (0.8 if p.layout == "parallel" else 0.0)
            if p.layout == "parallel":
                sketch.line(f"bar:{name}", (x - 0.8, low), (x + 0.8, low), width=3.0)
                for index in (1, 2):
                    sketch.claim("connected", f"spring:{name}{index}1", f"bar:{name}")
            sketch.line(f"hang:{name}", (x, TOP), (x, low), width=0.0, z=0)
            sketch.line(f"pointer:{name}", (edge, low), (ruler, low), width=1, dash="dashed", color=RED)
            sketch.claim("connected", f"pointer:{name}", "ruler:1")
            last = f"bar:{name}" if p.layout == "parallel" else f"spring:{name}1{2 if p.layout == 'row' else 1}"
            sketch.claim("connected", f"pointer:{name}", last)
        sketch.claim("ratio", "hang:loaded", "hang:free", value=p.end / p.start)
        self._draw_mass(p, sketch)
        self._draw_ruler(sketch, ruler)
        count = 2 * (1 if p.layout == "one" else 2)
        sketch.claim("count", "spring", value=count)
        if p.asked == "mass":
            sketch.text(
                "label:k", f"each spring: {p.known.label}", (right, TOP + 0.8), toward=(-1, 1), gap_pt=4, align="right"
            )
        sketch.entity("springs", *(mark.id for mark in sketch.marks if mark.id.startswith("spring:")))
        sketch.entity("ruler", "ruler:1")

    @staticmethod
    def _draw_mass(p: Rig, sketch: Sketch) -> None:
        low, size = TOP - SCALE * p.end, 0.3 + 0.0005 * p.mass
        sketch.line("hook:1", (LOADED, low), (LOADED, low - 0.2), width=1.4)
        sketch.rectangle(
            "mass:1", LOADED - size, low - 0.2 - 1.5 * size, LOADED + size, low - 0.2, fill="#c9a24a", width=1.3, z=4
        )
        words = p.text("mass") if p.asked == "constant" else "$m$"
        sketch.text(
            "label:m", words, (LOADED + size, low - 0.2 - 0.75 * size), of="mass:1", toward=(1, 0), gap_pt=5, size=12
        )
        sketch.claim("connected", "hook:1", "mass:1")

    @staticmethod
    def _draw_ruler(sketch: Sketch, left: float) -> None:
        sketch.rectangle("ruler:1", left, TOP - SCALE * LENGTH, left + 0.6, TOP - 0.02, fill="#fbf3d9", width=1.2)
        for mark in range(LENGTH + 1):
            y, long = TOP - SCALE * mark, mark % 10 == 0
            reach = 0.3 if long else 0.22 if mark % 5 == 0 else 0.13
            sketch.line(f"tick:{mark}", (left, y), (left + reach, y), width=0.9 if long else 0.5, z=3)
            if long:
                sketch.text(
                    f"scale:{mark}", str(mark), (left + 0.6, y), of=f"tick:{mark}", size=10, toward=(1, 0), gap_pt=3
                )
        sketch.claim("order", *(f"scale:{mark}" for mark in range(50, -1, -10)), value="bottom_to_top")
        sketch.claim("count", "tick", value=LENGTH + 1)
        sketch.text("unit:scale", "cm", (left + 0.6, TOP + 0.35), size=10, toward=(1, 0), gap_pt=3)

    def questions(self, p: Rig) -> Iterator[Question]:
        """Readings, the mass, and how many springs there are."""
        yield ask_number("free", p.start, unit="cm", step=3, low=0, likely=[p.end])
        yield ask_number("loaded", p.end, unit="cm", step=3, low=0, likely=[p.start])
        yield ask_number("stretch", p.stretch, unit="cm", step=3, low=0)
        if p.asked == "constant":
            yield ask_value("mass", p.quantity("mass"))
        else:
            yield ask_value("constant", p.known)
        yield ask_count("springs", 1 if p.layout == "one" else 2, likely=[1, 2, 3, 4], low=1)

    @defect(visibility=2)
    def stretch_too_short(self, p: Rig, scene: FigureScene, draw: Random) -> FigureScene:
        """The loaded spring ends above its pointer."""
        name = "spring:loaded12" if p.layout == "row" else "spring:loaded11"
        mark = scene.path(name)
        top = mark.points[0][1]
        return change(scene, replace(mark, points=tuple((x, top + 0.8 * (y - top)) for x, y in mark.points)))

    @defect(visibility=1)
    def slack_pointer(self, p: Rig, scene: FigureScene, draw: Random) -> FigureScene:
        """A pointer ends before it reaches the ruler, so that nothing can be read."""
        line = scene.path("pointer:loaded")
        (x0, y0), (x1, y1) = line.points
        return change(scene, replace(line, points=((x0, y0), (x1 - 0.9, y1))))

    @defect(visibility=2)
    def floating_mass(self, p: Rig, scene: FigureScene, draw: Random) -> FigureScene:
        """The mass hangs from nothing."""
        mass = scene.path("mass:1")
        return change(scene, replace(mass, points=tuple((x, y - 0.45) for x, y in mass.points)))
