"""Molecules read off drawings: RDKit's SVG and pixels, groups in labels, lines and letters without ids, and our own drawer."""

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

pytest.importorskip("rdkit")

from rdkit import Chem
from rdkit.Chem.Draw import MolsToGridImage, rdMolDraw2D
from support.molecule_samples import BY_HAND, MOLECULES

from scisynth.core.errors import DataError
from scisynth.figures.molecules.atom_labels import read_label
from scisynth.figures.molecules.read import canonical, molecule_fault
from scisynth.figures.read_back.drawing import Drawing, UnreadableError
from scisynth.figures.read_back.svg.document import svg_marks
from scisynth.figures.scene.scene import Claim
from scisynth.figures.scene.sketch import Sketch
from scisynth.figures.verify.claims import check_claim


def rdkit_svg(smiles, size=(400, 300), **options):
    drawer = rdMolDraw2D.MolDraw2DSVG(*size)
    for name, value in options.items():
        setattr(drawer.drawOptions(), name, value)
    rdMolDraw2D.PrepareAndDrawMolecule(drawer, Chem.MolFromSmiles(smiles))
    drawer.FinishDrawing()
    return Drawing.from_rows(svg_marks(drawer.GetDrawingText()))


@pytest.mark.parametrize("smiles", MOLECULES)
def test_rdkit_svg_gives_the_molecule_it_was_made_of(smiles):
    assert molecule_fault(rdkit_svg(smiles), smiles) == ""


@pytest.mark.parametrize("smiles", MOLECULES[::4])
def test_indices_stereo_letters_and_thick_lines_do_not_matter(smiles):
    drawing = rdkit_svg(smiles, (600, 500), addAtomIndices=True, addStereoAnnotation=True, bondLineWidth=4)
    assert molecule_fault(drawing, smiles) == ""


@pytest.mark.parametrize(
    ("drawn", "claimed"),
    [("CCO", "CCN"), ("CCO", "CCCO"), ("CC(=O)O", "CC(O)O"), ("C[C@H](O)F", "C[C@@H](O)F"), ("F/C=C/F", "F/C=C\\F"),
     ("CC(=O)[O-]", "CC(=O)O"), ("CC#N", "CC=N"), ("c1ccccc1", "C1CCCCC1"), ("Oc1ccccc1", "Sc1ccccc1"), ("CCF", "CC[C@H](F)Cl")],
)  # fmt: skip
def test_another_molecule_is_told(drawn, claimed):
    assert "expected the molecule" in molecule_fault(rdkit_svg(drawn), claimed)


def test_stereochemistry_that_the_claim_leaves_open_may_be_drawn_either_way():
    for drawn in ("C[C@H](O)C(=O)O", "C[C@@H](O)C(=O)O", "CC(O)C(=O)O"):
        assert molecule_fault(rdkit_svg(drawn), "CC(O)C(=O)O") == ""
    assert molecule_fault(rdkit_svg("CC(O)C(=O)O"), "C[C@H](O)C(=O)O") != ""


@pytest.mark.parametrize("smiles", ["[13CH4]", "[2H]C", "C[18OH]"])
def test_isotopes_are_refused_with_a_reason(smiles):
    finding = check_claim(Claim(kind="smiles", value=canonical(smiles)), rdkit_svg(smiles))
    assert finding.status == "unchecked" and "isotope" in finding.message


def test_highlights_and_legends_are_no_atoms():
    drawer = rdMolDraw2D.MolDraw2DSVG(400, 300)
    rdMolDraw2D.PrepareAndDrawMolecule(
        drawer, Chem.MolFromSmiles("CCO"), highlightAtoms=[1, 2], highlightBonds=[1], legend="Ethyl alcohol"
    )
    drawer.FinishDrawing()
    drawing = Drawing.from_rows(svg_marks(drawer.GetDrawingText()))
    assert molecule_fault(drawing, "CCO") == ""
    assert "Ethyl alcohol" in [mark.text for mark in drawing.texts]


