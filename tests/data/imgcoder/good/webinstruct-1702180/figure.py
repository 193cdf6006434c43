import numpy as np
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(8, 10))

E = {n: -13.6 / n**2 for n in range(1, 6)}
x0, x1 = 1, 7

for n, e in E.items():
    ln = ax.hlines(e, x0, x1, color='navy', lw=2)
    ln.set_gid(f'level:{n}')
ax.hlines(0, x0, x1, color='gray', lw=1.5, linestyles='dashed')
ax.text(x1 + 0.2, 0.1, r'$n = \infty$', va='bottom', fontsize=11, color='gray')

for n in (1, 2, 3):
    ax.text(x1 + 0.2, E[n], f'$n = {n}$', va='center', fontsize=13)
ax.text(x1 + 0.2, E[4], '$n = 4$', va='center', fontsize=11)
ax.text(x1 + 1.5, E[5] + 0.05, '$n = 5$', va='center', fontsize=11)

ax.text(x0 - 0.2, E[1], '-13.6 eV', va='center', ha='right', fontsize=12)
ax.text(x0 - 0.2, E[2], '-3.40 eV', va='center', ha='right', fontsize=12)
ax.text(x0 - 0.2, E[3], '-1.51 eV', va='center', ha='right', fontsize=12)

# emission
tr = ax.annotate('', xy=(3.0, E[3]), xytext=(3.0, E[5]),
                 arrowprops=dict(arrowstyle='->', color='red', lw=2.5, shrinkA=0, shrinkB=0, mutation_scale=16))
tr.set_gid('transition:emission')

# photon
xx = np.linspace(3.4, 5.4, 200)
ax.plot(xx, -1.15 + 0.12 * np.sin(2 * np.pi * (xx - 3.4) / 0.4), color='red', lw=1.5)
ax.lines[-1].set_gid('photon:wave')
ax.annotate('', xy=(5.8, -1.15), xytext=(5.4, -1.15), arrowprops=dict(arrowstyle='->', color='red', lw=1.5))
ax.texts[-1].set_gid('photon:arrow')
ax.text(4.6, -2.2, r'photon, $\lambda = ?$', fontsize=13, color='red', ha='center')

ax.set_xlim(-1.2, 10)
ax.set_ylim(-14.5, 1)
ax.set_ylabel('Energy (eV)', fontsize=13)
ax.set_xticks([])
ax.set_title('Hydrogen energy levels')
for s in ('top', 'right', 'bottom'):
    ax.spines[s].set_visible(False)
ax.spines['left'].set_gid('axis:energy')
plt.show()
