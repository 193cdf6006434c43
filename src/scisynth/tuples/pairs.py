"""Pairs of images of which one is preferred, as rows of tuples: what people have who never heard of three prompts.

    table     a prompt (`prompt`, `caption`, `text`) and two images (`chosen` and `rejected`, or `win` and `lose`, ...)
    Pick-a-Pic  `caption`, `jpg_0`, `jpg_1`, `label_0`; a tie (0.5) is no pair and is listed
    folder    `w/NAME.png` and `l/NAME.png` with `w/NAME.caption` or `.txt`, at the top or one folder down, as kohya's trainer has
              pairs; `chosen` and `rejected`, `true` and `false` mean the same

The prompt stands in all three places of the tuple, so that whatever compares the two images for a prompt takes it: two-choice
evaluation, rewards, judges, preference training. The loss on explicit and superficial texts is constant there and teaches nothing.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scisynth.core.errors import DataError
from scisynth.core.images import IMAGE_SUFFIXES
from scisynth.core.tables import Row, columns_of
from scisynth.core.texts import decode

PROMPTS = ("implicit_prompt", "prompt", "caption", "text")
CHOSEN = ("explicit_image", "chosen", "chosen_image", "preferred", "preferred_image", "win", "winner", "image_w")
REJECTED = (
    "superficial_image",
    "rejected",
    "rejected_image",
    "dispreferred",
    "dispreferred_image",
    "lose",
    "loser",
    "image_l",
)
ENDINGS = ("", "_file_name", "_path", "_file")
SIDES = (("w", "l"), ("chosen", "rejected"), ("true", "false"))
CAPTIONS = (".caption", ".txt")
LeftOut = list[tuple[str, str]]


def pairs_of_table(rows: Sequence[Row], source: Path) -> tuple[list[Row], LeftOut]:
    """Rows of a table as rows of tuples, and those without a preference.

    Raises:
        DataError: no column of a prompt or of an image.
    """
    columns = columns_of(rows)
    is_labelled = {"jpg_0", "jpg_1", "label_0"} <= set(columns)
    prompt = _find(PROMPTS, ("",), columns, source, "implicit_prompt")
    chosen = "" if is_labelled else _find(CHOSEN, ENDINGS, columns, source, "explicit_image")
    rejected = "" if is_labelled else _find(REJECTED, ENDINGS, columns, source, "superficial_image")
    used = {prompt, chosen, rejected}
    found: list[Row] = []
    left_out: LeftOut = []
    for row in rows:
        values: Mapping[str, Any] = row.values
        if is_labelled:
            label = values.get("label_0")
            if label not in (0, 1):
                left_out.append((row.place, f"label_0: expected 0 or 1, got {label!r}: no preference"))
                continue
            better, worse = ("jpg_0", "jpg_1") if label == 1 else ("jpg_1", "jpg_0")
        else:
            better, worse = chosen, rejected
        rest = {name: value for name, value in values.items() if name not in used}
        found.append(
            Row(place=row.place, values=_values(values.get(prompt), values.get(better), values.get(worse), rest))
        )
    return found, left_out


def _find(names: Sequence[str], endings: Sequence[str], columns: Sequence[str], source: Path, wanted: str) -> str:
    known = [name + ending for name in names for ending in endings]
    if found := next((name for name in known if name in columns), ""):
        return found
    raise DataError(
        f"{source}: expected a column {', '.join(names[1:4])} for pairs; the table has {', '.join(columns[:12])}; "
        f"say which it is, e.g. --map {wanted}=NAME"
    )


def _values(prompt: Any, better: Any, worse: Any, rest: Mapping[str, Any]) -> dict[str, Any]:
    texts = dict.fromkeys(("implicit_prompt", "explicit_prompt", "superficial_prompt"), prompt)
    return {**texts, **rest, "explicit_image": better, "superficial_image": worse}


def pairs_of_folder(source: Path) -> tuple[list[Row], LeftOut] | None:
    """Rows of a folder with a side each in folders of their own, and images without a partner; None where there are no such folders."""
    found: list[Row] = []
    left_out: LeftOut = []
    homes = [
        (home, better, worse)
        for home in (source, *sorted(path for path in source.iterdir() if path.is_dir()))
        for better, worse in SIDES
        if (home / better).is_dir() or (home / worse).is_dir()
    ]
    for home, better, worse in homes:
        rows, lonely = _pairs(source, home / better, home / worse)
        found += rows
        left_out += lonely
    return (found, left_out) if homes else None


def _pairs(source: Path, better: Path, worse: Path) -> tuple[list[Row], LeftOut]:
    chosen, rejected = _images(better), _images(worse)
    rows: list[Row] = []
    left_out: LeftOut = []
    for name in sorted({*chosen, *rejected}):
        place = str((chosen.get(name) or rejected[name]).relative_to(source))
        caption = next((path for end in CAPTIONS if (path := better / f"{name}{end}").is_file()), None)
        if name not in chosen or name not in rejected:
            missing = worse if name in chosen else better
            left_out.append((place, f"no image of this name in {missing.relative_to(source)}/"))
        elif caption is None:
            left_out.append((place, f"expected its prompt in {name}{CAPTIONS[0]} or {name}{CAPTIONS[1]}, found none"))
        else:
            sides = (str(chosen[name].relative_to(source)), str(rejected[name].relative_to(source)))
            prompt = " ".join(decode(caption.read_bytes(), caption).split())
            row_id = "-".join((*better.relative_to(source).parts[:-1], name))
            rows.append(Row(place=place, values=_values(prompt, *sides, {"id": row_id})))
    return rows, left_out


def _images(folder: Path) -> dict[str, Path]:
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return {path.stem: path for path in found if path.suffix.lower() in IMAGE_SUFFIXES}