def test_molecules_of_a_grid_are_told_apart():
    given = ["CCO", "CC(=O)O", "c1ccccc1", "C[C@H](O)F"]
    svg = MolsToGridImage([Chem.MolFromSmiles(one) for one in given], molsPerRow=2, subImgSize=(250, 250), useSVG=True)
    drawing = Drawing.from_rows(svg_marks(getattr(svg, "data", svg)))
    assert [molecule_fault(drawing, one) for one in given] == [""] * 4
    assert molecule_fault(drawing, "CCN") != "" and molecule_fault(drawing, "CCO.CCO") != ""


# Labels.


@pytest.mark.parametrize(
    ("label", "smiles"),
    [("CH3", "CC"), ("H_3C", "CC"), ("Me", "CC"), ("NH2", "CN"), ("H2N", "CN"), (r"$\mathrm{NH_3^+}$", "C[NH3+]"), ("OH", "CO"),
     ("O⁻", "C[O-]"), ("COOH", "CC(=O)O"), ("HO2C", "CC(=O)O"), ("COO⁻", "CC(=O)[O-]"), ("CHO", "CC=O"), ("Ph", "Cc1ccccc1"),
     ("C6H5", "Cc1ccccc1"), ("Et", "CCC"), ("C₂H₅", "CCC"), ("NO2", "C[N+](=O)[O-]"), ("O₂N", "C[N+](=O)[O-]"), ("SO3H", "CS(=O)(=O)O"),
     ("OCH3", "COC"), ("CH3O", "COC"), ("MeO", "COC"), ("CN", "CC#N"), ("CH2OH", "CCO"), ("HOCH2", "CCO"), ("CF3", "CC(F)(F)F"),
     ("N(CH3)2", "CN(C)C"), ("(CH3)2N", "CN(C)C"), ("C(CH3)3", "CC(C)(C)C"), ("(CH3)3C", "CC(C)(C)C"), ("CH(CH3)2", "CC(C)C"),
     ("CO2Et", "CC(=O)OCC"), ("NHCH3", "CNC"), ("CH2Cl", "CCCl"), ("COCl", "CC(=O)Cl"), ("CONH2", "CC(N)=O"), ("OAc", "COC(C)=O"),
     ("B(OH)2", "CB(O)O"), ("MgBr", "C[Mg]Br"), ("SiMe3", "C[Si](C)(C)C"), ("R", "C*")],
)  # fmt: skip
def test_a_group_in_a_label_stands_for_its_atoms(label, smiles):
    figure, axes = plt.subplots()
    axes.set(xlim=(0, 10), ylim=(0, 7))
    axes.plot([2, 5], [3, 3], "k-", gid="bond:0-1")
    axes.text(5.15, 3, label, ha="left", va="center", gid="atom:1")
    assert molecule_fault(Drawing.of(figure), smiles) == ""
    plt.close(figure)


@pytest.mark.parametrize(
    "label",
    ["", "Qq", "CO9H", "CH2CH2", "hello", "(" * 30, "C" * 5000, "(C(C(C(C(C(C", "H" * 39, "x_1", "CH3)", "N(CH3"],
)
def test_what_is_no_group_is_refused_in_one_line(label):
    with pytest.raises(ValueError, match="no atom") as caught:
        read_label(label)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 120


def test_a_missing_hydrogen_is_told():
    figure, axes = plt.subplots()
    axes.set(xlim=(0, 10), ylim=(0, 7))
    axes.plot([2, 5], [3, 3], "k-", gid="bond:0-1")
    axes.text(5.15, 3, "CH2", ha="left", va="center", gid="atom:1")
    assert "drawn [CH2]C" in molecule_fault(Drawing.of(figure), "CC")
    plt.close(figure)


# Without ids.


def by_hand(smiles, all_carbons=False):
    space = {}
    exec(compile(BY_HAND.format(smiles=smiles, all_carbons=all_carbons), "by_hand", "exec"), space)
    drawing = Drawing.of(space["fig"])
    plt.close(space["fig"])
    return drawing


