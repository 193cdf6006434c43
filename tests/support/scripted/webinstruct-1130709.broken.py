import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(8.6, 4))
ax.plot([-3, 80], [0, 0], "k", gid="ground:1")
ax.plot([0, 0], [0, 15], "k", lw=4, gid="pole:1")
ax.plot([30, 30], [0, 9], "b", lw=3, gid="man:1")
ax.plot([0, 75], [15, 0], "--", gid="ray:1")
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0}
ax.annotate("", (38, 10.4), (31.5, 10.4), arrowprops={**arrow, "gid": "velocity:man"})
ax.text(33, 11.4, "7 ft/s", gid="label:speed")
ax.text(-6, 7.5, "15 ft")
ax.text(25, 2.8, "6 ft")
ax.annotate("", (30, -2), (0, -2), arrowprops={**arrow, "gid": "dim:distance"})
ax.text(13, -5, "30 ft", gid="label:distance")
ax.text(60, -3, "tip of the shadow")
ax.set(xlim=(-8, 82), ylim=(-7, 18), aspect="equal")
ax.axis("off")
plt.show()
