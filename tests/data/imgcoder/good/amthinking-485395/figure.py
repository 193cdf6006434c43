import matplotlib.pyplot as plt
from matplotlib.patches import Circle, FancyBboxPatch, Rectangle

fig, ax = plt.subplots(figsize=(12, 6))

# bag
bag = FancyBboxPatch((0, 0), 5, 4, boxstyle='round,pad=0.2,rounding_size=0.8', facecolor='#f3e3c3', edgecolor='saddlebrown', lw=3)
bag.set_gid('bag:main')
ax.add_patch(bag)
ax.text(2.5, 4.5, 'Bag (12 marbles)', ha='center', fontsize=14)

colors = ['red'] * 5 + ['white'] * 4 + ['blue'] * 3
count = {'red': 0, 'white': 0, 'blue': 0}
order = [0, 5, 9, 1, 6, 2, 10, 7, 3, 8, 11, 4]
for k, idx in enumerate(order):
    col = colors[idx]
    count[col] += 1
    cx = 0.8 + 1.13 * (k % 4)
    cy = 0.7 + 1.25 * (k // 4)
    m = Circle((cx, cy), 0.42, facecolor=col, edgecolor='black', lw=1.5)
    m.set_gid(f'{col}:{count[col]}')
    ax.add_patch(m)

# arrow to the draws
a = ax.annotate('', xy=(7.0, 2.0), xytext=(5.5, 2.0), arrowprops=dict(arrowstyle='->', lw=2.5, mutation_scale=25))
a.set_gid('arrow:draw')
ax.text(6.25, 2.5, 'draw 3', ha='center', fontsize=12)
ax.text(6.25, 1.35, 'no replacement', ha='center', fontsize=10, style='italic')

# draws
names = [('1st: red', 'red'), ('2nd: white', 'white'), ('3rd: blue', 'blue')]
for i, (s, col) in enumerate(names):
    x = 7.4 + 2.2 * i
    box = Rectangle((x, 1.2), 1.6, 1.6, facecolor='#eeeeee', edgecolor='black', lw=1.5)
    box.set_gid(f'draw:{i + 1}')
    ax.add_patch(box)
    ax.add_patch(Circle((x + 0.8, 2.0), 0.45, facecolor=col, edgecolor='black', lw=1.5))
    ax.text(x + 0.8, 0.85, s, ha='center', va='top', fontsize=13)

# counts
ax.text(2.5, -0.6, '5 red,  4 white,  3 blue', ha='center', va='top', fontsize=13)

ax.set_xlim(-0.6, 14)
ax.set_ylim(-1.4, 5.2)
ax.set_aspect('equal')
ax.axis('off')
plt.show()
