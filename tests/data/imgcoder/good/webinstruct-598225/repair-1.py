import numpy as np
import matplotlib.pyplot as plt

L = 0.46
x = np.linspace(0, L, 500)
y = np.cos(3 * np.pi * x / L)

fig, ax = plt.subplots(figsize=(11, 5))

# pipe walls
top, = ax.plot([0, L], [1.3, 1.3], color='k', lw=4, solid_capstyle='butt')
top.set_gid('pipe:top')
bottom, = ax.plot([0, L], [-1.3, -1.3], color='k', lw=4, solid_capstyle='butt')
bottom.set_gid('pipe:bottom')

# displacement envelopes
up, = ax.plot(x, y, 'b-', lw=2)
up.set_gid('wave:upper')
low, = ax.plot(x, -y, 'b--', lw=1.5)
low.set_gid('wave:lower')
ax.fill_between(x, y, -y, color='blue', alpha=0.07)

# center line
center, = ax.plot([L / 2, L / 2], [-1.55, 1.75], color='gray', ls='-.', lw=1.2)
center.set_gid('line:center')
ax.text(L / 2, 1.85, 'center', ha='center', fontsize=11, color='gray')

# nodes and antinodes
for i, xn in enumerate([L / 6, L / 2, 5 * L / 6], start=1):
    n, = ax.plot(xn, 0, 'ro', ms=8, zorder=4)
    n.set_gid(f'node:{i}')
    ax.text(xn, 0.5, 'N', color='red', fontsize=13, ha='center', va='center',
            bbox=dict(facecolor='white', edgecolor='none', pad=1))
for i, xa in enumerate([0, L / 3, 2 * L / 3, L], start=1):
    a, = ax.plot([xa, xa], [-1, 1], color='green', lw=1.2, ls=':')
    a.set_gid(f'antinode:{i}')
    ax.text(xa + 0.004, 1.05, 'A', color='green', fontsize=13)

# length
ax.annotate('', xy=(0, -1.8), xytext=(L, -1.8), arrowprops=dict(arrowstyle='<->', shrinkA=0, shrinkB=0))
t = ax.text(L / 4, -2.0, r'$L = 0.46$ m', ha='center', va='top', fontsize=13)
t.set_gid('label:L')
ax.text(0.36, 1.6, r'$f = 1150$ Hz', fontsize=13)

ax.set_xlim(-0.03, 0.50)
ax.set_ylim(-2.5, 2.2)
ax.axis('off')
ax.set_title('Open pipe, second overtone (displacement standing wave)')
plt.tight_layout()
plt.show()
