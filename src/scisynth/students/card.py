"""The data card of exported items: what `datasets` and the hub viewer need to know, and what a reader should."""

from collections import Counter
from collections.abc import Iterable, Sequence

from scisynth.students.formats.table import Format
from scisynth.students.items import TrainingItem


def item_card(items: Sequence[TrainingItem], kind: Format) -> str:
    """A README.md whose front matter names the files of each split."""
    splits = Counter(item.split for item in items)
    pattern = "data/{}.parquet" if kind.files == "parquet" else "{}.jsonl"
    files = "".join(f"      - split: {split}\n        path: {pattern.format(split)}\n" for split in splits)
    licences = sorted({item.licence for item in items if item.licence})
    licence = f"license: {licences[0]}\n" if len(licences) == 1 else ""
    sources = _counts(item.source for item in items)
    checked = _counts(item.verification for item in items)
    flawed = sum(bool(item.defect) for item in items)
    table = "".join(f"| {split} | {num} |\n" for split, num in splits.items())
    return (
        f"---\n{licence}configs:\n  - config_name: default\n    data_files:\n{files}"
        "task_categories:\n  - visual-question-answering\n---\n\n"
        f"# Questions on scientific images, as {kind.trainer} reads them\n\n"
        f"Made by scisynth. Sources: {sources}. Verification: {checked}. "
        f"Corrupted figures with their original answers: {flawed}.\n\n"
        f"| split | rows |\n| --- | --- |\n{table}"
    )


def _counts(found: Iterable[str]) -> str:
    return ", ".join(f"{name} {num}" for name, num in Counter(found).most_common())
