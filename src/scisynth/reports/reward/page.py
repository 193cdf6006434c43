"""report.html: one file that asks the network for nothing, and says so to the browser by a content security policy."""

from collections.abc import Sequence

from markupsafe import Markup

from scisynth.reports.alignment.page import Sheet, alignment_part
from scisynth.reports.alignment.sentences import verdict_sentences
from scisynth.reports.parts import format as wording
from scisynth.reports.parts import plots
from scisynth.reports.parts.input import ReportInput
from scisynth.reports.parts.law_tables import Table, group_table, law_table
from scisynth.reports.parts.plots import Plot
from scisynth.reports.parts.summary import Failure, scored_sentence, split_names
from scisynth.reports.parts.templating import inline_parts, make_environment, manifest_rows
from scisynth.reports.reward.gallery import Card, filter_choices

CURVES = (
    ("training-loss", {"loss": "training loss", "val_loss": "validation loss"}, False),
    ("training-accuracy", {"val_accuracy": "validation accuracy"}, True),
)
"""(name, keys of the training rows with their labels, whether fractions are shown in percent)."""


def render_page(
    results: ReportInput, cards: Sequence[Card], failures: Sequence[Failure], sheets: Sequence[Sheet] = ()
) -> str:
    """The whole page; what only an aligned generator needs is left out where there is none."""
    environment = make_environment()
    own = ["alignment"] if results.alignment else []
    laws = law_table(results)
    return environment.get_template("report.html").render(
        results=results,
        **inline_parts(environment, ["sorting", "gallery", "report", *own], ["report", *own]),
        banner=wording.LAB_BANNER if results.is_lab else wording.REAL_BANNER,
        verdicts=verdict_sentences(results),
        alignment=alignment_part(results.alignment, sheets) if results.alignment else None,
        has_accuracy=bool(results.models or not results.alignment),
        splits=split_names(results),
        failures=failures,
        nothing_failed=scored_sentence(results),
        model_names=[model.name for model in results.models],
        groups=group_table(results),
        laws=laws,
        law_plots=_law_plots(results, laws),
        training_plots=_training_plots(results),
        margin_plots=_margin_plots(results),
        cards=cards,
        choices=filter_choices(cards),
        manifest=manifest_rows(results.manifest),
    )


def _law_plots(results: ReportInput, laws: Table) -> list[Plot]:
    names = [model.name for model in results.models]
    return [
        Plot(caption=_caption(split), svg=Markup(plots.plot_laws(laws, split, names)))
        for split in split_names(results)
        if laws.rows
    ]


def _training_plots(results: ReportInput) -> list[Plot]:
    shown = []
    for name, keys, as_percent in CURVES:
        present = {key: label for key, label in keys.items() if plots.has_points(results, key)}
        if present:
            svg = plots.plot_training(results.training, present, name=name, as_percent=as_percent)
            shown.append(Plot(caption=" and ".join(present.values()).capitalize(), svg=Markup(svg)))
    return shown


def _margin_plots(results: ReportInput) -> list[Plot]:
    shown = []
    for split in split_names(results):
        margins = [
            (index, model.name, model.splits[split].margins)
            for index, model in enumerate(results.models)
            if split in model.splits and model.splits[split].margins.counts
        ]
        if margins:
            shown.append(Plot(caption=_caption(split), svg=Markup(plots.plot_margins(margins, split))))
    return shown


def _caption(split: str) -> str:
    label = wording.split_label(split)
    note = wording.SPLIT_NOTES.get(label)
    return f"{label}: {note}" if note else label
