"""Training items from images that a generator made of prompts, with what the judge of `bench science-t2i` found.

An image drawn for an implicit or explicit prompt is taken for true, one drawn for a superficial prompt for false, as whoever trains on
generated images takes them without looking. What the judge grades tells whether that holds, so that `--filter none` and
`--filter judged` measure what the look is worth:

    judged      the judge says the same: full marks for an image taken for true, at most `MAX_FALSE` for the other
    failed      it says otherwise: the image is an illusion, or true by accident
    unchecked   no judge graded it
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from scisynth.core.errors import DataError
from scisynth.core.images import content_hash
from scisynth.core.problems import Answer
from scisynth.pipelines.science_t2i.rows import BenchRow, read_run
from scisynth.students.items import TrainingItem, Verification
from scisynth.students.prompts import agrees

MIN_TRUE, MAX_FALSE = 0.99, 0.5
"""Of a judge's full marks."""
POINTS = 100.0
"""What graders multiply their scores by; a reward has units of its own and no full marks."""


def generated_items(folder: Path, keep: Callable[[Path], tuple[str, str]], licence: str) -> Iterator[TrainingItem]:
    """Of each image of a benchmark run, whether it agrees with science.

    Args:
        folder: a finished run of `bench science-t2i`.
        keep: stores an image; returns its path from the folder of the items and its hash.
        licence: of images and texts.

    Raises:
        DataError: the run is not finished, or its judge is a reward.
    """
    found = read_run(folder)
    for row in found.rows:
        item = found.prompt_sets[row.situation]
        if row.judge != found.judges[0] or not row.file or not item.implicit_prompt:
            continue
        if row.scale != POINTS:
            raise DataError(
                f"{folder}: expected a judge that grades images, got {row.judge}, whose numbers have no full marks; "
                "judge the images with lab-judge or api:MODEL"
            )
        taken_for_true = row.tier != "superficial"
        image, sha = keep(folder / row.file)
        yield TrainingItem(
            id=f"{found.name}/{row.id}#agrees",
            image=image,
            question=agrees(item.implicit_prompt),
            answer=Answer(text="yes" if taken_for_true else "no"),
            wrong=("no" if taken_for_true else "yes",),
            solution=item.derivation,
            kind="contrast",
            source="generated",
            group=item.law,
            image_type=item.field,
            split=split_of_prompts(item.split),
            verification=_verification(row, taken_for_true=taken_for_true),
            content=content_hash(f"{item.id}:{row.tier}:{row.index}".encode()),
            image_hash=sha,
            licence=licence,
        )


def split_of_prompts(split: str) -> str:
    """That of items: test prompts of either setting are test items."""
    return "test" if split.startswith("test") else split


def _verification(row: BenchRow, *, taken_for_true: bool) -> Verification:
    if row.score is None:
        return "unchecked"
    agrees_with_it = row.score >= MIN_TRUE if taken_for_true else row.score <= MAX_FALSE
    return "judged" if agrees_with_it else "failed"
