"""Molecular orbitals of diatomic molecules and ions: bond order, unpaired electrons, and what an electron more or less changes.

Bond order = (bonding - antibonding electrons) / 2. Up to nitrogen, and in CO, NO and CN, mixing lifts the 2p sigma above the 2p pi
level. Level heights are schematic.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.atoms import RAISED, SUBSHELLS, configuration, spin_moment
from scisynth.figures.parts.chemistry import canvas, formula_text, plain_formula
from scisynth.figures.parts.levels import filled_level, orbital_pairs, row_end
from scisynth.figures.parts.palette import GREY
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer
from scisynth.grading.values.chemistry import ELEMENT_NAMES, NUMBERS

SAME = (
    "H2", "H2+", "He2+", "Li2", "Li2+", "Be2+", "B2", "B2+", "C2", "C2+", "C2-", "C2--", "N2", "N2+", "N2-", "O2", "O2+", "O2-",
    "O2--", "F2", "F2+", "Ne2+",
)  # fmt: skip
MIXED = ("CO", "CO+", "NO", "NO+", "NO-", "CN", "CN-", "CN+", "BN", "BO", "CF", "CF+")
STEP, WIDE_STEP = 1.05, 1.3
SIDE = 2.9
Levels = list[tuple[str, int, int, int]]
"""(name, orbitals, +1 bonding or -1 antibonding, electrons), from below."""


def molecular_orbitals(numbers: tuple[int, int], electrons: int) -> Levels:
    """The valence orbitals of a diatomic of these atomic numbers, up to neon, and how so many electrons fill them."""
    if max(numbers) <= 2:
        order = [("1sσ", 1, 1), ("1sσ*", 1, -1)]
    else:
        is_mixed = sum(numbers) / 2 < 8
        upper = [("2pπ", 2, 1), ("2pσ", 1, 1)] if is_mixed else [("2pσ", 1, 1), ("2pπ", 2, 1)]
        order = [("2sσ", 1, 1), ("2sσ*", 1, -1), *upper, ("2pπ*", 2, -1), ("2pσ*", 1, -1)]
    result = []
    for name, orbitals, sign in order:
        inside = min(electrons, 2 * orbitals)
        electrons -= inside
        result.append((name, orbitals, sign, inside))
    return result


def bond_order(levels: Levels) -> float:
    """Half the surplus of bonding electrons."""
    return sum(sign * inside for _, _, sign, inside in levels) / 2


def lone_spins(levels: Levels) -> int:
    """Unpaired electrons."""
    return sum(min(inside, 2 * orbitals - inside) for _, orbitals, _, inside in levels)


def outer_shell(number: int) -> dict[int, int]:
    """Electrons of the outermost shell by l."""
    atom = configuration(number)
    last = max(n for n, *_ in atom)
    return {ell: count for n, ell, count in atom if n == last}


def _species(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    return draw.choice((*SAME, *MIXED))


@dataclass(frozen=True, kw_only=True)
class Molecule(Parameters):
    """A diatomic molecule or ion."""

    layout: str = one_of("full", "levels", "row")
    species: str = drawn(_species, words=", ".join((*SAME, *MIXED)))
    asked: str = one_of(
        "order",
        "moment",
        "after",
        level_1=("order", "moment", "electrons"),
        level_3=("order", "after", "charge", "electrons"),
    )
    change: int = one_of(-1, 1)
    swapped: bool = one_of(False, True)
    axis: str = one_of("left", "right")

    def valid(self) -> bool:
        """Whether there is a moment, and the change leaves electrons to a bond."""
        levels = self.levels
        if self.asked == "moment" and not lone_spins(levels):
            return False
        if self.asked == "after":
            after = self.electrons + self.change
            capacity = sum(2 * orbitals for _, orbitals, *_ in levels)
            return 0 < after <= capacity and bond_order(molecular_orbitals(self.numbers, after)) > 0
        return True

    @property
    def symbols(self) -> tuple[str, str]:
        """Of the two atoms, from left to right."""
        bare = self.species.rstrip("+-")
        one, two = (bare[:-1], bare[:-1]) if bare.endswith("2") else (bare[0], bare[1:])
        return (two, one) if self.swapped else (one, two)

    @property
    def numbers(self) -> tuple[int, int]:
        """Atomic numbers."""
        one, two = self.symbols
        return NUMBERS[one], NUMBERS[two]

    @property
    def charge(self) -> int:
        """Of the molecule, in elementary charges."""
        return self.species.count("+") - self.species.count("-")

    @property
    def electrons(self) -> int:
        """Of the valence shell."""
        return sum(sum(outer_shell(number).values()) for number in self.numbers) - self.charge

    @property
    def levels(self) -> Levels:
        """The molecular orbitals that are drawn."""
        levels = molecular_orbitals(self.numbers, self.electrons)
        if not any(inside for name, *_, inside in levels if name.startswith("2p")) and self.electrons < 5:
            return [level for level in levels if not level[0].startswith("2p")]
        return levels

    @property
    def formula(self) -> str:
        """For running text, such as `O₂⁻`."""
        bare = self.species.rstrip("+-")
        size = abs(self.charge)
        return plain_formula(bare + (f"^{size if size > 1 else ''}{'+' if self.charge > 0 else '-'}" if size else ""))


@family("Chemistry - Orbital / Quantum")
class MoDiagram(Family[Molecule]):
    """Molecular orbitals of a diatomic with their electrons; bond order, moment, charge, or an electron more or less."""

    def solve(self, p: Molecule) -> Solution:
        """From the filling."""
        levels = molecular_orbitals(p.numbers, p.electrons)
        order, alone = bond_order(levels), lone_spins(levels)
        after = bond_order(molecular_orbitals(p.numbers, p.electrons + p.change))
        total = sum(p.numbers) - p.charge
        sign = f"{abs(p.charge)}{'+' if p.charge > 0 else '−'}" if p.charge else "0"
        answer, hidden = {
            "order": (Answer(text=f"{order:g}", value=order), f"bond order {order:g}"),
            "moment": (number_answer(spin_moment(alone), "μ_B"), f"{format_number(spin_moment(alone))} μ_B"),
            "after": (Answer(text=f"{after:g}", value=after), f"bond order {after:g}"),
            "charge": (Answer(text=sign, value=p.charge), f"charge {sign}"),
            "electrons": (Answer(text=str(total), value=total), f"{total} electrons"),
        }[p.asked]
        bonding = sum(inside for _, _, kind, inside in levels if kind > 0)
        neutral = sum(sum(outer_shell(number).values()) for number in p.numbers)
        one, two = (ELEMENT_NAMES[number - 1] for number in p.numbers)
        return Solution(
            answer=answer,
            hidden=(hidden,),
            values={
                "formula": p.formula,
                "atoms": f"two {one} atoms" if one == two else f"{one} and {two}",
                "valence": p.electrons,
                "bonding": bonding,
                "anti": p.electrons - bonding,
                "alone": alone,
                "changed": "one electron is removed" if p.change < 0 else "one electron is added",
                "taken": p.electrons + p.change,
                "core": total - p.electrons,
                "neutral": neutral,
                "before": f"{order:g}",
                "filled": " ".join(
                    f"({plain_orbital(name)})" + str(inside).translate(RAISED)
                    for name, _, _, inside in levels
                    if inside
                ),
            },
        )

    def draw(self, p: Molecule, sketch: Sketch) -> None:
        """The molecule's levels between those of its atoms, alone, or as a row of boxes."""
        levels = p.levels
        if p.layout == "row":
            self._draw_row(p, sketch, levels)
        else:
            self._draw_levels(p, sketch, levels)
        sketch.entity("orbitals", *(mark.id for mark in sketch.marks if mark.id.startswith(("level:", "box:"))))

    def _draw_row(self, p: Molecule, sketch: Sketch, levels: Levels) -> None:
        """Boxes in the order of the energy, the lowest on the left."""
        x, side = 0.0, 0.62
        for name, orbitals, _, inside in levels:
            for index, pair in enumerate(orbital_pairs(orbitals, inside)):
                box = sketch.rectangle(f"box:{name}{index}", x, 0, x + side, side, width=1.1)
                for place, there in enumerate(pair):
                    if there:
                        at = x + (0.34, 0.66)[place] * side
                        ends = [(at, 0.16 * side), (at, 0.84 * side)]
                        arrow = f"electron:{name}{index}{place}"
                        sketch.arrow(arrow, *(ends if place == 0 else ends[::-1]), width=1.3)
                        sketch.claim("inside", arrow, box)
                x += side
            middle = x - orbitals * side / 2
            sketch.text(f"name:{name}", orbital_words(name), (middle, -0.08), valign="top", size=12)
            sketch.claim("near", f"name:{name}", f"box:{name}{orbitals // 2}")
            x += 0.3
        sketch.claim("order", *(f"name:{name}" for name, *_ in levels), value="left_to_right")
        sketch.arrow("axis:energy", (0, -0.95), (max(x - 0.3, 2.0), -0.95), width=1.1)
        sketch.text("label:energy", "energy rises", (max(x - 0.3, 2.0) / 2, -0.95), of="axis:energy", toward=(0, -1))
        self._draw_title(p, sketch, (0, side + 0.25))
        sketch.claim("count", "electron", value=p.electrons)
        sketch.claim("count", "box", value=sum(orbitals for _, orbitals, *_ in levels))
        canvas(sketch, -0.2, -1.4, max(x, 5.0), side + 0.9)

    def _draw_title(self, p: Molecule, sketch: Sketch, at: tuple[float, float]) -> None:
        """What is drawn: the species; where its charge is asked, only its atoms."""
        one, two = p.symbols
        bare = formula_text(p.species.rstrip("+-")) if p.asked == "charge" else _typeset(p)
        words = f"atoms: {one} and {two}" if p.asked == "charge" else bare
        sketch.text("title:species", words, at, size=14, align="left", valign="bottom")

    def _draw_levels(self, p: Molecule, sketch: Sketch, levels: Levels) -> None:
        step = WIDE_STEP if p.layout == "full" else STEP
        heights = {
            name: step * (index + (1.0 if name.startswith("2p") else 0)) for index, (name, *_) in enumerate(levels)
        }
        for name, orbitals, _, inside in levels:
            filled_level(sketch, name, 0, heights[name], orbitals, inside)
            at = (row_end(orbitals), heights[name])
            # A name right of its level would be crossed by the links of the atom: it stands below.
            if p.layout == "full":
                sketch.text(f"name:{name}", orbital_words(name), (0, heights[name]), of=f"level:{name}{orbitals // 2}", toward=(0, -1), gap_pt=13, size=12)  # fmt: skip
            else:
                sketch.text(f"name:{name}", orbital_words(name), at, of=f"level:{name}{orbitals - 1}", toward=(1, 0), gap_pt=5, size=12)  # fmt: skip
        top, low = max(heights.values()) + 0.75, min(heights.values()) - 0.8
        atoms = self._draw_atoms(p, sketch, levels, heights) if p.layout == "full" else (0, 0)
        wide = 4.2 if p.layout == "full" else 1.6
        side = -wide if p.axis == "left" else wide
        sketch.arrow("axis:energy", (side, low + 0.2), (side, top), width=1.2)
        shift = (-9 if p.axis == "left" else 9, 0)
        sketch.text(
            "label:energy", "energy", (side, (top + low) / 2), of="axis:energy", rotation_deg=90, shift_pt=shift
        )
        self._draw_title(p, sketch, (-0.35, top + 0.05) if p.asked != "charge" else (-1.0, top + 0.05))
        canvas(sketch, -wide - 0.5, low, wide + 0.5, top + 0.5)
        sketch.claim("count", "electron", value=p.electrons + atoms[0])
        sketch.claim("count", "level", value=sum(orbitals for _, orbitals, *_ in levels) + atoms[1])
        sketch.claim("order", *(f"level:{name}0" for name, *_ in levels), value="bottom_to_top")

    def _draw_atoms(self, p: Molecule, sketch: Sketch, levels: Levels, heights: dict[str, float]) -> tuple[int, int]:
        """Levels of the atoms on both sides and which come from which; gives their electrons and levels."""
        numbers = p.numbers
        electrons = num = 0
        for side, x, number, symbol in (("A", -SIDE, numbers[0], p.symbols[0]), ("B", SIDE, numbers[1], p.symbols[1])):
            lower = 0.45 * (number > min(numbers))
            shell = outer_shell(number)
            for part in sorted({name[:2] for name, *_ in levels}):
                own = [level for level in levels if level[0][:2] == part]
                y = sum(heights[name] for name, *_ in own) / len(own) - lower
                orbitals = 3 if part[1] == "p" else 1
                inside = shell.get(SUBSHELLS.index(part[1]), 0)
                filled_level(sketch, f"{part}{side}", x, y, orbitals, inside)
                electrons, num = electrons + inside, num + orbitals
                inner = x + row_end(orbitals) * (1 if x < 0 else -1)
                words = f"${part[0]}\\mathrm{{{part[1]}}}$"
                sketch.text(f"atom:{part}{side}", words, (x, y), of=f"level:{part}{side}{orbitals // 2}", toward=(0, -1), gap_pt=13, size=12)  # fmt: skip
                if part == min(name[:2] for name, *_ in levels):
                    above = f"level:{part}{side}{orbitals // 2}"
                    sketch.text(f"title:{side}", symbol, (x, y), of=above, toward=(0, 1), gap_pt=20, size=14)
                for name, size, *_ in own:
                    end = row_end(size) * (-1 if x < 0 else 1)
                    sketch.line(f"link:{name}{side}", (inner, y), (end, heights[name]), color=GREY, width=0.7, dash="dashed", z=0)  # fmt: skip
        return electrons, num

    def questions(self, p: Molecule) -> Iterator[Question]:
        """Electrons in orbitals of a kind, and the highest orbital with electrons."""
        levels = p.levels
        anti = sum(inside for _, _, sign, inside in levels if sign < 0)
        yield ask_count("valence", p.electrons, low=1, likely=[p.electrons - anti, p.electrons + 1])
        yield ask_count("anti", anti, likely=[p.electrons - anti])
        highest = [name for name, _, _, inside in levels if inside][-1]
        names = ["1sσ", "1sσ*"] if max(p.numbers) <= 2 else []
        names += ["2pπ*", "2pσ", "2pπ", "2sσ*", "2sσ"]
        yield ask_word("highest", plain_orbital(highest), list(map(plain_orbital, names)))
        yield ask_count("bonding", p.electrons - anti, low=0, likely=[anti, p.electrons])
        empty = sum(not first for _, orbitals, _, inside in levels for first, _ in orbital_pairs(orbitals, inside))
        yield ask_count("empty", empty, likely=[empty + 1, empty - 1])

    @defect(visibility=2)
    def promoted_electron(self, p: Molecule, scene: FigureScene, draw: Random) -> FigureScene:
        """An electron floats above its level, where there is no orbital."""
        arrow = draw.choice([mark for mark in scene.marks if mark.id.startswith("electron:")])
        assert isinstance(arrow, Path)
        return change(scene, replace(arrow, points=tuple((x, y + 0.6) for x, y in arrow.points)))

    @defect(visibility=2)
    def missing_electron(self, p: Molecule, scene: FigureScene, draw: Random) -> FigureScene:
        """A valence electron is missing, so that the electrons of molecule and atoms do not agree."""
        gone = draw.choice([mark.id for mark in scene.marks if mark.id.startswith("electron:")])
        return scene.without(gone)

    @defect(visibility=2)
    def same_spin(self, p: Molecule, scene: FigureScene, draw: Random) -> FigureScene:
        """An electron has its spin turned round, so that a pair has equal spins or Hund's rule does not hold."""
        arrow = draw.choice([mark for mark in scene.marks if mark.id.startswith("electron:")])
        assert isinstance(arrow, Path)
        return change(scene, replace(arrow, points=arrow.points[::-1]))

    @defect(visibility=2)
    def missing_orbital(self, p: Molecule, scene: FigureScene, draw: Random) -> FigureScene:
        """An orbital of the molecule is not drawn."""
        name = draw.choice([name for name, *_ in p.levels])
        gone = (f"level:{name}0", f"box:{name}0")
        return scene.without(*gone)


def orbital_words(name: str) -> str:
    """`2pπ*` for a label."""
    star = "^*" if name.endswith("*") else ""
    return rf"$\{'sigma' if 'σ' in name else 'pi'}{star}_{{{name[:2]}}}$"


def plain_orbital(name: str) -> str:
    """`2pπ*` in running text: `π*2p`, in the order of a label."""
    return f"{name[2:]}{name[:2]}"


def _typeset(p: Molecule) -> str:
    size = abs(p.charge)
    charge = f"^{size if size > 1 else ''}{'+' if p.charge > 0 else '-'}" if size else ""
    return formula_text(p.species.rstrip("+-") + charge)
