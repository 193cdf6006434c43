"""What the drawing model of these tests answers, step by step."""

UNDERSTANDING = {
    "image_type": "Math - Plane Geometric",
    "summary": "a right triangle with two known sides",
    "givens": [{"symbol": "a", "value": "3", "unit": "cm"}, {"symbol": "b", "value": "4", "unit": "cm"}],
    "unknown": "the hypotenuse",
    "hidden": ["5 cm"],
}
PLAN = {
    "content": ["a right triangle"],
    "layout": ["right angle at the origin"],
    "labels": ["3 cm", "4 cm"],
    "considerations": ["do not show the hypotenuse's length"],
    "claims": [
        {"kind": "label", "of": ["label:a"], "value": "3 cm"},
        {"kind": "label", "of": ["label:b"], "value": "4 cm"},
        {"kind": "ratio", "of": ["side:a", "side:b"], "value": 0.75},
        {"kind": "perpendicular", "of": ["side:a", "side:b"], "value": None},
    ],
}
GOOD = """```python
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.plot([0, 0], [0, 3], "k", gid="side:a")
axes.plot([0, 4], [0, 0], "k", gid="side:b")
axes.plot([0, 4], [3, 0], "k", gid="side:c")
axes.text(-0.6, 1.5, "3 cm", gid="label:a")
axes.text(2, -0.4, "4 cm", gid="label:b")
axes.set_aspect("equal")
axes.axis("off")
plt.show()
```"""
SKETCHED = """```python
from scisynth.figures.scene.sketch import Sketch
sketch = Sketch()
a, b, c = (0, 3), (0, 0), (4, 0)
for name, one, two, side in (("a", a, b, (-1, 0)), ("b", b, c, (0, -1)), ("c", c, a, (1, 1))):
    sketch.line(f"side:{name}", one, two)
sketch.right_angle("corner:C", b, a, c, 0.3)
sketch.text("label:a", "3 cm", (0, 1.5), of="side:a", toward=(-1, 0))
sketch.text("label:b", "4 cm", (2, 0), of="side:b", toward=(0, -1))
figure = sketch.figure()
```"""
FALSE = GOOD.replace("[0, 3]", "[0, 2]")
LEAKING = GOOD.replace('axes.axis("off")', 'axes.text(2.2, 1.8, "c = 5 cm")\naxes.axis("off")')
BROKEN = "```python\nimport matplotlib.pyplot as plt\nplt.plot([1, 2], [1])\n```"


def step_of(text: str) -> str:
    """Which of our prompts a question is."""
    for step, words in {
        "understand": "say what the problem states",
        "plan": "Plan the figure",
        "repair": "Correct the script",
        "single": 'under the heading "Plan"',
        "code": "Write a Python script",
    }.items():
        if words in text:
            return step
    raise AssertionError(text[:200])
