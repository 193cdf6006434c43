import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7, 2.8))
ax.plot([0, 6], [0, 0], color="silver", lw=1, zorder=0)
for x, c, name in [(0, "red", "Q1"), (3, "blue", "Q2"), (6, "red", "Q3")]:
    ax.plot([x], [0], "o", ms=22, color=c, mec="k", gid=f"charge:{name}")
ax.text(0, 0.55, "+Q", ha="center", fontsize=14, gid="label:Q1")
ax.text(5.25, 0.35, "−2Q", ha="center", fontsize=14, color="blue", gid="label:Q2")
ax.text(6.2, 0.55, "+3Q", ha="center", fontsize=14, gid="label:Q3")
for a, b in [(0, 3), (3, 6)]:
    ax.annotate("", xy=(a, -0.7), xytext=(b, -0.7), arrowprops=dict(arrowstyle="<->"))
    ax.text((a + b) / 2, -0.8, "1 m", ha="center", va="top", fontsize=12)
ax.set_xlim(-1, 7)
ax.set_ylim(-1.4, 1.2)
ax.axis("off")
plt.show()
