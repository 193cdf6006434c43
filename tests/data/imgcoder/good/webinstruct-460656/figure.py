import numpy as np
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(8, 7))

x = np.linspace(0, 4, 300)
xc = np.linspace(0, 5.5, 400)

# region between the curve and y = 6
region = ax.fill_between(x, 3 * np.sqrt(x), 6, color='lightsteelblue', alpha=0.7)
region.set_gid('region:A')
ax.text(1.0, 4.6, r'$A$', fontsize=20, ha='center', va='center', gid='label:A')

curve, = ax.plot(xc, 3 * np.sqrt(xc), color='blue', lw=2.5, gid='curve:root')
ax.text(4.5, 5.5, r'$y = 3\sqrt{x}$', fontsize=14, color='blue', gid='label:curve')

top, = ax.plot([-0.5, 5.5], [6, 6], color='green', lw=2, gid='line:top')
ax.text(5.55, 5.9, r'$y = 6$', fontsize=14, color='green')

# coordinate axes
ax.axhline(0, color='black', lw=1)
ax.axvline(0, color='black', lw=1, gid='axis:y')

# axis of rotation
ax.plot([-2, -2], [-1, 7.5], color='red', ls='--', lw=2, gid='axis:rotation')
ax.text(-2.1, -0.7, r'$x = -2$', fontsize=14, color='red', ha='right')
ax.annotate('', xy=(-1.6, 7.1), xytext=(-2.4, 7.1),
            arrowprops=dict(arrowstyle='->', color='red', lw=2, connectionstyle='arc3,rad=0.6'))

ax.plot(4, 6, 'ko', ms=6)
ax.lines[-1].set_gid('point:P')
ax.text(3.9, 6.25, r'$(4, 6)$', fontsize=12, ha='center')

ax.set_xlim(-3.5, 6.5)
ax.set_ylim(-1, 8)
ax.set_xlabel('$x$')
ax.set_ylabel('$y$')
ax.grid(True, alpha=0.25)
plt.show()
