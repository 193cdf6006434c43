import matplotlib.pyplot as plt
from rdkit import Chem
from rdkit.Chem import Draw

mol = Chem.MolFromSmiles("CC(=O)Oc1ccccc1C(=O)O")
img = Draw.MolToImage(mol, size=(500, 400))
fig, ax = plt.subplots(figsize=(6, 5))
ax.imshow(img)
ax.axis("off")
ax.set_title("acetylsalicylic acid")
plt.show()
