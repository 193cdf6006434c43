"""
{"content": ["a resistor, a coil and a capacitor in series with an AC source"],
 "layout": ["drawn with schemdraw: source at the left, R and L above, C at the right"],
 "labels": ["R = 3.7 Ω", "L = 10 mH", "C = 2.0 μF", "110 V, variable ω"],
 "considerations": ["no resonance"],
 "hidden": ["58.90 hz", "58.9"],
 "claims": [
  {"kind": "label", "of": [], "value": "R = 3.7 Ω"},
  {"kind": "label", "of": [], "value": "L = 10 mH"},
  {"kind": "label", "of": [], "value": "C = 2.0 μF"},
  {"kind": "label", "of": [], "value": "110 V"}]}
"""

import matplotlib.pyplot as plt
import schemdraw
import schemdraw.elements as elm

fig, ax = plt.subplots(figsize=(7.4, 4.4))
with schemdraw.Drawing(canvas=ax) as drawing:
    drawing.config(fontsize=14, lw=1.8)
    source = elm.SourceSin().up().label("peak emf\n110 V, variable ω")
    elm.Resistor().right().label("R = 3.7 Ω")
    elm.Inductor2().right().label("L = 10 mH")
    elm.Capacitor().down().label("C = 2.0 μF", loc="bottom")
    elm.Line().left().tox(source.start)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
