"""Plots of a study: scores over the number of training items with both curves, and the arms of one size next to each other."""

from collections.abc import Sequence

import numpy as np

from scisynth.reports.parts.plots import BLUE, LINE, MUTED, ORANGE, Plot, model_style, new_figure
from scisynth.reports.students.study_results import ArmScore, Scaling

ROW_IN = 0.34


def scaling_plot(scaling: Scaling, scores: Sequence[ArmScore], number: int) -> Plot:
    """Points with their intervals, the straight line and the curve with a limit."""
    from markupsafe import Markup

    fit = scaling.fit
    own = sorted(
        (
            score
            for score in scores
            if (score.test, score.arm, score.method) == (scaling.test, scaling.arm, scaling.method)
        ),
        key=lambda score: score.size,
    )
    sizes_M = np.geomspace(fit.sizes[0], fit.sizes[-1], 60)
    label = f"{scaling.arm}, {scaling.method}, {scaling.test}"
    with new_figure(height_in=2.9) as (figure, finish):
        axes = figure.add_subplot()
        axes.set_xscale("log")
        axes.plot(sizes_M, 100 * fit.log_linear.at(sizes_M), color=BLUE, linewidth=1.6, label="straight line in log n")
        axes.plot(
            sizes_M, 100 * fit.saturating.at(sizes_M), color=ORANGE, linewidth=1.6, linestyle="--", label="with a limit"
        )
        for score in own:
            mean = score.with_image
            if mean.low is not None and mean.high is not None:
                axes.plot([score.size] * 2, [100 * mean.low, 100 * mean.high], color=MUTED, linewidth=1.2)
            axes.plot(
                [score.size] * mean.num_seeds, [100 * value for value in mean.by_seed], "_", color=MUTED, markersize=8
            )
            axes.plot([score.size], [100 * mean.value], "o", color=BLUE, markersize=6)
        axes.set_xticks(fit.sizes, [f"{size:,}" for size in fit.sizes])
        axes.minorticks_off()
        axes.set_xlabel("training items")
        axes.set_ylabel("right answers, %")
        axes.grid(axis="y", color=LINE, linewidth=0.7)
        axes.legend(frameon=False, fontsize=10)
        svg = finish(f"scaling-{number}", f"Right answers over training items: {label}.")
    return Plot(
        caption=f"{label}: points of each seed (short lines), their mean with its interval, and both curves.",
        svg=Markup(svg),
    )


def arms_plot(scores: Sequence[ArmScore], test: str, number: int) -> Plot:
    """A row an arm: with its image (filled) and without it (hollow), each with its interval."""
    from markupsafe import Markup

    with new_figure(height_in=0.9 + ROW_IN * len(scores)) as (figure, finish):
        axes = figure.add_subplot()
        for y, score in enumerate(scores):
            color, marker, _ = model_style(1)
            for mean, place, face in ((score.with_image, y - 0.12, color), (score.blind, y + 0.16, "none")):
                if mean is None:
                    continue
                if mean.low is not None and mean.high is not None:
                    axes.plot(
                        [100 * mean.low, 100 * mean.high],
                        [place] * 2,
                        color=color if place < y else MUTED,
                        linewidth=1.2,
                    )
                axes.plot(
                    [100 * mean.value],
                    [place],
                    marker,
                    color=color if place < y else MUTED,
                    markerfacecolor=face,
                    markersize=6,
                )
        axes.set_yticks(range(len(scores)), [score.label for score in scores])
        axes.set_ylim(len(scores) - 0.5, -0.5)
        axes.set_xlabel("right answers, %")
        axes.grid(axis="x", color=LINE, linewidth=0.7)
        svg = finish(f"arms-{number}", f"Right answers of each arm on {test}.")
    caption = f"{test}: with the image (filled) and without it (hollow), 95 % intervals over items and seeds."
    return Plot(caption=caption, svg=Markup(svg))
