"""The tables of a report as plain records; HTML and Markdown print the same ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scisynth.core.records import Metric
from scisynth.reports.parts.format import split_label
from scisynth.reports.parts.input import ReportInput, SplitResult
from scisynth.reports.parts.summary import split_names

FIELD_ORDER = ("physics", "chemistry", "biology")
GROUP_LABELS = {
    "ST": "ST: the subject decides",
    "CT": "CT: the condition decides",
    "seen": "seen subjects",
    "unseen": "unseen subjects",
    "unknown": "subjects the model does not tell of",
}


@dataclass(frozen=True, kw_only=True)
class ModelColumn:
    """A model on a split."""

    split: str
    model: str

    @property
    def label(self) -> str:
        """`S, lab-clip`."""
        return f"{split_label(self.split)}, {self.model}"


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """One group of pairs; a metric per column, None where the model was not measured on it."""

    label: str
    group: str = ""
    """What the row belongs to: a field of science, or the kind of grouping."""
    metrics: Sequence[Metric | None]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of metrics under columns of (split, model)."""

    columns: Sequence[ModelColumn]
    rows: Sequence[GroupRow]


def columns_of(results: ReportInput) -> list[ModelColumn]:
    """Split by split, every model in turn."""
    return [
        ModelColumn(split=split, model=model.name)
        for split in split_names(results)
        for model in results.models
        if split in model.splits
    ]


def group_table(results: ReportInput) -> Table:
    """Accuracy by type of question, by whether the subject was seen, by both, and by field."""
    kinds: tuple[tuple[str, Callable[[SplitResult], Mapping[str, Metric]]], ...] = (
        ("all", lambda result: {"all pairs": result.accuracy}),
        ("type", lambda result: result.by_type),
        ("subject", lambda result: result.by_subject_seen),
        ("type and subject", lambda result: result.by_type_and_seen),
        ("field", lambda result: result.by_field),
    )
    columns = columns_of(results)
    rows = [
        GroupRow(label=GROUP_LABELS.get(name, name), group=kind, metrics=metrics)
        for kind, metrics_of in kinds
        for name, metrics in _collect(results, columns, metrics_of).items()
    ]
    return Table(columns=columns, rows=rows)


def law_table(results: ReportInput) -> Table:
    """Accuracy by law; laws of a field stand together."""
    columns = columns_of(results)
    fields = fields_of_laws(results)
    by_law = _collect(results, columns, lambda result: result.by_law)
    order = sorted(by_law, key=lambda law: field_rank(fields.get(law, "")))
    return Table(
        columns=columns,
        rows=[GroupRow(label=law, group=fields.get(law, ""), metrics=by_law[law]) for law in order],
    )


def fields_of_laws(results: ReportInput) -> dict[str, str]:
    """The field of science of every law whose field is known."""
    return {**{pair.law: pair.field for pair in results.pairs if pair.field}, **results.field_of_law}


def field_rank(field: str) -> tuple[int, str]:
    """Physics, chemistry, biology, then any other by name; laws without a field come last."""
    return (FIELD_ORDER.index(field) if field in FIELD_ORDER else len(FIELD_ORDER) + (not field), field)


def _collect(
    results: ReportInput, columns: Sequence[ModelColumn], metrics_of: Callable[[SplitResult], Mapping[str, Metric]]
) -> dict[str, list[Metric | None]]:
    """One list of metrics per group name, a place for every column."""
    splits = {(split, model.name): result for model in results.models for split, result in model.splits.items()}
    found = [metrics_of(splits[column.split, column.model]) for column in columns]
    names = dict.fromkeys(name for metrics in found for name in metrics)
    return {name: [metrics.get(name) for metrics in found] for name in names}
