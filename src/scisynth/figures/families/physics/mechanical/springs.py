"""A spring before and after a load is put on it: its stiffness by Hooke's law, F = k x."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import GREY, PALE_ORANGE
from scisynth.figures.parts.physics import GRAVITY, block, count_roles, spring, wall
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

LONG = 5.2
"""The longer spring, in units of the scene."""


@dataclass(frozen=True, kw_only=True)
class LoadedSprings(Parameters):
    """One spring drawn twice, without and with a load."""

    mass: float = number("m", "kg", (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.75, 0.8, 1, 1.2), meaning="load")
    free: float = number("L_0", "cm", range(11, 20), meaning="length without a load")
    layout: str = one_of("hanging", "scale", "pressed", level_1=("hanging", "pressed"), level_3=("scale", "pressed"))
    change: float = drawn(lambda draw, level, _: draw.randint(3, 8), words="3 to 8 cm")
    asked: str = one_of("constant", "length", level_1=("constant",), level_3=("length",))
    second: float = number("m_2", "kg", (0.45, 0.55, 0.65, 0.7, 0.9, 1.1), meaning="second load", given=False)
    letters: str = one_of("AB", "BA", "PQ", "QP", "XY", "YX")
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """Neither load presses the spring to less than two fifths, nor draws it to more than twice its length."""
        second = self.change * self.second / self.mass
        return max(self.change, second) < (0.6 if self.layout == "pressed" else 1.0) * self.free and self.change > 2

    @property
    def loaded(self) -> Quantity:
        """The length with the load."""
        value = self.free - self.change if self.layout == "pressed" else self.free + self.change
        return Quantity(symbol="L", value=value, unit="cm", meaning="length with the load")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """A second load is given only where its length is asked."""
        second = (self.quantity("second"),) if self.asked == "length" else ()
        return (self.quantity("mass"), self.quantity("free"), self.loaded, *second)


def stiffness(mass: float, change_cm: float) -> float:
    """Of a spring that a mass (kg) at rest draws out or presses by so many centimetres, N/m: k = m g / x."""
    return mass * GRAVITY / (change_cm / 100)


@family("Physics - Mechanical")
class LoadedSpring(Family[LoadedSprings]):
    """A spring without and with a load: it hangs with lengths, hangs at a scale, or stands and is pressed."""

    def solve(self, p: LoadedSprings) -> Solution:
        """By Hooke's law; the change of length is proportional to the load."""
        constant = stiffness(p.mass, p.change)
        sign = -1 if p.layout == "pressed" else 1
        length = p.free + sign * 100 * p.second * GRAVITY / constant
        answer = number_answer(constant, "N/m") if p.asked == "constant" else number_answer(length, "cm")
        values = {
            "k": number_answer(constant, "N/m"),
            "loaded": p.loaded,
            "metres": p.change / 100,
            "sign": "−" if sign < 0 else "+",
            "stands": "pressed" if sign < 0 else "hanging",
            "case": f"{'pressed' if sign < 0 else 'hanging'} {p.asked}",
        }
        return Solution(answer=answer, symbol="k" if p.asked == "constant" else "", values=values)

    def draw(self, p: LoadedSprings, sketch: Sketch) -> None:
        """Both springs in one scale, the second load as a block apart."""
        scale = LONG / max(p.free, p.loaded.value)
        # A spring hangs downwards from the ceiling, or stands upwards on the floor.
        up = 1 if p.layout == "pressed" else -1
        free, loaded = up * scale * p.free, up * scale * p.loaded.value
        has_spare = p.asked == "length"
        if up < 0:
            wall(sketch, "support", (6.4, 0), (-1.2, 0), 0.35)
        else:
            wall(sketch, "support", (-1.2, 0), (8.6 if has_spare else 6.4, 0), 0.35)
        for name, x, end in (("free", 0.8, free), ("loaded", 3.9, loaded)):
            spring(sketch, f"spring:{name}", (x, 0), (x, end), coils=9, width=0.6)
            sketch.claim("connected", f"spring:{name}", "wall:support")
        size = 0.45
        block(sketch, "body:load", (3.9, loaded + up * size), 1.2, 2 * size)
        sketch.claim("connected", "spring:loaded", "body:load")
        sketch.text("label:m", p.label("mass"), (4.5, loaded + up * size), of="body:load", toward=(1, 0))
        sketch.claim("ratio", "spring:loaded", "spring:free", value=self._drawn_ratio(sketch), tolerance=0.02)
        far = max(free, loaded, key=abs) + up * 2 * size
        for name, x in (("free", 0.8), ("loaded", 3.9)):
            word = p.letters[0 if name == "free" else 1]
            sketch.text(f"name:{name}", f"${word}$", (x, 0), of="wall:support", toward=(0, -up), gap_pt=28, halo=True)
        if p.layout == "scale":
            self._draw_scale(p, sketch, scale)
        else:
            self._draw_lengths(p, sketch, free, loaded)
        if has_spare:
            # It stands on the floor, or on a shelf where the springs hang; areas are as the masses, within limits.
            times = min(max((p.second / p.mass) ** 0.5, 0.65), 1.4)
            low, floor = (0.0, "support") if up > 0 else (far / 2, "shelf")
            if up < 0:
                wall(sketch, "shelf", (6.6, low), (8.6, low), 0.35)
            block(sketch, "spare:load", (7.6, low + size * times), 1.2 * times, 2 * size * times, fill=PALE_ORANGE)
            sketch.text("label:m2", p.label("second"), (7.6, low + 2 * size * times), of="spare:load", toward=(0, 1))
            sketch.claim("touches", "spare:load", f"wall:{floor}")
        count_roles(sketch, "spring", "body")
        sketch.entity("spring without load", "spring:free")
        sketch.entity("spring with load", "spring:loaded", "body:load")
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _drawn_ratio(sketch: Sketch) -> float:
        """Of the lengths of both zigzags, which are wider than they are drawn out."""
        lengths = []
        for name in ("spring:loaded", "spring:free"):
            points = next(mark.points for mark in sketch.marks if mark.id == name)  # type: ignore[union-attr]
            steps = pairwise(points)
            lengths.append(sum(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for a, b in steps))
        return float(lengths[0] / lengths[1])

    @staticmethod
    def _draw_lengths(p: LoadedSprings, sketch: Sketch, free: float, loaded: float) -> None:
        for name, x, end, quantity in (("free", 0.8, free, p.quantity("free")), ("loaded", 3.9, loaded, p.loaded)):
            words = f"${quantity.symbol}$ = {quantity.text}"
            side = 0.85 if end < 0 else -0.85
            # On the left of each spring, whichever way it runs.
            sketch.dimension(
                f"size:{name}", (x, 0), (x, end), words, -side, toward=(-1, 0), gap_pt=3, plate=False, halo=True
            )
        sketch.line("level:free", (0.2, free), (5.2, free), dash="dashed", width=0.8, color=GREY, z=1)
        sketch.claim("ratio", "size:loaded", "size:free", value=p.loaded.value / p.free)
        sketch.claim("parallel", "size:loaded", "size:free")
        sketch.claim("parallel", "level:free", "wall:support")

    @staticmethod
    def _draw_scale(p: LoadedSprings, sketch: Sketch, scale: float) -> None:
        """A ruler between the springs, zero at the ceiling, a mark for each centimetre and a pointer at each end."""
        last = int(max(p.free, p.loaded.value)) + 1
        sketch.rectangle("ruler:body", 1.95, -scale * last - 0.1, 2.95, 0, width=1.0, z=1)
        for mark in range(1, last + 1):
            long = mark % 5 == 0
            sketch.line(f"tick:{mark}", (1.95, -scale * mark), (2.35 if long else 2.15, -scale * mark), width=0.8)
            sketch.line(f"mark:{mark}", (2.95, -scale * mark), (2.75, -scale * mark), width=0.8)
            if long:
                sketch.text(f"number:{mark}", str(mark), (2.36, -scale * mark), toward=(1, 0), gap_pt=3, size=9)
        sketch.text("unit:scale", "cm", (2.45, -scale * last - 0.1), of="ruler:body", toward=(0, -1), size=10)
        for name, x, value, edge in (("free", 0.8, p.free, 1.95), ("loaded", 3.9, p.loaded.value, 2.95)):
            sketch.arrow(f"pointer:{name}", (x, -scale * value), (edge, -scale * value), width=1.0, color=GREY)
            near = f"tick:{int(value)}" if name == "free" else f"mark:{int(value)}"
            sketch.claim("connected", f"pointer:{name}", near, tolerance=3)
        count_roles(sketch, "pointer", "tick")

    def questions(self, p: LoadedSprings) -> Iterator[Question]:
        """Lengths, load, change of length; which of the two is loaded."""
        one, two = p.letters[0], p.letters[1]
        free, loaded = p.quantity("free"), p.loaded
        if p.layout == "scale":
            yield ask_number("free", free.value, unit="cm", likely=(loaded.value,), step=1)
            yield ask_number("loaded", loaded.value, unit="cm", likely=(free.value,), step=1)
        else:
            yield ask_value("free", free, loaded)
            yield ask_value("loaded", loaded, free)
        yield ask_number("change", p.change, unit="cm", step=1, low=1)
        yield ask_value("mass", p.quantity("mass"), *([p.quantity("second")] if p.asked == "length" else []))
        yield ask_word("which", two, [one, two, "both", "no_spring"])

    @defect(visibility=2)
    def no_change(self, p: LoadedSprings, scene: FigureScene, draw: Random) -> FigureScene:
        """The loaded spring is drawn as long as the free one, though its length is another."""
        old, free = scene.path("spring:loaded"), scene.path("spring:free")
        shift = old.points[0][0] - free.points[0][0]
        return change(scene, replace(old, points=tuple((x + shift, y) for x, y in free.points)))

    @defect(visibility=3)
    def floating_load(self, p: LoadedSprings, scene: FigureScene, draw: Random) -> FigureScene:
        """The load does not touch the spring that carries it."""
        body = scene.path("body:load")
        step = 0.8 if p.layout == "pressed" else -0.8
        return change(scene, replace(body, points=tuple((x, y + step) for x, y in body.points)))

    @defect(visibility=3)
    def loose_spring(self, p: LoadedSprings, scene: FigureScene, draw: Random) -> FigureScene:
        """One spring is not fixed to anything: it ends before the wall that should hold it."""
        old = scene.path(draw.choice(("spring:free", "spring:loaded")))
        (x, y), last = old.points[0], old.points[-1]
        start = (x, y + 0.3 * (last[1] - y))
        return change(scene, replace(old, points=(start, *(point for point in old.points[7:]))))
