from scisynth.imgcoder.sketch import Sketch

cash = [-500, 350, -150, 380]

sketch = Sketch()
plot = sketch.axes(
    "axes:cash", (0, 0, 8, 6), x_limits=(-0.6, 3.6), y_limits=(-600, 480), x_label="Year", y_label="Cash flow", style="open"
)
for year, amount in enumerate(cash):
    color = "#e06666" if amount < 0 else "#93c47d"
    sketch.rectangle(f"bar:{year}", year - 0.25, min(amount, 0), year + 0.25, max(amount, 0), axes=plot, fill=color)
    sketch.text(
        f"label:{year}", f"{amount:+d}", (year, amount), of=f"bar:{year}", toward=(0, 1 if amount > 0 else -1), axes=plot, size=12
    )
sketch.line("line:zero", (-0.6, 0), (3.6, 0), axes=plot, width=1.2)
figure = sketch.figure()
