"""Amounts in chemical equations: mass, amount or gas volume of one compound from that of another, and what runs out first.

Coefficients are the smallest whole numbers in the null space of the matrix of atoms (elements by compounds), so that no list of
balanced equations is kept. Gas volumes are those of an ideal gas at STP, 22.414 L/mol (0 °C, 101.325 kPa).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import composition, formula_text, molar_mass, plain_formula
from scisynth.figures.parts.palette import BLUE, GREY, INK, PALE_BLUE, PALE_GREEN, PALE_GREY, RED
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

REACTIONS = [
    tuple(tuple(side.split(" + ")) for side in line.split(" = "))
    for line in """CH4 + O2 = CO2 + H2O
C3H8 + O2 = CO2 + H2O
C2H6 + O2 = CO2 + H2O
C4H10 + O2 = CO2 + H2O
C8H18 + O2 = CO2 + H2O
C2H6O + O2 = CO2 + H2O
C6H12O6 + O2 = CO2 + H2O
C3H8S + O2 = CO2 + SO2 + H2O
C2H2 + O2 = CO2 + H2O
Fe2O3 + CO = Fe + CO2
Fe3O4 + H2 = Fe + H2O
Al + Fe2O3 = Al2O3 + Fe
NH3 + O2 = NO + H2O
N2 + H2 = NH3
KClO3 = KCl + O2
Al + Cl2 = AlCl3
Sb + Cl2 = SbCl3
P4 + Cl2 = PCl5
CaCO3 + HCl = CaCl2 + CO2 + H2O
Na + H2O = NaOH + H2
Al + HCl = AlCl3 + H2
Mg + HCl = MgCl2 + H2
Zn + H2SO4 = ZnSO4 + H2
Fe + O2 = Fe2O3
P4 + O2 = P4O10
SO2 + O2 = SO3
H2S + O2 = SO2 + H2O
FeS2 + O2 = Fe2O3 + SO2
ZnS + O2 = ZnO + SO2
PbS + O2 = PbO + SO2
Al(OH)3 + H2SO4 = Al2(SO4)3 + H2O
Ca(OH)2 + H3PO4 = Ca3(PO4)2 + H2O
Cu + HNO3 = Cu(NO3)2 + NO + H2O
SiO2 + C = Si + CO
MnO2 + HCl = MnCl2 + Cl2 + H2O
H2O2 = H2O + O2
TiCl4 + Mg = Ti + MgCl2
CuO + NH3 = Cu + N2 + H2O
Mg3N2 + H2O = Mg(OH)2 + NH3
Li3N + H2O = LiOH + NH3
NaN3 = Na + N2
BaCl2 + AgNO3 = AgCl + Ba(NO3)2
Pb(NO3)2 + KI = PbI2 + KNO3
K2TaF7 + Na = Ta + NaF + KF
CaC2 + H2O = Ca(OH)2 + C2H2
Cr2O3 + Al = Cr + Al2O3""".splitlines()
]
GASES = {"O2", "H2", "N2", "CO2", "CO", "NO", "NH3", "SO2", "Cl2", "CH4", "C2H6", "C3H8", "C4H10", "C2H2", "HCl", "H2S"}
MOLAR_VOLUME = 22.414
"""L/mol at STP."""
UNITS = {"mass": "g", "moles": "mol", "volume": "L"}


@cache
def _balanced(reactants: tuple[str, ...], products: tuple[str, ...]) -> tuple[int, ...]:
    from sympy import Matrix, ilcm

    compounds = [*reactants, *products]
    elements = sorted({element for compound in compounds for element in composition(compound)})
    signs = [1] * len(reactants) + [-1] * len(products)
    rows = [
        [sign * composition(compound)[element] for compound, sign in zip(compounds, signs, strict=True)]
        for element in elements
    ]
    (space,) = Matrix(rows).nullspace()
    whole = space * ilcm(*(value.q for value in space))
    counts = [abs(int(value)) for value in whole]
    return tuple(count // math.gcd(*counts) for count in counts)


def balance(reactants: Sequence[str], products: Sequence[str]) -> list[int]:
    """Smallest whole coefficients of an equation, reactants first."""
    return list(_balanced(tuple(reactants), tuple(products)))


def amount_of(compound: str, value: float, kind: str) -> float:
    """mol from a mass in g, an amount in mol, or a gas volume in L at STP."""
    return {"mass": value / molar_mass(compound), "moles": value, "volume": value / MOLAR_VOLUME}[kind]


def as_kind(compound: str, moles: float, kind: str) -> float:
    """g, mol or L at STP from mol."""
    return {"mass": moles * molar_mass(compound), "moles": moles, "volume": moles * MOLAR_VOLUME}[kind]


def _index(first: bool) -> Any:
    def choose(draw: Random, level: int, values: Mapping[str, Any]) -> int:
        left, right = REACTIONS[values["reaction"]]
        if first:
            return draw.randrange(len(left) if values["layout"] == "limiting" else len(left) + len(right))
        able = range(len(left), len(left) + len(right)) if values["layout"] == "limiting" else range(len(left + right))
        return draw.choice([index for index in able if index != values["known"]])

    return choose


def _kind(place: str) -> Any:
    def choose(draw: Random, level: int, values: Mapping[str, Any]) -> str:
        left, right = REACTIONS[values["reaction"]]
        kinds = ["mass", "mass", "moles"] + ["volume"] * 2 * ((left + right)[values[place]] in GASES)
        return draw.choice(kinds)

    return choose


def _value(draw: Random, level: int, values: Mapping[str, Any]) -> float:
    return draw.randint(12, 99) / 10 if values["given_as"] == "moles" else draw.randint(20, 800) / 10


@dataclass(frozen=True, kw_only=True)
class Amounts(Parameters):
    """A reaction, what is given of one compound, and what is asked of another."""

    layout: str = one_of("cards", "table", "route", level_3=("cards", "table", "route", "limiting"))
    reaction: int = one_of(*range(len(REACTIONS)))
    known: int = drawn(_index(True), words="a compound of the reaction")
    wanted: int = drawn(_index(False), words="another compound of the reaction")
    given_as: str = drawn(_kind("known"), words="mass, moles or volume at STP")
    asked_as: str = drawn(_kind("wanted"), words="mass, moles or volume at STP")
    value: float = drawn(_value, words="2 to 80 g, L; 1.2 to 9.9 mol")
    other: float = one_of(*(round(0.55 + 0.05 * step, 2) for step in range(20)))
    """Of the second reactant: its amount, compared with what the first would need."""

    def valid(self) -> bool:
        """Both reactants of a limiting problem are weighed, and neither is left over by less than a tenth."""
        if self.layout != "limiting":
            return True
        return len(self.reactants) > 1 and self.given_as == "mass" and abs(self.other - 1) > 0.1

    @property
    def reactants(self) -> tuple[str, ...]:
        """Formulas on the left."""
        return REACTIONS[self.reaction][0]

    @property
    def compounds(self) -> tuple[str, ...]:
        """All formulas in order."""
        left, right = REACTIONS[self.reaction]
        return left + right

    @property
    def numbers(self) -> list[int]:
        """Coefficients."""
        return balance(*REACTIONS[self.reaction])

    @property
    def second(self) -> int:
        """The other reactant of a limiting problem."""
        return 1 - self.known if self.known < 2 else 0

    @property
    def given(self) -> Quantity:
        """What the problem states."""
        return self._quantity(self.known, self.value, self.given_as)

    @property
    def second_given(self) -> Quantity:
        """Mass of the second reactant, g."""
        moles = amount_of(self.compounds[self.known], self.value, "mass") / self.numbers[self.known]
        mass = self.other * moles * self.numbers[self.second] * molar_mass(self.compounds[self.second])
        return self._quantity(self.second, round(mass, 1), "mass")

    def _quantity(self, index: int, value: float, kind: str) -> Quantity:
        letter = {"mass": "m", "moles": "n", "volume": "V"}[kind]
        return Quantity(symbol=letter, value=value, unit=UNITS[kind], meaning=plain_formula(self.compounds[index]))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """One value, or two in a limiting problem."""
        return (self.given, self.second_given) if self.layout == "limiting" else (self.given,)


def _term(number: int, compound: str) -> str:
    """A compound with its coefficient, as the equation prints it."""
    return (f"{number} " if number > 1 else "") + formula_text(compound)


@family("Chemistry - Reaction Scheme")
class Stoichiometry(Family[Amounts]):
    """A balanced equation on cards, over a table, with its route of steps, or with two masses of which one runs out."""

    def solve(self, p: Amounts) -> Solution:
        """By amounts of substance in the ratio of the coefficients."""
        one, two = p.compounds[p.known], p.compounds[p.wanted]
        moles = amount_of(one, p.value, p.given_as)
        base, scarce = moles / p.numbers[p.known], one
        if p.layout == "limiting":
            second = p.compounds[p.second]
            also = amount_of(second, p.second_given.value, "mass") / p.numbers[p.second]
            base, scarce = (base, one) if base < also else (also, second)
            moles = base * p.numbers[p.known]
        start = base * p.numbers[p.compounds.index(scarce)]
        result = base * p.numbers[p.wanted]
        value = as_kind(two, result, p.asked_as)
        answer = number_answer(value, UNITS[p.asked_as])
        letter = {"mass": "m", "moles": "n", "volume": "V"}[p.asked_as]
        sides = [
            " + ".join((f"{number} " if number > 1 else "") + plain_formula(name) for number, name in part)
            for part in self._sides(p)
        ]
        return Solution(
            answer=answer,
            symbol=letter,
            values={
                "given": p.given,
                "second_given": p.second_given,
                "equation": " → ".join(sides),
                "one": plain_formula(one),
                "two": plain_formula(two),
                "second": plain_formula(p.compounds[p.second]),
                "scarce": plain_formula(scarce),
                "start": number_answer(start, "mol").text,
                "end": number_answer(result, "mol").text,
                "so": "" if p.asked_as == "moles" else f": {answer.text}",
                "hence": "" if p.asked_as == "moles" else f", that is {answer.text}",
                "ratio": f"{p.numbers[p.wanted]}/{p.numbers[p.compounds.index(scarce)]}",
                "what": {
                    "mass": f"mass of {plain_formula(two)} in g",
                    "moles": f"amount of {plain_formula(two)} in mol",
                    "volume": f"volume of {plain_formula(two)} gas at STP in L",
                }[p.asked_as],
                "at_stp": " (gas at STP)" if p.given_as == "volume" else "",
                "role": "is formed" if p.wanted >= len(p.reactants) else "is used up",
                "case": "limiting" if p.layout == "limiting" else "product" if p.known >= len(p.reactants) else "one",
            },
        )

    def _sides(self, p: Amounts) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
        both, num = list(zip(p.numbers, p.compounds, strict=True)), len(p.reactants)
        return both[:num], both[num:]

    def draw(self, p: Amounts, sketch: Sketch) -> None:
        """The equation, and below it the amounts as notes, as rows of a table, or as a route from box to box."""
        middles = self._draw_equation(p, sketch)
        given = {p.known: p.given.text, **({p.second: p.second_given.text} if p.layout == "limiting" else {})}
        if p.given_as == "volume":
            given[p.known] += " (STP)"
        wanted = f"? {UNITS[p.asked_as]}" + (" (STP)" if p.asked_as == "volume" else "")
        if p.layout == "table":
            self._draw_table(p, sketch, middles, given, wanted)
        elif p.layout == "route":
            self._draw_route(p, sketch, given[p.known], wanted, (middles[0] + middles[-1]) / 2)
        else:
            for index, words in {**given, p.wanted: wanted}.items():
                self._draw_note(sketch, index, words, middles[index], RED if index == p.wanted else BLUE)
                if index in given:
                    sketch.claim("value", f"amount:{index}", value=p.givens[list(given).index(index)].value)

    def _draw_equation(self, p: Amounts, sketch: Sketch) -> list[float]:
        x, middles = 0.0, []
        for index, (compound, number) in enumerate(zip(p.compounds, p.numbers, strict=True)):
            length = 0.19 * len(compound) + 0.95
            fill = PALE_BLUE if index < len(p.reactants) else PALE_GREEN
            box = sketch.rectangle(f"card:{index}", x, -0.34, x + length, 0.34, fill=fill, color=GREY, width=0.9, z=1)
            middles.append(x + length / 2)
            sketch.text(f"term:{index}", _term(number, compound), (middles[-1], 0.0), of=box, size=14)
            sketch.claim("inside", f"term:{index}", box)
            x += length
            if index == len(p.reactants) - 1:
                sketch.arrow("arrow:reaction", (x + 0.15, 0), (x + 0.95, 0), width=1.8)
                x += 1.1
            elif index < len(p.compounds) - 1:
                sketch.text(f"plus:{index}", "+", (x + 0.3, 0), size=14)
                x += 0.6
        sketch.claim("direction", "arrow:reaction", value="right")
        sketch.claim("count", "card", value=len(p.compounds))
        sketch.claim("order", *(f"term:{index}" for index in range(len(p.compounds))), value="left_to_right")
        sketch.claim("row", value=tuple(_term(*pair) for pair in zip(p.numbers, p.compounds, strict=True)))
        return middles

    def _draw_note(self, sketch: Sketch, index: int, words: str, x: float, color: str) -> None:
        sketch.line(f"link:{index}", (x, -0.72), (x, -0.36), width=1.0, color=color)
        sketch.text(f"amount:{index}", words, (x, -0.72), of=f"link:{index}", toward=(0, -1), gap_pt=4, color=color)
        sketch.claim("connected", f"link:{index}", f"card:{index}", tolerance=12)

    def _draw_table(self, p: Amounts, sketch: Sketch, middles: list[float], given: dict[int, str], wanted: str) -> None:
        """Rows of molar masses and of amounts under the compounds."""
        masses = [f"{molar_mass(name):.2f}" for name in p.compounds]
        amounts = [given.get(index, wanted if index == p.wanted else "–") for index in range(len(p.compounds))]
        left, right = -2.15, middles[-1] + 0.9
        for row, (name, cells) in enumerate((("M in g/mol", masses), ("amount", amounts))):
            y = -0.85 - 0.55 * row
            sketch.text(f"head:{row}", name, (left + 0.1, y), size=11, align="left")
            for index, words in enumerate(cells):
                color = RED if row and index == p.wanted else BLUE if row and index == p.known else INK
                sketch.text(f"cell:{row}.{index}", words, (middles[index], y), size=11, color=color)
            sketch.claim("row", value=(name, *cells))
        for line in range(3):
            sketch.line(
                f"rule:{line}", (left, -0.58 - 0.55 * line), (right, -0.58 - 0.55 * line), width=0.8, color=GREY
            )
        sketch.claim("count", "rule", value=3)

    def _draw_route(self, p: Amounts, sketch: Sketch, given: str, wanted: str, x: float) -> None:
        """From what is given over the amounts of substance to what is asked."""
        one, two = (formula_text(p.compounds[index]) for index in (p.known, p.wanted))
        steps = [f"{given}\n{one}", f"? mol\n{one}", f"? mol\n{two}", f"{wanted}\n{two}"]
        steps = [words for index, words in enumerate(steps) if not self._is_double(p, index)]
        wide, gap = 1.75, 0.65
        start = x - (len(steps) * wide + (len(steps) - 1) * gap) / 2
        for index, words in enumerate(steps):
            left = start + index * (wide + gap)
            is_end = index in (0, len(steps) - 1)
            fill = PALE_GREY if not is_end else PALE_BLUE if index == 0 else PALE_GREEN
            sketch.rectangle(f"step:{index}", left, -1.95, left + wide, -1.05, fill=fill, color=GREY, width=0.9, z=1)
            sketch.text(f"stage:{index}", words, (left + wide / 2, -1.5), of=f"step:{index}", size=12)
            if index:
                sketch.arrow(f"next:{index}", (left - gap + 0.06, -1.5), (left - 0.06, -1.5), width=1.3)
                sketch.claim("connects", f"next:{index}", f"step:{index - 1}", f"step:{index}")
        sketch.claim("count", "step", value=len(steps))
        sketch.claim("order", *(f"stage:{index}" for index in range(len(steps))), value="left_to_right")

    def _is_double(self, p: Amounts, index: int) -> bool:
        """Whether a step of the route says the same as its neighbour, where an amount is given or asked in mol."""
        return (index == 1 and p.given_as == "moles") or (index == 2 and p.asked_as == "moles")

    def questions(self, p: Amounts) -> Iterator[Question]:
        """Coefficients, what is given, and of which compound."""
        names = [plain_formula(name) for name in p.compounds]
        spare = [plain_formula(name) for part in REACTIONS[(p.reaction + 7) % len(REACTIONS)] for name in part]
        # Compounds of the equation, and others only where it has too few.
        wrong = list(dict.fromkeys([*names, *spare, "N₂O₄", "Na₂SO₄", "HBr"]))[: max(4, len(names))]
        yield ask_count("coefficient", p.numbers[p.wanted], low=1, likely=p.numbers, compound=names[p.wanted])
        yield ask_count("own", p.numbers[p.known], low=1, likely=p.numbers, compound=names[p.known])
        yield ask_value("value", p.given, compound=names[p.known])
        if p.layout != "limiting":
            yield ask_word("known", names[p.known], wrong)
        yield ask_word("wanted", names[p.wanted], wrong)
        total = sum(p.numbers)
        yield ask_count("sum", total, low=2, likely=[total - 1, len(p.compounds), sum(p.numbers[: len(p.reactants)])])

    @defect(visibility=2)
    def unbalanced(self, p: Amounts, scene: FigureScene, draw: Random) -> FigureScene:
        """A coefficient is too large by one, so that atoms appear from nowhere."""
        term = draw.choice([mark for mark in scene.marks if isinstance(mark, Label) and mark.id.startswith("term:")])
        head, _, rest = term.text.partition(" ")
        words = f"{int(head) + 1} {rest}" if rest and head.isdecimal() else f"2 {term.text}"
        return change(scene, replace(term, text=words))

    @defect(visibility=3)
    def backwards(self, p: Amounts, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow of the reaction points from the products to the reactants."""
        arrow = scene.path("arrow:reaction")
        return change(scene, replace(arrow, points=arrow.points[::-1]))

    @defect(visibility=2)
    def wrong_formula(self, p: Amounts, scene: FigureScene, draw: Random) -> FigureScene:
        """A compound in the equation has an oxygen atom that does not belong to it."""
        term = draw.choice([mark for mark in scene.marks if isinstance(mark, Label) and mark.id.startswith("term:")])
        return change(scene, replace(term, text=term.text.replace("}$", "O}$")))
