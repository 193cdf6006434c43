"""The science behind the figures of chemistry against textbook values, and molecules read off drawings."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("rdkit")

import itertools

from scisynth.figures.families.chemistry.reaction_scheme.equations import REACTIONS, balance
from scisynth.figures.molecules.read import canonical, drawn_smiles
from scisynth.figures.parts import crystal as parts_crystal
from scisynth.figures.parts.chemistry import composition, formula_text, molar_mass, plain_formula
from scisynth.figures.parts.molecule import lone_pairs, spread
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.draw import draw_sketch
from scisynth.figures.scene.marks import Axes, Label, Path
from scisynth.figures.scene.molecule_drawing import draw_molecule, lay_out
from scisynth.figures.scene.sketch import Sketch

PAGE = Axes(id="axes:page", box=(-4, -3, 4, 3), x_limits=(0, 1), y_limits=(0, 1), style="none")
SCALE = 72 * 5.2 / 8


def drawn(smiles: str, *, all_atoms: bool = False) -> Sketch:
    """A molecule on a page of eight bond lengths."""
    sketch = Sketch()
    sketch.add(PAGE)
    draw_molecule(sketch, lay_out(smiles, all_atoms=all_atoms).moved(0, 0), SCALE, all_atoms=all_atoms)
    return sketch


def read(marks: object) -> str:
    return drawn_smiles(Drawing.of(draw_sketch(tuple(marks))))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "smiles",
    [
        "CC(=O)Oc1ccccc1C(=O)O",
        "Cn1cnc2c1c(=O)n(C)c(=O)n2C",
        "CC#N",
        "C/C=C/C(=O)O",
        "C/C=C\\C(=O)O",
        "C[C@H](N)C(=O)O",
        "C[C@@H](N)C(=O)O",
        "C[NH2+]C",
        "ClC1CCNC1",
    ],
)
def test_a_drawn_molecule_is_read_back(smiles):
    assert read(drawn(smiles).marks) == canonical(smiles)


def test_connectivity_comes_from_places_not_from_ids():
    marks = drawn("CC(N)C(=O)O").marks
    renamed = [
        replace(mark, id=f"{mark.id.split(':')[0].rstrip('23')}:{index}")
        if ":" in mark.id and not isinstance(mark, Axes)
        else mark
        for index, mark in enumerate(reversed(marks))
    ]
    assert read(renamed) == canonical("CC(N)C(=O)O")


def test_lone_pairs_decide_the_formal_charges():
    layout = lay_out("[O-][O+]=O").moved(0, 0)
    for atom in layout.mol.GetAtoms():
        atom.SetFormalCharge(0)
    sketch = Sketch()
    sketch.add(PAGE)
    draw_molecule(sketch, layout, SCALE, all_atoms=True)
    for index, pairs in enumerate((3, 1, 2)):
        lone_pairs(sketch, layout, index, pairs, SCALE)
    assert read(sketch.marks) == canonical("[O-][O+]=O")


def test_a_hand_drawn_zigzag_is_butanol():
    places = [(0, 0), (0.87, 0.5), (1.73, 0), (2.6, 0.5), (3.1, 0.2)]
    marks = [Path(id=f"bond:{i}", points=(a, b)) for i, (a, b) in enumerate(itertools.pairwise(places))]
    assert read([PAGE, *marks, Label(id="atom:0", at=(3.35, 0.05), text="OH")]) == "CCCCO"


@pytest.mark.parametrize("text", ["Pq", "CO9H", "Xx", "??"])
def test_what_is_no_atom_is_no_molecule(text):
    bond = Path(id="bond:1", points=((0, 0), (1, 0)))
    found = read([PAGE, bond, Label(id="atom:1", at=(1.2, 0), text=text)])
    assert found.startswith("no molecule")


def test_too_many_bonds_are_wrong_rather_than_unreadable():
    ends = [(1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7)]
    assert read([PAGE, *(Path(id=f"bond:{i}", points=((0, 0), end)) for i, end in enumerate(ends))]).startswith(
        "no molecule"
    )


def test_formulas():
    assert composition("Al2(SO4)3") == {"Al": 2, "S": 3, "O": 12}
    assert molar_mass("H2SO4") == pytest.approx(98.07, abs=0.01)
    assert plain_formula("SO4^2-") == "SO₄²⁻" and formula_text("Cu^2+") == r"$\mathrm{Cu^{2+}}$"


def test_a_second_lone_pair_takes_the_widest_gap():
    assert spread([0, 180], 2) == pytest.approx([90, 270])
    assert spread([0, 90], 1) == pytest.approx([225])


def test_balanced_equations():
    assert balance(["C3H8", "O2"], ["CO2", "H2O"]) == [1, 5, 3, 4]
    assert balance(["Cu", "HNO3"], ["Cu(NO3)2", "NO", "H2O"]) == [3, 8, 3, 2, 4]


@pytest.mark.parametrize(("left", "right"), REACTIONS)
def test_every_reaction_keeps_its_atoms(left, right):
    numbers = balance(left, right)
    sides = [
        sum((np.asarray([composition(c)[e] for e in ELEMENTS]) * n for c, n in part), np.zeros(len(ELEMENTS)))
        for part in (zip(left, numbers, strict=False), zip(right, numbers[len(left) :], strict=True))
    ]
    assert (sides[0] == sides[1]).all() and min(numbers) >= 1


ELEMENTS = sorted(
    {element for left, right in REACTIONS for compound in (*left, *right) for element in composition(compound)}
)


def test_replicas_on_corner_edge_face_and_inside():
    assert [len(parts_crystal.replicas(p)) for p in ((0, 0, 0), (0.5, 0, 0), (0.5, 0.5, 0), (0.5, 0.5, 0.5))] == [
        8,
        4,
        2,
        1,
    ]
