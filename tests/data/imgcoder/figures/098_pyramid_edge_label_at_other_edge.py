import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6, 5))
A, B, C, D, S, M = (0, 0), (6, 0), (8, 1.8), (2, 1.8), (4, 5.4), (4, 0.9)
for p, q, st in [(A, B, "-"), (B, C, "-"), (C, D, "--"), (D, A, "--"), (A, S, "-"), (B, S, "-"), (C, S, "-"), (D, S, "--")]:
    ax.plot([p[0], q[0]], [p[1], q[1]], color="black", ls=st, lw=1.6 if st == "-" else 1)
ax.plot([M[0], S[0]], [M[1], S[1]], color="red", ls="--", lw=1.5, gid="segment:height")
ax.plot(*M, "ro", ms=4)
ax.text(6.35, 3.5, "h = 4 cm", color="red", fontsize=13, ha="left", va="center", gid="label:height")
ax.text(3, -0.15, "6 cm", fontsize=13, ha="center", va="top")
ax.text(7.2, 0.75, "6 cm", fontsize=13, ha="left", va="top")
ax.text(4, 5.5, "S", fontsize=14, ha="center", va="bottom")
ax.set_xlim(-0.8, 9)
ax.set_ylim(-0.9, 6.2)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
