import matplotlib.pyplot as plt
from matplotlib.patches import Circle, Polygon

fig = plt.figure(figsize=(8, 3.5))
ax = fig.add_axes([0, 0, 1, 1])
ax.add_patch(Circle((1, 0), 1.2, color="gold"))
ax.add_patch(Polygon([(5.0, 0.32), (5.0, -0.32), (7.4, -0.06), (7.4, 0.06)], color="0.35"))
ax.add_patch(Circle((5, 0), 0.35, color="0.6", ec="k"))
ax.add_patch(Circle((8, 0), 0.6, color="dodgerblue", ec="k"))
ax.text(1, 0, "Sun", ha="center", va="center", fontsize=14)
ax.text(5, 0.55, "Moon", ha="center", fontsize=13)
ax.text(8.0, 0.8, "Earth, radius 6371 km", fontsize=13)
ax.set_xlim(-0.5, 9.5)
ax.set_ylim(-2, 2)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
