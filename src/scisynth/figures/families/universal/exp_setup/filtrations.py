"""Filtration: what stays in the paper and what passes it, weighed, tells the fraction of a mixture."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.families.universal.exp_setup.glassware import GLASS, METAL, WATER, arm, beaker, display, stand
from scisynth.figures.parts.palette import GREY, PALE_GREY
from scisynth.figures.parts.physics import pick_letters
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

MIXTURES = {
    "sand and salt": ("sand", "salt"), "chalk and sugar": ("chalk", "sugar"), "sulfur and salt": ("sulfur", "salt"),
    "sand and copper sulfate": ("sand", "copper sulfate"), "charcoal and sugar": ("charcoal", "sugar"), "glass powder and alum": ("glass powder", "alum"),
}  # fmt: skip
"""What stays, what dissolves."""


@dataclass(frozen=True, kw_only=True)
class Filter(Parameters):
    """A mixture that was stirred with water, and the dry residue."""

    mixture: str = one_of(*MIXTURES)
    whole: float = number("m", "g", (12, 15, 18, 20, 24, 25, 30, 35, 40, 45, 50), meaning="mass of the mixture")
    residue: float = drawn(
        lambda draw, level, values: round(values["whole"] * draw.uniform(0.15, 0.8), 1), words="15 to 80 % of the sample",
        symbol="m_r", unit="g", meaning="dry residue",
    )  # fmt: skip
    paper: float = one_of(0.8, 0.9, 1.1, 1.2, 1.4)
    layout: str = one_of("gravity", "suction", "balance", level_1=("gravity", "suction"))
    asked: str = one_of("residue", "soluble")
    first: int = one_of(*range(8))
    is_mirrored: bool = one_of(False, True)

    @property
    def shown(self) -> Quantity:
        """The residue, or what the balance shows with the paper."""
        if self.layout == "balance":
            return Quantity(
                symbol="m_b", value=round(self.residue + self.paper, 1), unit="g", meaning="paper with residue"
            )
        return self.quantity("residue")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The sample and what was weighed."""
        empty = Quantity(symbol="m_p", value=self.paper, unit="g", meaning="empty paper")
        return (self.quantity("whole"), self.shown, *((empty,) if self.layout == "balance" else ()))

    @property
    def letters(self) -> dict[str, str]:
        """Of the parts that are asked about."""
        return dict(zip(("paper", "residue", "filtrate", "vessel"), pick_letters(self.first, 4), strict=True))


def share_of(sample: float, residue: float, *, soluble: bool) -> float:
    """Per cent of the mixture that stayed in the paper, or that passed it."""
    return 100 * ((sample - residue) if soluble else residue) / sample


