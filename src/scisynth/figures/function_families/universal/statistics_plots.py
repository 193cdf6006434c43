"""Universal - Plot & Chart: a scatter plot with its least-squares line, a histogram, and box plots of computed quartiles."""

from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.universal.plot_chart import BOX, TYPE, _bar, _plot_dot
from scisynth.figures.parts.palette import BLUE, GREY, PALE_BLUE, PALE_ORANGE, RED, STRONG
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer


@family(TYPE, "scatter_regression")
def scatter_regression(draw: Random) -> FigureScene:
    """Measured points and their least-squares line; a value beyond the points is predicted."""
    what_x, unit_x, what_y, unit_y = draw.choice(
        (
            ("time studied", "h", "score", "points"),
            ("age of tree", "a", "height", "m"),
            ("load", "N", "length", "cm"),
            ("distance", "km", "fare", "€"),
        )
    )
    xs = sorted(draw.sample(range(1, 10), 6))
    slope, start = draw.randint(2, 5), draw.randint(4, 15)
    ys = [start + slope * x + draw.randint(-4, 4) for x in xs]
    fitted, offset = (float(value) for value in np.polyfit(xs, ys, 1))
    target = draw.randint(12, 15)
    sketch, top = Sketch(), 10 * (max(ys) // 10 + 2)
    sketch.axes(
        "axes:chart",
        BOX,
        x_limits=(0, 10.5),
        y_limits=(0, top),
        x_ticks=tuple(range(11)),
        y_ticks=tuple(range(0, top + 1, 10 if top > 40 else 5)),
        x_label=f"{what_x} $x$ ({unit_x})",
        y_label=f"{what_y} $y$ ({unit_y})",
        grid=True,
    )
    sketch.curve("line:fit", "axes:chart", lambda x: offset + fitted * x, 0, 10.3, num=2, color=RED, width=1.8)
    sketch.claim("formula", "line:fit", value=f"{offset:.6f} + {fitted:.6f} * x", tolerance=0.005)
    for index, at in enumerate(zip(xs, ys, strict=True)):
        _plot_dot(sketch, f"point:{index}", at, (10.5, top), BLUE)
        sketch.text(
            f"value:{index}",
            f"({at[0]}, {at[1]})",
            at,
            of=f"point:{index}",
            toward=(0, 1) if at[1] > offset + fitted * at[0] else (0, -1),
            gap_pt=7,
            axes="axes:chart",
            size=10,
        )
    sketch.line("key:fit", (6.2, 0.08 * top), (6.9, 0.08 * top), color=RED, width=1.8, axes="axes:chart")
    sketch.text("name:fit", "least-squares line", (6.9, 0.08 * top), of="key:fit", toward=(1, 0), axes="axes:chart")
    sketch.claim("count", "point", value=6)
    sketch.entity("points", *(f"point:{index}" for index in range(6)))
    sketch.entity("least-squares line", "line:fit")
    answer = number_answer(offset + fitted * target, unit_y)
    pairs = ", ".join(f"({x}, {y})" for x, y in zip(xs, ys, strict=True))
    return sketch.scene(
        problem=f"{what_y.capitalize()} y ({unit_y}) against {what_x} x ({unit_x}): {pairs}. What does the least-squares line predict for x = {target} {unit_x}?",
        multimodal_question=f"What does the least-squares line of the plotted points predict for x = {target} {unit_x}?",
        givens=(Quantity(symbol="x", value=target, unit=unit_x),),
        unknown=f"the predicted {what_y}",
        answer=answer,
        solution=f"y = {format_number(offset)} + {format_number(fitted)}·x, y({target}) = {answer.text}",
        hidden=(answer.text, f"{format_number(fitted)}·x"),
        quizzes=(
            make_quiz(draw, "How many points are plotted?", "6", ["5", "7", "8"]),
            make_quiz(draw, f"What is y at x = {xs[0]}?", str(ys[0]), [str(ys[0] + d) for d in (3, -3, 6, 8)]),
            make_quiz(
                draw,
                "What kind of relation do the points show?",
                "y grows with x",
                ["y falls with x", "y does not depend on x", "y has a maximum"],
            ),
        ),
        alt_text=f"Scatter plot of {what_y} against {what_x} with the points {pairs} and their least-squares line.",
    )


@family(TYPE, "histogram")
def histogram(draw: Random) -> FigureScene:
    """Grouped data in equal classes; the mean is estimated from the midpoints."""
    what, unit, width, start = draw.choice(
        (
            ("height", "cm", 5, 150),
            ("mass", "g", 10, 40),
            ("reaction time", "ms", 20, 180),
            ("waiting time", "min", 4, 0),
        )
    )
    counts = [
        draw.randint(1, 4),
        draw.randint(4, 9),
        draw.randint(8, 14),
        draw.randint(9, 15),
        draw.randint(3, 8),
        draw.randint(1, 4),
    ]
    edges = [start + width * k for k in range(7)]
    sketch = Sketch()
    sketch.axes(
        "axes:chart",
        BOX,
        x_limits=(start - width / 2, edges[-1] + width / 2),
        y_limits=(0, 16),
        x_ticks=tuple(edges),
        y_ticks=tuple(range(0, 17, 2)),
        x_label=f"{what} ({unit})",
        y_label="frequency",
        grid=True,
    )
    for index, count in enumerate(counts):
        _bar(sketch, f"bar:{index}", edges[index] + width / 2, 0, count, STRONG[0], width=width)
        at = (edges[index] + width / 2, count)
        sketch.text(
            f"count:{index}", str(count), at, of=f"bar:{index}", toward=(0, 1), gap_pt=3, axes="axes:chart", size=12
        )
    sketch.claim("count", "bar", value=6)
    sketch.claim("label", value=f"{what} ({unit})")
    sketch.entity("classes", *(f"bar:{index}" for index in range(6)))
    total = sum(counts)
    weighted = sum(count * (edges[index] + width / 2) for index, count in enumerate(counts))
    answer = number_answer(weighted / total, unit, digits=4, tolerance=0.01)
    modal = counts.index(max(counts))
    spans = [f"{a} to {b} {unit}" for a, b in pairwise(edges)]
    return sketch.scene(
        problem=f"The {what} of {total} items falls into the classes "
        + ", ".join(f"{s}: {c}" for s, c in zip(spans, counts, strict=True))
        + ". Estimate the mean from the midpoints.",
        multimodal_question=f"Estimate the mean {what} from the histogram, with the midpoints of its classes.",
        givens=(Quantity(symbol="w", value=width, unit=unit, meaning="width of a class"),),
        unknown=f"the mean {what}",
        answer=answer,
        solution=f"Σ f·m / Σ f = {format_number(weighted, 5)}/{total} = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "Which class holds the most values?",
                spans[modal],
                [s for k, s in enumerate(spans) if counts[k] < max(counts)],
            ),
            make_quiz(
                draw,
                "How wide is each class?",
                f"{width} {unit}",
                [f"{w} {unit}" for w in (width * 2, width + 1, width + 3)],
            ),
            make_quiz(
                draw,
                f"How many values lie in the class {spans[1]}?",
                str(counts[1]),
                [str(counts[1] + d) for d in (1, -1, 2)],
            ),
        ),
        alt_text=f"Histogram of {what} in {unit} from {edges[0]} to {edges[-1]} in six classes with the frequencies {counts}.",
    )


