import matplotlib.pyplot as plt
from matplotlib.patches import Polygon

levels = ["producers", "primary consumers", "secondary consumers", "tertiary consumers"]
colors = ["#65a30d", "#facc15", "#fb923c", "#ef4444"]
fig, ax = plt.subplots(figsize=(8, 5))
w = 9
for i, (name, c) in enumerate(zip(levels, colors)):
    a, b = w - 1.4 * i, w - 1.4 * (i + 1)
    ax.add_patch(Polygon([(-a / 2, i), (a / 2, i), (b / 2, i + 1), (-b / 2, i + 1)], facecolor=c, edgecolor="black"))
    ax.text(0, i + 0.5, name, ha="center", va="center", fontsize=12)
ax.text(4.6, 0.5, "20000 kJ", fontsize=13, va="center")
for i in range(3):
    ax.annotate("", xy=(4.2 - 0.7 * i, i + 1.5), xytext=(4.9 - 0.7 * i, i + 0.9), arrowprops=dict(arrowstyle="-|>", connectionstyle="arc3,rad=0.3"))
    ax.text(5.0 - 0.7 * i, i + 1.35, "10 %", fontsize=11, va="center")
ax.set_xlim(-5, 7)
ax.set_ylim(-0.3, 4.3)
ax.axis("off")
plt.show()
