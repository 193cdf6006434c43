import numpy as np
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(8, 8))

large = plt.Circle((0, 0), 8, fill=False, color='navy', lw=2.5)
large.set_gid('circle:large')
ax.add_patch(large)
small = plt.Circle((4, 0), 4, fill=False, color='crimson', lw=2.5)
small.set_gid('circle:small')
ax.add_patch(small)

# region in the first quadrant: between r = 8 cos(theta) and r = 8
th = np.linspace(0, np.pi / 2, 200)
outer = np.column_stack([8 * np.cos(th), 8 * np.sin(th)])
inner = np.column_stack([8 * np.cos(th) ** 2, 8 * np.cos(th) * np.sin(th)])
pts = np.vstack([outer, inner[::-1]])
reg = ax.fill(pts[:, 0], pts[:, 1], color='gold', alpha=0.5)[0]
reg.set_gid('region:R')
t = ax.text(3.2, 5.6, r'$R$', fontsize=22, ha='center', va='center')
t.set_gid('label:R')

# axes
xa = ax.annotate('', xy=(9.5, 0), xytext=(-9.5, 0), arrowprops=dict(arrowstyle='->', lw=1.2))
xa.set_gid('axis:x')
ya = ax.annotate('', xy=(0, 9.5), xytext=(0, -9.5), arrowprops=dict(arrowstyle='->', lw=1.2))
ya.set_gid('axis:y')
ax.text(9.4, -0.8, r'$x$', fontsize=15)
ax.text(0.3, 9.2, r'$y$', fontsize=15)

c, = ax.plot(4, 0, 'o', color='crimson', ms=6)
c.set_gid('point:center')
ax.text(4, -0.7, r'$(4, 0)$', ha='center', fontsize=12, color='crimson')
ax.text(8.15, 0.25, r'$8$', fontsize=13)

ax.text(-6.2, 6.5, r'$x^2 + y^2 = 64$', fontsize=15, color='navy', ha='center')
ax.text(4, -2.4, r'$x^2 - 8x + y^2 = 0$', fontsize=13, color='crimson', ha='center')

ax.set_xlim(-10, 10)
ax.set_ylim(-10, 10)
ax.set_aspect('equal')
ax.axis('off')
plt.show()
