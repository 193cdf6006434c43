"""What `lab-judge` is worth: which subjects it takes for each other, and its points on images whose points are known.

The points of a true image are (1, 1, 1), of a superficial one (1, 1, 0); every other row of the table changes one thing. A judge
that gives full marks to half-right images would reward a generator for hedging, so mixtures are rows too.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import torch

from scisynth.core.records import PromptSet, Scene
from scisynth.core.seeds import derive_seed
from scisynth.core.weights import LAB_SIZE_PX
from scisynth.lab.degrade import blur, degrade, jpeg, normal, warp
from scisynth.lab.models.judge import JudgeClasses, JudgeNet, LabJudge, grade_of
from scisynth.lab.render import render
from scisynth.science.laws import get_law

POINTS = ("law", "subject", "state")
ALIKE = 0.15
"""Fraction of a subject's images taken for another subject of its law above which the two are one look."""
BATCH_SIZE = 256
EXPECTED: Mapping[str, str] = {
    "true": "1 1 1",
    "true, plain background": "1 1 1",
    "true, in a place": "1 1 1",
    "superficial": "1 1 0",
    "another subject of the law": "1 0 1",
    "another law": "0 0 0",
    "true, warped and degraded": "1 1 1",
    "true, low-passed to 24 px": "1 1 1",
    "true, JPEG of strength 6": "1 1 1",
    "true, noise of 0.1": "1 1 1",
    "half true, half superficial": "1 1 0",
    "half true, half superficial, drawn apart": "1 1 0, or less",
    "half true, half another law": "0 0 0",
    "true under noise of 0.5": "0 0 0",
    "true, blurred to 5 px": "0 0 0",
    "noise": "0 0 0",
    "plain colour": "0 0 0",
}
"""Rows of the check, and the points (law, subject, state) that they deserve."""


def check_judge(judge: LabJudge, prompt_sets: Sequence[PromptSet], *, seed: int) -> dict[str, dict[str, float]]:
    """Mean points and mean score of every row of `EXPECTED`, on freshly drawn images of these situations.

    Situations that the judge was not trained on are left out.
    """
    prompt_sets = [item for item in prompt_sets if not judge.classes.why_not_covered(item)]
    generator = torch.Generator().manual_seed(seed % 2**63)
    rng = random.Random(seed)
    true, wrong = (_draw([item.scene(tier) for item in prompt_sets], seed) for tier in ("explicit", "superficial"))
    apart = _draw([item.scene("superficial") for item in prompt_sets], derive_seed(seed, "apart"))
    strangers = _draw([_another_subject(judge, item, rng) for item in prompt_sets], seed)
    others = [_of_another_law(prompt_sets, number) for number in range(len(prompt_sets))]
    grain = normal(true, generator)
    makers: dict[str, Callable[[], torch.Tensor]] = {
        "true": lambda: true,
        "superficial": lambda: wrong,
        "another subject of the law": lambda: strangers,
        "another law": lambda: true[others],
        "true, warped and degraded": lambda: degrade(warp(true, generator), generator),
        "true, low-passed to 24 px": lambda: blur(true, 24),
        "true, JPEG of strength 6": lambda: jpeg(true, torch.full((len(true),), 6.0)),
        "true, noise of 0.1": lambda: true + 0.1 * grain,
        "half true, half superficial": lambda: (true + wrong) / 2,
        "half true, half superficial, drawn apart": lambda: (true + apart) / 2,
        "half true, half another law": lambda: (true + true[others]) / 2,
        "true under noise of 0.5": lambda: 0.75 * true + 0.5 * grain,
        "true, blurred to 5 px": lambda: blur(true, 5),
        "noise": lambda: 0.5 + 0.3 * grain,
        "plain colour": lambda: torch.rand(len(true), 3, 1, 1, generator=generator).expand_as(true),
    }
    points = {name: _points(judge, make().clamp(0, 1), prompt_sets) for name, make in makers.items()}
    is_plain = np.array([item.setting == "S" for item in prompt_sets])
    points |= {"true, plain background": points["true"][is_plain], "true, in a place": points["true"][~is_plain]}
    return {name: _means(points[name]) for name in EXPECTED}


