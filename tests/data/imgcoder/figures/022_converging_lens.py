import matplotlib.pyplot as plt
from matplotlib.patches import FancyArrowPatch

fig, ax = plt.subplots(figsize=(9, 4))
ax.axhline(0, color="black", lw=1)
ax.add_patch(FancyArrowPatch((0, -2.4), (0, 2.4), arrowstyle="<->", mutation_scale=18, lw=2, color="teal"))
for x, s in [(-2, "F"), (2, "F′"), (-4, "2F"), (4, "2F′")]:
    ax.plot([x, x], [-0.08, 0.08], "k", lw=1.5)
    if s == "F′":
        ax.text(x + 0.1, 0.12, s, ha="left", va="bottom", fontsize=12)
    else:
        ax.text(x, -0.2, s, ha="center", va="top", fontsize=12)
ax.annotate("", xy=(-6, 1.5), xytext=(-6, 0), arrowprops=dict(arrowstyle="-|>", lw=2.5, color="darkorange", shrinkA=0, shrinkB=0))
ax.annotate("", xy=(3, -0.75), xytext=(3, 0), arrowprops=dict(arrowstyle="-|>", lw=2.5, color="brown", shrinkA=0, shrinkB=0))
ax.plot([-6, 0, 4.5], [1.5, 1.5, -1.875], color="red", lw=1.2)
ax.plot([-6, 4.5], [1.5, -1.125], color="red", lw=1.2)
ax.text(-6, 1.65, "object", ha="center", fontsize=11)
ax.text(3.25, 0.12, "image", ha="center", va="bottom", fontsize=11)
ax.text(0.35, 2.0, "lens", color="teal", fontsize=11)
ax.annotate("", xy=(-6, -1.5), xytext=(0, -1.5), arrowprops=dict(arrowstyle="<->", shrinkA=0, shrinkB=0))
ax.text(-3, -1.6, "6 cm", ha="center", va="top", fontsize=12)
ax.text(-6.8, 2.4, "f = 2 cm", fontsize=12)
ax.set_xlim(-7.2, 5.5)
ax.set_ylim(-2.8, 2.9)
ax.axis("off")
plt.show()
