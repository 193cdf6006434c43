"""The stock table: how many different figures, wordings and answers each family has, and how far its quizzes can be guessed."""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scisynth.core.progress import track
from scisynth.core.results import Result
from scisynth.core.store import write_atomic, write_json
from scisynth.figures.families.family import Family
from scisynth.figures.families.registry import families_of, image_types, is_outside, named_family
from scisynth.figures.families.split import split_of
from scisynth.figures.families.stock import (
    NUM_ASKED,
    NUM_LEARNED,
    TemplateGuesser,
    are_alike,
    content_of,
    outline_of,
    top_answer,
)
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.draw import draw_scene
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.verify.verify import verify_scene

NUM_TIMED = 2
"""Figures of a family that are drawn and checked for the seconds."""


@dataclass(frozen=True, kw_only=True)
class FamilyStock(Result):
    """One family's row."""

    family: str
    image_type: str
    layouts: int
    draws: int
    distinct: int
    wordings: int
    answers: int
    top_answer: float
    guess_rate: float
    """In [0, 1]; four options are guessed in a quarter."""
    near_duplicates: float | None
    """None where a draw has no figure of the test split, or none of the train split."""
    seconds: float
    """A figure takes to draw and check, on this machine."""


@dataclass(frozen=True, kw_only=True)
class StockResult(Result):
    """The table, and the guess rate over all quizzes of each type."""

    families: tuple[FamilyStock, ...]
    guess_rate: float
    guess_rate_of_type: dict[str, float]


def run_stock(image_type: str, names: Sequence[str], *, num: int, out: Path | None) -> StockResult:
    """Measures the families of a type, or of all types (`all`), each on `num` draws; writes `stock.json` and `stock.md` into `out`."""
    if names:
        chosen = [named_family(name) for name in names]
    else:
        kinds = image_types() if image_type == "all" else [image_type]
        chosen = [item for kind in kinds for item in families_of(kind) if not is_outside(item)]
    rows: list[FamilyStock] = []
    asked: dict[str, tuple[int, int]] = {}
    for item in track(chosen, total=len(chosen), label="measure"):
        row, right, total = _measure(item, num)
        rows.append(row)
        before = asked.get(item.image_type, (0, 0))
        asked[item.image_type] = (before[0] + right, before[1] + total)
    result = StockResult(
        families=tuple(rows),
        guess_rate=_rate(asked.values()),
        guess_rate_of_type={kind: _rate([found]) for kind, found in asked.items()},
    )
    if out is not None:
        write_json(out / "stock.json", result.to_dict())
        write_atomic(out / "stock.md", table_of_stock(result).encode())
    return result


def table_of_stock(result: StockResult) -> str:
    """The table as Markdown."""
    head = "| family | layouts | distinct | wordings | answers | top answer | guess rate | near duplicates | seconds |"
    lines = [head, "|---|---|---|---|---|---|---|---|---|"]
    for kind, rate in result.guess_rate_of_type.items():
        lines.append(f"| **{kind}** | | | | | | **{rate:.0%}** | | |")
        for row in result.families:
            if row.image_type == kind:
                cells = (
                    row.family.replace("_", " "),
                    str(row.layouts),
                    f"{row.distinct} of {row.draws}",
                    str(row.wordings),
                    str(row.answers),
                    f"{row.top_answer:.0%}",
                    f"{row.guess_rate:.0%}",
                    "-" if row.near_duplicates is None else f"{row.near_duplicates:.1%}",
                    f"{row.seconds:.2f}",
                )
                lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, f"| **all** | | | | | | **{result.guess_rate:.0%}** | | |", ""])


def _measure(item: Family[Any], num: int) -> tuple[FamilyStock, int, int]:
    scenes = [item.make(seed) for seed in range(max(num, NUM_LEARNED))]
    guesser = TemplateGuesser()
    guesser.learn(scenes[:NUM_LEARNED])
    right, asked = guesser.rate([item.make(seed) for seed in range(10**6, 10**6 + NUM_ASKED)])
    began = time.perf_counter()
    for scene in scenes[:NUM_TIMED]:
        verify_scene(scene, Drawing.of(draw_scene(scene)))
    seconds = (time.perf_counter() - began) / NUM_TIMED
    row = FamilyStock(
        family=item.name,
        image_type=item.image_type,
        layouts=len({scene.parameters.get("layout") for scene in scenes}),
        draws=len(scenes),
        distinct=len({content_of(scene) for scene in scenes}),
        wordings=item.texts().wordings()["problem"],
        answers=len({scene.answer.text for scene in scenes}),
        top_answer=round(top_answer(scenes), 4),
        guess_rate=round(right / asked, 4) if asked else 0.0,
        near_duplicates=_near_duplicates(scenes),
        seconds=round(seconds, 3),
    )
    return row, right, asked


def _near_duplicates(scenes: Sequence[FigureScene]) -> float | None:
    found = {split: [outline_of(scene) for scene in scenes if split_of(scene) == split] for split in ("train", "test")}
    if not found["train"] or not found["test"]:
        return None
    trained = defaultdict(list)
    for outline in found["train"]:
        trained[outline[0]].append(outline)
    num = sum(any(are_alike(outline, other) for other in trained[outline[0]]) for outline in found["test"])
    return num / len(found["test"])


def _rate(found: Iterable[tuple[int, int]]) -> float:
    right, asked = map(sum, zip(*found, strict=True))
    return round(right / asked, 4) if asked else 0.0
