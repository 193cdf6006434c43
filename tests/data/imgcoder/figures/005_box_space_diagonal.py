import matplotlib.pyplot as plt

def P(x, y, z):
    return (x + 0.45 * y, z + 0.35 * y)

w, d, h = 5, 4, 6
V = {"A": P(0, 0, 0), "B": P(w, 0, 0), "C": P(w, d, 0), "D": P(0, d, 0),
     "E": P(0, 0, h), "F": P(w, 0, h), "G": P(w, d, h), "H": P(0, d, h)}
fig, ax = plt.subplots(figsize=(5.5, 6))
for e in ["AB", "BC", "EF", "FG", "GH", "HE", "AE", "BF", "CG"]:
    ax.plot(*zip(V[e[0]], V[e[1]]), color="black", lw=1.8)
for e in ["AD", "DC", "DH"]:
    ax.plot(*zip(V[e[0]], V[e[1]]), color="black", lw=1, ls="--")
ax.plot(*zip(V["A"], V["G"]), color="red", lw=1.6)
off = {"A": (-.3, -.3), "B": (.1, -.4), "C": (.2, -.1), "D": (.25, -.45), "E": (-.4, 0), "F": (-.35, -.45), "G": (.2, .1), "H": (-.2, .2)}
for n, (x, y) in V.items():
    ax.text(x + off[n][0], y + off[n][1], n, fontsize=13, ha="center", va="center")
ax.text(w / 2, -0.45, "4", ha="center", fontsize=12, color="navy")
ax.text(w + 1.15, 0.35, "3", ha="left", fontsize=12, color="navy")
ax.text(-0.25, h / 2, "12", ha="right", fontsize=12, color="navy")
ax.set_xlim(-1.2, 8)
ax.set_ylim(-1, 8.2)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
