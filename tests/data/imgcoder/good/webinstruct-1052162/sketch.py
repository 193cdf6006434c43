import numpy as np

from scisynth.imgcoder.sketch import Sketch

P1, P2, P3 = np.array([-4.0, 0.0]), np.array([0.0, 6.0]), np.array([4.0, 0.0])
R = 2.0

sketch = Sketch()
plot = sketch.axes(
    "axes:xy", (-8, -4, 8, 10), x_limits=(-8, 8), y_limits=(-4, 10), x_label="x (cm)", y_label="y (cm)", style="frame", grid=True
)
sketch.line("axis:x", (-8, 0), (8, 0), axes=plot, color="gray", width=1)
sketch.line("axis:y", (0, -4), (0, 10), axes=plot, color="gray", width=1)

# hollow ball with charge on its surface
sketch.circle("ball:hollow", P1, R, axes=plot, color="blue", width=2.5)
for k in range(8):
    a = np.radians(22.5 + 45 * k)
    sketch.text(f"minus:{k}", "−", P1 + 1.6 * np.array([np.cos(a), np.sin(a)]), axes=plot, color="blue", size=13)
sketch.dot("point:P1", P1, 0.1, axes=plot, color="blue")
sketch.text("label:P1", "P₁ (−4, 0)", P1, of="point:P1", toward=(0, -1), axes=plot)
sketch.text("label:q1", "−4 nC", P1 + np.array([0, -R]), of="ball:hollow", toward=(0, -1), axes=plot, color="blue", size=12)
edge = P1 + R * np.array([np.cos(np.radians(135)), np.sin(np.radians(135))])
sketch.arrow("radius:R", P1, edge, axes=plot, width=1)
sketch.text("label:R", "R = 2 cm", edge, of="radius:R", toward=(-1, 1), axes=plot)

# point charge
sketch.dot("charge:P3", P3, 0.3, axes=plot, color="red")
sketch.text("label:q3", "+6 nC", P3 + np.array([0.2, 0.2]), of="charge:P3", toward=(1, 1), axes=plot, color="red", size=12)
sketch.text("label:P3", "P₃ (4, 0)", P3 - np.array([0, 0.3]), of="charge:P3", toward=(0, -1), axes=plot)

# distances
sketch.line("distance:P1P2", P1, P2, axes=plot, dash="dashed", width=0.8)
sketch.line("distance:P3P2", P3, P2, axes=plot, dash="dashed", width=0.8)

# fields at P2, equal distances: lengths as the charges, 4 to 6
e1 = 2.0 * (P1 - P2) / np.linalg.norm(P1 - P2)
e3 = 3.0 * (P2 - P3) / np.linalg.norm(P2 - P3)
sketch.arrow("field:E1", P2, P2 + e1, axes=plot, color="green", width=2.5)
sketch.arrow("field:E3", P2, P2 + e3, axes=plot, color="darkorange", width=2.5)
sketch.text("label:E1", r"$\vec{E}_1$", P2 + e1, of="field:E1", toward=(-1, 0.3), axes=plot, color="green", size=13)
sketch.text("label:E3", r"$\vec{E}_3$", P2 + e3, of="field:E3", toward=(-1, 0.3), axes=plot, color="darkorange", size=13)
sketch.dot("point:P2", P2, 0.13, axes=plot)
sketch.text("label:P2", "P₂ (0, 6)", P2, of="point:P2", toward=(1, 0.3), axes=plot)
figure = sketch.figure()
