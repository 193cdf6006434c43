import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle, Wedge

fig, ax = plt.subplots(figsize=(13, 5))

# ground and wall
g = ax.plot([-1, 13], [0, 0], 'k-', lw=2)[0]
g.set_gid('line:ground')
w = ax.plot([12, 12], [0, 4], color='saddlebrown', lw=4)[0]
w.set_gid('line:wall')
ax.add_patch(Rectangle((12, 0), 0.8, 4, facecolor='tan', hatch='//', edgecolor='saddlebrown'))
ax.patches[-1].set_gid('region:wall')
ax.text(12.4, 4.15, 'Wall', ha='center', fontsize=12)

# spotlight
spot = Wedge((0, 0), 0.35, -10, 60, facecolor='gold', edgecolor='black')
spot.set_gid('lamp:spot')
ax.add_patch(spot)
ax.text(-0.1, 0.5, 'Spotlight', ha='center', fontsize=12)

# woman
woman, = ax.plot([10, 10], [0, 2], color='crimson', lw=5, solid_capstyle='butt')
woman.set_gid('person:woman')
t = ax.text(9.8, 0.9, '2 m', ha='right', fontsize=12, color='crimson')
t.set_gid('label:h')

# light ray and shadow
ray, = ax.plot([0, 12], [0, 2.4], color='orange', lw=1.8, ls='--')
ray.set_gid('ray:light')
shadow, = ax.plot([11.95, 11.95], [0, 2.4], color='black', lw=6, alpha=0.6, solid_capstyle='butt')
shadow.set_gid('segment:shadow')
ax.annotate('Shadow', xy=(11.9, 1.6), xytext=(10.5, 3.3), fontsize=12, arrowprops=dict(arrowstyle='->'))

# velocity
v = ax.arrow(8.0, 2.5, 1.5, 0, head_width=0.18, head_length=0.25, color='blue', lw=2, length_includes_head=True)
v.set_gid('velocity:walk')
t = ax.text(8.7, 2.75, r'$0.6\ \mathrm{m/s}$', ha='center', fontsize=12, color='blue')
t.set_gid('label:v')

# distances
ax.annotate('', xy=(12, -0.4), xytext=(10, -0.4), arrowprops=dict(arrowstyle='<->', shrinkA=0, shrinkB=0))
ax.texts[-1].set_gid('dim:d')
ax.text(11, -0.5, '2 m', ha='center', va='top', fontsize=12)
ax.annotate('', xy=(12, -1.1), xytext=(0, -1.1), arrowprops=dict(arrowstyle='<->', shrinkA=0, shrinkB=0))
ax.texts[-1].set_gid('dim:D')
t = ax.text(6, -1.2, '12 m', ha='center', va='top', fontsize=12)
t.set_gid('label:D')
for xx, y0 in [(0, -1.2), (10, -0.5), (12, -1.2)]:
    ax.plot([xx, xx], [y0, 0], color='gray', lw=0.7)

ax.set_xlim(-1.3, 13.5)
ax.set_ylim(-1.8, 4.6)
ax.set_aspect('equal')
ax.axis('off')
plt.tight_layout()
plt.show()
