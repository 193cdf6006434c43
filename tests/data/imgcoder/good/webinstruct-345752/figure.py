import matplotlib.pyplot as plt

# heat per gram, J/g
q = [0, 2.09 * 10, 334, 4.184 * 100, 2260, 2.01 * 9]
x = [0]
for v in q[1:]:
    x.append(x[-1] + v)
T = [-10, 0, 0, 100, 100, 109]

fig, ax = plt.subplots(figsize=(11, 6))

full, = ax.plot(x, T, color='lightgray', lw=7, zorder=1)
full.set_gid('curve:heating')

names = ['ice', 'melting', 'water', 'boiling', 'steam']
colors = ['deepskyblue', 'teal', 'blue', 'orange', 'red']
for i in range(5):
    seg, = ax.plot(x[i:i + 2], T[i:i + 2], color=colors[i], lw=3, zorder=2)
    seg.set_gid('segment:' + names[i])

# start and end
a, = ax.plot(x[0], T[0], 'ko', ms=7, zorder=3)
a.set_gid('point:start')
b, = ax.plot(x[-1], T[-1], 'ko', ms=7, zorder=3)
b.set_gid('point:end')
m1, = ax.plot(x[1], T[1], 'k.', zorder=3)
m1.set_gid('point:melt_start')
m2, = ax.plot(x[2], T[2], 'k.', zorder=3)
m2.set_gid('point:melt_end')
t = ax.text(40, -13, '−10.0 °C', fontsize=12, va='center')
t.set_gid('label:start')
t = ax.text(x[-1] + 30, T[-1] + 3, '109 °C', fontsize=12)
t.set_gid('label:end')

t = ax.annotate('Ice', xy=(10, -5), xytext=(-160, 12), fontsize=12, color='deepskyblue', arrowprops=dict(arrowstyle='-', color='deepskyblue'))
t.set_gid('label:ice')
ax.text((x[1] + x[2]) / 2, 4, 'Melting', ha='center', fontsize=12, color='teal')
t = ax.text((x[2] + x[3]) / 2 + 60, 50, 'Water', fontsize=12, color='blue')
t.set_gid('label:water')
ax.text((x[3] + x[4]) / 2, 103, 'Boiling', ha='center', fontsize=12, color='darkorange')
t = ax.annotate('Steam', xy=(x[-1] - 9, 104.5), xytext=(x[-1] - 250, 116), fontsize=12, color='red', arrowprops=dict(arrowstyle='-', color='red'))
t.set_gid('label:steam')

ax.axhline(0, color='gray', ls=':', lw=0.8)
ax.axhline(100, color='gray', ls=':', lw=0.8)
ax.text(2300, 20, r'$m = 23.0$ g', fontsize=13, bbox=dict(boxstyle='round', fc='white'))

ax.set_xlim(-250, 3400)
ax.set_ylim(-20, 125)
ax.set_yticks([-10, 0, 50, 100, 109])
ax.set_xticks([])
ax.set_xlabel('Heat added', fontsize=13)
ax.spines['bottom'].set_gid('axis:x')
ax.spines['left'].set_gid('axis:y')
ax.set_ylabel('Temperature (°C)', fontsize=13)
plt.show()
