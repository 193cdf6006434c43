import numpy as np
import matplotlib.pyplot as plt
from mpl_toolkits.mplot3d.art3d import Poly3DCollection

fig = plt.figure(figsize=(9, 8))
ax = fig.add_subplot(111, projection='3d')

O = np.array([0, 0, 0])
X = np.array([3, 0, 0])
Y = np.array([0, 2, 0])
Z = np.array([0, 0, 1])

# faces
ax.add_collection3d(Poly3DCollection([[O, X, Y]], facecolor='lightgray', edgecolor='black', alpha=0.4))
ax.add_collection3d(Poly3DCollection([[O, X, Z]], facecolor='lightblue', edgecolor='black', alpha=0.3))
ax.add_collection3d(Poly3DCollection([[O, Y, Z]], facecolor='lightgreen', edgecolor='black', alpha=0.3))
slanted = Poly3DCollection([[X, Y, Z]], facecolor='orange', edgecolor='black', alpha=0.5, lw=2)
slanted.set_gid('face:plane')
ax.add_collection3d(slanted)

# vertices
for P, name in [(O, 'O'), (X, 'X'), (Y, 'Y'), (Z, 'Z')]:
    s = ax.scatter(*P, color='black', s=35)
    s.set_gid('vertex:' + name)

t = ax.text(3.0, 0.0, 0.08, '(3, 0, 0)', fontsize=12)
t.set_gid('label:X')
t = ax.text(0.0, 2.05, 0.06, '(0, 2, 0)', fontsize=12)
t.set_gid('label:Y')
t = ax.text(0.0, 0.05, 1.05, '(0, 0, 1)', fontsize=12)
t.set_gid('label:Z')
t = ax.text(1.6, 1.0, 0.55, r'$2x + 3y + 6z = 6$', fontsize=14, color='darkorange')
t.set_gid('label:plane')
ax.text(0.5, 0.4, 0.2, r'$E$', fontsize=16)

# axes
for v in [(3.6, 0, 0), (0, 2.6, 0), (0, 0, 1.4)]:
    ax.quiver(0, 0, 0, *v, color='black', arrow_length_ratio=0.06, lw=1.2)
ax.text(3.75, 0, 0, r'$x$', fontsize=14)
ax.text(0, 2.75, 0, r'$y$', fontsize=14)
ax.text(0, 0, 1.47, r'$z$', fontsize=14)

ax.set_xlim(0, 3.5)
ax.set_ylim(0, 2.5)
ax.set_zlim(0, 1.3)
ax.view_init(elev=22, azim=35)
ax.set_axis_off()
plt.tight_layout()
plt.show()
