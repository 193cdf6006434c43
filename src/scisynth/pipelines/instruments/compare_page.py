"""report.html of `instruments compare`: a sentence, a plot and a row of numbers for each measured quantity."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from scisynth.core.records import Metric
from scisynth.core.store import read_manifest, write_atomic
from scisynth.instruments.congruence import Distance, ManifoldScores, QuantityDistance, Values
from scisynth.pipelines.instruments.results import CompareResult, FeatureDistance
from scisynth.reports.parts import format as wording
from scisynth.reports.parts.plots import BLUE, LINE, ORANGE, Plot, new_figure
from scisynth.reports.parts.tables import Column, Grid, Value, metric_value, plain_value, text_column, text_value
from scisynth.reports.parts.templating import inline_parts, make_environment, manifest_rows

BANNER = (
    "A distance says little alone: next to it stand what chance gives (both sets shuffled; of whole images, halves of the reference) "
    "and what a wrong source gives. "
    "Quantities are those that the validator measured from pixels, with its own errors."
)


def write_compare_page(result: CompareResult, values: Mapping[str, Mapping[str, Values]], path: Path) -> None:
    """Writes the page; `values` are the measured numbers of `reference` and `data` by quantity."""
    environment = make_environment()
    page = environment.get_template("instruments.html").render(
        kicker="scisynth instruments compare",
        results={"title": f"Two sets of {result.instrument.replace('_', ' ')} images"},
        **inline_parts(environment, ["sorting"], ["report", "bench", "figure_board"]),
        banner=BANNER,
        notes=[f"{result.n[0]:,} images of the reference, {result.n[1]:,} of the set in question."],
        plots=[
            distribution_plot(item, values["reference"][item.quantity], values["data"][item.quantity])
            for item in result.quantities
        ],
        sections=[("What differs", result.sentences)],
        tables=[quantity_table(result), feature_table(result.features)],
        manifest=manifest_rows(read_manifest(path.parent)),
    )
    write_atomic(path, page.encode())


def distribution_plot(item: QuantityDistance, real: Values, other: Values) -> Plot:
    """Both distribution functions of one quantity."""
    from markupsafe import Markup

    name = item.quantity.replace("_", " ")
    with new_figure(height_in=2.4) as (figure, finish):
        axes = figure.add_subplot()
        for values, color, style, label in ((real, BLUE, "-", "reference"), (other, ORANGE, "--", "set in question")):
            heights = np.arange(1, len(values) + 1) / len(values)
            axes.step(
                np.sort(values), 100 * heights, where="post", color=color, linestyle=style, linewidth=1.6, label=label
            )
        axes.set_xlabel(f"{name}, {item.unit}" if item.unit else name)
        axes.set_ylabel("images below, %")
        axes.grid(axis="y", color=LINE, linewidth=0.7)
        axes.legend(frameon=False, fontsize=10)
        svg = finish(f"values-{item.quantity}", f"Distribution of the {name} in both sets.")
    return Plot(caption=f"Fraction of images whose {name} is below a value.", svg=Markup(svg))


def quantity_table(result: CompareResult) -> Grid:
    """A row a quantity."""
    rows = [
        [
            text_value(item.quantity.replace("_", " ")),
            text_value(f"{item.n[0]} / {item.n[1]}"),
            *_distance(item.wasserstein),
            *_distance(item.ks),
            plain_value(item.ks_p, 3),
            Value(text=wording.DASH if item.needed_n is None else str(item.needed_n), sort=item.needed_n),
        ]
        for item in result.quantities
    ]
    columns = [text_column("quantity"), text_column("n")]
    for name in ("Wasserstein-1", "KS"):
        columns += [Column(label=name), Column(label="chance, 95 %"), Column(label="wrong source")]
    columns += [Column(label="p of KS"), Column(label="n needed")]
    return Grid(name="Measured quantities", columns=columns, rows=rows)


def _distance(distance: Distance) -> list[Value]:
    note = f"[{distance.low:.3g}, {distance.high:.3g}]"
    return [
        Value(text=f"{distance.value:.3g}", note=note, sort=distance.value),
        Value(text=f"{distance.same_source:.3g}", sort=distance.same_source),
        Value(text=wording.DASH)
        if distance.wrong_source is None
        else Value(text=f"{distance.wrong_source:.3g}", sort=distance.wrong_source),
    ]


def feature_table(found: FeatureDistance) -> Grid:
    """Precision, recall, density, coverage and KID, with both baselines."""
    sets: list[tuple[str, ManifoldScores | None, Metric | None]] = [
        ("set in question", found.scores, found.kid),
        ("same source (two halves of the reference)", found.same_source, found.kid_same_source),
        ("wrong source", found.wrong_source, found.kid_wrong_source),
    ]
    rows = [
        [
            text_value(name),
            *(plain_value(getattr(scores, part), 3) for part in ("precision", "recall", "density", "coverage")),
            metric_value(kid, 3),
            text_value(f"{scores.n[0]} / {scores.n[1]}"),
        ]
        for name, scores, kid in sets
        if scores is not None
    ]
    columns = [
        text_column("against the reference"),
        *(Column(label=name) for name in ("precision", "recall", "density", "coverage")),
    ]
    columns += [Column(label="KID", lower_is_better=True), text_column("n")]
    return Grid(name="Spectra and histograms of whole images", columns=columns, rows=rows)
