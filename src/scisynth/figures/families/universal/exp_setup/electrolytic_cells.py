"""Electrolysis: a charge I t deposits M I t/(z F) of a metal at the cathode, which is wired to the minus pole."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of, several
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.families.universal.exp_setup.glassware import beaker, display
from scisynth.figures.parts.palette import PALE_GREY, PAPER, RED
from scisynth.figures.parts.physics import pick_letters
from scisynth.figures.parts.universal import leader
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

FARADAY = 96485.0
"""C/mol."""
METALS = {
    "copper": ("Cu", 63.55, 2, "CuSO₄"), "silver": ("Ag", 107.87, 1, "AgNO₃"), "zinc": ("Zn", 65.38, 2, "ZnSO₄"),
    "nickel": ("Ni", 58.69, 2, "NiSO₄"), "tin": ("Sn", 118.71, 2, "SnCl₂"), "lead": ("Pb", 207.2, 2, "Pb(NO₃)₂"),
}  # fmt: skip
"""Symbol, molar mass in g/mol, charge of the ion, salt of the solution."""


@dataclass(frozen=True, kw_only=True)
class Cell(Parameters):
    """One cell, two in a row, or one with ammeter and clock."""

    metals: tuple[str, ...] = several(tuple(METALS), 2)
    current: float = number(
        "I", "A", (0.4, 0.5, 0.8, 1.0, 1.2, 1.5, 1.8, 2.0, 2.5, 3.0), meaning="current", given=False
    )
    minutes: float = number("t", "min", (8, 10, 12, 15, 18, 20, 25, 30, 40, 45, 60), meaning="time", given=False)
    layout: str = one_of("single", "row", "meters", level_1=("single", "meters"))
    asked: str = one_of("mass", "other", level_1=("mass",))
    first: int = one_of(*range(8))
    is_mirrored: bool = one_of(False, True)

    @property
    def num(self) -> int:
        """Of cells."""
        return 2 if self.layout == "row" else 1

    @property
    def grams(self) -> list[float]:
        """Deposited in each cell."""
        found = []
        for metal in self.metals[: self.num]:
            _, molar, charge, _ = METALS[metal]
            found.append(deposited(molar, self.current, self.minutes * 60, charge))
        return found

    @property
    def weighed(self) -> Quantity:
        """Mass of the deposit in the first cell, as weighed."""
        return Quantity(
            symbol="m_1" if self.num == 2 else "m", value=float(f"{self.grams[0]:.3g}"), unit="g", meaning="deposit"
        )

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Current and time; or what was weighed, for another mass or for the time."""
        if self.num == 2:
            return (self.weighed,) if self.asked == "other" else (self.quantity("current"), self.quantity("minutes"))
        return (self.quantity("current"), self.weighed if self.asked == "other" else self.quantity("minutes"))

    @property
    def letters(self) -> tuple[str, ...]:
        """Of the electrodes, two for each cell, the anode first."""
        return self.every_letter[: 2 * self.num]

    @property
    def every_letter(self) -> tuple[str, ...]:
        """Four letters, none of them that of an ammeter."""
        return tuple("D" if letter == "A" else letter for letter in pick_letters(self.first, 4))


def deposited(molar: float, current: float, seconds: float, charge: int) -> float:
    """Mass at the cathode, g."""
    return molar * current * seconds / (charge * FARADAY)


