import numpy as np
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5.5, 5.5))
ax.scatter(0, 0, s=900, color="orange", edgecolor="k", zorder=3)
ax.text(0, 0, "8+", ha="center", va="center", fontsize=14, zorder=4)
th = np.linspace(0, 2 * np.pi, 200)
for r in (1, 2):
    ax.plot(r * np.cos(th), r * np.sin(th), "k-", lw=1)
for r, n in [(1, 2), (2, 6)]:
    a = 2 * np.pi * np.arange(n) / n
    ax.plot(r * np.cos(a), r * np.sin(a), "bo", ms=10)
ax.text(0, 2.02, "L shell", ha="center", va="center", fontsize=14)
ax.text(0, 1.2, "K shell", ha="center", va="center", fontsize=13)
ax.set_xlim(-2.6, 2.6)
ax.set_ylim(-2.6, 2.6)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
