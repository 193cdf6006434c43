"""
{"content": ["three capacitors in series with a battery"],
 "layout": ["rectangular loop, plates as pairs of lines, battery at the bottom"],
 "labels": ["C₁ = 14 μF", "C₂ = 7 μF", "C₃ = 6.5 μF", "ΔV = 44 V"],
 "considerations": ["no energy"],
 "hidden": ["2.63 mJ", "2.63"],
 "claims": [
  {"kind": "label", "of": ["label:C1"], "value": "C₁ = 14 μF"},
  {"kind": "label", "of": ["label:C2"], "value": "C₂ = 7 μF"},
  {"kind": "label", "of": ["label:C3"], "value": "C₃ = 6.5 μF"},
  {"kind": "label", "of": ["label:V"], "value": "ΔV = 44 V"},
  {"kind": "count", "of": ["plate"], "value": 6},
  {"kind": "near", "of": ["label:C2", "plate:2a"]},
  {"kind": "connected", "of": ["wire:1", "plate:1a"]}]}
"""

import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7.4, 4))
for number, (x, value) in enumerate(((1.5, "14"), (4, "7"), (6.5, "6.5")), start=1):
    for side, shift in (("a", -0.12), ("b", 0.12)):
        ax.plot([x + shift, x + shift], [2.6, 3.4], "k", lw=2.4, gid=f"plate:{number}{side}")
    ax.text(x, 3.75, f"C{'₀₁₂₃'[number]} = {value} μF", fontsize=13, ha="center", va="center", gid=f"label:C{number}")
ax.plot([3.88, 0, 0, 3.88], [0, 0, 3, 3], "w", lw=0)
wires = {
    1: ([3.8, 0, 0, 1.38], [0, 0, 3, 3]),
    2: ([1.62, 3.88], [3, 3]),
    3: ([4.12, 6.38], [3, 3]),
    4: ([6.62, 8, 8, 4.0], [3, 3, 0, 0]),
}
for number, (xs, ys) in wires.items():
    ax.plot(xs, ys, "k", lw=1.6, gid=f"wire:{number}")
ax.plot([3.8, 3.8], [-0.45, 0.45], "k", lw=2, gid="cell:plus")
ax.plot([4.0, 4.0], [-0.22, 0.22], "k", lw=4, gid="cell:minus")
ax.text(3.55, 0.3, "+", fontsize=14, ha="center", va="center")
ax.text(4.25, 0.3, "−", fontsize=14, ha="center", va="center")
ax.text(3.9, -0.75, "ΔV = 44 V", fontsize=13, ha="center", va="center", gid="label:V")
ax.set(xlim=(-0.3, 8.3), ylim=(-1.1, 4.1), aspect="equal")
ax.axis("off")
plt.show()
