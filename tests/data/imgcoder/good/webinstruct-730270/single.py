import numpy as np
import matplotlib.pyplot as plt

# Geometry
L = 5.0
h = 4.0
base = np.sqrt(L**2 - h**2)   # 3.0 m
h_cm = 2.8
t = h_cm / h
x_cm = base * (1 - t)

fig, ax = plt.subplots(figsize=(7, 8))

# Wall and ground
ax.fill_between([-0.4, 0], [0, 0], [5.2, 5.2], color='lightgrey', hatch='//', edgecolor='grey')
ax.fill_between([-0.4, 5.0], [-0.35, -0.35], [0, 0], color='lightgrey', hatch='//', edgecolor='grey')
ax.plot([0, 0], [0, 5.2], 'k', lw=2)
ax.plot([0, 5.0], [0, 0], 'k', lw=2)

# Ladder
ax.plot([base, 0], [0, h], color='sienna', lw=5)
ax.plot(x_cm, h_cm, 'o', color='black', ms=8)
ax.annotate('center of mass', (x_cm, h_cm), (x_cm + 0.6, h_cm + 0.6), fontsize=11,
            arrowprops=dict(arrowstyle='->'))

# Forces
ax.arrow(x_cm, h_cm, 0, -1.1, head_width=0.12, color='red', length_includes_head=True, lw=2)
ax.text(x_cm + 0.1, h_cm - 1.0, r'$W = mg$', color='red', fontsize=12)
ax.arrow(0, h, 1.1, 0, head_width=0.12, color='blue', length_includes_head=True, lw=2)
ax.text(1.15, h + 0.05, r'$F_W$', color='blue', fontsize=13)
ax.arrow(base, 0, 0, 1.4, head_width=0.12, color='green', length_includes_head=True, lw=2)
ax.text(base + 0.1, 1.3, r'$F_{Gy}$', color='green', fontsize=13)
ax.arrow(base, 0, -1.1, 0, head_width=0.12, color='green', length_includes_head=True, lw=2)
ax.text(base - 1.3, 0.15, r'$F_{Gx}$', color='green', fontsize=13)

# Dimensions
ax.annotate('', xy=(-0.7, 0), xytext=(-0.7, h), arrowprops=dict(arrowstyle='<->'))
ax.text(-0.8, h / 2, '4.0 m', ha='right', va='center', fontsize=12)
ax.annotate('', xy=(4.2, 0), xytext=(4.2, h_cm), arrowprops=dict(arrowstyle='<->'))
ax.plot([x_cm, 4.3], [h_cm, h_cm], 'k:', lw=0.8)
ax.text(4.3, h_cm / 2, '2.8 m', va='center', fontsize=12)
ax.text(base / 2 + 0.15, h / 2 + 0.15, 'L = 5.0 m', fontsize=12, color='sienna')
ax.text(2.6, 4.6, 'm = 12.0 kg', fontsize=12)

ax.set_xlim(-1.7, 5.2)
ax.set_ylim(-0.5, 5.4)
ax.set_aspect('equal')
ax.axis('off')
ax.set_title('Ladder against a frictionless wall')
plt.tight_layout()
plt.show()
