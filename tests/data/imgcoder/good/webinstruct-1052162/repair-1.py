import numpy as np
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(9, 8))

P1 = np.array([-4.0, 0.0])
P2 = np.array([0.0, 6.0])
P3 = np.array([4.0, 0.0])

# coordinate axes
ax.axhline(0, color='gray', lw=1)
ax.axvline(0, color='gray', lw=1)

# hollow ball
ball = plt.Circle(P1, 2, facecolor='none', edgecolor='blue', lw=2.5)
ball.set_gid('ball:hollow')
ax.add_patch(ball)
for ang in np.arange(0, 360, 45):
    ax.text(P1[0] + 1.65 * np.cos(np.radians(ang)), P1[1] + 1.65 * np.sin(np.radians(ang)), '−',
            color='blue', fontsize=14, ha='center', va='center')
p1, = ax.plot(*P1, 'b.', ms=8)
p1.set_gid('point:P1')
ax.text(P1[0] - 0.1, P1[1] + 0.3, r'$P_1\,(-4, 0)$', ha='right', fontsize=11)
ax.text(P1[0] - 2.2, 2.2, r'$-4$ nC', fontsize=13, color='blue', ha='center').set_gid('label:q1')

# radius
ax.annotate('', xy=P1 + 2 * np.array([np.cos(np.radians(-60)), np.sin(np.radians(-60))]), xytext=P1,
            arrowprops=dict(arrowstyle='->', color='black'))
ax.text(-2.7, -2.4, r'$R = 2$ cm', fontsize=11)

# point charge
q3, = ax.plot(*P3, 'o', color='red', ms=16)
q3.set_gid('charge:P3')
ax.text(P3[0], P3[1], '+', color='white', ha='center', va='center', fontsize=14, fontweight='bold')
ax.text(P3[0] + 0.5, P3[1] + 0.5, r'$+6$ nC', fontsize=13, color='red').set_gid('label:q3')
ax.text(P3[0], P3[1] - 0.9, r'$P_3\,(4, 0)$', ha='center', fontsize=11)

# field point
p2, = ax.plot(*P2, 'ko', ms=7, zorder=5)
p2.set_gid('point:P2')
ax.text(0.35, 5.8, r'$P_2\,(0, 6)$', fontsize=12)

# distance lines
ax.plot([P1[0], P2[0]], [P1[1], P2[1]], 'k--', lw=0.8, alpha=0.6)
ax.plot([P3[0], P2[0]], [P3[1], P2[1]], 'k--', lw=0.8, alpha=0.6)

# electric field arrows (|E| proportional to |q|)
e1 = (P1 - P2) / np.linalg.norm(P1 - P2) * 2.0
e3 = (P2 - P3) / np.linalg.norm(P2 - P3) * 3.0
Q1 = ax.quiver(*P2, *e1, angles='xy', scale_units='xy', scale=1, color='green', width=0.006, zorder=4)
Q1.set_gid('field:E1')
Q3 = ax.quiver(*P2, *e3, angles='xy', scale_units='xy', scale=1, color='darkorange', width=0.006, zorder=4)
Q3.set_gid('field:E3')
ax.text(P2[0] + e1[0] - 0.7, P2[1] + e1[1] + 0.2, r'$\vec{E}_1$', fontsize=14, color='green')
ax.text(P2[0] + e3[0] - 0.3, P2[1] + e3[1] + 0.2, r'$\vec{E}_3$', fontsize=14, color='darkorange')

ax.set_xlim(-8, 8)
ax.set_ylim(-4, 10)
ax.set_aspect('equal')
ax.set_xlabel('x (cm)')
ax.set_ylabel('y (cm)')
ax.grid(alpha=0.3)
plt.show()
