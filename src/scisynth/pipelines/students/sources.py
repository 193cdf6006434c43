"""Training items from what scisynth draws: figures of families, figures of ImgCoder, runs of SciGenBench, and tuples."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image

from scisynth.core.errors import ConfigError, DataError
from scisynth.core.images import content_hash, open_image, png_bytes, read_image_bytes, side_by_side, to_rgb
from scisynth.core.problems import Answer, FigureProblem, Quiz
from scisynth.core.records import ContrastTuple, ImageRecord
from scisynth.core.seeds import derive_fraction, derive_seed
from scisynth.core.store import Journal, RunFolder, read_manifest
from scisynth.figures.families.split import split_of
from scisynth.figures.families.stock import content_of
from scisynth.figures.scene.scene import FigureScene
from scisynth.generators.run import STAGE as IMAGE_STAGE
from scisynth.grading.problems import read_problems
from scisynth.pipelines.instruments.config import MAKE_COMMAND
from scisynth.pipelines.instruments.make import read_image_rows
from scisynth.pipelines.science_t2i.rows import COMMAND as T2I_BENCH
from scisynth.pipelines.scigenbench.config import COMMAND as BENCH
from scisynth.pipelines.scigenbench.config import IMGCODER, FamiliesConfig
from scisynth.pipelines.scigenbench.families import FIGURES, MANIFEST, PROBLEMS, ensure_families
from scisynth.pipelines.scigenbench.imgcoder import CODED
from scisynth.pipelines.scigenbench.judge import QUIZZES
from scisynth.pipelines.scigenbench.results import CodedRow, FamilyRow
from scisynth.pipelines.students.config import ALL, FAMILIES, Questions, StudentDataConfig
from scisynth.pipelines.students.generated import generated_items, split_of_prompts
from scisynth.students.items import TrainingItem, Verification
from scisynth.students.prompts import agrees, which_agrees
from scisynth.tuples.parquet import find_files, read_tuples

FIGURE_FOLDER = "figures"
SPLIT_FOLDERS = ("train", "val", "test")


def items_of(source: str, config: StudentDataConfig, run: RunFolder, seed: int) -> Iterator[TrainingItem]:
    """The items of one source.

    Raises:
        ConfigError: the source is no word and no folder that items can be made of.
    """
    if source == FAMILIES:
        for split, folder in _drawn(config, run.root / FIGURE_FOLDER, seed):
            yield from family_items(folder, run, config, split)
        return
    path = Path(source)
    if (path / FIGURES).is_file():
        yield from family_items(path, run, config, "")
    elif (path / CODED).is_file():
        yield from coded_items(path, run, config)
    elif _is_run_of(path, MAKE_COMMAND):
        yield from instrument_items(path, run, config)
    elif _is_run_of(path, BENCH):
        yield from bench_items(path, run, config)
    elif _is_run_of(path, T2I_BENCH):
        yield from generated_items(path, partial(_kept_file, run), config.licence)
    elif path.exists() and _has_tuples(path):
        yield from tuple_items(read_tuples(path), run, config.licence)
    else:
        raise ConfigError(
            f"--sources {source}: expected `families`, a folder of `imgcoder draw` or `imgcoder families`, a run of `bench scigenbench`, "
            "`bench science-t2i` or `instruments make`, or tuples; found none"
        )


def _kept(run: RunFolder, data: bytes) -> tuple[str, str]:
    """(path from the run folder, hash) of a PNG, stored once."""
    path = run.save_image(".", data)
    return path, Path(path).stem


def _kept_file(run: RunFolder, file: Path) -> tuple[str, str]:
    """The same of a file: one that the run has drawn itself stays where it is."""
    data = read_image_bytes(file)[1]
    own, root = file.resolve(), run.root.resolve()
    return (own.relative_to(root).as_posix(), content_hash(data)) if own.is_relative_to(root) else _kept(run, data)


def _has_tuples(path: Path) -> bool:
    try:
        return bool(find_files(path))
    except DataError:
        return False


def _drawn(config: StudentDataConfig, root: Path, seed: int) -> Iterator[tuple[str, Path]]:
    """The figures of each split, drawn and checked where they are not there yet."""
    fractions = {"val": config.val_fraction, "test": config.test_fraction}
    numbers = {split: round(config.num * fraction) for split, fraction in fractions.items()}
    numbers["train"] = config.num - sum(numbers.values())
    for split in SPLIT_FOLDERS:
        if numbers[split]:
            settings = {
                "num": numbers[split],
                "split": split,
                "twins": config.corrupted,
                **{
                    name: getattr(config, name)
                    for name in ("image_type", "families", "level", "style", "language", "workers")
                },
            }
            folder = root / split
            ensure_families(FamiliesConfig.parse(_per_type(settings, config.image_type)), folder, seed=seed)
            yield split, folder


def _per_type(settings: dict[str, object], image_type: str) -> dict[str, object]:
    """`imgcoder families` counts figures of each type."""
    from scisynth.figures.families.registry import image_types

    num = settings["num"]
    assert isinstance(num, int)
    return settings if image_type != ALL else {**settings, "num": -(-num // len(image_types()))}


def family_items(folder: Path, run: RunFolder, config: StudentDataConfig, split: str) -> Iterator[TrainingItem]:
    """The problem of each figure, and what can be read off it; corrupted figures keep the answers of the sound one."""
    rows = [FamilyRow.from_dict(row) for row in json.loads((folder / FIGURES).read_text(encoding="utf-8"))]
    for row in rows:
        if not row.file:
            continue
        scene = FigureScene.from_json((folder / row.file).with_suffix(".json").read_text(encoding="utf-8"))
        problem = (scene.multimodal_question, scene.answer, scene.solution)
        yield from _exact_items(
            folder / row.file,
            run,
            config,
            _asked_of_image(problem, scene.quizzes, config.questions),
            id=row.id,
            source=FAMILIES,
            group=row.family,
            image_type=row.image_type,
            level=row.level,
            split=split or split_of(scene),
            verification="failed" if row.defect or not row.passed else "verified",
            defect=row.defect,
            content=content_of(scene),
        )


def instrument_items(folder: Path, run: RunFolder, config: StudentDataConfig) -> Iterator[TrainingItem]:
    """The problem of each instrument image, and what can be read off it; twins keep the answers of the true image."""
    for row in read_image_rows(folder):
        problem = (row.question, row.answer, row.solution)
        yield from _exact_items(
            folder / row.image,
            run,
            config,
            _asked_of_image(problem, row.quizzes, config.questions),
            id=row.id,
            source="instruments",
            group=row.instrument,
            image_type=row.world,
            level=row.level,
            split=row.split,
            # The truth of a simulated image is exact, whatever its validator can tell of it.
            verification="failed" if row.violation else "verified",
            defect=row.violation,
            content=json.dumps([row.instrument, row.parameters]),
        )


Asked = tuple[str, str, Answer, tuple[str, ...], str]
"""Name, question, answer, wrong answers, solution."""


def _exact_items(
    file: Path,
    run: RunFolder,
    config: StudentDataConfig,
    asked: Iterable[Asked],
    *,
    id: str,
    content: str,
    **shared: Any,
) -> Iterator[TrainingItem]:
    """One item a question about one image whose truth is computed; `shared` are fields that all of them have."""
    image, sha = _kept_file(run, file)
    for name, question, answer, wrong, solution in asked:
        yield TrainingItem(
            id=f"{id}#{name}",
            image=image,
            question=question,
            answer=answer,
            wrong=wrong,
            solution=solution,
            kind="problem" if name == "problem" else "reading",
            content=content_hash(content.encode()),
            image_hash=sha,
            licence=config.licence,
            **shared,
        )


def _asked_of_image(problem: tuple[str, Answer, str], quizzes: Iterable[Quiz], questions: Questions) -> Iterator[Asked]:
    if questions in ("problem", "all"):
        question, answer, solution = problem
        yield "problem", question, answer, (), solution
    if questions in ("reading", "all"):
        yield from map(_asked_of_quiz, quizzes)


def _asked_of_quiz(quiz: Quiz) -> Asked:
    key = quiz.options[quiz.correct]
    wrong = tuple(text for text in quiz.options.values() if text != key)
    return quiz.evidence, quiz.question, Answer(text=key), wrong, ""


def coded_items(folder: Path, run: RunFolder, config: StudentDataConfig) -> Iterator[TrainingItem]:
    """The figures that a model's code drew, with the answers of their problems."""
    problems = {problem.id: problem for problem in _problems(folder, config.problems)}
    rows: Sequence[CodedRow] = [CodedRow.from_dict(row) for row in Journal(folder / CODED).read()]
    for row in rows:
        problem = problems.get(row.id)
        if not row.file or problem is None or not problem.answer.text:
            continue
        image, sha = _kept(run, png_bytes(to_rgb(open_image(folder / row.file))))
        question = problem.multimodal_question or problem.question
        yield TrainingItem(
            id=f"{row.id}#problem",
            image=image,
            question=question,
            answer=problem.answer,
            source="imgcoder",
            group=row.image_type or row.id,
            image_type=row.image_type,
            split=_split(row.id, config),
            verification="verified" if row.verified else "failed",
            content=content_hash(question.encode()),
            image_hash=sha,
            licence=config.licence,
        )


