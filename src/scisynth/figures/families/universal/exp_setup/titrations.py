"""Titration: what the burette has given, read from its scale, tells a concentration, or with both of them the pH."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.families.universal.exp_setup.glassware import arm, beaker, burette, display, flask, stand
from scisynth.figures.parts.palette import DARK_GREY, PALE_GREY
from scisynth.figures.parts.universal import leader
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

WATER_PRODUCT = 1e-14
"""[H⁺][OH⁻] at 25 °C."""
STRONG = {"HCl": 1, "HNO₃": 1, "HBr": 1, "H₂SO₄": 2}
"""Protons of strong acids."""
WEAK = {"CH₃COOH": 1.8e-5, "HCOOH": 1.8e-4, "HF": 7.2e-4, "HNO₂": 4.5e-4, "C₆H₅COOH": 6.3e-5}
"""K_a at 25 °C."""
BASES = ("NaOH", "KOH", "LiOH")
STRENGTHS = (0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.4, 0.5)


@dataclass(frozen=True, kw_only=True)
class Flask(Parameters):
    """An acid or a base in the flask, the other in the burette."""

    kind: str = one_of("strong", "weak", "base", level_1=("strong",))
    strong: str = one_of(*STRONG)
    weak: str = one_of(*WEAK)
    base: str = one_of(*BASES)
    volume: float = number("V", "mL", (10, 15, 20, 25, 30, 40, 50), meaning="volume in the flask")
    titrant: float = number("c_t", "mol/L", STRENGTHS, meaning="concentration in the burette")
    molar: float = number("c", "mol/L", STRENGTHS, meaning="concentration in the flask", given=False)
    layout: str = one_of("end_point", "two_readings", "ph_meter", level_1=("end_point", "two_readings"))
    start: int = drawn(
        lambda draw, level, values: draw.randint(1, 12) if values["layout"] == "two_readings" else 0, words="0 to 12"
    )
    stop: int = drawn(lambda draw, level, values: values["start"] + draw.randint(7, 36), words="7 to 36 above")

    def valid(self) -> bool:
        """Volumes differ, so that no reading is another; a pH is asked of monoprotic acids alone."""
        if self.layout != "ph_meter":
            return self.added != self.volume and self.kind != "weak"
        half = self.molar * self.volume / self.titrant
        return self.acid != "H₂SO₄" and abs(self.added - half) > 0.4 and 0.2 < self.added / half < 3

    @property
    def added(self) -> int:
        """What the burette has given, mL."""
        return self.stop - self.start

    @property
    def acid(self) -> str:
        """The acid, in the flask or in the burette."""
        return self.weak if self.kind == "weak" else self.strong

    @property
    def names(self) -> tuple[str, str]:
        """In the flask, in the burette."""
        return (self.base, self.acid) if self.kind == "base" else (self.acid, self.base)

    @property
    def protons(self) -> int:
        """Of one molecule of the acid."""
        return 1 if self.kind == "weak" else STRONG[self.strong]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """With the concentration and the constant where a pH is asked for."""
        found = super().givens
        if self.layout == "ph_meter":
            found = (*found, self.quantity("molar"))
        read = Quantity(symbol="V_t", value=self.added, unit="mL", meaning="volume from the burette")
        return (*found, *((self.constant,) if self.layout == "ph_meter" and self.kind == "weak" else ()), read)

    @property
    def constant(self) -> Quantity:
        """Of the weak acid."""
        return Quantity(symbol="K_a", value=WEAK[self.weak], meaning="acid constant")


def sample_concentration(titrant: float, added: float, volume: float, per_titrant: float) -> float:
    """mol/L in the flask at the end point, from mL; `per_titrant`: moles of the sample that one mole in the burette uses up."""
    return titrant * added * per_titrant / volume


def ph_of(acid: float, base: float, constant: float | None) -> float:
    """pH of a solution of an acid and a strong base, mol/L each after mixing; constant None for a strong acid.

    The charges must balance: [H⁺] + [Na⁺] = [OH⁻] + [A⁻], [A⁻] = c K/(K + [H⁺]); solved by bisection in pH.
    """

    def charge(ph: float) -> float:
        protons = 10**-ph
        anions = acid if constant is None else acid * constant / (constant + protons)
        return protons + base - WATER_PRODUCT / protons - anions

    low, high = -1.0, 15.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if charge(middle) > 0 else (low, middle)
    return (low + high) / 2


@family("Universal - Exp. Setup", "titration")
class Titration(Family[Flask]):
    """A burette above a flask at the end point, a burette before and after, or a titration with a pH meter."""

    def solve(self, p: Flask) -> Solution:
        """By amounts; the pH by the balance of charges."""
        flask_name, burette_name = p.names
        values = {
            "flask": flask_name, "burette": burette_name, "added": p.givens[-1], "first": f"{p.start} mL", "last": f"{p.stop} mL",
            "case": p.layout if p.layout != "ph_meter" else f"ph {p.kind}", "ka": p.constant if p.kind == "weak" else "",
            "factor": {"base": " · 2" if p.protons == 2 else ""}.get(p.kind, " / 2" if p.protons == 2 else ""),
            "amounts": self._amounts(p),
        }  # fmt: skip
        if p.layout == "ph_meter":
            whole = p.volume + p.added
            flask_c, given_c = p.molar * p.volume / whole, p.titrant * p.added / whole
            acid, base = (given_c, flask_c) if p.kind == "base" else (flask_c, given_c)
            found = ph_of(acid, base, WEAK[p.weak] if p.kind == "weak" else None)
            return Solution(answer=number_answer(round(found, 2), ""), symbol="pH", values=values)
        per = float(p.protons) if p.kind == "base" else 1 / p.protons
        found = sample_concentration(p.titrant, p.added, p.volume, per)
        return Solution(answer=number_answer(found, "mol/L"), symbol="c", values=values)

    @staticmethod
    def _amounts(p: Flask) -> str:
        return f"{format_number(p.molar * p.volume)} mmol and {format_number(p.titrant * p.added)} mmol"

    def draw(self, p: Flask, sketch: Sketch) -> None:
        """The tap is well above the mouth of the flask."""
        low = 4.9
        flask_name, burette_name = p.names
        wide = 3.0 if p.layout == "two_readings" else 1.8
        stand(sketch, -2.6, wide, -2.3, 11.5)
        arm(sketch, "clamp", -2.12, -0.3, 9.6)
        main = "after" if p.layout == "two_readings" else "main"
        burette(sketch, main, 0.0, low, p.stop)
        right = 3.4 if p.layout == "two_readings" else 2.3
        if p.layout == "two_readings":
            self._draw_before(p, sketch, low)
        if p.layout == "ph_meter":
            beaker(sketch, "flask", -1.5, 1.5, 0.0, 2.4, 1.3, "#f9d9e6")
            self._draw_meter(sketch)
            right = 3.9
        else:
            flask(sketch, "flask", 0, 0, "#f9d9e6")
        words = f"{flask_name}, {p.text('volume')}" + (f", {p.text('molar')}" if p.layout == "ph_meter" else "")
        leader(
            sketch,
            "burette",
            (0.0, low - 0.22),
            (right, low - 0.85),
            f"{burette_name}, {p.text('titrant')}",
            of=f"liquid:{main}",
            size=12,
        )
        leader(sketch, "flask", (0.6, 0.45), (right, 0.7), words, of="liquid:flask", size=12)
        if p.layout == "ph_meter" and p.kind == "weak":
            sketch.text("label:K", p.constant.label, (right, -0.1), toward=(1, 0), gap_pt=3, size=12)
        sketch.claim("order", "liquid:flask", f"tap:{main}", f"level:{main}", value="bottom_to_top")
        sketch.claim("outside", f"tap:{main}", "glass:flask")
        sketch.entity("burette", f"burette:{main}1", f"burette:{main}2")
        sketch.entity("flask", "glass:flask")

    @staticmethod
    def _draw_before(p: Flask, sketch: Sketch, low: float) -> None:
        """The same burette before, on the left of the stand."""
        burette(sketch, "before", -4.6, low, p.start)
        arm(sketch, "before", -4.3, -2.3, 10.23)
        sketch.claim("connected", "arm:before", "burette:before2")
        for name, x in (("before", -4.6), ("after", 0.0)):
            sketch.text(f"name:{name}", name, (x, low + 6.75), toward=(0, 1), gap_pt=4, size=12)
        sketch.claim("order", "level:after", "level:before", value="bottom_to_top")

    @staticmethod
    def _draw_meter(sketch: Sketch) -> None:
        """An electrode in the liquid with its cable to the meter."""
        sketch.rectangle("electrode:1", 0.75, 0.5, 1.0, 3.3, fill=PALE_GREY, width=1.2, z=4)
        sketch.line("cable:1", (0.875, 3.3), (0.875, 3.6), (2.6, 3.6), (2.6, 2.9), width=1.4, color=DARK_GREY)
        sketch.rectangle("meter:1", 1.9, 1.5, 3.5, 2.9, fill=PALE_GREY, width=1.4)
        display(sketch, "meter", (2.7, 2.2), "pH = ?", 1.3)
        sketch.claim("connected", "cable:1", "meter:1")
        sketch.claim("connected", "cable:1", "electrode:1")
        sketch.entity("pH meter", "meter:1", "electrode:1")

    def questions(self, p: Flask) -> Iterator[Question]:
        """Readings, volumes and names."""
        flask_name, burette_name = p.names
        yield ask_number("reading", p.stop, unit="mL", step=2, low=0, likely=[50 - p.stop, p.start])
        yield ask_value("volume", p.quantity("volume"))
        yield ask_value("titrant", p.quantity("titrant"), p.quantity("molar"))
        others = [name for name in (*STRONG, *BASES) if name not in p.names]
        yield ask_word("burette", burette_name, [flask_name, *Random(p.stop).sample(others, len(others))])
        if p.layout == "two_readings":
            yield ask_number("first", p.start, unit="mL", step=2, low=0)
        elif p.layout == "ph_meter":
            yield ask_word("flask", flask_name, [burette_name, *Random(p.stop + 50).sample(others, len(others))])

    @defect(visibility=2)
    def wrong_level(self, p: Flask, scene: FigureScene, draw: Random) -> FigureScene:
        """The level in the burette stands several millilitres off the reading."""
        tag = "after" if p.layout == "two_readings" else "main"
        level, used = scene.path(f"level:{tag}"), scene.path(f"used:{tag}")
        shift = 0.6 if p.stop > 12 else -0.6
        moved = replace(level, points=tuple((x, y + shift) for x, y in level.points))
        (x0, y0), (x1, y1) = used.points
        return change(scene, moved, replace(used, points=((x0, y0), (x1, y1 + shift))))

    @defect(visibility=3)
    def burette_upside_down(self, p: Flask, scene: FigureScene, draw: Random) -> FigureScene:
        """The tap is above the scale, so that nothing could flow into the flask."""
        tag = "after" if p.layout == "two_readings" else "main"
        tap = scene.path(f"tap:{tag}")
        return change(scene, replace(tap, points=tuple((x, y + 7.2) for x, y in tap.points)))

    @defect(visibility=2)
    def spilled(self, p: Flask, scene: FigureScene, draw: Random) -> FigureScene:
        """The liquid of the flask lies outside its glass."""
        liquid = scene.path("liquid:flask")
        return change(scene, replace(liquid, points=tuple((x + 1.1, y) for x, y in liquid.points)))