FLAT = [one for one in MOLECULES if not any(sign in one for sign in "@/\\") and Chem.MolFromSmiles(one).GetNumAtoms() > 3 and "Fe" not in one]  # fmt: skip


@pytest.mark.parametrize("smiles", FLAT)
def test_lines_and_letters_without_ids_are_read_as_a_molecule(smiles):
    assert molecule_fault(by_hand(smiles), smiles) == ""


@pytest.mark.parametrize("smiles", FLAT[::5])
def test_every_carbon_may_be_written(smiles):
    assert molecule_fault(by_hand(smiles, all_carbons=True), smiles) == ""


def test_another_molecule_without_ids_is_told_and_no_molecule_is_unchecked():
    assert "drawn CCCO" in molecule_fault(by_hand("CCCO"), "CCCN")
    figure, axes = plt.subplots()
    axes.plot([0, 1, 2], [0, 1, 4])
    axes.set_xlabel("time (s)")
    drawing = Drawing.of(figure)
    plt.close(figure)
    with pytest.raises(UnreadableError):
        molecule_fault(Drawing.from_rows([{"width_px": 9, "height_px": 9, "dpi": 72}]), "CCO")
    assert check_claim(Claim(kind="smiles", value="CCO"), drawing).status != "held"


@pytest.mark.parametrize("smiles", ["c1ccccc1", "Cc1ccccc1", "c1ccc2ccccc2c1", "c1ccncc1", "c1ccoc1", "Oc1ccccc1C"])
def test_a_circle_in_a_ring_makes_it_aromatic(smiles):
    mol = Chem.MolFromSmiles(smiles)
    Chem.rdDepictor.Compute2DCoords(mol)
    places = mol.GetConformer().GetPositions()[:, :2]
    figure, axes = plt.subplots(figsize=(6, 6))
    axes.set_aspect("equal")
    for bond in mol.GetBonds():
        ends = places[[bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()]]
        axes.plot(*ends.T, "k-", gid=f"bond:{bond.GetIdx()}")
    for number, ring in enumerate(mol.GetRingInfo().AtomRings()):
        axes.add_patch(plt.Circle(places[list(ring)].mean(axis=0), 0.8, fill=False, gid=f"ring:{number}"))
    for atom in mol.GetAtoms():
        if atom.GetSymbol() != "C":
            words = atom.GetSymbol() + "H" * atom.GetTotalNumHs()
            axes.text(
                *places[atom.GetIdx()],
                words,
                ha="center",
                va="center",
                backgroundcolor="w",
                gid=f"atom:{atom.GetIdx()}",
            )
    assert molecule_fault(Drawing.of(figure), smiles) == ""
    plt.close(figure)


# The drawer.


SMALL = [one for one in MOLECULES if Chem.AddHs(Chem.MolFromSmiles(one)).GetNumAtoms() <= 24]
"""With more hydrogens each, these lie over each other in any flat drawing."""


@pytest.mark.parametrize(
    ("smiles", "options"),
    [(one, options) for one in MOLECULES[::2] for options in ({}, {"carbons": True})]
    + [(one, {"hydrogens": True, "turn_deg": 20.0, "bond": 2.5}) for one in SMALL],
)
def test_a_drawn_molecule_reads_back(smiles, options):
    sketch = Sketch()
    sketch.molecule("it", smiles, **options)
    assert molecule_fault(Drawing.of(sketch.figure()), smiles, ["molecule:it"]) == ""


def test_molecules_on_one_sketch_are_claimed_each_by_its_name():
    sketch = Sketch()
    sketch.molecule("ethanol", "CCO", at=(0, 0), carbons=True)
    sketch.arrow("arrow:reaction", (2, 0), (4, 0))
    sketch.molecule("acid", "CC(=O)O", at=(6, 0))
    drawing = Drawing.of(sketch.figure())
    claims = [claim for claim in sketch.claims if claim.kind == "smiles"]
    assert len(claims) == 2 and all(check_claim(claim, drawing).status == "held" for claim in claims)
    swapped = Claim(kind="smiles", of=("molecule:acid",), value="CCO")
    assert check_claim(swapped, drawing).status == "failed"


