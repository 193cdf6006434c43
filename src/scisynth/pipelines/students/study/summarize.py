"""Last step of `student study`: from the rows of its evaluations to every comparison and curve.

Two arms are compared on the items that every model of the test answered, with the seeds that both have. Item, seed and training items are paired, so
that what is left is the arm. Of each kind of question and test, Holm's correction holds over all comparisons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from scisynth.pipelines.students.evaluation.run import RESULTS, group_of, image_of, read_eval
from scisynth.pipelines.students.evaluation.summarize import item_scores
from scisynth.pipelines.students.study.cells import RUNS, Cell, cells_of
from scisynth.pipelines.students.study.config import BASE, StudyConfig
from scisynth.reports.students.study_results import (
    ArmScore,
    Comparison,
    Question,
    Scaling,
    StudyFailure,
    StudyResult,
)
from scisynth.reports.students.study_words import compare_sentence, scaling_sentence
from scisynth.stats.crossed import CrossedMean, crossed_mean
from scisynth.stats.paired import holm
from scisynth.stats.scaling import MIN_SIZES, fit_scaling

Group = tuple[str, str, int]
"""Arm, method and size: what the seeds are repetitions of."""
BASE_GROUP: Group = (BASE, "", 0)


@dataclass(frozen=True)
class Answers:
    """All evaluations of one test: scores by group, seed and item, with the image and blind."""

    seen: Mapping[Group, Mapping[int, Mapping[str, float]]]
    blind: Mapping[Group, Mapping[int, Mapping[str, float]]]
    items: Sequence[str]
    """Answered by every model."""
    clusters: Sequence[str] | None
    """Of the items, what they share; None where the data names no groups."""
    images: Sequence[str] | None = None
    """Of the items, the units where there are few clusters."""

    def values(self, group: Group, seeds: Sequence[int], *, blind: bool = False) -> np.ndarray:
        """Scores [S, N] of a group; the base is the same for every seed."""
        by_seed = (self.blind if blind else self.seen)[group]
        chosen = [by_seed[0] if group == BASE_GROUP else by_seed[seed] for seed in seeds]
        return np.array([[scores[item] for item in self.items] for scores in chosen])

    def gains(self, group: Group, seeds: Sequence[int]) -> np.ndarray:
        """With the image less without it, [S, N]."""
        return self.values(group, seeds) - self.values(group, seeds, blind=True)

    def mean(self, values_SN: np.ndarray) -> CrossedMean:
        """The mean of values [S, N] with its interval."""
        return crossed_mean(values_SN, self.clusters, self.images)

    @property
    def has_blind(self) -> bool:
        """Whether every model was asked without the image."""
        return all(item in scores for group in self.blind.values() for scores in group.values() for item in self.items)


def summarize_study(config: StudyConfig, root: Path, failures: Sequence[StudyFailure]) -> StudyResult:
    """Everything that the finished cells tell."""
    cells = cells_of(config)
    scores: list[ArmScore] = []
    comparisons: list[Comparison] = []
    scaling: list[Scaling] = []
    tests = {}
    for test in config.named_tests():
        answers = read_answers(root, cells, test)
        if answers is None or not answers.items:
            continue
        tests[test] = len(answers.items)
        scores += [_score(answers, group, test) for group in answers.seen]
        comparisons += compare_groups(config, answers, test)
        scaling += _scaling(config, answers, test)
    done = [cell for cell in cells if all((cell.folder(root) / "eval" / test / RESULTS).exists() for test in tests)]
    return StudyResult(
        out=root,
        model=config.model,
        num_cells=len(cells),
        num_done=len(done) if tests else 0,
        tests=tests,
        scores=tuple(scores),
        comparisons=tuple(comparisons),
        scaling=tuple(scaling),
        failures=tuple(failures),
        report=root / "report" / "report.html" if scores else None,
    )


def read_answers(root: Path, cells: Sequence[Cell], test: str) -> Answers | None:
    """The evaluations of one test that are there; None where the base has none."""
    places: dict[tuple[Group, int], Path] = {(BASE_GROUP, 0): root / RUNS / BASE}
    places |= {((cell.arm, cell.method, cell.size), cell.seed): cell.folder(root) for cell in cells}
    seen: dict[Group, dict[int, dict[str, float]]] = {}
    blind: dict[Group, dict[int, dict[str, float]]] = {}
    groups: dict[str, str] | None = None
    images: dict[str, str] = {}
    for (group, seed), folder in places.items():
        if not (folder / "eval" / test / RESULTS).exists():
            continue
        _, rows = read_eval(folder / "eval" / test)
        seen.setdefault(group, {})[seed] = item_scores(rows)
        blind.setdefault(group, {})[seed] = item_scores(rows, "blind")
        groups = groups or group_of(rows)
        images = images or image_of(rows)
    if BASE_GROUP not in seen:
        return None
    every = [set(scores) for by_seed in seen.values() for scores in by_seed.values()]
    items = sorted(set.intersection(*every))
    clusters = [groups[item] for item in items] if groups else None
    return Answers(seen=seen, blind=blind, items=items, clusters=clusters, images=[images[item] for item in items])


def _score(answers: Answers, group: Group, test: str) -> ArmScore:
    seeds = sorted(answers.seen[group])
    has_blind = answers.has_blind
    return ArmScore(
        test=test,
        arm=group[0],
        method=group[1],
        size=group[2],
        seeds=() if group == BASE_GROUP else tuple(seeds),
        with_image=answers.mean(answers.values(group, seeds)),
        blind=answers.mean(answers.values(group, seeds, blind=True)) if has_blind else None,
        image_gain=answers.mean(answers.gains(group, seeds)) if has_blind else None,
    )


def compare_groups(config: StudyConfig, answers: Answers, test: str) -> list[Comparison]:
    """All comparisons of one test, with Holm's correction over those of a question."""
    found: list[Comparison] = []
    for question, pairs in pairs_of(config, answers).items():
        made = [_compare(question, test, answers, *pair) for pair in pairs]
        tested = [item.difference.p_value for item in made if item.difference.p_value is not None]
        corrected = iter(holm(tested))
        for item in made:
            p_holm = None if item.difference.p_value is None else next(corrected)
            sentence = compare_sentence(question, item.first, item.second, item.difference, p_holm)
            found.append(replace(item, p_holm=p_holm, sentence=sentence))
    return found


