import itertools
import numpy as np
import matplotlib.pyplot as plt

fig = plt.figure(figsize=(5.5, 5.5))
ax = fig.add_subplot(projection="3d")
pts = np.array(list(itertools.product([0, 1], repeat=3)))
for a, b in itertools.combinations(pts, 2):
    if np.abs(a - b).sum() == 1:
        ax.plot(*zip(a, b), color="gray", lw=1.2)
ax.scatter(*pts.T, s=220, color="steelblue", edgecolors="k", depthshade=False, label="corner atom")
ax.scatter([0.5], [0.5], [0.5], s=320, color="tomato", edgecolors="k", depthshade=False, label="centre atom")
ax.text(0.5, -0.25, -0.1, "a = 287 pm", fontsize=12, ha="center")
ax.legend(loc="upper left", markerscale=0.5)
ax.set_axis_off()
ax.view_init(elev=18, azim=-65)
ax.set_box_aspect((1, 1, 1))
plt.show()
