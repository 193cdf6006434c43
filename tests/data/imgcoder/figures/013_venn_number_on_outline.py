import matplotlib.pyplot as plt
from matplotlib.patches import Circle

fig, ax = plt.subplots(figsize=(6, 4))
ax.add_patch(Circle((-1, 0), 2, fill=False, edgecolor="saddlebrown", lw=2))
ax.add_patch(Circle((1, 0), 2, fill=False, edgecolor="darkgreen", lw=2))
ax.text(-2, 0, "18", fontsize=14, ha="center", va="center")
ax.text(2, 0, "7", fontsize=14, ha="center", va="center")
ax.text(-0.95, 0.45, "both: 9", fontsize=14, ha="center", va="center")
ax.text(-2.6, 2, "Tea", fontsize=13, ha="center")
ax.text(2.6, 2, "Coffee", fontsize=13, ha="center")
ax.set_xlim(-4, 4)
ax.set_ylim(-2.6, 2.8)
ax.set_aspect("equal")
plt.axis("off")
plt.show()
