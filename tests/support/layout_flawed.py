"""Small drawings in ordinary Matplotlib, each with one flaw of layout that an eye sees; the rule that must find it comes first."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle, Ellipse, FancyArrowPatch, FancyBboxPatch, Polygon, Rectangle

FLAWED = []


def flawed(kind):
    """Notes a drawing under the kind of finding that it must have."""

    def note(draw):
        FLAWED.append((kind, draw))
        return draw

    return note


def page(width=6, height=4, equal=True):
    """An empty figure with coordinates of 10 to 7."""
    figure, axes = plt.subplots(figsize=(width, height))
    axes.set_xlim(0, 10)
    axes.set_ylim(0, 7)
    if equal:
        axes.set_aspect("equal")
    axes.axis("off")
    return figure, axes


@flawed("struck_text")
def a_line_through_the_middle_of_a_label():
    figure, axes = page()
    axes.plot([1, 9], [3, 3], color="black")
    axes.text(5, 3, "incline", ha="center", va="center")
    return figure


@flawed("struck_text")
def a_slanted_line_through_a_given():
    figure, axes = page()
    axes.plot([1, 9], [1, 6], "k-", lw=2)
    axes.text(5, 3.5, "L = 3.5 m", ha="center", va="center", fontsize=14)
    return figure


@flawed("struck_text")
def a_dimension_line_through_its_value_without_a_plate():
    figure, axes = page()
    axes.annotate("", xy=(9, 2), xytext=(1, 2), arrowprops={"arrowstyle": "<->"})
    axes.text(5, 2, "8 cm", ha="center", va="center")
    return figure


@flawed("struck_text")
def a_vertical_dimension_line_through_its_value():
    figure, axes = page()
    axes.annotate("", xy=(4, 6), xytext=(4, 1), arrowprops={"arrowstyle": "<->"})
    axes.text(4, 3.5, "h = 5 m", ha="center", va="center")
    return figure


@flawed("struck_text")
def a_force_arrow_through_the_name_of_another():
    figure, axes = page()
    axes.add_patch(FancyArrowPatch((1, 1), (8, 6), arrowstyle="-|>", mutation_scale=18, color="tab:red", lw=2))
    axes.text(4.6, 3.6, "$F_N$ = 20 N", ha="center", va="center", fontsize=13)
    return figure


@flawed("struck_text")
def a_dashed_axis_through_a_name():
    figure, axes = page()
    axes.axhline(3.5, ls="--", color="gray")
    axes.text(3, 3.5, "focus", ha="center", va="center")
    return figure


@flawed("struck_text")
def a_curve_through_its_own_name():
    figure, axes = plt.subplots()
    x = np.linspace(0, 10, 200)
    axes.plot(x, np.sin(x), label="wave")
    axes.text(3.4, -0.2, "displacement", ha="center", va="center", fontsize=12)
    return figure


@flawed("struck_text")
def a_vertical_line_of_an_asymptote_through_a_word():
    figure, axes = plt.subplots()
    axes.plot([0, 4], [0, 4])
    axes.axvline(2, color="red")
    axes.text(2, 3, "asymptote", ha="center", va="center", fontsize=12)
    return figure


@flawed("struck_text")
def a_ray_through_a_rotated_label():
    figure, axes = page()
    axes.plot([1, 9], [1, 6], "k-")
    axes.text(5, 3.5, "ray of light", rotation=32, ha="center", va="center")
    return figure


@flawed("struck_text")
def a_spine_through_an_origin_label():
    figure, axes = plt.subplots()
    axes.plot([-3, 3], [9, 9])
    axes.spines["left"].set_position("zero")
    axes.text(0, 4.5, "maximum", ha="center", va="center")
    axes.set_ylim(0, 10)
    axes.set_xlim(-3, 3)
    return figure


@flawed("struck_text")
def a_strong_grid_through_words():
    figure, axes = plt.subplots()
    axes.plot([0, 10], [0, 9])
    axes.set_yticks([0, 5, 10])
    axes.grid(color="black", lw=1)
    axes.text(5, 5, "terminal velocity", ha="right", va="center", fontsize=12)
    return figure


@flawed("struck_text")
def a_bond_through_an_atom():
    figure, axes = page()
    axes.plot([3, 5], [3, 3], "k-", lw=2)
    axes.plot([5, 7], [3, 4], "k-", lw=2)
    axes.text(5, 3, "N", ha="center", va="center", fontsize=18)
    axes.plot([5, 5], [1.5, 3.6], "k-", lw=2)
    return figure


@flawed("cut_text")
def a_wire_through_the_value_of_a_resistor():
    figure, axes = page()
    axes.plot([1, 1, 9, 9, 1], [1, 6, 6, 1, 1], "k-")
    axes.add_patch(Rectangle((4, 5.7), 2, 0.6, fc="white", ec="black", zorder=3))
    axes.text(9, 3.5, "R = 10 Ω", ha="center", va="center")
    return figure


@flawed("struck_text")
def a_leader_through_a_foreign_label():
    figure, axes = page()
    axes.annotate("nucleus", xy=(8, 3.2), xytext=(1, 3), arrowprops={"arrowstyle": "-"})
    axes.text(5, 3.13, "cytoplasm", ha="center", va="center")
    return figure


@flawed("struck_text")
def a_line_above_a_plate():
    figure, axes = page()
    axes.text(5, 3, "m = 2 kg", ha="center", va="center", bbox={"fc": "white", "ec": "none"}, zorder=2)
    axes.plot([1, 9], [3, 3], "k-", zorder=5)
    return figure


@flawed("cut_text")
def the_edge_of_a_box_through_a_word():
    figure, axes = page()
    axes.add_patch(Rectangle((3, 2), 3, 2, fill=False, ec="black"))
    axes.text(6, 3, "reservoir", ha="center", va="center")
    return figure


@flawed("cut_text")
def a_circle_through_a_label():
    figure, axes = page()
    axes.add_patch(Circle((4, 3.5), 2, fill=False, ec="black", lw=2))
    axes.text(6, 3.5, "orbit A", ha="center", va="center", fontsize=13)
    return figure


@flawed("cut_text")
def a_text_too_wide_for_its_box():
    figure, axes = page()
    axes.add_patch(FancyBboxPatch((4, 3), 1.4, 1, boxstyle="round,pad=0.1", fc="#e8f0ff", ec="navy"))
    axes.text(4.7, 3.5, "photosynthesis", ha="center", va="center", fontsize=12)
    return figure


@flawed("cut_text")
def a_filled_ellipse_with_a_name_over_its_edge():
    figure, axes = page()
    axes.add_patch(Ellipse((5, 3.5), 4, 3, fc="#ffe0e0", ec="darkred", lw=1.5))
    axes.text(7, 3.5, "membrane", ha="center", va="center", fontsize=12)
    return figure


@flawed("cut_text")
def the_side_of_a_triangle_through_a_vertex_name():
    figure, axes = page()
    axes.add_patch(Polygon([(2, 1), (8, 1), (5, 6)], fill=False, ec="black", lw=1.5))
    axes.text(6.55, 3.4, "Area = 15", ha="center", va="center", fontsize=12)
    return figure


@flawed("hidden_end")
def an_arrow_whose_tip_is_behind_the_block():
    figure, axes = page()
    axes.add_patch(FancyArrowPatch((1, 3), (5, 3), arrowstyle="-|>", mutation_scale=15, zorder=1))
    axes.add_patch(Rectangle((4, 2), 2, 2, fc="lightblue", ec="black", zorder=3))
    return figure


@flawed("hidden_end")
def a_dimension_end_behind_a_fill():
    figure, axes = page()
    axes.annotate("", xy=(6, 3), xytext=(1, 3), arrowprops={"arrowstyle": "<->"}, zorder=1)
    axes.add_patch(Circle((6, 3), 1, fc="orange", ec="black", zorder=4))
    return figure


@flawed("behind")
def an_arrow_behind_a_foreign_node():
    figure, axes = page()
    for x, words in ((1, "grass"), (5, "hare"), (9, "fox")):
        axes.add_patch(Rectangle((x - 0.8, 3), 1.6, 1, fc="#dbe9f6", ec="navy", zorder=3))
        axes.text(x, 3.5, words, ha="center", va="center", zorder=4)
    axes.add_patch(FancyArrowPatch((1.8, 3.4), (8.2, 3.4), arrowstyle="-|>", mutation_scale=14, zorder=1))
    axes.add_patch(FancyArrowPatch((1.8, 3.7), (4.2, 3.7), arrowstyle="-|>", mutation_scale=14, zorder=1))
    return figure


@flawed("covered_marker")
def a_name_on_its_point():
    figure, axes = page()
    axes.plot([5], [3], "ko", ms=6)
    axes.text(5, 3, "A", ha="center", va="center", fontsize=12)
    return figure


@flawed("covered_marker")
def names_on_scattered_points():
    figure, axes = plt.subplots()
    axes.scatter([1, 2, 3], [2, 4, 3], s=25)
    axes.text(2, 4, "outlier", ha="center", va="center")
    return figure


@flawed("legend_covers")
def a_legend_over_a_curve():
    figure, axes = plt.subplots()
    x = np.linspace(0, 10, 100)
    axes.plot(x, x**2, label="distance")
    axes.plot(x, 10 * x, label="speed")
    axes.legend(loc="upper right", framealpha=1, fontsize=16)
    return figure


@flawed("overlap")
def a_text_over_the_frame_of_a_legend():
    figure, axes = plt.subplots()
    axes.plot([0, 1], [0, 1], label="a rather long name of a series")
    axes.legend(loc="upper left")
    axes.text(0.42, 0.98, "threshold of ignition", fontsize=12, va="center")
    return figure


@flawed("overlap")
def two_labels_on_each_other():
    figure, axes = page()
    axes.text(5, 3, "weight", ha="center")
    axes.text(5.2, 3.05, "normal force", ha="center")
    return figure


@flawed("overlap")
def an_axis_label_on_its_ticks():
    figure, axes = plt.subplots()
    axes.plot([0, 10], [0, 10])
    axes.xaxis.set_label_coords(0.4, -0.045)
    axes.set_xlabel("time in seconds", fontsize=12)
    return figure


@flawed("tiny_text")
def a_note_that_nobody_can_read():
    figure, axes = page()
    axes.text(5, 3, "measured at 20 °C", fontsize=4)
    return figure


@flawed("uneven_label")
def one_label_far_from_its_side():
    figure, axes = page()
    corners = {"AB": ((1, 1), (9, 1)), "BC": ((9, 1), (9, 6)), "CD": ((9, 6), (1, 6)), "DA": ((1, 6), (1, 1))}
    places = {"AB": (5, 0.6), "BC": (9.3, 3.5), "CD": (5, 6.3), "DA": (2.2, 3.5)}
    for name, (one, two) in corners.items():
        axes.plot([one[0], two[0]], [one[1], two[1]], "k-", gid=f"side:{name}")
        axes.text(*places[name], name.lower(), ha="center", va="center", gid=f"label:{name}")
    return figure


@flawed("near_foreign")
def a_label_nearer_to_another_side():
    figure, axes = page()
    axes.plot([1, 9], [2, 2], "k-", gid="side:AB")
    axes.plot([1, 9], [3.2, 3.2], "k-", gid="side:CD")
    axes.text(5, 2.9, "4 cm", ha="center", va="center", gid="label:AB")
    return figure


@flawed("coincident")
def two_vectors_on_each_other():
    figure, axes = page()
    axes.plot([1, 9], [2, 5], "b-", gid="vector:v", lw=2)
    axes.plot([1, 9], [2, 5], "r-", gid="vector:u", lw=2)
    return figure


@flawed("near_foreign")
def a_red_name_at_a_black_edge():
    figure, axes = page()
    axes.plot([2, 2], [1, 6], "r--")
    axes.plot([7, 7], [1, 6], "k-")
    axes.text(7.2, 3.5, "h = 4 cm", color="red", va="center")
    return figure


@flawed("near_foreign")
def a_label_at_the_wrong_end_of_the_page():
    figure, axes = page()
    axes.plot([1, 1], [1, 6], "k-", lw=3, gid="part:thermometer")
    axes.plot([8, 8], [1, 6], "k-", lw=3, gid="part:stirrer")
    axes.text(8.2, 5.5, "thermometer", gid="label:thermometer")
    return figure


@flawed("near_foreign")
def a_charge_labelled_at_its_neighbour():
    figure, axes = page()
    for x, name in ((1, "Q1"), (5, "Q2"), (9, "Q3")):
        axes.plot([x], [3], "o", ms=20, gid=f"charge:{name}")
    axes.text(8.4, 3.6, "-2Q", ha="right", gid="label:Q2")
    return figure


def cube(elev, azim, *lines, size=(4, 4, 4)):
    """The edges of a box and further lines between its corners, in perspective-free view."""
    figure = plt.figure()
    axes = figure.add_subplot(projection="3d", proj_type="ortho")
    axes.view_init(elev, azim)
    axes.set_box_aspect(size)
    axes.set_axis_off()
    corners = [(x * size[0], y * size[1], z * size[2]) for x in (0, 1) for y in (0, 1) for z in (0, 1)]
    for number, one in enumerate(corners):
        for other in corners[number + 1 :]:
            if sum(a != b for a, b in zip(one, other, strict=True)) == 1:
                axes.plot(*zip(one, other, strict=True), "k-", lw=1)
    for name, *ends in lines:
        axes.plot(*zip(*ends, strict=True), "r-", gid=name)
    return figure


@flawed("degenerate")
def a_cube_seen_along_its_diagonal():
    return cube(35.264, 45, ("side:AG", (4, 0, 0), (0, 4, 4)))


@flawed("degenerate")
def a_diagonal_of_a_box_that_lies_on_an_edge():
    return cube(0, 20, ("side:AG", (0, 0, 0), (4, 4, 0)), size=(4, 4, 3))


@flawed("degenerate")
def a_box_seen_straight_from_the_front():
    return cube(0, 0, size=(3, 4, 5))
