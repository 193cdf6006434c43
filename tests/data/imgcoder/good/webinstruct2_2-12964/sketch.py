from scisynth.imgcoder.sketch import Sketch

sketch = Sketch()
sketch.component("V", "ac_source", (0, 4), (0, 0))
sketch.text("label:source", "V₀ = 9.60 V\nf = 50.0 Hz", (-0.8, 2), of="source:V", toward=(-1, 0))
sketch.component("R", "resistor", (0, 4), (6, 4), words="R = 10.00 Ω", toward=(0, 1))
sketch.component("L", "inductor", (6, 4), (6, 0), words="L = 13.0 mH", toward=(1, 0))
sketch.component("C", "capacitor", (6, 0), (0, 0), words="C = 0.200 mF", toward=(0, -1))
figure = sketch.figure()
