"""Titration of acids with several protons, two equivalence points at V and 2 V, and which species there are at a pH.

The pH solves the balance of charges (`titration_curves.titration_ph`), 25 °C. Half way between the equivalence points pH = pK_a2; at any pH
[A²⁻]/[HA⁻] = 10^(pH − pK_a2). Constants from the CRC Handbook of Chemistry and Physics; volumes in mL, amounts in mol/L.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.chemistry.reaction_scheme.titration_curves import titration_ph
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import named
from scisynth.figures.parts.chemistry import formula_text, plain_formula
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PURPLE, RED
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

ACIDS = {
    "phosphoric acid": (2.15, 7.20, 12.35), "maleic acid": (1.92, 6.23), "sulfurous acid": (1.85, 7.20),
    "selenous acid": (2.62, 8.32), "arsenic acid": (2.19, 6.94, 11.5), "phosphorous acid": (1.3, 6.7),
}  # fmt: skip
"""pK_a of each step."""
SHARES = (0.5, 1.0, 1.5, 2.0)
"""Of the first equivalence volume, where letters stand."""
AXES = "axes:titration"
INSIDE: Mapping[str, Any] = {"axes": AXES}
COLORS = (BLUE, GREEN, RED, PURPLE)


@dataclass(frozen=True, kw_only=True)
class Steps(Parameters):
    """An acid, its titration, and what is asked."""

    layout: str = one_of("volumes", "halves", "species")
    acid: str = one_of(*ACIDS)
    flask_volume: float = number("V_0", "mL", (20, 25, 30, 40, 50), meaning="volume in the flask", given=False)
    titrant: float = number("c_t", "mol/L", (0.08, 0.1, 0.12, 0.15, 0.2), meaning="base in the burette", given=False)
    volume: int = one_of(*range(10, 21))
    """At the first equivalence point, mL."""
    shown: int = one_of(1, 2)
    """The equivalence point whose volume is printed."""
    shift: float = one_of(-0.9, -0.6, -0.4, -0.2, 0.2, 0.3, 0.5, 0.8)
    """Of a pH from pK_a2."""
    other: bool = one_of(False, True)
    first: int = one_of(*range(40))

    def valid(self) -> bool:
        """Printed volumes differ."""
        return self.flask_volume != self.printed.value

    @property
    def letters(self) -> tuple[str, ...]:
        """Of the points at `SHARES`."""
        return tuple(Random(self.first).sample("PQRSUWXY", 4))

    @property
    def base(self) -> str:
        """In the burette."""
        return "KOH" if self.other else "NaOH"

    @property
    def constants(self) -> tuple[float, ...]:
        """K_a of each step."""
        return tuple(10.0**-power for power in ACIDS[self.acid])

    @property
    def concentration(self) -> float:
        """Of the acid, mol/L."""
        return self.titrant * self.volume / self.flask_volume

    @property
    def printed(self) -> Quantity:
        """Volume at the equivalence point that is marked."""
        return Quantity(symbol=f"V_{self.shown}", value=self.volume * self.shown, unit="mL")

    @property
    def ph(self) -> Quantity:
        """At which the ratio of two ions is asked for."""
        return Quantity(symbol="pH", value=round(ACIDS[self.acid][1] + self.shift, 2))

    @property
    def half(self) -> Quantity:
        """pH half way between the equivalence points."""
        return Quantity(symbol="pH_H", value=round(self.ph_at(1.5), 2))

    @property
    def power(self) -> Quantity:
        """Of the second step."""
        return Quantity(symbol="pK_2", value=ACIDS[self.acid][1])

    def ph_at(self, share: float) -> float:
        """pH at a multiple of the first equivalence volume."""
        return titration_ph(share * self.volume, self.flask_volume, self.concentration, self.titrant, *self.constants)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """By the layout."""
        if self.layout == "species":
            return self.ph, self.power
        return (
            self.quantity("flask_volume"),
            self.quantity("titrant"),
            self.printed if self.layout == "volumes" else self.half,
        )

    @property
    def ions(self) -> tuple[str, ...]:
        """The acid and its ions, one proton fewer each."""
        num = len(self.constants)
        heads = [f"H{num - lost if num - lost > 1 else ''}A" if lost < num else "A" for lost in range(num + 1)]
        return tuple(head + ("" if not lost else f"^{lost if lost > 1 else ''}-") for lost, head in enumerate(heads))


def fractions(ph: float, powers: tuple[float, ...]) -> list[float]:
    """Parts of an acid that have lost no, one, two, ... protons."""
    weights = [1.0]
    for power in powers:
        weights.append(weights[-1] * 10.0 ** (ph - power))
    return [weight / sum(weights) for weight in weights]


@family("Chemistry - Reaction Scheme")
class PolyproticTitration(Family[Steps]):
    """A curve with two equivalence points, with points half way to them, or the parts of all species over the pH."""

    def solve(self, p: Steps) -> Solution:
        """By amounts at an equivalence point, by the pH half way, or by the law of mass action."""
        values = {
            "base": p.base,
            "printed": p.printed,
            "nth": "first" if p.shown == 1 else "second",
            "spent": "one proton" if p.shown == 1 else "two protons",
            "factor": "" if p.shown == 1 else "2 · ",
            "half": format_number(p.half.value),
            "mark": p.letters[2],
            "ph": format_number(p.ph.value),
            "power": format_number(p.power.value),
            "one": plain_formula(p.ions[1]),
            "two": plain_formula(p.ions[2]),
        }
        if p.layout == "volumes":
            return Solution(answer=number_answer(p.concentration, "mol/L"), symbol="c", values=values)
        if p.layout == "halves":
            answer = number_answer(10**-p.half.value, "", digits=2, tolerance=0.05)
            return Solution(answer=answer, symbol="K_a2", values=values)
        return Solution(answer=number_answer(10 ** (p.ph.value - p.power.value), ""), symbol="r", values=values)

    def draw(self, p: Steps, sketch: Sketch) -> None:
        """Curve with lettered points, or fractions over the pH."""
        if p.layout == "species":
            self._draw_species(p, sketch)
            return
        end = -(-(3 * p.volume) // 5) * 5
        x_label = f"volume of {p.base} in mL"
        sketch.axes(
            AXES, (0, 0, 6.8, 4.6), x_limits=(0, end), y_limits=(0, 14), x_label=x_label, y_label="pH",
            grid=True, x_ticks=tuple(range(0, end + 1, 5)), y_ticks=tuple(range(0, 15, 2)),
        )  # fmt: skip
        shares = sorted({*(end / p.volume * part / 80 for part in range(81)), *SHARES})
        shares = sorted({*shares, *(near + 0.002 * step for near in (1, 2) for step in range(-12, 13))})
        sketch.line(
            "curve:ph", *((share * p.volume, p.ph_at(share)) for share in shares), color=BLUE, width=2, **INSIDE
        )
        sketch.claim("monotone", "curve:ph", value="increasing")
        sketch.claim("axis_labels", value=(x_label, "pH"))
        for index, (letter, share) in enumerate(zip(p.letters, SHARES, strict=True)):
            if p.layout == "volumes" and index % 2 == 0:
                continue
            at = (share * p.volume, p.ph_at(share))
            dot = sketch.dot(f"point:{letter}", at, 0.08, color=RED, z=6, **INSIDE)
            sketch.claim("at", dot, value=at)
            sketch.claim("on", dot, "curve:ph")
            toward = (1, -0.3) if index % 2 else (0, 1)
            style: dict[str, Any] = {"gap_pt": 7, "color": RED, "size": 13, "halo": True, **INSIDE}
            sketch.text(f"letter:{letter}", f"${letter}$", at, of=dot, toward=toward, **style)
        mark = p.letters[2 * p.shown - 1] if p.layout == "volumes" else p.letters[2]
        x, y = round_of_sketch(sketch, mark)
        sketch.line(f"guide:{mark}", (x, 0), (x, y), color=GREY, width=0.9, dash="dashed", z=3, **INSIDE)
        words = p.printed.text if p.layout == "volumes" else f"pH {format_number(p.half.value)}"
        sketch.text("value:mark", words, (x, 1.0), of=f"guide:{mark}", toward=(1, 0), color=RED, halo=True, **INSIDE)
        note = f"{p.text('flask_volume')} {p.acid}, {p.text('titrant')} {p.base}"
        sketch.text("note:setup", note, (3.4, 4.8), valign="bottom", size=12)
        for quantity in p.givens[:2]:
            sketch.claim("value", "note:setup", value=quantity.value)
        sketch.claim("value", "value:mark", value=p.givens[2].value)

    @staticmethod
    def _draw_species(p: Steps, sketch: Sketch) -> None:
        powers = ACIDS[p.acid]
        sketch.axes(
            AXES, (0, 0, 6.8, 4.4), x_limits=(0, 14), y_limits=(0, 1.15), x_label="pH", y_label="fraction of all species",
            grid=True, x_ticks=tuple(range(0, 15)), y_ticks=(0, 0.2, 0.4, 0.6, 0.8, 1.0),
        )  # fmt: skip
        sketch.claim("axis_labels", value=("pH", "fraction of all species"))
        bounds = (0.0, *powers, 14.0)
        for index, (ion, color) in enumerate(zip(p.ions, COLORS, strict=False)):
            points = [(step / 10, fractions(step / 10, powers)[index]) for step in range(141)]
            sketch.line(f"curve:{index}", *points, color=color, width=2, **INSIDE)
            for ph in (bounds[index], (bounds[index] + bounds[index + 1]) / 2):
                sketch.claim("through", f"curve:{index}", value=(round(ph, 1), fractions(round(ph, 1), powers)[index]))
            middle = (bounds[index] + bounds[index + 1]) / 2
            at = (middle, 1.02)
            words = formula_text(ion)
            sketch.text(f"ion:{index}", words, at, of=f"curve:{index}", toward=(0, 1), color=color, halo=True, **INSIDE)
        x = p.ph.value
        sketch.line("guide:ph", (x, 0), (x, 1.15), color=GREY, width=1.1, dash="dashed", z=3, **INSIDE)
        note = (
            f"{p.acid}: pH = {format_number(p.ph.value)} (dashed), $\\mathrm{{p}}K_2$ = {format_number(p.power.value)}"
        )
        sketch.text("note:setup", note, (3.4, 4.6), valign="bottom", size=12)
        for quantity in p.givens:
            sketch.claim("value", "note:setup", value=quantity.value)
        sketch.claim("order", *(f"ion:{index}" for index in range(len(p.ions))), value="left_to_right")

    def questions(self, p: Steps) -> Iterator[Question]:
        """Letters of points, the acid, and values; or species."""
        yield ask_word("acid", p.acid, [name for name in ACIDS if name != p.acid])
        if p.layout == "species":
            names = [plain_formula(ion) for ion in p.ions]
            spare = ["H₂A", "HA⁻", "A²⁻", "H₃A", "H₂A⁻", "HA²⁻", "A³⁻"]
            most = names[2] if p.shift > 0 else names[1]
            yield ask_word("most", most, [*names, *spare])
            yield ask_value("ph", p.ph, p.power)
            index = p.first % (len(names) - 1)
            ask = (index + 0.0, names[index], names[index + 1])
            yield ask_number("crossing", round(ACIDS[p.acid][index], 1), step=1.5, low=0, one=ask[1], two=ask[2])
            return
        letters = [*p.letters, *(letter for letter in "PQRSUWXY" if letter not in p.letters)]
        yield ask_word("equivalence", p.letters[2 * p.shown - 1], letters, nth="first" if p.shown == 1 else "second")
        yield ask_value("flask_volume", p.quantity("flask_volume"), p.printed)
        yield ask_value("titrant", p.quantity("titrant"))
        if p.layout == "halves":
            yield ask_word("between", p.letters[2], letters)

    @defect(visibility=2)
    def dip(self, p: Steps, scene: FigureScene, draw: Random) -> FigureScene:
        """A curve jumps away from its course for a while."""
        curve = scene.path(named(scene, "curve", draw))
        tall = max(y for _, y in curve.points)
        middle = next(index for index, (_, y) in enumerate(curve.points) if y > 0.45 * tall)
        places = range(middle - 9, middle - 1)
        points = tuple((x, max(0, y - 0.3 * tall) if i in places else y) for i, (x, y) in enumerate(curve.points))
        if p.layout == "species":
            points = tuple((14 - x, y) for x, y in curve.points)
        return change(scene, replace(curve, points=points))

    @defect(visibility=2)
    def point_moved(self, p: Steps, scene: FigureScene, draw: Random) -> FigureScene:
        """A marked point, or a species, stands at the wrong place."""
        if p.layout == "species":
            return swap_texts(scene, "ion:0", "ion:1")
        dot = scene.round(f"point:{p.letters[1]}")
        return change(scene, replace(dot, center=(0.7 * p.volume, p.ph_at(0.7))))

    @defect(visibility=2)
    def backwards(self, p: Steps, scene: FigureScene, draw: Random) -> FigureScene:
        """A curve is mirrored, so that it runs the wrong way."""
        curve = scene.path("curve:0" if p.layout == "species" else "curve:ph")
        high = max(x for x, _ in curve.points)
        return change(scene, replace(curve, points=tuple((high - x, y) for x, y in curve.points)))


def round_of_sketch(sketch: Sketch, letter: str) -> tuple[float, float]:
    """Where a lettered point of the curve lies."""
    return next(mark.center for mark in sketch.marks if mark.id == f"point:{letter}")  # type: ignore[union-attr]
