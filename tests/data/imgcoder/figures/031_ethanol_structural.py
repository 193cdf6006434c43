import matplotlib.pyplot as plt

atoms = {"C1": (0, 0), "C2": (1.5, 0), "O": (3, 0), "Ho": (4.3, 0), "H1": (-1.3, 0), "H2": (0, 1.3), "H3": (0, -1.3), "H4": (1.5, 1.3), "H5": (1.5, -1.3)}
bonds = [("C1", "C2"), ("C2", "O"), ("O", "Ho"), ("C1", "H1"), ("C1", "H2"), ("C1", "H3"), ("C2", "H4"), ("C2", "H5")]
colors = {"C": "black", "O": "red", "H": "dimgray"}
fig, ax = plt.subplots(figsize=(7, 4))
for a, b in bonds:
    (x0, y0), (x1, y1) = atoms[a], atoms[b]
    ax.plot([x0, x1], [y0, y1], color="black", lw=2, zorder=1)
for name, (x, y) in atoms.items():
    ax.text(x, y, name[0], fontsize=20, ha="center", va="center", color=colors[name[0]],
            bbox=dict(boxstyle="circle,pad=0.15", facecolor="white", edgecolor="none"), zorder=2)
ax.text(2.95, 0.45, "• •", fontsize=11, ha="center", va="center", color="red")
ax.text(2.95, -0.5, "• •", fontsize=11, ha="center", va="center", color="red")
ax.set_xlim(-2, 5)
ax.set_ylim(-2, 2)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
