"""Chemistry - Crystal Structure, unit cells: metals, ionic types, diamond and zincblende.

Density = Z M / (N_A a^3); the nearest distance and the coordination number come from the fractional coordinates. Lattice
constants at room temperature (CRC Handbook), pm.
"""

from dataclasses import replace
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.chemistry import (
    AVOGADRO,
    MASSES,
    canvas,
    composition,
    formula_text,
    molar_mass,
    near_counts,
    plain_formula,
)
from scisynth.figures.parts.crystal import FACES, Basis, draw_cell, edge_length, legend, shifted, shortest
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Chemistry - Crystal Structure"
PRIMITIVE = ((0.0, 0.0, 0.0),)
IONIC = {
    "NaCl": ("rock salt", 564.0), "KCl": ("rock salt", 629.3), "LiF": ("rock salt", 402.7), "MgO": ("rock salt", 421.2),
    "KBr": ("rock salt", 660.0), "AgCl": ("rock salt", 555.0), "NaF": ("rock salt", 462.0), "LiCl": ("rock salt", 513.0),
    "CaO": ("rock salt", 481.1), "CsCl": ("caesium chloride", 412.3), "CsBr": ("caesium chloride", 428.6),
    "TlCl": ("caesium chloride", 383.4), "CsI": ("caesium chloride", 456.7), "CaF2": ("fluorite", 546.3),
    "SrF2": ("fluorite", 580.0), "BaF2": ("fluorite", 620.0), "CeO2": ("fluorite", 541.1), "UO2": ("fluorite", 547.1),
}  # fmt: skip
COVALENT = {
    "C": 356.7, "Si": 543.1, "Ge": 565.8, "GaAs": 565.3, "ZnS": 541.0, "InP": 586.9, "ZnSe": 566.8, "CdTe": 648.2, "GaP": 545.1,
    "InAs": 605.8, "CuCl": 541.6, "BN": 361.5, "SiC": 435.9, "AlAs": 566.1, "InSb": 647.9,
}  # fmt: skip


def ionic_basis(kind: str, cation: str, anion: str) -> Basis:
    """Fractional coordinates of a structure type; in fluorite the cations make the face-centred lattice."""
    if kind == "rock salt":
        return {cation: FACES, anion: shifted(FACES, (0.5, 0.5, 0.5))}
    if kind == "caesium chloride":
        return {anion: PRIMITIVE, cation: ((0.5, 0.5, 0.5),)}
    quarter = shifted(FACES, (0.25, 0.25, 0.25)) + shifted(FACES, (0.75, 0.75, 0.75))
    return {cation: FACES, anion: quarter}


def split(formula: str) -> tuple[str, str]:
    """`CaF2` to its two elements."""
    one, two = composition(formula)
    return one, two


def _page(sketch: Sketch) -> None:
    canvas(sketch, -0.25, -0.42, 2.0, 1.45)


def _density(units: int, molar: float, edge_pm: float) -> float:
    """g/cm^3."""
    return units * molar / (AVOGADRO * (edge_pm * 1e-10) ** 3)


@family(TYPE, "ionic_cell")
def ionic_cell(draw: Random) -> FigureScene:
    """Rock salt, caesium chloride or fluorite; density, nearest distance, formula units or coordination."""
    formula = draw.choice(sorted(IONIC))
    kind, edge = IONIC[formula]
    cation, anion = split(formula)
    basis = ionic_basis(kind, cation, anion)
    nearest, around = shortest({cation: basis[cation], anion: basis[anion]}, unlike=True)
    units = len(basis[cation])
    sketch = Sketch()
    _page(sketch)
    colors = {cation: "#d98f4e", anion: "#9dc3a0"}
    radii = {cation: 0.055, anion: 0.075}
    counts = draw_cell(sketch, basis, radii, colors, unlike=True)
    edge_length(sketch, f"$a$ = {edge:g} pm")
    legend(sketch, {cation: _ion(cation, formula), anion: _ion(anion, formula)}, colors)
    sketch.claim("value", "label:a", value=edge)
    molar = molar_mass(formula)
    density, distance = _density(units, molar, edge), nearest * edge
    asked, answer, solution, hidden = draw.choice(
        [
            ("density in g/cm³", number_answer(density, "g/cm³"), f"ρ = {units}·{molar:.2f} g/mol / (N_A a³)", None),
            ("distance between nearest unlike ions in pm", number_answer(distance, "pm"), f"d = {nearest:.4f} a", None),
            (
                "number of formula units in the cell",
                Answer(text=str(units), value=units),
                "Corners count 1/8, faces 1/2, edges 1/4",
                f"Z = {units}",
            ),
            (
                "coordination number of the cation",
                Answer(text=str(around), value=around),
                f"{around} anions lie {nearest:.4f} a away",
                f"coordination number {around}",
            ),
        ]
    )
    inside = sum(all(0 < value < 1 for value in place) for places in basis.values() for place in places)
    return sketch.scene(
        problem=f"{plain_formula(formula)} crystallises in the {kind} structure with a = {edge:g} pm. Find the {asked}.",
        multimodal_question=f"Find the {asked} for {plain_formula(formula)}, whose unit cell is shown.",
        givens=(Quantity(symbol="a", value=edge, unit="pm"), Quantity(symbol="M", value=round(molar, 2), unit="g/mol")),
        unknown=f"the {asked}",
        answer=answer,
        solution=f"{solution} = {answer.text}",
        hidden=(hidden or answer.text,),
        quizzes=(
            make_quiz(
                draw, f"How many spheres stand for {cation}?", str(counts[cation]), near_counts(draw, counts[cation], 1)
            ),
            make_quiz(
                draw, f"How many spheres stand for {anion}?", str(counts[anion]), near_counts(draw, counts[anion], 1)
            ),
            make_quiz(draw, "How many spheres lie wholly inside the cell?", str(inside), near_counts(draw, inside)),
        ),
        alt_text=f"Cubic unit cell of {plain_formula(formula)} with {counts[cation]} {cation} and {counts[anion]} {anion} drawn; a = {edge:g} pm.",
    )


