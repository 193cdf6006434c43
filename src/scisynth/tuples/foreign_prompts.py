"""Prompt files of other benchmarks, as rows of a benchmark of one's own: `bench science-t2i --data FILE` takes them as published.

    WISE              data/cultural_common_sense.json and its sisters      Prompt, Explanation, Category, Subcategory, prompt_id
    GenExam           data/annotations/All_Subjects.jsonl                  id, prompt, subject, scoring_points [{question, score}]
    T2I-ReasonBench   deepseek_evaluation_qs/evaluation_scientific.json    id, prompt, scientific_evaluation {q1, c1, ...}, ...
                      prompts/scientific_reasoning.json                    the prompts; its questions are looked for next to it

What a benchmark tells its judge becomes a rubric here: the explanation, the scoring points, the questions with their criteria. Ids are
the published names of images, so that `--generator folder:DIR` finds images drawn for the benchmark. The judge, the scale and the
statistics are ours: no number is a WiScore, a strict or relaxed score, or a reasoning accuracy.
Not covered: GenExam's reference images, which our judge does not see, and grades of beauty.
Sources: arXiv 2503.07265, 2509.14232 and 2508.17472, and the evaluation scripts of their repositories.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scisynth.core.errors import DataError
from scisynth.core.records import PromptSet
from scisynth.core.tables import Row, read_rows

EXPLANATION = "What the prompt means and what must be seen: {text}"
POINTS = "Right: every point holds. Judge by the points, each with its weight:\n{lines}"
QUESTIONS = "Right: every question is answered as its criterion asks for a 1.\n{lines}"
REASONING = ("scientific_evaluation", "entity_evaluation", "reason_evaluation")
"""Keys of T2I-ReasonBench under which the questions about the reasoning stand, one in each file."""
DETAILS = "other_details_evaluation"
MEANINGS = ("explicit_meaning", "idiom_meaning")
"""Columns of its prompts."""
PAIRED = {
    "idiom_interpretation": "evaluation_idiom",
    "textual_image_design": "evaluation_textual_image",
    "entity_reasoning": "evaluation_entity",
    "scientific_reasoning": "evaluation_scientific",
}
"""Its files of prompts, and those of the questions about them."""
PROMPTS_FOLDER, QUESTIONS_FOLDER = "prompts", "deepseek_evaluation_qs"


@dataclass(frozen=True, kw_only=True)
class ForeignBenchmark:
    """How the prompt file of another benchmark is told from others, and read."""

    name: str
    fits: Callable[[set[str]], bool]
    """Of the columns of a file, in lower case."""
    own_values: Callable[[Row, Path], dict[str, Any]]
    """A row in the columns of a benchmark of one's own (`prompt_sets.OWN`)."""
    published_score: str
    """What its own script computes, and ours does not."""

    @property
    def note(self) -> str:
        """For people: whose prompts these are, and whose scores."""
        return (
            f"Prompts and rubrics of {self.name}; judge, scale and statistics are scisynth's. The scores are not comparable with "
            f"{self.published_score} of {self.name}."
        )


def find_foreign(columns: Sequence[str]) -> ForeignBenchmark | None:
    """The benchmark whose layout these columns are; None for a table of another kind."""
    return next((known for known in FOREIGN if known.fits(set(columns))), None)


def foreign_of(prompt_sets: Iterable[PromptSet]) -> ForeignBenchmark | None:
    """The benchmark whose prompts these are; None for all others."""
    names = {item.benchmark for item in prompt_sets}
    return next((known for known in FOREIGN if known.name in names), None)


def own_rows(known: ForeignBenchmark, rows: Sequence[Row], path: Path) -> list[Row]:
    """The rows of a foreign prompt file in the columns of a benchmark of one's own.

    Raises:
        DataError: a row that lacks what its benchmark always has, or prompts whose questions are not there.
    """
    if known is REASON_BENCH:
        rows = _with_questions(rows, path)
    return [replace(row, values=known.own_values(row, path)) for row in rows]


def _text(row: Row, column: str) -> str:
    value = row.values.get(column)
    if not isinstance(value, str) or not value.strip():
        raise DataError(f"{row.place}, {column}: expected a text, got {value!r:.60}; take the file as it was published")
    return value.strip()


def _name(row: Row, column: str) -> str:
    value = row.values.get(column)
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise DataError(f"{row.place}, {column}: expected an id, got {value!r:.60}; take the file as it was published")
    return str(value).strip()


# --- WISE ----------------------------------------------------------------------------------------------------------


