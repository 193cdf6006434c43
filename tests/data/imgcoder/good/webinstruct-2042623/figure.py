import numpy as np
import matplotlib.pyplot as plt
from scipy.stats import norm

z1, z2 = -0.58, 2.14
z = np.linspace(-4, 4, 800)
pdf = norm.pdf(z)

fig, ax = plt.subplots(figsize=(10, 5))
curve, = ax.plot(z, pdf, color='black', lw=2)
curve.set_gid('curve:normal')

left = ax.fill_between(z, pdf, where=z <= z1, color='tomato', alpha=0.6)
left.set_gid('tail:left')
right = ax.fill_between(z, pdf, where=z >= z2, color='tomato', alpha=0.6)
right.set_gid('tail:right')

l1 = ax.vlines(z1, 0, norm.pdf(z1), color='navy', lw=2)
l1.set_gid('line:z1')
l2 = ax.vlines(z2, 0, norm.pdf(z2), color='navy', lw=2)
l2.set_gid('line:z2')

axis = ax.axhline(0, color='black', lw=1)
axis.set_gid('axis:z')

t = ax.text(z1, -0.025, r'$z = -0.58$', ha='center', va='top', fontsize=13, color='navy')
t.set_gid('label:z1')
t = ax.text(z2, -0.025, r'$z = 2.14$', ha='center', va='top', fontsize=13, color='navy')
t.set_gid('label:z2')

ax.set_ylim(-0.07, 0.45)
ax.set_xlim(-4, 4)
ax.set_xticks([])
ax.set_xlabel(r'$z$', fontsize=14)
ax.set_ylabel(r'$f(z)$', fontsize=14)
ax.set_title('Standard normal distribution')
for s in ['top', 'right', 'bottom']:
    ax.spines[s].set_visible(False)
plt.show()
