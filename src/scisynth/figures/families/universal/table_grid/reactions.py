"""Tables of reactions: initial rates of three experiments, a concentration over time, and amounts before and at equilibrium.

Rates follow r = k [A]^m [B]^n; a concentration that falls by the same factor in equal times follows c = c₀ exp(−k t); at equilibrium
K is the product of the concentrations of the products over that of the reactants, each to the power of its number.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import formula_text, plain_formula
from scisynth.figures.parts.universal import table
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

HEIGHT = 0.85
EQUILIBRIA: tuple[tuple[tuple[tuple[int, str], ...], tuple[tuple[int, str], ...]], ...] = (
    (((1, "H2"), (1, "I2")), ((2, "HI"),)), (((1, "N2"), (3, "H2")), ((2, "NH3"),)), (((2, "SO2"), (1, "O2")), ((2, "SO3"),)),
    (((1, "CO"), (1, "H2O")), ((1, "CO2"), (1, "H2"))), (((1, "PCl5"),), ((1, "PCl3"), (1, "Cl2"))), (((1, "N2O4"),), ((2, "NO2"),)),
    (((2, "NO"), (1, "Cl2")), ((2, "NOCl"),)), (((1, "CO"), (2, "H2")), ((1, "CH3OH"),)), (((1, "COCl2"),), ((1, "CO"), (1, "Cl2"))),
)  # fmt: skip
"""Reactants and products with their numbers."""
RATE_UNITS = {0: "mol/(L s)", 1: "1/s", 2: "L/(mol s)", 3: "L²/(mol² s)", 4: "L³/(mol³ s)"}
"""Of a rate constant, by the order of the reaction."""
PAIRS = ("1 and 2", "1 and 3", "2 and 3")


def _experiments(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(draw.sample((0, 1, 2), 3))


@dataclass(frozen=True, kw_only=True)
class Reacting(Parameters):
    """What stands in the table, and what is asked of it."""

    layout: str = one_of("rates", "decay", "equilibrium")
    names: tuple[str, ...] = one_of(("A", "B"), ("X", "Y"), ("P", "Q"), ("D", "E"))
    """Of the reactants in a table of rates."""
    orders: tuple[int, ...] = one_of(
        (1, 1),
        (2, 1),
        (1, 2),
        (0, 1),
        (1, 0),
        (2, 0),
        level_1=((1, 1), (1, 0), (0, 1)),
        level_3=((2, 1), (1, 2), (2, 2), (0, 2)),
    )
    factors: tuple[float, ...] = one_of((2, 2), (2, 3), (3, 2), (2, 1.5), (1.5, 2), (3, 3))
    start: tuple[float, ...] = one_of(
        (0.1, 0.1), (0.1, 0.2), (0.2, 0.1), (0.15, 0.3), (0.12, 0.2), (0.25, 0.1), (0.3, 0.4)
    )
    """Smallest concentrations, mol/L."""
    rate: float = one_of(0.0012, 0.0015, 0.002, 0.0024, 0.003, 0.0036, 0.004, 0.005, 0.006)
    """Of the slowest experiment, mol/(L s)."""
    order: tuple[int, ...] = drawn(_experiments, words="order of the rows")
    ratio: float = one_of(0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
    """Of neighbouring concentrations in a decay."""
    step: int = one_of(5, 10, 12, 15, 20, 25, 30, 40, 50, 60)
    """Between times, s."""
    first: float = one_of(0.4, 0.5, 0.6, 0.75, 0.8, 0.9, 1.2, 1.5, 2)
    """Concentration at the beginning of a decay, mol/L."""
    num: int = one_of(4, 5, 6)
    """Times after the beginning."""
    case: int = one_of(*range(len(EQUILIBRIA)))
    extent: int = one_of(*range(5, 31))
    """Turnover at equilibrium, hundredths of mol/L for a number of 1."""
    amounts: tuple[int, ...] = drawn(
        lambda draw, level, values: tuple(draw.randrange(40, 121, 5) for _ in range(2)), words="0.4 to 1.2 mol/L"
    )
    """Initial concentrations of the reactants, hundredths of mol/L."""
    wants_constant: bool = one_of(False, True, level_1=(True,))
    """A constant is asked for, not another value."""

    @property
    def experiments(self) -> list[tuple[float, float, float]]:
        """Both concentrations and the rate of each, in the order of the rows."""
        (a, b), (f, g), (m, n) = self.start, self.factors, self.orders
        found = [(a, b, self.rate), (a * f, b, self.rate * f**m), (a, b * g, self.rate * g**n)]
        return [found[index] for index in self.order]

    @property
    def times(self) -> list[int]:
        """s, from 0."""
        return [self.step * index for index in range(self.num + 1)]

    @property
    def concentrations(self) -> list[float]:
        """At these times, mol/L, as printed."""
        return [float(f"{self.first * self.ratio**index:.3g}") for index in range(self.num + 1)]

    @property
    def species(self) -> list[tuple[int, str]]:
        """All substances of the equilibrium with their numbers; those of reactants are negative."""
        left, right = EQUILIBRIA[self.case]
        return [(-number, name) for number, name in left] + [(number, name) for number, name in right]

    @property
    def at_first(self) -> list[float]:
        """Initial concentrations, mol/L."""
        left = len(EQUILIBRIA[self.case][0])
        return [self.amounts[index] / 100 if index < left else 0.0 for index in range(len(self.species))]

    @property
    def at_last(self) -> list[float]:
        """Concentrations at equilibrium, mol/L."""
        turned = [number * self.extent / 100 for number, _ in self.species]
        return [round(begin + part, 4) for begin, part in zip(self.at_first, turned, strict=True)]

    @property
    def known(self) -> int:
        """Column of the one concentration at equilibrium that is printed: the last product, or the first reactant."""
        return len(self.species) - 1 if self.step % 20 else 0

    @property
    def wanted(self) -> int:
        """Column of another one."""
        return next(index for index in range(len(self.species)) if index != self.known)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The printed numbers."""
        if self.layout == "rates":
            rows = [value for row in self.experiments for value in row]
        elif self.layout == "decay":
            rows = [*self.times, *self.concentrations]
        else:
            rows = [*self.at_first, self.at_last[self.known]]
        return tuple(Quantity(symbol=f"v_{index}", value=value) for index, value in enumerate(rows))

    def valid(self) -> bool:
        """Enough is left at equilibrium, and a rate has no more than three digits."""
        if self.layout == "equilibrium":
            left = len(EQUILIBRIA[self.case][0])
            return min(self.at_last[:left]) >= 0.08 and len(set(self.amounts)) == 2
        if self.layout == "rates":
            return all(abs(float(f"{row[2]:.3g}") - row[2]) < 1e-9 for row in self.experiments)
        return self.ratio**self.num < 0.7


