import numpy as np
import matplotlib.pyplot as plt

x = np.linspace(0, 0.9, 300)
fig, axes = plt.subplots(3, 1, figsize=(7, 6.5), sharex=True)
for n, ax in enumerate(axes, 1):
    y = np.sin(n * np.pi * x / 0.9)
    ax.plot(x, y, "b", lw=2)
    ax.plot(x, -y, "b--", lw=1)
    ax.plot(np.linspace(0, 0.9, n + 1), np.zeros(n + 1), "ro", ms=6)
    ax.set_title(f"n = {n}", loc="left", fontsize=12)
    ax.set_yticks([])
    ax.axhline(0, color="gray", lw=0.6)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
axes[-1].set_xlabel("x (m)")
axes[0].annotate("antinode", xy=(0.45, 1), xytext=(0.62, 1.35), fontsize=11, arrowprops=dict(arrowstyle="->"))
axes[1].annotate("node", xy=(0.45, 0), xytext=(0.45, -1.6), ha="center", fontsize=11, arrowprops=dict(arrowstyle="->"))
axes[0].set_ylim(-1.2, 1.7)
axes[1].set_ylim(-1.9, 1.2)
plt.tight_layout()
plt.show()
