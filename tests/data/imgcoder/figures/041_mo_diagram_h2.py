import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7, 5))
def level(x, y, label, below=True, electrons=""):
    ax.plot([x - 0.5, x + 0.5], [y, y], color="black", lw=3)
    ax.text(x, y - 0.12 if below else y + 0.12, label, ha="center", va="top" if below else "bottom", fontsize=13)
    for dx, e in zip([-0.15, 0.15], electrons):
        up = e == "u"
        ax.annotate("", xy=(x + dx, y + (0.28 if up else -0.02) + 0.06), xytext=(x + dx, y + (0.0 if up else 0.3) + 0.06),
                    arrowprops=dict(arrowstyle="->", color="crimson", lw=1.6, shrinkA=0, shrinkB=0))
level(0, 0, "1s", electrons="u")
level(4, 0, "1s", electrons="d")
level(2, -1, "$\\sigma_{1s}$", electrons="ud")
level(2, 1, "$\\sigma^*_{1s}$", below=False)
for x, s in [(0.5, 1.5), (3.5, 2.5)]:
    for y in (-1, 1):
        ax.plot([x, s], [0, y], color="gray", ls="--", lw=1)
ax.text(0, -1.75, "H", ha="center", fontsize=15)
ax.text(4, -1.75, "H", ha="center", fontsize=15)
ax.text(2, -1.75, "H$_2$", ha="center", fontsize=15)
ax.annotate("", xy=(-1, 1.6), xytext=(-1, -1.6), arrowprops=dict(arrowstyle="->", lw=1.5))
ax.text(-1.12, 0, "energy", rotation=90, ha="right", va="center", fontsize=12)
ax.set_xlim(-1.7, 5)
ax.set_ylim(-2, 1.9)
ax.axis("off")
plt.show()
