import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

fig, ax = plt.subplots(figsize=(7, 4))
ax.plot([0, 0, 7, 7, 0, 0], [1.9, 3, 3, 0, 0, 1.6], "k", lw=1.6)
for x, w, s in [(1.7, 0.75, "4700 Ω"), (4.5, 1.3, "330 Ω")]:
    ax.add_patch(Rectangle((x, 2.55), w, 0.9, facecolor="white", edgecolor="k", lw=1.6, zorder=2))
    ax.text(x + w / 2, 2.76, s, ha="center", va="center", fontsize=13, zorder=3)
ax.plot([-0.45, 0.45], [1.9, 1.9], "k", lw=2)
ax.plot([-0.22, 0.22], [1.6, 1.6], "k", lw=4)
ax.text(0.6, 1.75, "5 V", fontsize=13, va="center")
ax.set_xlim(-1, 8)
ax.set_ylim(-0.6, 3.8)
ax.axis("off")
plt.show()