def pairs_of(config: StudyConfig, answers: Answers) -> dict[Question, list[tuple[Group, Group]]]:
    """What is compared with what.

    arms        the reference arm with every other one, with the same method and number of items
    training    every arm at its largest number of items with the base
    method      every arm with each further method, with the study's first method
    image       as training, of the image gain
    """
    groups = [group for group in answers.seen if group != BASE_GROUP]
    reference, first = config.reference, config.methods[0]
    largest = [group for group in groups if group[2] == max(config.sizes_of(group[0]))]
    found: dict[Question, list[tuple[Group, Group]]] = {
        "arms": [
            ((reference, *group[1:]), group)
            for group in groups
            if group[0] != reference and (reference, *group[1:]) in answers.seen
        ],
        "training": [(group, BASE_GROUP) for group in largest],
        "method": [
            (group, (group[0], first, group[2]))
            for group in groups
            if group[1] != first and (group[0], first, group[2]) in answers.seen
        ],
        "image": [(group, BASE_GROUP) for group in largest] if answers.has_blind else [],
    }
    shared = {name: [pair for pair in pairs if _seeds(answers, *pair)] for name, pairs in found.items()}
    return {name: pairs for name, pairs in shared.items() if pairs}


def _seeds(answers: Answers, first: Group, second: Group) -> list[int]:
    """Seeds that both have; the base has all."""
    seeds = [set(answers.seen[group]) for group in (first, second) if group != BASE_GROUP]
    return sorted(set.intersection(*seeds))


def _compare(question: Question, test: str, answers: Answers, first: Group, second: Group) -> Comparison:
    seeds = _seeds(answers, first, second)
    values: Any = answers.gains if question == "image" else answers.values
    difference = answers.mean(values(first, seeds) - values(second, seeds))
    return Comparison(
        question=question,
        test=test,
        first=name_of(first),
        second=name_of(second),
        difference=difference,
        p_holm=None,
        sentence="",
    )


def name_of(group: Group) -> str:
    """`verified (grpo, 1,400 items)`."""
    arm, method, size = group
    return "the base" if group == BASE_GROUP else f"{arm} ({method}, {size:,} items)"


def _scaling(config: StudyConfig, answers: Answers, test: str) -> list[Scaling]:
    """A fit for each arm and method with enough sizes, over the seeds that all sizes have."""
    found = []
    for arm in config.arms:
        for method in config.methods:
            groups = [group for size in config.sizes_of(arm) if (group := (arm, method, size)) in answers.seen]
            seeds = sorted(set.intersection(*(set(answers.seen[group]) for group in groups))) if groups else []
            if len(groups) < MIN_SIZES or not seeds:
                continue
            fit = fit_scaling(
                {group[2]: answers.values(group, seeds) for group in groups}, answers.clusters, answers.images
            )
            sentence = scaling_sentence(f"{arm}, {method}, {test}", fit)
            found.append(Scaling(test=test, arm=arm, method=method, fit=fit, sentence=sentence))
    return found
