"""`student data`: items from every source, those to train on without what a test set knows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scisynth.core.errors import DataError
from scisynth.core.images import IMAGE_SUFFIXES, read_image_bytes
from scisynth.core.progress import say, track
from scisynth.core.store import RunFolder, write_json
from scisynth.grading.problems import read_problems
from scisynth.pipelines.students.config import StudentDataConfig
from scisynth.pipelines.students.results import StudentDataResult
from scisynth.pipelines.students.sources import items_of
from scisynth.students.check import check_reward
from scisynth.students.decontaminate import Decontaminator, Overlap, TestSet
from scisynth.students.items import TrainingItem, check_ids, write_items
from scisynth.students.reward import reward_of

COMMAND = "student data"
REPORT, TEST = "report.json", "test"


def run_student_data(config: StudentDataConfig, out: Path, *, seed: int) -> StudentDataResult:
    """Draws or reads figures, asks their questions, drops overlaps with test sets, and writes items and images.

    Raises:
        ConfigError: a source that is none.
        DataError: nothing is left, two sources have an item of one id, or a test set that cannot be read.
    """
    test_sets = [read_test_set(Path(name)) for name in config.against]
    run = RunFolder(out, config, command=COMMAND, seed=seed)
    items = [item for source in config.sources for item in items_of(source, config, run, seed)]
    check_ids(items, f"--sources {','.join(config.sources)}")
    refused = check_reward(items, reward_of).faults
    refused_ids = {fault.id for fault in refused}
    kept, dropped = drop_overlaps([item for item in items if item.id not in refused_ids], test_sets, run.root)
    if dropped:
        say(f"{len(dropped)} of {len(items)} items stand in the test sets and are left out; {REPORT} lists them")
    if not kept or (dropped and all(item.split == TEST for item in kept)):
        what = "all of them stand in the test sets" if dropped else "the sources have none"
        raise DataError(f"{out}: expected training items, found none ({what}); name other sources or test sets")
    write_items(run.root, kept)
    result = StudentDataResult(
        out=out,
        items=len(kept),
        by_split=Counter(item.split for item in kept),
        by_source=Counter(item.source for item in kept),
        by_verification=Counter(item.verification for item in kept),
        dropped=tuple(dropped),
        refused=refused,
    )
    write_json(run.root / REPORT, result.to_dict())
    return result


def read_test_set(path: Path) -> TestSet:
    """A benchmark that items must not overlap: a file of problems, or a folder of images and such files.

    Raises:
        DataError: there is nothing of the kind.
    """
    if path.is_file():
        return TestSet(name=path.name, questions=_questions(path))
    if not path.is_dir():
        raise DataError(f"--against {path}: expected a file of problems or a folder of images, found none")
    images = sorted(file for file in path.rglob("*") if file.suffix.lower() in IMAGE_SUFFIXES)
    tables = sorted(file for file in path.glob("*.json*") if file.is_file())
    questions = [question for table in tables for question in _questions(table)]
    if not images and not questions:
        raise DataError(f"--against {path}: expected problems or images in it, found none")
    return TestSet(name=path.name, questions=questions, images=images)


def _questions(path: Path) -> list[str]:
    problems = read_problems(path)
    return [text for problem in problems for text in (problem.question, problem.multimodal_question) if text]


def drop_overlaps(
    items: Sequence[TrainingItem], test_sets: Sequence[TestSet], root: Path
) -> tuple[list[TrainingItem], list[Overlap]]:
    """(items that no test set knows, an overlap for each of the others); items of the split `test` train nothing and stay."""
    if not test_sets:
        return list(items), []
    known = Decontaminator(test_sets)
    kept, dropped = [], []
    images: dict[str, Overlap | None] = {}
    for item in track(items, total=len(items), label="compare with test sets"):
        if item.split == TEST:
            kept.append(item)
            continue
        found = known.of_question(item.id, item.question)
        if found is None:
            if item.image not in images:
                images[item.image] = known.of_image(item.id, read_image_bytes(root / item.image)[1])
            found = images[item.image]
        if found is None:
            kept.append(item)
        else:
            # One image may stand in several items.
            dropped.append(replace(found, id=item.id))
    return kept, dropped