@family("Universal - Exp. Setup")
class Electrolysis(Family[Cell]):
    """A metal is deposited from its salt, in one cell, in two cells in a row, or with ammeter and clock."""

    def solve(self, p: Cell) -> Solution:
        """By Faraday's law; the same charge passes cells in a row."""
        last = p.metals[p.num - 1]
        molar = {name: Quantity(symbol="M", value=METALS[name][1], unit="g/mol") for name in p.metals}
        values = {
            "metal": last, "other_metal": p.metals[0], "molar": molar[last], "other_molar": molar[p.metals[0]], "weighed": p.weighed,
            "charge": str(METALS[last][2]), "other_charge": str(METALS[p.metals[0]][2]), "salt": METALS[last][3],
            "other_salt": METALS[p.metals[0]][3], "seconds": format_number(p.minutes * 60), "case": f"{p.layout if p.num == 2 else 'single'} {p.asked}",
        }  # fmt: skip
        if p.asked == "mass":
            return Solution(answer=number_answer(p.grams[-1], "g"), symbol="m", values=values)
        if p.num == 2:
            moles = p.weighed.value / METALS[p.metals[0]][1] * METALS[p.metals[0]][2]
            return Solution(
                answer=number_answer(moles / METALS[last][2] * METALS[last][1], "g"), symbol="m₂", values=values
            )
        seconds = p.weighed.value / METALS[last][1] * METALS[last][2] * FARADAY / p.current
        return Solution(answer=number_answer(seconds / 60, "min"), symbol="t", values=values)

    def draw(self, p: Cell, sketch: Sketch) -> None:
        """Cells side by side; the wires run above them, through the battery and, where there is one, the ammeter."""
        width = 6.6
        rods: list[tuple[str, float]] = []
        for index in range(p.num):
            middle = index * width
            beaker(sketch, f"cell{index}", middle - 2.5, middle + 2.5, 0.0, 3.4, 2.6)
            for role, x in (("cathode", middle - 1.6), ("anode", middle + 1.6)):
                letter = p.letters[2 * index + (role == "cathode")]
                sketch.rectangle(
                    f"electrode:{letter}",
                    x - 0.18,
                    0.7,
                    x + 0.18,
                    4.1,
                    fill="#b9b9b9" if role == "anode" else "#d9a066",
                    width=1.3,
                    z=3,
                )
                out = 1 if x > middle else -1
                sketch.text(
                    f"letter:{letter}",
                    f"${letter}$",
                    (x - out * 0.18, 3.5),
                    of=f"electrode:{letter}",
                    toward=(-out, 0),
                    gap_pt=5,
                    size=13,
                )
                rods.append((letter, x))
            self._draw_ions(p, sketch, index, middle)
            name = METALS[p.metals[index]]
            leader(
                sketch,
                f"solution{index}",
                (middle + 0.1, 0.4),
                (middle + 0.6, -0.6),
                f"{name[3]} solution",
                of=f"liquid:cell{index}",
                size=12,
            )
        self._draw_wires(p, sketch, rods)
        rows = [quantity.label for quantity in p.givens if not (p.layout == "meters" and quantity.symbol in ("I", "t"))]
        if rows:
            sketch.text("note:given", ",  ".join(rows), (rods[-1][1] / 2 - 0.8, 7.2), toward=(0, 1), size=12.5)
        sketch.claim("count", "electrode", value=2 * p.num)
        sketch.entity("cells", *(f"glass:cell{index}" for index in range(p.num)))
        sketch.entity("electrodes", *(f"electrode:{letter}" for letter, _ in rods))
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_ions(p: Cell, sketch: Sketch, index: int, middle: float) -> None:
        symbol, _, charge, _ = METALS[p.metals[index]]
        words = f"{symbol}{'²' if charge == 2 else ''}⁺"
        cathode = p.letters[2 * index + 1]
        for part, (x, y) in enumerate(((0.65, 1.2), (0.2, 2.05))):
            name = f"ion:{index}{part}"
            sketch.circle(name, (middle + x, y), 0.32, fill=PAPER, color=RED, width=1.2)
            sketch.text(f"name:{index}{part}", words, (middle + x, y), of=name, size=9)
            move = sketch.arrow(
                f"move:{index}{part}", (middle + x - 0.32, y), (middle + x - 0.95, y), width=1.4, color=RED
            )
            sketch.claim("points_to", move, f"electrode:{cathode}", tolerance=35)
            sketch.claim("inside", name, f"liquid:cell{index}")

    @staticmethod
    def _draw_wires(p: Cell, sketch: Sketch, rods: list[tuple[str, float]]) -> None:
        """The battery's minus pole is on the side of the first cathode."""
        high, left, right = 5.7, rods[0][1], rods[-1][1]
        middle = (left + right) / 2
        gap = 0.22
        sketch.line(f"wire:{rods[0][0]}", (left, 4.1), (left, high), (middle - gap, high), width=1.6)
        points = [(right, 4.1), (right, high)]
        if p.layout == "meters":
            Electrolysis._draw_meters(p, sketch, right + 3.3)
            sketch.line("wire:meter", (right, 4.1), (right, 4.6), (right + 2.6, 4.6), (right + 2.6, 3.8), width=1.6)
            points = [(right + 4.0, 3.8), (right + 4.0, high)]
            sketch.claim("connected", "wire:meter", f"electrode:{rods[-1][0]}")
            sketch.claim("connected", "wire:meter", "case:ammeter")
        sketch.line(f"wire:{rods[-1][0]}", *points, (middle + gap, high), width=1.6)
        if p.layout == "meters":
            sketch.claim("connected", f"wire:{rods[-1][0]}", "case:ammeter")
        else:
            sketch.claim("connected", f"wire:{rods[-1][0]}", f"electrode:{rods[-1][0]}")
        sketch.claim("connected", f"wire:{rods[0][0]}", f"electrode:{rods[0][0]}")
        for one, two in zip(rods[1:-1:2], rods[2:-1:2], strict=True):
            sketch.line("wire:bridge", (one[1], 4.1), (one[1], 4.9), (two[1], 4.9), (two[1], 4.1), width=1.6)
            sketch.claim("connected", "wire:bridge", f"electrode:{one[0]}")
            sketch.claim("connected", "wire:bridge", f"electrode:{two[0]}")
        for name, x, half, wide, sign in (
            ("minus", middle - gap, 0.3, 3.6, "−"),
            ("plus", middle + gap, 0.55, 1.6, "+"),
        ):
            sketch.line(f"plate:{name}", (x, high - half), (x, high + half), width=wide)
            side = 1 if name == "plus" else -1
            sketch.text(
                f"pole:{name}", sign, (x, high + 0.55), of=f"plate:{name}", toward=(side, 0.3), gap_pt=6, size=14
            )
        sketch.claim("connected", f"wire:{rods[0][0]}", "plate:minus")
        sketch.claim("connected", f"wire:{rods[-1][0]}", "plate:plus")
        sketch.claim("ratio", "plate:plus", "plate:minus", value=0.55 / 0.3)

    @staticmethod
    def _draw_meters(p: Cell, sketch: Sketch, x: float) -> None:
        rows = [("ammeter", p.text("current"))]
        if p.asked == "mass":
            rows.append(("clock", p.text("minutes")))
        for index, (name, words) in enumerate(rows):
            y = 3.2 - 1.7 * index
            sketch.rectangle(f"case:{name}", x - 1.2, y - 0.6, x + 1.2, y + 0.6, fill=PALE_GREY, width=1.4)
            display(sketch, name, (x, y), words)
            sketch.text(f"name:{name}", name, (x, y - 0.6), of=f"case:{name}", toward=(0, -1), gap_pt=3)

    def questions(self, p: Cell) -> Iterator[Question]:
        """Electrodes, solutions and values."""
        letters = p.letters
        spare = [letter for letter in p.every_letter if letter not in letters]
        first = letters[:2]
        yield ask_word("minus", letters[1], [*letters, *spare])
        yield ask_word("plus", letters[-2], [*letters, *spare])
        salts = [row[3] for name, row in METALS.items() if name not in p.metals[: p.num]]
        yield ask_word("salt", METALS[p.metals[0]][3], [*salts], letter=first[0])
        for name, quantity in zip(("one", "two"), p.givens, strict=False):
            yield ask_value(
                name,
                quantity,
                *p.givens,
                slot={"I": "the current", "t": "the time"}.get(quantity.symbol, "the weighed deposit"),
            )
        if p.num == 2 or p.asked == "other":
            ion = [f"{row[0]}{'²' if row[2] == 2 else ''}⁺" for row in METALS.values()]
            symbol, _, charge, _ = METALS[p.metals[p.num - 1]]
            mine = f"{symbol}{'²' if charge == 2 else ''}⁺"
            others = [
                name for name in ion if name != mine and not (p.num == 2 and name.startswith(METALS[p.metals[0]][0]))
            ]
            yield ask_word("ion", mine, others, letter=letters[-1])

    @defect(visibility=2)
    def ions_to_anode(self, p: Cell, scene: FigureScene, draw: Random) -> FigureScene:
        """A metal ion moves away from the cathode."""
        arrow = scene.path("move:00")
        shift = 1.55 * (-1 if p.is_mirrored else 1)
        return change(scene, replace(arrow, points=tuple((x + shift, y) for x, y in arrow.points[::-1])))

    @defect(visibility=2)
    def open_circuit(self, p: Cell, scene: FigureScene, draw: Random) -> FigureScene:
        """The wire of an electrode ends before the battery, so that no current flows."""
        wire = scene.path(f"wire:{p.letters[1]}")
        (x, y), middle = wire.points[-1], wire.points[-2]
        return change(scene, replace(wire, points=(*wire.points[:-1], (x + 0.45 * (middle[0] - x), y))))

    @defect(visibility=1)
    def equal_plates(self, p: Cell, scene: FigureScene, draw: Random) -> FigureScene:
        """The long plate of the battery, its plus pole, is drawn at the minus sign."""
        plus, minus = scene.path("plate:plus"), scene.path("plate:minus")

        def tall(line: Path, half: float) -> Path:
            x, y = line.points[0][0], (line.points[0][1] + line.points[1][1]) / 2
            return replace(line, points=((x, y - half), (x, y + half)))

        return change(scene, tall(plus, 0.3), tall(minus, 0.55))
