"""Electrolysis: a metal is deposited, water is split in a Hofmann apparatus, or the current changes while the cell runs.

Faraday: n = I t/(z F); m = M n in g; gas volumes at 25 °C and 101.3 kPa, 24.47 L/mol, with z = 2 for H₂ and 4 for O₂. Metal ions
and hydrogen go to the cathode, which is wired to the minus pole.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.chemistry.reaction_scheme.couples import (
    COUPLES,
    GREY_METAL,
    METAL,
    WATER,
    battery,
    ion,
    liquid_color,
    open_glass,
    plate,
)
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import FARADAY, MASSES, formula_text, plain_formula
from scisynth.figures.parts.palette import BLUE, PALE_BLUE, PAPER, RED
from scisynth.figures.parts.physics import pick_letters
from scisynth.figures.parts.universal import leader
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

SALTS = {
    "Cu": "CuSO4", "Ag": "AgNO3", "Ni": "NiSO4", "Zn": "ZnSO4", "Pb": "Pb(NO3)2", "Cd": "CdSO4", "Co": "CoCl2", "Sn": "SnCl2",
}  # fmt: skip
ACIDS = ("H2SO4", "Na2SO4", "KNO3", "NaOH")
"""In the water that is split."""
MOLAR_VOLUME = 24.47
"""L/mol at 25 °C and 101.3 kPa."""
GASES = {"hydrogen": 2, "oxygen": 4}
"""Electrons for one molecule."""


def moles(current: float, seconds: float, electrons: int) -> float:
    """mol of what takes `electrons` each."""
    return current * seconds / (electrons * FARADAY)


@dataclass(frozen=True, kw_only=True)
class Bath(Parameters):
    """A cell, its battery, and what is asked."""

    layout: str = one_of("cell", "gas", "chart", level_1=("cell", "gas"))
    metal: str = one_of(*SALTS)
    current: float = number("I", "A", (0.5, 1.0, 1.5, 2.0, 2.5, 3.0), meaning="current", given=False)
    minutes: float = number("t", "min", (10, 20, 30, 40, 50, 60), meaning="time", given=False)
    later: float = one_of(0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
    """Current after `minutes`, A, where it changes."""
    further: int = one_of(10, 20, 30, 40)
    """Minutes with that current."""
    task: str = one_of("amount", "time", "current", level_1=("amount",))
    gas: str = one_of(*GASES)
    water: str = one_of(*ACIDS)
    first: int = one_of(*range(8))
    is_cathode_left: bool = one_of(True, False)

    def valid(self) -> bool:
        """A current that changes does so."""
        return self.layout != "chart" or self.current != self.later

    @property
    def asked(self) -> str:
        """`amount`, `time` or `current`; with a chart the amount."""
        return "amount" if self.layout == "chart" else self.task

    @property
    def letters(self) -> tuple[str, str]:
        """Of the electrodes or tubes, left and right."""
        left, right = pick_letters(self.first, 2)
        return left, right

    @property
    def cathode(self) -> str:
        """Its letter."""
        return self.letters[0 if self.is_cathode_left else 1]

    @property
    def anode(self) -> str:
        """Its letter."""
        return self.letters[1 if self.is_cathode_left else 0]

    @property
    def tube(self) -> str:
        """Letter of the tube with the gas that is asked for."""
        return self.cathode if self.gas == "hydrogen" else self.anode

    @property
    def electrons(self) -> int:
        """For one atom of the metal, or one molecule of the gas."""
        return GASES[self.gas] if self.layout == "gas" else COUPLES[self.metal][0]

    @property
    def coulombs(self) -> float:
        """That pass."""
        charge = self.current * self.minutes * 60
        return charge + self.later * self.further * 60 if self.layout == "chart" else charge

    @property
    def product(self) -> Quantity:
        """Mass of the metal in g, or volume of the gas in mL, to three digits."""
        amount = moles(self.coulombs, 1, self.electrons)
        if self.layout == "gas":
            return Quantity(symbol="V", value=float(f"{amount * MOLAR_VOLUME * 1000:.3g}"), unit="mL")
        return Quantity(symbol="m", value=float(f"{amount * MASSES[self.metal]:.3g}"), unit="g")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Two of current, time and product; or the steps of the chart."""
        if self.layout == "chart":
            steps = ((self.current, "A"), (self.later, "A"), (self.minutes, "min"), (self.further, "min"))
            names = ("I_1", "I_2", "t_1", "t_2")
            return tuple(
                Quantity(symbol=name, value=value, unit=unit) for name, (value, unit) in zip(names, steps, strict=True)
            )
        every = {"current": self.quantity("current"), "time": self.quantity("minutes"), "amount": self.product}
        return tuple(quantity for name, quantity in every.items() if name != self.asked)


