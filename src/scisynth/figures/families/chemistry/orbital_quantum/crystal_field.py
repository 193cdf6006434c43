"""Crystal fields: how the d levels of an ion split, and how its electrons fill them.

In an octahedral field t2g lies 0.4 Delta below and eg 0.6 Delta above the mean; in a tetrahedral one e lies 0.6 Delta below and
t2 0.4 Delta above. In a square planar field, in units of the octahedral Delta, dx2-y2 lies at 1.23, dxy at 0.23, dz2 at -0.43 and
dxz, dyz at -0.51 (Krishnamurthy and Schaap 1969). Heights are to scale. Pairing energy is not covered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.atoms import charged, ion, spin_moment
from scisynth.figures.parts.chemistry import canvas, formula_text
from scisynth.figures.parts.levels import HALF, filled_level, orbital_pairs, row_end
from scisynth.figures.parts.palette import GREY, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

D_ELECTRONS = {
    ("Ti", 3): 1, ("V", 3): 2, ("V", 2): 3, ("Cr", 3): 3, ("Cr", 2): 4, ("Mn", 3): 4, ("Mn", 2): 5, ("Fe", 3): 5, ("Fe", 2): 6,
    ("Co", 3): 6, ("Co", 2): 7, ("Ni", 2): 8, ("Cu", 2): 9, ("Pd", 2): 8, ("Pt", 2): 8, ("Au", 3): 8, ("Rh", 1): 8,
}  # fmt: skip
PLANAR = (("Ni", 2), ("Pd", 2), ("Pt", 2), ("Au", 3), ("Rh", 1), ("Cu", 2))
ROUND = tuple(key for key in D_ELECTRONS if key[0] not in ("Pd", "Pt", "Au", "Rh"))
SETS: Mapping[str, tuple[tuple[str, int, float], ...]] = {
    "octahedral": (("t_{2g}", 3, -0.4), ("e_g", 2, 0.6)),
    "tetrahedral": (("e", 2, -0.6), ("t_2", 3, 0.4)),
    "planar": (("d_{xz}, d_{yz}", 2, -0.51), ("d_{z^2}", 1, -0.43), ("d_{xy}", 1, 0.23), ("d_{x^2-y^2}", 1, 1.23)),
}
"""Name, orbitals and height in units of Delta of each set, from below."""
X, UNIT = 3.3, 3.0
FREE = -1.3


def _ion(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[str, int]:
    return draw.choice(PLANAR if values["layout"] == "planar" else ROUND)


def _delta(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    low, high = {"tetrahedral": (3500, 7000), "planar": (16000, 30000)}.get(values["layout"], (9000, 16000))
    if values["low_spin"] and values["layout"] == "octahedral":
        low, high = 17000, 26000
    return draw.randrange(low, high, 100)


@dataclass(frozen=True, kw_only=True)
class Field(Parameters):
    """An ion in a field of its ligands."""

    layout: str = one_of("octahedral", "tetrahedral", "planar", level_1=("octahedral", "tetrahedral"))
    species: tuple[str, int] = drawn(_ion, words="an ion of a transition metal")
    low_spin: bool = one_of(False, True)
    delta: int = drawn(
        _delta, words="3500 to 30000 cm⁻¹", symbol="\\Delta", unit="cm⁻¹", meaning="splitting", given=True
    )
    asked: str = one_of("stabilisation", "moment", "wavelength", level_3=("stabilisation", "molar", "wavelength"))
    side: str = one_of("right", "left")

    def valid(self) -> bool:
        """Whether low spin differs from high spin, and what is asked is not nothing."""
        electrons = self.electrons
        if self.low_spin and not (self.layout == "octahedral" and 4 <= electrons <= 7) and self.layout != "planar":
            return False
        if self.layout == "planar" and not self.low_spin:
            return False
        filled = field_filling(electrons, self.layout, self.low_spin)
        if self.asked == "moment":
            return lone_spins(filled, self.layout) > 0
        return self.asked == "wavelength" or abs(stabilisation(filled, self.layout)) > 1e-6

    @property
    def electrons(self) -> int:
        """In the d subshell."""
        return D_ELECTRONS[self.species]


def field_filling(d_electrons: int, field: str, low_spin: bool) -> tuple[int, ...]:
    """Electrons of each set of levels, from below."""
    sizes = [size for _, size, _ in SETS[field]]
    if low_spin:
        filled = []
        for size in sizes:
            filled.append(min(d_electrons, 2 * size))
            d_electrons -= filled[-1]
        return tuple(filled)
    rounds = [min(d_electrons, 5), max(d_electrons - 5, 0)]
    filled = [0] * len(sizes)
    for left in rounds:
        for place, size in enumerate(sizes):
            here = min(left, size)
            filled[place] += here
            left -= here
    return tuple(filled)


def stabilisation(filled: tuple[int, ...], field: str) -> float:
    """Energy against the mean field, in units of Delta, without pairing energy."""
    return sum(count * height for count, (_, _, height) in zip(filled, SETS[field], strict=True))


def lone_spins(filled: tuple[int, ...], field: str) -> int:
    """Unpaired electrons."""
    return sum(min(count, 2 * size - count) for count, (_, size, _) in zip(filled, SETS[field], strict=True))


@family("Chemistry - Orbital / Quantum")
class CrystalField(Family[Field]):
    """d electrons in an octahedral, tetrahedral or square planar field; stabilisation energy, magnetic moment or light."""

    def solve(self, p: Field) -> Solution:
        """From the filling of the sets of levels."""
        filled = field_filling(p.electrons, p.layout, p.low_spin)
        energy = stabilisation(filled, p.layout)
        alone = lone_spins(filled, p.layout)
        kilojoules = energy * p.delta * 0.01196266
        answer = {
            "stabilisation": number_answer(energy * p.delta, "cm⁻¹", digits=4),
            "moment": number_answer(spin_moment(alone), "μ_B"),
            "wavelength": number_answer(1e7 / p.delta, "nm"),
            "molar": number_answer(kilojoules, "kJ/mol"),
        }[p.asked]
        terms = " + ".join(
            f"{n} · ({format_number(h)})" for n, (_, _, h) in zip(filled, SETS[p.layout], strict=True) if n
        )
        spin = "low spin" if p.low_spin else "high spin"
        is_told = p.layout == "octahedral" and 4 <= p.electrons <= 7
        return Solution(
            answer=answer,
            hidden=(answer.text,),
            values={
                "ion": ion(*p.species),
                "electrons": p.electrons,
                "field": {"octahedral": "an octahedral", "tetrahedral": "a tetrahedral", "planar": "a square planar"}[
                    p.layout
                ],
                "spin": f" ({spin})" if is_told else "",
                "terms": terms,
                "units": f"{format_number(energy)} Δ".replace("-", "−"),
                "wavenumbers": f"{format_number(energy * p.delta, 4)} cm⁻¹".replace("-", "−"),
                "alone": alone,
                "splitting": f"{p.delta} cm⁻¹",
            },
        )

    def draw(self, p: Field, sketch: Sketch) -> None:
        """The free ion, its split levels to scale, and the splitting."""
        filled = field_filling(p.electrons, p.layout, p.low_spin)
        sign = 1 if p.side == "right" else -1
        x = sign * X
        tall = 0.62 if p.layout != "planar" else 0.5
        unit = UNIT if p.layout != "planar" else 2.6
        for place, (count, (words, size, share)) in enumerate(zip(filled, SETS[p.layout], strict=True)):
            # The two lowest sets of a square planar field lie close: they stand side by side.
            shift = {0: -0.65, 1: 0.75}.get(place, 0.0) if p.layout == "planar" else 0.0
            y = share * unit
            filled_level(sketch, f"set{place}-", x + shift, y, size, count, tall=tall)
            name = f"level:set{place}-{(size - 1) // 2}"
            # The link from the free ion would cross the name of a single level below it.
            is_aside = p.layout == "planar" and place > 1
            toward, gap = ((sign, 0), 5) if is_aside else ((0, -1), 14)
            at = (x + shift + is_aside * sign * row_end(size), y)
            sketch.text(f"set:{place}", f"${words}$", at, of=name, toward=toward, gap_pt=gap, size=12)
            inner = x + shift - sign * row_end(size)
            if not (p.layout == "planar" and place == (1 if sign > 0 else 0)):
                start = (sign * (FREE + 4 * 0.62 + HALF), 0)
                sketch.line(f"link:{place}", start, (inner, y), color=GREY, width=0.8, dash="dashed", z=0)
        self._draw_free(p, sketch, sign)
        low, high = self._gap(p)
        gap_x = x + sign * 1.75
        sketch.line("gap:delta", (gap_x, low * unit), (gap_x, high * unit), arrow="both", width=1.2, color=RED)
        sketch.claim("head", "gap:delta", value="both")
        sketch.claim("direction", "gap:delta", value=90)
        words = rf"$\Delta$ = {p.delta} cm$^{{-1}}$"
        middle = (low + high) / 2 * unit
        sketch.text("label:delta", words, (gap_x, middle), of="gap:delta", toward=(sign, 0), color=RED)
        sketch.claim("ratio", "gap:delta", "level:set0-0", value=unit / (2 * HALF))
        sketch.claim("count", "electron", value=p.electrons)
        sketch.claim("count", "level", value=5)
        last = len(filled) - 1
        sketch.claim("order", "level:set0-0", "free:0", f"level:set{last}-0", value="bottom_to_top")
        ends = (-1.8, 6.9) if sign > 0 else (-6.9, 1.8)
        top = 3.1 if p.layout != "planar" else 3.9
        sketch.text("title:ion", formula_text(charged(*p.species)), (0, top - 0.4), size=14)
        canvas(sketch, ends[0], -2.6, ends[1], top)
        sketch.entity("levels", *(mark.id for mark in sketch.marks if mark.id.startswith("level:")))

    def _gap(self, p: Field) -> tuple[float, float]:
        """Heights, in units of Delta, of the two sets that the splitting lies between."""
        shares = [share for *_, share in SETS[p.layout]]
        return (0.23, 1.23) if p.layout == "planar" else (shares[0], shares[-1])

    def _draw_free(self, p: Field, sketch: Sketch, sign: int) -> None:
        for index in range(5):
            centre = sign * (FREE + 0.62 * index)
            sketch.line(f"free:{index}", (centre - HALF, 0), (centre + HALF, 0), width=2.0, color=GREY)
        sketch.text(
            "label:free", "free ion, mean field", (sign * -0.06, 0), of="free:2", toward=(0, -1), gap_pt=8, color=GREY
        )

    def questions(self, p: Field) -> Iterator[Question]:
        """Electrons in the sets, lone ones, and the splitting."""
        filled = field_filling(p.electrons, p.layout, p.low_spin)
        pairs = [
            pair for n, (_, size, _) in zip(filled, SETS[p.layout], strict=True) for pair in orbital_pairs(size, n)
        ]
        yield ask_count("electrons", p.electrons, low=1, likely=[p.electrons - 1, p.electrons + 1])
        yield ask_count("lowest", filled[0], low=0, likely=[filled[-1], p.electrons])
        yield ask_count("alone", sum(one and not two for one, two in pairs), likely=[sum(two for _, two in pairs)])
        yield ask_number(
            "splitting", p.delta, unit="cm⁻¹", likely=[1.1 * p.delta, 0.9 * p.delta], step=p.delta // 5 // 100 * 100
        )
        charges = sorted({charge for _, charge in D_ELECTRONS})
        others = [ion(p.species[0], charge) for charge in charges if charge != p.species[1]]
        metals = [ion(metal, charge) for metal, charge in D_ELECTRONS if metal != p.species[0]]
        yield ask_word("ion", ion(*p.species), [*others[:1], *metals[p.delta % 7 :: 5]])

    @defect(visibility=2)
    def inverted_splitting(self, p: Field, scene: FigureScene, draw: Random) -> FigureScene:
        """The sets lie the other way up."""
        turned = [
            replace(mark, points=tuple((x, -y) for x, y in mark.points))
            for mark in scene.marks
            if isinstance(mark, Path) and mark.id.startswith("level:")
        ]
        return change(scene, *turned)

    @defect(visibility=2)
    def short_gap(self, p: Field, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow of the splitting ends halfway between the sets."""
        gap = scene.path("gap:delta")
        (x, low), (_, high) = gap.points
        return change(scene, replace(gap, points=((x, low), (x, (low + high) / 2))))

    @defect(visibility=2)
    def missing_electron(self, p: Field, scene: FigureScene, draw: Random) -> FigureScene:
        """One electron is missing from the d levels."""
        gone = draw.choice([mark.id for mark in scene.marks if mark.id.startswith("electron:")])
        return scene.without(gone)

    @defect(visibility=2)
    def off_level(self, p: Field, scene: FigureScene, draw: Random) -> FigureScene:
        """An electron floats above its level."""
        arrow = draw.choice([mark for mark in scene.marks if mark.id.startswith("electron:")])
        assert isinstance(arrow, Path)
        return change(scene, replace(arrow, points=tuple((x, y + 0.6) for x, y in arrow.points)))
