"""Standing waves: a string or an air column holds a whole number of quarters of a wavelength between its ends."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREY, PALE_BLUE, RED
from scisynth.figures.parts.physics import GRAVITY, block, count_roles, pulley, wall
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

WIDE = 8.0
HIGH = 0.8


def wavelength_of(length: float, quarters: int) -> float:
    """Of a standing wave that holds so many quarters of its wavelength in a length: even ones between like ends, odd ones else."""
    return 4 * length / quarters


@dataclass(frozen=True, kw_only=True)
class Standing(Parameters):
    """A string between walls, with a loose end, or over a pulley with a weight."""

    layout: str = one_of("fixed", "loose", "weight", level_1=("fixed", "loose"))
    num: int = one_of(1, 2, 3, 4, 5, 6)
    length: float = number(
        "L", "m", (0.4, 0.5, 0.6, 0.65, 0.75, 0.8, 0.9, 1, 1.2, 1.5, 1.8, 2, 2.4), meaning="length of the string"
    )
    frequency: float = number(
        "f",
        "Hz",
        (20, 24, 30, 36, 40, 45, 50, 60, 75, 80, 90, 100, 120, 150, 180, 200, 240, 330, 392, 440, 660, 880),
        meaning="frequency",
    )
    mass: float = number(
        "m", "kg", (0.2, 0.25, 0.4, 0.5, 0.8, 1, 1.2, 1.5, 2), meaning="mass of the weight", given=False
    )
    high: float = number("A", "mm", (1, 1.5, 2, 2.5, 3, 4, 5), meaning="amplitude of an antinode", given=False)
    asked: str = one_of(
        "speed", "length", "first", "swing", level_1=("length", "speed"), level_3=("first", "swing", "speed")
    )
    is_mirrored: bool = one_of(False, True)

    @property
    def quarters(self) -> int:
        """Quarters of the wavelength on the string."""
        return 2 * self.num - 1 if self.layout == "loose" else 2 * self.num

    @property
    def wanted(self) -> str:
        """With a weight, the mass of the string for each metre."""
        return "density" if self.layout == "weight" else self.asked

    def valid(self) -> bool:
        """Antinodes that are counted; the first harmonic is asked of a higher one."""
        return self.num < 6 and not (self.num == 1 and self.wanted == "first")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Length and frequency; a mass or an amplitude where it is needed."""
        extra = {"density": ("mass",), "swing": ("high",)}.get(self.wanted, ())
        return tuple(self.quantity(name) for name in ("length", "frequency", *extra))


