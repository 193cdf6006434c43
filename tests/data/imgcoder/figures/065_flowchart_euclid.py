import matplotlib.pyplot as plt
from matplotlib.patches import FancyBboxPatch, Polygon

fig, ax = plt.subplots(figsize=(6.5, 7.5))
def box(x, y, s, fc, style="square,pad=0.1"):
    ax.add_patch(FancyBboxPatch((x - 1.1, y - 0.3), 2.2, 0.6, boxstyle=style, fc=fc, ec="black"))
    ax.text(x, y, s, ha="center", va="center", fontsize=12)
def arrow(*pts, label=None, at=None):
    for p, q in zip(pts[:-2], pts[1:-1]):
        ax.plot([p[0], q[0]], [p[1], q[1]], "k", lw=1.3)
    ax.annotate("", xy=pts[-1], xytext=pts[-2], arrowprops=dict(arrowstyle="-|>", lw=1.3, shrinkA=0, shrinkB=0))
    if label:
        ax.text(*at, label, fontsize=11, ha="center", va="center")
box(0, 8, "start", "#bbf7d0", "round,pad=0.15")
box(0, 6.5, "read a, b", "#dbeafe")
ax.add_patch(Polygon([(0, 5.6), (1.5, 4.8), (0, 4.0), (-1.5, 4.8)], fc="#fef3c7", ec="black"))
ax.text(0, 4.8, "b = 0?", ha="center", va="center", fontsize=12)
box(0, 2.6, "r = a mod b", "white")
box(0, 1.2, "a = b;  b = r", "white")
box(4, 4.8, "print a", "#dbeafe")
box(4, 2.6, "stop", "#fecaca", "round,pad=0.15")
arrow((0, 7.55), (0, 6.9)); arrow((0, 6.1), (0, 5.6))
arrow((0, 4.0), (0, 3.0), label="no", at=(0.35, 3.5)); arrow((0, 2.2), (0, 1.6))
arrow((1.5, 4.8), (2.8, 4.8), label="yes", at=(2.1, 5.05)); arrow((4, 4.4), (4, 3.05))
arrow((-1.2, 1.2), (-2.4, 1.2), (-2.4, 5.85), (0, 5.85))
ax.set_xlim(-3, 5.8)
ax.set_ylim(0.4, 8.8)
ax.axis("off")
plt.show()
