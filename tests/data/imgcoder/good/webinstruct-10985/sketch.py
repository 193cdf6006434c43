import numpy as np

from scisynth.imgcoder.sketch import Sketch

R, r = 3.6, 5.4  # altitude enlarged, not to scale
u = np.array([np.cos(np.radians(45)), np.sin(np.radians(45))])
n = np.array([u[1], -u[0]])
s = r * u

sketch = Sketch()
sketch.circle("planet:Earth", (0, 0), R, fill="#9fc5e8", color="navy", width=2)
sketch.circle("orbit:station", (0, 0), r, dash="dashed", color="gray")
sketch.text("label:Earth", "Earth", (0, -1.5), size=13)
sketch.text("label:M", "M = 5.98 × 10²⁴ kg", (0, -2.1), of="planet:Earth")

# space station: body and two solar panels
sketch.rectangle("satellite:station", s[0] - 0.2, s[1] - 0.2, s[0] + 0.2, s[1] + 0.2, fill="silver")
sketch.rectangle("panel:left", s[0] - 0.9, s[1] - 0.1, s[0] - 0.2, s[1] + 0.1, fill="royalblue")
sketch.rectangle("panel:right", s[0] + 0.2, s[1] - 0.1, s[0] + 0.9, s[1] + 0.1, fill="royalblue")
sketch.text("label:station", "Space station", s + np.array([0, 0.25]), of="satellite:station", toward=(0, 1))
sketch.text("label:m", "m = 2110 kg", s + np.array([0.9, 0]), of="satellite:station", toward=(1, 0))

# the two forces, equal and opposite
length = 1.4
sketch.arrow("force:on_station", s - 0.3 * u, s - (0.3 + length) * u, color="red", width=2.5)
sketch.text("label:F1", "F", s - (0.3 + length / 2) * u, of="force:on_station", toward=n, color="red", size=14)
sketch.arrow("force:on_earth", (0, 0), length * u, color="red", width=2.5)
sketch.text("label:F2", "F", length / 2 * u, of="force:on_earth", toward=n, color="red", size=14)
sketch.dot("point:center", (0, 0), 0.08)

# radius and altitude
sketch.arrow("radius:R_E", (0, 0), (-R, 0), width=1)
sketch.text("label:R_E", "$R_E$ = 6,370,000 m", (-R / 2, 0), of="radius:R_E", toward=(0, 1), size=10)
sketch.dimension("dim:h", (0, -R), (0, -r), "h = 541,000 m", 0)
sketch.text("label:scale", "(not to scale)", (4.6, -5.2), size=10)
figure = sketch.figure()
