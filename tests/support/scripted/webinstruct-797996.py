"""
{"content": ["energy levels n = 5 and n = 6 of the ion and the emission of light"],
 "layout": ["levels to scale of -1/n², arrow down, a wave leaves to the right"],
 "labels": ["Fe²⁵⁺", "n = 6", "n = 5", "emitted photon, λ = ?"],
 "considerations": ["one electron only; energies are not printed"],
 "hidden": ["11.0 nm"],
 "claims": [
  {"kind": "order", "of": ["level:5", "level:6"], "value": "bottom_to_top"},
  {"kind": "direction", "of": ["arrow:jump"], "value": 270},
  {"kind": "connected", "of": ["arrow:jump", "level:6"]},
  {"kind": "connected", "of": ["arrow:jump", "level:5"]},
  {"kind": "label", "of": ["label:6"], "value": "n = 6"},
  {"kind": "direction", "of": ["arrow:photon"], "value": 0}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(6.4, 4.4))
levels = {n: -10 * 36 / n**2 for n in (5, 6)}
for n, energy in levels.items():
    ax.plot([0, 2.4], [energy, energy], "k", lw=2.4, gid=f"level:{n}")
    ax.text(-0.15, energy, f"n = {n}", fontsize=15, ha="right", va="center", gid=f"label:{n}")
arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 20, "lw": 2}
ax.annotate("", (1.2, levels[5]), (1.2, levels[6]), arrowprops={**arrow, "color": "#1b4f8a", "gid": "arrow:jump"})
ax.plot([1.2], [levels[6]], "o", ms=11, color="#c0392b")
ax.text(1.4, levels[6] + 0.3, "electron", fontsize=11, va="center", color="#c0392b")
middle = (levels[5] + levels[6]) / 2
x = np.linspace(1.5, 3.4, 300)
ax.plot(x, middle + 0.22 * np.sin(2 * np.pi * (x - 1.5) / 0.38), color="#8e5aa8", lw=1.8)
ax.annotate("", (3.9, middle), (3.4, middle), arrowprops={**arrow, "color": "#8e5aa8", "gid": "arrow:photon"})
ax.text(2.7, middle + 0.6, "emitted photon, λ = ?", fontsize=12, ha="center", va="center", color="#8e5aa8")
ax.text(0.2, levels[6] + 0.8, "Fe²⁵⁺", fontsize=16, ha="center", va="center")
ax.set(xlim=(-1.1, 4.3), ylim=(levels[5] - 0.7, levels[6] + 1.3))
ax.axis("off")
plt.show()
