import numpy as np
import matplotlib.pyplot as plt

x = np.linspace(0, 1, 300)
fig, ax = plt.subplots(figsize=(5.5, 6.5))
for n, c in zip([1, 2, 3], ["tab:blue", "tab:orange", "tab:green"]):
    E = n**2
    ax.hlines(E, 0, 1, color="gray", lw=0.8, linestyle="--")
    ax.plot(x, E + 0.6 * np.sin(n * np.pi * x), color=c, lw=2)
    ax.text(1.1, E, f"n = {n}", va="center", fontsize=13, color=c)
    ax.text(-0.1, E, f"$E_{n}$", va="center", ha="right", fontsize=13, color=c)
ax.fill_betweenx([0, 11], -0.06, 0, color="0.6", hatch="///")
ax.fill_betweenx([0, 11], 1, 1.06, color="0.6", hatch="///")
ax.plot([0, 1], [0, 0], "k", lw=2)
ax.annotate("", xy=(0, -0.5), xytext=(1, -0.5), arrowprops=dict(arrowstyle="<->", shrinkA=0, shrinkB=0))
ax.text(0.5, -0.65, "L = 0.5 nm", ha="center", va="top", fontsize=12)
ax.set_xlim(-0.35, 1.45)
ax.set_ylim(-1.5, 11.4)
ax.axis("off")
plt.show()
