import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

fig, axes = plt.subplots(1, 2, figsize=(8, 5))
for ax, h, title, vol in zip(axes, [2.4, 3.6], ["before", "after"], ["20 L", "30 L"]):
    ax.add_patch(Rectangle((-0.3, -0.3), 0.3, 5.8, facecolor="white", hatch="////", edgecolor="black"))
    ax.add_patch(Rectangle((4, -0.3), 0.3, 5.8, facecolor="white", hatch="////", edgecolor="black"))
    ax.add_patch(Rectangle((0, -0.3), 4, 0.3, facecolor="white", hatch="////", edgecolor="black"))
    ax.add_patch(Rectangle((0, 0), 4, h, facecolor="#fef9c3", edgecolor="none"))
    ax.add_patch(Rectangle((0.02, h), 3.96, 0.5, facecolor="0.6", edgecolor="black"))
    ax.plot([2, 2], [h + 0.5, h + 1.8], color="0.4", lw=6)
    ax.text(2, h / 2, f"V = {vol}", ha="center", va="center", fontsize=14)
    ax.text(2, h + 0.24, "piston", ha="center", va="center", fontsize=11)
    ax.set_title(title, fontsize=13)
    ax.set_xlim(-0.6, 4.6)
    ax.set_ylim(-0.6, 6)
    ax.axis("off")
axes[0].text(2, 0.4, "2 mol, 300 K", ha="center", va="center", fontsize=12)
plt.tight_layout()
plt.show()
