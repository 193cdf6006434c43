"""
{"content": ["two solutions of calcium chloride apart by a membrane"],
 "layout": ["solution A at the left, solution B at the right, membrane in the middle"],
 "labels": ["Solution A", "Solution B", "10 mM CaCl₂", "1 mM CaCl₂", "permeable to Ca²⁺", "impermeable to Cl⁻",
  "2.3 RT/F = 60 mV"],
 "considerations": ["no potential between the sides is given"],
 "hidden": ["–30 mV", "-30 mV"],
 "claims": [
  {"kind": "label", "of": ["label:A"], "value": "10 mM CaCl₂"},
  {"kind": "label", "of": ["label:B"], "value": "1 mM CaCl₂"},
  {"kind": "inside", "of": ["label:A", "side:A"]},
  {"kind": "inside", "of": ["label:B", "side:B"]},
  {"kind": "order", "of": ["side:A", "membrane:1", "side:B"], "value": "left_to_right"},
  {"kind": "value", "of": ["label:constant"], "value": 60}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7, 4.6))
ax.add_patch(plt.Rectangle((0, 0), 3.4, 3, facecolor="#cfe5f5", edgecolor="none", gid="side:A"))
ax.add_patch(plt.Rectangle((3.6, 0), 3.4, 3, facecolor="#ecf5fb", edgecolor="none", gid="side:B"))
ax.plot([0, 0, 7, 7], [3.5, 0, 0, 3.5], "k", lw=2.5)
ax.plot([3.5, 3.5], [0, 3.5], color="#a0522d", lw=6, ls=(0, (2, 0.6)), gid="membrane:1")
for x, name, amount in ((1.7, "A", "10 mM CaCl₂"), (5.3, "B", "1 mM CaCl₂")):
    ax.text(x, 2.35, f"Solution {name}", fontsize=14, ha="center", va="center")
    ax.text(x, 1.75, amount, fontsize=13, ha="center", va="center", gid=f"label:{name}")
arrow = {"arrowstyle": "<|-|>", "mutation_scale": 15, "shrinkA": 0, "shrinkB": 0, "color": "#1b6b3a", "lw": 1.6}
ax.annotate("", (4.2, 1.0), (2.8, 1.0), arrowprops={**arrow, "gid": "flow:Ca"})
ax.text(4.3, 1.0, "Ca²⁺", fontsize=12, va="center", color="#1b6b3a")
ax.plot([2.8, 3.38], [0.45, 0.45], color="#8a1b3d", lw=1.6)
ax.plot([3.3, 3.3], [0.3, 0.6], color="#8a1b3d", lw=3)
ax.text(2.7, 0.45, "Cl⁻", fontsize=12, ha="right", va="center", color="#8a1b3d")
ax.text(3.5, 4.05, "membrane: permeable to Ca²⁺,\nimpermeable to Cl⁻", fontsize=12, ha="center", va="center")
ax.text(3.5, -0.45, "2.3 RT/F = 60 mV", fontsize=12, ha="center", va="center", gid="label:constant")
ax.set(xlim=(-0.2, 7.2), ylim=(-0.8, 4.5))
ax.axis("off")
plt.show()
