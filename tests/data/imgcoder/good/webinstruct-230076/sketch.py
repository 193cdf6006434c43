from scisynth.imgcoder.sketch import Sketch

f, d, h = 20, 40, 12  # cm
x_end = 32  # the rays would meet at x = 40: they stop before

sketch = Sketch()
sketch.line("axis:principal", (-50, 0), (44, 0), width=1)
sketch.circle("lens:L", (0, 0), 2, radius_y=18, fill="#cfe2f3", color="steelblue")
sketch.text("label:lens", "Convex lens", (0, 18), of="lens:L", toward=(0, 1), color="steelblue")

sketch.arrow("object:O", (-d, 0), (-d, h), color="green", width=3)
sketch.text("label:object", "Object", (-d, h / 2), of="object:O", toward=(-1, 0), color="green")

# parallel ray, then through F'
sketch.arrow("ray:parallel_in", (-d, h), (0, h), color="darkorange", width=1.8)
sketch.arrow("ray:parallel_out", (0, h), (x_end, h - h / f * x_end), color="darkorange", width=1.8)
# ray through the centre
sketch.arrow("ray:central", (-d, h), (x_end, -h / d * x_end), color="purple", width=1.8)

# focal points
sketch.dot("point:F", (-f, 0), 0.7, color="red")
sketch.dot("point:F2", (f, 0), 0.7, color="red")
sketch.text("label:F", "F", (-f, 0), of="point:F", toward=(0, -1), color="red", size=13)
sketch.text("label:F2", "F'", (f, 0), of="point:F2", toward=(1, 1), color="red", size=13)

# dimensions below the lens
sketch.dimension("dim:do", (-d, 0), (0, 0), "40 cm", -22)
sketch.dimension("dim:f", (0, 0), (f, 0), "f = 20 cm", -22)
figure = sketch.figure()
