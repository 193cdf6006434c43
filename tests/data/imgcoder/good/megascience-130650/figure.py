import matplotlib.pyplot as plt
from matplotlib.patches import Circle, Rectangle, FancyArrowPatch

fig, ax = plt.subplots(figsize=(12, 8))

# Alveolus
alv = Circle((6, 6.2), 2.4, facecolor='#fde0dc', edgecolor='indianred', lw=3)
alv.set_gid('organ:alveolus')
ax.add_patch(alv)
ax.text(6, 7.7, 'Alveolus', ha='center', fontsize=15, fontweight='bold')
t = ax.text(6, 6.4, '$P_{O_2} = 103$ mmHg\n$P_{CO_2} = 40$ mmHg', ha='center', va='center', fontsize=13)
t.set_gid('label:alveolus')

# Capillary
cap = Rectangle((0.5, 1.4), 11, 1.6, facecolor='#e8c6e8', edgecolor='purple', lw=2)
cap.set_gid('vessel:capillary')
ax.add_patch(cap)
ax.add_patch(Rectangle((0.5, 1.4), 3.5, 1.6, facecolor='#9fb8e8', edgecolor='none', alpha=0.8))
ax.patches[-1].set_gid('segment:in')
ax.add_patch(Rectangle((8, 1.4), 3.5, 1.6, facecolor='#f4a0a0', edgecolor='none', alpha=0.8))
ax.patches[-1].set_gid('segment:out')
ax.text(6, 0.9, 'Capillary', ha='center', fontsize=13)

# Blood flow
fin = FancyArrowPatch((1.0, 2.2), (3.2, 2.2), arrowstyle='-|>', mutation_scale=25, lw=3, color='navy')
fin.set_gid('flow:in')
ax.add_patch(fin)
fout = FancyArrowPatch((8.8, 2.2), (11.0, 2.2), arrowstyle='-|>', mutation_scale=25, lw=3, color='darkred')
fout.set_gid('flow:out')
ax.add_patch(fout)

# Diffusion
o2 = FancyArrowPatch((5.2, 5.0), (5.2, 2.3), arrowstyle='-|>', mutation_scale=25, lw=3, color='red')
o2.set_gid('diffusion:O2')
ax.add_patch(o2)
t = ax.text(4.9, 3.4, r'$O_2$', ha='right', fontsize=15, color='red')
t.set_gid('label:O2')
co2 = FancyArrowPatch((6.8, 2.3), (6.8, 5.0), arrowstyle='-|>', mutation_scale=25, lw=3, color='blue')
co2.set_gid('diffusion:CO2')
ax.add_patch(co2)
ax.text(7.1, 3.4, r'$CO_2$', ha='left', fontsize=15, color='blue')

# Values
t = ax.text(1.9, 3.3, '$P_{O_2} = 42$ mmHg\n$P_{CO_2} = 47$ mmHg', ha='center', va='bottom', fontsize=13, color='navy')
t.set_gid('label:in')
t = ax.text(10.1, 3.3, '$P_{O_2} = ?$\n$P_{CO_2} = ?$', ha='center', va='bottom', fontsize=13, color='darkred')
t.set_gid('label:out')
ax.text(0.5, 0.9, 'deoxygenated blood', fontsize=11, color='navy')
ax.text(11.5, 0.9, 'blood leaving', fontsize=11, color='darkred', ha='right')

ax.set_xlim(0, 12)
ax.set_ylim(0.3, 9)
ax.set_aspect('equal')
ax.axis('off')
plt.tight_layout()
plt.show()
