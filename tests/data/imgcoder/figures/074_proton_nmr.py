import numpy as np
import matplotlib.pyplot as plt

def line(x, x0, h, w=0.008):
    return h / (1 + ((x - x0) / w) ** 2)

x = np.linspace(0, 5, 4000)
y = sum(line(x, 1.68 + d, h) for d, h in [(-0.06, 1.5), (0, 3), (0.06, 1.5)])
y = y + sum(line(x, 3.43 + d, h) for d, h in [(-0.09, 0.5), (-0.03, 1.5), (0.03, 1.5), (0.09, 0.5)])
y = y + line(x, 0, 1)
fig, ax = plt.subplots(figsize=(8, 4))
ax.plot(x, y, color="black", lw=1)
ax.invert_xaxis()
ax.set_yticks([])
ax.spines[["left", "right", "top"]].set_visible(False)
ax.set_xlabel("δ / ppm")
ax.text(0.0, 1.15, "TMS", ha="center", fontsize=11)
ax.text(3.43, 1.75, "2 H", ha="center", fontsize=12)
ax.text(1.68, 3.2, "3 H", ha="center", fontsize=12)
ax.set_ylim(-0.1, 3.7)
plt.tight_layout()
plt.show()
