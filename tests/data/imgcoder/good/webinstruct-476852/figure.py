import matplotlib.pyplot as plt
import numpy as np

V1, V2, P = 3.58, 8.64, 1.22

fig, ax = plt.subplots(figsize=(8, 6))

V = np.linspace(V1, V2, 100)
area = ax.fill_between(V, 0, P, color='skyblue', alpha=0.5)
area.set_gid('area:work')

line, = ax.plot(V, np.full_like(V, P), color='navy', lw=2.5)
line.set_gid('process:expansion')

s1, = ax.plot(V1, P, 'o', color='red', ms=8, zorder=5)
s1.set_gid('state:1')
s2, = ax.plot(V2, P, 'o', color='red', ms=8, zorder=5)
s2.set_gid('state:2')
ax.text(V1 - 0.1, P + 0.05, '1', fontsize=13, ha='right')
ax.text(V2 + 0.1, P + 0.05, '2', fontsize=13)

arr = ax.annotate('', xy=(6.5, P), xytext=(5.6, P), arrowprops=dict(arrowstyle='-|>', color='navy', lw=2.5, mutation_scale=25))
arr.set_gid('arrow:expansion')

ax.plot([V1, V1], [0, P], 'k--', lw=1)
ax.lines[-1].set_gid('guide:V1')
ax.plot([V2, V2], [0, P], 'k--', lw=1)
ax.lines[-1].set_gid('guide:V2')
ax.plot([0, V1], [P, P], 'k--', lw=1)
ax.lines[-1].set_gid('guide:P')

ax.text(V1, 0.04, r'$V_1 = 3.58\ \mathrm{L}$', rotation=90, ha='right', va='bottom', fontsize=12)
ax.text(V2 + 0.1, 0.04, r'$V_2 = 8.64\ \mathrm{L}$', rotation=90, ha='left', va='bottom', fontsize=12)
tp = ax.text(0.2, P + 0.03, r'$P_{ext} = 1.22\ \mathrm{atm}$', fontsize=12)
tp.set_gid('label:P')
tw = ax.text((V1 + V2) / 2, P / 2, r'$W = ?$', fontsize=18, ha='center', va='center')
tw.set_gid('label:W')

ax.set_xlim(0, 10)
ax.set_ylim(0, 1.6)
ax.set_xlabel('Volume (L)', fontsize=13)
ax.set_ylabel('Pressure (atm)', fontsize=13)
ax.spines['bottom'].set_gid('axis:x')
ax.spines['left'].set_gid('axis:y')
ax.set_title('Expansion against constant external pressure')
ax.spines[['top', 'right']].set_visible(False)
plt.tight_layout()
plt.show()
