import numpy as np
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(8, 8))

# Bohr orbits (schematic, equally spaced)
ax.plot(0, 0, 'o', color='red', ms=16)
ax.text(0, 0, '+', ha='center', va='center', color='white', fontsize=14)
for n in range(1, 6):
    ax.add_patch(plt.Circle((0, 0), n, fill=False, ls='-' if n in (3, 5) else '--', color='navy' if n in (3, 5) else 'gray', lw=1.8))
    ax.text(n * np.cos(np.radians(-45)), n * np.sin(np.radians(-45)), f'n={n}', fontsize=11, ha='center', va='center',
            bbox=dict(fc='white', ec='none', pad=1))

# Electron and transition
a = np.radians(60)
e5 = 5 * np.array([np.cos(a), np.sin(a)])
e3 = 3 * np.array([np.cos(a), np.sin(a)])
ax.plot(*e5, 'o', color='blue', ms=10)
ax.plot(*e3, 'o', color='blue', ms=10, mfc='none')
ax.annotate('', xy=e3, xytext=e5, arrowprops=dict(arrowstyle='-|>', color='green', lw=2.5, mutation_scale=20))
ax.text(e5[0] + 0.2, e5[1] + 0.2, r'$e^-$', fontsize=14, color='blue')

# Photon
s = np.linspace(0, 3, 200)
ax.plot(3.2 + s, 2.6 + 0.2 * np.sin(8 * s), color='magenta', lw=2)
ax.annotate('', xy=(6.7, 2.6), xytext=(6.2, 2.6), arrowprops=dict(arrowstyle='->', color='magenta', lw=2))
ax.text(5.6, 3.0, r'photon, $\lambda = ?$', fontsize=13, color='magenta')

ax.set_xlim(-5.5, 8)
ax.set_ylim(-5.5, 5.5)
ax.set_aspect('equal')
ax.axis('off')
ax.set_title('Bohr model of hydrogen: transition from n = 5 to n = 3')
plt.show()
