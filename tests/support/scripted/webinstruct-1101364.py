"""
{"content": ["a battery and three capacitors in one loop"],
 "layout": ["drawn with schemdraw: battery at the left, capacitors along the top and the right side"],
 "labels": ["12 V", "4.0 μF", "10.6 μF", "32.2 μF"],
 "considerations": ["no voltage of a capacitor"],
 "hidden": ["0.99 V"],
 "claims": [
  {"kind": "label", "of": [], "value": "12 V"},
  {"kind": "label", "of": [], "value": "4.0 μF"},
  {"kind": "label", "of": [], "value": "10.6 μF"},
  {"kind": "label", "of": [], "value": "32.2 μF"}]}
"""

import matplotlib.pyplot as plt
import schemdraw
import schemdraw.elements as elm

fig, ax = plt.subplots(figsize=(6.8, 4.2))
with schemdraw.Drawing(canvas=ax) as drawing:
    drawing.config(fontsize=14, lw=1.8)
    battery = elm.BatteryCell().up().label("12 V")
    elm.Capacitor().right().label("4.0 μF")
    elm.Capacitor().right().label("10.6 μF")
    elm.Capacitor().down().label("32.2 μF", loc="bottom")
    elm.Line().left().tox(battery.start)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
