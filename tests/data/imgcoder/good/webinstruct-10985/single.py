import numpy as np
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(8, 8))
ax.set_aspect('equal')

R = 6.37
h = 0.541

earth = plt.Circle((0, 0), R, color='deepskyblue', ec='navy', lw=2, alpha=0.8)
ax.add_patch(earth)
theta = np.linspace(0, 2 * np.pi, 400)
ax.plot((R + h) * np.cos(theta), (R + h) * np.sin(theta), 'k--', lw=1)

# station at the top
ax.plot(0, R + h, marker='s', color='darkorange', ms=12)
ax.text(0.5, R + h + 0.5, 'Space station\nm = 2110 kg', fontsize=12)

# force on Earth
ax.annotate('', xy=(0, 2.5), xytext=(0, 0), arrowprops=dict(facecolor='red', width=3, headwidth=12))
ax.text(0.25, 1.5, r'$F$', fontsize=16, color='red')

ax.plot([0, -R * np.cos(0.5)], [0, R * np.sin(0.5)], 'w-', lw=2)
ax.text(-3.9, 0.9, r'$R_E = 6.37 \times 10^6$ m', fontsize=11, color='white', rotation=-29)
ax.annotate(r'$h = 541{,}000$ m', xy=(6.1, 2.7), xytext=(7.0, 4.5), fontsize=12, arrowprops=dict(arrowstyle='->'))
ax.text(0, -2.5, r'Earth' + '\n' + r'$M_E = 5.98 \times 10^{24}$ kg', ha='center', fontsize=13)
ax.plot(0, 0, 'k.')

ax.set_xlim(-9, 11)
ax.set_ylim(-9, 9.5)
ax.axis('off')
plt.show()
