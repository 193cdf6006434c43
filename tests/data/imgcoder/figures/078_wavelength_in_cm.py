import numpy as np
import matplotlib.pyplot as plt

x = np.linspace(0, 1.5, 400)
fig, ax = plt.subplots(figsize=(8, 3.8))
ax.plot(x, np.sin(2 * np.pi * x / 0.5), color="teal", lw=2)
ax.axhline(0, color="k", lw=0.8)
ax.annotate("", xy=(0.125, 1.25), xytext=(0.625, 1.25), arrowprops=dict(arrowstyle="<->", shrinkA=0, shrinkB=0))
ax.text(0.375, 1.32, "λ = 50 cm", ha="center", fontsize=13)
ax.text(1.1, 1.3, "f = 680 Hz, v = 340 m/s", ha="center", fontsize=12)
ax.set_ylim(-1.3, 1.7)
ax.set_xticks([])
ax.set_yticks([])
ax.set_xlabel("distance")
plt.show()
