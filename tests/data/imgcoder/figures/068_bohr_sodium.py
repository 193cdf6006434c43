import numpy as np
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5.5, 5.5))
ax.add_patch(plt.Circle((0, 0), 0.6, facecolor="#fde68a", edgecolor="k"))
ax.text(0, 0, "11 p\n12 n", ha="center", va="center", fontsize=11)
for r, n in [(1.3, 2), (2.1, 8), (2.9, 1)]:
    ax.add_patch(plt.Circle((0, 0), r, fill=False, ec="gray", lw=1.2))
    a = np.linspace(0, 2 * np.pi, n, endpoint=False) + np.pi / 2
    ax.plot(r * np.cos(a), r * np.sin(a), "o", color="royalblue", ms=9, mec="k")
for r, s in [(1.3, "K"), (2.1, "L"), (2.9, "M")]:
    ax.text(r * np.cos(-0.4), r * np.sin(-0.4), s, fontsize=12, ha="center", va="center", bbox=dict(boxstyle="circle,pad=0.15", fc="white", ec="none"))
ax.set_xlim(-3.4, 3.4)
ax.set_ylim(-3.4, 3.4)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
