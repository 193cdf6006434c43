"""Claims that take the whole figure apart: the molecule and the circuit that are drawn."""

from scisynth.imgcoder.read_back import Drawing
from scisynth.imgcoder.scene import Claim


def smiles(claim: Claim, drawing: Drawing) -> str:
    """The molecule that is drawn, atoms and bonds read off the page, is the one that was meant."""
    from scisynth.imgcoder.molecules import canonical, drawn_smiles

    found = drawn_smiles(drawing)
    return "" if found == canonical(str(claim.value)) else f"expected the molecule {claim.value}, drawn {found}"


def netlist(claim: Claim, drawing: Drawing) -> str:
    """The circuit that is drawn, traced along its wires, is the one that was meant."""
    from scisynth.imgcoder.circuits import drawn_netlist, same_netlist

    found = drawn_netlist(drawing)
    return "" if same_netlist(found, str(claim.value)) else f"expected the circuit {claim.value}, drawn {found}"
