"""
{"content": ["a titration: hydrochloric acid in the burette, lithium hydroxide in the flask"],
 "layout": ["burette above a flask, values beside the vessels"],
 "labels": ["titrant: 0.720 M HCl", "5.00 mL added", "analyte: 25.00 mL of 0.290 M LiOH", "25 °C"],
 "considerations": ["no pH"],
 "hidden": ["13.1"],
 "claims": [
  {"kind": "label", "of": ["label:titrant"], "value": "titrant: 0.720 M HCl"},
  {"kind": "label", "of": ["label:analyte"], "value": "analyte: 25.00 mL of 0.290 M LiOH"},
  {"kind": "value", "of": ["label:added"], "value": 5.0},
  {"kind": "value", "of": ["label:temperature"], "value": 25},
  {"kind": "order", "of": ["vessel:flask", "vessel:burette"], "value": "bottom_to_top"},
  {"kind": "near", "of": ["label:added", "vessel:burette"]}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6.6, 6.2))
ax.fill([-0.3, 0.3, 0.3, -0.3], [9.4, 9.4, 5.4, 5.4], color="#f7ead0")
ax.plot([-0.3, -0.3, -0.06, -0.06], [10.6, 5.4, 5.1, 4.2], "k", lw=1.6, gid="vessel:burette")
ax.plot([0.3, 0.3, 0.06, 0.06], [10.6, 5.4, 5.1, 4.2], "k", lw=1.6)
for tick in range(20):
    ax.plot([-0.3, -0.05 if tick % 5 == 0 else -0.15], [10.3 - 0.24 * tick] * 2, "k", lw=0.8)
ax.plot([-0.4, 0.4], [4.95, 4.95], color="0.3", lw=5)
ax.fill([-1.7, 1.7, 1.05, -1.05], [0, 0, 1.5, 1.5], color="#dcebf7")
ax.plot([-0.4, -0.4, -1.7, 1.7, 0.4, 0.4], [4, 3, 0, 0, 3, 4], "k", lw=1.8, gid="vessel:flask")
ax.text(0.7, 8.2, "titrant: 0.720 M HCl", fontsize=12, va="center", gid="label:titrant")
ax.text(0.7, 7.3, "5.00 mL added", fontsize=12, va="center", gid="label:added")
ax.text(2.0, 1.2, "analyte: 25.00 mL of 0.290 M LiOH", fontsize=12, va="center", gid="label:analyte")
ax.text(2.0, 0.4, "25 °C", fontsize=12, va="center", gid="label:temperature")
ax.set(xlim=(-2, 9.4), ylim=(-0.3, 10.9), aspect="equal")
ax.axis("off")
plt.show()
