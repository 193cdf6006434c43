"""Universal - Plot & Chart: charts of categories and of time, whose bars, sectors and lines are computed from their data."""

import math
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import BLUE, GREY, PAPER, RED, STRONG
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Universal - Plot & Chart"
BOX = (0.0, 0.0, 10.0, 6.2)
SERIES = (
    ("Rainfall", "mm", ("Mon", "Tue", "Wed", "Thu", "Fri")),
    ("Books borrowed", "books", ("Mon", "Tue", "Wed", "Thu", "Fri")),
    ("Apples picked", "kg", ("Row 1", "Row 2", "Row 3", "Row 4", "Row 5")),
    ("Visitors", "people", ("Jan", "Feb", "Mar", "Apr", "May")),
)
SHARES = (
    ("Dry air over a wetland: insects caught", ("beetles", "flies", "moths", "bees", "bugs")),
    ("Ways to school", ("bus", "bicycle", "on foot", "car", "train")),
    ("Waste of a household", ("paper", "glass", "metal", "plastic", "organic")),
    ("Use of water at home", ("shower", "laundry", "toilet", "kitchen", "garden")),
)


@family(TYPE, "bar_chart")
def bar_chart(draw: Random) -> FigureScene:
    """Five bars on a scale; their mean is asked for."""
    what, unit, names = draw.choice(SERIES)
    step = draw.choice((2, 5, 10))
    values = [step * draw.randint(2, 9) for _ in names]
    mean = sum(values) / 5
    sketch = Sketch()
    sketch.axes(
        "axes:chart",
        BOX,
        x_limits=(0.4, 5.6),
        y_limits=(0, step * 10),
        x_ticks=tuple(range(1, 6)),
        x_tick_labels=names,
        y_ticks=tuple(step * k for k in range(11)),
        y_label=f"{what} ({unit})",
        grid=True,
    )
    for index, value in enumerate(values, 1):
        _bar(sketch, f"bar:{index}", index, 0.0, value, STRONG[0])
    sketch.claim("count", "bar", value=5)
    for words in (*names, f"{what} ({unit})"):
        sketch.claim("label", value=words)
    sketch.claim("order", *(f"bar:{index}" for index in range(1, 6)), value="left_to_right")
    sketch.entity("bars", *(f"bar:{index}" for index in range(1, 6)))
    answer = number_answer(mean, unit, tolerance=0.01)
    best = names[values.index(max(values))]
    listing = ", ".join(f"{name} {value}" for name, value in zip(names, values, strict=True))
    others = [
        str(value) for value in (values[0] + step, values[0] + 2 * step, values[0] + 3 * step, values[0] + 5 * step)
    ]
    return sketch.scene(
        problem=f"{what} in {unit}: {listing}. Find the mean.",
        multimodal_question=f"Find the mean of the five values of '{what.lower()}' in the chart.",
        givens=tuple(Quantity(symbol=name, value=value, unit=unit) for name, value in zip(names, values, strict=True)),
        unknown="the mean of the five values",
        answer=answer,
        solution=f"mean = {sum(values)}/5 = {format_number(mean)} {unit}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, f"What is the value for {names[0]}?", str(values[0]), others),
            make_quiz(
                draw,
                "Which of these has the highest bar?",
                best,
                [n for n, v in zip(names, values, strict=True) if v < max(values)] + ["all", "none", "two"],
            ),
            make_quiz(draw, "How many bars are drawn?", "5", ["4", "6", "7"]),
        ),
        alt_text=f"Bar chart of {what.lower()} in {unit}: {listing}.",
    )


def _bar(sketch: Sketch, name: str, x: float, low: float, high: float, fill: str, width: float = 0.56) -> None:
    """An upright bar in the axes `axes:chart`, claimed to stand where its value puts it."""
    left, right = x - width / 2, x + width / 2
    corners = ((left, low), (right, low), (right, high), (left, high))
    sketch.area(name, *corners, fill=fill, color="#333333", width=0.8, axes="axes:chart")
    sketch.claim("at", name, value=(float(x), (low + high) / 2), tolerance=0.006)


