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
    fields = {law: field for law, field, _, _ in items}
    laws = Counter(law for law, _, _, _ in items)
    settings = Counter(setting for _, _, setting, _ in items if setting)
    verdicts = Counter(verdict for _, _, _, verdict in items)
    return FilterChoices(
        laws=sorted(laws.items(), key=lambda item: (field_rank(fields[item[0]]), item[0])),
        settings=sorted(settings.items(), reverse=True),
        verdicts=[(verdict, verdicts[verdict]) for verdict in verdict_order if verdicts[verdict]],
    )
