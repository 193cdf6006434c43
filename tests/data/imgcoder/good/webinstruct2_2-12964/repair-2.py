import numpy as np
import matplotlib.pyplot as plt
from matplotlib.patches import Circle, Arc

fig, ax = plt.subplots(figsize=(9, 6))
lw = 2

# corners of the loop
xl, xr, yb, yt = 0, 8, 0, 5

# resistor on the top side
rx = np.linspace(3, 5, 13)
ry = yt + np.array([0] + [0.3 if i % 2 == 0 else -0.3 for i in range(11)] + [0])
r, = ax.plot(rx, ry, 'k', lw=lw)
r.set_gid('resistor:R')
ax.plot([xl, 3], [yt, yt], 'k', lw=lw)
ax.plot([5, xr], [yt, yt], 'k', lw=lw)
t = ax.text(4, yt + 0.55, r'$R = 10.00\ \Omega$', ha='center', fontsize=14)
t.set_gid('label:R')

# inductor on the right side: half circles
th = np.linspace(-np.pi / 2, np.pi / 2, 40)
xs, ys = [], []
for k in range(4):
    yc = 3.25 - 0.5 * k
    xs.extend(xr + 0.3 * np.cos(th[::-1]))
    ys.extend(yc + 0.25 * np.sin(th[::-1]))
ind, = ax.plot(xs, ys, 'k', lw=lw)
ind.set_gid('inductor:L')
ax.plot([xr, xr], [yt, 3.5], 'k', lw=lw)
ax.plot([xr, xr], [1.5, yb], 'k', lw=lw)
t = ax.text(xr + 0.55, 2.5, r'$L = 13.0$ mH', va='center', fontsize=14)
t.set_gid('label:L')

# capacitor on the bottom side, with its two leads
# each half is one stroke: lead, then the plate up and down
c1, = ax.plot([3.3, 3.85, 3.85, 3.85, np.nan, 4.15, 4.15, 4.15, 4.7],
              [yb, yb, yb + 0.5, yb - 0.5, np.nan, yb - 0.5, yb + 0.5, yb, yb], 'k', lw=lw)
c1.set_gid('capacitor:C')
ax.plot([xl, 3.3], [yb, yb], 'k', lw=lw)
ax.plot([4.7, xr], [yb, yb], 'k', lw=lw)
ax.text(4, yb - 0.75, r'$C = 0.200$ mF', ha='center', va='top', fontsize=14)

# AC source on the left side
src = Circle((xl, 2.5), 0.6, fill=False, lw=lw)
src.set_gid('source:V')
ax.add_patch(src)
tt = np.linspace(-0.35, 0.35, 60)
ax.plot(xl + tt, 2.5 + 0.25 * np.sin(2 * np.pi * tt / 0.7), 'k', lw=1.5)
ax.plot([xl, xl], [yb, 1.9], 'k', lw=lw)
ax.plot([xl, xl], [3.1, yt], 'k', lw=lw)
t = ax.text(xl - 0.8, 2.5, '$V_0 = 9.60$ V\n$f = 50.0$ Hz', ha='right', va='center', fontsize=14)
t.set_gid('label:source')

ax.set_xlim(-3.6, 11.2)
ax.set_ylim(-1.6, 6.2)
ax.set_aspect('equal')
ax.axis('off')
plt.tight_layout()
plt.show()
