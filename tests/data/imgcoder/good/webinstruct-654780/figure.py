import matplotlib.pyplot as plt
from matplotlib.patches import Circle, Rectangle

fig, ax = plt.subplots(figsize=(10, 8))
s = 0.45


def male(x, y, gid, affected=False):
    p = Rectangle((x - s, y - s), 2 * s, 2 * s, facecolor='dimgray' if affected else 'white', edgecolor='black', lw=2, zorder=3)
    p.set_gid(gid)
    ax.add_patch(p)


def female(x, y, gid, affected=False):
    p = Circle((x, y), s, facecolor='dimgray' if affected else 'white', edgecolor='black', lw=2, zorder=3)
    p.set_gid(gid)
    ax.add_patch(p)


def line(xs, ys, gid=None):
    ln, = ax.plot(xs, ys, color='black', lw=2, zorder=1)
    if gid:
        ln.set_gid(gid)


# Generation I
line([3, 5], [8, 8], 'line:couple1')
line([4, 4], [8, 6.5])
ax.lines[-1].set_gid('line:descent1')
male(3, 8, 'male:father')
female(5, 8, 'female:mother')
ax.text(3, 8, '?', ha='center', va='center', fontsize=16, zorder=4)
ax.text(3, 8.65, 'father', ha='center', fontsize=12)
ax.text(5, 8.65, 'mother', ha='center', fontsize=12)

# Generation II
line([2.5, 5.5], [6.5, 6.5])
ax.lines[-1].set_gid('line:sibs1')
line([2.5, 2.5], [6.5, 5])
ax.lines[-1].set_gid('line:to_sister')
line([5.5, 5.5], [6.5, 5])
ax.lines[-1].set_gid('line:to_man')
line([5.5, 7.5], [5, 5], 'line:couple2')
line([6.5, 6.5], [5, 3.5])
ax.lines[-1].set_gid('line:descent2')
female(2.5, 5, 'female:sister', affected=True)
male(5.5, 5, 'male:man', affected=True)
female(7.5, 5, 'female:wife')
ax.text(2.5, 4.35, 'sister', ha='center', va='top', fontsize=12)
ax.text(5.4, 4.35, 'man', ha='center', va='top', fontsize=12)
ax.text(7.5, 4.35, 'wife', ha='center', va='top', fontsize=12)

# Generation III
line([5.5, 7.5], [3.5, 3.5])
ax.lines[-1].set_gid('line:sibs2')
line([5.5, 5.5], [3.5, 2])
ax.lines[-1].set_gid('line:to_son')
line([7.5, 7.5], [3.5, 2])
ax.lines[-1].set_gid('line:to_daughter')
male(5.5, 2, 'male:son')
female(7.5, 2, 'female:daughter')
for x in (5.5, 7.5):
    ax.text(x, 2, '?', ha='center', va='center', fontsize=16, zorder=4)
ax.text(5.5, 1.35, 'sons', ha='center', va='top', fontsize=12)
ax.text(7.5, 1.35, 'daughters', ha='center', va='top', fontsize=12)

for y, g in [(8, 'I'), (5, 'II'), (2, 'III')]:
    ax.text(0.7, y, g, ha='center', va='center', fontsize=18, fontfamily='serif')

# Legend
ax.add_patch(Rectangle((9.0, 7.6), 0.4, 0.4, facecolor='dimgray', edgecolor='black'))
ax.patches[-1].set_gid('key:affected')
ax.text(9.6, 7.8, 'color-blind', va='center', fontsize=12)
ax.add_patch(Rectangle((9.0, 6.9), 0.4, 0.4, facecolor='white', edgecolor='black'))
ax.patches[-1].set_gid('key:normal')
ax.text(9.6, 7.1, 'normal vision', va='center', fontsize=12)

ax.set_xlim(0, 12)
ax.set_ylim(0.5, 9.3)
ax.set_aspect('equal')
ax.axis('off')
plt.show()
