import numpy as np
import matplotlib.pyplot as plt
from matplotlib.patches import Polygon, Arc

theta = np.radians(25)
L = 10.0
u = np.array([np.cos(theta), np.sin(theta)])      # up the slope
n = np.array([-np.sin(theta), np.cos(theta)])     # out of the slope

fig, ax = plt.subplots(figsize=(10, 6))

A = np.array([0, 0])
B = np.array([L * np.cos(theta), 0])
C = L * u

tri = Polygon([A, B, C], closed=True, facecolor='#e8e2d0', edgecolor='none', zorder=0)
ax.add_patch(tri)
ax.plot([A[0], B[0]], [A[1], B[1]], 'k-', lw=2, gid='side:base')
ax.plot([A[0], C[0]], [A[1], C[1]], 'k-', lw=2, gid='side:incline')
ax.plot([B[0], C[0]], [B[1], C[1]], 'k-', lw=2, gid='side:height')

# angle
ax.add_patch(Arc(A, 3, 3, angle=0, theta1=0, theta2=25, lw=1.5, color='green'))
ax.patches[-1].set_gid('angle:theta')
ax.text(1.75, 0.32, r'$25^\circ$', fontsize=14, color='green', gid='label:angle')

# block
s = 3.0
w, h = 1.2, 0.9
p = s * u
corners = [p - w / 2 * u, p + w / 2 * u, p + w / 2 * u + h * n, p - w / 2 * u + h * n]
ax.add_patch(Polygon(corners, closed=True, facecolor='steelblue', edgecolor='black', lw=1.5, zorder=3, gid='block:m'))
c = p + h / 2 * n

def arrow(start, d, color, gid):
    a = ax.annotate('', xy=start + d, xytext=start, zorder=5,
                    arrowprops=dict(arrowstyle='->', lw=2.2, color=color, mutation_scale=18, shrinkA=0, shrinkB=0))
    a.set_gid(gid)

arrow(c, np.array([0, -2.2]), 'red', 'force:weight')
ax.text(c[0] + 0.15, c[1] - 2.1, r'$mg$', fontsize=14, color='red')
arrow(c, 2.0 * n, 'purple', 'force:normal')
ax.text(*(c + 2.15 * n + np.array([-0.1, 0.05])), r'$N$', fontsize=14, color='purple')
arrow(c, -1.7 * u, 'darkorange', 'force:friction')
ax.text(*(c - 1.9 * u + np.array([-0.25, 0.15])), r'$f_k$', fontsize=14, color='darkorange')

v0 = p + (w / 2 + 0.2) * u + 0.45 * n
arrow(v0, 2.2 * u, 'navy', 'velocity:v0')
t = ax.text(*(v0 + 1.1 * u + 0.35 * n), r'$v_0 = 200\ \mathrm{cm/s}$', fontsize=13, color='navy', rotation=25,
            rotation_mode='anchor', ha='center')
t.set_gid('label:v0')

# distance d along the slope
q1, q2 = p - 0.35 * n, 8.3 * u - 0.35 * n
ax.annotate('', xy=q2, xytext=q1, arrowprops=dict(arrowstyle='<->', color='gray', lw=1.3))
ax.text(*((q1 + q2) / 2 - 0.45 * n), r'$d = ?$', fontsize=13, color='gray', rotation=25, ha='center', va='center')

ax.text(0.0, 4.3, '$m = 500$ g\n$\\mu_k = 0.150$', fontsize=13, va='top',
        bbox=dict(boxstyle='round', facecolor='white', edgecolor='gray'))

ax.set_xlim(-0.5, 10)
ax.set_ylim(-0.8, 5)
ax.set_aspect('equal')
ax.axis('off')
plt.title('Block moving up a rough incline', fontsize=14)
plt.show()
