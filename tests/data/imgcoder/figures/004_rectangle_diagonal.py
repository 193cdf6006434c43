import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7, 4))
ax.plot([0, 12, 12, 0, 0], [0, 0, 5, 5, 0], "b-", lw=2)
ax.plot([0, 12], [0, 5], "r-", lw=1.8)
for name, x, y, dx, dy in [("P", 0, 0, -0.5, -0.5), ("Q", 12, 0, 0.2, -0.5), ("R", 12, 5, 0.2, 0.2), ("S", 0, 5, -0.5, 0.2)]:
    ax.text(x + dx, y + dy, name, fontsize=14)
ax.text(2.4, 1.15, "12 cm", fontsize=13, ha="center", va="center")
ax.text(12.3, 2.5, "5 cm", fontsize=13, va="center")
ax.set_xlim(-1.5, 14.5)
ax.set_ylim(-1.2, 6.2)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
