import matplotlib.pyplot as plt
import numpy as np

fig = plt.figure(figsize=(8, 8))
ax = plt.gca()

plt.axhline(0, color='black', linewidth=0.8)
plt.axvline(0, color='black', linewidth=0.8)

# Hollow ball
ax.add_patch(plt.Circle((-4, 0), 2, color='royalblue', fill=False, linewidth=2))
plt.plot(-4, 0, 'o', color='royalblue', markersize=4)
plt.text(-4, 0.3, r'$P_1$', ha='center', fontsize=13)
plt.text(-4, -2.7, 'Hollow ball\n$Q = -4$ nC, $R = 2$ cm', ha='center', va='top', fontsize=11)

# Point charge
plt.plot(4, 0, 'o', color='crimson', markersize=14)
plt.text(4, 0.5, r'$P_3$', ha='center', fontsize=13)
plt.text(4, -0.6, r'$q = +6$ nC', ha='center', va='top', fontsize=11)

# Observation point
plt.plot(0, 6, 'ks', markersize=7)
plt.text(0.3, 6.2, r'$P_2\ (0, 6, 0)$ cm', fontsize=12)

plt.plot([-4, 0], [0, 6], 'k--', linewidth=0.8)
plt.plot([4, 0], [0, 6], 'k--', linewidth=0.8)
plt.text(-4.3, -0.7, '(-4, 0, 0) cm', fontsize=9)
plt.text(4.7, 0.2, '(4, 0, 0) cm', fontsize=9)

plt.arrow(0, 6, -1.1, -1.65, head_width=0.2, color='royalblue')
plt.text(-2.0, 4.6, r'$\vec{E}_1$', color='royalblue', fontsize=14)
plt.arrow(0, 6, -1.65, 2.475, head_width=0.2, color='crimson')
plt.text(-1.4, 8.3, r'$\vec{E}_3$', color='crimson', fontsize=14)

plt.xlim(-8, 8)
plt.ylim(-5, 10)
plt.xlabel('x (cm)')
plt.ylabel('y (cm)')
ax.set_aspect('equal')
plt.grid(True, linestyle=':', alpha=0.5)
plt.title('Charged ball and point charge')
plt.show()
