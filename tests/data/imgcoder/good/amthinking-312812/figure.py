import matplotlib.pyplot as plt
from matplotlib.patches import Circle, Rectangle

fig, ax = plt.subplots(figsize=(9, 6))

U = Rectangle((0, 0), 12, 7.5, facecolor='none', edgecolor='black', lw=2)
U.set_gid('universe:U')
ax.add_patch(U)
t = ax.text(0.3, 7.0, '500 students', fontsize=14, va='center')
t.set_gid('label:total')

cats = Circle((4.4, 3.5), 2.2, facecolor='tab:orange', edgecolor='saddlebrown', alpha=0.4, lw=2)
cats.set_gid('set:cats')
ax.add_patch(cats)
dogs = Circle((7.4, 3.5), 2.8, facecolor='tab:blue', edgecolor='navy', alpha=0.4, lw=2)
dogs.set_gid('set:dogs')
ax.add_patch(dogs)

ax.text(3.3, 5.95, 'Cats: 120', fontsize=15, ha='center', color='saddlebrown')
ax.text(8.6, 6.55, 'Dogs: 200', fontsize=15, ha='center', color='navy')

t = ax.text(5.6, 3.5, '40', fontsize=18, ha='center', va='center')
t.set_gid('label:both')
ax.text(3.3, 3.5, '?', fontsize=18, ha='center', va='center')
ax.texts[-1].set_gid('label:only_cats')

ax.set_xlim(-0.3, 12.3)
ax.set_ylim(-0.3, 7.8)
ax.set_aspect('equal')
ax.axis('off')
plt.show()
