"""Energy along a food chain: about a tenth of the energy of one trophic level reaches the next (Lindeman 1942)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod
from random import Random

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import GREY, ORANGE, PALE_GREEN, PALE_ORANGE, PALE_RED, RED
from scisynth.figures.parts.universal import box
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

CHAINS = (
    ("grass", "grasshoppers", "frogs", "snakes"),
    ("phytoplankton", "zooplankton", "herring", "seals"),
    ("oak leaves", "caterpillars", "blue tits", "sparrowhawks"),
    ("algae", "water fleas", "perch", "pike"),
    ("heather", "moths", "spiders", "shrews"),
    ("kelp", "sea urchins", "crabs", "octopuses"),
)
ROLES = ("producers", "primary consumers", "secondary consumers", "tertiary consumers")
UNIT = "kJ/(m² a)"
FILLS = (PALE_GREEN, "#fff5d6", PALE_ORANGE, PALE_RED)


@dataclass(frozen=True, kw_only=True)
class Energy(Parameters):
    """A chain, the energy of its producers and the shares that are passed on."""

    layout: str = one_of("pyramid", "flow", "losses", level_1=("pyramid", "flow"))
    chain: int = one_of(*range(len(CHAINS)))
    base: int = one_of(8000, 9000, 12000, 15000, 18000, 20000, 24000, 30000, 36000, 50000)
    shares: tuple[int, ...] = drawn(
        lambda draw, _, __: tuple(draw.choice((5, 6, 8, 10, 12, 15, 20)) for _ in range(3)), words="per cent, three"
    )
    asked: int = one_of(2, 3, level_1=(2,), level_3=(3,))

    @property
    def names(self) -> tuple[str, ...]:
        """Of the levels."""
        return CHAINS[self.chain]

    @property
    def parts(self) -> tuple[int, ...]:
        """Shares that are passed on: all alike in a pyramid."""
        return (self.shares[0],) * 3 if self.layout == "pyramid" else self.shares

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Base and shares."""
        return (
            Quantity(symbol="E_0", value=self.base, unit=UNIT),
            *(Quantity(symbol=f"e_{k}", value=v, unit="%") for k, v in enumerate(self.parts, 1)),
        )


def energies(base: float, percents: tuple[int, ...]) -> list[float]:
    """Of all levels."""
    return [base * prod(percent / 100 for percent in percents[:k]) for k in range(len(percents) + 1)]


