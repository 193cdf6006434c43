import matplotlib.pyplot as plt
from matplotlib.patches import FancyArrowPatch

fig, ax = plt.subplots(figsize=(9, 3.4))
def bond(p, q, ls="-"):
    ax.plot([p[0], q[0]], [p[1], q[1]], "k", lw=2, ls=ls)
ax.text(0, 0, "HO$^-$", fontsize=18, ha="center", va="center", color="blue")
ax.text(3, 0, "C", fontsize=18, ha="center", va="center")
ax.text(4.6, 0, "Br", fontsize=18, ha="center", va="center", color="brown")
for dx, dy, s in [(-0.6, 1.0, "H"), (-0.6, -1.0, "H"), (-1.0, 0.25, "")]:
    if s:
        ax.text(3 + dx, dy, s, fontsize=16, ha="center", va="center")
        bond((3 + 0.3 * dx, 0.3 * dy), (3 + 0.75 * dx, 0.75 * dy))
ax.text(3.35, 1.15, "CH$_3$", fontsize=16, ha="left", va="center")
bond((3.1, 0.3), (3.35, 0.85))
bond((3.25, 0), (4.2, 0))
ax.add_patch(FancyArrowPatch((0.4, -0.25), (2.75, -0.2), connectionstyle="arc3,rad=0.3", arrowstyle="-|>", mutation_scale=16, color="red", lw=1.6))
ax.add_patch(FancyArrowPatch((3.8, 0.1), (4.6, 0.35), connectionstyle="arc3,rad=-0.7", arrowstyle="-|>", mutation_scale=16, color="red", lw=1.6))
ax.annotate("", xy=(6.8, 0), xytext=(5.4, 0), arrowprops=dict(arrowstyle="-|>", lw=2))
ax.text(7.6, 0, "product", fontsize=14, ha="center", va="center", bbox=dict(boxstyle="round,pad=0.4", fc="none", ec="gray"))
ax.text(8.65, 0, "+", fontsize=16, ha="center", va="center")
ax.text(9.35, 0, "Br$^-$", fontsize=18, ha="center", va="center", color="brown")
ax.set_xlim(-0.8, 9.8)
ax.set_ylim(-1.6, 1.7)
ax.axis("off")
plt.show()