@family(TYPE, "pie_chart")
def pie_chart(draw: Random) -> FigureScene:
    """Sectors by fraction; one fraction is missing and the count behind it is asked for."""
    title, names = draw.choice(SHARES)
    title = title.rpartition(": ")[2].capitalize()
    shares = _split_hundred(draw, len(names))
    total, asked = draw.choice((200, 240, 300, 360, 480, 600)), draw.randrange(len(names))
    sketch, turn = Sketch(), 90.0
    for index, (name, share) in enumerate(zip(names, shares, strict=True)):
        stop = turn - 3.6 * share
        _sector(sketch, name, turn, stop, STRONG[index], "?" if index == asked else f"{share}%")
        turn = stop
    sketch.claim("count", "sector", value=len(names))
    for one, two, share in zip(names, (*names[1:], names[0]), shares, strict=True):
        sketch.claim("angle", f"radius:{one}", f"radius:{two}", value=3.6 * share)
    sketch.text("title:chart", f"{title} (total: {total})", (0, 3.95), size=14)
    sketch.entity("pie", *(f"sector:{name}" for name in names))
    answer = number_answer(total * shares[asked] / 100, "", digits=4, tolerance=0.001)
    known = ", ".join(f"{n} {s}%" for n, s in zip(names, shares, strict=True) if n != names[asked])
    other = (asked + 1) % len(names)
    shown = [shares[k] for k in range(len(names)) if k != asked]
    largest = names[shares.index(max(shares))]
    return sketch.scene(
        problem=f"A pie chart of {title.lower()} ({total} in all) shows {known}; the rest is '{names[asked]}'. How many belong to '{names[asked]}'?",
        multimodal_question=f"How many of the total belong to the sector '{names[asked]}'?",
        givens=(
            Quantity(symbol="N", value=total),
            *(Quantity(symbol=n, value=s, unit="%") for n, s in zip(names, shares, strict=True) if n != names[asked]),
        ),
        unknown=f"the count of {names[asked]}",
        answer=answer,
        solution=f"share = 100% - {' - '.join(map(str, shown))} = {shares[asked]}%; {total} × {shares[asked] / 100:g} = {answer.text}",
        hidden=(
            f"{shares[asked]}%" if shares[asked] not in shown else f"{names[asked]}: {answer.text}",
            f"count = {answer.text}",
        ),
        quizzes=(
            make_quiz(
                draw,
                f"Which share is written on the sector '{names[other]}'?",
                f"{shares[other]}%",
                [f"{s + d}%" for s, d in zip([shares[other]] * 4, (3, -3, 6, 9), strict=True)],
            ),
            make_quiz(draw, "How many sectors has the chart?", str(len(names)), ["3", "4", "6", "7"]),
            make_quiz(
                draw,
                "Which of these sectors is the largest?",
                largest,
                [n for n, s in zip(names, shares, strict=True) if s < max(shares)] + ["all are equal"],
            ),
        ),
        alt_text=f"Pie chart of {title.lower()}, {total} in all: {known}; the sector '{names[asked]}' bears a question mark.",
    )


def _split_hundred(draw: Random, num: int) -> list[int]:
    """`num` different whole percentages of at least 7 that add up to 100."""
    while True:
        shares = [draw.randint(7, 35) for _ in range(num - 1)]
        shares.append(100 - sum(shares))
        if 7 <= shares[-1] <= 40 and len(set(shares)) == num:
            return shares


def _sector(sketch: Sketch, name: str, start: float, stop: float, fill: str, words: str) -> None:
    """A sector of a circle of radius 3 about the origin, its first radius, its fraction within and its name outside."""

    def rim(degrees: float, size: float = 3.0) -> tuple[float, float]:
        return size * math.cos(math.radians(degrees)), size * math.sin(math.radians(degrees))

    num = max(int((start - stop) / 4), 2)
    arc = [rim(start + (stop - start) * k / num) for k in range(num + 1)]
    middle = (start + stop) / 2
    sketch.area(f"sector:{name}", (0, 0), *arc, fill=fill, color=PAPER, width=1.5)
    sketch.line(f"radius:{name}", (0, 0), rim(start), color=PAPER, width=1.5, z=3)
    sketch.text(f"share:{name}", words, rim(middle, 2.05), size=13, color=PAPER)
    sketch.claim("inside", f"share:{name}", f"sector:{name}")
    sketch.text(f"name:{name}", name, rim(middle), of=f"sector:{name}", toward=rim(middle, 1), gap_pt=6, size=12.5)


