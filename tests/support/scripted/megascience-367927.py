"""
{"content": ["a membrane of a muscle cell with sodium ions on both sides"],
 "layout": ["membrane from left to right across the middle, outside above, inside below"],
 "labels": ["extracellular (outside)", "intracellular (inside of muscle cell)", "[Na⁺] = 140 mM", "[Na⁺] = 14 mM"],
 "considerations": ["ten times as many ions outside as inside", "no potential is printed"],
 "hidden": ["+60 mV"],
 "claims": [
  {"kind": "label", "of": ["label:out"], "value": "[Na⁺] = 140 mM"},
  {"kind": "label", "of": ["label:in"], "value": "[Na⁺] = 14 mM"},
  {"kind": "count", "of": ["outer"], "value": 20},
  {"kind": "count", "of": ["inner"], "value": 2},
  {"kind": "order", "of": ["label:in", "membrane:low", "membrane:high", "label:out"], "value": "bottom_to_top"}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(7, 4.6))
ax.axhspan(-2.1, 0, color="#fdf1e3")
ax.axhspan(0.6, 2.7, color="#e6f2fb")
for name, y in (("low", 0), ("high", 0.6)):
    ax.plot([0, 8], [y, y], "k", lw=1.5, gid=f"membrane:{name}")
for x in np.arange(0.2, 8, 0.35):
    ax.plot([x, x], [0.12, 0.28], color="#b8860b", lw=1)
    ax.plot([x, x], [0.32, 0.48], color="#b8860b", lw=1)
    ax.add_patch(plt.Circle((x, 0.06), 0.1, color="#e0a030"))
    ax.add_patch(plt.Circle((x, 0.54), 0.1, color="#e0a030"))
for number in range(20):
    center = 0.5 + 0.75 * (number % 10), 0.95 + 0.4 * (number // 10)
    ax.add_patch(plt.Circle(center, 0.12, color="#c0392b", gid=f"outer:{number}"))
for number in range(2):
    ax.add_patch(plt.Circle((2.5 + 3 * number, -0.5), 0.12, color="#c0392b", gid=f"inner:{number}"))
ax.text(0.3, 2.2, "extracellular (outside)", fontsize=12)
ax.text(7.7, 2.2, "[Na⁺] = 140 mM", fontsize=13, ha="right", gid="label:out")
ax.text(0.3, -1.7, "intracellular (inside of muscle cell)", fontsize=12)
ax.text(7.7, -1.7, "[Na⁺] = 14 mM", fontsize=13, ha="right", gid="label:in")
ax.text(4, -1.1, "red: Na⁺", fontsize=11, color="#c0392b", ha="center")
ax.set(xlim=(0, 8), ylim=(-2.1, 2.7), aspect="equal")
ax.axis("off")
plt.show()
