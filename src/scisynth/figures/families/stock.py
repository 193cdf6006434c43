"""How much a family holds, and how much of its quizzes can be guessed: the numbers of the stock table.

guess rate       of a guesser that has seen no figure, only the quizzes of other seeds: it answers each template with the
                 option that was the key most often, or with the rank that was the key's, whichever was right more often
distinct         different figures (parameters other than words) in so many draws
top answer       fraction of draws that have the most frequent answer
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from scisynth.core.problems import Quiz
from scisynth.figures.scene.marks import Label, Mark, Path, Round
from scisynth.figures.scene.scene import FigureScene
from scisynth.grading.values.quantities import read_quantity

GRID, ALIKE = 0.05, 0.02
"""Of the longer side of the page."""
TELLING_NUMBERS = 2
"""Texts with a number from which on the texts alone make a figure another one."""
NUM_LEARNED, NUM_ASKED = 54, 24
"""Figures that the guesser learns from, and others that it is asked about: 18 and 8 of each level."""


@dataclass
class TemplateGuesser:
    """Learns the usual key, and the usual rank of a numeric key, of each template of each family."""

    keys: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    ranks: dict[tuple[str, str], Counter[int]] = field(default_factory=lambda: defaultdict(Counter))

    def learn(self, scenes: Iterable[FigureScene]) -> None:
        """Counts keys and ranks."""
        for scene in scenes:
            for quiz in scene.quizzes:
                place = (scene.family, quiz.evidence)
                self.keys[place][quiz.options[quiz.correct]] += 1
                self.ranks[place][_ranked(quiz).index(quiz.options[quiz.correct])] += 1

    def guess(self, family: str, quiz: Quiz) -> str:
        """The text of the option that it would choose."""
        place, options = (family, quiz.evidence), _ranked(quiz)
        keys, ranks = self.keys[place], self.ranks[place]
        usual = max(options, key=lambda option: keys[option])
        rank, count = ranks.most_common(1)[0] if ranks else (0, 0)
        return usual if keys[usual] >= count else options[rank]

    def rate(self, scenes: Sequence[FigureScene]) -> tuple[int, int]:
        """(right, asked) over the quizzes of scenes that it has not learned from."""
        asked = [(scene.family, quiz) for scene in scenes for quiz in scene.quizzes]
        return sum(self.guess(family, quiz) == quiz.options[quiz.correct] for family, quiz in asked), len(asked)


def _ranked(quiz: Quiz) -> list[str]:
    """The options, the smallest number first; words by the alphabet."""
    return sorted(quiz.options.values(), key=lambda text: (_number(text), text))


def _number(text: str) -> float:
    found = read_quantity(text)
    return found.value if found is not None else float("inf")


def content_of(scene: FigureScene) -> str:
    """What two scenes that are the same figure have in common: family, parameters and layout, not seed and words."""
    return f"{scene.family}: {sorted(scene.parameters.items())}"


def top_answer(scenes: Sequence[FigureScene]) -> float:
    """Fraction of scenes that have the most frequent answer."""
    return Counter(scene.answer.text for scene in scenes).most_common(1)[0][1] / len(scenes)


def looks_of(scene: FigureScene) -> str:
    """What figures that look alike have in common: their texts; and where these hold few numbers, the marks on a coarse grid."""
    texts, points = outline_of(scene)
    if sum(any(char.isdecimal() for char in text) for text in texts) >= TELLING_NUMBERS:
        return f"{scene.family}: {texts}"
    return f"{scene.family}: {texts} {np.round(points / GRID).astype(int).tolist()}"


def outline_of(scene: FigureScene) -> tuple[tuple[str, ...], np.ndarray]:
    """(its texts in order, points of its marks [N, 2] in fractions of the longer side, from the lower left)."""
    texts = tuple(sorted(mark.text for mark in scene.marks if isinstance(mark, Label)))
    places = np.asarray([place for mark in scene.marks for place in _places(mark)], dtype=float).reshape(-1, 2)
    if not len(places):
        return texts, places
    size = max(float(np.ptp(places, axis=0).max()), 1e-9)
    return texts, (places - places.min(axis=0)) / size


def are_alike(one: tuple[tuple[str, ...], np.ndarray], two: tuple[tuple[str, ...], np.ndarray]) -> bool:
    """Whether two outlines have the same texts, and every point within `ALIKE` of the page: near duplicates."""
    if one[0] != two[0] or one[1].shape != two[1].shape:
        return False
    return bool((np.abs(one[1] - two[1]) <= ALIKE).all())


def _places(mark: Mark) -> Sequence[tuple[float, float]]:
    if getattr(mark, "axes", ""):
        return []
    if isinstance(mark, Path):
        return mark.points
    if isinstance(mark, Round):
        x, y = mark.center
        return [(x - mark.radius, y), (x + mark.radius, y)]
    return [mark.at] if isinstance(mark, Label) else [mark.box[:2], mark.box[2:]]
