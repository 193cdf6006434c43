import numpy as np
import matplotlib.pyplot as plt
from matplotlib.patches import Ellipse, Polygon, Arc

fig, ax = plt.subplots(figsize=(9, 8))

R, H, h = 16, 12, 10
k = 0.18               # flattening of the ellipses
r = R * h / H

# full cone
cone = Polygon([(-R, H), (0, 0), (R, H)], closed=True, facecolor='#f2f2f2', edgecolor='none')
cone.set_gid('region:cone')
ax.add_patch(cone)

# liquid
ax.add_patch(Polygon([(-r, h), (0, 0), (r, h)], closed=True, facecolor='#a0622d', edgecolor='none', alpha=0.75))
ax.patches[-1].set_gid('liquid:chocolate')
surf = Ellipse((0, h), 2 * r, 2 * r * k, facecolor='#c08552', edgecolor='#6b3e1a', lw=1.5)
surf.set_gid('surface:liquid')
ax.add_patch(surf)

# rim
rim = Ellipse((0, H), 2 * R, 2 * R * k, facecolor='none', edgecolor='black', lw=2)
rim.set_gid('rim:tank')
ax.add_patch(rim)

left, = ax.plot([-R, 0], [H, 0], 'k', lw=2)
left.set_gid('side:left')
right, = ax.plot([R, 0], [H, 0], 'k', lw=2)
right.set_gid('side:right')

axis, = ax.plot([0, 0], [0, H], color='gray', ls='--', lw=1.2)
axis.set_gid('axis:cone')
tip, = ax.plot(0, 0, 'k.', ms=6)
tip.set_gid('point:tip')

# radius
ax.annotate('', xy=(R, H), xytext=(0, H), arrowprops=dict(arrowstyle='->', color='blue', lw=1.8, shrinkA=0, shrinkB=0))
ax.texts[-1].set_gid('dim:R')
t = ax.text(R / 2, H + 0.3, '16 m', color='blue', fontsize=14, ha='center')
t.set_gid('label:R')

# height
dH = ax.annotate('', xy=(19, H), xytext=(19, 0), arrowprops=dict(arrowstyle='<->', lw=1.5, shrinkA=0, shrinkB=0))
dH.set_gid('dim:H')
t = ax.text(19.4, H / 2, '12 m', fontsize=14, va='center')
t.set_gid('label:H')
ax.plot([0, 19.5], [0, 0], 'k:', lw=0.8)

# depth
dh = ax.annotate('', xy=(-18, h), xytext=(-18, 0), arrowprops=dict(arrowstyle='<->', lw=1.5, color='saddlebrown', shrinkA=0, shrinkB=0))
dh.set_gid('dim:h')
t = ax.text(-18.4, h / 2, '10 m', fontsize=14, color='saddlebrown', va='center', ha='right')
t.set_gid('label:h')
ax.plot([-18.5, 0], [0, 0], color='saddlebrown', ls=':', lw=0.8)
ax.plot([-18.5, -r], [h, h], color='saddlebrown', ls=':', lw=0.8)

ax.text(0, -1.2, r'$\rho = 1470\ \mathrm{kg/m^3}$', fontsize=13, ha='center', va='top')
ax.text(0, 5.2, 'hot chocolate', fontsize=12, color='white', ha='center')

ax.set_xlim(-23, 23)
ax.set_ylim(-3.5, 17)
ax.set_aspect('equal')
ax.axis('off')
plt.show()
