import matplotlib.pyplot as plt

years = [0, 1, 2, 3]
cf = [-500, 350, -150, 380]

fig, ax = plt.subplots(figsize=(9, 5))
ax.plot([-0.3, 3.3], [0, 0], 'k', linewidth=2)

for y, c in zip(years, cf):
    color = 'green' if c > 0 else 'red'
    ax.annotate('', xy=(y, c), xytext=(y, 0), arrowprops=dict(arrowstyle='-|>', color=color, lw=3, mutation_scale=20))
    ax.text(y + 0.07, c * 0.6, f'${abs(c)}' if c > 0 else f'-${abs(c)}', fontsize=13, color=color)
    ax.plot(y, 0, 'ko', markersize=6)
    ax.text(y - 0.08, 25 if c < 0 else -50, f'Year {y}', fontsize=12, ha='center')

ax.text(-0.25, 420, 'Cash flow in (up)', color='green', fontsize=11)
ax.text(2.4, -480, 'Cash flow out (down)', color='red', fontsize=11)
ax.set_xlim(-0.5, 3.6)
ax.set_ylim(-560, 480)
ax.axis('off')
ax.set_title('Cash flow diagram')
plt.tight_layout()
plt.show()
