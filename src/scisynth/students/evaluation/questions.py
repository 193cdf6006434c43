"""What a model is asked of each item: with its image, blind, and with the image of another item, several times each.

    image         the item as it is
    blind         the question alone: what the words give away
    wrong image   the question with another item's image of the same group: what is left when the image says something else

An *image gain* is the accuracy with the image less that of a control, over the same items. A model that keeps its accuracy in a control
does not answer from the image. The other image is the same in every run of a seed, so that models are compared on equal terms.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, get_args

from scisynth.core.errors import DataError
from scisynth.core.seeds import derive_seed
from scisynth.students.evaluation.items import EvalItem, StoredImage
from scisynth.students.evaluation.protocols import question_words

Arm = Literal["image", "blind", "wrong image"]
ARMS: tuple[Arm, ...] = get_args(Arm)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question, once."""

    item: EvalItem
    arm: Arm
    sample: int
    """Number of the repetition, from 0."""
    images: tuple[StoredImage, ...]
    """What is shown: none where it is blind."""
    shown: str = ""
    """Id of the item whose image is shown; empty where none is."""

    @property
    def key(self) -> str:
        """Its name in a run."""
        return f"{self.item.id}/{self.arm}/{self.sample}"

    @property
    def words(self) -> str:
        """What is asked."""
        return question_words(self.item, blind=self.arm == "blind")


def ask_all(items: Sequence[EvalItem], *, samples: int, control_samples: int, seed: int) -> list[Question]:
    """Every question of a run: all items with their image first, then the controls.

    Raises:
        DataError: all items show the same image, so that there is no wrong one.
    """
    others = wrong_items(items, seed)
    shown: Mapping[Arm, Mapping[str, EvalItem]] = {"image": {item.id: item for item in items}, "wrong image": others}
    questions: list[Question] = []
    for arm in ARMS:
        for item in items:
            source = shown[arm][item.id] if arm in shown else None
            questions += [
                Question(
                    item=item,
                    arm=arm,
                    sample=sample,
                    images=source.images if source else (),
                    shown=source.id if source else "",
                )
                for sample in range(samples if arm == "image" else control_samples)
            ]
    return questions


def wrong_items(items: Sequence[EvalItem], seed: int) -> dict[str, EvalItem]:
    """By id, another item whose image is shown: of the same group and with another answer where there is one.

    Raises:
        DataError: all items show the same image.
    """
    # The order of the items has no part in the choice.
    ordered = sorted(items, key=lambda item: item.id)
    by_group: dict[str, list[EvalItem]] = {}
    for item in ordered:
        by_group.setdefault(item.group, []).append(item)
    found: dict[str, EvalItem] = {}
    for item in items:
        other = _other(item, by_group[item.group], seed) or _other(item, ordered, seed)
        if other is None:
            raise DataError(
                "expected items with different images for the control with a wrong image, found a single image; "
                "take more items"
            )
        found[item.id] = other
    return found


def _other(item: EvalItem, among: Sequence[EvalItem], seed: int) -> EvalItem | None:
    """The first item with another image from a place that the seed and the item's name give, sooner one with another answer."""
    start = derive_seed("wrong image", seed, item.id) % len(among)
    alike = None
    for other in chain(among[start:], among[:start]):
        if other.image_hash != item.image_hash:
            if (other.answer.text, other.options) != (item.answer.text, item.options):
                return other
            alike = alike or other
    return alike
