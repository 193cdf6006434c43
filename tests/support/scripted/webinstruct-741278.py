"""
{"content": ["energy levels 2s and 3s and the absorption of a photon"],
 "layout": ["levels to scale of their energies, arrow up, a wave comes from the left"],
 "labels": ["2s", "3s", "−12.98 eV", "−10.84 eV", "absorbed photon"],
 "considerations": ["no wavelength"],
 "hidden": ["9.23e-8 m", "580 nm", "2.14 eV"],
 "claims": [
  {"kind": "value", "of": ["label:2s"], "value": -12.98},
  {"kind": "value", "of": ["label:3s"], "value": -10.84},
  {"kind": "direction", "of": ["arrow:jump"], "value": 90},
  {"kind": "connected", "of": ["arrow:jump", "level:2s"]},
  {"kind": "connected", "of": ["arrow:jump", "level:3s"]},
  {"kind": "order", "of": ["level:2s", "level:3s"], "value": "bottom_to_top"}]}
"""

import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(figsize=(6.4, 4.6))
for name, energy in (("2s", -12.98), ("3s", -10.84)):
    ax.plot([0, 3], [energy, energy], "k", lw=2.4, gid=f"level:{name}")
    ax.text(-0.15, energy, name, fontsize=15, ha="right", va="center")
    ax.text(3.15, energy, f"−{-energy} eV", fontsize=14, va="center", gid=f"label:{name}")
ax.annotate(
    "",
    (2, -10.84),
    (2, -12.98),
    arrowprops={
        "arrowstyle": "-|>",
        "shrinkA": 0,
        "shrinkB": 0,
        "mutation_scale": 22,
        "lw": 2,
        "gid": "arrow:jump",
        "color": "#1b4f8a",
    },
)
ax.plot([2], [-12.98], "o", ms=10, color="#c0392b")
x = np.linspace(-0.6, 1.45, 300)
ax.plot(x, -11.9 + 0.12 * np.sin(2 * np.pi * x / 0.34), color="#8e5aa8", lw=1.8, gid="wave:photon")
ax.annotate(
    "",
    (1.8, -11.9),
    (1.4, -11.9),
    arrowprops={"arrowstyle": "-|>", "mutation_scale": 18, "shrinkA": 0, "shrinkB": 0, "color": "#8e5aa8", "lw": 1.8},
)
ax.text(0.45, -11.6, "absorbed photon", fontsize=12, ha="center", va="center", color="#8e5aa8")
ax.annotate("", (-1.1, -10.6), (-1.1, -13.3), arrowprops={"arrowstyle": "-|>", "color": "k"})
ax.text(-1.3, -12, "energy", fontsize=12, rotation=90, ha="center", va="center")
ax.set(xlim=(-1.5, 4.5), ylim=(-13.5, -10.3))
ax.axis("off")
plt.show()
