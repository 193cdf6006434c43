"""
{"content": ["one period of a step function"],
 "layout": ["axes t and f(t), steps at 0 and 4, open circles at the ends"],
 "labels": ["t", "f(t)", "-2", "0", "2", "4"],
 "considerations": ["no coefficients of a series"],
 "hidden": ["8/π"],
 "claims": [
  {"kind": "formula", "of": ["step:low"], "value": "0*x"},
  {"kind": "formula", "of": ["step:high"], "value": "0*x + 4"},
  {"kind": "ratio", "of": ["step:low", "step:high"], "value": 1},
  {"kind": "label", "of": ["label:t"], "value": "t"},
  {"kind": "label", "of": ["label:f"], "value": "f(t)"},
  {"kind": "count", "of": ["open"], "value": 4}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6.6, 4.4))
ax.plot([-2, 0], [0, 0], color="#1b4f8a", lw=3.5, gid="step:low")
ax.plot([0, 2], [4, 4], color="#1b4f8a", lw=3.5, gid="step:high")
for number, (x, y) in enumerate(((-2, 0), (0, 0), (0, 4), (2, 4))):
    ax.plot([x], [y], "o", ms=8, mfc="white", mec="#1b4f8a", mew=2, gid=f"open:{number}")
ax.spines["left"].set_position("zero")
ax.spines["bottom"].set_position("zero")
ax.spines[["top", "right"]].set_visible(False)
ax.set_xticks([-2, 2])
ax.set_yticks([4])
ax.tick_params(labelsize=12)
ax.text(0.12, -0.42, "0", fontsize=12, ha="center", va="center")
ax.text(2.75, -0.4, "t", fontsize=14, style="italic", ha="center", va="center", gid="label:t")
ax.text(0.3, 5.1, "f(t)", fontsize=14, style="italic", ha="center", va="center", gid="label:f")
ax.set(xlim=(-2.8, 2.9), ylim=(-0.8, 5.4))
plt.show()
