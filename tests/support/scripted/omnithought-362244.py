"""
{"content": ["two energy levels of the hydrogen atom and the transition of an electron"],
 "layout": ["levels to scale of -1/n², arrow from n=2 up to n=3"],
 "labels": ["n=3", "n=2", "Hydrogen Atom", "ΔE = ?"],
 "considerations": ["no energies are printed"],
 "hidden": ["1.89 eV", "3.03"],
 "claims": [
  {"kind": "order", "of": ["level:2", "level:3"], "value": "bottom_to_top"},
  {"kind": "parallel", "of": ["level:2", "level:3"]},
  {"kind": "direction", "of": ["arrow:jump"], "value": 90},
  {"kind": "connected", "of": ["arrow:jump", "level:3"]},
  {"kind": "on", "of": ["electron:1", "level:2"]},
  {"kind": "label", "of": ["label:3"], "value": "n=3"}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5.4, 4.6))
levels = {n: -13.6 / n**2 for n in (2, 3)}
for n, energy in levels.items():
    ax.plot([0, 3], [energy, energy], "k", lw=2.2, gid=f"level:{n}")
    ax.text(3.15, energy, f"n={n}", fontsize=15, va="center", gid=f"label:{n}")
ax.annotate(
    "",
    (1.5, levels[3]),
    (1.5, levels[2]),
    arrowprops={
        "arrowstyle": "-|>",
        "shrinkA": 0,
        "shrinkB": 0,
        "mutation_scale": 22,
        "lw": 1.8,
        "color": "#1b4f8a",
        "gid": "arrow:jump",
    },
)
ax.plot([1.0], [levels[2]], "o", ms=11, color="#c0392b", gid="electron:1")
ax.text(1.0, levels[2] - 0.18, "electron", fontsize=11, ha="center", va="center", color="#c0392b")
ax.text(1.65, -2.45, "ΔE = ?", fontsize=14, va="center", color="#1b4f8a")
ax.annotate("", (-0.35, -1.1), (-0.35, -3.6), arrowprops={"arrowstyle": "-|>", "color": "k"})
ax.text(-0.55, -2.35, "energy", fontsize=12, rotation=90, ha="center", va="center")
ax.text(1.5, -0.75, "Hydrogen Atom", fontsize=14, ha="center", va="center")
ax.set(xlim=(-0.8, 3.9), ylim=(-3.8, -0.5))
ax.axis("off")
plt.show()
