"""Each kind of claim on ordinary Matplotlib figures, at two resolutions: what holds, and what fails with a reason."""

import json

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Ellipse, FancyArrowPatch, Polygon, Rectangle, Wedge

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claim_checks.kinds import KINDS
from scisynth.figures.verify.claims import MAX_MESSAGE, check_claim


class Page:
    """An empty page of 10 by 8 units with equal scales, and short ways to draw on it with an id."""

    def __init__(self, dpi: float = 100) -> None:
        self.figure = Figure(figsize=(7, 5.6), dpi=dpi)
        self.axes = self.figure.add_axes((0, 0, 1, 1), xlim=(0, 10), ylim=(0, 8), aspect="equal")
        self.axes.axis("off")

    def line(self, gid, *points, **style):
        (made,) = self.axes.plot(*zip(*points, strict=True), **{"color": "black", "gid": gid, **style})
        return made

    def patch(self, gid, patch):
        self.axes.add_patch(patch).set_gid(gid)

    def arrow(self, gid, tail, tip, **style):
        style = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 12, **style}
        self.patch(gid, FancyArrowPatch(tail, tip, **style))

    def circle(self, gid, x, y, radius, **style):
        self.patch(gid, Circle((x, y), radius, **{"fill": False, **style}))

    def box(self, gid, x, y, width, height, **style):
        self.patch(gid, Rectangle((x, y), width, height, **{"fill": False, **style}))

    def text(self, gid, x, y, words, **style):
        self.axes.text(x, y, words, **{"ha": "center", "va": "center", "gid": gid, **style})

    def read(self):
        FigureCanvasAgg(self.figure)
        return Drawing.of(self.figure)


def triangle(page):
    """A right triangle ABC with legs 4 and 3, its height, a circle with a tangent, arrows at 0, 60 and 150 degrees."""
    page.line("side:AB", (1, 1), (5, 1))
    page.line("side:AC", (1, 1), (1, 4))
    page.line("side:BC", (5, 1), (1, 4))
    page.line("side:far", (1, 5), (5, 5), ls="--")
    page.line("line:cross", (2, 0.4), (2, 3.9))
    page.patch("angle:A", Wedge((1, 1), 0.5, 0, 90, fill=False))
    page.text("label:AB", 3, 0.7, "$c = 4$ cm")
    page.text("label:AC", 0.5, 2.5, "3 cm")
    page.text("label:BC", 3.3, 2.9, "5000 mm")
    page.text("label:p", 8.5, 0.7, "3/4")
    page.text("label:q", 8.5, 0.3, "70 %")
    page.circle("circle:O", 8, 4, 1)
    page.circle("circle:P", 8, 6.5, 1.5)
    page.line("line:t", (7, 2), (7, 6))
    page.line("point:T", (7, 4), (7, 4), marker="o")
    page.patch("triangle:small", Polygon([(5.5, 6), (6.5, 6), (5.5, 7.732)], fill=False))
    page.arrow("force:right", (2, 6.5), (4, 6.5))
    page.arrow("force:up", (2, 6.5), (2.5, 6.5 + 0.866))
    page.arrow("force:left", (2, 6.5), (2 - 1.732, 7.5))
    page.arrow("force:double", (1, 5.5), (3, 5.5), arrowstyle="<|-|>")
    page.line("ray:in", (5.5, 4), (6.5, 5))
    page.line("line:near", (6, 5), (6.9, 5))