@family("Universal - Exp. Setup")
class Filtration(Family[Filter]):
    """A mixture filtered by its weight or by suction, or weighed after it has dried: the mass fraction of one substance."""

    def solve(self, p: Filter) -> Solution:
        """By the masses."""
        stays, passes = MIXTURES[p.mixture]
        values = {
            "stays": stays, "passes": passes, "wanted": stays if p.asked == "residue" else passes, "shown": p.shown,
            "empty": f"{p.paper} g", "dry": p.quantity("residue"), "case": f"{p.asked} {'balance' if p.layout == 'balance' else 'plain'}",
            "kind": "balance" if p.layout == "balance" else "plain",
        }  # fmt: skip
        found = share_of(p.whole, p.residue, soluble=p.asked == "soluble")
        return Solution(answer=number_answer(found, "%"), symbol="w", values=values)

    def draw(self, p: Filter, sketch: Sketch) -> None:
        """A funnel above a beaker, or on a flask with a side arm; a balance with the dried paper next to it."""
        if p.layout == "suction":
            self._draw_suction(sketch)
        else:
            self._draw_funnel(sketch)
        tips = {
            "paper": (1.28, 5.87), "residue": (0.25, 4.5), "filtrate": (0.8, 0.6), "vessel": (1.2, 1.9),
        } if p.layout != "suction" else {"paper": (1.0, 4.72), "residue": (0.5, 5.05), "filtrate": (0.9, 0.5), "vessel": (0.56, 2.3)}  # fmt: skip
        for name, tip in tips.items():
            at = (2.6, tip[1] + 0.3)
            sketch.dot(f"tip:{name}", tip, 0.05, z=7)
            sketch.line(f"leader:{name}", tip, at, width=0.8, z=6)
            sketch.text(
                f"letter:{name}", f"${p.letters[name]}$", at, of=f"leader:{name}", toward=(1, 0), gap_pt=4, size=13
            )
            sketch.claim("connected", f"leader:{name}", f"tip:{name}", tolerance=6)
        sketch.claim("inside", "tip:residue", "residue:1")
        sketch.claim("inside", "tip:filtrate", "liquid:flask")
        words = f"sample: {p.text('whole')} of {p.mixture}"
        sketch.text("note:sample", words, (0.0, 7.2), toward=(0, 1), size=12.5)
        if p.layout == "balance":
            self._draw_balance(p, sketch)
        else:
            sketch.text(
                "note:residue", f"residue when dry: {p.shown.text}", (0.0, 6.75), toward=(0, 1), gap_pt=4, size=12.5
            )
        sketch.claim("count", "leader", value=4)
        sketch.entity("filter paper", "paper:filter")
        sketch.entity("residue", "residue:1")
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_funnel(sketch: Sketch) -> None:
        stand(sketch, -3.4, 1.9, -3.0, 6.6)
        arm(sketch, "ring", -2.82, -0.72, 4.62)
        sketch.rectangle("ring:end", 0.72, 4.62, 1.0, 4.76, fill=METAL, width=1)
        sketch.claim("connected", "arm:ring", "funnel:1")
        sketch.claim("connected", "ring:end", "funnel:2")
        sketch.line("funnel:1", (-1.7, 6.2), (-0.2, 3.9), (-0.2, 2.2), color=GLASS, width=1.8)
        sketch.line("funnel:2", (1.7, 6.2), (0.2, 3.9), (0.2, 1.95), color=GLASS, width=1.8)
        sketch.area(
            "paper:filter",
            (-1.5, 6.05),
            (0, 3.85),
            (1.5, 6.05),
            fill="#fffdf5",
            color="#9a8f6a",
            dash="dashed",
            width=1.2,
        )
        sketch.area("residue:1", (-0.62, 4.75), (0, 3.9), (0.62, 4.75), fill="#cda56b", width=0, z=3)
        sketch.area("liquid:funnel", (-1.15, 5.5), (-0.62, 4.75), (0.62, 4.75), (1.15, 5.5), fill=WATER, width=0, z=3)
        for index, y in enumerate((1.72, 1.35)):
            sketch.circle(f"drop:{index}", (0.12, y), 0.07, radius_y=0.11, fill="#8fc1e0", width=0.6)
        beaker(sketch, "flask", -1.2, 1.2, 0.0, 2.4, 1.0)
        sketch.claim("inside", "residue:1", "paper:filter")
        sketch.claim("order", "liquid:flask", "drop:0", "residue:1", "liquid:funnel", value="bottom_to_top")

    @staticmethod
    def _draw_suction(sketch: Sketch) -> None:
        """A porcelain funnel in the stopper of a thick-walled flask, whose side arm leads to the pump."""
        outline = [(-0.5, 3.4), (-0.5, 2.4), (-1.4, 0.2), (-1.3, 0.0), (1.3, 0.0), (1.4, 0.2), (0.5, 2.4), (0.5, 3.4)]
        sketch.line("glass:flask", *outline, color=GLASS, width=2.6)
        sketch.area(
            "liquid:flask",
            (-1.29, 0.02),
            (1.29, 0.02),
            (1.38, 0.2),
            (1.16, 0.9),
            (-1.16, 0.9),
            (-1.38, 0.2),
            fill=WATER,
            width=0,
            z=1,
        )
        sketch.line("pipe:1", (-0.55, 2.85), (-1.6, 2.85), (-1.6, 2.85), color=GLASS, width=4.0, z=0)
        sketch.arrow("flow:air", (-1.7, 2.85), (-3.0, 2.85), width=1.6)
        sketch.text("name:pump", "to the pump", (-2.35, 2.85), of="flow:air", toward=(0, 1), gap_pt=5)
        sketch.rectangle("stopper:1", -0.5, 3.2, 0.5, 3.6, fill="#a3754b", width=1, z=3)
        funnel = [(-1.3, 6.2), (-1.3, 4.6), (-0.25, 4.0), (-0.2, 2.7), (0.2, 2.5), (0.25, 4.0), (1.3, 4.6), (1.3, 6.2)]
        sketch.line("funnel:1", *funnel, color=GLASS, width=1.8, z=4)
        sketch.rectangle("plate:holes", -1.28, 4.6, 1.28, 4.68, hatch="||", width=0.8, color=GREY, z=4)
        sketch.rectangle("paper:filter", -1.22, 4.68, 1.22, 4.78, fill="#fffdf5", color="#9a8f6a", width=1.0, z=5)
        sketch.rectangle("residue:1", -1.2, 4.78, 1.2, 5.3, fill="#cda56b", width=0, z=3)
        sketch.circle("drop:0", (0.12, 2.1), 0.07, radius_y=0.11, fill="#8fc1e0", width=0.6)
        sketch.claim("inside", "liquid:flask", "glass:flask")
        sketch.claim("inside", "residue:1", "funnel:1")
        sketch.claim("order", "liquid:flask", "drop:0", "paper:filter", "residue:1", value="bottom_to_top")

    @staticmethod
    def _draw_balance(p: Filter, sketch: Sketch) -> None:
        x = 6.2
        sketch.rectangle("balance:1", x - 1.6, 0, x + 1.6, 1.3, fill=PALE_GREY, width=1.5)
        sketch.rectangle("pan:1", x - 1.2, 1.5, x + 1.2, 1.65, fill=GREY, width=1.0)
        sketch.line("post:1", (x, 1.3), (x, 1.5), width=3.0)
        sketch.area(
            "dry:paper",
            (x - 0.9, 1.65),
            (x + 0.9, 1.65),
            (x + 0.6, 1.8),
            (x - 0.6, 1.8),
            fill="#fffdf5",
            color="#9a8f6a",
            width=1.0,
        )
        sketch.area("dry:residue", (x - 0.5, 1.8), (x + 0.5, 1.8), (x, 2.25), fill="#cda56b", width=0, z=3)
        display(sketch, "balance", (x, 0.65), p.shown.text)
        sketch.text("note:paper", f"paper alone: {p.paper} g", (x, 2.5), toward=(0, 1), size=12)
        sketch.claim("inside", "display:balance", "balance:1")
        sketch.claim("order", "balance:1", "pan:1", "dry:residue", value="bottom_to_top")
        sketch.entity("balance", "balance:1", "pan:1")

    def questions(self, p: Filter) -> Iterator[Question]:
        """Which letter is at which part; masses."""
        letters = p.letters
        every = list(letters.values())
        yield ask_word("filtrate", letters["filtrate"], every)
        yield ask_word("residue", letters["residue"], every)
        yield ask_word("paper", letters["paper"], every)
        yield ask_value("sample", p.quantity("whole"), p.shown)
        yield ask_number("shown", p.shown.value, unit="g", step=round(max(p.shown.value / 6, 0.3), 1), low=0.1)

    @defect(visibility=2)
    def residue_below(self, p: Filter, scene: FigureScene, draw: Random) -> FigureScene:
        """The residue lies below the paper, which it cannot pass."""
        mark = scene.path("residue:1")
        drop = 1.5 if p.layout != "suction" else 4.0
        return change(scene, replace(mark, points=tuple((x, y - drop) for x, y in mark.points)))

    @defect(visibility=2)
    def spilled_filtrate(self, p: Filter, scene: FigureScene, draw: Random) -> FigureScene:
        """The filtrate lies outside the vessel."""
        mark = scene.path("liquid:flask")
        return change(scene, replace(mark, points=tuple((x + 1.4, y) for x, y in mark.points)))

    @defect(visibility=1)
    def drops_in_funnel(self, p: Filter, scene: FigureScene, draw: Random) -> FigureScene:
        """A drop hangs above the paper and not below the funnel."""
        mark = scene.round("drop:0")
        return change(scene, replace(mark, center=(mark.center[0], 5.9)))
