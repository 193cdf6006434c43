import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(8.2, 3.6))
x = np.linspace(0, 94, 400)
ax.plot(x, 8 * np.sin(3 * np.pi * x / 94), gid="string:up")
ax.plot(x, -8 * np.sin(3 * np.pi * x / 94), "--", gid="string:down")
for number in range(4):
    ax.plot([94 * number / 3], [0], "ko", gid=f"node:{number}")
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0}
ax.annotate("", (-14, 0), (-4, 0), arrowprops={**arrow, "gid": "tension:left"})
ax.annotate("", (108, 0), (98, 0), arrowprops={**arrow, "gid": "tension:right"})
ax.text(47, -14, "94 cm", ha="center", gid="label:length")
ax.set(xlim=(-17, 111), ylim=(-20, 17))
ax.axis("off")
plt.show()
