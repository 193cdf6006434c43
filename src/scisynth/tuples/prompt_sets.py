"""The prompt sets of a tuple data set, without its images: what a benchmark of generators asks for.

A row becomes a `PromptSet` with its first wording, and with the rubrics of the published test sets where the file has
them (`scene_scoring`, `real_scoring`). Only text columns are read, so that 454 rows with gigabytes of images take
milliseconds. CSV, TSV, JSON and JSON Lines with the three prompts are read too.

A benchmark of one's own needs only prompts, and says what a judge has to look for (`OWN`):

    {"prompt": "an ice cube in a glass of water", "reality_rubric": "The cube floats, most of it under water.", "group": "buoyancy"}

    prompt          what the generator is given
    scene_rubric    what must be in the image; left out: whatever the prompt names
    reality_rubric  what science says of it; left out: the judge's own knowledge
    group           numbers are told for each group, and intervals resample groups; the name of a law, or any other
    id              left out: row-000000 and on

Prompt files of WISE, GenExam and T2I-ReasonBench are read as published (`foreign_prompts`).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scisynth.core.errors import DataError, nearest, one_line
from scisynth.core.records import PromptSet
from scisynth.core.splits import plain_split, split_of_file
from scisynth.core.tables import TABLE_SUFFIXES, Row, columns_of, read_rows
from scisynth.science.laws import find_law
from scisynth.tuples.foreign_prompts import find_foreign, own_rows
from scisynth.tuples.parquet import find_files
from scisynth.tuples.schema import PROMPT_COLUMNS, SCENE_COLUMNS

RUBRICS = {"scene_scoring": "scene_rubric", "real_scoring": "reality_rubric"}
OWN = ("prompt", "scene_rubric", "reality_rubric", "group", "id")
"""Columns of a benchmark of one's own."""
OWN_SCENE = "The picture shows every thing that the prompt names: {prompt}"
OWN_REALITY = "Right: what science says of the situation in the prompt. Wrong: what contradicts it."
TEXT = ("id", "category", "law", "subject", "setting", "split", "derivation", *SCENE_COLUMNS, *RUBRICS)


def read_prompt_sets(path: Path, split: str | None = None) -> list[PromptSet]:
    """One prompt set a row, in the order of the files.

    Raises:
        DataError: not Parquet, a prompt column is missing, a row has no prompt, or two rows have one id.
    """
    found: list[PromptSet] = []
    for file in [path] if path.is_file() else find_files(path):
        own = _setting_of(file.stem)
        found += [_to_prompt_set(row, own, len(found) + number) for number, row in enumerate(_rows(file))]
    found = [item for item in found if split is None or item.split == plain_split(split)]
    if not found:
        raise DataError(f"{path}: expected prompts{f' of split {split}' if split else ''}, found none")
    seen: set[str] = set()
    for item in found:
        if item.id in seen:
            raise DataError(f"{path}: two rows have the id {item.id!r}; ids must differ")
        seen.add(item.id)
    return found


def _rows(file: Path) -> list[dict[str, Any]]:
    if file.suffix.lower() in TABLE_SUFFIXES - {".parquet"}:
        rows = read_rows(file)
        if foreign := find_foreign(columns_of(rows)):
            return [{**_own_row(row), "benchmark": foreign.name} for row in own_rows(foreign, rows, file)]
        if "prompt" in columns_of(rows) and not set(PROMPT_COLUMNS) <= set(columns_of(rows)):
            return [{**_own_row(row), "benchmark": file.name} for row in rows]
        missing = [name for name in PROMPT_COLUMNS if name not in columns_of(rows)]
        if missing:
            known = ", ".join(columns_of(rows)[:8]) or "none"
            raise DataError(
                f"{file}: not prompt sets, missing columns {', '.join(missing)}, got {known}; a benchmark needs all three "
                "prompts, or the column `prompt`"
            )
        return [row.values for row in rows]
    try:
        names = set(pq.read_schema(file).names)
        missing = [name for name in PROMPT_COLUMNS if name not in names]
        if missing:
            raise DataError(f"{file}: missing columns {', '.join(missing)}; a benchmark needs all three prompts")
        columns = [name for name in (*PROMPT_COLUMNS, *TEXT) if name in names]
        return pq.read_table(file, columns=columns, memory_map=True).to_pylist()
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file}: cannot be read as Parquet ({one_line(error, 120)}); fetch or make it again") from None


def _own_row(row: Row) -> dict[str, Any]:
    """A row of a benchmark of one's own in the columns of the published one; it has no explicit and no superficial prompt."""
    for key, value in row.values.items():
        if key not in OWN:
            raise DataError(f"{row.place}: unknown key {key!r}; {nearest(key, OWN)}")
        if value is not None and (not isinstance(value, str | int) or isinstance(value, bool)):
            raise DataError(f"{row.place}, {key}: expected a text, got {type(value).__name__}; write it in quotes")
    values = {key: str(value).strip() for key, value in row.values.items() if value is not None}
    if not values.get("prompt"):
        raise DataError(
            f"{row.place}: expected a prompt, got none; write what the image should show, or remove the row"
        )
    prompt = values["prompt"]
    return {
        "implicit_prompt": prompt,
        "scene_scoring": values.get("scene_rubric") or OWN_SCENE.format(prompt=prompt),
        "real_scoring": values.get("reality_rubric") or OWN_REALITY,
        "law": values.get("group", ""),
        "id": values.get("id", ""),
    }


def _to_prompt_set(row: Mapping[str, Any], setting: str, number: int) -> PromptSet:
    words = {name: _first(row[name], name, number) if name in row else "" for name in PROMPT_COLUMNS}
    text = {name: str(row.get(name) or "") for name in TEXT}
    law = find_law(text["law"])
    return PromptSet(
        **words,
        id=text["id"] or f"row-{number:06d}",
        law=law.name if law else text["law"],
        # The published column names the law there; the field follows from it.
        field=law.field if law else text["category"],
        type=law.type if law else "CT",
        subject=text["subject"],
        condition=text["condition"],
        setting="C" if (text["setting"] or setting) == "C" else "S",
        place=text["place"],
        entity=text["entity"] or text["subject"],
        paraphrase=0,
        outcome=text["outcome"],
        superficial_outcome=text["superficial_outcome"],
        derivation=text["derivation"],
        split="test_C" if plain_split(text["split"]) == "test_C" or (text["setting"] or setting) == "C" else "test_S",
        subject_seen=False,
        benchmark=str(row.get("benchmark") or ""),
        **{name: text[column] for column, name in RUBRICS.items()},
    )


def _first(value: Any, name: str, number: int) -> str:
    found = value[0] if isinstance(value, list) and value else value
    if not isinstance(found, str) or not found.strip():
        raise DataError(f"row {number}, {name}: expected a prompt, got {found!r}; correct or remove the row")
    return found


def _setting_of(stem: str) -> str:
    """`C` for files of a complex split such as `test_C.parquet`."""
    return "C" if split_of_file(stem).endswith(("_C", "-C")) else "S"