@family("Biology - Ecological")
class EnergyPyramid(Family[Energy]):
    """A pyramid with one share, a chain of boxes with a share at each arrow, or one with what each level loses."""

    def solve(self, p: Energy) -> Solution:
        """Shares multiply."""
        value = energies(p.base, p.parts)[p.asked]
        shares = [f"{100 - part}% is lost" if p.layout == "losses" else f"{part}% is passed on" for part in p.parts]
        told = "; ".join(
            f"from the {a} to the {b} {words}" for a, b, words in zip(p.names, p.names[1:], shares, strict=False)
        )
        if p.layout == "pyramid":
            told = f"{p.parts[0]}% of the energy of each level reaches the next"
        product = " · ".join(f"{part / 100:g}" for part in p.parts[: p.asked])
        return Solution(
            answer=number_answer(value, UNIT),
            values={
                "told": told,
                "line": " → ".join(p.names),
                "energy": f"{p.base} {UNIT}",
                "top": p.names[p.asked],
                "product": product,
                "chart": p.layout,
            },
            hidden=(number_answer(value, UNIT).text, format_number(energies(p.base, p.parts)[1])),
        )

    def draw(self, p: Energy, sketch: Sketch) -> None:
        """The asked level bears a question mark."""
        if p.layout == "pyramid":
            self._pyramid(p, sketch)
        else:
            self._flow(p, sketch)
        sketch.entity("levels", *(mark.id for mark in sketch.marks if mark.id.startswith(("level:", "box:"))))

    def _pyramid(self, p: Energy, sketch: Sketch) -> None:
        widths = (8.0, 5.8, 3.8, 2.4)
        for level, (name, width) in enumerate(zip(p.names, widths, strict=True)):
            y = 1.15 * level
            sketch.rectangle(f"level:{level}", -width / 2, y, width / 2, y + 1.15, fill=FILLS[level], width=1.3)
            sketch.text(f"name:{level}", name, (0, y + 0.575), size=12)
            sketch.claim("inside", f"name:{level}", f"level:{level}")
            sketch.claim("label", f"name:{level}", value=name)
            sketch.text(f"role:{level}", ROLES[level], (-4.3, y + 0.575), align="right", size=11, color=GREY)
            if level:
                sketch.claim("width_ratio", "level:0", f"level:{level}", value=8 / width)
                sketch.arrow(f"transfer:{level}", (4.6, y - 0.53), (4.6, y + 0.53), width=1.4, color=ORANGE)
                sketch.text(
                    f"share:{level}", f"{p.parts[0]}%", (4.6, y), of=f"transfer:{level}", toward=(1, 0), gap_pt=6
                )
        sketch.claim("order", *(f"level:{n}" for n in range(4)), value="bottom_to_top")
        sketch.claim("count", "level", value=4)
        sketch.text("energy:0", f"{p.base} {UNIT}", (0, 0), of="level:0", toward=(0, -1), gap_pt=6, size=12)
        sketch.text("energy:asked", "$E$ = ?", (5.7, 1.15 * p.asked + 0.575), size=13)
        sketch.claim("level", "energy:asked", f"level:{p.asked}", tolerance=8)

    def _flow(self, p: Energy, sketch: Sketch) -> None:
        for level, name in enumerate(p.names):
            x = 4.3 * level
            box(sketch, str(level), (x, 0), 3.1, 1.0, name, 10, fill=FILLS[level])
            sketch.claim("label", f"name:{level}", value=name)
            sketch.text(
                f"role:{level}",
                ROLES[level].replace(" ", "\n"),
                (x, -0.5),
                of=f"box:{level}",
                toward=(0, -1),
                size=11,
                color=GREY,
            )
            if level:
                self._step(p, sketch, level, x)
        sketch.claim("order", *(f"box:{n}" for n in range(4)), value="left_to_right")
        sketch.claim("count", "box", value=4)
        sketch.text("energy:0", f"{p.base} {UNIT}", (0, 0.5), of="box:0", toward=(0, 1), size=11)
        sketch.text("energy:asked", "$E$ = ?", (4.3 * p.asked, 0.5), of=f"box:{p.asked}", toward=(0, 1), size=13)

    def _step(self, p: Energy, sketch: Sketch, level: int, x: float) -> None:
        sketch.arrow(f"transfer:{level}", (x - 2.75, 0), (x - 1.55, 0), width=2, color=ORANGE)
        for end in (level - 1, level):
            sketch.claim("connected", f"transfer:{level}", f"box:{end}")
        part = p.parts[level - 1]
        if p.layout == "flow":
            sketch.text(f"share:{level}", f"{part}%", (x - 2.15, 0), of=f"transfer:{level}", toward=(0, 1), size=12.5)
            return
        sketch.arrow(f"loss:{level}", (x - 2.15, 0.1), (x - 2.15, 1.6), width=2, color=RED)
        sketch.text(
            f"share:{level}", f"{100 - part}% lost", (x - 2.15, 1.6), of=f"loss:{level}", toward=(0, 1), size=12.5
        )

    def questions(self, p: Energy) -> Iterator[Question]:
        """Levels, shares and the energy of the producers."""
        place = (p.base // 1000 + p.shares[1]) % 4
        yield ask_word("role", p.names[place], p.names, role=ROLES[place])
        step = (p.base // 1000 + p.shares[2]) % 3
        shown = 100 - p.parts[step] if p.layout == "losses" else p.parts[step]
        likely = [100 - part if p.layout == "losses" else part for part in p.parts]
        yield ask_number(
            "share", shown, unit="%", likely=likely, step=2, low=1, one=p.names[step], two=p.names[step + 1]
        )
        yield ask_number("base", p.base, unit=UNIT, likely=[p.base / 10, p.base * 2, p.base / 2], step=4000, low=500)
        first = energies(p.base, p.parts)[1]
        yield ask_number("first", first, unit=UNIT, likely=[p.base / 10, first / 2, 2 * first], low=1, level=p.names[1])
        other = (p.base // 1000 + p.asked) % 3
        yield ask_word("eater", p.names[other + 1], p.names, food=p.names[other])

    @defect(visibility=1)
    def exchanged_levels(self, p: Energy, scene: FigureScene, draw: Random) -> FigureScene:
        """Two levels bear each other's organisms."""
        one, two = draw.sample(range(4), 2)
        return swap_texts(scene, f"name:{one}", f"name:{two}")

    @defect(visibility=2)
    def energy_flows_back(self, p: Energy, scene: FigureScene, draw: Random) -> FigureScene:
        """An arrow of energy runs from the eater to the eaten."""
        mark = scene.path(f"transfer:{draw.randrange(1, 4)}")
        return change(scene, replace(mark, points=mark.points[::-1]))

    @defect(visibility=3)
    def level_missing(self, p: Energy, scene: FigureScene, draw: Random) -> FigureScene:
        """A level of the chain is not drawn."""
        return scene.without(f"{'level' if p.layout == 'pyramid' else 'box'}:{draw.randrange(4)}")
