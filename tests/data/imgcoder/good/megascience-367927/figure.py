import numpy as np
import matplotlib.pyplot as plt
from matplotlib.patches import Circle, Rectangle, FancyBboxPatch

rng = np.random.default_rng(3)
fig, ax = plt.subplots(figsize=(10, 8))

# compartments
ax.add_patch(Rectangle((0, 5.6), 12, 4.4, color='#e3f2fd', zorder=0))
ax.patches[-1].set_gid('region:outside')
ax.add_patch(Rectangle((0, 0), 12, 4.4, color='#fff3e0', zorder=0))
ax.patches[-1].set_gid('region:inside')

# membrane
mem = Rectangle((0, 4.4), 12, 1.2, facecolor='#ffe9a8', edgecolor='none', zorder=1)
mem.set_gid('region:membrane')
ax.add_patch(mem)
for x in np.arange(0.2, 12, 0.4):
    if 5.2 < x < 6.8:
        continue
    for y, d in [(5.5, -1), (4.5, 1)]:
        ax.plot([x - 0.06, x - 0.06], [y, y + d * 0.45], color='goldenrod', lw=1, zorder=2)
        ax.plot([x + 0.06, x + 0.06], [y, y + d * 0.45], color='goldenrod', lw=1, zorder=2)
        ax.add_patch(Circle((x, y), 0.15, facecolor='orange', edgecolor='darkorange', zorder=3))

# channel
ch = FancyBboxPatch((5.4, 4.3), 1.2, 1.4, boxstyle='round,pad=0.05', facecolor='mediumpurple', edgecolor='indigo', lw=1.5, zorder=3)
ch.set_gid('channel:Na')
ax.add_patch(ch)
ax.add_patch(Rectangle((5.85, 4.2), 0.3, 1.6, facecolor='white', edgecolor='indigo', zorder=4))
ax.annotate(r'Na$^+$ channel', xy=(6.65, 4.6), xytext=(8.0, 3.5), fontsize=12, arrowprops=dict(arrowstyle='->'))

# flux
f = ax.annotate('', xy=(6, 3.4), xytext=(6, 6.6), zorder=6,
                arrowprops=dict(arrowstyle='-|>', color='red', lw=3, mutation_scale=25, shrinkA=0, shrinkB=0))
f.set_gid('flux:Na')

# ions outside: 20 on a jittered grid
k = 0
for i in range(10):
    for j in range(2):
        k += 1
        x = 0.7 + 1.17 * i + rng.uniform(-0.15, 0.15)
        y = 6.9 + 0.95 * j + rng.uniform(-0.15, 0.15)
        c = Circle((x, y), 0.3, facecolor='#81c784', edgecolor='darkgreen', zorder=5)
        c.set_gid(f'ion_out:{k}')
        ax.add_patch(c)
        ax.text(x, y, r'Na$^+$', ha='center', va='center', fontsize=8, zorder=6)
# ions inside: 2
for k, (x, y) in enumerate([(2.5, 2.6), (9.0, 1.6)], start=1):
    c = Circle((x, y), 0.3, facecolor='#81c784', edgecolor='darkgreen', zorder=5)
    c.set_gid(f'ion_in:{k}')
    ax.add_patch(c)
    ax.text(x, y, r'Na$^+$', ha='center', va='center', fontsize=8, zorder=6)

t = ax.text(0.3, 9.3, r'Extracellular: $[\mathrm{Na}^+]_{out} = 140\ \mathrm{mM}$', fontsize=15)
t.set_gid('label:out')
t = ax.text(0.3, 0.5, r'Intracellular: $[\mathrm{Na}^+]_{in} = 14\ \mathrm{mM}$', fontsize=15)
t.set_gid('label:in')
ax.text(12.15, 5.0, 'Membrane', fontsize=12, rotation=90, va='center')

ax.set_xlim(-0.2, 12.8)
ax.set_ylim(-0.2, 10.2)
ax.set_aspect('equal')
ax.axis('off')
plt.show()
