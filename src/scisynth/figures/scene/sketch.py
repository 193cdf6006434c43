"""Sketch: builds a scene mark by mark, and claims on the way what the drawing must then show.

sketch = Sketch()
sketch.line("side:AB", a, b)
sketch.text("label:c", "5 cm", of="side:AB", at=...)      # claims the text and that it stands by its mark
sketch.claim("ratio", "side:AB", "side:BC", value=0.6)
scene = sketch.scene(...)
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scisynth.core.problems import Answer, Quiz
from scisynth.figures.scene.marks import Label, Mark, Path, role_of
from scisynth.figures.scene.scene import Entity, FigureScene, Quantity, with_unit
from scisynth.figures.scene.strokes import Place, Strokes, as_point

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MIN_LETTER_PT = 6.5
"""Of a label that grows with its symbol."""


class Sketch(Strokes):
    """Marks, claims and entities under construction, with molecules and circuits."""

    def molecule(
        self,
        name: str,
        smiles: str,
        at: Place = (0.0, 0.0),
        bond: float = 1.0,
        hydrogens: bool = False,
        carbons: bool = False,
        turn_deg: float = 0.0,
        **style: Any,
    ) -> str:
        """A structural formula from a SMILES, its middle `at` a place, its bonds `bond` units long; claims the molecule.

        Args:
            name: such as `aspirin`; atoms get the ids `atom:aspirin.0`, ..., numbered as in the SMILES, bonds `bond:aspirin.0-1`.
            smiles: of the molecule, stereochemistry included; `C[C@H](O)F` draws a wedge.
            at: (x, y) of the middle of the drawing.
            bond: length of a bond.
            hydrogens: draws every hydrogen as an atom of its own.
            carbons: writes carbons as CH3, CH2, ...; otherwise they are bare corners.
            turn_deg: turns the drawing anticlockwise.
            style: fields of `Path` for the bonds, such as `color`.

        Raises:
            DataError: no SMILES, or more than 150 atoms.

        sketch.molecule("ethanol", "CCO", at=(0, 0), carbons=True)
        """
        from scisynth.figures.scene.molecule_drawing import LETTER, molecule_marks

        marks, name = molecule_marks(
            name, smiles, as_point(at), bond, hydrogens=hydrogens, carbons=carbons, turn_deg=turn_deg
        )
        for mark in marks:
            self.add(replace(mark, **style) if isinstance(mark, Path) else mark)
            if isinstance(mark, Label):
                self.letters[mark.id] = LETTER * bond
        self.claim("smiles", f"molecule:{name}", value=smiles)
        return f"molecule:{name}"

    def component(
        self,
        name: str,
        kind: str,
        start: Place,
        stop: Place | None = None,
        words: str = "",
        toward: Place | None = None,
        size: float = 0.0,
    ) -> str:
        """A circuit symbol with its leads from `start` (the positive end, or the anode) to `stop`, and its text `words`.

        Args:
            name: such as `R1`; the symbol gets the id `resistor:R1`, its leads `lead:R1.1`, its text `label:R1`.
            kind: resistor, battery, capacitor, coil, lamp, switch (or `closed switch`), ammeter, voltmeter, galvanometer, ohmmeter,
                motor, fuse, diode, led, ac_source, current_source or ground, in any usual word.
            start: (x, y) where it begins; what ends here, too, is connected.
            stop: (x, y) where it ends; a ground hangs below `start` and has none.
            words: its text, `R₁ = 4 Ω`; empty for none.
            toward: direction in which the text stands; without it on the left, seen from `start`.
            size: length of a resistor's body; 0 takes a third of the first component's stretch.

        Raises:
            DataError: an unknown kind, or no stretch.

        sketch.component("R1", "resistor", (0, 3), (3, 3), words="R₁ = 4 Ω", toward=(0, 1))
        """
        from scisynth.figures.scene.circuit_symbols import place_component

        return place_component(self, name, kind, start, stop, words, toward, size)

    def wire(self, *points: Place, dots: bool = False) -> str:
        """A conductor through points; with `dots` a junction dot at both ends. Wires that only cross are not connected.

        sketch.wire((0, 0), (3, 0), (3, 3))
        """
        number = sum(mark.id.startswith("wire:") for mark in self.marks) + 1
        for end in (points[0], points[-1]) if dots else ():
            node = f"node:{float(end[0]):.4g},{float(end[1]):.4g}"
            if all(mark.id != node for mark in self.marks):
                self.dot(node, end, 0.06 * (self.symbol_size or 1.0), z=5)
        return self.line(f"wire:{number}", *points)

    def entity(self, name: str, *marks: str) -> None:
        """A thing with a name and the marks that draw it."""
        self.entities.append(Entity(name=name, marks=marks))

    def scene(
        self,
        *,
        problem: str,
        multimodal_question: str,
        givens: Sequence[Quantity],
        unknown: str,
        answer: Answer,
        solution: str,
        quizzes: Sequence[Quiz],
        alt_text: str,
        hidden: Sequence[str] = (),
    ) -> FigureScene:
        """The finished scene; the registry of families fills in id, type, family and seed."""
        return FigureScene(
            id="",
            image_type="",
            family="",
            seed=0,
            problem=problem,
            multimodal_question=multimodal_question,
            entities=tuple(self.entities) or self._entities_by_role(),
            givens=tuple(givens),
            unknown=unknown,
            answer=answer,
            solution=solution,
            hidden=tuple(hidden),
            marks=tuple(self.marks),
            claims=tuple(self.claims),
            quizzes=tuple(quizzes),
            alt_text=alt_text,
        )

    def figure(self) -> "Figure":
        """What is drawn so far as a Matplotlib figure: equal scales, a page that fits, every mark with its id."""
        from scisynth.figures.scene.draw import draw_sketch, points_per_unit

        scale = points_per_unit(self.marks) if self.letters else 0.0
        sizes = {name: size * scale for name, size in self.letters.items()}
        return draw_sketch([_sized(mark, sizes) for mark in self.marks])

    def _entities_by_role(self) -> tuple[Entity, ...]:
        """Where a family names none: one for each role among its drawn marks."""
        roles: dict[str, list[str]] = {}
        for mark in self.marks:
            if not isinstance(mark, Label):
                roles.setdefault(role_of(mark.id), []).append(mark.id)
        return tuple(Entity(name=role, marks=tuple(names)) for role, names in roles.items())


def number_answer(value: float, unit: str, digits: int = 3, tolerance: float = 0.02) -> Answer:
    """A numeric answer with its text rounded to significant digits."""
    return Answer(text=with_unit(value, unit, digits), value=value, unit=unit, tolerance=tolerance)


def _sized(mark: Mark, sizes: Mapping[str, float]) -> Mark:
    """A label with the font size, in points, that its symbol has it; other marks as they are."""
    if not isinstance(mark, Label) or mark.id not in sizes:
        return mark
    size = max(sizes[mark.id], MIN_LETTER_PT)
    shift = (mark.shift_pt[0] * size / mark.size, mark.shift_pt[1] * size / mark.size)
    # Letters that are larger than the drawing has room for are kept readable by a white rim.
    return replace(mark, size=size, shift_pt=shift, halo=mark.halo or size > sizes[mark.id])
