"""A lever in balance: the moments about its pivot are equal, and the pivot bears what is left."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, PALE_BLUE, PALE_GREY, PALE_ORANGE, RED
from scisynth.figures.parts.physics import GRAVITY, block, count_roles, pick_letters, vector, wall
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

LENGTH = 8.0
"""From the outermost load on one side to that on the other, or to the pivot."""
INNER = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2)
"""Arms of a further force, metres."""
ARROW = 2.4
"""The longest force."""


def _second_arms(values: Mapping[str, Any]) -> list[float]:
    """Arms that differ enough from the first, longer ones where both are on one side of the pivot."""
    low, high = (1.35, 2.4) if values["layout"] == "one_side" else (0.45, 2.2)
    every = (0.6, 0.75, 1.0, 1.1, 1.2, 1.3, 1.4, 1.6, 1.7, 1.8, 2.1, 2.4, 2.5, 2.8, 3.0)
    ratios = {arm: arm / values["one"] for arm in every}
    return [arm for arm, ratio in ratios.items() if low <= ratio <= high and abs(ratio - 1) > 0.1]


@dataclass(frozen=True, kw_only=True)
class Levers(Parameters):
    """Loads on a light lever; the first stands on the left before it is mirrored."""

    layout: str = one_of(
        "arrows", "seesaw", "one_side", "three", level_1=("arrows", "seesaw"), level_3=("one_side", "three")
    )
    force: float = number("F_1", "N", range(40, 165, 5), meaning="first force")
    mass: float = number("m_1", "kg", (18, 20, 22, 24, 25, 28, 30, 32, 35, 36, 40, 45), meaning="first mass")
    extra: float = number("F_3", "N", range(30, 85, 5), meaning="further force")
    one: float = number("d_1", "m", (0.8, 0.9, 1.0, 1.2, 1.4, 1.5, 1.6, 1.8, 2.0), meaning="first arm")
    two: float = drawn(
        lambda draw, level, values: draw.choice(_second_arms(values)),
        words="0.6 to 3 m", symbol="d_2", unit="m", meaning="second arm",
    )  # fmt: skip
    three: float = drawn(
        lambda draw, level, values: draw.choice([arm for arm in INNER if 0.4 <= arm / values["one"] <= 0.7]),
        words="0.4 to 1.2 m", symbol="d_3", unit="m", meaning="further arm",
    )  # fmt: skip
    asked: str = one_of("second", "support", level_1=("second",))
    is_mirrored: bool = one_of(False, True)
    first: int = one_of(*range(8))

    def valid(self) -> bool:
        """Arrows of different length that there is room for."""
        ratio = self.moment / (self.load * self.two)
        return self.layout == "one_side" or (0.5 <= ratio <= 2 and abs(ratio - 1) > 0.1)

    @property
    def load(self) -> float:
        """The first load, newtons, or kilograms on a seesaw."""
        return self.mass if self.layout == "seesaw" else self.force

    @property
    def moment(self) -> float:
        """What the second load balances."""
        return self.load * self.one + (self.extra * self.three if self.layout == "three" else 0.0)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Those that the layout shows, under the names that it prints."""
        names = ["mass" if self.layout == "seesaw" else "force", "one", "two"]
        names += ["extra", "three"] if self.layout == "three" else []
        return tuple(self.named(name) for name in names)

    def named(self, name: str) -> Quantity:
        """A quantity under the letter that the figure prints."""
        found = self.quantity(name)
        letters = {"force": self.letters["one"], "extra": self.letters["three"]}
        return replace(found, symbol=letters.get(name, found.symbol))

    @property
    def letters(self) -> dict[str, str]:
        """Of the loads and of the force of the pivot."""
        if self.layout == "seesaw":
            return {"one": "m_1", "two": "m_2", "support": pick_letters(self.first, 1)[0], "three": ""}
        return dict(zip(("one", "two", "support", "three"), pick_letters(self.first, 4), strict=True))


def second_load(p: Levers) -> float:
    """What balances the other moments at the arm d₂, in the unit of the first load."""
    return p.moment / p.two


def pivot_force(p: Levers) -> float:
    """Of the pivot on the lever, upwards, newtons."""
    second, extra = second_load(p), p.extra if p.layout == "three" else 0.0
    if p.layout == "seesaw":
        return (p.load + second) * GRAVITY
    return p.load + extra + (-second if p.layout == "one_side" else second)