def apparatus(page):
    """A beaker with liquid, two blocks on a table, a pulley, a lens, levels, a leader, symmetric wings."""
    page.box("part:beaker", 1, 1, 2, 3)
    page.box("liquid:1", 1.05, 1.05, 1.9, 1.5, fill=True, facecolor="lightblue")
    page.box("liquid:wide", 3.6, 1, 2.8, 1, fill=True, facecolor="lightblue")
    page.box("part:tray", 4, 0.5, 2, 2)
    page.box("rod:1", 1.9, 1.5, 0.2, 3.5, fill=True, facecolor="grey")
    page.text("label:water", 2.5, 2.2, "water")
    page.line("ground:1", (0, 1), (10, 1))
    page.box("block:A", 7, 1, 1, 1)
    page.box("block:B", 8.5, 1, 0.5, 0.5)
    page.box("block:sunk", 9.2, 0.6, 0.7, 0.7)
    page.circle("pulley:1", 5, 6, 0.5)
    page.line("rope:1", (4.5, 6), (4.5, 4))
    page.line("rope:2", (5.5, 6), (5.5, 4.5))
    page.box("mass:1", 4.2, 3.3, 0.6, 0.7)
    for name, height in (("1", 5.0), ("2", 6.0), ("3", 6.5)):
        page.line(f"level:{name}", (0.5, height), (1.5, height))
    for number in range(4):
        page.circle(f"node:{number}", 7 + 0.8 * number, 4, 0.15)
    page.circle("node:last", 9.9, 4.4, 0.05)
    page.circle("set:A", 8, 6.5, 0.9)
    page.circle("set:B", 9, 6.5, 0.9)
    page.text("label:both", 8.5, 6.5, "7")
    page.text("label:A", 7.5, 6.5, "5")
    page.axes.annotate(
        "nucleus",
        xy=(5, 6),
        xytext=(2.5, 7.5),
        ha="center",
        gid="label:n",
        arrowprops={"arrowstyle": "-", "gid": "leader:n"},
    )
    page.patch("wing:1", Ellipse((3.2, 5), 0.6, 0.3, fill=False))
    page.patch("wing:2", Ellipse((4.0, 5), 0.6, 0.3, fill=False))
    page.line("axis:m", (3.6, 4), (3.6, 6), ls=":")


def network(page):
    """Three nodes with directed edges and their weights, and a grid of texts."""
    places = {"A": (1, 6), "B": (4, 6), "C": (2.5, 3)}
    for name, (x, y) in places.items():
        page.circle(f"node:{name}", x, y, 0.4)
        page.text(f"name:{name}", x, y, name)
    page.arrow("edge:AB", (1.4, 6), (3.6, 6), shrinkA=2, shrinkB=2)
    page.arrow("edge:BC", (3.8, 5.6), (2.7, 3.4))
    page.line("edge:AC", (1.2, 5.65), (2.3, 3.35))
    page.text("weight:AB", 2.5, 6.3, "5")
    page.text("weight:BC", 3.6, 4.5, "8")
    page.text("weight:AC", 1.4, 4.5, "$w_3$")
    for row, words in enumerate((("t (s)", "0", "1.5"), ("x (m)", "2", "$3^2$"), ("v", "4", "6"))):
        for column, word in enumerate(words):
            page.text(f"cell:{row}{column}", 6 + 1.2 * column, 6 - 0.8 * row, word)


