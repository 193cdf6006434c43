"""Training items that a test set knows: by words, by the same image, and by an image that looks alike.

    words     fraction of a question's runs of `GRAM` words that also stand in one question of the test set, at least `SHARED`
    image     the same bytes, or a difference hash (16 x 16 steps of brightness) at most `ALIKE_BITS` apart

A short question has few runs of words and is compared whole. Images of line drawings are mostly white, so a hash with few steps tells
nothing and is compared by bytes alone.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from scisynth.core.images import content_hash, open_image, read_image_bytes
from scisynth.core.results import Result

GRAM = 8
SHARED = 0.5
ALIKE_BITS = 3
HASH_SIDE = 16
MIN_STEPS = 24
"""Steps of brightness that an image must have for its hash to tell anything."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, kw_only=True)
class TestSet:
    """What a benchmark asks and shows."""

    __test__ = False  # not a test of pytest

    name: str
    questions: Sequence[str] = ()
    images: Sequence[Path | bytes] = ()


@dataclass(frozen=True, kw_only=True)
class Overlap(Result):
    """An item that a test set knows."""

    id: str
    test_set: str
    by: str
    """`words`, `image` or `alike`."""
    detail: str = ""


def normal_words(text: str) -> list[str]:
    """Words and numbers in lower case, without signs and TeX commands."""
    return _WORD.findall(re.sub(r"\\[a-zA-Z]+", " ", text).lower())


def grams(text: str) -> set[tuple[str, ...]]:
    """Runs of `GRAM` words; a shorter text is one run."""
    words = normal_words(text)
    return {tuple(words[start : start + GRAM]) for start in range(max(len(words) - GRAM + 1, 1))} if words else set()


def difference_hash(image: Image.Image) -> np.ndarray:
    """Whether each cell is brighter than its left neighbour by more than noise, bool [HASH_SIDE * HASH_SIDE]."""
    small = np.asarray(image.convert("L").resize((HASH_SIDE + 1, HASH_SIDE), Image.Resampling.BOX), dtype=int)
    return (np.diff(small, axis=1) > 2).ravel()


class Decontaminator:
    """Finds what of a test set stands in training items; built once, asked for each item."""

    def __init__(self, test_sets: Iterable[TestSet]) -> None:
        self._gram_of: dict[tuple[str, ...], set[tuple[str, int]]] = defaultdict(set)
        self._byte_hash: dict[str, str] = {}
        hashes: list[np.ndarray] = []
        self._names: list[str] = []
        for test_set in test_sets:
            for number, question in enumerate(test_set.questions):
                for gram in grams(question):
                    self._gram_of[gram].add((test_set.name, number))
            for source in test_set.images:
                _, data = read_image_bytes(source)
                self._byte_hash.setdefault(content_hash(data), test_set.name)
                found = difference_hash(open_image(data))
                if found.sum() >= MIN_STEPS:
                    hashes.append(found)
                    self._names.append(test_set.name)
        self._hashes = np.stack(hashes) if hashes else np.zeros((0, HASH_SIDE * HASH_SIDE), dtype=bool)

    def of_question(self, item_id: str, question: str) -> Overlap | None:
        """An overlap of words."""
        own = grams(question)
        if not own:
            return None
        counts = Counter(place for gram in own for place in self._gram_of.get(gram, ()))
        if not counts:
            return None
        (name, number), count = counts.most_common(1)[0]
        share = count / len(own)
        if share < SHARED:
            return None
        return Overlap(id=item_id, test_set=name, by="words", detail=f"question {number + 1}, {share:.0%} of its words")

    def of_image(self, item_id: str, data: bytes) -> Overlap | None:
        """The same image, or one that looks alike."""
        if name := self._byte_hash.get(content_hash(data)):
            return Overlap(id=item_id, test_set=name, by="image")
        if not len(self._hashes):
            return None
        own = difference_hash(open_image(data))
        if own.sum() < MIN_STEPS:
            return None
        apart = (self._hashes != own).sum(axis=1)
        nearest = int(apart.argmin())
        if apart[nearest] > ALIKE_BITS:
            return None
        detail = f"{apart[nearest]} of {HASH_SIDE**2} brightness steps differ"
        return Overlap(id=item_id, test_set=self._names[nearest], by="alike", detail=detail)