def _is_run_of(path: Path, command: str) -> bool:
    return (path / MANIFEST).is_file() and read_manifest(path)["command"] == command


def bench_items(folder: Path, run: RunFolder, config: StudentDataConfig) -> Iterator[TrainingItem]:
    """The figures of a run of `bench scigenbench`: their problems, and what its quizzes ask of them.

    Figures drawn by code are `verified` or `failed` by their checks. Others are `judged` where every quiz was answered rightly from the image
    (the paper's filter), `failed` where one was not, and `unchecked` without a judge; a quiz by its own answer.
    """
    rows = [ImageRecord.from_dict(row) for row in Journal(folder / IMAGE_STAGE / "images.jsonl")]
    files = {row.prompt_id: folder / IMAGE_STAGE / row.file for row in rows if row.status == "ok"}
    by_code, answered = _checked_by_code(folder), _answered_quizzes(folder)
    for problem in read_problems(folder / PROBLEMS):
        if problem.id not in files:
            continue
        image, sha = _kept_file(run, files[problem.id])
        found = answered.get(problem.id, {})
        for name, question, answer, wrong, verdicts in _asked_of_problem(problem, found, config.questions):
            yield TrainingItem(
                id=f"{problem.id}#{name}",
                image=image,
                question=question,
                answer=answer,
                wrong=wrong,
                kind="problem" if name == "problem" else "reading",
                source="scigenbench",
                group=problem.image_type or problem.id,
                image_type=problem.image_type,
                split=_split(problem.id, config),
                verification=by_code.get(problem.id) or _by_judge(verdicts),
                content=content_hash(question.encode()),
                image_hash=sha,
                licence=config.licence,
            )


