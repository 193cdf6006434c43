from scisynth.imgcoder.sketch import Sketch

V1, V2, P = 3.58, 8.64, 1.22

sketch = Sketch()
pv = sketch.axes(
    "axes:PV", (0, 0, 9, 6), x_limits=(0, 12), y_limits=(0, 1.6), x_label="Volume (L)", y_label="Pressure (atm)", style="open"
)
sketch.rectangle("area:work", V1, 0, V2, P, axes=pv, fill="#cfe2f3", width=0)
sketch.text("label:W", "W = ?", ((V1 + V2) / 2, P / 2), of="area:work", axes=pv, size=16)

# dashed lines to the axes
sketch.line("guide:V1", (V1, 0), (V1, P), axes=pv, dash="dashed", width=1)
sketch.line("guide:V2", (V2, 0), (V2, P), axes=pv, dash="dashed", width=1)
sketch.line("guide:P", (0, P), (V1, P), axes=pv, dash="dashed", width=1)

sketch.curve("process:expansion", pv, lambda v: P + 0 * v, V1, V2, color="navy", width=2.5)
sketch.arrow("arrow:expansion", (5.7, P), (6.7, P), axes=pv, color="navy", width=2.5)
# round on the page: 9/12 units per litre, 6/1.6 units per atm
radius = 0.1
radius_y = radius * (9 / 12) / (6 / 1.6)
sketch.circle("state:1", (V1, P), radius, radius_y=radius_y, axes=pv, color="red", fill="red")
sketch.circle("state:2", (V2, P), radius, radius_y=radius_y, axes=pv, color="red", fill="red")
sketch.text("label:1", "1", (V1, P), of="state:1", toward=(-1, 1), gap_pt=9, axes=pv)
sketch.text("label:2", "2", (V2, P), of="state:2", toward=(1, 1), gap_pt=9, axes=pv)

sketch.text("label:V1", "$V_1$ = 3.58 L", (V1, 0.15), of="guide:V1", toward=(-1, 0), axes=pv)
sketch.text("label:V2", "$V_2$ = 8.64 L", (V2, 0.15), of="guide:V2", toward=(1, 0), axes=pv)
sketch.text("label:P", "$P_{ext}$ = 1.22 atm", (1.6, P), of="guide:P", toward=(0, 1), axes=pv)
figure = sketch.figure()