def _of_wise(row: Row, _: Path) -> dict[str, Any]:
    return {
        "prompt": _text(row, "prompt"),
        "reality_rubric": EXPLANATION.format(text=_text(row, "explanation")),
        "group": _text(row, "subcategory"),
        "id": _name(row, "prompt_id"),
    }


# --- GenExam -------------------------------------------------------------------------------------------------------


def _of_genexam(row: Row, _: Path) -> dict[str, Any]:
    points = row.values.get("scoring_points")
    if not isinstance(points, list) or not points:
        raise DataError(
            f"{row.place}, scoring_points: expected a list of points, got {points!r:.60}; take the file as it was published"
        )
    lines = [_point(row, number, point) for number, point in enumerate(points, start=1)]
    return {
        "prompt": _text(row, "prompt"),
        "reality_rubric": POINTS.format(lines="\n".join(lines)),
        "group": str(row.values.get("subject") or ""),
        "id": _name(row, "id"),
    }


def _point(row: Row, number: int, point: Any) -> str:
    found = point if isinstance(point, Mapping) else {}
    question, score = found.get("question"), found.get("score")
    if not isinstance(question, str) or isinstance(score, bool) or not isinstance(score, int | float):
        raise DataError(
            f"{row.place}, scoring point {number}: expected a question and a score, got {point!r:.60}; take the file as it was "
            "published"
        )
    return f"{number}. {question.strip()} ({score:g})"


# --- T2I-ReasonBench -----------------------------------------------------------------------------------------------


def _is_reason_bench(columns: set[str]) -> bool:
    return "prompt" in columns and bool(columns & {*REASONING, *MEANINGS})


def _with_questions(rows: Sequence[Row], path: Path) -> Sequence[Row]:
    """Rows with prompt and questions; a file of prompts alone is joined with its questions by id, else by place."""
    if any(row.get(*REASONING) for row in rows):
        return rows
    own = PAIRED.get(path.stem, "")
    file = path.parent.parent / QUESTIONS_FOLDER / f"{own}.json"
    if not own or not file.is_file():
        raise DataError(
            f"{path}: prompts of T2I-ReasonBench without their questions; name {QUESTIONS_FOLDER}/{own or 'evaluation_*'}.json, "
            "which holds both"
        )
    by_id = {str(row.values.get("id", place)): row.values for place, row in enumerate(read_rows(file), start=1)}
    joined = []
    for place, row in enumerate(rows, start=1):
        questions = by_id.get(str(row.values.get("id", place)))
        if questions is None:
            raise DataError(f"{row.place}: expected its questions in {file}, found none; take both files as published")
        joined.append(replace(row, values={**questions, "id": questions.get("id", place), "prompt": row.get("prompt")}))
    return joined


def _of_reason_bench(row: Row, path: Path) -> dict[str, Any]:
    key = next((name for name in REASONING if row.values.get(name)), REASONING[0])
    name = _name(row, "id")
    details = row.values.get(DETAILS)
    return {
        "prompt": _text(row, "prompt"),
        "scene_rubric": QUESTIONS.format(lines=_questions(row, DETAILS)) if details else None,
        "reality_rubric": QUESTIONS.format(lines=_questions(row, key)),
        "group": path.stem.removeprefix("evaluation_").replace("_", " "),
        # Its images are 0001.png and on.
        "id": name.zfill(4) if name.isdecimal() else name,
    }


def _questions(row: Row, key: str) -> str:
    """`q1` with `c1`, and so on, a question a line."""
    found = row.values.get(key)
    found = found if isinstance(found, Mapping) else {}
    numbers = [name[1:] for name in found if name.startswith("q")]
    if not numbers or any(not isinstance(found.get(f"{kind}{number}"), str) for number in numbers for kind in "qc"):
        raise DataError(
            f"{row.place}, {key}: expected questions q1, q2 ... with criteria c1, c2 ..., got {row.values.get(key)!r:.60}; take "
            "the file as it was published"
        )
    return "\n".join(f"{number}. {found[f'q{number}']} Criterion: {found[f'c{number}']}" for number in numbers)


REASON_BENCH = ForeignBenchmark(
    name="T2I-ReasonBench",
    fits=_is_reason_bench,
    own_values=_of_reason_bench,
    published_score="reasoning accuracy and image quality",
)
FOREIGN = (
    ForeignBenchmark(
        name="WISE",
        fits={"prompt", "explanation", "subcategory", "prompt_id"}.issubset,
        own_values=_of_wise,
        published_score="the WiScore",
    ),
    ForeignBenchmark(
        name="GenExam",
        fits={"id", "prompt", "scoring_points"}.issubset,
        own_values=_of_genexam,
        published_score="the strict and relaxed scores",
    ),
    REASON_BENCH,
)
"""Layouts that are known."""
