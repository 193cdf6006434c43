import numpy as np
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7, 7))

r = 2.0
ang = {'O1': 90, 'O2': 210, 'O3': 330}
pos = {k: r * np.array([np.cos(np.radians(a)), np.sin(np.radians(a))]) for k, a in ang.items()}

def atom(p, s, gid, color='black'):
    t = ax.text(p[0], p[1], s, fontsize=30, ha='center', va='center', color=color)
    t.set_gid(gid)

atom((0, 0), 'N', 'atom:N', 'blue')
for k, p in pos.items():
    atom(p, 'O', 'atom:' + k, 'red')

def bond(p, gid, off=0.0):
    u = p / np.linalg.norm(p)
    n = np.array([-u[1], u[0]]) * off
    a, b = 0.4 * u + n, (r - 0.42) * u + n
    ln, = ax.plot([a[0], b[0]], [a[1], b[1]], color='black', lw=3)
    ln.set_gid(gid)

bond(pos['O1'], 'bond:double1', 0.09)
bond(pos['O1'], 'bond:double2', -0.09)
bond(pos['O2'], 'bond:left')
bond(pos['O3'], 'bond:right')

# lone pairs
k = 0
def pair(center, direction):
    global k
    k += 1
    d = np.radians(direction)
    c = center + 0.48 * np.array([np.cos(d), np.sin(d)])
    n = 0.11 * np.array([-np.sin(d), np.cos(d)])
    s = ax.scatter([c[0] - n[0], c[0] + n[0]], [c[1] - n[1], c[1] + n[1]], s=35, color='black')
    s.set_gid(f'lonepair:{k}')

for d in (30, 150):
    pair(pos['O1'], d)
for d in (120, 210, 300):
    pair(pos['O2'], d)
for d in (60, 330, 240):
    pair(pos['O3'], d)

# formal charges
ax.text(0.3, 0.32, '+', fontsize=18, color='blue')
ax.text(pos['O2'][0] - 0.75, pos['O2'][1] + 0.35, '−', fontsize=22, color='red')
ax.text(pos['O3'][0] + 0.6, pos['O3'][1] + 0.3, '−', fontsize=22, color='red')

# brackets
for s in (-1, 1):
    ax.plot([s * 2.6, s * 3.0, s * 3.0, s * 2.6], [2.9, 2.9, -2.0, -2.0], color='black', lw=2)
    ax.lines[-1].set_gid('bracket:' + ('left' if s < 0 else 'right'))
ax.text(3.1, 2.8, '−', fontsize=24)

ax.set_xlim(-3.6, 3.8)
ax.set_ylim(-2.6, 3.6)
ax.set_aspect('equal')
ax.axis('off')
plt.show()
