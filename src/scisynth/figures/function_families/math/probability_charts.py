"""Math - Set & Probability, measured cases: spinners, the normal curve, histograms and areas in a square of times."""

import math
from dataclasses import replace
from fractions import Fraction
from random import Random

from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.math import fraction_answer, other_numbers
from scisynth.figures.parts.palette import BLUE
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

MEASURED = (
    ("heights of plants", "height (cm)", "cm", (5, 10), "plants", (10, 40)),
    ("waiting times", "time (min)", "min", (2, 5), "patients", (0, 20)),
    ("masses of eggs", "mass (g)", "g", (2, 5), "eggs", (40, 50)),
    ("running times", "time (s)", "s", (2, 4), "runners", (12, 20)),
)
"""What is measured, its axis and unit, the widths of its classes, whose it is, and where the first class may start."""


@family("Math - Set & Probability", "histogram_mean_estimate")
def histogram_mean_estimate(draw: Random) -> FigureScene:
    """A histogram of grouped data; its mean is estimated from the middles of the classes."""
    what, label, unit, widths, who, (least, most) = draw.choice(MEASURED)
    width, num = draw.choice(widths), draw.randint(4, 6)
    start = width * draw.randint(least // width, most // width)
    peak = draw.randint(1, num - 2)
    counts = [max(1, 14 - 4 * abs(index - peak) + draw.randint(-2, 3)) for index in range(num)]
    edges = [start + width * index for index in range(num + 1)]
    top = 5 * math.ceil((max(counts) + 2) / 5)
    if len(set(counts)) < 4 or counts.count(max(counts)) > 1:
        return histogram_mean_estimate(draw)
    sketch = Sketch()
    plot = sketch.axes(
        "axes:histogram",
        (0, 0, 7.5, 4.8),
        x_limits=(edges[0] - 0.4 * width, edges[-1] + 0.4 * width),
        y_limits=(0, top),
        x_label=label,
        y_label=f"number of {who}",
        x_ticks=tuple(float(edge) for edge in edges),
        y_ticks=tuple(float(n) for n in range(0, top + 1, 5)),
    )
    for index, count in enumerate(counts):
        bar = sketch.rectangle(
            f"bar:{index + 1}",
            edges[index],
            0,
            edges[index + 1],
            count,
            axes=plot,
            fill="#c4d9ee",
            color=BLUE,
            width=1.2,
        )
        middle = (edges[index] + edges[index + 1]) / 2
        sketch.claim("at", bar, value=(middle, count / 2))
        sketch.text(
            f"count:{index + 1}", str(count), (middle, count), of=bar, toward=(0, 1), gap_pt=3, axes=plot, size=12
        )
    sketch.claim("count", "bar", value=num)
    sketch.claim("order", *(f"bar:{index + 1}" for index in range(num)), value="left_to_right")
    sketch.entity("histogram", *(f"bar:{index + 1}" for index in range(num)))
    total = sum(counts)
    middles = [(edges[index] + edges[index + 1]) / 2 for index in range(num)]
    mean = sum(count * middle for count, middle in zip(counts, middles, strict=True)) / total
    answer = number_answer(mean, unit)
    classes = [f"{edges[index]} to {edges[index + 1]} {unit}" for index in range(num)]
    listed = ", ".join(f"{name}: {count}" for name, count in zip(classes, counts, strict=True))
    fullest = counts.index(max(counts))
    return sketch.scene(
        problem=f"The {what} of {total} {who} are grouped: {listed}. Estimate the mean from the middles of the classes.",
        multimodal_question=f"The histogram shows the {what} of some {who}. Estimate the mean from the middles of the classes.",
        givens=tuple(Quantity(symbol=f"n({name})", value=count) for name, count in zip(classes, counts, strict=True)),
        unknown="the estimated mean",
        answer=answer,
        solution="mean = ("
        + " + ".join(f"{count}·{middle:g}" for count, middle in zip(counts, middles, strict=True))
        + f")/{total} = {answer.text}",
        hidden=(answer.text, f"mean = {answer.text}"),
        quizzes=(
            make_quiz(draw, "Which class holds most values?", classes[fullest], classes),
            make_quiz(
                draw,
                f"How many {who} are in the class {classes[0]}?",
                str(counts[0]),
                [str(count) for count in counts] + other_numbers(counts[0]),
            ),
            make_quiz(draw, "How many classes are there?", str(num), other_numbers(num)),
        ),
        alt_text=f"Histogram of the {what}: {listed}.",
    )


@defect("histogram_mean_estimate", "bar_of_wrong_height")
def bar_of_wrong_height(scene: FigureScene, draw: Random) -> FigureScene:
    """One bar is not as high as the number above it says."""
    bar = draw.choice([mark for mark in scene.marks if isinstance(mark, Path) and mark.id.startswith("bar:")])
    height = bar.points[2][1]
    wrong = height + (3 if height < 5 else -3)
    low = replace(bar, points=(*bar.points[:2], (bar.points[2][0], wrong), (bar.points[3][0], wrong)))
    return scene.with_marks(tuple(low if mark.id == bar.id else mark for mark in scene.marks))


@family("Math - Set & Probability", "meeting_problem")
def meeting_problem(draw: Random) -> FigureScene:
    """Two people come at random within an hour and wait for each other: a probability as an area."""
    span, wait = 60, draw.randint(8, 32)
    late = draw.choice(("Ann", "Lea", "Mia", "Eva")), draw.choice(("Ben", "Tom", "Max", "Jan"))
    sketch = Sketch()
    plot = sketch.axes(
        "axes:times",
        (0, 0, 5, 5),
        x_limits=(0, span),
        y_limits=(0, span),
        x_label=f"{late[0]} comes at $x$ (min)",
        y_label=f"{late[1]} comes at $y$ (min)",
        x_ticks=(0.0, 15.0, 30.0, 45.0, 60.0),
        y_ticks=(0.0, 15.0, 30.0, 45.0, 60.0),
        style="frame",
    )
    band = ((0, 0), (wait, 0), (span, span - wait), (span, span), (span - wait, span), (0, wait))
    sketch.area("area:meet", *band, axes=plot, fill="#bcd5ee", width=0, z=1)
    for name, sign, low, high in (("upper", 1, 0, span - wait), ("lower", -1, wait, span)):
        sketch.line(
            f"line:{name}", (low, low + sign * wait), (high, high + sign * wait), axes=plot, color=BLUE, width=1.8
        )
        sketch.claim("formula", f"line:{name}", value=f"x+({sign * wait})")
        share = 0.5
        x = low + share * (high - low)
        words = f"$y = x {'+' if sign > 0 else '−'} {wait}$"
        sketch.text(
            f"label:{name}",
            words,
            (x, x + sign * wait),
            of=f"line:{name}",
            axes=plot,
            rotation_deg=45,
            align="center",
            valign="bottom" if sign > 0 else "top",
            shift_pt=(-3 * sign, 3 * sign),
            color=BLUE,
        )
    sketch.claim("parallel", "line:upper", "line:lower")
    sketch.claim("count", "line", value=2)
    sketch.claim("at", "area:meet", value=(span / 2, span / 2))
    sketch.entity("times of meeting", "area:meet", "line:upper", "line:lower")
    wanted = 1 - Fraction(span - wait, span) ** 2
    answer = fraction_answer(wanted)
    return sketch.scene(
        problem=f"{late[0]} and {late[1]} come to a place at random times within the same hour, independently. Whoever comes first waits {wait} minutes, or until the hour ends. Find the probability that they meet.",
        multimodal_question=f"The square shows the times at which {late[0]} and {late[1]} come at random within an hour, the shaded band the times at which they meet. Find the probability that they meet.",
        givens=(Quantity(symbol="t", value=wait, unit="min", meaning="time of waiting"),),
        unknown="the probability that they meet",
        answer=answer,
        solution=f"P = 1 - ({span - wait}/{span})² = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "Which equation stands at the upper line?",
                f"y = x + {wait}",
                [f"y = x − {wait}", f"y = x + {wait + 5}", f"y = {wait}x", "y = x"],
            ),
            make_quiz(
                draw,
                "Which part of the square is shaded?",
                "the band along the diagonal",
                ["the two corners beside the band", "the part below the diagonal", "the whole square"],
            ),
            make_quiz(draw, "How far do both axes reach?", f"{span} min", ["30 min", "45 min", "100 min"]),
        ),
        alt_text=f"Square of times from 0 to {span} min with the band between y = x + {wait} and y = x − {wait} shaded.",
    )
