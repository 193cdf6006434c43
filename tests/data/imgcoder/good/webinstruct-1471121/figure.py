import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(10, 7))

nodes = {'u': (0, 4, 'u'), 'x': (-3, 2, 'x'), 'y': (3, 2, 'y')}
for p, x0 in [('x', -3), ('y', 3)]:
    for i, v in enumerate('rst'):
        nodes[p + v] = (x0 + 1.6 * (i - 1), 0, v)

edges = [('u', 'x'), ('u', 'y')] + [(p, p + v) for p in 'xy' for v in 'rst']
for a, b in edges:
    (xa, ya, _), (xb, yb, _) = nodes[a], nodes[b]
    ln, = ax.plot([xa, xb], [ya, yb], color='gray', lw=2, zorder=1)
    ln.set_gid('branch:' + (a + b if a == 'u' else b))

for k, (x, y, s) in nodes.items():
    t = ax.text(x, y, f'${s}$', fontsize=20, ha='center', va='center', zorder=3,
                bbox=dict(boxstyle='circle,pad=0.4', facecolor='lightyellow', edgecolor='black'))
    t.set_gid('node:' + k)

t = ax.text(-2.0, 3.3, r'$\dfrac{\partial u}{\partial x}$', fontsize=17, ha='right', va='center', color='darkblue')
t.set_gid('label:ux')
t = ax.text(2.0, 3.3, r'$\dfrac{\partial u}{\partial y}$', fontsize=17, ha='left', va='center', color='darkblue')
t.set_gid('label:uy')

ax.set_xlim(-6, 6)
ax.set_ylim(-0.8, 4.8)
ax.axis('off')
plt.tight_layout()
plt.show()
