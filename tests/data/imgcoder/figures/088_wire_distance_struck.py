import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5.5, 5))
for x, c, s in [(0, "firebrick", "5 A"), (4, "navy", "8 A")]:
    ax.plot([x, x], [0, 6], color=c, lw=4)
    ax.annotate("", xy=(x, 5.2), xytext=(x, 4.2), arrowprops=dict(arrowstyle="-|>", color=c, mutation_scale=28))
    ax.text(x + 0.25, 5.6, s, fontsize=14, color=c)
ax.annotate("", xy=(0, 2.5), xytext=(4, 2.5), arrowprops=dict(arrowstyle="<->", lw=1.3, color="black"))
ax.text(2, 2.5, "4 cm", fontsize=15, ha="center", va="center")
ax.set_xlim(-1, 5.5)
ax.set_ylim(-0.4, 6.5)
ax.axis("off")
plt.show()