def _checked_by_code(folder: Path) -> dict[str, Verification]:
    """By problem, what the checks of a page drawn by code found; empty for other generators."""
    families, coded = folder / FAMILIES / FIGURES, folder / IMGCODER / CODED
    if families.is_file():
        drawn = [FamilyRow.from_dict(row) for row in json.loads(families.read_text(encoding="utf-8"))]
        return {row.id: "verified" if row.passed else "failed" for row in drawn if not row.defect}
    rows = [CodedRow.from_dict(row) for row in Journal(coded)]
    return {row.id: "verified" if row.verified else "failed" for row in rows}


def _answered_quizzes(folder: Path) -> dict[str, dict[int, bool | None]]:
    """By problem and quiz, whether the judge answered it rightly from the image; None where it gave no answer."""
    found: dict[str, dict[int, bool | None]] = {}
    for row in Journal(folder / QUIZZES / "rows.jsonl"):
        if row.get("has_key", True):
            found.setdefault(row["problem"], {})[row["index"]] = row["correct"]
    return found


def _asked_of_problem(
    problem: FigureProblem, answered: Mapping[int, bool | None], questions: Questions
) -> Iterator[tuple[str, str, Answer, tuple[str, ...], Sequence[bool | None]]]:
    """Name, question, answer, wrong answers, and the judge's answers that speak for it."""
    if questions in ("problem", "all") and problem.answer.text:
        question = problem.multimodal_question or problem.question
        yield "problem", question, problem.answer, (), list(answered.values())
    for index, quiz in enumerate(problem.quizzes if questions in ("reading", "all") else ()):
        if quiz.is_sound:
            _, question, answer, wrong, _ = _asked_of_quiz(quiz)
            yield f"quiz{index + 1}", question, answer, wrong, [answered[index]] if index in answered else []


def _by_judge(verdicts: Sequence[bool | None]) -> Verification:
    if False in verdicts:
        return "failed"
    return "judged" if verdicts and None not in verdicts else "unchecked"


def _problems(folder: Path, file: str) -> list[FigureProblem]:
    path = Path(file) if file else folder / "problems.jsonl"
    if not path.is_file():
        raise ConfigError(
            f"{folder}: its rows have no answers; name the file of its problems, e.g. --problems problems.json"
        )
    return read_problems(path)


def _split(name: str, config: StudentDataConfig) -> str:
    place = derive_fraction("split of items", name)
    if place < config.test_fraction:
        return "test"
    return "val" if place < config.test_fraction + config.val_fraction else "train"


def tuple_items(tuples: Sequence[ContrastTuple], run: RunFolder, licence: str) -> Iterator[TrainingItem]:
    """Of each tuple: which of two images science agrees with, and whether each image shows what happens."""
    for item in tuples:
        if item.status != "ok":
            continue
        sides = [to_rgb(open_image(images[0])) for images in (item.explicit_image, item.superficial_image)]
        for name, question, answer, wrong, image in _asked_of_tuple(item, *sides):
            path, sha = _kept(run, png_bytes(image))
            yield TrainingItem(
                id=f"{item.id}#{name}",
                image=path,
                question=question,
                answer=Answer(text=answer),
                wrong=(wrong,),
                solution=item.derivation,
                kind="contrast",
                source="tuples",
                group=item.law,
                image_type=item.category,
                split=split_of_prompts(item.split or "train"),
                verification="verified" if item.derivation else "unchecked",
                content=content_hash(f"{item.id}:{name}".encode()),
                image_hash=sha,
                licence=licence,
            )


def _asked_of_tuple(
    item: ContrastTuple, true: Image.Image, false: Image.Image
) -> Iterator[tuple[str, str, str, str, Image.Image]]:
    prompt = item.implicit_prompt[0]
    is_right = bool(derive_seed("side of the true image", item.id) % 2)
    pair = side_by_side(false, true) if is_right else side_by_side(true, false)
    side, other = ("right", "left") if is_right else ("left", "right")
    yield "which", which_agrees(prompt), side, other, pair
    for name, image, answer in (("true", true, "yes"), ("false", false, "no")):
        yield name, agrees(prompt), answer, "no" if answer == "yes" else "yes", image
