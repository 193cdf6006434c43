"""What a model is told of `Sketch`: an example that fits the type of image, and all methods where a flow is about it.

Tests draw every example as it stands here, and look at what came out.
"""

import inspect
from collections.abc import Sequence

from scisynth.figures.scene.sketch import Sketch

METHODS = (
    "line", "area", "rectangle", "arrow", "circle", "dot", "text", "axes", "curve", "dimension", "angle", "right_angle", "ground",
    "molecule", "component", "wire",
)  # fmt: skip
STYLE = (
    "style: color, width=1.5 (points), dash='solid|dashed|dotted', fill='' (a colour), hatch, z=2 (higher is painted later); of texts size=11 (points), color, halo=True; "
    "of axes x_limits=(low, high), y_limits=(low, high), x_label, y_label, style='open|frame|cross', grid=True"
)
GEOMETRY = """from scisynth.figures import Sketch
sketch = Sketch()
a, b, c = (0, 0), (4, 0), (4, 3)
sketch.area("triangle:ABC", a, b, c, fill="#eeeeee")
sketch.right_angle("corner:B", b, a, c, 0.3)
sketch.angle("angle:A", a, b, c, "θ", 1)  # radius 1; its text is label:A
sketch.dimension("dim:h", b, c, "3 m", -0.6)  # offset to its left; its text is label:h
sketch.arrow("force:F", c, (5, 4), color="red")
sketch.text("label:C", "C", c, toward=(0, 1))  # toward: a direction (up), not a place; without it centred
# line(name, *points) circle(name, center, radius, start_deg=0, end_deg=360)
figure = sketch.figure()"""
CIRCUIT = """from scisynth.figures import Sketch
sketch = Sketch()
sketch.component("V1", "battery", (0, 3), (0, 0), words="12 V")  # from + to -; ids battery:V1 and label:V1
sketch.component("R1", "resistor", (0, 3), (4, 3), words="R₁ = 4 Ω", toward=(0, 1))  # toward: side of its text
sketch.component("S", "switch", (4, 3), (4, 0))  # or capacitor, coil, lamp, ammeter, voltmeter, diode, ac_source, ...
sketch.wire((4, 0), (0, 0))  # through points; dots=True for junctions at its ends
figure = sketch.figure()"""
MOLECULE = """from scisynth.figures import Sketch
sketch = Sketch()
sketch.molecule("acid", "CC(=O)O", at=(0, 0), carbons=True)  # ids atom:acid.0, bond:acid.0-1; hydrogens=True draws each H
sketch.text("label:name", "acetic acid", (0, -2))
figure = sketch.figure()"""
EXAMPLES = {
    "Math - Plane Geometric": GEOMETRY,
    "Physics - Mechanical": GEOMETRY,
    "Physics - Optical Ray": GEOMETRY,
    "Physics - Field Diagram": GEOMETRY,
    "Physics - Circuit": CIRCUIT,
    "Chemistry - Molecular Structure": MOLECULE,
    "Chemistry - Reaction Scheme": MOLECULE,
}
"""Image types for which Sketch is offered unasked."""


def describe_sketch(methods: Sequence[str] = METHODS) -> str:
    """Methods that draw, with what they take and what their docstrings say, for whoever writes code with them."""
    lines = []
    for name in methods:
        method = getattr(Sketch, name)
        given = ", ".join(_parameter(item) for item in list(inspect.signature(method).parameters.values())[1:])
        lines.append(f"sketch.{name}({given}): {_says(inspect.getdoc(method) or '')}")
    return "\n".join([*lines, STYLE])


def _says(doc: str) -> str:
    """A docstring on one line, without the errors, which are none of a drawing's."""
    kept = [part for part in doc.split("\n\n") if not part.startswith(("Raises:", "sketch."))]
    return " ".join(" ".join(kept).replace("Args:", "").split())


def _parameter(item: inspect.Parameter) -> str:
    """A parameter as a prompt shows it, its default as it is."""
    if item.kind is inspect.Parameter.VAR_KEYWORD:
        return "**style"
    name = f"*{item.name}" if item.kind is inspect.Parameter.VAR_POSITIONAL else item.name
    return name if item.default is inspect.Parameter.empty else f"{name}={item.default!r}"
