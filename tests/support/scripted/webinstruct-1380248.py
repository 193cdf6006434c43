"""
{"content": ["the matrix A with b along the second diagonal and a elsewhere"],
 "layout": ["five by five entries between brackets"],
 "labels": ["A =", "a", "b"],
 "considerations": ["no determinant"],
 "hidden": ["(4a+b)"],
 "claims": [
  {"kind": "count", "of": ["a"], "value": 20},
  {"kind": "count", "of": ["b"], "value": 5},
  {"kind": "order", "of": ["b:51", "b:42", "b:33", "b:24", "b:15"], "value": "left_to_right"},
  {"kind": "order", "of": ["b:51", "b:42", "b:33", "b:24", "b:15"], "value": "bottom_to_top"},
  {"kind": "label", "of": ["a:11"], "value": "a"}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5.4, 4.6))
for i in range(1, 6):
    for j in range(1, 6):
        name = "b" if i + j == 6 else "a"
        ax.text(
            j,
            6 - i,
            name,
            fontsize=20,
            style="italic",
            ha="center",
            va="center",
            gid=f"{name}:{i}{j}",
            color="#a23b3b" if name == "b" else "k",
        )
ax.plot([0.6, 0.4, 0.4, 0.6], [5.6, 5.6, 0.4, 0.4], "k", lw=2)
ax.plot([5.4, 5.6, 5.6, 5.4], [5.6, 5.6, 0.4, 0.4], "k", lw=2)
ax.text(-0.35, 3, "A =", fontsize=20, ha="center", va="center", style="italic")
ax.set(xlim=(-1, 5.8), ylim=(0.2, 5.8))
ax.axis("off")
plt.show()
