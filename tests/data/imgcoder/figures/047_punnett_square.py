import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5, 5))
for i in range(4):
    ax.plot([0, 3], [i, i], "k", lw=2 if i in (0, 3) else 1)
    ax.plot([i, i], [0, 3], "k", lw=2 if i in (0, 3) else 1)
ax.fill([0, 1, 1, 0], [2, 2, 3, 3], color="0.85")
for i, s in enumerate(["R", "r"]):
    ax.text(1.5 + i, 2.5, s, ha="center", va="center", fontsize=20, weight="bold", color="firebrick")
    ax.text(0.5, 1.5 - i, s, ha="center", va="center", fontsize=20, weight="bold", color="navy")
ax.text(1.5, 1.5, "RR", ha="center", va="center", fontsize=20)
ax.text(2.5, 1.5, "?", ha="center", va="center", fontsize=20, color="gray")
ax.text(1.5, 0.5, "?", ha="center", va="center", fontsize=20, color="gray")
ax.text(2.5, 0.5, "?", ha="center", va="center", fontsize=20, color="gray")
ax.text(2, 3.15, "mother Rr", ha="center", fontsize=13, color="firebrick")
ax.text(-0.15, 1, "father Rr", ha="right", va="center", rotation=90, fontsize=13, color="navy")
ax.set_xlim(-0.5, 3.2)
ax.set_ylim(-0.2, 3.5)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
