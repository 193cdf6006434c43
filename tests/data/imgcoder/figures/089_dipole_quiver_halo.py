import numpy as np
import matplotlib.pyplot as plt
import matplotlib.patheffects as pe

X, Y = np.meshgrid(np.linspace(-3, 3, 17), np.linspace(-2, 2, 12))
def E(x, y):
    r1 = np.hypot(x + 1, y) ** 3
    r2 = np.hypot(x - 1, y) ** 3
    return (x + 1) / r1 - (x - 1) / r2, y / r1 - y / r2
U, V = E(X, Y)
n = np.hypot(U, V)
fig, ax = plt.subplots(figsize=(8, 5.5))
ax.quiver(X, Y, U / n, V / n, color="0.65", pivot="mid", scale=26, width=0.003)
halo = [pe.withStroke(linewidth=5, foreground="white")]
for x, s, c in [(-1, "+q", "red"), (1, "−q", "blue")]:
    ax.plot(x, 0, "o", ms=26, color=c)
    ax.text(x, 0, s, color="white", ha="center", va="center", fontsize=12, weight="bold")
ax.plot(0, 1.27, "ko", ms=6, path_effects=halo)
ax.text(0.12, 1.36, "P", fontsize=15, path_effects=halo)
ax.set_aspect("equal")
ax.set_xticks([])
ax.set_yticks([])
plt.tight_layout()
plt.show()
