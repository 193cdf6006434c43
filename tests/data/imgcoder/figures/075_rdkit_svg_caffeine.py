from rdkit import Chem
from rdkit.Chem.Draw import rdMolDraw2D

mol = Chem.MolFromSmiles("Cn1cnc2c1c(=O)n(C)c(=O)n2C")
drawer = rdMolDraw2D.MolDraw2DSVG(520, 420)
opts = drawer.drawOptions()
opts.bondLineWidth = 2
opts.addStereoAnnotation = True
rdMolDraw2D.PrepareAndDrawMolecule(drawer, mol)
drawer.FinishDrawing()
with open("molecule.svg", "w") as f:
    f.write(drawer.GetDrawingText())
