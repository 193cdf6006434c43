import matplotlib.pyplot as plt
from matplotlib.patches import Ellipse, Wedge

fig, ax = plt.subplots(figsize=(9, 4))
for x in (1, 5, 9):
    ax.add_patch(Wedge((x, 0), 1, 130, 410, fc="#c7d2fe", ec="#3730a3", lw=1.5))
ax.add_patch(Ellipse((1, 1.9), 0.9, 0.7, fc="#fca5a5", ec="k"))
ax.add_patch(Ellipse((5, 0.75), 0.9, 0.7, fc="#fca5a5", ec="k"))
ax.add_patch(Ellipse((8.5, 1.9), 0.45, 0.6, fc="#fca5a5", ec="k"))
ax.add_patch(Ellipse((9.5, 1.9), 0.45, 0.6, fc="#fca5a5", ec="k"))
for x in (2.4, 6.4):
    ax.annotate("", xy=(x + 1.2, 0), xytext=(x, 0), arrowprops=dict(arrowstyle="-|>", lw=2))
ax.text(3, 0.2, "step 1", ha="center", fontsize=12)
ax.text(7, 0.2, "step 2", ha="center", fontsize=12)
ax.text(1, -1.6, "enzyme", ha="center", fontsize=12)
ax.text(5, -1.6, "enzyme-substrate complex", ha="center", fontsize=12)
ax.text(6.2, -1.7, "inhibitor", ha="center", fontsize=12, color="red")
ax.text(9, -1.6, "products", ha="center", fontsize=12)
ax.set_xlim(-0.5, 10.5)
ax.set_ylim(-2.3, 2.8)
ax.axis("off")
plt.show()
