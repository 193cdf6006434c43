import matplotlib.pyplot as plt
from matplotlib.patches import Circle, Rectangle
from matplotlib.collections import PatchCollection

fig, ax = plt.subplots(figsize=(12, 6))

ax.text(6, 5.3, r'$2\,\mathrm{Li}(s) + \mathrm{F_2}(g) \rightarrow 2\,\mathrm{LiF}(s)$', fontsize=20, ha='center')

b1 = Rectangle((0.3, 0.8), 3.4, 3.4, fill=False, edgecolor='black', lw=2)
b1.set_gid('box:Li')
ax.add_patch(b1)
b2 = Rectangle((4.9, 0.8), 3.4, 3.4, fill=False, edgecolor='black', lw=2)
b2.set_gid('box:F2')
ax.add_patch(b2)
ax.text(4.3, 2.5, '+', fontsize=28, ha='center', va='center')

for k, (x, y) in enumerate([(1.2, 3.3), (2.8, 3.3), (1.2, 1.7), (2.8, 1.7)], 1):
    c = Circle((x, y), 0.45, facecolor='violet', edgecolor='purple', lw=2)
    c.set_gid(f'Li:{k}')
    ax.add_patch(c)
    ax.text(x, y, 'Li', ha='center', va='center', fontsize=13)

for k, (x, y) in enumerate([(5.8, 3.3), (7.4, 3.3), (5.8, 1.7), (7.4, 1.7)], 1):
    mol = PatchCollection([Circle((x - 0.3, y), 0.32), Circle((x + 0.3, y), 0.32)], facecolor='yellowgreen', edgecolor='darkgreen', lw=2)
    mol.set_gid(f'F2:{k}')
    ax.add_collection(mol)
    ax.text(x - 0.3, y, 'F', ha='center', va='center', fontsize=11)
    ax.text(x + 0.3, y, 'F', ha='center', va='center', fontsize=11)

t = ax.text(2.0, 0.5, '1.0 mol Li', ha='center', va='top', fontsize=15)
t.set_gid('label:Li')
t = ax.text(6.6, 0.5, r'1.0 mol F$_2$', ha='center', va='top', fontsize=15)
t.set_gid('label:F2')

arr = ax.annotate('', xy=(10.4, 2.5), xytext=(8.7, 2.5), arrowprops=dict(width=3, headwidth=14, headlength=14, color='black', shrink=0))
arr.set_gid('arrow:reaction')
ax.text(11.2, 2.5, '?', fontsize=36, ha='center', va='center')
ax.texts[-1].set_gid('product:1')

ax.set_xlim(0, 12)
ax.set_ylim(-0.3, 6)
ax.set_aspect('equal')
ax.axis('off')
plt.show()
