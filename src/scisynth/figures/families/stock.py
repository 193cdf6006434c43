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

GRID = 0.02
"""Of the longer side of the page."""
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
    return (
        f"{scene.family}: {sorted(scene.parameters.items())}" if scene.parameters else f"{scene.family}: {scene.marks}"
    )


def top_answer(scenes: Sequence[FigureScene]) -> float:
    """Fraction of scenes that have the most frequent answer."""
    return Counter(scene.answer.text for scene in scenes).most_common(1)[0][1] / len(scenes)


def looks_of(scene: FigureScene) -> str:
    """What two figures that look the same to a reader have in common: their texts, and their marks on a grid of `GRID` of the page."""
    places = [place for mark in scene.marks for place in _places(mark)]
    if not places:
        return scene.family
    xs, ys = np.asarray(places).T
    step = GRID * max(float(np.ptp(xs)), float(np.ptp(ys)), 1e-9)
    marks = []
    for mark in scene.marks:
        cells = [(round((x - xs.min()) / step), round((y - ys.min()) / step)) for x, y in _places(mark)]
        marks.append((type(mark).__name__, getattr(mark, "text", ""), *cells[:: max(1, len(cells) // 8)]))
    return f"{scene.family}: {sorted(map(repr, marks))}"


def _places(mark: Mark) -> Sequence[tuple[float, float]]:
    if getattr(mark, "axes", ""):
        return []
    if isinstance(mark, Path):
        return mark.points
    if isinstance(mark, Round):
        x, y = mark.center
        return [(x - mark.radius, y), (x + mark.radius, y)]
    return [mark.at] if isinstance(mark, Label) else [mark.box[:2], mark.box[2:]]
