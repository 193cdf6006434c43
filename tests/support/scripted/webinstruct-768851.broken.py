import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(4.8, 6))
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0}
ax.annotate("", (5, 0), (0, 0), arrowprops={**arrow, "gid": "vector:A"})
ax.annotate("", (5, 10), (5, 0), arrowprops={**arrow, "gid": "vector:B"})
ax.annotate("", (5, 10), (0, 0), arrowprops={**arrow, "gid": "vector:R"})
ax.text(2.5, -0.8, "A = 5.0 m", ha="center", gid="label:A")
ax.text(5.3, 5, "B = 10.0 m", gid="label:B")
ax.text(2, 6, "R = 11.2 m", ha="right")
ax.set(xlim=(-1.8, 8.4), ylim=(-1.2, 10.8), aspect="equal")
ax.axis("off")
plt.show()
