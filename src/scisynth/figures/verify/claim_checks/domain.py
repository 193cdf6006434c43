"""Claims that take the whole figure apart: the molecule and the circuit that are drawn."""

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.scene import Claim


def smiles(claim: Claim, drawing: Drawing) -> str:
    """The molecule that is drawn, atoms and bonds read off the page, is the one that was meant."""
    from scisynth.figures.molecules.read import molecule_fault

    return molecule_fault(drawing, str(claim.value), claim.of)


def netlist(claim: Claim, drawing: Drawing) -> str:
    """The circuit that is drawn, traced along its wires, is the one that was meant."""
    from scisynth.figures.circuits.read import circuit_fault

    rows = claim.value if isinstance(claim.value, tuple) else (claim.value,)
    return circuit_fault(drawing, "; ".join(map(str, rows)))
