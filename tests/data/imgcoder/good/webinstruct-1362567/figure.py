import matplotlib.pyplot as plt
import matplotlib.patches as mpatches

L = 2.8
fig, ax = plt.subplots(figsize=(9, 7))

# Ceiling
ax.add_patch(mpatches.Rectangle((-0.4, 3.0), L + 0.8, 0.15, color='dimgray'))

# Ropes
rope_l, = ax.plot([0, 0], [0.1, 3.0], color='peru', lw=3)
rope_l.set_gid('rope:left')
rope_r, = ax.plot([L, L], [0.1, 3.0], color='peru', lw=3)
rope_r.set_gid('rope:right')

# Scaffold
scaffold = mpatches.Rectangle((0, 0), L, 0.1, facecolor='burlywood', edgecolor='black')
scaffold.set_gid('beam:scaffold')
ax.add_patch(scaffold)

# Man (stick figure)
xm = L / 2 + L / 6
head = plt.Circle((xm, 1.35), 0.12, fill=False, lw=2)
ax.add_patch(head)
ax.plot([xm, xm], [1.23, 0.6], 'k', lw=2)
ax.plot([xm - 0.2, xm, xm + 0.2], [0.1, 0.6, 0.1], 'k', lw=2)
ax.plot([xm - 0.25, xm, xm + 0.25], [0.8, 1.1, 0.8], 'k', lw=2)
ax.text(xm + 0.18, 1.35, r'$m = 75.9\ \mathrm{kg}$', fontsize=12, va='center')

# Tensions
kw = dict(head_width=0.09, head_length=0.14, length_includes_head=True, lw=2)
a1 = ax.arrow(0, 0.1, 0, 1.3, color='blue', **kw)
a1.set_gid('force:T1')
ax.text(-0.12, 1.0, r'$T_1$', fontsize=15, color='blue', ha='right')
a2 = ax.arrow(L, 0.1, 0, 1.7, color='blue', **kw)
a2.set_gid('force:T2')
lt2 = ax.text(L + 0.12, 1.2, r'$T_2 = ?$', fontsize=15, color='blue')
lt2.set_gid('label:T2')

# Weights
a3 = ax.arrow(L / 2, 0.05, 0, -0.6, color='red', **kw)
a3.set_gid('force:W_s')
ax.text(L / 2 - 0.1, -0.45, r'$m_s g$', fontsize=14, color='red', ha='right')
a4 = ax.arrow(xm, 0.05, 0, -1.1, color='red', **kw)
a4.set_gid('force:W_man')
ax.text(xm + 0.08, -0.9, r'$m_{man}\, g$', fontsize=14, color='red')
ax.text(0.45, 0.2, r'$m_s = 19.8\ \mathrm{kg}$', fontsize=12)

# Dimensions
d1 = ax.annotate('', xy=(L / 2, -1.25), xytext=(xm, -1.25), arrowprops=dict(arrowstyle='<->', shrinkA=0, shrinkB=0))
d1.set_gid('dim:offset')
lo = ax.text((L / 2 + xm) / 2, -1.4, r'$L/6$', fontsize=12, ha='center', va='top')
lo.set_gid('label:offset')
d2 = ax.annotate('', xy=(0, -1.8), xytext=(L, -1.8), arrowprops=dict(arrowstyle='<->', shrinkA=0, shrinkB=0))
d2.set_gid('dim:L')
ll = ax.text(L / 2, -1.87, r'$L = 2.8\ \mathrm{m}$', fontsize=12, ha='center', va='top')
ll.set_gid('label:L')
ax.plot([L / 2, L / 2], [-1.35, -0.6], 'k:', lw=1)
ax.plot([0, 0], [-1.9, 0], 'k:', lw=1)
ax.plot([L, L], [-1.9, 0], 'k:', lw=1)

ax.set_xlim(-0.8, 3.7)
ax.set_ylim(-2.3, 3.4)
ax.set_aspect('equal')
ax.axis('off')
plt.show()
