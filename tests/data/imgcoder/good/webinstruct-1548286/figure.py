import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

cols = ['AB', 'Ab', 'aB', 'ab']
rows = ['AB', 'Ab']

fig, ax = plt.subplots(figsize=(9, 6))

for i, rname in enumerate(rows):
    for j, cname in enumerate(cols):
        cell = Rectangle((j, 1 - i), 1, 1, facecolor='white', edgecolor='black', linewidth=2)
        cell.set_gid(f'cell:{i + 1}{j + 1}')
        ax.add_patch(cell)

for j, cname in enumerate(cols):
    ax.text(j + 0.5, 2.2, cname, ha='center', va='center', fontsize=18, color='darkgreen')
for i, rname in enumerate(rows):
    ax.text(-0.25, 1.5 - i, rname, ha='center', va='center', fontsize=18, color='darkred')

t = ax.text(2, 2.65, 'Parent 1: AaBb', ha='center', va='center', fontsize=16, color='darkgreen')
t.set_gid('label:p1')
t = ax.text(-0.8, 1, 'Parent 2: AABb', ha='center', va='center', fontsize=16, rotation=90, color='darkred')
t.set_gid('label:p2')

ax.set_xlim(-1.1, 4.2)
ax.set_ylim(-0.2, 2.9)
ax.set_aspect('equal')
ax.axis('off')
plt.title('Punnett square', fontsize=16)
plt.show()
