"""
{"content": ["a pitcher plant's trap, cut open"],
 "layout": ["pitcher in the middle, parts named at the right with leader lines, an insect at the rim"],
 "labels": ["Pitcher", "Operculum", "Peristome", "Slippery Zone", "Digestive Fluid", "Tendril", "insect"],
 "considerations": ["no text says what becomes of the insect"],
 "hidden": ["capturing and digesting insects"],
 "claims": [
  {"kind": "order", "of": ["part:fluid", "part:peristome", "part:operculum"], "value": "bottom_to_top"},
  {"kind": "direction", "of": ["arrow:fall"], "value": 270},
  {"kind": "inside", "of": ["part:fluid", "part:pitcher"]},
  {"kind": "label", "of": ["label:operculum"], "value": "Operculum"},
  {"kind": "label", "of": ["label:peristome"], "value": "Peristome"},
  {"kind": "label", "of": ["label:fluid"], "value": "Digestive Fluid"},
  {"kind": "label", "of": ["label:zone"], "value": "Slippery Zone"}]}
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Ellipse

fig, ax = plt.subplots(figsize=(6, 6.5))
height = np.linspace(0, 4, 100)
width = 0.55 + 0.6 * np.sin(np.pi * np.clip(height / 4, 0, 1) ** 0.7) - 0.55 * np.exp(-4 * height)
wall_x, wall_y = np.concatenate([-width, width[::-1]]), np.concatenate([height, height[::-1]])
ax.fill(wall_x, wall_y, facecolor="#dff0d0", edgecolor="#3a6b24", lw=2, gid="part:pitcher")
low = height < 1.3
ax.fill(
    np.concatenate([-width[low], width[low][::-1]]) * 0.93,
    np.concatenate([height[low], height[low][::-1]]) + 0.05,
    color="#d9c36a",
    gid="part:fluid",
)
ax.add_patch(Ellipse((0, 4), 1.4, 0.4, facecolor="#f5e9e4", edgecolor="#a23b3b", lw=5, gid="part:peristome"))
ax.add_patch(
    Ellipse((-0.25, 4.95), 1.7, 0.4, angle=22, facecolor="#b9d99a", edgecolor="#3a6b24", lw=2, gid="part:operculum")
)
ax.plot([-0.62, -0.75, -0.95], [4.05, 4.3, 4.62], color="#3a6b24", lw=3)
t = np.linspace(0, 1, 50)
ax.plot(-2.6 + 2.6 * t, 1.6 - 4.6 * t + 3.0 * t**3, color="#3a6b24", lw=3)
ax.add_patch(Ellipse((0, 4.38), 0.22, 0.14, color="k"))
for side in (-1, 1):
    ax.add_patch(Ellipse((0.07 * side, 4.49), 0.22, 0.09, angle=50 * side, facecolor="#cccccc", edgecolor="k", lw=0.6))
ax.annotate(
    "",
    (0, 1.5),
    (0, 3.6),
    arrowprops={
        "arrowstyle": "-|>",
        "shrinkA": 0,
        "shrinkB": 0,
        "color": "k",
        "mutation_scale": 16,
        "gid": "arrow:fall",
    },
)
parts = [
    ("operculum", "Operculum", 5.25, (0.5, 5.2)),
    ("insect", "insect", 4.62, (0.15, 4.42)),
    ("peristome", "Peristome", 4.0, (0.72, 4.0)),
    ("zone", "Slippery Zone", 3.0, (0.98, 2.9)),
    ("pitcher", "Pitcher", 2.0, (1.15, 1.9)),
    ("fluid", "Digestive Fluid", 0.8, (0.7, 0.8)),
]
for name, words, y, tip in parts:
    ax.plot([1.85, tip[0]], [y, tip[1]], color="0.3", lw=0.9)
    ax.text(1.92, y, words, fontsize=12, va="center", gid=f"label:{name}")
ax.text(-2.1, -0.55, "Tendril", fontsize=12, ha="right", va="center")
ax.plot([-2.05, -1.5], [-0.55, -0.35], color="0.3", lw=0.9)
ax.set(xlim=(-3.2, 3.9), ylim=(-1.2, 5.7), aspect="equal")
ax.axis("off")
plt.show()
