import matplotlib.pyplot as plt

cells = [["TT", "Tt"], ["Tt", "tt"]]
fig, ax = plt.subplots(figsize=(5, 5))
for r in range(2):
    for c in range(2):
        ax.add_patch(plt.Rectangle((c, 1 - r), 1, 1, fill=False, lw=1.5))
        ax.text(c + 0.5, 1.5 - r, cells[r][c], ha="center", va="center", fontsize=20)
ax.text(0.5, 2.12, "T", ha="center", fontsize=16)
ax.text(1.5, 2.12, "t", ha="center", fontsize=16)
ax.text(-0.15, 1.5, "T", va="center", ha="right", fontsize=16)
ax.text(-0.15, 0.5, "t", va="center", ha="right", fontsize=16)
ax.text(1, -0.3, "0.75 of the plants are tall", ha="center", fontsize=13)
ax.set_xlim(-0.6, 2.4)
ax.set_ylim(-0.5, 2.5)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
