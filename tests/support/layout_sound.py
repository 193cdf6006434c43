"""Small drawings in ordinary Matplotlib that look like flawed ones to a careless rule, and that no eye finds fault with."""

import matplotlib.patheffects as pe
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Arc, Circle, FancyArrowPatch, FancyBboxPatch, Polygon, Rectangle

from support.layout_flawed import cube, page

SOUND = []


def sound(draw):
    """Notes a drawing without faults."""
    SOUND.append(draw)
    return draw


@sound
def a_value_on_a_plate_on_its_dimension_line():
    figure, axes = page()
    axes.annotate("", xy=(9, 2), xytext=(1, 2), arrowprops={"arrowstyle": "<->"})
    axes.text(5, 2, "8 cm", ha="center", va="center", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
    return figure


@sound
def a_halo_over_a_curve():
    figure, axes = plt.subplots()
    x = np.linspace(0, 10, 200)
    axes.plot(x, np.sin(x))
    axes.text(3.1, 0, "node", ha="center", va="center", path_effects=[pe.withStroke(linewidth=4, foreground="white")])
    return figure


@sound
def a_label_beside_a_line():
    figure, axes = page()
    axes.plot([1, 9], [1, 6], "k-")
    axes.text(4.4, 3.9, "c = 5 m", ha="right")
    return figure


@sound
def a_word_inside_a_box():
    figure, axes = page()
    axes.add_patch(Rectangle((3, 2), 4, 2, fill=False))
    axes.text(5, 3, "condenser", ha="center", va="center")
    return figure


@sound
def a_word_on_a_filled_circle():
    figure, axes = page()
    axes.add_patch(Circle((5, 3.5), 1.6, fc="gold", ec="black"))
    axes.text(5, 3.5, "Sun", ha="center", va="center", fontsize=14)
    return figure


@sound
def a_line_that_ends_behind_a_filled_node():
    figure, axes = page()
    axes.plot([2, 8], [3, 3], "k-", zorder=1)
    for x, name in ((2, "A"), (8, "B")):
        axes.add_patch(Circle((x, 3), 0.6, fc="white", ec="black", zorder=2))
        axes.text(x, 3, name, ha="center", va="center", zorder=3)
    return figure


@sound
def numbers_in_bars():
    figure, axes = plt.subplots()
    bars = axes.bar(["a", "b", "c"], [3, 5, 2])
    axes.bar_label(bars, label_type="center", color="white")
    return figure


@sound
def numbers_above_bars():
    figure, axes = plt.subplots()
    axes.bar_label(axes.bar(["a", "b", "c"], [3, 5, 2]), padding=2)
    axes.set_ylabel("count")
    return figure


@sound
def atoms_that_cut_their_bonds_on_purpose():
    figure, axes = page()
    axes.plot([2, 4, 6], [3, 4, 3], "k-", lw=2)
    axes.text(4, 4, "N", ha="center", va="center", fontsize=16, bbox={"fc": "white", "ec": "none", "pad": 2})
    axes.text(6, 3, "OH", ha="left", va="center", fontsize=16, bbox={"fc": "white", "ec": "none", "pad": 2})
    return figure


@sound
def a_circuit_with_values_beside_its_parts():
    figure, axes = page()
    axes.plot([1, 1, 9, 9, 1], [1, 6, 6, 1, 1], "k-", zorder=1)
    axes.add_patch(Rectangle((4, 5.7), 2, 0.6, fc="white", ec="black", zorder=3))
    axes.text(5, 6.55, "10 Ω", ha="center")
    axes.text(5, 6.0, "R", ha="center", va="center", zorder=4)
    return figure


@sound
def a_graph_with_axis_labels_and_title():
    figure, axes = plt.subplots()
    axes.plot([0, 1, 2, 3], [0, 1, 4, 9], "o-")
    axes.set(xlabel="time in s", ylabel="distance in m", title="A falling ball")
    axes.grid(True)
    return figure


@sound
def a_label_on_a_default_grid():
    figure, axes = plt.subplots()
    axes.plot([0, 10], [0, 10])
    axes.grid(True)
    axes.set_yticks(range(11))
    axes.text(6, 2, "y = x", fontsize=12, va="center")
    return figure


@sound
def a_crowded_but_legible_graph():
    figure, axes = plt.subplots(figsize=(8, 5))
    x = np.linspace(0, 10, 200)
    for number in range(6):
        axes.plot(x, np.sin(x + number / 2) + 3 * number)
        axes.text(10.2, np.sin(10 + number / 2) + 3 * number, f"run {number}", va="center")
    axes.set_xlim(0, 12)
    return figure


@sound
def an_annotation_with_its_own_leader():
    figure, axes = page()
    axes.add_patch(Circle((7, 3), 1, fc="lightgray", ec="black"))
    axes.annotate("nucleus", xy=(7, 3), xytext=(2, 5), arrowprops={"arrowstyle": "->"})
    return figure


@sound
def a_leader_that_ends_at_its_text():
    figure, axes = page()
    axes.plot([3.2, 6], [5, 3], "k-", lw=0.8)
    axes.text(3.1, 5, "cell wall", ha="right", va="center")
    return figure


@sound
def an_underlined_heading():
    figure, axes = page()
    axes.text(5, 5, "Data", ha="center", va="bottom", fontsize=14)
    axes.plot([4.3, 5.7], [4.95, 4.95], "k-", lw=1)
    return figure


@sound
def a_fraction_with_its_bar():
    figure, axes = page()
    axes.text(5, 4.1, "a + b", ha="center", va="bottom", fontsize=14)
    axes.plot([4.3, 5.7], [4, 4], "k-", lw=1)
    axes.text(5, 3.9, "2c", ha="center", va="top", fontsize=14)
    return figure


@sound
def a_scale_with_ticks_and_numbers():
    figure, axes = page()
    axes.plot([1, 9], [3, 3], "k-")
    for x in range(1, 10):
        axes.plot([x, x], [3, 3.3], "k-", lw=1)
        axes.text(x, 2.8, str(x), ha="center", va="top")
    return figure


@sound
def a_hatched_ground_with_a_name_below():
    figure, axes = page()
    axes.add_patch(Rectangle((1, 1), 8, 0.5, fill=False, hatch="////", lw=0, ec="gray"))
    axes.plot([1, 9], [1.5, 1.5], "k-")
    axes.text(5, 0.9, "ground", ha="center", va="top")
    return figure


@sound
def a_word_on_hatching():
    figure, axes = page()
    axes.add_patch(Rectangle((2, 2), 6, 3, fill=False, hatch="..", ec="lightblue"))
    axes.text(5, 3.5, "water", ha="center", va="center", fontsize=14)
    return figure


@sound
def a_word_on_a_faint_guide_line():
    figure, axes = page()
    axes.plot([1, 9], [3, 3], color="#dddddd")
    axes.text(5, 3, "level", ha="center", va="center")
    return figure


@sound
def a_word_on_a_thick_bar():
    figure, axes = page()
    axes.plot([1, 9], [3, 3], color="lightblue", lw=26, zorder=1)
    axes.text(5, 3, "DNA strand", ha="center", va="center", zorder=2)
    return figure


@sound
def an_angle_with_its_arc():
    figure, axes = page()
    axes.plot([1, 8], [1, 1], "k-")
    axes.plot([1, 7], [1, 5], "k-")
    axes.add_patch(Arc((1, 1), 3, 3, theta1=0, theta2=33.7))
    axes.text(2.8, 1.5, "34°", va="center")
    return figure


@sound
def a_triangle_with_names_at_its_corners():
    figure, axes = page()
    axes.add_patch(Polygon([(2, 1), (8, 1), (5, 6)], fill=False, ec="black"))
    for x, y, name in ((1.7, 0.8, "A"), (8.3, 0.8, "B"), (5, 6.3, "C")):
        axes.text(x, y, name, ha="center", va="center", fontsize=13)
    axes.plot([2, 8, 5], [1, 1, 6], "ko", ms=5)
    return figure


@sound
def an_arrow_that_ends_at_the_edge_of_a_block():
    figure, axes = page()
    axes.add_patch(Rectangle((4, 2), 2, 2, fc="lightblue", ec="black"))
    axes.annotate("", xy=(4, 3), xytext=(1, 3), arrowprops={"arrowstyle": "-|>"})
    axes.text(2.2, 3.2, "F = 5 N", ha="center", va="bottom")
    return figure


@sound
def a_force_arrow_from_the_middle_of_a_block():
    figure, axes = page()
    axes.add_patch(Rectangle((4, 2), 2, 2, fc="lightblue", ec="black", zorder=3))
    axes.add_patch(FancyArrowPatch((5, 3), (5, 0.5), arrowstyle="-|>", mutation_scale=15, zorder=2, shrinkA=0))
    axes.text(5.2, 0.7, "mg")
    return figure


@sound
def arrows_between_nodes_of_a_chain():
    figure, axes = page()
    for x, words in ((1.2, "grass"), (5, "hare"), (8.8, "fox")):
        axes.add_patch(FancyBboxPatch((x - 0.7, 3), 1.4, 1, boxstyle="round,pad=0.1", fc="#dbe9f6", ec="navy"))
        axes.text(x, 3.5, words, ha="center", va="center")
    for x in (2.1, 5.9):
        axes.annotate("", xy=(x + 2, 3.5), xytext=(x, 3.5), arrowprops={"arrowstyle": "->"})
    return figure


@sound
def points_with_names_beside_them():
    figure, axes = plt.subplots()
    axes.scatter([1, 2, 3], [2, 4, 3])
    for x, y, name in ((1, 2, "P"), (2, 4, "Q"), (3, 3, "R")):
        axes.annotate(name, (x, y), xytext=(6, 6), textcoords="offset points")
    axes.set_xlim(0, 4)
    axes.set_ylim(0, 5)
    return figure


@sound
def numbers_in_large_markers():
    figure, axes = page()
    axes.scatter([2, 5, 8], [3, 3, 3], s=500, c="lightgreen", edgecolors="black")
    for number, x in enumerate((2, 5, 8), start=1):
        axes.text(x, 3, str(number), ha="center", va="center")
    return figure


@sound
def a_legend_in_a_free_corner():
    figure, axes = plt.subplots()
    x = np.linspace(0, 10, 100)
    axes.plot(x, x, label="linear")
    axes.plot(x, x**2 / 10, label="square")
    axes.legend(loc="upper left")
    return figure


@sound
def a_text_over_lines_in_an_opaque_box():
    figure, axes = page()
    axes.plot([1, 9], [3, 3], "k-", zorder=1)
    axes.add_patch(Rectangle((3, 2), 4, 2, fc="white", ec="black", zorder=2))
    axes.text(5, 3, "amplifier", ha="center", va="center", zorder=3)
    return figure


@sound
def a_vector_with_a_bar_above_its_name():
    figure, axes = page()
    axes.annotate("", xy=(8, 5), xytext=(1, 1), arrowprops={"arrowstyle": "-|>"})
    axes.text(4, 3.6, r"$\overline{AB}$", ha="right", fontsize=14)
    return figure


@sound
def an_inset_over_a_curve():
    figure, axes = plt.subplots()
    axes.plot([0, 10], [0, 10])
    inset = axes.inset_axes([0.5, 0.1, 0.45, 0.3])
    inset.plot([0, 1], [1, 0])
    inset.text(0.7, 0.7, "detail", ha="center")
    return figure


@sound
def a_two_line_label_with_a_line_between_rows():
    figure, axes = page()
    axes.add_patch(Rectangle((2, 1), 6, 4, fill=False))
    axes.plot([2, 8], [3, 3], "k-")
    axes.text(5, 4, "solid", ha="center", va="center")
    axes.text(5, 2, "liquid", ha="center", va="center")
    return figure


@sound
def a_clipped_curve_below_a_label_of_the_axis():
    figure, axes = plt.subplots()
    axes.plot([0, 5, 10], [-50, 5, -50], "k-")
    axes.set_ylim(0, 10)
    axes.set_xlabel("temperature in K")
    return figure


@sound
def a_red_name_at_its_red_line_near_a_black_one():
    figure, axes = page()
    axes.plot([2, 2], [1, 6], "r--")
    axes.plot([4.6, 4.6], [1, 6], "k-")
    axes.text(2.2, 3.5, "h = 4 cm", color="red", va="center")
    return figure


@sound
def coloured_names_of_curves_at_a_distance():
    figure, axes = plt.subplots()
    x = np.linspace(0, 10, 50)
    axes.plot(x, x, color="tab:blue")
    axes.plot(x, 10 - x, color="tab:red")
    axes.text(5, 8.5, "rising", color="tab:blue", ha="center")
    axes.text(5, 1.5, "falling", color="tab:red", ha="center")
    return figure


@sound
def a_name_far_off_with_a_line_that_leads_to_its_part():
    figure, axes = page()
    axes.plot([1, 1], [1, 6], "k-", lw=3, gid="part:thermometer")
    axes.plot([8, 8], [1, 4], "k-", lw=3, gid="part:stirrer")
    arrow = {"arrowstyle": "-"}
    axes.annotate("thermometer", (1, 5), xytext=(7.2, 5), va="center", arrowprops=arrow, gid="label:thermometer")
    return figure


@sound
def names_in_a_column_far_from_their_parts():
    figure, axes = page()
    for row, name in enumerate(("root", "stem", "leaf")):
        axes.plot([1, 2], [2 * row + 1, 2 * row + 1], "g-", lw=4, gid=f"part:{name}")
        axes.text(7, 2 * row + 1, name, va="center", gid=f"label:{name}")
    return figure


@sound
def a_box_with_its_diagonal_in_a_common_view():
    return cube(22, -50, ("side:AG", (0, 0, 0), (4, 3, 5)), size=(4, 3, 5))


@sound
def an_edge_of_a_box_drawn_again_up_to_its_middle():
    return cube(22, -50, ("side:AM", (0, 0, 0), (2, 0, 0)), size=(4, 3, 5))


@sound
def a_helix_around_its_axis():
    figure = plt.figure()
    axes = figure.add_subplot(projection="3d")
    t = np.linspace(0, 20, 200)
    axes.plot(np.cos(t), np.sin(t), t / 5, "b-")
    axes.plot([0, 0], [0, 0], [0, 4], "k--")
    return figure
