import numpy as np
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7, 8))

x = np.linspace(-0.5, 2.15, 300)
curve, = ax.plot(x, np.exp(x), color='C0', lw=2.5)
curve.set_gid('curve:exp')

xr = np.linspace(0, 2, 200)
region = ax.fill_between(xr, 0, np.exp(xr), color='C0', alpha=0.25, hatch='..')
region.set_gid('region:R')
t = ax.text(1.45, 1.6, r'$R$', fontsize=22, bbox=dict(facecolor='white', edgecolor='none', alpha=0.8))
t.set_gid('label:R')

line = ax.axvline(2, color='C3', ls='--', lw=1.8)
line.set_gid('line:x2')
ax.axvline(0, color='black', lw=1.5)
ax.lines[-1].set_gid('line:x0')
ax.axhline(0, color='black', lw=1.5)
ax.lines[-1].set_gid('line:y0')

ax.annotate(r'$y = e^x$', xy=(1.6, np.exp(1.6)), xytext=(0.6, 6.2), fontsize=16, color='C0', arrowprops=dict(arrowstyle='->', color='C0'))
ax.annotate(r'$x = 2$', xy=(2, 8), xytext=(2.15, 8), fontsize=15, color='C3', va='center')
ax.annotate(r'$x = 0$', xy=(0, 5), xytext=(-0.1, 5), fontsize=15, ha='right', va='center')
ax.text(2.2, 0.12, r'$y = 0$', fontsize=15)

ax.set_xlim(-0.7, 2.8)
ax.set_ylim(-0.6, 9)
ax.set_xlabel('$x$', fontsize=14)
ax.set_ylabel('$y$', fontsize=14)
plt.tight_layout()
plt.show()
