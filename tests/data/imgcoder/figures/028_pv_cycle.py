import matplotlib.pyplot as plt

V = [1, 3, 3, 1]
p = [3, 3, 1, 1]
fig, ax = plt.subplots(figsize=(6, 5))
ax.fill(V, p, color="lightcoral", alpha=0.25)
for i in range(4):
    x0, y0, x1, y1 = V[i], p[i], V[(i + 1) % 4], p[(i + 1) % 4]
    ax.plot([x0, x1], [y0, y1], "r", lw=2)
    ax.annotate("", xy=(x0 + 0.6 * (x1 - x0), y0 + 0.6 * (y1 - y0)), xytext=(x0 + 0.4 * (x1 - x0), y0 + 0.4 * (y1 - y0)),
                arrowprops=dict(arrowstyle="-|>", color="r", mutation_scale=18))
for n, x, y, dx, dy in [("A", 1, 3, -0.15, 0.12), ("B", 3, 3, 0.1, 0.12), ("C", 3, 1, 0.1, -0.2), ("D", 1, 1, -0.15, -0.2)]:
    ax.plot(x, y, "ko")
    ax.text(x + dx, y + dy, n, fontsize=14, ha="center", va="center")
ax.text(2, 2, "W", fontsize=18, ha="center", va="center")
ax.set_xlabel("V (10$^{-3}$ m$^3$)")
ax.set_ylabel("p (10$^5$ Pa)")
ax.set_xlim(0, 4)
ax.set_ylim(0, 4)
ax.set_xticks(range(5))
ax.set_yticks(range(5))
ax.grid(True, ls=":", alpha=0.6)
plt.tight_layout()
plt.show()
