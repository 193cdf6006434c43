import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6, 5.5))
ax.plot([0, 0, 4, 4], [16, 0, 0, 16], "k-", lw=3)
for n, E in [(1, 1.5), (2, 6.0), (3, 13.5)]:
    ax.plot([0, 4], [E, E], "b--", lw=1.5)
    if n == 2:
        ax.text(2, E, f"n = {n}, {E:.0f} eV", ha="center", va="center", fontsize=14)
    else:
        ax.text(2, E + 0.25, f"n = {n}, {E} eV", ha="center", va="bottom", fontsize=14)
ax.set_ylim(-1, 17)
ax.set_xlim(-1.5, 5.5)
ax.axis("off")
plt.show()
