"""What reading the pixels adds to the check of a figure: a label that could not be checked is confirmed, a visible answer is a fault.

Nothing is taken away: a label that the reader missed stays as it was, since the reader misses labels that are there.
"""

from collections.abc import Sequence
from dataclasses import replace

from scisynth.imgcoder.claims import Finding
from scisynth.imgcoder.pixels.labels import visible_answers
from scisynth.imgcoder.pixels.matching import candidates, is_checkable, stands_in
from scisynth.imgcoder.pixels.reader import ReadText
from scisynth.imgcoder.scene import Claim
from scisynth.imgcoder.verify import Verification

CONFIRMED = "read in the pixels of the image"


def add_pixels(
    found: Verification, claims: Sequence[Claim], hidden: Sequence[str], texts: Sequence[ReadText]
) -> Verification:
    """The verification with what was read in the finished image.

    Args:
        found: what the marks of the drawing gave; its claims are those of `claims`, in order, or none where it had no marks.
        claims: of the figure.
        hidden: texts that the image must not show.
        texts: as `reader.read_texts` gave them; empty where nothing was read, which changes nothing.
    """
    if not texts:
        return found
    places = candidates(texts)
    unread = [
        Finding(kind=claim.kind, status="unchecked", message="no marks to check", of=claim.of) for claim in claims
    ]
    before = found.claims if len(found.claims) == len(claims) else tuple(unread)
    checked = tuple(_confirm(finding, claim, places) for finding, claim in zip(before, claims, strict=True))
    # One line a fault: what the marks have shown already is not said again.
    seen = [
        secret for secret in visible_answers(hidden, texts) if not any(secret in leak.message for leak in found.leaks)
    ]
    leaks = [
        Finding(kind="leak", status="failed", message=f"the answer {secret!r} can be read in the image")
        for secret in seen
    ]
    return replace(found, claims=checked, leaks=(*found.leaks, *leaks))


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
