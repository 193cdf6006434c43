import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle, Circle

fig, ax = plt.subplots(figsize=(9, 7))


def person(x, y, sex, filled, label):
    fc = 'black' if filled else 'white'
    if sex == 'M':
        ax.add_patch(Rectangle((x - 0.35, y - 0.35), 0.7, 0.7, fc=fc, ec='black', lw=2, zorder=3))
    else:
        ax.add_patch(Circle((x, y), 0.37, fc=fc, ec='black', lw=2, zorder=3))
    ax.text(x, y - 0.5, label, ha='center', va='top', fontsize=10)


# lines
ax.plot([2, 4], [6, 6], 'k-', lw=1.5)
ax.plot([3, 3], [6, 4.8], 'k-', lw=1.5)
ax.plot([2, 4], [4.8, 4.8], 'k-', lw=1.5)
ax.plot([2, 2], [4.8, 4], 'k-', lw=1.5)
ax.plot([4, 4], [4.8, 4], 'k-', lw=1.5)
ax.plot([4, 6.5], [4, 4], 'k-', lw=1.5)
ax.plot([5.25, 5.25], [4, 2.6], 'k-', lw=1.5)
ax.plot([4.25, 6.25], [2.6, 2.6], 'k-', lw=1.5)
ax.plot([4.25, 4.25], [2.6, 2], 'k-', lw=1.5)
ax.plot([6.25, 6.25], [2.6, 2], 'k-', lw=1.5)

person(2, 6, 'M', True, r'Father' + '\n' + r'$X^cY$')
person(4, 6, 'F', False, r'Mother (normal)' + '\n' + r'$X^CX^c$')
person(2, 4, 'F', True, r'Sister' + '\n' + r'$X^cX^c$')
person(4, 4, 'M', True, r'Man' + '\n' + r'$X^cY$')
person(6.5, 4, 'F', False, r'Wife (normal)' + '\n' + r'$X^CX^c$')
person(4.25, 2, 'M', False, 'Sons ?')
person(6.25, 2, 'F', False, 'Daughters ?')

ax.text(0.5, 6, 'I', fontsize=14)
ax.text(0.5, 4, 'II', fontsize=14)
ax.text(0.5, 2, 'III', fontsize=14)
ax.text(0.5, 0.7, 'Filled = color-blind, open = normal vision', fontsize=11)

ax.set_xlim(0, 8.5)
ax.set_ylim(0.3, 7)
ax.set_aspect('equal')
ax.axis('off')
plt.show()
