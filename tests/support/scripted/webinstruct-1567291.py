"""
{"content": ["a burette with NaOH over a flask with hydrochloric acid"],
 "layout": ["burette above, scale runs down from 0 to 25 mL, both readings marked true to scale; flask below"],
 "labels": ["NaOH solution", "1.14 mL (start)", "22.37 mL (end)", "20 mL of 0.1011 M HCl", "phenolphthalein: faint pink"],
 "considerations": ["no concentration of NaOH"],
 "hidden": ["1.037 M"],
 "claims": [
  {"kind": "value", "of": ["label:start"], "value": 1.14},
  {"kind": "value", "of": ["label:end"], "value": 22.37},
  {"kind": "order", "of": ["mark:end", "mark:start"], "value": "bottom_to_top"},
  {"kind": "ratio", "of": ["scale:used", "scale:start"], "value": 18.622807},
  {"kind": "near", "of": ["label:start", "mark:start"]},
  {"kind": "near", "of": ["label:end", "mark:end"]},
  {"kind": "value", "of": ["label:acid"], "value": 0.1011}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(6, 7.4))


def height(volume):
    return 12.5 - volume * 7 / 25


ax.fill([-0.3, 0.3, 0.3, -0.3], [height(1.14), height(1.14), 5.2, 5.2], color="#dcebf7")
ax.plot([-0.3, -0.3, -0.06, -0.06], [13, 5.2, 4.9, 4.1], "k", lw=1.6)
ax.plot([0.3, 0.3, 0.06, 0.06], [13, 5.2, 4.9, 4.1], "k", lw=1.6)
ax.plot([-0.35, 0.35], [4.75, 4.75], color="0.3", lw=5)
for volume in np.arange(0, 26, 1):
    ax.plot([-0.3, -0.05 if volume % 5 == 0 else -0.16], [height(volume)] * 2, "k", lw=0.9)
    if volume % 5 == 0:
        ax.text(-0.45, height(volume), f"{volume:.0f}", fontsize=10, ha="right", va="center")
for name, volume in (("start", 1.14), ("end", 22.37)):
    ax.plot([-0.3, 0.75], [height(volume)] * 2, color="#c0392b", lw=1.6, gid=f"mark:{name}")
    ax.text(
        0.9, height(volume), f"{volume} mL ({name})", fontsize=12, va="center", color="#c0392b", gid=f"label:{name}"
    )
ax.plot([0.3, 0.3], [height(0), height(1.14)], "k", lw=1.6, gid="scale:start")
ax.plot([0.3, 0.3], [height(1.14), height(22.37)], "k", lw=1.6, gid="scale:used")
ax.text(0.9, 9.2, "NaOH solution", fontsize=12, va="center")
ax.fill([-1.55, 1.55, 1.05, -1.05], [0, 0, 1.25, 1.25], color="#fbd9e3")
ax.plot([-0.35, -0.35, -1.55, 1.55, 0.35, 0.35], [3.9, 3, 0, 0, 3, 3.9], "k", lw=1.8)
ax.text(1.9, 1.3, "20 mL of 0.1011 M HCl", fontsize=12, va="center", gid="label:acid")
ax.text(1.9, 0.6, "phenolphthalein: faint pink", fontsize=12, va="center")
ax.set(xlim=(-2, 6.2), ylim=(-0.3, 13.4), aspect="equal")
ax.axis("off")
plt.show()