@family("Physics - Mechanical")
class LeverBalance(Family[Levers]):
    """A lever in balance: forces on both sides, masses on a seesaw, both forces on one side, or three forces."""

    def solve(self, p: Levers) -> Solution:
        """By equal moments about the pivot, then by the sum of all forces."""
        second, support = second_load(p), pivot_force(p)
        unit = "kg" if p.layout == "seesaw" else "N"
        value, symbol = (second, p.letters["two"]) if p.asked == "second" else (support, p.letters["support"])
        names = {name: letter.replace("_1", "₁").replace("_2", "₂") for name, letter in p.letters.items()}
        values = {
            "case": f"{p.layout} {p.asked}",
            "what": "mass" if p.layout == "seesaw" and p.asked == "second" else p.asked,
            "load": p.named("mass" if p.layout == "seesaw" else "force"),
            "more": p.named("extra"),
            "second": number_answer(second, unit),
            **{f"name_{name}": letter for name, letter in names.items()},
        }
        answer = number_answer(value, unit if p.asked == "second" else "N")
        return Solution(answer=answer, symbol=symbol.replace("_2", "₂"), values=values)

    def places(self, p: Levers) -> dict[str, float]:
        """x of the loads and of the pivot, which stands at 0."""
        if p.layout == "one_side":
            scale = LENGTH / p.two
            return {"one": scale * p.one, "pivot": 0.0, "two": scale * p.two}
        scale = LENGTH / (p.one + p.two)
        found = {"one": -scale * p.one, "pivot": 0.0, "two": scale * p.two}
        return {**found, "three": -scale * p.three} if p.layout == "three" else found

    def draw(self, p: Levers, sketch: Sketch) -> None:
        """The lever lies level on its pivot, the arms are measured above it."""
        places = self.places(p)
        left, right = min(places.values()) - 0.35, max(places.values()) + 0.35
        sketch.rectangle("beam:lever", left, -0.1, right, 0.1, fill=PALE_ORANGE, z=2)
        sketch.area("support:pivot", (0, -0.1), (0.45, -0.95), (-0.45, -0.95), fill=PALE_GREY, z=1)
        wall(sketch, "floor", (-1.1, -0.95), (1.1, -0.95), 0.25)
        sketch.dot("point:pivot", (0, -0.1), 0.08, z=7)
        for name, x in places.items():
            if name != "pivot":
                sketch.dot(f"point:{name}", (x, -0.1), 0.06, z=7)
        if p.layout == "seesaw":
            self._draw_masses(p, sketch, places)
        else:
            self._draw_forces(p, sketch, places)
        self._draw_arms(p, sketch, places)
        sketch.claim("parallel", "beam:lever", "wall:floor")
        sketch.claim("on", "point:pivot", "support:pivot")
        arms = (abs(places["one"]), abs(places["two"]))
        sketch.claim("distance_ratio", "point:one", "point:pivot", "point:two", value=arms[0] / arms[1])
        count_roles(sketch, "support", "size")
        sketch.entity("lever", "beam:lever", "support:pivot")
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_arms(p: Levers, sketch: Sketch, places: dict[str, float]) -> None:
        """Dimension lines below the lever; arms on one side lie one below the other."""
        downs = [mark.points[-1][1] for mark in sketch.marks if isinstance(mark, Path) and mark.id.startswith("force:")]
        low = max(1.75, 0.7 - min(downs))
        depth = {"one": low, "two": low, "three": low}
        if p.layout == "one_side":
            depth["two"] += 0.65
        if p.layout == "three":
            depth["one"] += 0.65
            depth["two"] += 0.65
        for name, x in places.items():
            if name == "pivot":
                continue
            y = -depth[name]
            sketch.line(f"end:{name}", (x, -0.25), (x, y - 0.12), width=0.6, dash="dotted", z=1)
            sketch.line(f"size:{name}", (x, y), (0, y), arrow="both", width=0.9)
            quantity = p.named(name)
            words = f"${quantity.symbol}$ = {quantity.text}"
            sketch.text(f"label:{name}", words, (x / 2, y), of=f"size:{name}", toward=(0, 1), gap_pt=3, halo=True)
        low = max(depth[name] for name in places if name != "pivot")
        sketch.line("end:pivot", (0, -1.25), (0, -low - 0.12), width=0.6, dash="dotted", z=1)
        sketch.claim("ratio", "size:one", "size:two", value=p.one / p.two)
        if p.layout == "three":
            sketch.claim("ratio", "size:three", "size:one", value=p.three / p.one)

    def _draw_forces(self, p: Levers, sketch: Sketch, places: dict[str, float]) -> None:
        newtons = {"one": p.force, "two": second_load(p), "support": pivot_force(p)}
        if p.layout == "three":
            newtons["three"] = p.extra
        scale = ARROW / max(newtons.values())
        colors = {"one": RED, "two": BLUE, "support": GREEN, "three": RED}
        for name, newton in newtons.items():
            x = places.get(name, 0.0)
            up = name == "support" or (p.layout == "one_side" and name == "two")
            words = f"${p.letters[name]}$"
            if name in ("one", "three"):
                words += f" = {p.named('force' if name == 'one' else 'extra').text}"
            side = 1 if x >= 0 or name == "three" else -1
            # The text of a short arrow keeps clear of the lever, below the tip.
            is_short = scale * newton < 0.6 and not up
            vector(
                sketch, f"force:{name}", (x, 0.1 if up else -0.1), scale * newton, 90 if up else 270, words,
                toward=(side, -1 if is_short else 0), position=1.0 if is_short else 0.5, color=colors[name],
            )  # fmt: skip
            if name != "support":
                sketch.claim("connected", f"force:{name}", "beam:lever")
                sketch.claim("parallel", f"force:{name}", "force:support")
                sketch.claim("ratio", f"force:{name}", "force:support", value=newton / newtons["support"])
        count_roles(sketch, "force")
        sketch.entity("forces", *(f"force:{name}" for name in newtons))

    @staticmethod
    def _draw_masses(p: Levers, sketch: Sketch, places: dict[str, float]) -> None:
        """Two blocks whose areas are as their masses, and the force of the pivot."""
        masses = {"one": p.mass, "two": second_load(p)}
        for name, fill in (("one", PALE_ORANGE), ("two", PALE_BLUE)):
            side = 1.15 * (masses[name] / max(masses.values())) ** 0.5
            block(sketch, f"body:{name}", (places[name], 0.1 + side / 2), side, side, fill=fill)
            words = f"$m_1$ = {p.named('mass').text}" if name == "one" else "$m_2$"
            sketch.text(f"label:m{name}", words, (places[name], 0.1 + side), of=f"body:{name}", toward=(0, 1))
            sketch.claim("touches", f"body:{name}", "beam:lever")
        letter = f"${p.letters['support']}$"
        vector(sketch, "force:support", (0, 0.1), 1.6, 90, letter, toward=(1, 0), position=0.85, color=GREEN)
        count_roles(sketch, "body", "force")
        sketch.entity("masses", "body:one", "body:two")

    def questions(self, p: Levers) -> Iterator[Question]:
        """Arms and loads; which load is nearer to the pivot, and on which side."""
        names = {name: letter.replace("_1", "₁").replace("_2", "₂") for name, letter in p.letters.items()}
        arms = [p.quantity("one"), p.quantity("two")] + ([p.quantity("three")] if p.layout == "three" else [])
        yield ask_value("arm_one", arms[0], *arms[1:], load=names["one"])
        yield ask_value("arm_two", arms[1], arms[0], *arms[2:], load=names["two"])
        yield ask_value("load", p.named("mass" if p.layout == "seesaw" else "force"), load=names["one"])
        distances = {name: abs(x) for name, x in self.places(p).items() if name != "pivot"}
        nearest = min(distances, key=lambda name: distances[name])
        others = [names[name] for name in distances]
        yield ask_word("nearest", names[nearest], [*others, "equal", "no_load"], these=", ".join(others))
        sides = ["left", "right", "middle", "none"]
        if p.layout == "one_side":
            yield ask_word("end", sides[p.is_mirrored], sides)
        else:
            yield ask_word("side", sides[not p.is_mirrored], sides, load=names["two"])

    @defect(visibility=2)
    def tilted_lever(self, p: Levers, scene: FigureScene, draw: Random) -> FigureScene:
        """The lever slopes, though it is said to be in balance with level arms."""
        beam, tilt = scene.path("beam:lever"), draw.choice((-9, 9))
        points = tuple((float(a), float(b)) for a, b in (polar(tilt, x) + polar(tilt + 90, y) for x, y in beam.points))
        return change(scene, replace(beam, points=points))

    @defect(visibility=2)
    def wrong_arm(self, p: Levers, scene: FigureScene, draw: Random) -> FigureScene:
        """The line that measures an arm ends short of where the load acts."""
        arm = scene.path(draw.choice(("size:one", "size:two")))
        (x, y), end = arm.points
        return change(scene, replace(arm, points=((0.6 * x, y), end)))

    @defect(visibility=1)
    def shifted_pivot(self, p: Levers, scene: FigureScene, draw: Random) -> FigureScene:
        """The pivot does not stand where the arms are measured from."""
        step = draw.choice((-1.2, 1.2))
        support, point = scene.path("support:pivot"), scene.round("point:pivot")
        moved = replace(support, points=tuple((x + step, y) for x, y in support.points))
        return change(scene, moved, replace(point, center=(step, -0.1)))
