import matplotlib.pyplot as plt
from matplotlib.patches import Polygon

fig, ax = plt.subplots(figsize=(9, 7))

A, B, C, D = (-15, 0), (15, 0), (40, 50), (-40, 50)

# trough
trough = Polygon([A, B, C, D], closed=True, facecolor='whitesmoke', edgecolor='none')
trough.set_gid('region:trough')
ax.add_patch(trough)
# water
water = Polygon([A, B, (30, 30), (-30, 30)], closed=True, facecolor='lightskyblue', edgecolor='none', alpha=0.8)
water.set_gid('region:water')
ax.add_patch(water)

for (p, q, name) in [(A, B, 'bottom'), (B, C, 'right'), (A, D, 'left')]:
    ln, = ax.plot([p[0], q[0]], [p[1], q[1]], color='black', lw=2.5)
    ln.set_gid('side:' + name)
ln, = ax.plot([D[0], C[0]], [D[1], C[1]], color='black', lw=1.5, ls='--')
ln.set_gid('side:top')
ax.plot([-30, 30], [30, 30], color='blue', lw=1.5)
ax.lines[-1].set_gid('surface:water')

mid, = ax.plot([0, 0], [-3, 53], color='gray', ls='-.', lw=0.8)
mid.set_gid('axis:mid')

# labels
t = ax.text(0, 54, '80 cm', ha='center', va='bottom', fontsize=14)
t.set_gid('label:top')
t = ax.text(0, -4, '30 cm', ha='center', va='top', fontsize=14)
t.set_gid('label:bottom')

ax.annotate('', xy=(46, 50), xytext=(46, 0), arrowprops=dict(arrowstyle='<->', lw=1.3, shrinkA=0, shrinkB=0))
ax.texts[-1].set_gid('dim:H')
t = ax.text(47, 25, '50 cm', va='center', fontsize=14)
t.set_gid('label:H')
ax.plot([15, 48], [0, 0], 'k:', lw=0.8)
ax.plot([40, 48], [50, 50], 'k:', lw=0.8)

ax.annotate('', xy=(-44, 30), xytext=(-44, 0), arrowprops=dict(arrowstyle='<->', lw=1.3, color='blue', shrinkA=0, shrinkB=0))
ax.texts[-1].set_gid('dim:h')
ax.text(-45, 15, r'$h = 30$ cm', ha='right', va='center', fontsize=14, color='blue')
ax.plot([-46, -15], [0, 0], 'b:', lw=0.8)
ax.plot([-46, -30], [30, 30], 'b:', lw=0.8)

ax.text(-62, 66, 'length of trough: 10 m', fontsize=12)
ax.text(10, 66, r'inflow: $0.2\ \mathrm{m^3/min}$', fontsize=12)
ax.text(8, 15, 'water', fontsize=12, color='navy')

ax.set_xlim(-72, 65)
ax.set_ylim(-14, 72)
ax.set_aspect('equal')
ax.axis('off')
plt.show()
