"""
{"content": ["the path C from A over B to D in the plane"],
 "layout": ["axes with equal units, points named with their coordinates"],
 "labels": ["A(0,0)", "B(1,1)", "D(3,2)", "C"],
 "considerations": ["no parameter is printed"],
 "hidden": ["-1+2t"],
 "claims": [
  {"kind": "at", "of": ["point:A"], "value": [0, 0]},
  {"kind": "at", "of": ["point:B"], "value": [1, 1]},
  {"kind": "at", "of": ["point:D"], "value": [3, 2]},
  {"kind": "connected", "of": ["path:AB", "path:BD"]},
  {"kind": "direction", "of": ["path:AB"], "value": 45},
  {"kind": "direction", "of": ["path:BD"], "value": 26.565},
  {"kind": "near", "of": ["label:B", "point:B"]}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6.6, 4.8))
points = {"A": (0, 0), "B": (1, 1), "D": (3, 2)}
for start, stop in ("AB", "BD"):
    ax.annotate(
        "",
        points[stop],
        points[start],
        arrowprops={
            "arrowstyle": "-|>",
            "shrinkA": 0,
            "shrinkB": 0,
            "mutation_scale": 22,
            "lw": 2.2,
            "color": "#1b4f8a",
            "gid": f"path:{start}{stop}",
        },
    )
for name, (x, y) in points.items():
    ax.plot([x], [y], "ko", ms=6, gid=f"point:{name}")
    ax.text(x + 0.08, y - 0.2, f"{name}({x},{y})", fontsize=13, gid=f"label:{name}")
ax.text(1.9, 1.62, "C", fontsize=16, style="italic", color="#1b4f8a")
ax.spines[["left", "bottom"]].set_position("zero")
ax.spines[["right", "top"]].set_visible(False)
ax.set_xticks([1, 2, 3])
ax.set_yticks([1, 2])
ax.text(4.0, -0.22, "x", fontsize=13, style="italic")
ax.text(-0.18, 2.6, "y", fontsize=13, style="italic")
ax.set(xlim=(-0.3, 4.1), ylim=(-0.3, 2.8), aspect="equal")
plt.show()