@family("Physics - Waveform")
class StandingWave(Family[Standing]):
    """A standing wave on a string: its length, the speed of waves, the first harmonic, the motion of an antinode, or the string."""

    def solve(self, p: Standing) -> Solution:
        """λ = 4 L / quarters, v = λ f; on a stretched string v² = F / μ."""
        long = wavelength_of(p.length, p.quarters)
        speed = long * p.frequency
        answer, symbol = {
            "length": (number_answer(long, "m"), "λ"),
            "speed": (number_answer(speed, "m/s"), "v"),
            "first": (number_answer(p.frequency / (p.quarters if p.layout == "loose" else p.num), "Hz"), "f₁"),
            "swing": (number_answer(2 * math.pi * p.frequency * p.high / 1000, "m/s"), "u"),
            "density": (number_answer(1000 * p.mass * GRAVITY / speed**2, "g/m"), "μ"),
        }[p.wanted]
        values = {
            "what": p.wanted,
            "long": number_answer(long, "m"),
            "speed": number_answer(speed, "m/s"),
            "quarters": p.quarters,
            "times": p.quarters if p.layout == "loose" else p.num,
            "case": p.wanted,
        }
        return Solution(answer=answer, symbol=symbol, values=values)

    def draw(self, p: Standing, sketch: Sketch) -> None:
        """Both extreme positions; nodes are dots."""
        rate = p.quarters * math.pi / 2 / WIDE
        # Mirrored, the places are negative, and a sine of them changes its sign.
        side = -1 if p.is_mirrored else 1
        wall(sketch, "left", (0, 1.2), (0, -1.2), 0.35)
        x = np.linspace(0, WIDE, 241)
        for name, sign, dash in (("up", 1, "solid"), ("down", -1, "dashed")):
            points = zip(x, sign * HIGH * np.sin(rate * x), strict=True)
            sketch.line(f"string:{name}", *points, dash=dash, color=BLUE, width=2.0)
            sketch.claim("formula", f"string:{name}", value=f"{side * sign * HIGH}*sin({rate:.10g}*x)")
            sketch.claim("connected", f"string:{name}", "wall:left")
        sketch.line("rest:string", (0, 0), (WIDE, 0), dash="dotted", width=0.9, color=GREY, z=1)
        nodes = [k * 2 * WIDE / p.quarters for k in range(p.quarters // 2 + 1)]
        for k, at in enumerate(nodes):
            sketch.dot(f"node:{k}", (at, 0), 0.08, color=RED, z=6)
            sketch.claim("on", f"node:{k}", "rest:string")
            sketch.claim("on", f"node:{k}", "string:up")
        self._draw_end(p, sketch)
        low = -2.9 if p.layout == "weight" else -1.75
        sketch.line("size:L", (0, low), (WIDE, low), arrow="both", width=0.9)
        sketch.text("label:L", p.label("length"), (WIDE / 2, low), of="size:L", toward=(0, -1), gap_pt=3)
        sketch.text("label:f", p.label("frequency"), (WIDE / 2, 1.25), toward=(0, 1))
        if p.wanted == "swing":
            top = WIDE / p.quarters
            sketch.line("size:A", (top, 0), (top, HIGH), arrow="both", width=0.9)
            sketch.text("label:A", p.label("high"), (top, HIGH), of="size:A", toward=(0, 1), gap_pt=6, halo=True)
        sketch.claim("parallel", "size:L", "rest:string")
        count_roles(sketch, "node", "wall")
        sketch.entity("string", "string:up", "string:down")
        sketch.entity("nodes", *(f"node:{k}" for k in range(len(nodes))))
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_end(p: Standing, sketch: Sketch) -> None:
        if p.layout == "fixed":
            wall(sketch, "right", (WIDE, -1.2), (WIDE, 1.2), 0.35)
            sketch.claim("connected", "string:up", "wall:right")
        elif p.layout == "loose":
            sketch.line("rod:1", (WIDE, -1.25), (WIDE, 1.25), width=3.0, color=GREY, z=1)
            sketch.circle("ring:1", (WIDE, HIGH * math.sin(p.quarters * math.pi / 2)), 0.14, width=1.6, z=7)
            sketch.text(
                "name:rod", "ring on a smooth rod", (WIDE, 1.25), of="rod:1", toward=(0, 1), gap_pt=4, align="right"
            )
            sketch.claim("connected", "string:up", "ring:1", tolerance=8)
            sketch.claim("on", "ring:1", "rod:1")
        else:
            pulley(sketch, "1", (WIDE, -0.35), 0.35)
            sketch.line("rope:1", (WIDE + 0.35, -0.35), (WIDE + 0.35, -1.5), width=1.6)
            block(sketch, "body:weight", (WIDE + 0.35, -1.9), 0.9, 0.8)
            sketch.text("label:m", p.label("mass"), (WIDE + 0.8, -1.9), of="body:weight", toward=(1, 0))
            sketch.claim("connected", "rope:1", "pulley:1")
            sketch.claim("connected", "rope:1", "body:weight")

    def questions(self, p: Standing) -> Iterator[Question]:
        """Nodes and antinodes; printed values; where the string is tied."""
        nodes = p.quarters // 2 + 1
        yield ask_count("antinodes", p.num, likely=(nodes, p.num + 1), low=1)
        yield ask_count("nodes", nodes, likely=(p.num + 1, p.num - 1), low=1)
        yield ask_number("length", p.length, unit="m", low=0.05)
        yield ask_number("frequency", p.frequency, unit="Hz", low=1)
        if p.wanted == "density":
            yield ask_number("mass", p.mass, unit="kg", low=0.01)
        if p.layout != "fixed":
            yield ask_word("wall", "right" if p.is_mirrored else "left", ["left", "right", "both", "none"])

    @defect(visibility=2)
    def loose_end(self, p: Standing, scene: FigureScene, draw: Random) -> FigureScene:
        """The end of the string does not swing as it must: a tied end has an antinode, or a loose one a node."""
        rate = (p.quarters + 1) * math.pi / 2 / WIDE
        return change(scene, *_waved(scene, "string:", lambda x: HIGH * math.sin(rate * x), p.is_mirrored))

    @defect(visibility=2)
    def misplaced_node(self, p: Standing, scene: FigureScene, draw: Random) -> FigureScene:
        """A dot marks a node where the string swings."""
        dot = scene.round("node:0")
        step = (-1 if p.is_mirrored else 1) * WIDE / p.quarters * 0.8
        return change(scene, replace(dot, center=(dot.center[0] + step, dot.center[1])))

    @defect(visibility=1)
    def uneven_waves(self, p: Standing, scene: FigureScene, draw: Random) -> FigureScene:
        """The loops of the string have different lengths."""
        rate = p.quarters * math.pi / 2
        return change(
            scene, *_waved(scene, "string:", lambda x: HIGH * math.sin(rate * (x / WIDE) ** 1.35), p.is_mirrored)
        )


def _waved(scene: FigureScene, role: str, shape: Callable[[float], float], is_mirrored: bool = False) -> list[Path]:
    """The two extreme positions with another shape, a function of the place."""
    lines = []
    for mark in scene.marks:
        if mark.id.startswith(role):
            line, sign = scene.path(mark.id), 1 if mark.id.endswith("up") else -1
            points = tuple((x, sign * shape(-x if is_mirrored else x)) for x, _ in line.points)
            lines.append(replace(line, points=points))
    return lines


@dataclass(frozen=True, kw_only=True)
class Pipe(Parameters):
    """A pipe open at both ends or closed at one, or a tube over water with a tuning fork."""

    layout: str = one_of("open", "closed", "water", level_1=("open", "closed"))
    order: int = one_of(1, 2, 3, 4)
    length: float = drawn(
        lambda draw, level, values: draw.choice((0.3, 0.4, 0.45, 0.5, 0.6, 0.68, 0.75, 0.8, 0.85, 0.9, 1, 1.1, 1.2, 1.5, 1.7)),
        words="0.3 to 1.7 m", symbol="L", unit="m", meaning="length of the air column", given=True,
    )  # fmt: skip
    sound: float = number("c", "m/s", (331, 337, 340, 343, 346, 349), meaning="speed of sound", given=False)
    frequency: float = number("f", "Hz", range(120, 901, 4), meaning="of the tuning fork", given=False)
    asked: str = one_of("frequency", "length", "next", level_1=("frequency", "length"), level_3=("frequency", "next"))
    is_mirrored: bool = one_of(False, True)

    @property
    def quarters(self) -> int:
        """Quarters of the wavelength in the pipe."""
        return 2 * self.order if self.layout == "open" else 2 * self.order - 1

    @property
    def wanted(self) -> str:
        """With a tuning fork, the speed of sound."""
        return "sound" if self.layout == "water" else self.asked

    def valid(self) -> bool:
        """Sound is about as fast as in air."""
        if self.layout != "water":
            return True
        return 325 < wavelength_of(self.length, self.quarters) * self.frequency < 355

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The length, and the speed of sound or a frequency; a wavelength needs neither."""
        extra = {"sound": ("frequency",), "length": ()}.get(self.wanted, ("sound",))
        return tuple(self.quantity(name) for name in ("length", *extra))


@family("Physics - Waveform")
class OrganPipe(Family[Pipe]):
    """Standing sound in a pipe or over water: antinodes of motion at open ends, a node at a closed one."""

    def solve(self, p: Pipe) -> Solution:
        """λ = 4 L / quarters, f = c / λ."""
        long = wavelength_of(p.length, p.quarters)
        step = 2
        answer, symbol = {
            "frequency": (number_answer(p.sound / long, "Hz"), "f"),
            "length": (number_answer(long, "m"), "λ"),
            "next": (number_answer(p.sound / wavelength_of(p.length, p.quarters + step), "Hz"), "f"),
            "sound": (number_answer(long * p.frequency, "m/s"), "c"),
        }[p.wanted]
        nodes = (p.quarters + 1) // 2
        values = {
            "what": p.wanted,
            "long": number_answer(long, "m"),
            "quarters": p.quarters,
            "more": p.quarters + step,
            "nodes": nodes,
            "kind": "open at both ends" if p.layout == "open" else "closed at one end",
            "case": p.wanted,
        }
        return Solution(answer=answer, symbol=symbol, values=values)

    def draw(self, p: Pipe, sketch: Sketch) -> None:
        """Curves show how far air moves to and fro; a tube over water stands upright."""
        if p.layout == "water":
            self._draw_tube(p, sketch)
            return
        tall = 1.0
        sketch.rectangle("air:pipe", 0, -tall, WIDE, tall, fill=PALE_BLUE, width=0, z=0)
        for name, y in (("top", tall), ("bottom", -tall)):
            sketch.line(f"side:{name}", (0, y), (WIDE, y), width=2.4)
        if p.layout == "closed":
            sketch.line("end:closed", (WIDE, -tall), (WIDE, tall), width=4.0)
            sketch.claim("connected", "end:closed", "side:top")
        rate = p.quarters * math.pi / 2 / WIDE
        x = np.linspace(0, WIDE, 201)
        for name, sign, dash in (("up", 1, "solid"), ("down", -1, "dashed")):
            points = zip(x, sign * HIGH * np.cos(rate * x), strict=True)
            sketch.line(f"motion:{name}", *points, color=BLUE, dash=dash, width=1.8)
            sketch.claim("formula", f"motion:{name}", value=f"{sign * HIGH}*cos({rate:.10g}*x)")
        nodes = [WIDE * odd / p.quarters for odd in range(1, p.quarters + 1, 2)]
        for k, place in enumerate(nodes):
            sketch.dot(f"node:{k}", (place, 0), 0.09, color=RED, z=6)
            sketch.claim("on", f"node:{k}", "motion:up")
        sketch.line("size:L", (0, -tall - 0.5), (WIDE, -tall - 0.5), arrow="both", width=0.9)
        sketch.text("label:L", p.label("length"), (WIDE / 2, -tall - 0.5), of="size:L", toward=(0, -1), gap_pt=3)
        if p.wanted != "length":
            sketch.text("label:c", p.label("sound"), (WIDE, tall), of="side:top", toward=(0, 1), align="right")
        sketch.claim("ratio", "size:L", "side:top", value=1.0)
        count_roles(sketch, "node")
        sketch.claim("count", "end", value=int(p.layout == "closed"))
        sketch.entity("pipe", "side:top", "side:bottom")
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_tube(p: Pipe, sketch: Sketch) -> None:
        tall, half = 6.0, 0.8
        sketch.rectangle("water:1", -half, -tall - 1.4, half, -tall, fill="#c9def0", width=0, z=0)
        sketch.line("level:water", (-half, -tall), (half, -tall), width=1.4, color=BLUE)
        for name, x in (("left", -half), ("right", half)):
            sketch.line(f"side:{name}", (x, 0), (x, -tall - 1.4), width=2.2)
        sketch.line("side:floor", (-half, -tall - 1.4), (half, -tall - 1.4), width=2.2)
        rate = p.quarters * math.pi / 2 / tall
        y = np.linspace(0, -tall, 201)
        for name, sign, dash in (("up", 1, "solid"), ("down", -1, "dashed")):
            points = zip(sign * 0.6 * np.cos(rate * y), y, strict=True)
            sketch.line(f"motion:{name}", *points, color=RED, dash=dash, width=1.6)
            sketch.claim("connected", f"motion:{name}", "level:water")
        for k, odd in enumerate(range(1, p.quarters + 1, 2)):
            sketch.dot(f"node:{k}", (0, -tall * odd / p.quarters), 0.09, color=RED, z=6)
            sketch.claim("on", f"node:{k}", "motion:up")
        side = -1 if p.is_mirrored else 1
        x = side * 1.6
        sketch.line("size:L", (x, 0), (x, -tall), arrow="both", width=0.9)
        sketch.text("label:L", p.label("length"), (x, -tall / 2), of="size:L", toward=(side, 0), gap_pt=4)
        for name, y0 in (("top", 0.0), ("level", -tall)):
            sketch.line(f"mark:{name}", (side * (half + 0.1), y0), (side * 1.7, y0), width=0.6, color=GREY)
        for k, dx in enumerate((-0.14, 0.14)):
            sketch.line(f"fork:{k}", (dx, 0.45), (dx, 1.3), width=3.0, color=GREY)
        sketch.line("fork:2", (-0.14, 1.3), (0.14, 1.3), width=3.0, color=GREY)
        sketch.line("fork:3", (0, 1.3), (0, 1.9), width=3.0, color=GREY)
        sketch.text(
            "label:f",
            f"tuning fork, {p.label('frequency')}",
            (side * 0.3, 1.0),
            of="fork:1",
            toward=(side, 0),
            gap_pt=5,
        )
        sketch.text("name:water", "water", (0, -tall - 0.7), of="water:1")
        sketch.claim("ratio", "size:L", "side:left", value=tall / (tall + 1.4))
        count_roles(sketch, "node")
        sketch.entity("tube", "side:left", "side:right")

    def questions(self, p: Pipe) -> Iterator[Question]:
        """Nodes and antinodes of motion; printed values; the closed end."""
        nodes = (p.quarters + 1) // 2
        antinodes = p.quarters // 2 + 1
        yield ask_count("nodes", nodes, likely=(nodes + 1, nodes - 1), low=0)
        yield ask_count("antinodes", antinodes, likely=(nodes, nodes + 1), low=0)
        yield ask_number("length", p.length, unit="m", low=0.02)
        if p.wanted == "sound":
            yield ask_number("frequency", p.frequency, unit="Hz", low=1)
            return
        if p.wanted != "length":
            yield ask_number("sound", p.sound, unit="m/s", step=4, low=1)
        ends = {"open": "none", "closed": "left" if p.is_mirrored else "right"}
        yield ask_word("closed", ends[p.layout], ["left", "right", "both", "none"])

    @defect(visibility=2)
    def wrong_end(self, p: Pipe, scene: FigureScene, draw: Random) -> FigureScene:
        """The air at the open end is drawn at rest, though it moves most there."""
        if p.layout == "water":
            rate = p.quarters * math.pi / 2 / 6.0
            lines = [scene.path(name) for name in ("motion:up", "motion:down")]
            return change(
                scene,
                *(
                    replace(
                        m,
                        points=tuple(
                            (0.6 * math.sin(rate * y) * (1 if m.id.endswith("up") else -1), y) for _, y in m.points
                        ),
                    )
                    for m in lines
                ),
            )
        rate = p.quarters * math.pi / 2 / WIDE
        return change(scene, *_waved(scene, "motion:", lambda x: HIGH * math.sin(rate * x), p.is_mirrored))

    @defect(visibility=2)
    def lost_node(self, p: Pipe, scene: FigureScene, draw: Random) -> FigureScene:
        """A node of the motion is not marked."""
        last = max(mark.id for mark in scene.marks if mark.id.startswith("node:"))
        return scene.with_marks(tuple(mark for mark in scene.marks if mark.id != last))

    @defect(visibility=2)
    def short_length(self, p: Pipe, scene: FigureScene, draw: Random) -> FigureScene:
        """The length is measured to a point within the pipe and not to its end."""
        line = scene.path("size:L")
        start, (x, y) = line.points
        return change(
            scene, replace(line, points=(start, (start[0] + 0.8 * (x - start[0]), start[1] + 0.8 * (y - start[1]))))
        )
