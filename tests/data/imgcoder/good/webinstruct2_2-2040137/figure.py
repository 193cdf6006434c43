import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

subshells = [('1s', 1, 2), ('2s', 1, 2), ('2p', 3, 6), ('3s', 1, 2), ('3p', 3, 6), ('4s', 1, 2), ('3d', 5, 10), ('4p', 3, 5)]

fig, ax = plt.subplots(figsize=(9, 11))
w, h = 0.8, 0.8
nb = nu = nd = 0

for row, (name, n, e) in enumerate(subshells):
    y = 1.25 * row
    t = ax.text(0.6, y + h / 2, name, fontsize=16, ha='right', va='center')
    t.set_gid('label:' + name)
    ups = min(n, e)
    downs = e - ups
    for i in range(n):
        x = 1.0 + i * w
        nb += 1
        box = Rectangle((x, y), w, h, facecolor='aliceblue', edgecolor='black', lw=1.8)
        box.set_gid(f'box:{nb}')
        ax.add_patch(box)
        if i < ups:
            nu += 1
            a = ax.annotate('', xy=(x + 0.27, y + 0.7), xytext=(x + 0.27, y + 0.1), arrowprops=dict(arrowstyle='->', color='red', lw=2, shrinkA=0, shrinkB=0))
            a.set_gid(f'up:{nu}')
        if i < downs:
            nd += 1
            a = ax.annotate('', xy=(x + 0.53, y + 0.1), xytext=(x + 0.53, y + 0.7), arrowprops=dict(arrowstyle='->', color='blue', lw=2, shrinkA=0, shrinkB=0))
            a.set_gid(f'down:{nd}')

# energy axis
ax.annotate('', xy=(-0.6, 10.2), xytext=(-0.6, -0.2), arrowprops=dict(arrowstyle='-|>', lw=2, color='black'))
ax.texts[-1].set_gid('axis:energy')
ax.text(-0.9, 5, 'Energy', rotation=90, va='center', ha='center', fontsize=14)
ax.set_title('Br (Z = 35)', fontsize=18)

ax.set_xlim(-1.3, 6)
ax.set_ylim(-0.4, 10.5)
ax.set_aspect('equal')
ax.axis('off')
plt.tight_layout()
plt.show()
