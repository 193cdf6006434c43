import matplotlib.pyplot as plt
from matplotlib.patches import Ellipse, Rectangle

fig, ax = plt.subplots(figsize=(7, 4.5))
ax.add_patch(Rectangle((0, 0), 8, 5, fill=False, lw=2))
ax.add_patch(Ellipse((2.9, 2.3), 3.6, 3, facecolor="lightblue", edgecolor="k", alpha=0.6))
ax.add_patch(Ellipse((5.0, 2.3), 3.2, 2.6, facecolor="lightpink", edgecolor="k", alpha=0.6))
ax.text(2.2, 2.3, "6", fontsize=15, ha="center", va="center")
ax.text(4.05, 2.3, "2", fontsize=15, ha="center", va="center")
ax.text(5.5, 2.3, "3", fontsize=15, ha="center", va="center")
ax.text(1.0, 4.2, "even", fontsize=13)
ax.text(7.7, 4.2, "multiples of 3", fontsize=13, ha="center")
ax.text(0.2, 0.2, "20 numbers", fontsize=12)
ax.set_xlim(-0.4, 9.8)
ax.set_ylim(-0.4, 5.4)
ax.axis("off")
plt.show()
