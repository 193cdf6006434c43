import matplotlib.pyplot as plt
from matplotlib.patches import Polygon, Rectangle

fig, ax = plt.subplots(figsize=(5.5, 7))
ax.add_patch(Rectangle((-0.3, 3.2), 0.6, 5, fill=False, lw=1.8))
ax.add_patch(Rectangle((-0.28, 3.2), 0.56, 3.6, facecolor="#93c5fd", edgecolor="none"))
for i in range(1, 10):
    ax.plot([0.08, 0.3], [3.2 + 0.5 * i] * 2, "k", lw=0.9)
ax.add_patch(Polygon([(-0.3, 3.2), (0.3, 3.2), (0.07, 2.7), (-0.07, 2.7)], facecolor="#93c5fd", edgecolor="k", lw=1.5))
ax.add_patch(Rectangle((-0.3, 2.9), 0.6, 0.12, facecolor="black"))
ax.add_patch(Polygon([(-0.35, 2.2), (-0.35, 1.6), (-1.5, -0.4), (1.5, -0.4), (0.35, 1.6), (0.35, 2.2)], closed=False, fill=False, lw=2))
ax.add_patch(Polygon([(-1.07, 0.4), (-1.48, -0.38), (1.48, -0.38), (1.07, 0.4)], facecolor="#fbcfe8", edgecolor="none"))
ax.annotate("burette", xy=(-0.3, 5.5), xytext=(-2.4, 6.2), fontsize=13, ha="center", arrowprops=dict(arrowstyle="-"))
ax.annotate("0.100 M NaOH", xy=(0.15, 4.0), xytext=(2.1, 4.6), fontsize=13, ha="center", arrowprops=dict(arrowstyle="-"))
ax.annotate("tap", xy=(-0.3, 2.96), xytext=(-2.2, 2.96), fontsize=13, ha="center", va="center", arrowprops=dict(arrowstyle="-"))
ax.text(0, 0, "25.0 mL HCl", ha="center", va="center", fontsize=11)
ax.annotate("conical flask", xy=(0.95, 0.57), xytext=(2.3, 1.4), fontsize=13, ha="center", arrowprops=dict(arrowstyle="-"))
ax.set_xlim(-3.4, 3.6)
ax.set_ylim(-1, 8.6)
ax.axis("off")
plt.show()
