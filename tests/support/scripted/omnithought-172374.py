"""
{"content": ["a train of rectangular pulses"],
 "layout": ["voltage over time, pulses of 4 ms every 20 ms"],
 "labels": ["5 V", "4 ms", "20 ms", "t (ms)", "V"],
 "considerations": ["no spectrum"],
 "hidden": ["sinc"],
 "claims": [
  {"kind": "ratio", "of": ["dim:period", "dim:width"], "value": 5},
  {"kind": "value", "of": ["label:width"], "value": 4},
  {"kind": "value", "of": ["label:period"], "value": 20},
  {"kind": "value", "of": ["label:amplitude"], "value": 5},
  {"kind": "near", "of": ["label:width", "dim:width"]},
  {"kind": "near", "of": ["label:period", "dim:period"]}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7.6, 4))
times, volts = [], []
for start in (0, 20, 40):
    times += [start, start, start + 4, start + 4]
    volts += [0, 5, 5, 0]
ax.plot([-4, *times, 50], [0, *volts, 0], color="#1b4f8a", lw=2.2, gid="wave:pulses")
dimension = {"arrowstyle": "<|-|>", "shrinkA": 0, "shrinkB": 0, "color": "k", "mutation_scale": 12}
ax.annotate("", (24, 5.6), (20, 5.6), arrowprops={**dimension, "gid": "dim:width"})
ax.text(22, 6.1, "4 ms", fontsize=12, ha="center", va="center", gid="label:width")
ax.annotate("", (20, 2.5), (0, 2.5), arrowprops={**dimension, "gid": "dim:period"})
ax.text(12, 2.95, "20 ms", fontsize=12, ha="center", va="center", gid="label:period")
ax.plot([-4, 0], [5, 5], ":", color="0.5", lw=1)
ax.text(-4.6, 5, "5 V", fontsize=12, ha="right", va="center", gid="label:amplitude")
ax.annotate("", (53, 0), (-4, 0), arrowprops={"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "color": "k"})
ax.annotate("", (-4, 7.2), (-4, -0.4), arrowprops={"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "color": "k"})
ax.text(53, -0.55, "t (ms)", fontsize=12, ha="center", va="center")
ax.text(-5, 7, "V", fontsize=13, style="italic", ha="right", va="center")
ax.set(xlim=(-9, 56), ylim=(-1, 7.5))
ax.axis("off")
plt.show()
