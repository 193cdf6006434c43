"""
{"content": ["the tetrahedron E under a plane in the first octant"],
 "layout": ["oblique axes drawn in the plane, hidden edges dashed"],
 "labels": ["(0, 0, 0)", "(2, 0, 0)", "(0, 9, 0)", "(0, 0, 9)", "E"],
 "considerations": ["no volume or value"],
 "hidden": ["24.3"],
 "claims": [
  {"kind": "count", "of": ["edge"], "value": 6},
  {"kind": "connected", "of": ["edge:AB", "edge:AC"]},
  {"kind": "connected", "of": ["edge:BC", "edge:OC"]},
  {"kind": "perpendicular", "of": ["edge:OB", "edge:OC"]},
  {"kind": "ratio", "of": ["edge:OB", "edge:OC"], "value": 1},
  {"kind": "label", "of": ["label:A"], "value": "(2, 0, 0)"},
  {"kind": "near", "of": ["label:C", "vertex:C"]}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6.4, 5.8))


def flat(x, y, z):
    return y - 0.75 * x, z - 0.55 * x


corners = {"O": (0, 0, 0), "A": (2, 0, 0), "B": (0, 9, 0), "C": (0, 0, 9)}
spots = {name: flat(*point) for name, point in corners.items()}
ax.fill(*zip(*(spots[name] for name in "ABC"), strict=True), color="#cfe3f5", alpha=0.8, lw=0)
for one, two in ("OA", "OB", "OC", "AB", "AC", "BC"):
    ax.plot(
        *zip(spots[one], spots[two], strict=True), "k", lw=1.8, ls="--" if one == "O" else "-", gid=f"edge:{one}{two}"
    )
arrow = {"arrowstyle": "-|>", "color": "k", "shrinkA": 0, "shrinkB": 0}
for name, start, tip in (("x", (2, 0, 0), (5, 0, 0)), ("y", (0, 9, 0), (0, 11, 0)), ("z", (0, 0, 9), (0, 0, 11))):
    ax.annotate("", flat(*tip), flat(*start), arrowprops=arrow)
    x, y = flat(*tip)
    ax.text(x - 0.3 * (name == "x"), y + 0.3, name, fontsize=14, style="italic", ha="center")
shifts = {"O": (0.2, 0.25, "left"), "A": (-0.4, 0.1, "right"), "B": (0.1, -0.7, "center"), "C": (0.3, 0.1, "left")}
for name, (dx, dy, side) in shifts.items():
    x, y = spots[name]
    ax.plot([x], [y], "ko", ms=5, gid=f"vertex:{name}")
    words = f"({', '.join(str(value) for value in corners[name])})"
    ax.text(x + dx, y + dy, words, fontsize=12, ha=side, gid=f"label:{name}")
ax.text(2.4, 2.9, "E", fontsize=18, style="italic", ha="center")
ax.set(xlim=(-5, 11.8), ylim=(-3.4, 12), aspect="equal")
ax.axis("off")
plt.show()
