"""SciGenBench as data (arXiv 2601.17027): its published JSON, its hub layout, and what is known to be wrong with it.

    scigen.json, seephys.json, scigenbench.json    a list of rows: id, question, image_type, answer, elements, quizzes, ...
    *.parquet                                      the hub's columns: image, original_question, answer, image_type, ...
    problems.jsonl                                 what `scisynth imgcoder families` writes
    *.csv, *.tsv                                   the same columns; `quizzes` and `elements` as JSON in their cells

Rows are strangers' data: types are checked, and a wrong one is a line that names row and field. Keys of quizzes are read in every plain
form (`quiz_keys`).
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from scisynth.core.errors import DataError
from scisynth.core.problems import Answer, FigureProblem, Quiz
from scisynth.core.progress import say
from scisynth.core.seeds import derive_seed
from scisynth.core.strict_json import parse_json
from scisynth.core.tables import read_rows
from scisynth.grading.quiz_keys import first_of, index_base, read_quiz

MAX_FILE_MB = 200
NUM_OPTIONS = 4
BLIND_WORDS = (
    "according to the text",
    "according to the problem",
    "in the text",
    "based on the text",
    "mentioned in the text",
)
"""The one who answers sees no text."""
HUB_COLUMNS = ("original_question", "answer", "image_type", "multimodal_question")


@dataclass(frozen=True, kw_only=True)
class Defect:
    """Something wrong with the data, and where."""

    kind: str
    ids: tuple[str, ...]
    """One entry a quiz, so a problem may stand twice."""
    words: str


def read_problems(path: Path) -> list[FigureProblem]:
    """Every problem of a file, in its order.

    Raises:
        DataError: no such file, too large, or a row that is not a problem.
    """
    if not path.is_file():
        found = "a folder" if path.is_dir() else "none"
        raise DataError(
            f"{path}: expected a JSON, JSON Lines, Parquet or CSV file of problems, found {found}; check the path"
        )
    if path.stat().st_size > MAX_FILE_MB * 2**20:
        raise DataError(f"{path}: expected at most {MAX_FILE_MB} MB")
    rows = [row.values for row in read_rows(path, max_mb=MAX_FILE_MB, mappings=False)]
    if path.suffix.lower() == ".parquet":
        rows = [_hub_row(row, f"{path.stem}-{number}", path) for number, row in enumerate(rows)]
    elif len(rows) == 1 and isinstance(rows[0], dict) and not _question_of(rows[0]):
        raise DataError(f"{path}: expected a list of problems, got dict without a question")
    quizzes = [quiz for row in rows if isinstance(row, dict) for quiz in _quizzes_of(row)]
    base = index_base(quizzes)
    if base is not None:
        say(f"{path}: keys that are numbers are read as places counted from {base}, as some of them must be")
    return [_problem(row, f"{path}, row {number}", base) for number, row in enumerate(rows)]


def _question_of(row: Mapping[str, Any]) -> Any:
    return first_of(row, ("question", "original_question", "problem"))


def _quizzes_of(row: Mapping[str, Any]) -> list[Any]:
    found = _parsed(row.get("quizzes"))
    return found if isinstance(found, list) else []


def _parsed(value: Any) -> Any:
    """A cell of a table that holds JSON, as its value."""
    if isinstance(value, str) and value.lstrip().startswith(("[", "{")):
        try:
            return parse_json(value)
        except ValueError:
            return value
    return value


def _problem(row: Any, where: str, base: int | None) -> FigureProblem:
    if not isinstance(row, dict):
        raise DataError(f"{where}: expected an object, got {type(row).__name__}")
    if isinstance(row.get("answer"), dict):
        try:
            return _with_plain_keys(FigureProblem.from_dict(row), where, base)
        except (TypeError, KeyError) as error:
            raise DataError(f"{where}: expected the fields of a problem: {error}") from None
    question = _question_of(row)
    for field, value, kinds in (("id", row.get("id"), str | int), ("question", question, str)):
        if not isinstance(value, kinds) or value == "":
            raise DataError(f"{where}, field {field!r}: expected {kinds}, got {value!r}"[:200])
    image_type = _word(row, "image_type", where)
    return FigureProblem(
        id=str(row["id"]).strip(),
        source=_word(row, "source", where) or ("scigen" if image_type else "seephys"),
        question=str(question),
        image_type=image_type,
        answer=Answer(text=_word(row, "answer", where)),
        elements=tuple(str(item) for item in _list(row, "elements", where)),
        quizzes=tuple(
            read_quiz(item, f"{where}, quiz {index}", base) for index, item in enumerate(_list(row, "quizzes", where))
        ),
        multimodal_question=_word(row, "multimodal_question", where),
        image=image if isinstance(image := row.get("image"), str) else "",
    )


def _with_plain_keys(problem: FigureProblem, where: str, base: int | None) -> FigureProblem:
    """A problem in our own fields, whose quizzes somebody may have written by hand."""
    quizzes = tuple(
        quiz if quiz.is_sound else read_quiz(asdict(quiz), f"{where}, quiz {index}", base)
        for index, quiz in enumerate(problem.quizzes)
    )
    return replace(problem, quizzes=quizzes)


def _word(row: Mapping[str, Any], field: str, where: str) -> str:
    value = row.get(field)
    if value is None:
        return ""
    if not isinstance(value, str | int | float):
        raise DataError(f"{where}, field {field!r}: expected text, got {type(value).__name__}")
    return str(value)


def _list(row: Mapping[str, Any], field: str, where: str) -> list[Any]:
    value = _parsed(row.get(field)) or []
    if not isinstance(value, list):
        raise DataError(f"{where}, field {field!r}: expected a list, got {type(value).__name__}")
    return value


def _hub_row(row: Any, name: str, path: Path) -> dict[str, Any]:
    """A row of the hub's Parquet, which holds no quizzes and may hold no id."""
    if missing := set(HUB_COLUMNS) - set(row):
        raise DataError(f"{path}: expected the columns {', '.join(HUB_COLUMNS)}, missing {', '.join(sorted(missing))}")
    return {
        "id": name,
        **{column: row[column] for column in (*HUB_COLUMNS, "id", "quizzes", "elements") if column in row},
    }