def five_numbers(values: list[int]) -> tuple[float, float, float, float, float]:
    """Minimum, lower quartile, median, upper quartile, maximum; quartiles are medians of the halves without the middle."""
    ordered, num = sorted(values), len(values)
    low, high = ordered[: num // 2], ordered[(num + 1) // 2 :]
    middle = (float(np.median(part)) for part in (low, ordered, high))
    first, median, third = middle
    return float(ordered[0]), first, median, third, float(ordered[-1])


@family(TYPE, "box_plots")
def box_plots(draw: Random) -> FigureScene:
    """Two box plots of samples of eleven; the difference of the interquartile ranges is asked for."""
    what, unit = draw.choice(
        (("test score", "points"), ("leaf length", "mm"), ("journey time", "min"), ("pulse", "beats/min"))
    )
    names = draw.choice((("Group A", "Group B"), ("Morning", "Evening"), ("Trained", "Untrained")))
    stats = {}
    for name in names:
        middle, spread = draw.randint(40, 60), draw.randint(8, 14)
        stats[name] = five_numbers([round(draw.gauss(middle, spread)) for _ in range(11)])
    (_, a1, a2, a3, _), (_, b1, b2, b3, _) = stats[names[0]], stats[names[1]]
    if a3 - a1 == b3 - b1:
        return box_plots(draw)
    low = 10 * int(min(s[0] for s in stats.values()) // 10)
    high = 10 * int(max(s[4] for s in stats.values()) // 10 + 1)
    sketch = Sketch()
    sketch.axes(
        "axes:chart",
        (0, 0, 10, 5),
        x_limits=(low, high),
        y_limits=(0.3, 2.7),
        x_ticks=tuple(range(low, high + 1, 10)),
        y_ticks=(1, 2),
        y_tick_labels=names[::-1],
        x_label=f"{what} ({unit})",
        grid=True,
    )
    for y, name, fill in ((2, names[0], PALE_BLUE), (1, names[1], PALE_ORANGE)):
        _box(sketch, name, y, stats[name], fill)
    sketch.claim("count", "box", value=2)
    for words in (*names, f"{what} ({unit})"):
        sketch.claim("label", value=words)
    difference = abs((a3 - a1) - (b3 - b1))
    answer = number_answer(difference, unit, tolerance=0.02)
    lead = names[0] if a2 >= b2 else names[1]
    told = "; ".join(
        f"{n}: minimum {s[0]:g}, quartiles {s[1]:g}, {s[2]:g}, {s[3]:g}, maximum {s[4]:g}" for n, s in stats.items()
    )
    first = stats[names[0]]
    return sketch.scene(
        problem=f"Two samples of {what} ({unit}). {told}. By how much do their interquartile ranges differ?",
        multimodal_question=f"By how much do the interquartile ranges of the two samples differ ({unit})?",
        givens=(
            Quantity(symbol="Q_1", value=a1, unit=unit, meaning=names[0]),
            Quantity(symbol="Q_3", value=a3, unit=unit, meaning=names[0]),
            Quantity(symbol="Q_1'", value=b1, unit=unit, meaning=names[1]),
            Quantity(symbol="Q_3'", value=b3, unit=unit, meaning=names[1]),
        ),
        unknown="the difference of the interquartile ranges",
        answer=answer,
        solution=f"|({a3:g} - {a1:g}) - ({b3:g} - {b1:g})| = {difference:g} {unit}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                f"What is the median of '{names[0]}'?",
                f"{a2:g}",
                [f"{v:g}" for v in (a1, a3, first[0], first[4]) if v != a2] + [f"{a2 + 1:g}"],
            ),
            make_quiz(
                draw,
                f"What is the largest value of '{names[0]}'?",
                f"{first[4]:g}",
                [f"{v:g}" for v in (a3, a2, a1, first[0])] + [f"{first[4] + 2:g}"],
            ),
            make_quiz(
                draw,
                "Which sample has the higher median?" if a2 != b2 else "Which sample is drawn above?",
                lead,
                [n for n in names if n != lead] + ["both are the same", "the medians are not drawn"],
            ),
        ),
        alt_text=f"Two horizontal box plots of {what} in {unit}. {told}.",
    )


def _box(sketch: Sketch, name: str, y: float, five: tuple[float, ...], fill: str) -> None:
    """A horizontal box plot with its five numbers written above it."""
    low, first, median, third, high = five
    style = {"axes": "axes:chart"}
    corners = ((first, y - 0.28), (third, y - 0.28), (third, y + 0.28), (first, y + 0.28))
    sketch.area(f"box:{name}", *corners, fill=fill, color=BLUE, width=1.4, **style)
    sketch.claim("at", f"box:{name}", value=((first + third) / 2, float(y)), tolerance=0.004)
    for part, x, half in (("median", median, 0.28), ("low", low, 0.14), ("high", high, 0.14)):
        width = 2.4 if part == "median" else 1.4
        sketch.line(
            f"{part}:{name}",
            (x, y - half),
            (x, y + half),
            color=RED if part == "median" else BLUE,
            width=width,
            **style,
        )
        sketch.claim("at", f"{part}:{name}", value=(x, float(y)), tolerance=0.004)
    for part, start, stop in (("left", low, first), ("right", third, high)):
        sketch.line(f"whisker:{name}-{part}", (start, y), (stop, y), color=BLUE, width=1.4, **style)
        sketch.claim("at", f"whisker:{name}-{part}", value=((start + stop) / 2, float(y)), tolerance=0.004)
    if not low < first < median < third < high:
        return
    sketch.claim("order", f"low:{name}", f"median:{name}", f"high:{name}", value="left_to_right")
    sketch.entity(f"box plot of {name}", f"box:{name}", f"median:{name}")


@defect("scatter_regression", "line_through_first_and_last")
def line_through_first_and_last(scene: FigureScene, draw: Random) -> FigureScene:
    """The line is turned about its left end, so that it fits the points no more."""
    mark = scene.mark("line:fit")
    assert isinstance(mark, Path)
    first, last = mark.points[0], mark.points[-1]
    lower = (last[0], last[1] - 0.3 * (last[1] - first[1]))
    return change(scene, replace(mark, points=(first, lower), color=GREY))


@defect("box_plots", "median_off_centre")
def median_off_centre(scene: FigureScene, draw: Random) -> FigureScene:
    """A median is drawn at the edge of its box."""
    box = draw.choice([m for m in scene.marks if isinstance(m, Path) and m.id.startswith("box:")])
    mark = scene.mark(box.id.replace("box:", "median:"))
    assert isinstance(mark, Path)
    left, right = box.points[0][0], box.points[1][0]
    x = right if mark.points[0][0] - left < right - mark.points[0][0] else left
    return change(scene, replace(mark, points=tuple((x, y) for _, y in mark.points)))
