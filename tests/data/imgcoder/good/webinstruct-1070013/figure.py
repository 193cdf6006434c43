import matplotlib.pyplot as plt
from rdkit import Chem
from rdkit.Chem import Draw
from rdkit.Chem import rdDepictor

mol = Chem.MolFromSmiles('Cc1ccc(O)cc1N')
rdDepictor.Compute2DCoords(mol)

img = Draw.MolToImage(mol, size=(700, 500))

fig, ax = plt.subplots(figsize=(8, 7))
im = ax.imshow(img)
im.set_gid('molecule:main')
ax.axis('off')
t = ax.text(0.5, -0.04, '3-amino-4-methylphenol', transform=ax.transAxes, ha='center', va='top', fontsize=16)
t.set_gid('label:name')
plt.show()
