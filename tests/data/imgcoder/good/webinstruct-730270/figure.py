import matplotlib.pyplot as plt
import matplotlib.patches as patches
import numpy as np

fig, ax = plt.subplots(figsize=(8, 8))

foot = np.array([3.0, 0.0])
top = np.array([0.0, 4.0])
cm = foot + 0.7 * (top - foot)

# Wall and ground
ax.add_patch(patches.Rectangle((-0.3, 0), 0.3, 5, facecolor='lightgray', hatch='///', edgecolor='gray', lw=0))
ax.add_patch(patches.Rectangle((-0.3, -0.3), 5.3, 0.3, facecolor='lightgray', hatch='///', edgecolor='gray', lw=0))
wall, = ax.plot([0, 0], [0, 5], color='black', lw=2)
wall.set_gid('line:wall')
ground, = ax.plot([0, 5], [0, 0], color='black', lw=2)
ground.set_gid('line:ground')

# Ladder
ladder, = ax.plot([foot[0], top[0]], [foot[1], top[1]], color='saddlebrown', lw=6, solid_capstyle='round')
ladder.set_gid('beam:ladder')

# Centre of mass
pt, = ax.plot(cm[0], cm[1], 'ko', ms=9, zorder=5)
pt.set_gid('point:CM')
ax.text(cm[0] + 0.12, cm[1] + 0.12, 'CM', fontsize=13)


def force(start, vec, name, gid, dx, dy):
    arrow = ax.annotate('', xy=(start[0] + vec[0], start[1] + vec[1]), xytext=(start[0], start[1]),
                        arrowprops=dict(arrowstyle='-|>', color='crimson', lw=2.5, mutation_scale=20, shrinkA=0, shrinkB=0))
    arrow.set_gid(gid)
    ax.text(start[0] + vec[0] + dx, start[1] + vec[1] + dy, name, fontsize=15, color='crimson', ha='center', va='center')


force(cm, (0, -1.4), r'$m\vec{g}$', 'force:weight', 0.28, 0.1)
force(top, (1.2, 0), r'$N_{wall}$', 'force:N_wall', 0.35, 0.0)
force(foot, (0, 1.6), r'$N_{ground}$', 'force:N_ground', 0.55, 0.0)
force(foot, (-1.0, 0), r'$f$', 'force:friction', 0.0, 0.2)

# Dimensions
d1 = ax.annotate('', xy=(-0.7, 4.0), xytext=(-0.7, 0), arrowprops=dict(arrowstyle='<->', color='navy', shrinkA=0, shrinkB=0))
d1.set_gid('dim:h')
t = ax.text(-0.85, 2.0, '4.0 m', fontsize=13, color='navy', ha='right', va='center')
t.set_gid('label:h')
ax.plot([-0.8, 0], [4, 4], color='navy', ls=':', lw=1)

d2 = ax.annotate('', xy=(4.3, 2.8), xytext=(4.3, 0), arrowprops=dict(arrowstyle='<->', color='navy', shrinkA=0, shrinkB=0))
d2.set_gid('dim:h_cm')
ax.text(4.42, 1.4, '2.8 m', fontsize=13, color='navy', ha='left', va='center')
ax.plot([cm[0], 4.4], [2.8, 2.8], color='navy', ls=':', lw=1)

lab = ax.text(1.75, 2.05, '5.0 m', fontsize=13, rotation=-53, ha='center', va='center', color='saddlebrown')
lab.set_gid('label:L')
ax.text(3.2, 4.4, r'$m = 12.0$ kg', fontsize=13, bbox=dict(boxstyle='round', fc='lightyellow', ec='gray'))
ax.text(0.1, 4.75, 'frictionless wall', fontsize=11, color='gray')

ax.set_xlim(-1.8, 5.3)
ax.set_ylim(-0.6, 5.3)
ax.set_aspect('equal')
ax.axis('off')
plt.tight_layout()
plt.show()
