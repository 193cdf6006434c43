"""Automatic checks of candidate images, and their ranking; nothing is thrown away, a failed image keeps its reason.

    decoding        the file is an image
    blank           its pixels differ at all
    duplicate       it looks like an earlier candidate of the item, of either side
    split leak      its very bytes stand in training and in a test
    entity          the localizer finds the thing that carries the science
    scene           the judge finds everything that the prompt asks for
    outcome         the judge grades the true image high and the wrong one low
    margin          the reward finds the prompt of its own side in it, rather than that of the other
    text            no words are painted into it

`failed` keeps an image from being chosen; `warned` ranks it behind those without. Within these the judge's grade decides, then the margin.
Localizer, judge, reward and reader of text are asked only where they are given.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from scisynth.core.errors import ImageError, one_line
from scisynth.core.images import content_hash, open_image
from scisynth.core.protocols import Localizer, Reward
from scisynth.core.records import Judgement, PromptSet
from scisynth.curation.records import SIDES, Candidate, CheckResult, CurationItem, Side

THUMB_PX = 32
ALIKE = 2.5
"""Root mean square difference of two thumbnails, in steps of 255, below which two images count as the same."""
BLANK = 3.0
"""Standard deviation of an image's pixels below which it shows nothing."""
MIN_TEXT_PX = 128
"""Side below which no reader reads words in an image."""
MIN_LETTERS, MIN_CONFIDENCE = 3, 0.6
HIGH, LOW = 2 / 3, 1 / 3
"""Grades from which on, and up to which, an image shows the truth or its opposite."""

Texts = Callable[[bytes], Sequence[tuple[str, float]]]
"""Words in an image, each with the reader's confidence."""


@dataclass(frozen=True, kw_only=True)
class Examiners:
    """Who looks at images; None: nobody."""

    localizer: Localizer | None = None
    reward: Reward | None = None
    texts: Texts | None = None
    grades: Mapping[str, Judgement] = field(default_factory=dict)
    """A judge's verdicts by candidate."""
    judge_grades_truth: bool = False
    """Whether the judge's score is a fraction of the truth, as that of a reality judge is, and not a reward's units."""

    @property
    def checks(self) -> tuple[str, ...]:
        """Names of the checks that are made now; what others found before stays."""
        asked = {
            "entity": self.localizer,
            "scene": self.grades,
            "outcome": self.grades,
            "margin": self.reward,
            "text": self.texts,
        }
        return (*PIXELS, *(name for name, examiner in asked.items() if examiner))


PIXELS = ("decoding", "blank", "duplicate")
"""Checks that need nobody."""


def check_candidates(
    item: CurationItem, candidates: Sequence[Candidate], data: Mapping[str, bytes], examiners: Examiners
) -> tuple[Candidate, ...]:
    """The candidates with what was found in each, ranked within their side.

    Args:
        data: encoded images by the id of the candidate.
    """
    found: dict[str, list[CheckResult]] = {candidate.id: [] for candidate in candidates}
    thumbs: dict[str, np.ndarray] = {}
    for candidate in candidates:
        results, thumb = _look(data.get(candidate.id, b""))
        found[candidate.id] += results
        if thumb is not None:
            thumbs[candidate.id] = thumb
    for name, result in _duplicates(thumbs):
        found[name].append(result)
    sound = [candidate for candidate in candidates if candidate.id in thumbs]
    for name, result in (
        *_entities(item.prompts, sound, data, examiners.localizer),
        *_grades(sound, examiners),
        *_margins(item.prompts, sound, data, examiners.reward),
        *_texts(sound, data, examiners.texts),
    ):
        found[name].append(result)
    old = {one.id: [check for check in one.checks if check.name not in examiners.checks] for one in candidates}
    return rank(replace(one, checks=(*old[one.id], *found[one.id])) for one in candidates)


