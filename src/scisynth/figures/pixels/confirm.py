"""What reading the pixels adds to the check of a figure: a text that could not be checked is confirmed, a visible answer is a fault.

An image that a code draws with PIL alone comes without marks; its labels and givens are then checked here, and only here. Nothing is
taken away: a text that the reader missed stays unchecked, since the reader misses texts that are there.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from scisynth.figures.pixels.labels import visible_answers
from scisynth.figures.pixels.matching import candidates, is_checkable, stands_in
from scisynth.figures.pixels.reader import ReadText
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claims import Finding
from scisynth.figures.verify.hidden_text import is_shown
from scisynth.figures.verify.required import NOTHING_REQUIRED, NOWHERE, GivenValue, Required, values_of
from scisynth.figures.verify.verify import Verification

NO_MARKS = "no marks to check"
CONFIRMED = "read in the pixels of the image"


def add_pixels(
    found: Verification,
    claims: Sequence[Claim],
    hidden: Sequence[str],
    texts: Sequence[ReadText],
    required: Required = NOTHING_REQUIRED,
) -> Verification:
    """The verification with what was read in the finished image.

    Args:
        found: what the marks of the drawing gave; its claims are those of `claims`, in order, or none where it had no marks.
        claims: of the figure.
        hidden: texts that the image must not show.
        texts: as `reader.read_texts` gave them; empty where nothing was read, which confirms nothing.
        required: givens and labels that must be there without a claim.
    """
    if found.status == "unreadable":
        found = replace(found, required=_unread(required))
    if not texts:
        return found
    places = candidates(texts)
    unread = [Finding(kind=claim.kind, status="unchecked", message=NO_MARKS, of=claim.of) for claim in claims]
    before = found.claims if len(found.claims) == len(claims) else tuple(unread)
    checked = tuple(_confirm(finding, claim, places) for finding, claim in zip(before, claims, strict=True))
    # One line a fault: what the marks have shown already is not said again.
    leaks = [
        Finding(kind="leak", status="failed", message=f"the answer {secret!r} can be read in the image; take it out")
        for secret in visible_answers(hidden, texts)
        if not any(secret in leak.message or is_shown(secret, leak.message) for leak in found.leaks)
    ]
    needed = _confirm_required(found.required, required, texts, places)
    return replace(found, claims=checked, required=needed, leaks=(*found.leaks, *leaks))


def _unread(required: Required) -> tuple[Finding, ...]:
    """A finding for each given and label, in the order of `check_required`, of an image without marks."""
    return tuple(Finding(kind=kind, status="unchecked", message=NO_MARKS) for kind, _ in required.texts)


def _confirm_required(
    found: Sequence[Finding], required: Required, texts: Sequence[ReadText], places: Sequence[str]
) -> tuple[Finding, ...]:
    """A given that is read anywhere; a label that is read as often as it is listed."""
    if len(found) != len(required.texts):
        return tuple(found)
    listed = Counter(required.labels)
    givens = [given for given in required.givens if values_of(given)]
    is_read = [any(stands_in(words, places, fuzzy=False) for words in _ways(given)) for given in givens]
    is_read += [is_checkable(label) and _times(label, texts, places) >= times for label, times in listed.items()]
    return tuple(
        replace(finding, status="held", message=CONFIRMED) if _is_open(finding) and seen else finding
        for finding, seen in zip(found, is_read, strict=True)
    )


def _is_open(finding: Finding) -> bool:
    """Not checked, or found in no text of the program, which may have drawn it as an image."""
    return finding.status == "unchecked" or (finding.status == "failed" and NOWHERE in finding.message)


def _ways(given: GivenValue) -> list[str]:
    """How a given may be printed; a bare figure of one character proves nothing."""
    whole = [f"{given.value} {given.unit}"] if given.unit else [given.value]
    named = [f"{given.symbol} = {given.value}"] if given.symbol else []
    return [words for words in (*whole, *named) if is_checkable(words)]


def _times(label: str, texts: Sequence[ReadText], places: Sequence[str]) -> int:
    """In how many lines a label is read; once where only several lines together hold it."""
    lines = sum(stands_in(label, candidates([line])) for line in texts)
    return lines or int(stands_in(label, places))


def _confirm(finding: Finding, claim: Claim, places: Sequence[str]) -> Finding:
    label = str(claim.value)
    if (
        finding.status != "unchecked"
        or claim.kind != "label"
        or not is_checkable(label)
        or not stands_in(label, places)
    ):
        return finding
    return replace(finding, status="held", message=CONFIRMED)
