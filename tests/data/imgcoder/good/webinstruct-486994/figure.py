import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Arc, Rectangle

fig, ax = plt.subplots(figsize=(8, 8))

# media
glass = Rectangle((-5, -5), 10, 5, facecolor='#cfe8f5', edgecolor='none', zorder=0)
glass.set_gid('region:glass')
ax.add_patch(glass)
boundary, = ax.plot([-5, 5], [0, 0], color='black', lw=2)
boundary.set_gid('line:boundary')
ax.text(-4.6, 0.3, 'Air', fontsize=14)
ax.texts[-1].set_gid('label:air')
g = ax.text(-4.6, -0.6, 'Glass', fontsize=14)
g.set_gid('label:glass')

# normal
normal, = ax.plot([0, 0], [-4.7, 4.7], color='gray', ls='--', lw=1.5)
normal.set_gid('line:normal')
ax.text(0.15, 4.3, 'Normal', fontsize=12, color='gray')

# incident ray
ti = np.radians(44.00)
x0, y0 = -5 * np.sin(ti), 5 * np.cos(ti)
inc, = ax.plot([x0, 0], [y0, 0], color='black', lw=2.5)
inc.set_gid('ray:incident')
ax.annotate('', xy=(x0 / 2, y0 / 2), xytext=(x0 * 0.6, y0 * 0.6), arrowprops=dict(arrowstyle='-|>', color='black', lw=2, mutation_scale=22))
ax.texts[-1].set_gid('arrow:incident')

# angle of incidence
ax.add_patch(Arc((0, 0), 2.4, 2.4, theta1=90, theta2=134, color='black', lw=1.5))
ax.patches[-1].set_gid('angle:theta1')
lab = ax.text(-0.75, 1.5, r'$44.00^\circ$', fontsize=13, ha='center')
lab.set_gid('label:theta')

# refracted rays, separation exaggerated
for ang, col, gid in [(24, 'blueviolet', 'ray:blue'), (32, 'red', 'ray:red')]:
    t = np.radians(ang)
    ray = ax.annotate('', xy=(4.6 * np.sin(t), -4.6 * np.cos(t)), xytext=(0, 0),
                      arrowprops=dict(arrowstyle='-|>', color=col, lw=2.5, shrinkA=0, shrinkB=0, mutation_scale=20))
    ray.set_gid(gid)

ax.add_patch(Arc((0, 0), 7, 7, theta1=-66, theta2=-58, color='black', lw=1.2))
ax.patches[-1].set_gid('angle:gap')
ax.text(2.05, -2.95, r'$\Delta\theta = ?$', fontsize=12)

ax.plot([], [], color='blueviolet', lw=2.5, label=r'$\lambda_1 = 450.0$ nm, $n_1 = 1.4831$')
ax.plot([], [], color='red', lw=2.5, label=r'$\lambda_2 = 700.0$ nm, $n_2 = 1.4754$')
ax.legend(loc='lower left', fontsize=11)
ax.get_legend().get_lines()[0].set_gid('key:blue')
ax.get_legend().get_lines()[1].set_gid('key:red')
ax.text(4.9, -4.85, '(separation exaggerated)', fontsize=9, ha='right', style='italic')

ax.set_xlim(-5, 5)
ax.set_ylim(-5, 5)
ax.set_aspect('equal')
ax.axis('off')
plt.show()
