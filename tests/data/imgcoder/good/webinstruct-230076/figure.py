import numpy as np
import matplotlib.pyplot as plt
from matplotlib.patches import Ellipse

fig, ax = plt.subplots(figsize=(12, 6))

f = 20
do = 40
ho = 10

# principal axis
axis_line = ax.axhline(0, color='black', lw=1)
axis_line.set_gid('axis:principal')

# lens
lens = Ellipse((0, 0), width=4, height=36, facecolor='lightblue', edgecolor='steelblue', lw=2, alpha=0.6)
lens.set_gid('lens:L')
ax.add_patch(lens)
ax.text(0, 19.5, 'Convex lens', ha='center', fontsize=12, color='steelblue')

# object
obj = ax.annotate('', xy=(-do, ho), xytext=(-do, 0), arrowprops=dict(arrowstyle='-|>', lw=3, color='green', shrinkA=0, shrinkB=0, mutation_scale=20))
obj.set_gid('object:O')
ax.text(-do, ho + 1, 'Object', ha='center', fontsize=12, color='green')

# focal points
F1, = ax.plot(-f, 0, 'ro', ms=7)
F1.set_gid('point:F')
F2, = ax.plot(f, 0, 'ro', ms=7)
F2.set_gid('point:F2')
ax.text(-f, 1.2, 'F', ha='center', fontsize=13, color='red')
ax.text(f, 1.2, "F'", ha='center', fontsize=13, color='red')

# Ray 1: parallel to the axis, then through F'
r1, = ax.plot([-do, 0], [ho, ho], color='darkorange', lw=2)
r1.set_gid('ray:parallel_in')
x_end = 32
r2, = ax.plot([0, x_end], [ho, ho - ho / f * x_end], color='darkorange', lw=2)
r2.set_gid('ray:parallel_out')
# Ray 2: through the centre
r3, = ax.plot([-do, x_end], [ho, -ho / do * x_end], color='purple', lw=2)
r3.set_gid('ray:central')

# arrow heads on the rays
for (x0, y0, x1, y1, c) in [(-22, ho, -20, ho, 'darkorange'), (10, 5, 11, 4.5, 'darkorange'), (-20, 5, -18, 4.5, 'purple')]:
    ax.annotate('', xy=(x1, y1), xytext=(x0, y0), arrowprops=dict(arrowstyle='-|>', color=c, mutation_scale=18))
    ax.texts[-1].set_gid(f"arrow:{sum((t.get_gid() or '').startswith('arrow:') for t in ax.texts) + 1}")

# dimensions
dim1 = ax.annotate('', xy=(0, -14), xytext=(-do, -14), arrowprops=dict(arrowstyle='<->', color='black', shrinkA=0, shrinkB=0))
dim1.set_gid('dim:do')
l1 = ax.text(-do / 2, -13.5, r'$d_o = 40$ cm', ha='center', va='bottom', fontsize=12)
l1.set_gid('label:do')
dim2 = ax.annotate('', xy=(f, -8), xytext=(0, -8), arrowprops=dict(arrowstyle='<->', color='red', shrinkA=0, shrinkB=0))
dim2.set_gid('dim:f')
l2 = ax.text(f / 2, -9, r'$f = 20$ cm', ha='center', va='top', fontsize=12, color='red')
l2.set_gid('label:f')
ax.plot([-do, -do], [0, -15], 'k:', lw=0.8)
ax.plot([0, 0], [-18, -15], 'k:', lw=0.8)

ax.set_xlim(-50, 42)
ax.set_ylim(-22, 23)
ax.axis('off')
ax.set_title('Ray tracing for a convex lens')
plt.tight_layout()
plt.show()
