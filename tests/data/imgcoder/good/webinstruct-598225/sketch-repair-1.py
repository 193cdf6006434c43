import numpy as np

from scisynth.imgcoder.sketch import Sketch

L = 0.46

sketch = Sketch()
pipe = sketch.axes("axes:pipe", (0, 0, 11, 5), x_limits=(-0.03, 0.49), y_limits=(-2.4, 2.2), x_label="x (m)", style="open")

# walls of the pipe, open at both ends
sketch.line("pipe:top", (0, 1.3), (L, 1.3), axes=pipe, width=4)
sketch.line("pipe:bottom", (0, -1.3), (L, -1.3), axes=pipe, width=4)

# standing wave of the displacement: both envelopes
sketch.curve("wave:upper", pipe, lambda x: np.cos(3 * np.pi * x / L), 0, L, color="blue", width=2)
sketch.curve("wave:lower", pipe, lambda x: -np.cos(3 * np.pi * x / L), 0, L, color="blue", dash="dashed")

# middle of the pipe
sketch.line("line:center", (L / 2, -1.3), (L / 2, 1.75), axes=pipe, color="gray", dash="dashed", width=1)
sketch.text("label:center", "center", (L / 2, 1.75), of="line:center", toward=(0, 1), axes=pipe, color="gray")

for i, x in enumerate((L / 6, L / 2, 5 * L / 6), start=1):
    # round on the page: 11 / 0.52 units per metre, 5 / 4.6 units per 1 of the amplitude
    sketch.circle(f"node:{i}", (x, 0), 0.1 * 0.52 / 11, radius_y=0.1 * 4.6 / 5, axes=pipe, color="red", fill="red")
    sketch.text(f"label:N{i}", "N", (x, -1.3), of=f"node:{i}", toward=(0, -1), axes=pipe, color="red")
for i, x in enumerate((0, L / 3, 2 * L / 3, L), start=1):
    sketch.line(f"antinode:{i}", (x, -1), (x, 1), axes=pipe, color="green", dash="dotted", width=1.2)
    sketch.text(f"label:A{i}", "A", (x, 1.3), of=f"antinode:{i}", toward=(0, 1), axes=pipe, color="green")

# a dimension is placed on the page, not in the axes
left, right, wall = 0.03 / 0.52 * 11, (L + 0.03) / 0.52 * 11, (2.4 - 1.3) / 4.6 * 5
sketch.dimension("dim:L", (left, wall), (right, wall), "L = 0.46 m", -0.7)
sketch.text("label:f", "f = 1150 Hz", (0.4, 2.0), axes=pipe)
figure = sketch.figure()