def _ion(element: str, formula: str) -> str:
    """The ion of an element in a compound of the table, as mathematics."""
    charges = {"Mg": 2, "Ca": 2, "Sr": 2, "Ba": 2, "Ce": 4, "U": 4, "O": -2}
    charge = charges.get(element, -1 if element in ("F", "Cl", "Br", "I") else 1)
    size = abs(charge) if abs(charge) > 1 else ""
    return formula_text(f"{element}^{size}{'+' if charge > 0 else '-'}")


@family(TYPE, "tetrahedral_cell")
def tetrahedral_cell(draw: Random) -> FigureScene:
    """Diamond or zincblende; bond length, density or atoms per volume."""
    formula = draw.choice(sorted(COVALENT))
    edge = COVALENT[formula]
    inner = shifted(FACES, (0.25, 0.25, 0.25))
    single = formula in MASSES
    if single:
        basis: Basis = {formula: FACES + inner}
        names, radii = {formula: formula}, {formula: 0.06}
        colors = {formula: "#9aa7b5"}
    else:
        one, two = split(formula)
        basis = {one: FACES, two: inner}
        names, radii = {one: one, two: two}, {one: 0.065, two: 0.055}
        colors = {one: "#8fb3d9", two: "#e0b070"}
    nearest, _ = shortest(basis, unlike=False)
    atoms = 8
    molar = 2 * MASSES[formula] if single else molar_mass(formula)
    sketch = Sketch()
    _page(sketch)
    counts = draw_cell(sketch, basis, radii, colors, unlike=not single)
    edge_length(sketch, f"$a$ = {edge:g} pm")
    legend(sketch, names, colors)
    sketch.claim("value", "label:a", value=edge)
    density, per_volume = _density(4, molar, edge), atoms / (edge * 1e-10) ** 3
    bond = nearest * edge
    asked, answer, solution = draw.choice(
        [
            ("bond length in pm", number_answer(bond, "pm"), f"d = √3 a / 4 = {format_number(bond)} pm"),
            (
                "density in g/cm³",
                number_answer(density, "g/cm³"),
                f"ρ = 4·{molar:.2f} g/mol / (N_A a³) = {format_number(density)} g/cm³",
            ),
            (
                "number of atoms per cm³",
                number_answer(per_volume, "per cm³"),
                f"8 / a³ = {format_number(per_volume)} per cm³",
            ),
        ]
    )
    shown, bonds = sum(counts.values()), sum(mark.id.startswith("bond:") for mark in sketch.marks)
    name = "diamond" if formula == "C" else plain_formula(formula)
    kind = "diamond" if single else "zincblende"
    return sketch.scene(
        problem=f"{name[0].upper() + name[1:]} has the {kind} structure with a = {edge:g} pm. Find the {asked}.",
        multimodal_question=f"Find the {asked} for the crystal whose unit cell is shown.",
        givens=(
            Quantity(symbol="a", value=edge, unit="pm"),
            Quantity(symbol="M", value=round(molar, 2), unit="g/mol", meaning="two atoms"),
        ),
        unknown=f"the {asked}",
        answer=answer,
        solution=solution,
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, "How many spheres are drawn?", str(shown), near_counts(draw, shown, 1)),
            make_quiz(draw, "How many bonds are drawn?", str(bonds), near_counts(draw, bonds, 1)),
            make_quiz(draw, "How many kinds of atoms does the key list?", str(len(names)), ["1", "2", "3", "4"]),
        ),
        alt_text=f"Unit cell of {name} with {shown} spheres and {bonds} bonds; a = {edge:g} pm.",
    )


def _moved_atom(scene: FigureScene, draw: Random) -> FigureScene:
    """An atom is drawn off its place."""
    known = {claim.of[0] for claim in scene.claims if claim.kind == "at"}
    atom = draw.choice([mark for mark in scene.marks if isinstance(mark, Round) and mark.id in known])
    shift = draw.choice((-0.12, 0.12))
    moved = replace(atom, center=(atom.center[0] + shift, atom.center[1] + shift / 2))
    return scene.with_marks(tuple(moved if mark.id == atom.id else mark for mark in scene.marks))


def _missing_replica(scene: FigureScene, draw: Random) -> FigureScene:
    """An atom on the boundary is left out, as if replicas need not be drawn."""
    known = {claim.of[0] for claim in scene.claims if claim.kind == "at"}
    gone = draw.choice(sorted(known)).partition(":")[2]
    return scene.with_marks(
        tuple(mark for mark in scene.marks if mark.id.partition(":")[2] != gone or mark.id.startswith("bond"))
    )


for _name in ("ionic_cell", "tetrahedral_cell"):
    defect(_name, "moved_atom")(_moved_atom)
    defect(_name, "missing_replica")(_missing_replica)