def checks_as_table(checks: Mapping[str, Mapping[str, float]], looks: Mapping[str, Mapping[str, int]]) -> str:
    """Markdown for the card: the check, and the subjects that count as each other."""
    rows = [
        f"| {name} | {EXPECTED[name]} | " + " | ".join(f"{row[key]:.1%}" for key in (*POINTS, "score")) + " |"
        for name, row in checks.items()
    ]
    groups = [
        f"* {law}: {', '.join(names)}"
        for law, by_subject in looks.items()
        for names in _groups(by_subject)
        if len(names) > 1
    ]
    return "\n".join(
        [
            "\n## Its points on fresh scenes of all subjects, drawn with another seed",
            "| images | law, subject, state deserved | law | subject | state | score |\n|---|---|---|---|---|---|",
            *rows,
            "\n## Subjects that count as each other",
            *(groups or ["None."]),
            "",
        ]
    )


@torch.no_grad()
def find_looks(
    net: JudgeNet, classes: JudgeClasses, prompt_sets: Sequence[PromptSet], *, seed: int
) -> dict[str, dict[str, int]]:
    """Subjects by law, with a number each that alike ones share."""
    names = classes.subjects
    taken_for: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for tier in ("explicit", "superficial"):
        pixels = _draw([item.scene(tier) for item in prompt_sets], derive_seed(seed, tier))
        for start in range(0, len(pixels), BATCH_SIZE):
            found = net(pixels[start : start + BATCH_SIZE])["subject"].argmax(1)
            for item, number in zip(prompt_sets[start : start + BATCH_SIZE], found.tolist(), strict=True):
                taken_for[item.law, item.subject].append(names[number])
    looks = {name: number for number, name in enumerate(names)}
    for own, others in taken_for.items():
        for other in sorted(set(others)):
            if other[0] == own[0] and others.count(other) > ALIKE * len(others):
                merged, kept = looks[other], looks[own]
                looks = {name: kept if number == merged else number for name, number in looks.items()}
    by_law: dict[str, dict[str, int]] = defaultdict(dict)
    for (law, subject), number in looks.items():
        by_law[law][subject] = number
    return dict(by_law)


def _draw(scenes: Sequence[Scene], seed: int) -> torch.Tensor:
    """Float [N, 3, 64, 64] in [0, 1]; image i depends on its place and the seed."""
    images = [
        np.asarray(render(scene, size_px=LAB_SIZE_PX, seed=derive_seed(seed, number)).image)
        for number, scene in enumerate(scenes)
    ]
    return torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).float() / 255


def _another_subject(judge: LabJudge, item: PromptSet, rng: random.Random) -> Scene:
    """The asked state on a subject of another look; the subject itself where the law has only one under that condition."""
    shown = [name for name in get_law(item.law).subjects if item.condition in get_law(item.law).conditions_of(name)]
    known = [name for law, name in judge.classes.subjects if law == item.law and name in shown]
    others = [name for name in known if not judge.are_alike(item.law, name, item.subject)]
    return replace(item.scene("explicit"), subject=rng.choice(others or [item.subject]))


def _of_another_law(prompt_sets: Sequence[PromptSet], number: int) -> int:
    """The next situation that is of another law."""
    turned = ((number + step) % len(prompt_sets) for step in range(1, len(prompt_sets)))
    return next(other for other in turned if prompt_sets[other].law != prompt_sets[number].law)


def _points(judge: LabJudge, pixels: torch.Tensor, prompt_sets: Sequence[PromptSet]) -> np.ndarray:
    rows = []
    for start in range(0, len(pixels), BATCH_SIZE):
        batch = slice(start, start + BATCH_SIZE)
        rows += [[row[key] for key in POINTS] for row in judge.points(pixels[batch], prompt_sets[batch])]
    return np.array(rows).reshape(-1, len(POINTS))


def _means(points: np.ndarray) -> dict[str, float]:
    if not len(points):
        return dict.fromkeys((*POINTS, "score"), float("nan"))
    means = dict(zip(POINTS, points.mean(0).tolist(), strict=True))
    return {**means, "score": float(np.mean([grade_of(dict(zip(POINTS, row, strict=True))) for row in points]))}


def _groups(by_subject: Mapping[str, int]) -> list[list[str]]:
    grouped: dict[int, list[str]] = defaultdict(list)
    for name, number in by_subject.items():
        grouped[number].append(name)
    return list(grouped.values())