def chart(page):
    """A line, a parabola and points in one axes, bars in another, on logarithmic scales a power, and a pie."""
    figure = page.figure
    page.axes.set_visible(False)
    plot = figure.add_axes((0.07, 0.55, 0.4, 0.4), xlim=(0, 10), ylim=(0, 5), xlabel="$t$ (s)", ylabel="height (m)")
    x = np.linspace(0, 10, 60)
    plot.plot(x, 0.2 * x + 2.2, gid="curve:line", label="train")
    plot.plot(x[:25], x[:25] ** 2 / 4, gid="curve:square", label="car, $v_0 = 0$")
    plot.legend(loc="upper left", fontsize=7)
    plot.plot([1, 3, 5], [1, 2, 0.5], "o", gid="points:data")
    plot.axvline(4, gid="guide:x", ls="--")
    plot.scatter([8], [1], gid="point:P")
    angle = np.linspace(0, 2 * np.pi, 200)
    plot.plot(5 + 2 * np.cos(angle), 2 + np.sin(angle), gid="curve:ellipse")
    bars = figure.add_axes((0.57, 0.55, 0.4, 0.4))
    for name, bar in zip("abc", bars.bar([1, 2, 3], [3, 5, 2]), strict=True):
        bar.set_gid(f"bar:{name}")
    logs = figure.add_axes((0.07, 0.07, 0.4, 0.38), xscale="log", yscale="log", xlim=(1, 1000), ylim=(0.1, 1e4))
    logs.plot(np.geomspace(1, 1000, 50), np.geomspace(1, 1000, 50) ** 1.5 / 10, gid="curve:power")
    pie = figure.add_axes((0.57, 0.07, 0.4, 0.38), xlim=(-1.2, 1.2), ylim=(-1.2, 1.2), aspect="equal")
    for name, (low, high) in {"a": (0, 180), "b": (180, 270), "c": (270, 360)}.items():
        pie.add_patch(Wedge((0, 0), 1, low, high, facecolor="lightgrey", edgecolor="black")).set_gid(f"sector:{name}")


