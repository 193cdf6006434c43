"""
{"content": ["a DNA strand with the bases CGCTAA and an empty opposite strand"],
 "layout": ["six columns, the given bases above, empty places below, pairs joined by dotted lines; options under it"],
 "labels": ["C", "G", "T", "A", "CGCAUU", "TATCGG", "ATAGCC", "GCGAT"],
 "considerations": ["the second strand is left open"],
 "hidden": ["GCGATT"],
 "claims": [
  {"kind": "count", "of": ["base"], "value": 6},
  {"kind": "count", "of": ["place"], "value": 6},
  {"kind": "order", "of": ["base:1", "base:2", "base:3", "base:4", "base:5", "base:6"], "value": "left_to_right"},
  {"kind": "label", "of": ["base:3"], "value": "C"},
  {"kind": "label", "of": ["base:4"], "value": "T"},
  {"kind": "parallel", "of": ["strand:given", "strand:open"]}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6.8, 4.4))
colors = {"A": "#7fb77e", "T": "#e07a5f", "G": "#81a4cd", "C": "#f2cc8f"}
ax.plot([0.4, 6.6], [2.45, 2.45], "k", lw=4, gid="strand:given")
ax.plot([0.4, 6.6], [-0.05, -0.05], color="0.5", lw=4, gid="strand:open")
for number, base in enumerate("CGCTAA", start=1):
    ax.add_patch(plt.Rectangle((number - 0.35, 1.6), 0.7, 0.82, facecolor=colors[base], edgecolor="k"))
    ax.text(number, 2.0, base, fontsize=16, ha="center", va="center", gid=f"base:{number}")
    ax.plot([number, number], [0.85, 1.55], "k:", lw=1.5)
    ax.add_patch(
        plt.Rectangle((number - 0.35, 0), 0.7, 0.8, facecolor="white", edgecolor="0.5", ls="--", gid=f"place:{number}")
    )
    ax.text(number, 0.4, "?", fontsize=15, ha="center", va="center", color="0.4")
ax.text(0.25, 2.0, "given", fontsize=12, ha="right", va="center")
ax.text(0.25, 0.4, "other", fontsize=12, ha="right", va="center")
for number, option in enumerate(("CGCAUU", "TATCGG", "ATAGCC", "GCGAT")):
    ax.text(
        0.7 + 1.85 * number,
        -0.8,
        option,
        fontsize=12,
        ha="center",
        va="center",
        family="monospace",
        bbox={"facecolor": "white", "edgecolor": "0.6"},
    )
ax.set(xlim=(-0.8, 7.1), ylim=(-1.2, 2.8))
ax.axis("off")
plt.show()
