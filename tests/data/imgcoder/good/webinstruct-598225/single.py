import numpy as np
import matplotlib.pyplot as plt

L = 0.46
x = np.linspace(0, L, 400)

fig, ax = plt.subplots(figsize=(10, 4))
ax.plot(x * 100, np.cos(3 * np.pi * x / L), 'b', label='displacement')
ax.plot(x * 100, -np.cos(3 * np.pi * x / L), 'b', alpha=0.5)

ax.plot([0, 46], [1.2, 1.2], 'k', lw=4)
ax.plot([0, 46], [-1.2, -1.2], 'k', lw=4)

for xn in (46 / 6, 46 / 2, 5 * 46 / 6):
    ax.plot(xn, 0, 'ko')
    ax.text(xn, -0.35, 'N', ha='center', fontsize=12)
for xa in (0, 46 / 3, 2 * 46 / 3, 46):
    ax.text(xa, 1.35, 'A', ha='center', fontsize=12, color='blue')

ax.axvline(23, color='r', ls='--', lw=1)
ax.text(23.4, -1.75, 'center', color='r', fontsize=11)
ax.annotate('', xy=(0, -2.1), xytext=(46, -2.1), arrowprops=dict(arrowstyle='<->'))
ax.text(10, -2.05, 'L = 0.46 m', va='bottom', ha='center', fontsize=11)
ax.text(38, 1.75, 'f = 1150 Hz', fontsize=11)

ax.set_xlim(-2, 48)
ax.set_ylim(-2.5, 2.2)
ax.set_yticks([])
ax.set_xlabel('position (cm)')
ax.set_title('Second overtone of a pipe open at both ends')
plt.tight_layout()
plt.show()
