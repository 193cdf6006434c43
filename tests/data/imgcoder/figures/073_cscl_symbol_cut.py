import matplotlib.pyplot as plt
from matplotlib.patches import Circle

fig, ax = plt.subplots(figsize=(5.5, 5.5))
front = [(0, 0), (3, 0), (3, 3), (0, 3)]
back = [(x + 1.2, y + 1.0) for x, y in front]
for q in (front, back):
    xs, ys = zip(*(q + q[:1]))
    ax.plot(xs, ys, color="gray", lw=1.2, zorder=1)
for p, q in zip(front, back):
    ax.plot([p[0], q[0]], [p[1], q[1]], color="gray", lw=1.2, zorder=1)
for x, y in front + back:
    ax.add_patch(Circle((x, y), 0.28, facecolor="#86efac", edgecolor="k", zorder=2))
ax.add_patch(Circle((2.1, 2.0), 0.42, facecolor="#fdba74", edgecolor="k", lw=1.5, zorder=2))
ax.text(2.1, 2.0, "caesium", ha="center", va="center", fontsize=14, zorder=3)
ax.text(4.65, 4.1, "chloride", fontsize=12, va="center")
ax.text(1.5, -0.6, "a = 412 pm", fontsize=12, ha="center")
ax.set_xlim(-0.8, 6)
ax.set_ylim(-1.2, 4.8)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