HELD = {
    triangle: """
        shape(circle:O) circle | shape(triangle:small) triangle | shape(side:AB) straight | shape(force:up) straight
        shaded(circle:O) false | shaded(triangle:small) false
        label() c = 4 cm | label(label:AB) $c=4$ cm | label(side:AC) 3 cm | label(label:AB) 4 cm
        value(label:AB) 4 | value(label:p) 0.75 | value(label:q) 0.7 | value(label:BC) 5 m | value(side:AC) 3 cm | value(label:q) 70
        near(label:AB, side:AB) | near(side:AC, label:AC) | near(label:BC, side:BC) | near(label: AB, SIDE:AB)
        names(side:AB) 4 cm | names(side:AC) 3 cm | names(side:BC) 5000 mm | names(side:AB) c = 4 cm
        count(side) 4 | count(sides) 4 | count(label:AB) 1 | count(forces) 4 | count(side:) 4
        ratio(side:AB, side:AC) 1.3333 | ratio(side:BC, side:AB) 1.25 | ratio(circle:P, circle:O) 1.5 | ratio(side:far, side:AB) 1
        angle(side:AB, side:AC) 90 | angle(side:AB, side:BC) 36.87 | angle(angle:A) 90 | angle(force:right, force:left) 150
        angle(side:AB, line:cross) 90 | angle(triangle:small) 60 | angle(triangle:small, label:AB) 90
        direction(force:right) 0 | direction(force:right) right | direction(force:up) 60 degrees | direction(force:left) 30° above the horizontal to the left
        direction(force:left) north-west | direction(force:up) up-right | direction(force:right) along side:AB | direction(force:double) left
        direction(force:left) -210 | direction(side:AC) vertical
        parallel(side:AB, side:far) | parallel(force:right, side:AB) | parallel(line:cross, side:AC) | parallel(triangle:small, side:AB)
        perpendicular(side:AB, side:AC) | perpendicular(force:right, line:t) | perpendicular(side:far, line:cross) | perpendicular(triangle:small, side:AB)
        tangent(line:t, circle:O) | tangent(circle:O, line:t) | tangent(circle:P, circle:O) | tangent(circle:O, circle:P)
        on(point:T, circle:O) | on(point:T, line:t) | on(label:AB, label:AB) | on(circle:O, line:t)
        connected(side:AB, side:AC) | connected(side:AB, side:BC, side:AC) | connected(force:up, force:right) | connected(point:T, line:t)
        crosses(line:cross, side:AB) | crosses(line:cross, side:BC) | crosses(side:AB, line:cross) | crosses(line:cross, side:BC)
        head(force:right) end | head(force:double) both | head(side:AB) none | head(force:up) end
        points_to(force:right, triangle:small) | points_to(side:BC, side:AB) | points_to(ray:in, line:near)
    """,
    apparatus: """
        inside(liquid:1, part:beaker) | inside(label:water, part:beaker) | inside(rod:1, part:beaker) | inside(label:both, set:A)
        outside(label:A, set:B) | outside(block:A, part:beaker) | outside(block:B, block:A) | outside(pulley:1, set:A)
        in_overlap(label:both, set:A, set:B) | in_overlap(label:water, liquid:1, part:beaker) | in_overlap(liquid:1, part:beaker, part:beaker)
        near(label:water, part:beaker) | near(label:n, pulley:1) | names(pulley:1) nucleus | names(set:A) 5
        touches(block:A, ground:1) | touches(block:B, ground:1) | touches(rope:1, pulley:1) | touches(part:beaker, ground:1)
        on(block:A, ground:1) | on(part:beaker, ground:1) | connected(rope:1, mass:1) | connected(rope:1, pulley:1)
        order(block:A, block:B) left_to_right | order(level:1, level:2, level:3) bottom_to_top | order(level:3, level:2) top to bottom
        order(block:B, block:A) 180 | order(level:1, level:2) upward | order(node:3, node:1) right_to_left
        equal_spacing(node:0, node:1, node:2, node:3) | equal_spacing(rope:1, pulley:1, rope:2) | equal_spacing(node:3, node:2, node:1)
        level(node:0, node:1, node:3) | level(block:A, block:B) | level(set:A, set:B) | level(rope:1, rope:1)
        heights(level:1, level:2, level:3) [1, 3, 4] | heights(level:1, level:2, level:3) [-13.6, -3.6, 1.4]
        heights(block:A, block:B) [2, 1] | heights(block:A, block:B) [10, 5]
        height_ratio(block:A, block:B) 2 | height_ratio(part:beaker, block:A) 3 | width_ratio(block:A, block:B) 2 | width_ratio(level:1, level:2) 1 | width_ratio(part:beaker, block:A) 2
        distance_ratio(node:0, node:2, node:0, node:1) 2 | distance_ratio(node:0, node:1, node:3) 0.5 | distance_ratio(set:A, set:B, node:0, node:1) 1.25
        symmetric(wing:1, wing:2, axis:m) | symmetric(axis:m, axis:m) | symmetric(wing:2, wing:1, axis:m)
        at(set:B, set:A, block:A) [1, 0] | at(level:2, level:1, level:1) [0, 1] | at(node:1, node:0, node:0, node:2) [0.5, 0]
        shaded(liquid:1) true | shaded(rod:1) true | shape(block:A) square | shape(wing:1) ellipse
        ratio(block:A, block:B) 2 | ratio(set:A, set:B) 1 | ratio(rope:1, rope:2) 1.3333
    """,
    network: """
        connects(edge:AB, node:A, node:B) | connects(edge:BC, node:B, node:C) | connects(edge:AC, node:A, node:C) | connects(edge:AC, node:C, node:A)
        names(edge:AB) 5 | names(edge:BC) 8 | names(edge:AC) w_3 | names(node:A) A
        row() ["t (s)", "0", "1.5"] | row() ["x (m)", 2] | row(cell:00, cell:01) | row() ["v", "6"]
        column() ["t (s)", "x (m)", "v"] | column() ["0", "2", "4"] | column(cell:01, cell:21) | column() [1.5, 6]
        points_to(edge:AB, node:B) | points_to(edge:BC, node:C) | direction(edge:AB) right | count(node) 3
    """,
    chart: """
        formula(curve:line) 0.2x + 2.2 | formula(curve:line) y = 0.2*x + 2.2 | formula(curve:line) p = \\frac{q}{5} + 2.2
        formula(curve:square) x²/4 | formula(curve:square) 0.25x^2 | formula(curve:power) 0.1 x^{1.5} | formula(curve:ellipse) (x-5)^2/4 + (y-2)^2 = 1
        formula(curve:line) f(x) = 2.2 + 0.2x | formula(guide:x) x = 4
        monotone(curve:line) increasing | monotone(curve:square) increasing | monotone(curve:power) increasing
        through(curve:line) [4, 3] | through(curve:square) [2, 1] | through(curve:power) [100, 100] | through(curve:line) [0, 2.2, 10, 4.2]
        values(bar) [3, 5, 2] | values(bar:a, bar:b, bar:c) [3, 5, 2] | values(bar:b, bar:a) [5, 3] | values(points:data) [1, 2, 0.5]
        values(sector) [2, 1, 1] | values(sector:a, sector:b, sector:c) [50, 25, 25]
        legend(curve:line) train | legend(curve:square) car | legend(curve:square) v_0 = 0 | names(curve:line) train
        axis_labels() ["t (s)", "height (m)"] | axis_labels(axes:1) ["t", "height"] | axis_labels(curve:line) ["t (s)", ""]
        at(point:P) [8, 1] | at(guide:x) [4] | at(guide:x) [4, 2] | at(curve:ellipse) [5, 2]
        height_ratio(bar:a, bar:b) 0.6 | ratio(bar:b, bar:c) 2.5 | order(bar:a, bar:b, bar:c) left_to_right | count(bar) 3
    """,
}
FAILED = {
    triangle: """
        shape(circle:O) ellipse | shape(triangle:small) square | shape(side:AB) curved | shape(force:up) zigzag
        shaded(circle:O) true | shaded(triangle:small) true
        label() c = 5 cm | label(label:AB) c = 40 cm | label(side:AC) 4 cm | label(label:AC) cm 3
        value(label:AB) 5 | value(label:p) 0.8 | value(label:BC) 50 m | value(side:AB) 3 cm | value(label:q) 7
        near(label:AB, side:AC) | near(label:BC, side:far) | near(label:p, side:AB) | near(label:AC, side:none)
        names(side:AB) 3 cm | names(side:AC) 4 cm | names(side:far) 5000 mm | names(side:AB) 6 cm
        count(side) 3 | count(sides) 5 | count(label:AB) 2 | count(springs) 2
        ratio(side:AB, side:AC) 0.75 | ratio(side:BC, side:AB) 1.3 | ratio(circle:P, circle:O) 2.25 | ratio(side:far, side:AB) 1.05
        angle(side:AB, side:AC) 87 | angle(side:AB, side:BC) 143.13 | angle(angle:A) 80 | angle(force:right, force:left) 30
        angle(triangle:small) 45 | angle(triangle:small, label:AB) 60
        direction(force:right) 180 | direction(force:right) left | direction(force:up) 120 | direction(force:left) 30° above the horizontal
        direction(force:left) north-east | direction(force:up) down | direction(force:double) up | direction(force:up) along side:AB
        parallel(side:AB, side:BC) | parallel(force:up, side:AB) | parallel(line:cross, side:AB) | parallel(triangle:small, force:left)
        perpendicular(side:AB, side:BC) | perpendicular(force:up, line:t) | perpendicular(side:far, side:AB) | perpendicular(side:BC, line:cross)
        tangent(line:cross, circle:O) | tangent(side:AB, circle:O) | tangent(circle:P, line:t) | tangent(ray:in, circle:P)
        on(point:T, side:AB) | on(point:T, circle:P) | on(label:AB, side:BC) | on(circle:O, side:AB)
        connected(side:AB, side:far) | connected(side:AB, side:AC, line:t) | connected(force:up, side:AB) | connected(point:T, side:AB)
        crosses(side:AB, side:AC) | crosses(side:AB, side:far) | crosses(side:AB, side:BC) | crosses(line:t, line:cross)
        head(force:right) start | head(force:double) end | head(side:AB) end | head(force:up) none
        points_to(force:right, side:AB) | points_to(ray:in, side:AB) | points_to(force:left, circle:O) | points_to(force:up, side:BC)
    """,
    apparatus: """
        inside(liquid:wide, part:tray) | inside(block:A, part:beaker) | inside(label:A, set:B) | inside(part:beaker, liquid:1)
        outside(label:both, set:B) | outside(liquid:1, part:beaker) | outside(liquid:wide, part:tray) | outside(label:water, liquid:1)
        in_overlap(label:A, set:A, set:B) | in_overlap(label:water, liquid:1, part:tray) | in_overlap(liquid:wide, part:tray, part:tray)
        near(label:water, part:tray) | near(label:n, part:beaker) | names(mass:1) nucleus | names(set:B) 5
        touches(block:sunk, ground:1) | touches(pulley:1, ground:1) | touches(rope:2, ground:1) | touches(set:A, set:B) | touches(wing:1, mass:1)
        on(pulley:1, ground:1) | on(set:A, ground:1) | connected(rope:2, mass:1) | connected(rope:1, ground:1)
        order(block:B, block:A) left_to_right | order(level:1, level:3, level:2) bottom_to_top | order(level:2, level:3) top_to_bottom | order(block:A, block:B) 180
        equal_spacing(node:0, node:1, node:3) | equal_spacing(node:0, node:1, node:last) | equal_spacing(level:1, level:2, level:3) | equal_spacing(set:A, set:B, node:0)
        level(node:0, node:last) | level(level:1, level:2) | level(set:A, node:0) | level(block:A, block:sunk)
        heights(level:1, level:2, level:3) [1, 2, 3] | heights(level:1, level:2, level:3) [3, 2, 1] | heights(block:A, block:B) [3, 1] | heights(part:beaker, block:A) [2, 1]
        height_ratio(block:A, block:B) 1 | height_ratio(part:beaker, block:A) 2 | width_ratio(block:A, block:B) 1 | width_ratio(level:1, block:B) 1 | width_ratio(part:beaker, block:A) 3
        distance_ratio(node:0, node:2, node:0, node:1) 1 | distance_ratio(node:0, node:1, node:3) 2 | distance_ratio(set:A, set:B, node:0, node:1) 1
        symmetric(wing:1, wing:1, axis:m) | symmetric(wing:1, pulley:1, axis:m) | symmetric(wing:1, axis:m) | symmetric(set:A, set:B, axis:m)
        at(set:B, set:A, block:A) [-1, 0] | at(level:2, level:1, level:1) [0, 2] | at(node:1, node:0, node:0, node:2) [1, 0] | at(set:B, set:A, block:A) [1, 1]
        shaded(liquid:1) false | shaded(rod:1) false | shape(block:A) circle | shape(wing:1) rectangle
        ratio(block:A, block:B) 3 | ratio(set:A, set:B) 2 | ratio(rope:1, rope:2) 1
    """,
    network: """
        connects(edge:AB, node:B, node:A) | connects(edge:BC, node:C, node:B) | connects(edge:AC, node:A, node:B) | connects(edge:AB, node:A, node:C)
        names(edge:AB) 8 | names(edge:BC) 5 | names(edge:AC) 5 | names(node:A) B
        row() ["0", "t (s)"] | row() ["x (m)", 4] | row(cell:01, cell:00) | row() ["v", "7"]
        column() ["x (m)", "t (s)"] | column() ["0", "x (m)"] | column(cell:21, cell:01) | column() [6, 1.5]
        points_to(edge:AB, node:A) | points_to(edge:BC, node:B) | direction(edge:AB) left | count(node) 4
    """,
    chart: """
        formula(curve:line) 0.3x + 2.2 | formula(curve:line) y = 2.2 | formula(curve:square) x² | formula(curve:power) x^{1.5} | formula(curve:ellipse) (x-5)^2 + (y-2)^2 = 1
        monotone(curve:line) decreasing | monotone(curve:square) decreasing | monotone(curve:power) decreasing | monotone(points:data) increasing
        through(curve:line) [4, 2] | through(curve:square) [2, 2] | through(curve:power) [100, 10] | through(curve:line) [0, 2.2, 10, 5]
        values(bar) [3, 5, 4] | values(bar:a, bar:b, bar:c) [5, 3, 2] | values(bar) [3, 5] | values(points:data) [1, 2, 1] | values(sector) [1, 1, 1]
        legend(curve:line) car | legend(curve:square) train | legend(point:P) train | names(curve:square) train
        axis_labels() ["height (m)", "t (s)"] | axis_labels(axes:1) ["t", "speed"] | axis_labels(axes:2) ["t (s)", "height (m)"]
        at(point:P) [1, 8] | at(guide:x) [5] | at(guide:x) [5, 2] | at(curve:ellipse) [4, 2]
        height_ratio(bar:a, bar:b) 1 | ratio(bar:b, bar:c) 2 | order(bar:b, bar:a) left_to_right | count(bar) 4
    """,
}
NOT_TRIED = {"smiles", "netlist"}
"""Their readers have tests of their own."""