def rate_constant(row: tuple[float, float, float], orders: tuple[int, ...]) -> float:
    """k = r / ([A]^m [B]^n) of one experiment."""
    a, b, rate = row
    return rate / (a ** orders[0] * b ** orders[1])


def decay_constant(ratio: float, step: float) -> float:
    """k in 1/s, of a concentration that falls to a ratio of itself in each step."""
    return -math.log(ratio) / step


def equilibrium_constant(species: list[tuple[int, str]], values: list[float]) -> float:
    """Product of the concentrations to the power of their numbers, those of reactants negative."""
    return math.prod(value**number for (number, _), value in zip(species, values, strict=True))


def _joined(side: tuple[tuple[int, str], ...]) -> str:
    return " + ".join(f"{number if number > 1 else ''} {plain_formula(name)}".strip() for number, name in side)


def _bare(formula: str) -> str:
    return plain_formula(formula)


@family("Universal - Table / Grid")
class ReactionTable(Family[Reacting]):
    """A rate constant, a half-life or an equilibrium constant from a table."""

    def solve(self, p: Reacting) -> Solution:
        """By the law of the table."""
        return {"rates": self._solve_rates, "decay": self._solve_decay, "equilibrium": self._solve_equilibrium}[
            p.layout
        ](p)

    def _solve_rates(self, p: Reacting) -> Solution:
        constant = rate_constant(p.experiments[0], p.orders)
        (m, n), (one, two) = p.orders, p.names
        (a, b), (f, g) = p.start, p.factors
        value = constant * (a * f) ** m * (b * g) ** n
        told = "; ".join(
            f"{index}: [{one}] = {format_number(row[0])}, [{two}] = {format_number(row[1])}, rate {format_number(row[2])}"
            for index, row in enumerate(p.experiments, 1)
        )
        answer = number_answer(constant, RATE_UNITS[m + n]) if p.wants_constant else number_answer(value, "mol/(L s)")
        values = {
            "case": "rates_constant" if p.wants_constant else "rates_value", "told": told, "one": one, "two": two, "m": m, "n": n,
            "k": format_number(constant), "high_one": format_number(a * f), "high_two": format_number(b * g), "unit": RATE_UNITS[m + n],
        }  # fmt: skip
        return Solution(answer=answer, symbol="k" if p.wants_constant else "r", values=values)

    def _solve_decay(self, p: Reacting) -> Solution:
        constant = decay_constant(p.ratio, p.step)
        told = ", ".join(
            f"{format_number(value)} at {time} s" for time, value in zip(p.times, p.concentrations, strict=True)
        )
        answer = number_answer(constant, "1/s") if p.wants_constant else number_answer(math.log(2) / constant, "s")
        values = {
            "case": "decay_constant" if p.wants_constant else "decay_value", "told": told, "k": format_number(constant), "step": p.step,
            "begin": format_number(p.first), "last": p.times[-1], "low": format_number(p.concentrations[-1]),
        }  # fmt: skip
        return Solution(answer=answer, symbol="k" if p.wants_constant else "t½", values=values)

    def _solve_equilibrium(self, p: Reacting) -> Solution:
        left, right = EQUILIBRIA[p.case]
        names = [_bare(name) for _, name in p.species]
        wanted = p.wanted
        told = ", ".join(f"[{name}] = {format_number(value)}" for name, value in zip(names, p.at_first, strict=True))
        constant = equilibrium_constant(p.species, p.at_last)
        answer = number_answer(constant, "") if p.wants_constant else number_answer(p.at_last[wanted], "mol/L")
        products, reactants = (
            " ".join(f"[{_bare(name)}]{'' if number == 1 else '²³'[number - 2]}" for number, name in side)
            for side in (right, left)
        )
        values = {
            "case": "equilibrium_constant" if p.wants_constant else "equilibrium_value", "told": told, "reaction": f"{_joined(left)} ⇌ {_joined(right)}",
            "known": f"[{names[p.known]}] = {format_number(p.at_last[p.known])}", "wanted": f"[{names[wanted]}]", "law": f"{products} / {f'({reactants})' if len(left) > 1 else reactants}",
            "all": ", ".join(f"[{name}] = {format_number(value)}" for name, value in zip(names, p.at_last, strict=True)), "x": format_number(p.extent / 100),
        }  # fmt: skip
        return Solution(answer=answer, symbol="K" if p.wants_constant else f"[{names[wanted]}]", values=values)

    def rows(self, p: Reacting) -> list[list[str]]:
        """The texts of the table."""
        if p.layout == "rates":
            head = ["experiment", *(f"[{name}] in mol/L" for name in p.names), "rate in mol/(L s)"]
            return [head, *([str(index), *map(format_number, row)] for index, row in enumerate(p.experiments, 1))]
        if p.layout == "decay":
            pairs = zip(p.times, p.concentrations, strict=True)
            return [["time in s", "[A] in mol/L"], *([str(time), format_number(value)] for time, value in pairs)]
        head = ["in mol/L", *(formula_text(name) for _, name in p.species)]
        last = [format_number(value) if index == p.known else "?" for index, value in enumerate(p.at_last)]
        return [head, ["initial", *map(format_number, p.at_first)], ["equilibrium", *last]]

    def draw(self, p: Reacting, sketch: Sketch) -> None:
        """A table, and the reaction above it."""
        rows = self.rows(p)
        widths = {"rates": (2.4, 2.6, 2.6, 3.4), "decay": (2.6, 3.2), "equilibrium": (2.6, *[2.1] * len(p.species))}[
            p.layout
        ]
        table(sketch, rows, widths, head_column=p.layout != "decay", height=HEIGHT)
        if p.layout == "equilibrium":
            left, right = EQUILIBRIA[p.case]
            words = r" $\rightleftharpoons$ ".join(
                " + ".join(f"{number if number > 1 else ''} {formula_text(name)}".strip() for number, name in side)
                for side in (left, right)
            )
            sketch.text("note:reaction", words, (sum(widths) / 2, 0.35), valign="bottom", size=13)
        elif p.layout == "rates":
            sketch.text(
                "note:reaction",
                rf"{p.names[0]} + {p.names[1]} $\rightarrow$ products",
                (sum(widths) / 2, 0.35),
                valign="bottom",
                size=13,
            )
        else:
            sketch.text("note:reaction", r"A $\rightarrow$ products", (sum(widths) / 2, 0.35), valign="bottom", size=13)
        sketch.entity("table", *(f"row:{row}" for row in range(len(rows))))

    def questions(self, p: Reacting) -> Iterator[Question]:
        """Values of cells, and how rows differ."""
        if p.layout == "rates":
            yield from self._ask_rates(p)
        elif p.layout == "decay":
            yield from self._ask_decay(p)
        else:
            yield from self._ask_equilibrium(p)

    def _ask_rates(self, p: Reacting) -> Iterator[Question]:
        rows, (one, two) = p.experiments, p.names
        asked = p.step % 3
        rates = [row[2] for row in rows]
        yield ask_number("rate", rates[asked], unit="mol/(L s)", likely=rates, low=1e-6, row=asked + 1)
        other = (asked + 1) % 3
        yield ask_number(
            "first",
            rows[other][0],
            unit="mol/L",
            likely=[rows[other][1], *(row[0] for row in rows)],
            low=1e-6,
            row=other + 1,
            substance=one,
        )
        alike = next(pair for pair in PAIRS if rows[int(pair[0]) - 1][0] == rows[int(pair[-1]) - 1][0])
        yield ask_word("only_second", alike, [*PAIRS, "none"], substance=two, same=one)
        fastest = max(range(3), key=lambda index: rows[index][2])
        if [row[2] for row in rows].count(rows[fastest][2]) == 1:
            yield ask_word("fastest", str(fastest + 1), ["1", "2", "3", "none"])
        else:
            yield ask_number(
                "second",
                rows[asked][1],
                unit="mol/L",
                likely=[rows[asked][0], *(row[1] for row in rows)],
                low=1e-6,
                row=asked + 1,
                substance=two,
            )

    def _ask_decay(self, p: Reacting) -> Iterator[Question]:
        index = 1 + p.case % p.num
        yield ask_number(
            "at",
            p.concentrations[index],
            unit="mol/L",
            likely=[p.concentrations[index - 1], p.concentrations[min(index + 1, p.num)]],
            low=1e-6,
            time=p.times[index],
        )
        yield ask_number("step", p.step, unit="s", likely=[2 * p.step, p.times[-1]], low=1)
        half = next(
            (time for time, value in zip(p.times, p.concentrations, strict=True) if value <= 0.5 * p.first), None
        )
        yield ask_word(
            "half", "none" if half is None else f"{half} s", [*(f"{time} s" for time in p.times[1:]), "none"]
        )
        other = 1 + (p.case + 2) % p.num
        yield ask_number(
            "when", p.times[other], unit="s", likely=p.times[1:], low=0.5, size=format_number(p.concentrations[other])
        )

    def _ask_equilibrium(self, p: Reacting) -> Iterator[Question]:
        names = [_bare(name) for _, name in p.species]
        column = p.step % len(EQUILIBRIA[p.case][0])
        yield ask_number(
            "initial",
            p.at_first[column],
            unit="mol/L",
            likely=[*p.at_first, p.at_last[p.known]],
            low=1e-6,
            substance=names[column],
        )
        yield ask_number(
            "final",
            p.at_last[p.known],
            unit="mol/L",
            likely=[p.at_first[p.known], *p.at_first],
            low=1e-6,
            substance=names[p.known],
        )
        spare = [name for name in ("O₂", "H₂O", "N₂", "CO₂", "HCl", "NO") if name not in names]
        yield ask_word("known", names[p.known], [*names, *spare])
        products = [_bare(name) for _, name in EQUILIBRIA[p.case][1]]
        yield ask_word(
            "absent", products[p.step % len(products)], [name for name in names if name not in products] + spare
        )

    @defect(visibility=1)
    def exchanged_values(self, p: Reacting, scene: FigureScene, draw: Random) -> FigureScene:
        """Two numbers of a column, or of neighbouring columns, have changed places."""
        labels = _numbers(scene)
        one = draw.choice(labels)
        others = [label for label in labels if label.text != one.text and label.id[5] == one.id[5]] or [
            label for label in labels if label.text != one.text
        ]
        return swap_texts(scene, one.id, draw.choice(others).id)

    @defect(visibility=2)
    def lost_value(self, p: Reacting, scene: FigureScene, draw: Random) -> FigureScene:
        """A cell is empty though the problem states its number."""
        return scene.without(draw.choice(_numbers(scene)).id)

    @defect(visibility=2)
    def slipped_value(self, p: Reacting, scene: FigureScene, draw: Random) -> FigureScene:
        """A number has slipped out of its row, so that it seems to belong to the next one."""
        label = draw.choice([label for label in _numbers(scene) if label.id.startswith("cell:1,")])
        return change(scene, replace(label, at=(label.at[0], label.at[1] - 0.8 * HEIGHT)))

    @defect(visibility=2)
    def exchanged_heads(self, p: Reacting, scene: FigureScene, draw: Random) -> FigureScene:
        """The heads of two columns are exchanged."""
        heads = [mark for mark in scene.marks if isinstance(mark, Label) and mark.id.startswith("cell:0,")]
        if len(heads) < 2:
            raise DoesNotApplyError
        one, two = draw.sample(heads, 2)
        return swap_texts(scene, one.id, two.id)


def _numbers(scene: FigureScene) -> list[Label]:
    """Labels of cells with a number, but those that count the rows."""
    found = [
        mark
        for mark in scene.marks
        if isinstance(mark, Label) and mark.id.startswith("cell:") and not mark.id.startswith("cell:0,")
    ]
    first = {"experiment": "0", "in mol/L": "0"}.get(scene.label("cell:0,0").text, "-")
    return [label for label in found if label.text[:1].isdigit() and not label.id.endswith(f",{first}")]