def rank(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The same candidates with their places, best first within a side; one with a failed check has none."""
    given = list(candidates)
    places: dict[str, int | None] = {}
    for side in SIDES:
        own = [candidate for candidate in given if candidate.side == side]
        sound = [candidate for candidate in own if not is_failed(candidate)]
        order = sorted(range(len(sound)), key=lambda place: (*_merit(sound[place]), place))
        places |= {candidate.id: None for candidate in own}
        places |= {sound[number].id: place for place, number in enumerate(order)}
    return tuple(replace(candidate, rank=places[candidate.id]) for candidate in given)


def is_failed(candidate: Candidate) -> bool:
    """Whether a check of it failed."""
    return any(check.status == "failed" for check in candidate.checks)


def best(candidates: Sequence[Candidate]) -> dict[str, str]:
    """By side, the id of the candidate ranked first; a side without a sound one is left out."""
    return {candidate.side: candidate.id for candidate in candidates if candidate.rank == 0}


def _merit(candidate: Candidate) -> tuple[float, float, float]:
    values = {check.name: check.value or 0.0 for check in candidate.checks}
    truth = values.get("outcome", 0.0)
    return (
        sum(check.status == "warned" for check in candidate.checks),
        -truth if candidate.side == "explicit" else truth,
        -values.get("margin", 0.0),
    )


def _look(data: bytes) -> tuple[list[CheckResult], np.ndarray | None]:
    """What the pixels alone say, and a thumbnail, float32 [THUMB_PX, THUMB_PX, 3]; None for what is no image."""
    try:
        image = open_image(data)
    except ImageError as error:
        return [CheckResult(name="decoding", status="failed", message=one_line(error))], None
    thumb = np.asarray(image.resize((THUMB_PX, THUMB_PX)), dtype=np.float32)
    spread = float(np.asarray(image, dtype=np.float32).std(axis=(0, 1)).max())
    if spread < BLANK:
        message = "the image is blank"
        return [CheckResult(name="blank", status="failed", message=message, value=spread)], thumb
    return [], thumb


def _duplicates(thumbs: Mapping[str, np.ndarray]) -> Iterator[tuple[str, CheckResult]]:
    names = list(thumbs)
    for place, name in enumerate(names):
        for other in names[:place]:
            apart = float(np.sqrt(((thumbs[name] - thumbs[other]) ** 2).mean()))
            if apart < ALIKE:
                yield name, CheckResult(name="duplicate", status="failed", message=f"looks like {other}", value=apart)
                break


def _entities(
    item: PromptSet, candidates: Sequence[Candidate], data: Mapping[str, bytes], localizer: Localizer | None
) -> Iterator[tuple[str, CheckResult]]:
    if localizer is None or not candidates:
        return
    phrase = item.entity or item.subject
    why = localizer.why_not_covered(phrase) if hasattr(localizer, "why_not_covered") else ""
    if why:
        for candidate in candidates:
            yield candidate.id, CheckResult(name="entity", status="unknown", message=why)
        return
    boxes = localizer.locate([phrase] * len(candidates), [data[candidate.id] for candidate in candidates])
    for candidate, found in zip(candidates, boxes, strict=True):
        if not len(found):
            message = f"{localizer.name} finds no {phrase!r}"
            yield candidate.id, CheckResult(name="entity", status="failed", message=message)


def _grades(candidates: Sequence[Candidate], examiners: Examiners) -> Iterator[tuple[str, CheckResult]]:
    for candidate in candidates:
        grade = examiners.grades.get(candidate.id)
        if grade is None:
            continue
        if grade.status != "ok" or grade.score is None:
            yield candidate.id, CheckResult(name="outcome", status="unknown", message=f"{grade.status}: {grade.reason}")
            continue
        if grade.points.get("scene", 1.0) < 1.0:
            message = f"{grade.judge} misses something of the scene"
            yield candidate.id, CheckResult(name="scene", status="failed", message=message)
        yield candidate.id, _outcome(candidate.side, grade, examiners.judge_grades_truth)


def _outcome(side: Side, grade: Judgement, grades_truth: bool) -> CheckResult:
    score = grade.score
    assert score is not None
    is_wrong = grades_truth and (score <= LOW if side == "explicit" else score >= HIGH)
    shown = "the wrong outcome" if side == "explicit" else "the true outcome"
    message = f"{grade.judge} grades it {score:.2f}: it may show {shown}" if is_wrong else ""
    return CheckResult(name="outcome", status="warned" if is_wrong else "passed", message=message, value=score)


def _margins(
    item: PromptSet, candidates: Sequence[Candidate], data: Mapping[str, bytes], reward: Reward | None
) -> Iterator[tuple[str, CheckResult]]:
    if reward is None or not candidates:
        return
    images = [data[candidate.id] for candidate in candidates]
    scores = {side: reward.score([item.prompt(side)] * len(images), images).tolist() for side in SIDES}
    for place, candidate in enumerate(candidates):
        other: Side = "superficial" if candidate.side == "explicit" else "explicit"
        margin = scores[candidate.side][place] - scores[other][place]
        message = "" if margin > 0 else f"{reward.name} finds the {other} prompt in it ({margin:+.3g})"
        yield (
            candidate.id,
            CheckResult(name="margin", status="passed" if margin > 0 else "warned", message=message, value=margin),
        )


def _texts(
    candidates: Sequence[Candidate], data: Mapping[str, bytes], texts: Texts | None
) -> Iterator[tuple[str, CheckResult]]:
    for candidate in candidates if texts is not None else ():
        image = data[candidate.id]
        if min(open_image(image).size) < MIN_TEXT_PX or texts is None:
            continue
        words = [
            text
            for text, confidence in texts(image)
            if confidence >= MIN_CONFIDENCE and sum(map(str.isalpha, text)) >= MIN_LETTERS
        ]
        if words:
            message = f"words in the image: {', '.join(words)[:80]}"
            yield candidate.id, CheckResult(name="text", status="failed", message=message)


def image_leaks(chosen: Mapping[str, tuple[str, Sequence[bytes]]]) -> dict[str, str]:
    """Ids of training items whose image stands in a test as well, with a message.

    Args:
        chosen: by item, its split and the encoded images that stand for it.
    """
    tests: dict[str, str] = {}
    items: dict[str, list[str]] = defaultdict(list)
    for name, (split, images) in chosen.items():
        for image in images:
            digest = content_hash(image)
            items[name].append(digest)
            if split.startswith("test"):
                tests.setdefault(digest, name)
    return {
        name: f"its image stands in a test ({tests[digest]})"
        for name, digests in items.items()
        for digest in digests
        if digest in tests and not chosen[name][0].startswith("test")
    }