def claims_of(text):
    """`kind(ids) value`, a `|` between two."""
    for cell in text.replace("\n", "|").split("|"):
        if not cell.strip():
            continue
        kind, _, rest = cell.strip().partition("(")
        names, _, said = rest.partition(") ") if ") " in rest else rest.rpartition(")")
        try:
            value = json.loads(said) if said else None
        except json.JSONDecodeError:
            value = said
        value = tuple(value) if isinstance(value, list) else float(value) if isinstance(value, int) else value
        yield Claim(kind=kind, of=tuple(name.strip() for name in names.split(",") if name.strip()), value=value)


def cases(table):
    return [(draw, claim) for draw, text in table.items() for claim in claims_of(text)]


@pytest.fixture(scope="module", params=[72, 220])
def read(request):
    pages = {}
    for draw in HELD:
        page = Page(request.param)
        draw(page)
        pages[draw] = page.read()
    return pages


def named(value):
    """A name that is the same in every process of a test run."""
    return f"{value.kind} {value.value}" if isinstance(value, Claim) else value.__name__


@pytest.mark.parametrize(("draw", "claim"), cases(HELD), ids=named)
def test_what_is_drawn_holds(read, draw, claim):
    found = check_claim(claim, read[draw])
    assert found.status == "held", found.message


