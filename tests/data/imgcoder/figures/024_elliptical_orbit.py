import numpy as np
import matplotlib.pyplot as plt

a, c = 4, 3
b = np.sqrt(a**2 - c**2)
t = np.linspace(0, 2 * np.pi, 300)
fig, ax = plt.subplots(figsize=(8, 5), facecolor="#0b1021")
ax.set_facecolor("#0b1021")
ax.plot(a * np.cos(t), b * np.sin(t), color="white", lw=1.2)
ax.plot(3, 0, "o", color="gold", ms=18)
ax.text(3, 0.45, "Sun", color="gold", ha="center", fontsize=12)
ax.plot(a * np.cos(2), b * np.sin(2), "o", color="cyan", ms=8)
ax.text(a * np.cos(2) - 0.1, b * np.sin(2) + 0.2, "comet", color="cyan", ha="right", fontsize=12)
ax.text(4.15, 0, "P", color="white", fontsize=13, va="center")
ax.text(-4.15, 0, "A", color="white", fontsize=13, va="center", ha="right")
ax.annotate("", xy=(-4, -3.1), xytext=(3, -3.1), arrowprops=dict(arrowstyle="<->", color="white", shrinkA=0, shrinkB=0))
ax.text(-0.5, -3.3, "7 AU", color="white", ha="center", va="top", fontsize=12)
ax.annotate("", xy=(3, -3.1), xytext=(4, -3.1), arrowprops=dict(arrowstyle="<->", color="white", shrinkA=0, shrinkB=0))
ax.text(3.5, -3.3, "1 AU", color="white", ha="center", va="top", fontsize=12)
for x, y in [(-4, 0), (3, -0.35), (4, 0)]:
    ax.plot([x, x], [y, -3.25], color="gray", lw=0.7, ls=":")
ax.set_xlim(-5.2, 5.2)
ax.set_ylim(-4, 3.4)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
