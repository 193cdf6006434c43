"""Titration curves of acids and bases: concentration from the equivalence point, constant from half of it, and the indicator.

The pH solves the balance of charges at every volume, 25 °C: [Na⁺] + [H⁺] = [OH⁻] + Σ n [A^n−]. A weak base with a strong acid is the
mirror image, pH = 14 − pOH. Half way to the equivalence point pH = pK_a, for a base pOH = pK_b. Volumes in mL, amounts in mol/L.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREY, PALE_BLUE, PALE_ORANGE, PALE_RED, RED
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

WATER = 1e-14
WEAK_ACIDS = {
    "acetic acid": 4.76, "formic acid": 3.75, "benzoic acid": 4.20, "lactic acid": 3.86, "hydrofluoric acid": 3.17,
    "propanoic acid": 4.87, "nitrous acid": 3.29,
}  # fmt: skip
"""pK_a."""
WEAK_BASES = {"ammonia": 4.75, "methylamine": 3.36, "trimethylamine": 4.20, "ethylamine": 3.35, "morpholine": 5.51}
"""pK_b."""
STRONG_ACIDS = ("hydrochloric acid", "nitric acid", "hydrobromic acid", "perchloric acid")
INDICATORS = {"methyl red": (4.4, 6.2), "bromothymol blue": (6.2, 7.6), "phenolphthalein": (8.2, 10.0)}
"""Ranges of pH in which they change."""
BAND_COLORS = (PALE_RED, PALE_BLUE, PALE_ORANGE)
AXES = "axes:titration"
INSIDE: Mapping[str, Any] = {"axes": AXES}
WIDE, TALL = 6.4, 4.6


def titration_ph(volume: float, flask_volume: float, acid: float, base: float, *constants: float) -> float:
    """pH after `volume` mL of a strong base, mol/L; without constants the acid is strong and has one proton."""
    from scipy.optimize import brentq

    total = volume + flask_volume
    sodium, formal = base * volume / total, acid * flask_volume / total

    def charge(ph: float) -> float:
        proton = 10.0**-ph
        return sodium + proton - WATER / proton - formal * mean_charge(proton, constants)

    return float(brentq(charge, -1, 15, xtol=1e-10))


def mean_charge(proton: float, constants: tuple[float, ...]) -> float:
    """Protons that a molecule of an acid has lost on the average, at a concentration of protons in mol/L."""
    if not constants:
        return 1.0
    weights = [1.0]
    for constant in constants:
        weights.append(weights[-1] * constant / proton)
    return sum(lost * weight for lost, weight in enumerate(weights)) / sum(weights)


def _substance(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    return draw.choice(list({"weak acid": WEAK_ACIDS, "weak base": WEAK_BASES}.get(values["kind"], STRONG_ACIDS)))


def _equivalence(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    return draw.randrange(15, 41, 5) if values["layout"] == "read" else draw.randint(14, 34)


@dataclass(frozen=True, kw_only=True)
class Curve(Parameters):
    """What is in the flask and in the burette, and where the equivalence point is."""

    layout: str = one_of("read", "points", "bands", level_1=("read", "points"))
    kind: str = one_of("weak acid", "strong acid", "weak base")
    substance: str = drawn(_substance, words="an acid or a base")
    flask_volume: float = number("V_0", "mL", (20, 25, 30, 40, 50), meaning="volume in the flask")
    titrant: float = number("c_t", "mol/L", (0.08, 0.1, 0.12, 0.15, 0.2), meaning="concentration in the burette")
    equivalence: int = drawn(
        _equivalence,
        words="14 to 40 mL",
        symbol="V_E",
        unit="mL",
        meaning="volume at the equivalence point",
        given=True,
    )
    other: bool = one_of(False, True)
    task: str = one_of("concentration", "constant")

    def valid(self) -> bool:
        """Volumes differ, pH = pK half way, and the equivalence point lies well inside the band of one indicator."""
        if self.asked == "constant" and abs(self.half.value - self.power) > 0.02:
            return False
        low, high = INDICATORS.get(self.indicator, (0.0, 0.0))
        return self.flask_volume != self.equivalence and (
            self.layout != "bands" or low + 0.15 < self.ph_at(1) < high - 0.15
        )

    @property
    def asked(self) -> str:
        """The constant only of weak ones, where the pH half way is marked."""
        return self.task if self.layout == "points" and self.kind != "strong acid" else "concentration"

    @property
    def burette(self) -> str:
        """What drips."""
        if self.kind == "weak base":
            return "HNO₃" if self.other else "HCl"
        return "KOH" if self.other else "NaOH"

    @property
    def concentration(self) -> float:
        """In the flask, mol/L."""
        return self.titrant * self.equivalence / self.flask_volume

    @property
    def power(self) -> float:
        """pK half way: pK_a, or 14 − pK_b; 0 for a strong acid."""
        found = {**WEAK_ACIDS, **WEAK_BASES}.get(self.substance, 0.0)
        return 14 - found if self.kind == "weak base" else found

    def ph_at(self, share: float) -> float:
        """pH at a multiple of the equivalence volume."""
        power = {**WEAK_ACIDS, **WEAK_BASES}.get(self.substance)
        constants = () if power is None else (10.0**-power,)
        volume = share * self.equivalence
        found = titration_ph(volume, self.flask_volume, self.concentration, self.titrant, *constants)
        return 14 - found if self.kind == "weak base" else found

    @property
    def indicator(self) -> str:
        """That changes at the equivalence point; empty for none of the three."""
        ph = self.ph_at(1)
        return next((name for name, (low, high) in INDICATORS.items() if low < ph < high), "")

    @property
    def half(self) -> Quantity:
        """pH half way."""
        return Quantity(symbol="pH_H", value=round(self.ph_at(0.5), 2))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """With the pH half way, where it is used."""
        return (*super().givens, *((self.half,) if self.asked == "constant" else ()))


@family("Chemistry - Reaction Scheme")
class TitrationCurve(Family[Curve]):
    """pH in a flask while a strong base or acid drips into it, with points, on a grid, or with bands of indicators."""

    def solve(self, p: Curve) -> Solution:
        """By amounts at the equivalence point, or by the pH half way to it."""
        power = 14 - p.half.value if p.kind == "weak base" else p.half.value
        is_base = p.kind == "weak base"
        values = {
            "case": f"{p.asked} {'base' if is_base else 'acid'}",
            "burette": p.burette,
            "half": format_number(p.half.value),
            "power": format_number(round(power, 2)),
            "sort": "base" if is_base else "acid",
            "indicator": p.indicator or "none of the three",
            "given": f"{p.flask_volume:g} mL of {p.substance}",
        }
        if p.asked == "constant":
            answer = number_answer(10**-power, "", digits=2, tolerance=0.05)
            return Solution(answer=answer, symbol="K_b" if is_base else "K_a", values=values)
        return Solution(answer=number_answer(p.concentration, "mol/L"), symbol="c", values=values)

    def draw(self, p: Curve, sketch: Sketch) -> None:
        """The curve in its axes; marked points, or bands of pH behind it."""
        end = math.ceil(p.equivalence * 1.6 / 5) * 5
        sketch.axes(
            AXES, (0, 0, WIDE, TALL), x_limits=(0, end), y_limits=(0, 14), x_label=f"volume of {p.burette} in mL", y_label="pH",
            grid=p.layout != "bands", x_ticks=tuple(range(0, end + 1, 5)), y_ticks=tuple(range(0, 15, 2)),
        )  # fmt: skip
        near = [1 + step * 0.0008 for step in range(-25, 26)]
        shares = sorted({*(end / p.equivalence * part / 70 for part in range(71)), *near, 0.5})
        points = [(share * p.equivalence, p.ph_at(share)) for share in shares]
        sketch.line("curve:ph", *points, color=BLUE, width=2, z=4, **INSIDE)
        sketch.claim("monotone", "curve:ph", value="decreasing" if p.kind == "weak base" else "increasing")
        for share in (0.02, 0.5, 1.5):
            sketch.claim("through", "curve:ph", value=(share * p.equivalence, p.ph_at(share)))
        if p.layout == "bands":
            self._draw_bands(sketch, end)
        marks = {"E": 1.0, **({"H": 0.5} if p.asked == "constant" else {})}
        for letter, share in marks.items():
            self._draw_point(p, sketch, letter, share)
        if p.layout != "read":
            at = (p.equivalence, 1.0)
            sketch.text(
                "volume:E", p.text("equivalence"), at, of="guide:E", toward=(1, 0), color=RED, halo=True, **INSIDE
            )
            sketch.claim("value", "volume:E", value=p.equivalence)
        if "H" in marks:
            middle = (p.equivalence / 2, 1.0)
            words = f"pH {format_number(p.half.value)}"
            sketch.text("ph:H", words, middle, of="guide:H", toward=(-1, 0), color=RED, halo=True, **INSIDE)
            sketch.claim("value", "ph:H", value=p.half.value)
        note = f"{p.text('flask_volume')} {p.substance}, {p.text('titrant')} {p.burette}"
        sketch.text("note:setup", note, (WIDE / 2, TALL + 0.2), valign="bottom", size=12)
        sketch.claim("value", "note:setup", value=p.flask_volume)
        sketch.claim("value", "note:setup", value=p.titrant)
        sketch.claim("axis_labels", value=(f"volume of {p.burette} in mL", "pH"))
        sketch.claim("count", "point", value=len(marks))

    @staticmethod
    def _draw_point(p: Curve, sketch: Sketch, letter: str, share: float) -> None:
        x, y = share * p.equivalence, p.ph_at(share)
        dot = sketch.dot(f"point:{letter}", (x, y), 0.08, color=RED, z=6, **INSIDE)
        sketch.claim("at", dot, value=(x, y))
        sketch.claim("on", dot, "curve:ph")
        sketch.line(f"guide:{letter}", (x, 0), (x, y), color=GREY, width=0.9, dash="dashed", z=3, **INSIDE)
        toward = (1, 0) if letter == "E" else (0, 1)
        style: dict[str, Any] = {"gap_pt": 7, "color": RED, "size": 13, "halo": True, **INSIDE}
        sketch.text(f"label:{letter}", f"${letter}$", (x, y), of=dot, toward=toward, **style)

    @staticmethod
    def _draw_bands(sketch: Sketch, end: int) -> None:
        for (name, (low, high)), fill in zip(INDICATORS.items(), BAND_COLORS, strict=True):
            band = sketch.rectangle(f"band:{name}", 0, low, end, high, fill=fill, width=0, z=0, **INSIDE)
            sketch.text(
                f"name:{name}", name, (0.985 * end, (low + high) / 2), of=band, align="right", size=10, **INSIDE
            )
            sketch.claim("at", band, value=(end / 2, (low + high) / 2), tolerance=0.01)
        sketch.claim("order", *(f"name:{name}" for name in INDICATORS), value="bottom_to_top")

    def questions(self, p: Curve) -> Iterator[Question]:
        """What is in the flask, volumes, and what the curve shows."""
        names = [*WEAK_BASES] if p.kind == "weak base" else [*WEAK_ACIDS, *STRONG_ACIDS]
        wrong = [name for name in names if name != p.substance]
        yield ask_word("flask", p.substance, wrong)
        yield ask_value("titrant", p.quantity("titrant"))
        yield ask_value("flask_volume", p.quantity("flask_volume"), p.quantity("equivalence"))
        yield ask_number("volume", p.equivalence, unit="mL", step=5, low=2, likely=[p.flask_volume])
        if p.layout == "bands":
            yield ask_word("indicator", p.indicator, [*INDICATORS, "none of the three"])
        elif p.asked == "constant":
            yield ask_value("half", p.half)
        else:
            yield ask_number("begin", round(p.ph_at(0), 1), step=1.5, low=0)

    @defect(visibility=2)
    def sagging_curve(self, p: Curve, scene: FigureScene, draw: Random) -> FigureScene:
        """The pH goes back for a while, though the titrant keeps dripping."""
        curve = scene.path("curve:ph")
        middle = len(curve.points) // 5
        shift = 1.5 if p.kind == "weak base" else -1.5
        points = tuple((x, y + shift if abs(i - middle) < 4 else y) for i, (x, y) in enumerate(curve.points))
        return change(scene, replace(curve, points=points))

    @defect(visibility=2)
    def equivalence_moved(self, p: Curve, scene: FigureScene, draw: Random) -> FigureScene:
        """The point E stands away from the steep part of the curve."""
        dot = scene.round("point:E")
        share = draw.choice((0.75, 1.3))
        return change(scene, replace(dot, center=(share * p.equivalence, p.ph_at(share))))

    @defect(visibility=2)
    def upside_down(self, p: Curve, scene: FigureScene, draw: Random) -> FigureScene:
        """The curve runs the wrong way, as if the titrant were of the other kind."""
        curve = scene.path("curve:ph")
        return change(scene, replace(curve, points=tuple((x, 14 - y) for x, y in curve.points)))

    @defect(visibility=2)
    def bands_exchanged(self, p: Curve, scene: FigureScene, draw: Random) -> FigureScene:
        """The band of an indicator lies at the wrong pH."""
        if p.layout != "bands":
            raise DoesNotApplyError
        band = scene.path("band:phenolphthalein")
        return change(scene, replace(band, points=tuple((x, y + 2.4) for x, y in band.points)))
