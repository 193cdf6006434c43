"""Lewis structures of any small molecule or ion: electrons that are counted, and formal charges.

Formal charge = valence electrons - electrons that do not bond - bonds (IUPAC Gold Book). The sum over all atoms is the ion's charge.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.chemistry.lewis import (
    OUTER,
    Dots,
    charge_mark,
    dots_of,
    draw_lewis,
    named,
    signed,
    structures,
)
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.molecule import free_way, missing_bond, wrong_element
from scisynth.figures.parts.palette import BLUE, ORANGE, PALE_ORANGE, RED
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.molecule_drawing import font_size
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

TYPE = "Chemistry - Molecular Structure"
HALOGENS = ["F", "Cl", "Br", "I", "O", "S", "N", "C", "P", "H"]


def _formula(draw: Random, level: int, _: Mapping[str, Any]) -> str:
    return draw.choice(_of_size()[level])


def _of_size() -> dict[int, list[str]]:
    """Formulas by level: few electrons first."""
    every = sorted(structures(), key=lambda name: (dots_of(structures()[name]).valence, name))
    third = len(every) // 3
    return {1: every[: 2 * third], 2: every, 3: every[third:]}


def ion_charge(dots: Dots) -> int:
    """Of the whole molecule."""
    return sum(dots.charges)


@dataclass(frozen=True, kw_only=True)
class Lewis(Parameters):
    """A molecule or ion, its style and the way round."""

    layout: str = one_of("dots", "bars", "charges")
    formula: str = drawn(_formula, words="about 200 molecules and ions")
    turn: int = one_of(0, 90, 180)
    asked: str = one_of("valence", "bonding", "nonbonding", "pairs")
    part: int = one_of(*range(6))

    def valid(self) -> bool:
        """Formal charges are printed only where there are some; what is counted is two or more."""
        dots = self.dots
        if self.layout == "charges" and not any(dots.charges):
            return False
        return sum(dots.lone) > 2 or self.asked in ("valence", "bonding")

    @property
    def dots(self) -> Dots:
        """Its electrons."""
        return dots_of(structures()[self.formula], self.turn)


@family(TYPE)
class LewisStructure(Family[Lewis]):
    """A Lewis structure of a molecule or ion with dots, with bars, or with formal charges; its electrons are counted."""

    def solve(self, p: Lewis) -> Solution:
        """By the groups of the elements and the charge."""
        dots = p.dots
        charge, pairs = ion_charge(dots), sum(dots.lone) // 2
        shared = sum(dots.bonds) // 2
        count = {"valence": dots.valence, "bonding": 2 * shared, "nonbonding": 2 * pairs, "pairs": pairs}[p.asked]
        unit = "lone pairs" if p.asked == "pairs" else "electrons"
        parts = [f"{dots.symbols.count(name)}·{OUTER[name]} ({name})" for name in dict.fromkeys(sorted(dots.symbols))]
        tail = f" {'−' if charge > 0 else '+'} {abs(charge)}" if charge else ""
        return Solution(
            answer=Answer(text=f"{count} {unit}", value=count, unit=unit),
            hidden=(f"{count} {unit}",),
            values={
                "name": named(p.formula),
                "kind": "ion" if charge else "molecule",
                "sum": " + ".join(parts) + tail,
                "total": dots.valence,
                "shared": shared,
                "lone": pairs,
            },
        )

    def draw(self, p: Lewis, sketch: Sketch) -> None:
        """Atoms, bonds and lone pairs; the charge at the brackets, or the formal charges at the atoms."""
        dots = p.dots
        charge = 0 if p.layout == "charges" else ion_charge(dots)
        scale = draw_lewis(sketch, dots, bars=p.layout == "bars", charge=charge)
        if p.layout == "charges":
            self._draw_charges(sketch, dots, scale)
        sketch.claim("smiles", value=structures()[p.formula])
        role = "lonepair" if p.layout == "bars" else "electron"
        if count := sum(dots.lone) // (2 if p.layout == "bars" else 1):
            sketch.claim("count", role, value=count)
        sketch.claim("count", "atom", value=len(dots.symbols))
        sketch.entity(named(p.formula), *(mark.id for mark in sketch.marks if mark.id.startswith(("atom", "bond"))))

    def _draw_charges(self, sketch: Sketch, dots: Dots, scale: float) -> None:
        """A small circled sign next to every atom with a formal charge, past its bonds and dots."""
        em = font_size(scale) / scale
        for index, charge in enumerate(dots.charges):
            if charge:
                at = dots.layout.xy[index] + 1.62 * em * _gap_between(dots, index)
                words = charge_mark(charge)
                disc = sketch.circle(f"sign:{index}", at, 0.46 * em, color=RED, width=0.8, fill="#ffffff", z=3)
                sketch.text(f"charge:{index}", words, at, of=disc, size=9, color=RED, z=4)

    def questions(self, p: Lewis) -> Iterator[Question]:
        """Lone pairs, strokes, atoms."""
        dots = p.dots
        pairs, shared = sum(dots.lone) // 2, sum(dots.bonds) // 2
        if pairs:
            yield ask_count("pairs", pairs, likely=[2 * pairs, pairs - 1, pairs + 1])
        yield ask_count("strokes", shared, low=1, likely=[len(dots.symbols), shared - 1, shared + 1])
        yield ask_count("atoms", len(dots.symbols), low=1, likely=[shared])
        heavy = dots.heavy
        index = heavy[p.part % len(heavy)]
        same = [i for i in heavy if dots.symbols[i] == dots.symbols[index]]
        lone = sum(dots.lone[i] for i in same) // 2
        yield ask_count("own_pairs", lone, element=dots.symbols[index], likely=[pairs, lone + 1])
        widest = max(range(len(dots.symbols)), key=lambda i: len(dots.layout.mol.GetAtomWithIdx(i).GetNeighbors()))
        if len(dots.symbols) > 2:
            yield ask_word("centre", dots.symbols[widest], [*dots.symbols, *HALOGENS])

    @defect(visibility=2)
    def missing_pair(self, p: Lewis, scene: FigureScene, draw: Random) -> FigureScene:
        """A lone pair is missing, so that the electrons do not add up."""
        pairs = sorted({_pair(mark.id) for mark in scene.marks if mark.id.startswith(("electron:", "lonepair:"))})
        if not pairs:
            raise DoesNotApplyError
        gone = draw.choice(pairs)
        return scene.without(*(mark.id for mark in scene.marks if _pair(mark.id) == gone))

    @defect(visibility=2)
    def wrong_element(self, p: Lewis, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom bears the symbol of another element."""
        return wrong_element(scene, draw)

    @defect(visibility=3)
    def missing_bond(self, p: Lewis, scene: FigureScene, draw: Random) -> FigureScene:
        """A bond between two atoms is not drawn."""
        if not any(mark.id.startswith("bond:") for mark in scene.marks):
            raise DoesNotApplyError
        return missing_bond(scene, draw)


