import numpy as np

from scisynth.imgcoder.sketch import Sketch

k = 0.8  # units per eV
E = {n: -13.6 / n**2 * k for n in range(1, 6)}
left, right = 1.0, 7.0

sketch = Sketch()
sketch.arrow("axis:energy", (-1.0, -14.2 * k), (-1.0, 1.0 * k), width=1.5)
sketch.text("label:axis", "Energy (eV)", (-1.0, 1.0 * k), of="axis:energy", toward=(0, 1))

# levels, to scale
for n, y in E.items():
    sketch.line(f"level:{n}", (left, y), (right, y), color="navy", width=2)
sketch.line("limit:ionisation", (left, 0), (right, 0), color="gray", dash="dashed")

# n = 4 and n = 5 lie close together: one name hangs below its line, one stands beside it
sides = {1: (-1, 0), 2: (-1, 0), 3: (-1, 0), 4: (-1, -0.5), 5: (-1, 0)}
for n, y in E.items():
    sketch.text(f"label:n{n}", f"n = {n}", (left, y), of=f"level:{n}", toward=sides[n])
sketch.text("label:inf", "n = ∞", (left, 0), of="limit:ionisation", toward=(-1, 0.6), color="gray")
for n, words in ((1, "−13.6 eV"), (2, "−3.40 eV"), (3, "−1.51 eV")):
    sketch.text(f"label:E{n}", words, (right, E[n]), of=f"level:{n}", toward=(1, 0))

# emission
sketch.arrow("transition:emission", (2.6, E[5]), (2.6, E[3]), color="red", width=2.5)

# photon, between the levels 3 and 4
y = (E[3] + E[4]) / 2
x = np.linspace(3.2, 5.4, 200)
wave = y + 0.12 * np.sin(2 * np.pi * (x - 3.2) / 0.44)
sketch.line("wave:photon", *zip(x, wave), color="red")
sketch.arrow("arrow:photon", (5.4, y), (6.0, y), color="red")
sketch.text("label:photon", "photon, λ = ?", (4.4, E[3]), of="wave:photon", toward=(0, -1), color="red", size=12)
figure = sketch.figure()
