import numpy as np
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6, 5))
X, Y = np.meshgrid(np.arange(1, 8), np.arange(1, 7))
ax.scatter(X, Y, marker="x", color="steelblue", s=45, linewidths=1.3)
ax.add_patch(plt.Rectangle((0.5, 0.5), 7, 6, fill=False, ls="--", ec="steelblue"))
ax.annotate("", xy=(2.5, 2.5), xytext=(-1.6, 2.5), arrowprops=dict(arrowstyle="-|>", lw=2, color="crimson"))
ax.plot(-1.6, 2.5, "o", color="crimson", ms=10)
ax.text(-1.6, 2.85, "$e^-$", fontsize=14, ha="center")
ax.text(-0.9, 2.2, "$v = 2\\times10^6$ m/s", fontsize=11, ha="center", va="top")
ax.text(4.5, 4.5, "B = 0.5 T", fontsize=14, ha="center", va="center", bbox=dict(boxstyle="square,pad=0.4", fc="white", ec="steelblue"))
ax.set_xlim(-2.6, 8)
ax.set_ylim(0, 7)
ax.set_aspect("equal")
ax.axis("off")
plt.tight_layout()
plt.show()