def _pair(name: str) -> str:
    return name.rstrip("ab") if name.startswith(("electron:", "lonepair:")) else ""


def _gap_between(dots: Dots, index: int) -> Any:
    """A direction from an atom that no bond and no lone pair takes."""
    import numpy as np

    from scisynth.figures.parts.molecule import spread

    atom = dots.layout.mol.GetAtomWithIdx(index)
    steps = [dots.layout.xy[other.GetIdx()] - dots.layout.xy[index] for other in atom.GetNeighbors()]
    bonds = [float(np.degrees(np.arctan2(step[1], step[0]))) for step in steps]
    taken = sorted(angle % 360 for angle in [*bonds, *spread(bonds, dots.lone[index] // 2)])
    gaps = [(after - angle, angle) for angle, after in zip(taken, [*taken[1:], taken[0] + 360], strict=True)]
    gap, start = max(gaps)
    turn = np.radians(start + gap / 2)
    return np.asarray([np.cos(turn), np.sin(turn)])


@dataclass(frozen=True, kw_only=True)
class Formal(Parameters):
    """A molecule or ion without its formal charges, and the atom asked for."""

    layout: str = one_of("ringed", "arrow", "bars", level_1=("ringed", "arrow"))
    formula: str = drawn(_formula, words="about 200 molecules and ions")
    turn: int = one_of(0, 90, 180)
    part: int = one_of(*range(6))

    def valid(self) -> bool:
        """Only molecules with formal charges; of those often the atom that bears one."""
        return (
            any(self.dots.charges)
            and len(self.dots.heavy) > 1
            and (self.part < 3 or bool(self.dots.charges[self.atom]))
        )

    @property
    def dots(self) -> Dots:
        """Its electrons."""
        return dots_of(structures()[self.formula], self.turn)

    @property
    def atom(self) -> int:
        """The atom asked for."""
        heavy = self.dots.heavy
        return heavy[self.part % len(heavy)]


@family(TYPE)
class LewisFormalCharge(Family[Formal]):
    """A Lewis structure without formal charges, one atom circled or pointed at; the formal charge of it."""

    few_answers = True

    def solve(self, p: Formal) -> Solution:
        """Valence electrons - electrons that do not bond - bonds."""
        dots, atom = p.dots, p.atom
        text = signed(dots.charges[atom])
        return Solution(
            answer=Answer(text=text, value=dots.charges[atom]),
            hidden=(f"formal charge {text}", f"formal charge = {text}"),
            values={
                "name": named(p.formula),
                "kind": "ion" if ion_charge(dots) else "molecule",
                "element": dots.symbols[atom],
                "valence": OUTER[dots.symbols[atom]],
                "lone": dots.lone[atom],
                "bonds": dots.bonds[atom],
            },
        )

    def draw(self, p: Formal, sketch: Sketch) -> None:
        """Atoms, bonds, lone pairs; a pale disc around the atom, or an arrow towards it."""
        dots = p.dots
        ring = -1 if p.layout == "arrow" else p.atom
        scale = draw_lewis(
            sketch,
            dots,
            bars=p.layout == "bars",
            charge=ion_charge(dots),
            ring=ring,
            fill=PALE_ORANGE,
            color=ORANGE,
        )
        if p.layout == "arrow":
            em = font_size(scale) / scale
            way, at = _gap_between(dots, p.atom), dots.layout.xy[p.atom]
            sketch.arrow("asked:arrow", at + 3.1 * em * way, at + 1.25 * em * way, width=1.6, color=BLUE)
            sketch.claim("points_to", "asked:arrow", f"atom:{p.atom}")
        else:
            sketch.claim("inside", f"atom:{p.atom}", "asked:ring")
        sketch.claim("smiles", value=structures()[p.formula])
        if count := sum(dots.lone) // (2 if p.layout == "bars" else 1):
            sketch.claim("count", "lonepair" if p.layout == "bars" else "electron", value=count)
        sketch.claim("count", "atom", value=len(dots.symbols))
        sketch.entity(named(p.formula), *(mark.id for mark in sketch.marks if mark.id.startswith(("atom", "bond"))))

    def questions(self, p: Formal) -> Iterator[Question]:
        """What stands around the atom, and in all."""
        dots, atom = p.dots, p.atom
        pairs, shared = sum(dots.lone) // 2, sum(dots.bonds) // 2
        yield ask_word("element", dots.symbols[atom], [*dots.symbols, *HALOGENS])
        yield ask_count("own_pairs", dots.lone[atom] // 2, likely=[pairs, dots.lone[atom]])
        yield ask_count("atoms", len(dots.symbols), low=1, likely=[shared, len(dots.heavy)])
        yield ask_count("pairs", pairs, likely=[2 * pairs, pairs - 1])
        yield ask_count("strokes", shared, low=1, likely=[len(dots.symbols), shared - 1, shared + 1])

    @defect(visibility=2)
    def extra_lone_pair(self, p: Formal, scene: FigureScene, draw: Random) -> FigureScene:
        """The atom asked for has a lone pair too many, which gives it another formal charge."""
        sketch = Sketch()
        x, y = p.dots.layout.xy[p.atom] + 0.3 * free_way(p.dots.layout, p.atom)
        for number, shift in enumerate((-0.05, 0.05)):
            sketch.dot(f"electron:extra{number}", (x + shift, y), 0.025)
        return scene.with_marks((*scene.marks, *sketch.marks))

    @defect(visibility=2)
    def wrong_element(self, p: Formal, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom bears the symbol of another element."""
        return wrong_element(scene, draw)

    @defect(visibility=3)
    def missing_bond(self, p: Formal, scene: FigureScene, draw: Random) -> FigureScene:
        """A bond between two atoms is not drawn."""
        return missing_bond(scene, draw)

    @defect(visibility=2)
    def other_atom(self, p: Formal, scene: FigureScene, draw: Random) -> FigureScene:
        """The mark stands at another atom than the one that the problem asks for."""
        others = [index for index in p.dots.heavy if index != p.atom]
        mark = next((mark for mark in scene.marks if mark.id == "asked:ring"), None)
        if not isinstance(mark, Round) or not others:
            raise DoesNotApplyError
        x, y = p.dots.layout.xy[draw.choice(others)]
        return change(scene, replace(mark, center=(float(x), float(y))))
