"""
{"content": ["the paraboloid above the xy-plane"],
 "layout": ["three-dimensional axes, surface with its circle of radius 5 below"],
 "labels": ["z = 25 − x² − y²", "(0, 0, 25)", "radius 5"],
 "considerations": ["no area"],
 "hidden": ["530.95"],
 "claims": [
  {"kind": "label", "of": ["label:surface"], "value": "z = 25 − x² − y²"},
  {"kind": "near", "of": ["label:vertex", "vertex:top"]},
  {"kind": "on", "of": ["vertex:top", "curve:section"]},
  {"kind": "label", "of": [], "value": "x"}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig = plt.figure(figsize=(6.4, 6))
ax = fig.add_subplot(projection="3d")
r, t = np.meshgrid(np.linspace(0, 5, 26), np.linspace(0, 2 * np.pi, 49))
ax.plot_surface(r * np.cos(t), r * np.sin(t), 25 - r**2, color="#9cc3e6", alpha=0.75, lw=0.3, edgecolor="#5b87b0")
t = np.linspace(0, 2 * np.pi, 200)
ax.plot(5 * np.cos(t), 5 * np.sin(t), np.zeros_like(t), "k", lw=1.8, gid="curve:base")
x = np.linspace(-5, 5, 101)
ax.plot(x, np.zeros_like(x), 25 - x**2, color="#1b4f8a", lw=1.2, gid="curve:section")
ax.plot([0, 5], [0, 0], [0, 0], "k--", lw=1.2)
ax.plot([0], [0], [25], "ko", ms=5, gid="vertex:top")
ax.text(0.4, 0.4, 26, "(0, 0, 25)", fontsize=12, gid="label:vertex")
ax.text2D(0.0, 0.82, "z = 25 − x² − y²", fontsize=13, transform=ax.transAxes, gid="label:surface")
ax.text(1.2, -1.6, 0, "radius 5", fontsize=12, gid="label:radius")
ax.set(xlabel="x", ylabel="y", zlabel="z", xticks=[-5, 0, 5], yticks=[-5, 0, 5], zticks=[0, 25])
ax.view_init(22, -55)
plt.show()
