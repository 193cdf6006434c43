"""The filters above a gallery, with the number of items behind each choice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scisynth.reports.parts.law_tables import field_rank


@dataclass(frozen=True, kw_only=True)
class FilterChoices:
    """What can be chosen in the gallery, with the number of pairs behind each choice."""

    laws: Sequence[tuple[str, int]]
    settings: Sequence[tuple[str, int]]
    verdicts: Sequence[tuple[str, int]]


def count_choices(items: Sequence[tuple[str, str, str, str]], verdict_order: Sequence[str]) -> FilterChoices:
    """Of (law, field, setting, verdict): laws by field and name, S before C, verdicts in their order."""
    settings = Counter(setting for _, _, setting, _ in items if setting)
    verdicts = Counter(verdict for _, _, _, verdict in items)
    return FilterChoices(
        laws=count_laws([(law, field) for law, field, _, _ in items]),
        settings=sorted(settings.items(), reverse=True),
        verdicts=[(verdict, verdicts[verdict]) for verdict in verdict_order if verdicts[verdict]],
    )


def count_laws(items: Sequence[tuple[str, str]]) -> list[tuple[str, int]]:
    """(law, items) of (law, field) for each item: laws by field, then by name."""
    fields = dict(items)
    return sorted(Counter(law for law, _ in items).items(), key=lambda row: (field_rank(fields[row[0]]), row[0]))
