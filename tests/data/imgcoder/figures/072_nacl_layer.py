import matplotlib.pyplot as plt
from matplotlib.patches import Circle

fig, ax = plt.subplots(figsize=(6.5, 5.5))
for i in range(5):
    for j in range(4):
        na = (i + j) % 2 == 0
        ax.add_patch(Circle((2 * i, 2 * j), 0.62 if na else 1.0, facecolor="#c4b5fd" if na else "#86efac", edgecolor="black", lw=1))
        ax.text(2 * i, 2 * j, "+" if na else "−", ha="center", va="center", fontsize=16)
ax.annotate("", xy=(0, -1.5), xytext=(4, -1.5), arrowprops=dict(arrowstyle="<->", shrinkA=0, shrinkB=0))
ax.text(2, -1.65, "a = 564 pm", ha="center", va="top", fontsize=13)
for x in (0, 4):
    ax.plot([x, x], [-1.1, -1.7], color="gray", lw=0.8)
ax.add_patch(Circle((10.3, 5), 0.45, facecolor="#c4b5fd", edgecolor="black"))
ax.text(11, 5, "Na$^+$", va="center", fontsize=13)
ax.add_patch(Circle((10.3, 3.4), 0.65, facecolor="#86efac", edgecolor="black"))
ax.text(11.2, 3.4, "Cl$^-$", va="center", fontsize=13)
ax.set_xlim(-1.3, 12.6)
ax.set_ylim(-2.8, 7.3)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
