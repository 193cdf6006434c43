import numpy as np
import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

fig, ax = plt.subplots(figsize=(8, 3.6))
ax.add_patch(Rectangle((-0.5, 0), 0.5, 2.2, facecolor="none", hatch="///", edgecolor="gray"))
ax.plot([0, 0], [0, 2.2], "k", lw=2)
ax.plot([0, 8.5], [0, 0], "k", lw=2)
t = np.linspace(0, 1, 400)
x = 0.4 + 3.2 * t
ax.plot(np.r_[0, x, 4], np.r_[0.7, 0.7 + 0.3 * np.sin(2 * np.pi * 9 * t), 0.7], color="darkgreen", lw=1.6)
ax.add_patch(Rectangle((4, 0), 1.6, 1.4, facecolor="#fcd34d", edgecolor="k", lw=1.5))
ax.text(4.8, 0.7, "0.5 kg", ha="center", va="center", fontsize=12)
ax.text(2, 1.25, "k = 200 N/m", ha="center", fontsize=12, color="darkgreen")
ax.plot([4.8, 4.8], [1.5, 2.2], "k:", lw=1)
ax.plot([6.8, 6.8], [0.1, 2.2], "k:", lw=1)
ax.annotate("", xy=(4.8, 2), xytext=(6.8, 2), arrowprops=dict(arrowstyle="<->", shrinkA=0, shrinkB=0))
ax.text(5.8, 2, "8 cm", ha="center", va="center", fontsize=12, bbox=dict(fc="white", ec="none", pad=2))
ax.text(7.2, 0.2, "smooth", fontsize=11, style="italic")
ax.set_xlim(-0.8, 8.8)
ax.set_ylim(-0.4, 2.7)
ax.axis("off")
plt.show()