@family(TYPE, "line_chart")
def line_chart(draw: Random) -> FigureScene:
    """Two lines over six years; a relative change is asked for."""
    what, unit = draw.choice(
        (("Membership", "members"), ("Electricity used", "MWh"), ("Harvest", "t"), ("Pupils", "pupils"))
    )
    names, start = (
        draw.choice((("North", "South"), ("Club A", "Club B"), ("Site 1", "Site 2"))),
        draw.randint(2010, 2018),
    )
    years = list(range(start, start + 6))
    high = [draw.randint(12, 19) * 10 for _ in years]
    low = [draw.randint(3, 10) * 10 for _ in years]
    asked = draw.choice((0, 1))
    first, last = (high, low)[asked][0], (high, low)[asked][-1]
    if first == last:
        last = (high, low)[asked][-1] = first - 10
    sketch = Sketch()
    sketch.axes(
        "axes:chart",
        BOX,
        x_limits=(start - 0.3, start + 5.3),
        y_limits=(0, 200),
        x_ticks=tuple(years),
        x_tick_labels=tuple(map(str, years)),
        y_ticks=tuple(range(0, 201, 20)),
        x_label="year",
        y_label=f"{what} ({unit})",
        grid=True,
    )
    for tag, values, color, dash in ((names[0], high, BLUE, "solid"), (names[1], low, RED, "dashed")):
        points = list(zip(years, values, strict=True))
        sketch.line(f"line:{tag}", *points, color=color, dash=dash, width=2, axes="axes:chart")
        for year, value in points:
            _plot_dot(sketch, f"point:{tag}{year}", (year, value), (5.6, 200), color)
        sketch.text(
            f"name:{tag}", tag, points[-1], of=f"line:{tag}", toward=(1, 0), gap_pt=8, axes="axes:chart", color=color
        )
    sketch.claim("count", "point", value=12)
    sketch.entity("lines", *(f"line:{tag}" for tag in names))
    percent = 100 * (last - first) / first
    answer = number_answer(percent, "%", tolerance=0.01)
    grows = "grew" if percent > 0 else "fell"
    one, other = (high, low)[asked], (high, low)[1 - asked]
    return sketch.scene(
        problem=f"{what} of {names[asked]} was {first} {unit} in {years[0]} and {last} {unit} in {years[-1]}. By what percentage did it change?",
        multimodal_question=f"By what percentage did the value of {names[asked]} change from {years[0]} to {years[-1]}?",
        givens=(
            Quantity(symbol=f"y({years[0]})", value=first, unit=unit),
            Quantity(symbol=f"y({years[-1]})", value=last, unit=unit),
        ),
        unknown="the relative change",
        answer=answer,
        solution=f"({last} - {first})/{first} = {format_number(percent)}%: it {grows}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                f"What was the value of {names[asked]} in {years[2]}?",
                str(one[2]),
                [str(one[2] + d) for d in (10, -10, 20, 30)],
            ),
            make_quiz(draw, "Which line is dashed?", names[1], [names[0], "both", "neither"]),
            make_quiz(
                draw,
                f"What was the value of {names[1 - asked]} in {years[4]}?",
                str(other[4]),
                [str(other[4] + d) for d in (10, -10, 20)],
            ),
        ),
        alt_text=f"Line chart of {what.lower()} in {unit}, {years[0]} to {years[-1]}: {names[0]} {high}, {names[1]} {low}.",
    )


def _plot_dot(sketch: Sketch, name: str, at: tuple[float, float], spans: tuple[float, float], color: str) -> None:
    """A round point of a plot that fills `BOX`: an ellipse in data coordinates; claimed to lie there."""
    x, y = 0.075 * spans[0] / (BOX[2] - BOX[0]), 0.075 * spans[1] / (BOX[3] - BOX[1])
    sketch.circle(name, at, x, radius_y=y, fill=color, color=color, width=0.5, axes="axes:chart", z=5)
    sketch.claim("at", name, value=(float(at[0]), float(at[1])), tolerance=0.006)


