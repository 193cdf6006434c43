import numpy as np
import matplotlib.pyplot as plt
from matplotlib.patches import Circle

fig, (ax, ax2) = plt.subplots(1, 2, figsize=(13, 6.5))

# --- unit cell in oblique projection ---
def proj(x, y, z):
    return x + 0.45 * y, z + 0.35 * y

corners = [(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)]
edges = [(a, b) for i, a in enumerate(corners) for b in corners[i + 1:] if sum(abs(np.subtract(a, b))) == 1]
for a, b in edges:
    (xa, ya), (xb, yb) = proj(*a), proj(*b)
    hidden = (0, 1, 0) in (a, b)
    ln, = ax.plot([xa, xb], [ya, yb], color='black', lw=1.5, ls='--' if hidden else '-', zorder=1)
    if a == (0, 0, 0) and b == (1, 0, 0):
        ln.set_gid('edge:a')
    if not ln.get_gid():
        ln.set_gid(f'edge:{len(ax.lines)}')

for k, c in enumerate(corners, 1):
    s = ax.scatter(*proj(*c), s=420, color='slategray', edgecolor='black', zorder=3)
    s.set_gid(f'corner:{k}')
faces = [(.5, .5, 0), (.5, .5, 1), (.5, 0, .5), (.5, 1, .5), (0, .5, .5), (1, .5, .5)]
for k, c in enumerate(faces, 1):
    s = ax.scatter(*proj(*c), s=420, color='indianred', edgecolor='black', zorder=3)
    s.set_gid(f'facecenter:{k}')

t = ax.text(0.5, -0.1, r'$a$', fontsize=16, ha='center', va='top')
t.set_gid('label:a')
ax.set_title('FCC unit cell', fontsize=14)
ax.scatter([], [], s=120, color='slategray', edgecolor='black', label='Pb (corner)')
ax.scatter([], [], s=120, color='indianred', edgecolor='black', label='Pb (face centre)')
ax.legend(loc='upper left', fontsize=10)
ax.set_xlim(-0.25, 1.75)
ax.set_ylim(-0.35, 1.9)
ax.set_aspect('equal')
ax.axis('off')

# --- one face, atoms touch along the diagonal ---
a = 4 / np.sqrt(2)      # in units of r
pts = [(0, 0), (a, 0), (0, a), (a, a), (a / 2, a / 2)]
for k, p in enumerate(pts, 1):
    c = Circle(p, 1, facecolor='indianred' if k == 5 else 'slategray', edgecolor='black', alpha=0.75)
    c.set_gid(f'atom:{k}')
    ax2.add_patch(c)
ax2.plot([0, a], [0, 0], 'k', lw=2)[0].set_gid('side:bottom')
ax2.plot([0, 0], [0, a], 'k', lw=2)[0].set_gid('side:left')
ax2.plot([a, a], [0, a], 'k', lw=2)
ax2.plot([0, a], [a, a], 'k', lw=2)
ax2.plot([0, a], [0, a], 'k--', lw=1)
ax2.lines[-1].set_gid('diagonal:1')
ax2.annotate('', xy=(a / 2 + 1, a / 2), xytext=(a / 2, a / 2), arrowprops=dict(arrowstyle='->', color='white', lw=2, shrinkA=0, shrinkB=0))
ax2.texts[-1].set_gid('dim:r')
t = ax2.annotate(r'$r = 175$ pm', xy=(a / 2 + 0.5, a / 2), xytext=(a + 1.2, a / 2 - 0.1), fontsize=13, arrowprops=dict(arrowstyle='-', color='black'))
t.set_gid('label:r')
ax2.text(a / 2, -0.15, r'$a$', fontsize=15, ha='center', va='top')
ax2.set_title('One face', fontsize=14)
ax2.set_xlim(-1.5, a + 3.4)
ax2.set_ylim(-1.5, a + 1.5)
ax2.set_aspect('equal')
ax2.axis('off')

plt.tight_layout()
plt.show()
