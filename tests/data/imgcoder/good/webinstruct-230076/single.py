import numpy as np
import matplotlib.pyplot as plt

f = 20
do = 40
ho = 8

fig, ax = plt.subplots(figsize=(11, 5))
ax.axhline(0, color='k', lw=1)

# Lens drawn as a double arrow
ax.annotate('', xy=(0, 14), xytext=(0, -14), arrowprops=dict(arrowstyle='<->', lw=2, color='tab:blue'))
ax.text(0, 15, 'Convex lens', ha='center', color='tab:blue')

# Object
ax.annotate('', xy=(-do, ho), xytext=(-do, 0), arrowprops=dict(arrowstyle='->', lw=2.5, color='tab:green'))
ax.text(-do, ho + 0.8, 'Object', ha='center', color='tab:green')

# Focal points
for x, name in [(-2 * f, '2F'), (-f, 'F'), (f, "F'"), (2 * f, "2F'")]:
    ax.plot(x, 0, 'ko', ms=5)
    ax.text(x, -1.8, name, ha='center', fontsize=11)

# Rays
ax.plot([-do, 0, 45], [ho, ho, ho - ho / f * 45], color='tab:red', lw=1.5, label='parallel ray')
ax.plot([-do, 45], [ho, -ho / do * 45], color='tab:orange', lw=1.5, label='central ray')
ax.plot([-do, 0, 45], [ho, -ho, -ho], color='tab:purple', lw=1.5, label='focal ray')

# Distances
ax.annotate('', xy=(0, 11), xytext=(-do, 11), arrowprops=dict(arrowstyle='<->'))
ax.text(-do / 2, 11.4, '40 cm', ha='center')
ax.annotate('', xy=(0, -4), xytext=(-f, -4), arrowprops=dict(arrowstyle='<->'))
ax.text(-f / 2, -5.6, 'f = 20 cm', ha='center')

ax.set_xlim(-50, 50)
ax.set_ylim(-16, 18)
ax.set_yticks([])
ax.set_xlabel('Distance from lens (cm)')
ax.legend(loc='upper right')
plt.tight_layout()
plt.show()
