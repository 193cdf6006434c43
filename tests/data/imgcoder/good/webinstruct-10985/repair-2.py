import numpy as np
import matplotlib.pyplot as plt
from matplotlib.patches import Circle, Rectangle

fig, ax = plt.subplots(figsize=(9, 9))

R = 3.0          # Earth (not to scale)
r = 5.0          # orbit (not to scale)

earth = Circle((0, 0), R, facecolor='#6fa8dc', edgecolor='navy', lw=2)
earth.set_gid('planet:Earth')
ax.add_patch(earth)
ax.text(0, -1.3, 'Earth\n' + r'$M = 5.98 \times 10^{24}$ kg', ha='center', va='center', fontsize=12)

orbit = Circle((0, 0), r, fill=False, ls='--', edgecolor='gray', lw=1.5)
orbit.set_gid('orbit:station')
ax.add_patch(orbit)

# station
ang = np.radians(45)
u = np.array([np.cos(ang), np.sin(ang)])
s = r * u
station = Rectangle(s - 0.2, 0.4, 0.4, facecolor='silver', edgecolor='black', zorder=5)
station.set_gid('satellite:station')
ax.add_patch(station)
ax.add_patch(Rectangle(s + np.array([-0.9, -0.1]), 0.7, 0.2, facecolor='royalblue', edgecolor='black', zorder=5))
ax.add_patch(Rectangle(s + np.array([0.2, -0.1]), 0.7, 0.2, facecolor='royalblue', edgecolor='black', zorder=5))
ax.text(s[0] + 0.3, s[1] + 0.45, 'Space station', fontsize=12)
lm = ax.text(s[0] + 1.05, s[1] - 0.15, r'$m = 2110$ kg', fontsize=12)
lm.set_gid('label:m')

# forces
f1 = ax.annotate('', xy=s - 1.6 * u, xytext=s - 0.25 * u,
                 arrowprops=dict(arrowstyle='-|>', color='red', lw=2.5, mutation_scale=20, shrinkA=0, shrinkB=0), zorder=6)
f1.set_gid('force:on_station')
ax.text(*(s - 1.0 * u + np.array([0.15, -0.35])), r'$\vec{F}$', fontsize=15, color='red')
f2 = ax.annotate('', xy=1.35 * u, xytext=(0, 0),
                 arrowprops=dict(arrowstyle='-|>', color='red', lw=2.5, mutation_scale=20, shrinkA=0, shrinkB=0), zorder=6)
f2.set_gid('force:on_earth')
ax.text(1.0, 0.15, r"$\vec{F}'$", fontsize=15, color='red')
ax.plot(0, 0, 'ko', ms=5)

# radius and altitude
ax.annotate('', xy=(-R, 0), xytext=(0, 0), arrowprops=dict(arrowstyle='<->', lw=1.3, shrinkA=0, shrinkB=0))
ax.text(-R / 2 + 0.15, 0.15, r'$R_E = 6{,}370{,}000$ m', ha='center', va='bottom', fontsize=10)
ax.annotate('', xy=(-r, 0), xytext=(-R, 0), arrowprops=dict(arrowstyle='<->', lw=1.3, color='darkgreen', shrinkA=0, shrinkB=0))
lh = ax.text(-r - 0.2, 0, r'$h = 541{,}000$ m', ha='right', va='center', fontsize=11, color='darkgreen')
lh.set_gid('label:h')

ax.text(4.0, -5.6, '(not to scale)', fontsize=10, style='italic')
ax.set_xlim(-8.4, 8.0)
ax.set_ylim(-6, 6)
ax.set_aspect('equal')
ax.axis('off')
plt.show()
