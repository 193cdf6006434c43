import matplotlib.pyplot as plt
import matplotlib.patches as patches

fig, ax = plt.subplots(figsize=(7, 3.5))
ax.plot([0, 10], [0, 0], "k-", lw=2)
ax.add_patch(patches.Rectangle((2, 0), 2.5, 1.8, facecolor="burlywood", edgecolor="black", lw=2))
ax.text(3.25, 0.9, "4 kg", ha="center", va="center", fontsize=14)
ax.annotate("", xy=(8.5, 0.9), xytext=(4.5, 0.9), arrowprops=dict(arrowstyle="->", color="red", lw=2.5))
ax.text(6.3, 0.92, "F = 20 N", color="black", fontsize=14, ha="center", va="center")
ax.text(5, -0.5, "smooth floor", ha="center", fontsize=11)
ax.set_xlim(0, 10)
ax.set_ylim(-1, 3)
ax.axis("off")
plt.show()
