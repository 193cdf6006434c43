import numpy as np
import matplotlib.pyplot as plt
from matplotlib.patches import Arc, Ellipse

fig, ax = plt.subplots(figsize=(9, 4.2))
ax.add_patch(Ellipse((0, 0), 2.4, 3, fill=False, ls="--", ec="gray"))
ax.plot(0, 0, "o", color="gold", ms=20, mec="orange")
ax.text(-0.35, 0, "Sun", ha="right", va="center", fontsize=12)
for y, s in [(1.5, "Earth in January"), (-1.5, "Earth in July")]:
    ax.plot(0, y, "o", color="royalblue", ms=10)
    ax.text(0, y * 1.22, s, ha="center", va="center", fontsize=12)
    ax.plot([0, 8], [y, 0], color="black", lw=1)
ax.plot([0.3, 8], [0, 0], color="black", lw=1, ls=":")
ax.plot(8, 0, "*", color="crimson", ms=20)
ax.text(8.3, 0.0, "star", va="center", fontsize=12)
ax.add_patch(Arc((8, 0), 6, 6, theta1=180 - np.degrees(np.arctan(1.5 / 8)), theta2=180))
ax.text(4.75, 0.3, "p", ha="center", va="center", fontsize=13)
ax.annotate("p = 0.25″", xy=(5.1, 0.3), xytext=(5.6, 1.5), fontsize=12, arrowprops=dict(arrowstyle="-", lw=0.8))
ax.plot([0, 0], [0.25, 1.35], color="green", lw=1.5)
ax.text(0.12, 0.7, "1 AU", color="green", fontsize=12, ha="left", va="center")
ax.set_xlim(-1.6, 9.2)
ax.set_ylim(-2.2, 2.2)
ax.axis("off")
plt.show()
