"""A reader that knows words only: can it tell the outcome of an implicit prompt whose subject and condition are blotted out?

A naive Bayes classifier over the stems that are left is asked about the prompts of each subject after it learned from those of all
other subjects. Outcomes count alike, however often each occurs, so a reader that learned nothing has 1 / (number of outcomes).
Accuracy clearly above that means that the wording tells the outcome, e.g. where a writer words floating things otherwise than
sinking ones. `words` are those by which it tells.

Only laws whose outcome depends on the subject (ST) are read: where one condition decides for all, there is nothing to tell.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from scisynth.core.records import Metric, PromptSet
from scisynth.core.results import Result
from scisynth.curation.outcome_words import stems
from scisynth.science.laws import Law, load_places
from scisynth.stats.intervals import mean_with_interval

MIN_ITEMS = 20
SHOWN = 6


@dataclass(frozen=True, kw_only=True)
class BlindReading(Result):
    """What the reader of words can tell of one law."""

    law: str
    accuracy: Metric
    chance: float
    words: tuple[str, ...]
    """Stems that tell most, where the accuracy is above chance."""

    @property
    def tells(self) -> bool:
        """Whether the interval of the accuracy lies above chance."""
        return self.accuracy.low is not None and self.accuracy.low > self.chance


def read_blindly(items: Sequence[PromptSet], law: Law, *, seed: int = 0) -> BlindReading | None:
    """The accuracy of the reader on the items of a law; None where there is nothing to tell, or too little to learn from."""
    # An outcome of one subject alone cannot be learned from the others: its items are left out.
    subjects = {(item.outcome, item.subject) for item in items}
    num_subjects = Counter(outcome for outcome, _ in subjects)
    items = [item for item in items if num_subjects[item.outcome] > 1]
    counts = Counter(item.outcome for item in items)
    if law.type != "ST" or len(counts) < 2 or len(items) < MIN_ITEMS:
        return None
    read = [(item, _blotted(item, law)) for item in items]
    values, clusters = [], []
    for item, words in read:
        others = [(other.outcome, said) for other, said in read if other.subject != item.subject]
        # Weighted so that every outcome counts alike: mean over outcomes of the mean over items.
        values.append(_right(_scores(words, others), item.outcome) * len(read) / (len(counts) * counts[item.outcome]))
        clusters.append(item.subject)
    accuracy = mean_with_interval(values, clusters=clusters, seed=seed)
    reading = BlindReading(law=law.name, accuracy=accuracy, chance=1 / len(counts), words=())
    if not reading.tells:
        return reading
    return BlindReading(law=law.name, accuracy=accuracy, chance=1 / len(counts), words=_telling(read))


def _blotted(item: PromptSet, law: Law) -> frozenset[str]:
    """Stems of the implicit prompt without those of its subject, condition and place."""
    condition = law.conditions.get(item.condition)
    known = " ".join([item.subject, condition.phrase if condition else "", load_places().get(item.place, "")])
    return frozenset(stems(item.implicit_prompt) - stems(known))


def _scores(words: frozenset[str], others: Sequence[tuple[str, frozenset[str]]]) -> dict[str, float]:
    """Log-likelihood of the words by outcome, with one prompt more of each kind than was seen."""
    by_outcome: dict[str, list[frozenset[str]]] = defaultdict(list)
    for outcome, said in others:
        by_outcome[outcome].append(said)
    vocabulary = set().union(*(said for _, said in others))
    found = {}
    for outcome, texts in by_outcome.items():
        seen = Counter(word for said in texts for word in said)
        fractions = {word: (seen[word] + 1) / (len(texts) + 2) for word in vocabulary}
        found[outcome] = sum(
            math.log(fraction if word in words else 1 - fraction) for word, fraction in fractions.items()
        )
    return found


def _right(scores: dict[str, float], outcome: str) -> float:
    """1 for a right guess, its part of a tie."""
    best = max(scores.values())
    winners = [name for name, score in scores.items() if score > best - 1e-9]
    return (outcome in winners) / len(winners)


def _telling(read: Sequence[tuple[PromptSet, frozenset[str]]]) -> tuple[str, ...]:
    """The stems whose frequency differs most between two outcomes."""
    totals = Counter(item.outcome for item, _ in read)
    seen = Counter((item.outcome, word) for item, said in read for word in said)
    words = {word for _, word in seen}
    spread = {
        word: max(seen[name, word] / totals[name] for name in totals)
        - min(seen[name, word] / totals[name] for name in totals)
        for word in words
    }
    return tuple(sorted(spread, key=lambda word: (-spread[word], word))[:SHOWN])
