import matplotlib.pyplot as plt

E = {1: -13.6, 2: -3.40, 3: -1.51, 4: -0.85}
y = {1: 0, 2: 3, 3: 4.6, 4: 5.6}
fig, ax = plt.subplots(figsize=(6.5, 6))
for n in E:
    ax.plot([0, 5], [y[n], y[n]], color="black", lw=1.8)
    ax.text(-0.15, y[n], f"n = {n}", ha="right", va="center", fontsize=12)
    ax.text(5.15, y[n], f"{E[n]:.2f} eV", ha="left", va="center", fontsize=12)
for x, (a, b), c in [(0.8, (2, 1), "purple"), (1.6, (3, 1), "purple"), (2.6, (3, 2), "red"), (3.4, (4, 2), "deepskyblue"), (4.4, (4, 3), "brown")]:
    ax.annotate("", xy=(x, y[b]), xytext=(x, y[a]), arrowprops=dict(arrowstyle="-|>", color=c, lw=2, shrinkA=0, shrinkB=0))
ax.text(2.0, 1.5, "Lyman", fontsize=12, color="purple")
ax.text(3.55, 3.7, "Balmer", fontsize=12, color="navy", ha="left", va="center")
ax.set_xlim(-1.2, 6.8)
ax.set_ylim(-0.6, 6.3)
ax.axis("off")
plt.show()
