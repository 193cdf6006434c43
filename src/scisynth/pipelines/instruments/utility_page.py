"""report.html of `instruments utility`: the curve, a sentence for each point, and the numbers."""

from pathlib import Path
from typing import TYPE_CHECKING

from scisynth.core.store import read_manifest, write_atomic
from scisynth.pipelines.instruments.results import UtilityPoint, UtilityResult
from scisynth.reports.parts.plots import BLUE, GREY, LINE, ORANGE, Plot, new_figure
from scisynth.reports.parts.tables import Column, Grid, Value, metric_value, text_column, text_value
from scisynth.reports.parts.templating import inline_parts, make_environment, manifest_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BANNER = (
    "The scores are those of one small model on these images and settings. An interval is for other trainings, with other images of the "
    "same sets; it does not speak of other instruments, other models or other settings."
)


def write_utility_page(result: UtilityResult, path: Path) -> None:
    """Writes the page."""
    environment = make_environment()
    page = environment.get_template("instruments.html").render(
        kicker="scisynth instruments utility",
        results={
            "title": f"What synthetic images are worth for {result.task} on {result.instrument.replace('_', ' ')}"
        },
        **inline_parts(environment, ["sorting"], ["report", "bench", "figure_board"]),
        banner=BANNER,
        notes=[
            f"{result.num_real} real images for training, {result.num_test} others for the test; metric: {result.metric}.",
            f"Real images: {result.real}. Synthetic images: {result.synthetic}.",
        ],
        plots=[utility_plot(result)],
        sections=[("What they are worth", result.sentences)],
        tables=[point_table(result)],
        manifest=manifest_rows(read_manifest(path.parent)),
    )
    write_atomic(path, page.encode())


def utility_plot(result: UtilityResult) -> Plot:
    """The score over the number of synthetic images, an arm a line, the baseline as a level."""
    from markupsafe import Markup

    base = next(item for item in result.points if item.gain is None)
    with new_figure(height_in=2.9) as (figure, finish):
        axes = figure.add_subplot()
        assert base.score.value is not None
        axes.axhline(base.score.value, color=GREY, linewidth=1.2, linestyle=(0, (2, 3)), label="real images only")
        for arm, color, style in (("valid", BLUE, "-"), ("invalid", ORANGE, "--")):
            points = [item for item in result.points if item.arm == arm]
            _draw_arm(axes, points, color, style, arm)
        axes.set_xscale("log", base=2)
        ratios = sorted({item.ratio for item in result.points if item.ratio})
        axes.set_xticks(ratios, [f"{ratio} x" for ratio in ratios])
        axes.minorticks_off()
        axes.set_xlabel("synthetic images per real one")
        axes.set_ylabel(result.metric)
        axes.grid(axis="y", color=LINE, linewidth=0.7)
        axes.legend(frameon=False, fontsize=10)
        svg = finish("utility", f"{result.metric} over the number of synthetic images.")
    return Plot(caption="Mean over trainings with its interval; each short line is one training.", svg=Markup(svg))


def _draw_arm(axes: "Axes", points: list[UtilityPoint], color: str, style: str, arm: str) -> None:
    if not points:
        return
    places = [item.ratio for item in points]
    axes.plot(
        places,
        [item.score.value or 0.0 for item in points],
        color=color,
        linestyle=style,
        marker="o",
        label=f"{arm} images added",
    )
    for item in points:
        if item.score.low is not None and item.score.high is not None:
            axes.plot([item.ratio] * 2, [item.score.low, item.score.high], color=color, linewidth=1.2)
        axes.plot([item.ratio] * len(item.by_seed), item.by_seed, "_", color=color, markersize=8)


def point_table(result: UtilityResult) -> Grid:
    """A row a point."""
    rows = [
        [
            text_value(item.arm),
            Value(text=f"{item.ratio} x", sort=item.ratio),
            Value(text=str(item.num_synthetic), sort=item.num_synthetic),
            metric_value(item.score, 3),
            metric_value(item.gain, 3, signed=True),
            text_value(", ".join(f"{value:.3f}" for value in item.by_seed)),
        ]
        for item in result.points
    ]
    columns = [text_column("images added"), Column(label="ratio"), Column(label="synthetic images")]
    columns += [Column(label=result.metric), Column(label="gain"), text_column("by training")]
    return Grid(name=f"{result.metric} on real images", columns=columns, rows=rows)
