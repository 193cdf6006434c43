import matplotlib.pyplot as plt
from matplotlib.patches import FancyBboxPatch, Ellipse

fig, ax = plt.subplots(figsize=(7, 5))
ax.add_patch(FancyBboxPatch((0, 0), 9, 6, boxstyle="round,pad=0.3", facecolor="#ecfccb", edgecolor="#3f6212", lw=4))
ax.add_patch(Ellipse((5.2, 3.1), 1.7, 3.0, facecolor="#bfdbfe", edgecolor="#1e40af", lw=2))
ax.text(5.2, 3.1, "vacuole", ha="center", va="center", fontsize=18)
ax.add_patch(Ellipse((1.8, 4.2), 1.8, 1.6, facecolor="#ddd6fe", edgecolor="#5b21b6", lw=2))
ax.text(1.8, 4.2, "1", ha="center", va="center", fontsize=15)
for x, y in [(1.4, 1.2), (3.2, 0.7), (8.0, 1.1), (8.0, 5.1)]:
    ax.add_patch(Ellipse((x, y), 1.2, 0.6, facecolor="#4ade80", edgecolor="#14532d", lw=1.5))
ax.text(3.2, 0.7, "2", ha="center", va="center", fontsize=12)
ax.set_xlim(-0.8, 9.8)
ax.set_ylim(-0.8, 6.8)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
