import matplotlib.pyplot as plt
import numpy as np
from mpl_toolkits.mplot3d.art3d import Poly3DCollection

fig = plt.figure(figsize=(10, 6))
ax = fig.add_subplot(111, projection='3d')

L = 10
b, a, H, h = 0.3, 0.8, 0.5, 0.3


def section(y, w0, w1, z):
    return [(-w0 / 2, y, 0), (w0 / 2, y, 0), (w1 / 2, y, z), (-w1 / 2, y, z)]


front = section(0, b, a, H)
back = section(L, b, a, H)
walls = [front, back] + [[front[i], front[j], back[j], back[i]] for i, j in [(0, 1), (1, 2), (3, 0)]]
ax.add_collection3d(Poly3DCollection(walls, facecolor='lightgray', edgecolor='black', alpha=0.25))

w = b + (a - b) * h / H
wf = section(0, b, w, h)
wb = section(L, b, w, h)
water = [wf, wb] + [[wf[i], wf[j], wb[j], wb[i]] for i, j in [(0, 1), (1, 2), (2, 3), (3, 0)]]
ax.add_collection3d(Poly3DCollection(water, facecolor='deepskyblue', edgecolor='blue', alpha=0.4))

ax.text(0, -0.3, -0.1, '30 cm', ha='center')
ax.text(0, -0.3, 0.55, '80 cm', ha='center')
ax.text(0.5, -0.3, 0.2, '50 cm')
ax.text(-0.55, -0.3, 0.12, '30 cm deep', color='blue', ha='right')
ax.text(0.5, L / 2, 0.6, '10 m')
ax.text2D(0.05, 0.9, r'Water flows in at $0.2\ m^3/min$', transform=ax.transAxes, fontsize=12)

ax.set_xlim(-0.6, 0.6)
ax.set_ylim(0, L)
ax.set_zlim(0, 0.8)
ax.set_box_aspect((1, 3, 0.7))
ax.view_init(20, -50)
ax.set_axis_off()
plt.show()
