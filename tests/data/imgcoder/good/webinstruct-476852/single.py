import matplotlib.pyplot as plt
import matplotlib.patches as patches

fig, axes = plt.subplots(1, 2, figsize=(10, 6))

for ax, V, title in zip(axes, [3.58, 8.64], ['Initial state', 'Final state']):
    # cylinder
    ax.plot([1, 1, 4, 4], [10.5, 0, 0, 10.5], color='black', linewidth=3)
    # gas
    ax.add_patch(patches.Rectangle((1.05, 0.05), 2.9, V, facecolor='lightblue', edgecolor='none'))
    # piston
    ax.add_patch(patches.Rectangle((1.05, V), 2.9, 0.5, facecolor='gray', edgecolor='black'))
    # external pressure
    for x in (1.7, 2.5, 3.3):
        ax.annotate('', xy=(x, V + 0.55), xytext=(x, V + 1.7), arrowprops=dict(arrowstyle='->', color='red', linewidth=2))
    ax.text(2.5, V + 1.9, r'$P_{ext} = 1.22$ atm', ha='center', color='red', fontsize=12)
    ax.text(2.5, V / 2, f'V = {V} L', ha='center', va='center', fontsize=14)
    ax.set_title(title)
    ax.set_xlim(0, 5)
    ax.set_ylim(-0.5, 12)
    ax.axis('off')

fig.text(0.5, 0.45, r'$\Rightarrow$', fontsize=40, ha='center')
fig.suptitle('Expansion of a gas against constant external pressure')
plt.tight_layout()
plt.show()
