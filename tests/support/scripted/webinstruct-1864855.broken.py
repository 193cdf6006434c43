import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5, 5))
corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
for number, (start, stop) in enumerate(zip(corners, corners[1:] + corners[:1], strict=True), start=1):
    ax.plot([start[0], stop[0]], [start[1], stop[1]], "k", gid=f"side:{number}")
for number, corner in enumerate(corners, start=1):
    ax.add_patch(plt.Circle(corner, 0.08, gid=f"charge:{number}"))
    ax.text(*corner, "charge Q", ha="center", gid=f"label:Q{number}")
ax.text(0.2, 0.01, "side length L", ha="center")
ax.text(0.5, -0.1, "L", gid="label:L")
ax.set(xlim=(-0.4, 1.4), ylim=(-0.3, 1.3), aspect="equal")
ax.axis("off")
plt.show()
