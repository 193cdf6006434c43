"""Claims about the look of marks and the names of axes on ordinary Matplotlib code: shapes, shading, legends, axis labels."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Arc, Circle, Ellipse, FancyBboxPatch, Patch, Polygon, Rectangle, RegularPolygon

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claims import check_claim


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def status(page, kind, of="", value=None):
    value = tuple(value) if isinstance(value, list) else value
    found = check_claim(Claim(kind=kind, of=tuple(of.split()), value=value), page)
    return found.status, found.message


def lens(thick_middle: bool):
    """A lens of two arcs: bulging out, or in between two flat rims."""
    y = np.linspace(-2, 2, 40)
    half = 0.5 * (1 - (y / 2) ** 2) if thick_middle else 0.15 + 0.4 * (y / 2) ** 2
    return [*zip(half, y, strict=True), *zip(-half[::-1], y[::-1], strict=True)]


ANGLE = np.linspace(0, 2 * np.pi, 100)
ZIGZAG = [(x, (0.3 if x % 2 else -0.3)) for x in range(8)]
SHAPES = {
    "circle": [
        lambda ax: ax.add_patch(Circle((0, 0), 1.5)),
        lambda ax: ax.plot(2 * np.cos(ANGLE), 2 * np.sin(ANGLE))[0],
        lambda ax: ax.add_patch(Ellipse((0, 0), 2, 2, fill=False)),
        lambda ax: ax.add_patch(Arc((0, 0), 2, 2, theta1=0, theta2=360)),
        lambda ax: ax.scatter([0], [0], s=900),
    ],
    "ellipse": [
        lambda ax: ax.add_patch(Ellipse((0, 0), 4, 2, fill=False)),
        lambda ax: ax.add_patch(Ellipse((0, 0), 4, 1, angle=35)),
        lambda ax: ax.plot(3 * np.cos(ANGLE), 1.2 * np.sin(ANGLE))[0],
        lambda ax: ax.add_patch(Ellipse((0, 0), 3, 2.6, angle=-70, facecolor="none", edgecolor="k")),
    ],
    "square": [
        lambda ax: ax.add_patch(Rectangle((0, 0), 2, 2)),
        lambda ax: ax.add_patch(RegularPolygon((0, 0), 4, radius=2)),
        lambda ax: ax.plot([0, 2, 2, 0, 0], [0, 0, 2, 2, 0])[0],
        lambda ax: ax.add_patch(Rectangle((0, 0), 2, 2, angle=20, fill=False)),
    ],
    "rectangle": [
        lambda ax: ax.add_patch(Rectangle((0, 0), 3, 1)),
        lambda ax: ax.add_patch(Rectangle((0, 0), 3, 1, angle=30, fill=False)),
        lambda ax: ax.add_patch(FancyBboxPatch((0, 0), 3, 1, boxstyle="round,pad=0.2")),
        lambda ax: ax.plot([0, 3, 3, 0, 0], [0, 0, 1, 1, 0])[0],
    ],
    "triangle": [
        lambda ax: ax.add_patch(Polygon([(0, 0), (3, 0), (1, 2)])),
        lambda ax: ax.plot([0, 3, 1, 0], [0, 0, 2, 0])[0],
        lambda ax: ax.fill([0, 3, 0], [0, 0, 2])[0],
        lambda ax: ax.add_patch(RegularPolygon((0, 0), 3, radius=2, fill=False)),
    ],
    "hexagon": [
        lambda ax: ax.add_patch(RegularPolygon((0, 0), 6, radius=2)),
        lambda ax: ax.add_patch(RegularPolygon((0, 0), 6, radius=1, orientation=0.4, fill=False)),
    ],
    "straight": [
        lambda ax: ax.plot([0, 3], [0, 1])[0],
        lambda ax: ax.plot(np.linspace(0, 3), np.linspace(0, 2))[0],
        lambda ax: ax.axvline(1),
        lambda ax: ax.add_patch(Rectangle((0, 0), 3, 0.1)),
    ],
    "curved": [
        lambda ax: ax.plot(np.linspace(-2, 2), np.linspace(-2, 2) ** 2 / 2)[0],
        lambda ax: ax.add_patch(Arc((0, 0), 3, 3, theta1=20, theta2=140)),
        lambda ax: ax.plot(np.linspace(-2, 2), np.sin(np.linspace(-6, 6)))[0],
        lambda ax: ax.plot(np.linspace(0.1, 2), np.exp(-np.linspace(0.1, 2)))[0],
    ],
    "zigzag": [
        lambda ax: ax.plot(*zip(*ZIGZAG, strict=True))[0],
        lambda ax: ax.plot([-2, 0, *(0.25 * np.arange(1, 9)), 3, 4], [0, 0, *([0.3, -0.3] * 4), 0, 0])[0],
        lambda ax: ax.plot([0, 0.3, -0.3, 0.3, -0.3, 0], np.arange(6))[0],
    ],
    "convex": [
        lambda ax: ax.add_patch(Polygon(lens(True))),
        lambda ax: ax.add_patch(Ellipse((0, 0), 0.6, 4)),
        lambda ax: ax.fill(*zip(*lens(True), strict=True))[0],
        lambda ax: ax.annotate("", xy=(0, 2), xytext=(0, -2), arrowprops={"arrowstyle": "<->"}),
    ],
    "concave": [
        lambda ax: ax.add_patch(Polygon(lens(False))),
        lambda ax: ax.fill(*zip(*lens(False), strict=True))[0],
        lambda ax: ax.fill_betweenx(np.linspace(-2, 2, 40), [x for x, _ in lens(False)[40:]], [-x for x, _ in lens(False)[40:]]),
        lambda ax: ax.add_patch(Polygon([(-2, 0), (0, 2), (2, 0), (0, 0.6)])),
    ],
}  # fmt: skip


def drawn(make, mark_id="mark:a"):
    figure, axes = plt.subplots()
    axes.set(xlim=(-5, 5), ylim=(-4, 8), aspect="equal")
    make(axes).set_gid(mark_id)
    return Drawing.of(figure)


@pytest.mark.parametrize(("name", "make"), [(name, make) for name, every in SHAPES.items() for make in every])
def test_a_shape_is_told_from_its_outline(name, make):
    page = drawn(make)
    assert status(page, "shape", "mark:a", name)[0] == "held", status(page, "shape", "mark:a", name)
    others = [other for other in ("circle", "square", "triangle", "hexagon", "straight", "zigzag") if other != name]
    is_symbol = any(mark.arrow for mark in page.find_all("mark:a"))  # a lens drawn as a straight arrow
    for other in others if not is_symbol else ():
        found, message = status(page, "shape", "mark:a", other)
        assert (found == "failed" and "drawn is" in message) or found == "unchecked", (other, message)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("convex", "concave"), ("concave", "convex"), ("ellipse", "circle"), ("circle", "ellipse"), ("straight", "curved"),
        ("curved", "straight"), ("rectangle", "square"), ("rectangle", "ellipse"), ("zigzag", "straight"), ("zigzag", "curved"),
        ("circle", "polygon"), ("triangle", "rectangle"), ("hexagon", "pentagon"), ("hexagon", "circle"),
    ],
)  # fmt: skip
def test_another_shape_fails_on_every_drawing(name, wrong):
    for make in SHAPES[name]:
        page = drawn(make)
        found, message = status(page, "shape", "mark:a", wrong)
        is_symbol = any(mark.arrow for mark in page.find_all("mark:a"))
        assert found == ("unchecked" if is_symbol else "failed"), (name, wrong, message)


@pytest.mark.parametrize("said", ["Circular", "a circle", "disc", "round", "circle shape"])
def test_words_for_a_circle(said):
    assert status(drawn(SHAPES["circle"][0]), "shape", "mark:a", said)[0] == "held"


def test_lines_that_share_an_id_are_one_outline():
    figure, axes = plt.subplots()
    axes.set(xlim=(-3, 3), ylim=(-3, 3), aspect="equal")
    for x, y in (([0, 2], [0, 0]), ([2, 1], [0, 2]), ([0, 1], [0, 2])):
        axes.plot(x, y, gid="triangle:ABC")
    y = np.linspace(-2, 2, 30)
    axes.plot(0.3 * (1 - y**2 / 4) - 2, y, gid="lens:1")
    axes.plot(-0.3 * (1 - y**2 / 4) - 2, y, gid="lens:1")
    page = Drawing.of(figure)
    assert status(page, "shape", "triangle:ABC", "triangle")[0] == "held"
    assert status(page, "shape", "lens:1", "convex")[0] == "held"
    assert status(page, "shape", "lens:1", "concave")[0] == "failed"


def test_a_circle_in_unequal_scales_is_an_ellipse_to_the_eye():
    figure, axes = plt.subplots(figsize=(8, 4))
    axes.set(xlim=(0, 4), ylim=(0, 4))
    axes.add_patch(Circle((2, 2), 1, fill=False, gid="circle:O"))
    page = Drawing.of(figure)
    assert status(page, "shape", "circle:O", "circle") == (
        "failed",
        "expected circle:O to be circle, drawn is ellipse",
    )


def regions():
    figure, axes = plt.subplots()
    axes.set(xlim=(0, 12), ylim=(0, 9), aspect="equal")
    axes.add_patch(Circle((1.5, 1.5), 1, facecolor="lightblue", edgecolor="k", gid="area:filled"))
    axes.add_patch(Circle((4.5, 1.5), 1, facecolor="none", edgecolor="k", hatch="//", gid="area:hatched"))
    axes.fill_between([6, 8], [1, 1], [2, 2.5], color="tab:red", alpha=0.2, gid="area:between")
    axes.add_patch(Rectangle((9, 0.5), 2, 2, fill=False, gid="area:over"))
    axes.add_patch(Rectangle((9, 0.5), 2, 2, facecolor="0.8", edgecolor="none"))
    axes.add_patch(Rectangle((1, 4), 2, 2, fill=False, gid="area:strokes"))
    for step in np.linspace(0.2, 1.8, 7):
        axes.plot([1, 1 + step], [4 + step, 4], "k", lw=0.8)
    axes.add_patch(Circle((5, 5), 1, fill=False, gid="area:empty"))
    axes.add_patch(Circle((8, 5), 1, facecolor="white", edgecolor="k", gid="area:white"))
    axes.plot([10, 11, 11, 10, 10], [4, 4, 6, 6, 4], "k", gid="area:line")
    axes.add_patch(Rectangle((0.5, 7), 11, 1.8, facecolor="0.9", edgecolor="none", gid="panel:big"))
    axes.add_patch(Circle((3, 7.8), 0.5, fill=False, gid="area:in_panel"))
    axes.plot([7.5, 8.5], [5, 5], "k")
    return Drawing.of(figure)


def test_what_is_shaded_and_what_is_not():
    page = regions()
    for name in ("filled", "hatched", "between", "over", "strokes"):
        assert status(page, "shaded", f"area:{name}", "true")[0] == "held", name
        found, message = status(page, "shaded", f"area:{name}", "false")
        assert found == "failed" and "facecolor='none'" in message
    for name in ("empty", "white", "line", "in_panel"):
        assert status(page, "shaded", f"area:{name}", "false")[0] == "held", name
        found, message = status(page, "shaded", f"area:{name}", "true")
        assert found == "failed" and "facecolor or a hatch" in message


def with_legend(**options):
    figure, axes = plt.subplots()
    x = np.linspace(0, 3, 40)
    axes.plot(x, x, "b-", gid="curve:a", label="$T = 300$ K")
    axes.plot(x, x**2, "r--", gid="curve:b", label="$T = 600$ K")
    axes.plot(x, x**3 / 3, "r:", gid="curve:c", label="900 K")
    axes.scatter([1, 2], [5, 6], marker="s", c="k", gid="points:d", label="data")
    axes.plot([1, 2], [7, 8], "k^", gid="points:e", label="model")
    axes.bar([0.5], [3], color="tab:green", alpha=0.4, gid="bar:f", label="yield")
    axes.bar([1.5], [3], color="tab:green", alpha=0.4, hatch="//", gid="bar:g", label="loss")
    axes.plot(x, 4 + 0 * x, "k", gid="line:none")
    axes.legend(**options)
    return Drawing.of(figure)


ENTRIES = {"curve:a": "300 K", "curve:b": "$T=600$ K", "curve:c": "900 K", "points:d": "data", "points:e": "model", "bar:f": "yield", "bar:g": "loss"}  # fmt: skip


@pytest.mark.parametrize(
    "options", [{}, {"loc": "upper left", "bbox_to_anchor": (1.02, 1)}, {"ncol": 3, "frameon": False}]
)
def test_a_legend_names_marks_by_their_look(options):
    page = with_legend(**options)
    for name, words in ENTRIES.items():
        for kind in ("legend", "names"):
            assert status(page, kind, name, words)[0] == "held", (kind, name, status(page, kind, name, words))
    for name, words in zip(ENTRIES, [*ENTRIES.values()][1:], strict=False):
        for kind in ("legend", "names"):
            found, message = status(page, kind, name, words)
            assert found == "failed" and "legend" in message, (kind, name, words)
    assert status(page, "legend", "curve:a", "1200 K")[0] == "failed"
    assert status(page, "legend", "line:none", "data")[0] == "failed"


def test_samples_made_by_hand_and_other_places_of_a_legend():
    figure, (one, two) = plt.subplots(1, 2)
    one.scatter([1, 2, 3], [1, 2, 3], c="red", gid="points:hot")
    one.scatter([1, 2, 3], [3, 2, 1], c="blue", gid="points:cold")
    one.fill_between([1, 3], [0, 0], [0.5, 0.5], color="purple", alpha=0.3, gid="area:gap")
    one.add_artist(
        one.legend(
            handles=[
                Line2D([0], [0], marker="o", color="w", markerfacecolor="red", label="hot"),
                Line2D([0], [0], marker="o", color="w", markerfacecolor="blue", label="cold"),
            ]
        )
    )
    one.legend(handles=[Patch(color="purple", label="gap")], loc="lower left")
    two.plot([0, 1], [0, 1], "g-.", gid="line:x", label="growth")
    two.plot([0, 1], [1, 0], "g-", gid="line:y", label="decay")
    figure.legend(*two.get_legend_handles_labels(), loc="lower center")
    page = Drawing.of(figure)
    right = {"points:hot": "hot", "points:cold": "cold", "area:gap": "gap", "line:x": "growth", "line:y": "decay"}
    for name, words in right.items():
        assert status(page, "legend", name, words)[0] == "held", (name, status(page, "legend", name, words))
    for name, words in {"points:hot": "cold", "points:cold": "hot", "line:x": "decay", "line:y": "growth"}.items():
        assert status(page, "legend", name, words)[0] == "failed", (name, words)


def test_a_legend_in_one_colour_with_one_curve_names_that_curve():
    figure, axes = plt.subplots()
    axes.plot([0, 1], [0, 1], "k", gid="curve:f", label="f(x)")
    axes.plot([0, 1], [1, 0], color="0.6", gid="curve:g")
    axes.text(0.2, 0.9, "g(x)")
    axes.legend()
    page = Drawing.of(figure)
    assert status(page, "names", "curve:f", "f(x)")[0] == "held"
    assert status(page, "names", "curve:g", "g(x)")[0] == "held"
    assert status(page, "names", "curve:g", "f(x)")[0] == "failed"


def test_without_a_legend_the_claim_says_so():
    figure, axes = plt.subplots()
    axes.plot([0, 1], [0, 1], gid="curve:f", label="f")
    assert "no legend" in status(Drawing.of(figure), "legend", "curve:f", "f")[1]


def plotted(axes):
    axes.plot([0, 4], [0, 2], gid="curve:v")
    axes.set(xlabel="$t$ (s)", ylabel=r"$v$ (m/s)", xlim=(0, 4), ylim=(0, 2))


def cross(axes):
    axes.axis("off")
    axes.set(xlim=(-5, 5), ylim=(-5, 5))
    axes.annotate("", xy=(4.5, 0), xytext=(-4.5, 0), arrowprops={"arrowstyle": "->"}, gid="axis:x")
    axes.annotate("", xy=(0, 4.5), xytext=(0, -4.5), arrowprops={"arrowstyle": "->"}, gid="axis:y")
    axes.text(4.6, -0.1, "t (s)", va="top")
    axes.text(0.15, 4.5, "v (m/s)", ha="left")


def corner(axes):
    axes.axis("off")
    axes.set(xlim=(-1, 6), ylim=(-1, 5))
    axes.arrow(0, 0, 5, 0, head_width=0.15)
    axes.arrow(0, 0, 0, 4, head_width=0.15)
    axes.text(2.5, -0.5, "t (s)", ha="center")
    axes.text(-0.4, 2, "v (m/s)", rotation=90, va="center", ha="center")


def spines(axes):
    axes.plot([-4, 4], [-2, 2])
    axes.spines[["left", "bottom"]].set_position("zero")
    axes.spines[["right", "top"]].set_visible(False)
    axes.set_xlabel("t (s)", loc="right")
    axes.set_ylabel("v (m/s)", loc="top", rotation=0)


def ends_of_box(axes):
    axes.plot([0, 4], [0, 2])
    axes.text(1.01, -0.02, "t (s)", transform=axes.transAxes)
    axes.text(-0.02, 1.03, "v (m/s)", transform=axes.transAxes)


@pytest.mark.parametrize("draw", [plotted, cross, corner, spines, ends_of_box])
def test_words_stand_at_their_axes(draw):
    figure, axes = plt.subplots()
    draw(axes)
    page = Drawing.of(figure)
    for value in (["t (s)", "v (m/s)"], ["t", "v"], ["t (s)", ""], ["", "v (m/s)"]):
        assert status(page, "axis_labels", "", value)[0] == "held", (value, status(page, "axis_labels", "", value))
    assert status(page, "axis_labels", "axes:0", ["t (s)", "v (m/s)"])[0] == "held"
    for value in (["v (m/s)", "t (s)"], ["t (s)", "a (m/s²)"], ["v (m/s)", ""], ["", "t (s)"], ["x (m)", "v (m/s)"]):
        found, message = status(page, "axis_labels", "", value)
        assert found == "failed" and "axis" in message, (value, message)


def test_axes_that_share_a_side_and_axes_beside_each_other():
    figure, (left, right) = plt.subplots(1, 2)
    plotted(left)
    right.set(xlabel="x (m)", ylabel="F (N)")
    right.plot([0, 1], [0, 1])
    twin = left.twinx()
    twin.plot([0, 4], [1, 0])
    twin.set_ylabel("a (m/s²)")
    page = Drawing.of(figure)
    for name, value in (
        ("axes:0", ["t (s)", "v (m/s)"]),
        ("axes:1", ["x (m)", "F (N)"]),
        ("axes:2", ["t (s)", "a (m/s²)"]),
    ):
        assert status(page, "axis_labels", name, value)[0] == "held", (name, status(page, "axis_labels", name, value))
        assert status(page, "axis_labels", "", value)[0] == "held"
    assert status(page, "axis_labels", "axes:1", ["t (s)", "v (m/s)"])[0] == "failed"
    assert status(page, "axis_labels", "", ["x (m)", "v (m/s)"])[0] == "failed"
    assert status(page, "axis_labels", "curve:v", ["t (s)", "v (m/s)"])[0] == "held"


def test_a_filled_strip_has_four_corners():
    figure, axes = plt.subplots()
    axes.fill_between([1, 5], 0, [3, 3]).set_gid("area:w")
    axes.fill_between(np.linspace(1, 5, 40), 5, np.full(40, 7)).set_gid("area:v")
    page = Drawing.of(figure)
    plt.close(figure)
    for name in ("area:w", "area:v"):
        assert check_claim(Claim(kind="shape", of=(name,), value="rectangle"), page).status == "held"
        assert check_claim(Claim(kind="shape", of=(name,), value="triangle"), page).status == "failed"


@pytest.mark.parametrize(("bend", "form"), [(2.0, "concave"), (-0.6, "convex")])
@pytest.mark.parametrize("num", [12, 60, 400])
def test_a_lens_of_many_points_is_thicker_or_thinner_in_its_middle(bend, form, num):
    figure, axes = plt.subplots()
    ys = np.linspace(-18, 18, num)
    half = 0.7 + bend * (ys / 18) ** 2
    outline = np.vstack([np.column_stack([half, ys]), np.column_stack([-half, ys])[::-1]])
    axes.add_patch(Polygon(outline, gid="lens:L"))
    axes.set(xlim=(-20, 20), ylim=(-20, 20))
    page = Drawing.of(figure)
    plt.close(figure)
    for said in ("concave", "convex"):
        found = check_claim(Claim(kind="shape", of=("lens:L",), value=said), page)
        assert found.status == ("held" if said == form else "failed"), found.message


def test_names_of_axes_that_are_exchanged_are_told_beside_a_formula_with_both_letters():
    figure, axes = plt.subplots()
    axes.plot([0, 9], [0, 9])
    axes.set(xlabel="$y$", ylabel="$x$")
    axes.text(8, 1, "$y = 3\\sqrt{x}$")
    page = Drawing.of(figure)
    plt.close(figure)
    exchanged = check_claim(Claim(kind="axis_labels", value=("x", "y")), page)
    assert exchanged.status == "failed" and "at the x axis" in exchanged.message
    assert check_claim(Claim(kind="axis_labels", value=("y", "x")), page).status == "held"