@family("Chemistry - Reaction Scheme")
class ElectrolysisCell(Family[Bath]):
    """A metal at the cathode, gases over the electrodes of a Hofmann apparatus, or a cell whose current changes in time."""

    def solve(self, p: Bath) -> Solution:
        """By Faraday's law, forwards or backwards."""
        per_mole = MOLAR_VOLUME * 1000 if p.layout == "gas" else MASSES[p.metal]
        amount = moles(p.coulombs, 1, p.electrons) * per_mole
        charge = p.product.value / per_mole * p.electrons * FARADAY
        answers = {
            "amount": number_answer(amount, p.product.unit),
            "time": number_answer(charge / p.current / 60, "min"),
            "current": number_answer(charge / (p.minutes * 60), "A"),
        }
        gas = p.layout == "gas"
        return Solution(
            answer=answers[p.asked],
            symbol={"amount": p.product.symbol, "time": "t", "current": "I"}[p.asked],
            values={
                "case": f"{p.layout} {p.asked}",
                "salt": plain_formula(p.water if gas else SALTS[p.metal]),
                "product": p.product,
                "what": p.gas if gas else p.metal,
                "per_mole": f"{MOLAR_VOLUME} L/mol" if gas else f"{MASSES[p.metal]:g} g/mol",
                "z": str(p.electrons),
                "seconds": f"{format_number(p.minutes * 60)} s",
                "coulombs": f"{format_number(p.coulombs)} C",
                "later_q": f"{format_number(p.later)} A",
                "further_q": f"{p.further} min",
                "tube": p.tube,
                "pole": "minus" if p.gas == "hydrogen" else "plus",
                "ion": plain_formula(ion(p.metal)),
                "cathode_letter": p.cathode,
                "anode_letter": p.anode,
                "side": "left" if p.is_cathode_left else "right",
            },
        )

    def draw(self, p: Bath, sketch: Sketch) -> None:
        """Cell and battery; above it what is given, or next to it the current in time."""
        if p.layout == "gas":
            self._draw_hofmann(p, sketch)
        else:
            self._draw_cell(p, sketch)
        if p.layout == "chart":
            self._draw_chart(p, sketch)
        else:
            rows = [quantity.label for quantity in p.givens]
            if p.layout == "gas":
                rows.append("25 °C, 101.3 kPa")
            height = 6.25 if p.layout == "gas" else 4.75
            sketch.text("note:given", ",  ".join(rows), (2.3, height), valign="bottom", size=12)
            for quantity in p.givens:
                sketch.claim("value", "note:given", value=quantity.value)
        sketch.claim("count", "electrode", value=2)
        sketch.claim("row", value=p.letters)
        signs = ("−", "+") if p.is_cathode_left else ("+", "−")
        sketch.claim("row", value=signs)

    def _draw_cell(self, p: Bath, sketch: Sketch) -> None:
        open_glass(sketch, "cell", 0.3, 4.3, 2.5)
        liquid = sketch.rectangle("liquid:cell", 0.3, 0.03, 4.3, 1.9, fill=liquid_color(p.metal), width=0, z=0)
        for letter, x, out in zip(p.letters, (1.0, 3.6), (-1, 1), strict=True):
            fill = METAL.get(p.metal, GREY_METAL) if letter == p.cathode else GREY_METAL
            name = plate(sketch, letter, x, 0.4, 2.9, fill)
            sketch.text(
                f"letter:{letter}", f"${letter}$", (x + 0.18 * out, 2.72), of=name, toward=(out, 0), gap_pt=5, size=13
            )
            sketch.line(f"wire:{letter}", (x, 2.9), (x, 4.0), (2.3 + 0.16 * out, 4.0), width=1.5)
            sketch.claim("connected", f"wire:{letter}", name)
        battery(sketch, 2.3, 4.0, plus_right=p.is_cathode_left)
        self._claim_poles(p, sketch)
        way, radius = -1 if p.is_cathode_left else 1, 0.45 if p.layout == "chart" else 0.34
        name = sketch.circle("ion:1", (2.3, 1.05), radius, fill=PAPER, color=RED, width=1.2)
        sketch.text("name:ion", formula_text(ion(p.metal)), (2.3, 1.05), of=name, size=11)
        sketch.arrow("drift:ion", (2.3 + radius * way, 1.05), (2.3 + 0.98 * way, 1.05), color=RED, width=1.5)
        sketch.claim("points_to", "drift:ion", f"electrode:{p.cathode}", tolerance=30)
        words = f"solution of {formula_text(SALTS[p.metal])}"
        sketch.text("name:solution", words, (2.3, 0), of=liquid, toward=(0, -1), gap_pt=7)

    @staticmethod
    def _claim_poles(p: Bath, sketch: Sketch) -> None:
        sketch.claim("connected", f"wire:{p.cathode}", "pole:minus")
        sketch.claim("connected", f"wire:{p.anode}", "pole:plus")

    def _draw_hofmann(self, p: Bath, sketch: Sketch) -> None:
        """Two closed tubes over the electrodes, hydrogen with twice the room of oxygen, and an open one for the water that gives way."""
        for letter, x in zip(p.letters, (1.2, 3.4), strict=True):
            high = 2.0 if letter == p.cathode else 1.0
            sketch.rectangle(f"liquid:{letter}", x - 0.32, 0.0, x + 0.32, 4.4 - high, fill=WATER, width=0, z=0)
            out = -1 if x < 2 else 1
            outer = x + 0.32 * out
            sketch.line(f"gas:{letter}", (outer, 4.4 - high), (outer, 4.4), width=1.6, z=2)
            sketch.line(f"surface:{letter}", (x - 0.32, 4.4 - high), (x + 0.32, 4.4 - high), width=1.6, color=BLUE)
            name = sketch.rectangle(f"electrode:{letter}", x - 0.07, -0.1, x + 0.07, 0.9, fill="#6e6e6e", width=1, z=3)
            sketch.text(f"letter:{letter}", f"${letter}$", (outer, 4.1), of=f"gas:{letter}", toward=(out, 0), size=13)
            pole = 2.3 + 0.16 * out
            sketch.line(f"wire:{letter}", (x, -0.1), (x, -1.1), (pole, -1.1), width=1.5)
            sketch.claim("connected", f"wire:{letter}", name)
        half = [
            (1.45, 6.0),
            (1.45, 4.85),
            (2.16, 4.85),
            (2.16, 1.05),
            (1.52, 1.05),
            (1.52, 4.4),
            (0.88, 4.4),
            (0.88, 0),
        ]
        sketch.line("glass:tubes", *half, *((4.6 - x, y) for x, y in reversed(half)), width=1.8)
        sketch.rectangle("liquid:middle", 1.52, 0.0, 3.08, 1.05, fill=WATER, width=0, z=0)
        sketch.rectangle("liquid:stem", 2.16, 1.05, 2.44, 4.85, fill=WATER, width=0, z=0)
        sketch.rectangle("liquid:bulb", 1.45, 4.85, 3.15, 5.75, fill=WATER, width=0, z=0)
        sketch.line("surface:bulb", (1.45, 5.75), (3.15, 5.75), width=1.6, color=BLUE)
        battery(sketch, 2.3, -1.1, plus_right=p.is_cathode_left)
        self._claim_poles(p, sketch)
        sketch.claim("ratio", f"gas:{p.cathode}", f"gas:{p.anode}", value=2.0)
        words = f"water with {formula_text(p.water)}"
        leader(sketch, "solution", (3.4, 1.5), (4.1, 1.5), words, of=f"liquid:{p.letters[1]}", size=12)

    @staticmethod
    def _draw_chart(p: Bath, sketch: Sketch) -> None:
        """The current in two steps."""
        end = p.minutes + p.further
        sketch.axes(
            "axes:current", (6.2, 0.5, 10.4, 3.9), x_limits=(0, end + 10), y_limits=(0, 3.5), x_label="time in min",
            y_label="current in A", grid=True, x_ticks=tuple(range(0, int(end) + 11, 10 if end < 80 else 20)),
            y_ticks=(0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5),
        )  # fmt: skip
        inside = {"axes": "axes:current"}
        middle = p.minutes
        corners = [(0, 0), (0, p.current), (middle, p.current), (middle, p.later), (end, p.later), (end, 0)]
        sketch.area("charge:all", *corners, fill=PALE_BLUE, width=0, z=1, axes="axes:current")
        sketch.line("current:first", (0, p.current), (middle, p.current), color=BLUE, width=2.2, **inside)
        sketch.line("current:change", (middle, p.current), (middle, p.later), color=BLUE, width=2.2, **inside)
        sketch.line("current:second", (middle, p.later), (end, p.later), color=BLUE, width=2.2, **inside)
        sketch.line("current:off", (end, p.later), (end, 0), color=BLUE, width=2.2, **inside)
        for name, x, y in (("first", middle, p.current), ("second", end, p.later)):
            sketch.claim("through", f"current:{name}", value=(x - 0.01 * end, y))
        sketch.claim("through", "current:off", value=(end, 0.5 * p.later))
        sketch.claim("axis_labels", value=("time in min", "current in A"))

    def questions(self, p: Bath) -> Iterator[Question]:
        """Electrodes, what is dissolved, and values."""
        spare = [letter for letter in pick_letters(p.first + 3, 6) if letter not in p.letters]
        yield ask_word("minus", p.cathode, [p.anode, *spare])
        if p.layout == "gas":
            yield ask_word("more", p.cathode, [p.anode, *spare])
            others = [plain_formula(name) for name in (*ACIDS, "HCl", "K2SO4", "NaNO3")]
            yield ask_word("solution", plain_formula(p.water), others)
        else:
            yield ask_word("toward", p.cathode, [p.anode, *spare])
            salts = [plain_formula(name) for name in SALTS.values()]
            yield ask_word("solution", plain_formula(SALTS[p.metal]), salts)
        if p.layout == "chart":
            yield ask_number("begin", p.current, unit="A", step=0.5, low=0.4, likely=[p.later])
            yield ask_number("changes", p.minutes, unit="min", step=10, low=5, likely=[p.minutes + p.further])
            yield ask_number("second", p.later, unit="A", step=0.5, low=0.4, likely=[p.current])
            return
        for name, quantity in zip(("one", "two"), p.givens, strict=True):
            yield ask_value(name, quantity, symbol=quantity.symbol)

    @defect(visibility=2)
    def swapped_poles(self, p: Bath, scene: FigureScene, draw: Random) -> FigureScene:
        """The signs at the battery are exchanged, so that its long plate would be the minus pole."""
        return swap_texts(scene, "sign:plus", "sign:minus")

    @defect(visibility=2)
    def ion_to_anode(self, p: Bath, scene: FigureScene, draw: Random) -> FigureScene:
        """The metal ion moves towards the electrode at the plus pole."""
        if p.layout == "gas":
            raise DoesNotApplyError
        drift = scene.path("drift:ion")
        return change(scene, replace(drift, points=tuple((4.6 - x, y) for x, y in drift.points)))

    @defect(visibility=1)
    def equal_gases(self, p: Bath, scene: FigureScene, draw: Random) -> FigureScene:
        """Hydrogen and oxygen take the same room, though there is twice as much hydrogen."""
        if p.layout != "gas":
            raise DoesNotApplyError
        marks = []
        for role in ("gas", "surface"):
            mark = scene.path(f"{role}:{p.anode}")
            marks.append(replace(mark, points=tuple((x, 2.4 if y < 4 else y) for x, y in mark.points)))
        liquid = scene.path(f"liquid:{p.anode}")
        marks.append(replace(liquid, points=tuple((x, 2.4 if y > 1 else y) for x, y in liquid.points)))
        return change(scene, *marks)

    @defect(visibility=2)
    def open_circuit(self, p: Bath, scene: FigureScene, draw: Random) -> FigureScene:
        """A wire ends before its electrode, so that no current flows."""
        wire = scene.path(f"wire:{draw.choice(p.letters)}")
        (x, y), second, *further = wire.points
        return change(scene, replace(wire, points=((x, y + 0.5 * (second[1] - y)), second, *further)))