@family(TYPE, "stacked_bars")
def stacked_bars(draw: Random) -> FigureScene:
    """Four bars of three parts each; a fraction of a bar is asked for."""
    what, unit, parts = draw.choice(
        (
            ("Electricity", "TWh", ("hydro", "wind", "solar")),
            ("Catch", "t", ("cod", "herring", "plaice")),
            ("Land", "ha", ("forest", "meadow", "field")),
            ("Sales", "tickets", ("adults", "students", "children")),
        )
    )
    names = draw.choice(
        (("2021", "2022", "2023", "2024"), ("North", "East", "South", "West"), ("Q1", "Q2", "Q3", "Q4"))
    )
    values = [[5 * draw.randint(2, 6) for _ in parts] for _ in names]
    bar, part = draw.randrange(4), draw.randrange(3)
    sketch = Sketch()
    sketch.axes(
        "axes:chart",
        BOX,
        x_limits=(0.4, 4.6),
        y_limits=(0, 100),
        x_ticks=(1, 2, 3, 4),
        x_tick_labels=names,
        y_ticks=tuple(range(0, 101, 10)),
        y_label=f"{what} ({unit})",
        grid=True,
    )
    for x, stack in enumerate(values, 1):
        low = 0
        for name, value, fill in zip(parts, stack, STRONG, strict=False):
            _bar(sketch, f"bar:{name}{x}", x, low, low + value, fill)
            low += value
    for index, (name, fill) in enumerate(zip(parts, STRONG, strict=False)):
        side = 1.2 + 2.9 * index
        sketch.rectangle(f"key:{name}", side, 6.5, side + 0.4, 6.8, fill=fill, color="#333333", width=0.8)
        sketch.text(f"name:{name}", name, (side + 0.4, 6.65), of=f"key:{name}", toward=(1, 0), size=12)
    sketch.claim("count", "bar", value=12)
    for words in (*names, f"{what} ({unit})"):
        sketch.claim("label", value=words)
    sketch.entity("stacked bars", *(f"bar:{parts[0]}{x}" for x in range(1, 5)))
    total, hit = sum(values[bar]), values[bar][part]
    answer = number_answer(100 * hit / total, "%", tolerance=0.01)
    sums = [sum(stack) for stack in values]
    return sketch.scene(
        problem=f"{what} of {names[bar]} in {unit}: {', '.join(f'{n} {v}' for n, v in zip(parts, values[bar], strict=True))}. What is the share of {parts[part]}?",
        multimodal_question=f"What share of the bar '{names[bar]}' is {parts[part]}?",
        givens=tuple(Quantity(symbol=n, value=v, unit=unit) for n, v in zip(parts, values[bar], strict=True)),
        unknown=f"the share of {parts[part]}",
        answer=answer,
        solution=f"{hit}/{total} = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                f"How high is the whole bar '{names[0]}'?",
                str(sums[0]),
                [str(sums[0] + d) for d in (10, -10, 15, 20)],
            ),
            make_quiz(
                draw,
                "Which part lies at the bottom of each bar?",
                parts[0],
                [parts[1], parts[2], "it changes from bar to bar"],
            ),
            make_quiz(
                draw,
                f"How large is the part '{parts[0]}' of '{names[1]}'?",
                str(values[1][0]),
                [str(values[1][0] + d) for d in (5, -5, 10, 15)],
            ),
        ),
        alt_text=f"Stacked bars of {what.lower()} in {unit} for {', '.join(names)} with the parts {', '.join(parts)}: {values}.",
    )


def bar_top(scene: FigureScene, name: str, factor: float) -> FigureScene:
    """The scene with one bar drawn `factor` times as high, from its foot."""
    mark = scene.mark(name)
    assert isinstance(mark, Path)
    low = min(y for _, y in mark.points)
    return change(scene, replace(mark, points=tuple((x, low + (y - low) * factor) for x, y in mark.points)))


@defect("bar_chart", "wrong_bar_height")
def wrong_bar_height(scene: FigureScene, draw: Random) -> FigureScene:
    """One bar ends away from its value."""
    return bar_top(scene, f"bar:{draw.randint(1, 5)}", draw.choice((0.6, 0.75)))


@defect("pie_chart", "wrong_sector")
def wrong_sector(scene: FigureScene, draw: Random) -> FigureScene:
    """A radius is drawn 20 degrees off, so that two sectors have the wrong size."""
    radii: Sequence[Path] = [m for m in scene.marks if isinstance(m, Path) and m.id.startswith("radius:")]
    mark = draw.choice(radii)
    (x, y), turn = mark.points[1], math.radians(20)
    end = (x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn))
    return change(scene, replace(mark, points=(mark.points[0], end), color=GREY))
