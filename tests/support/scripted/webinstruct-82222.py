"""
{"content": ["the graph of sin(x²) from 3 to 7 with eight trapezoids"],
 "layout": ["true curve, straight chords between the nine points of the partition"],
 "labels": ["y = sin(x²)", "n = 8", "3", "7"],
 "considerations": ["no sum"],
 "hidden": ["-2.91458", "2.91"],
 "claims": [
  {"kind": "formula", "of": ["curve:f"], "value": "sin(x**2)"},
  {"kind": "count", "of": ["trapezoid"], "value": 8},
  {"kind": "count", "of": ["node"], "value": 9},
  {"kind": "on", "of": ["node:4", "curve:f"]},
  {"kind": "label", "of": ["label:f"], "value": "y = sin(x²)"},
  {"kind": "order", "of": ["node:0", "node:4", "node:8"], "value": "left_to_right"}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(8, 4.4))
x = np.linspace(3, 7, 1500)
ax.plot(x, np.sin(x**2), color="#1b4f8a", lw=1.8, gid="curve:f")
nodes = np.linspace(3, 7, 9)
values = np.sin(nodes**2)
for number in range(8):
    left, right = nodes[number : number + 2]
    low, high = values[number : number + 2]
    ax.fill(
        [left, left, right, right],
        [0, low, high, 0],
        facecolor="#f6d7a7",
        edgecolor="#a86d12",
        alpha=0.6,
        gid=f"trapezoid:{number}",
    )
for number, (left, value) in enumerate(zip(nodes, values, strict=True)):
    ax.plot([left], [value], "o", ms=5, color="#a86d12", gid=f"node:{number}")
ax.axhline(0, color="k", lw=1)
ax.set_xticks(nodes, [f"{node:g}" for node in nodes], fontsize=11)
ax.set_yticks([-1, 1])
ax.spines[["top", "right"]].set_visible(False)
ax.text(3.35, 1.35, "y = sin(x²)", fontsize=13, ha="center", va="center", color="#1b4f8a", gid="label:f")
ax.text(6.6, 1.35, "n = 8", fontsize=13, ha="center", va="center")
ax.set_xlabel("x", fontsize=12, style="italic")
ax.set(xlim=(2.85, 7.15), ylim=(-1.25, 1.6))
plt.show()