def test_letters_keep_their_size_in_bonds_on_a_page_of_any_size():
    for span in (0.0, 3.0):
        sketch = Sketch()
        sketch.molecule("water", "CO")
        sketch.line("line:base", (-1 - span, -2), (1 + span, -2))
        drawing = Drawing.of(sketch.figure())
        label, bond = drawing.find("atom:water.1"), drawing.find("bond:water.0-1")
        assert label.size * drawing.dpi / 72 / np.ptp(bond.xy, axis=0).max() == pytest.approx(0.37, abs=0.1)


@pytest.mark.parametrize(
    ("name", "smiles", "words"),
    [("m", "not a smiles", "expected a SMILES"), ("m", "", "expected a SMILES"), ("m", "C" * 500, "expected a SMILES"),
     ("m", "C" * 200, "1 to 150 atoms"), ("m", 7, "expected a SMILES"), ("a.b", "C", "expected a name"), ("", "C", "expected a name")],
)  # fmt: skip
def test_bad_molecules_are_refused_in_one_line(name, smiles, words):
    with pytest.raises(DataError, match=words) as caught:
        Sketch().molecule(name, smiles)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 200


def test_a_claim_with_nonsense_for_a_smiles_is_unchecked():
    for value in ("hello world", "C" * 100_000, ""):
        assert check_claim(Claim(kind="smiles", value=value), rdkit_svg("CCO")).status == "unchecked"


def nitrate(*, charges=True, pairs=""):
    """A nitrate drawn by hand: lone pairs as dots of this role, formal charges as texts of their own."""
    figure, axes = plt.subplots(figsize=(7, 7))
    axes.set(xlim=(-4, 4), ylim=(-4, 4), aspect="equal")
    axes.text(0, 0, "N", fontsize=30, ha="center", va="center", gid="atom:N")
    for number, degrees in enumerate((90, 210, 330)):
        way = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
        aside = np.array([-way[1], way[0]])
        axes.text(*(2 * way), "O", fontsize=30, ha="center", va="center", gid=f"atom:O{number}")
        for shift in (0.09, -0.09) if number == 0 else (0,):
            ends = [0.4 * way + shift * aside, 1.58 * way + shift * aside]
            axes.plot(*zip(*ends, strict=True), "k", lw=3, gid=f"bond:{number}{shift}")
        for turn in ((60, -60) if number == 0 else (90, 0, -90)) if pairs else ():
            angle = np.radians(degrees + turn)
            middle = 2 * way + 0.48 * np.array([np.cos(angle), np.sin(angle)])
            axes.scatter(
                *(middle[:, None] + 0.1 * np.array([[-np.sin(angle), np.sin(angle)], [np.cos(angle), -np.cos(angle)]])),
                color="k",
                gid=f"{pairs}:{number}{turn}",
            )
        if charges and number:
            axes.text(*(2 * way + (0.6, 0.3)), "−", fontsize=22)
    if charges:
        axes.text(0.3, 0.35, "+", fontsize=18)
    page = Drawing.of(figure)
    plt.close(figure)
    return page


@pytest.mark.parametrize(
    "shown", [{}, {"pairs": "lonepair"}, {"pairs": "lone_pair", "charges": False}, {"pairs": "electron"}]
)
def test_formal_charges_may_be_texts_or_follow_from_lone_pairs(shown):
    assert molecule_fault(nitrate(**shown), "[O-][N+](=O)[O-]") == ""


def test_an_atom_without_its_charge_is_told():
    assert "no molecule" in molecule_fault(nitrate(charges=False), "[O-][N+](=O)[O-]")


def test_hydrogens_that_show_a_side_of_a_double_bond_are_folded_in_where_none_is_asked_for():
    for drawn in ("[H]/N=N/[H]", "[H]/N=N\\[H]"):
        assert molecule_fault(rdkit_svg(drawn), "N=N") == ""
    assert molecule_fault(rdkit_svg("[H]/N=N\\[H]"), "[H]/N=N/[H]") != ""