@pytest.mark.parametrize(("draw", "claim"), cases(FAILED), ids=named)
def test_what_is_not_drawn_fails_and_says_what_was_expected(read, draw, claim):
    found = check_claim(claim, read[draw])
    assert found.status == "failed", found.message
    assert 15 < len(found.message) <= MAX_MESSAGE


def test_every_kind_is_tried_often_enough():
    for table in (HELD, FAILED):
        tried = [claim.kind for _, claim in cases(table)]
        few = {kind: tried.count(kind) for kind in set(KINDS) - NOT_TRIED if tried.count(kind) < 3}
        assert not few


MOVED = {
    "on(a:1, line:1)": (0.0, 0.4),
    "inside(a:1, box:1)": (0.0, 3.0),
    "distance_ratio(a:1, a:2, a:2, a:3) 1": (0.3, 0.0),
    "equal_spacing(a:1, a:2, a:3)": (0.3, 0.0),
    "level(a:1, a:2, a:3)": (0.0, 0.3),
    "order(a:1, a:2, a:3) left_to_right": (2.5, 0.0),
    "at(a:1) [2, 4]": (0.3, 0.0),
    "at(a:1, a:2, unit:1) [-2, 0]": (0.0, 0.3),
    "names(a:1) P": (0.0, -2.5),
    "symmetric(a:1, a:3, axis:1)": (0.0, 0.4),
    "in_overlap(a:1, box:1, box:2)": (0.0, 3.0),
    "near(label:P, a:1)": (0.0, -2.5),
}
TURNED = {
    "angle(line:1, line:2) 40": 5.0,
    "direction(line:2) 40": 5.0,
    "perpendicular(line:2, line:3)": 5.0,
    "parallel(line:2, line:4)": 5.0,
    "points_to(line:2, ball:1)": 20.0,
    "through(line:2) [4, 2.678]": 5.0,
    "connects(line:2, ball:0, ball:1)": 30.0,
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("said", MOVED)
def test_a_mark_that_is_moved_breaks_its_claim(said, seed):
    (claim,) = claims_of(said)
    for factor, status in ((0.0, "held"), (1.0 + seed / 2, "failed")):
        dx, dy = (factor * part for part in MOVED[said])
        page = Page(dpi=80 + 40 * seed)
        page.line("line:1", (1, 4), (9, 4))
        page.line("axis:1", (4, 1), (4, 7))
        page.line("unit:1", (1, 1), (2, 1))
        page.box("box:1", 1, 3, 6.5, 2)
        page.box("box:2", 1.2, 3.2, 6, 1.6)
        page.circle("a:1", 2 + dx, 4 + dy, 0.1, fill=True)
        page.circle("a:2", 4, 4, 0.1, fill=True)
        page.circle("a:3", 6, 4, 0.1, fill=True)
        page.text("label:P", 2, 4.35, "P")
        found = check_claim(claim, page.read())
        assert found.status == status, (factor, found.message)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("said", TURNED)
def test_a_mark_that_is_turned_breaks_its_claim(said, seed):
    (claim,) = claims_of(said)
    for factor, status in ((0.0, "held"), (1.0 + seed / 2, "failed"), (-1.0 - seed / 2, "failed")):
        turn = np.radians([40 + factor * TURNED[said], 40, 130])
        page = Page(dpi=80 + 40 * seed)
        page.line("line:1", (2, 1), (8, 1))
        page.arrow("line:2", (2, 1), (2 + 3 * np.cos(turn[0]), 1 + 3 * np.sin(turn[0])))
        page.line("line:3", (7, 4), (7 + np.cos(turn[2]), 4 + np.sin(turn[2])))
        page.line("line:4", (1, 5), (1 + 2 * np.cos(turn[1]), 5 + 2 * np.sin(turn[1])))
        page.circle("ball:1", 2 + 3.4 * np.cos(turn[1]), 1 + 3.4 * np.sin(turn[1]), 0.3)
        page.circle("ball:0", 2, 1, 0.1)
        found = check_claim(claim, page.read())
        assert found.status == status, (factor, found.message)


def test_a_missing_mark_is_told_with_what_comes_close():
    page = Page()
    page.line("dim:h", (1, 1), (1, 5))
    page.text("label:h", 0.5, 3, "4 m")
    page.text("label:r", 3, 3, "3 m")
    found = check_claim(Claim(kind="value", of=("dim:h:label",), value=4.0), page.read())
    assert (
        found.status == "failed"
        and "label:h ('4 m')" in found.message
        and "give the right artist this id" in found.message
    )
    found = check_claim(Claim(kind="count", of=("spring",), value=1.0), page.read())
    assert "dim" in found.message and "label" in found.message


@pytest.mark.parametrize("kind", KINDS)
def test_a_claim_without_sense_is_never_an_error(kind):
    page = Page()
    triangle(page)
    drawing = page.read()
    values = (
        None,
        "",
        "x" * 500,
        1e300,
        -1.0,
        float("inf"),
        (),
        (1.0,),
        ("a", "b"),
        (1.0, 2.0),
        tuple(map(float, range(40))),
    )
    names = (
        (),
        ("side:AB",),
        ("label:AB", "label:AB"),
        ("side:AB", "none:1"),
        ("point:T",) * 4,
        ("",),
        ("axes:0", "page", "x" * 120),
    )
    for value in values:
        for of in names:
            found = check_claim(Claim(kind=kind, of=of, value=value), drawing)
            assert found.status in ("held", "failed", "unchecked") and len(found.message) <= MAX_MESSAGE
