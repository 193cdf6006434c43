import numpy as np
import matplotlib.pyplot as plt

a = np.radians(35)
fig, ax = plt.subplots(figsize=(6.5, 4.5))
ax.plot([-4, 4], [0, 0], "k", lw=3)
for i in range(17):
    ax.plot([-4 + 0.5 * i, -4.25 + 0.5 * i], [0, -0.3], "k", lw=1)
ax.plot([0, 0], [0, 4], "k--", lw=1.2)
d = np.array([np.sin(a), np.cos(a)]) * 4
ax.annotate("", xy=(0, 0), xytext=(-d[0], d[1]), arrowprops=dict(arrowstyle="-|>", color="red", lw=2, shrinkA=0, shrinkB=0))
ax.annotate("", xy=(d[0], d[1]), xytext=(0, 0), arrowprops=dict(arrowstyle="-|>", color="red", lw=2, shrinkA=0, shrinkB=0))
t = np.radians(np.linspace(90, 125, 30))
ax.plot(1.3 * np.cos(t), 1.3 * np.sin(t), "b", lw=1.2)
ax.text(0.0, 1.75, "35°", fontsize=14, color="black", ha="center", va="center")
ax.text(3.2, -0.7, "mirror", fontsize=12)
ax.text(0.1, 3.8, "normal", fontsize=11)
ax.set_xlim(-4.6, 4.6)
ax.set_ylim(-1.1, 4.3)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
