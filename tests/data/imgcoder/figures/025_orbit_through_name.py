import matplotlib.pyplot as plt
from matplotlib.patches import Circle

fig, ax = plt.subplots(figsize=(6, 6))
ax.add_patch(Circle((0, 0), 0.8, color="orange"))
ax.add_patch(Circle((0, 0), 2, fill=False, ls="-", ec="gray"))
ax.add_patch(Circle((0, 0), 4.6, fill=False, ls="-", ec="gray", lw=1.5))
ax.plot(2, 0, "ko", ms=7)
ax.text(2.2, 0.15, "Moon A, 2 R", fontsize=9)
ax.plot(0, 4.6, "ko", ms=9)
ax.text(-2.3, 3.98, "Moon B, 8 R", fontsize=12, ha="center", va="center")
ax.text(0, 0, "Planet", ha="center", va="center", fontsize=11)
ax.set_xlim(-5.5, 5.5)
ax.set_ylim(-5.5, 5.5)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