def check_problems(problems: Sequence[FigureProblem]) -> list[Defect]:
    """The defects that this benchmark is known for, as far as they stand in these problems; empty when there are none."""
    quizzes = [(problem.id, quiz) for problem in problems for quiz in problem.quizzes]
    names = Counter(problem.id for problem in problems)
    found = [
        Defect(
            kind="no_such_key", ids=_ids(quizzes, lambda quiz: not quiz.is_sound), words="the keyed answer is no option"
        ),
        Defect(
            kind="not_four_options",
            ids=_ids(quizzes, lambda quiz: len(quiz.options) != NUM_OPTIONS),
            words=f"options other than {NUM_OPTIONS}",
        ),
        Defect(
            kind="asks_the_text", ids=_ids(quizzes, _asks_text), words="the quiz asks about a text that is not shown"
        ),
        Defect(
            kind="same_options",
            ids=_ids(quizzes, lambda quiz: len(set(quiz.options.values())) < len(quiz.options)),
            words="two options are the same",
        ),
        Defect(
            kind="no_quiz",
            ids=tuple(item.id for item in problems if not item.quizzes),
            words="no quiz: R_inv cannot count it",
        ),
        Defect(
            kind="one_quiz",
            ids=tuple(item.id for item in problems if len(item.quizzes) == 1),
            words="a single quiz decides",
        ),
        Defect(
            kind="no_multimodal_question",
            ids=tuple(item.id for item in problems if not item.multimodal_question),
            words="no multimodal question",
        ),
        Defect(
            kind="duplicate_id",
            ids=tuple(name for name, count in names.items() if count > 1),
            words="an id stands twice",
        ),
        *_skew(quizzes),
    ]
    return [defect for defect in found if defect.ids]


def _ids(quizzes: Sequence[tuple[str, Quiz]], is_wrong: Any) -> tuple[str, ...]:
    return tuple(name for name, quiz in quizzes if is_wrong(quiz))


def _asks_text(quiz: Quiz) -> bool:
    return any(words in quiz.question.lower() for words in BLIND_WORDS)


def _skew(quizzes: Sequence[tuple[str, Quiz]]) -> list[Defect]:
    """Letters that are right far more often than the others, beyond chance (chi-square, 3 degrees of freedom, p < 0.001)."""
    letters = Counter(quiz.correct for _, quiz in quizzes if quiz.is_sound and len(quiz.options) == NUM_OPTIONS)
    total = sum(letters.values())
    if not total:
        return []
    expected = total / NUM_OPTIONS
    chi_square = sum((letters[letter] - expected) ** 2 / expected for letter in "ABCD")
    if chi_square < 16.27:
        return []
    best, count = letters.most_common(1)[0]
    fractions = ", ".join(f"{letter} {letters[letter] / total:.1%}" for letter in "ABCD")
    words = f"answer letters are skewed ({fractions}): always answering {best} is right in {count / total:.1%}"
    return [Defect(kind="skewed_letters", ids=(best,), words=words)]


def shuffle_options(quiz: Quiz, *key: str | int) -> Quiz:
    """The same options under other letters, the same for the same key; a quiz without its key keeps that defect."""
    letters, texts = list(quiz.options), list(quiz.options.values())
    order = list(range(len(texts)))
    random.Random(derive_seed("quiz", *key)).shuffle(order)
    correct = letters[order.index(letters.index(quiz.correct))] if quiz.is_sound else quiz.correct
    return replace(quiz, options=dict(zip(letters, (texts[place] for place in order), strict=True)), correct=correct)


def statistics(problems: Sequence[FigureProblem]) -> dict[str, Any]:
    """Counts by type, quizzes, elements and answer letters."""
    quizzes = [quiz for problem in problems for quiz in problem.quizzes]
    count = max(len(problems), 1)
    return {
        "problems": len(problems),
        "by_source": dict(Counter(problem.source for problem in problems)),
        "by_type": dict(Counter(problem.image_type or "(none)" for problem in problems)),
        "quizzes": len(quizzes),
        "quizzes_per_problem": len(quizzes) / count,
        "elements_per_problem": sum(len(problem.elements) for problem in problems) / count,
        "letters": dict(Counter(quiz.correct for quiz in quizzes)),
    }
