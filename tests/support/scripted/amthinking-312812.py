"""
{"content": ["a Venn diagram of cat and dog owners among 500 students"],
 "layout": ["frame for all students, two circles that overlap"],
 "labels": ["500 students", "Cats: 120", "Dogs: 200", "40"],
 "considerations": ["the part of cats alone stays empty"],
 "hidden": ["80", "16%"],
 "claims": [
  {"kind": "value", "of": ["label:all"], "value": 500},
  {"kind": "value", "of": ["label:cats"], "value": 120},
  {"kind": "value", "of": ["label:dogs"], "value": 200},
  {"kind": "label", "of": ["label:both"], "value": "40"},
  {"kind": "inside", "of": ["label:both", "set:cats"]},
  {"kind": "inside", "of": ["label:both", "set:dogs"]},
  {"kind": "inside", "of": ["set:cats", "set:all"]}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6.6, 4.6))
ax.add_patch(plt.Rectangle((0, 0), 10, 6.4, fill=False, lw=1.6, gid="set:all"))
ax.add_patch(plt.Circle((3.6, 2.9), 1.75, facecolor="#f6d7a7", edgecolor="k", alpha=0.6, gid="set:cats"))
ax.add_patch(plt.Circle((6.2, 2.9), 2.25, facecolor="#a9c9e8", edgecolor="k", alpha=0.6, gid="set:dogs"))
ax.text(0.3, 5.9, "500 students", fontsize=13, va="center", gid="label:all")
ax.text(2.6, 5.0, "Cats: 120", fontsize=13, ha="center", va="center", gid="label:cats")
ax.text(7.0, 5.55, "Dogs: 200", fontsize=13, ha="center", va="center", gid="label:dogs")
ax.text(4.65, 2.9, "40", fontsize=14, ha="center", va="center", gid="label:both")
ax.text(2.85, 2.9, "?", fontsize=15, ha="center", va="center", color="0.3")
ax.set(xlim=(-0.2, 10.2), ylim=(-0.2, 6.6), aspect="equal")
ax.axis("off")
plt.show()
