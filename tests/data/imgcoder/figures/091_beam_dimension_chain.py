import matplotlib.pyplot as plt
from matplotlib.patches import Polygon, Rectangle

fig, ax = plt.subplots(figsize=(9, 4.2))
ax.add_patch(Rectangle((0, 0), 6, 0.3, facecolor="tan", edgecolor="k"))
for x, s in [(0.0, "A"), (6.0, "B")]:
    ax.add_patch(Polygon([(x, 0), (x - 0.25, -0.5), (x + 0.25, -0.5)], facecolor="0.8", edgecolor="k"))
    ax.text(x + 0.45, -0.3, s, fontsize=14, va="center")
for x, F in [(2, "600 N"), (5, "300 N")]:
    ax.annotate("", xy=(x, 0.3), xytext=(x, 1.5), arrowprops=dict(arrowstyle="-|>", color="red", lw=2.2, shrinkA=0, shrinkB=0))
    ax.text(x + 0.12, 1.2, F, fontsize=13, color="red")
for a, b, s in [(0, 2, "2 m"), (2, 5, "3 m"), (5, 6, "1 m")]:
    ax.annotate("", xy=(a, -1.2), xytext=(b, -1.2), arrowprops=dict(arrowstyle="|-|,widthA=0.3,widthB=0.3", lw=1, shrinkA=0, shrinkB=0))
    ax.text((a + b) / 2, -1.12, s, ha="center", va="bottom", fontsize=12)
ax.annotate("", xy=(0, -1.9), xytext=(6, -1.9), arrowprops=dict(arrowstyle="<->", shrinkA=0, shrinkB=0))
ax.text(3, -1.9, "6 m", ha="center", va="center", fontsize=12, bbox=dict(fc="white", ec="none", pad=2))
ax.set_xlim(-0.8, 7.2)
ax.set_ylim(-2.4, 1.9)
ax.axis("off")
plt.show()
