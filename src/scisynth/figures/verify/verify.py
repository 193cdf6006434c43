"""Verifies a drawing: its claims, its layout, and that the answer is not on it. The claim pass rate needs no judge.

`verify` is the plain function, for drawings that our own program made. A figure that a model's code drew is checked by
`imgcoder.checker`, which runs the same function in a process that can be killed. Each kind of fault is told at most
`MAX_OF_A_KIND` times, then as a count, so that no page can make a report, a prompt or a gallery grow without bound.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.image_check import check_image
from scisynth.figures.scene.marks import Box
from scisynth.figures.scene.scene import Claim, FigureScene
from scisynth.figures.verify.claims import MAX_OF_A_KIND, Finding, check_claim, left_out
from scisynth.figures.verify.layout import check_ink, check_layout
from scisynth.figures.verify.leaks import check_leaks
from scisynth.figures.verify.required import NOTHING_REQUIRED, Required, check_required

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BOXES = 12
"""Places of a finding that are kept."""


@dataclass(frozen=True, kw_only=True)
class Verification:
    """All findings on one drawing."""

    claims: tuple[Finding, ...] = ()
    layout: tuple[Finding, ...] = ()
    leaks: tuple[Finding, ...] = ()
    required: tuple[Finding, ...] = ()
    """Givens and labels of the plan, kinds `given` and `plan_label`."""
    status: Literal["checked", "unreadable", "check_failed"] = "checked"
    """`unreadable`: an image without marks that can be read; `check_failed`: the check came to no end within its limits."""
    reason: str = ""
    """One line; empty for `checked`."""

    @property
    def score(self) -> float | None:
        """Held claims over checked ones, in [0, 1]; None where nothing could be checked, which is not zero."""
        checked = [finding for finding in self.claims if finding.status != "unchecked"]
        return sum(finding.status == "held" for finding in checked) / len(checked) if checked else None

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Everything that is wrong, a line each."""
        return tuple(
            item for item in (*self.claims, *self.required, *self.layout, *self.leaks) if item.status == "failed"
        )

    @property
    def num_faults(self) -> int:
        """With those that share a line."""
        return sum(fault.count for fault in self.faults)

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong, and every claim, given and label holds; what was left unchecked is no pass."""
        looked_at = (*self.claims, *self.required)
        return bool(self.claims) and not self.faults and all(finding.status == "held" for finding in looked_at)

    @property
    def unchecked(self) -> tuple[Finding, ...]:
        """Claims, givens and labels that could not be decided, each with its reason."""
        return tuple(finding for finding in (*self.claims, *self.required) if finding.status == "unchecked")


def verify(
    drawing: Drawing,
    claims: Sequence[Claim],
    hidden: Sequence[str] = (),
    *,
    fitted: bool = False,
    image: "Image | None" = None,
    places: Iterable[str] = (),
    required: Required = NOTHING_REQUIRED,
) -> Verification:
    """Checks every claim, the layout (`fitted` as in `check_layout`), and that no hidden text is shown.

    `image`: the finished image, RGB, where it is at hand: a mark at whose place nothing is drawn counts for nothing.
    `places`: ids of marks that need no ink (`FigureScene.places`).
    `required`: givens and labels that must be there without a claim.
    """
    if image is not None:
        drawing = check_image(drawing, image)
    drawing = drawing.with_places(frozenset(places) | drawing.frames | drawing.lettered)
    layout = [*check_ink(drawing), *check_layout(drawing, fitted=fitted)]
    return Verification(
        claims=_placed((check_claim(claim, drawing) for claim in claims), drawing),
        layout=_placed(summarize(layout), drawing),
        leaks=_placed(summarize(check_leaks(drawing, hidden)), drawing),
        required=_placed(check_required(drawing, required), drawing),
    )


def verify_scene(scene: FigureScene, drawing: Drawing) -> Verification:
    """A scene's claims on a drawing of it, or of its corrupted figure."""
    return verify(drawing, scene.claims, scene.hidden, places=scene.places)


def summarize(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The first findings of each kind, then one that counts the others."""
    kept: list[Finding] = []
    seen: Counter[str] = Counter()
    rest: Counter[str] = Counter()
    for finding in findings:
        seen[finding.kind] += 1
        if seen[finding.kind] > MAX_OF_A_KIND or finding.count > 1:
            rest[finding.kind] += finding.count
        else:
            kept.append(finding)
    notes = {finding.kind for finding in kept if finding.status == "note"}
    return (
        *kept,
        *(
            line
            for kind, count in rest.items()
            for line in left_out(kind, count, "note" if kind in notes else "failed")
        ),
    )


def _placed(findings: Iterable[Finding], drawing: Drawing) -> tuple[Finding, ...]:
    """Findings with their places on the image: those that the check gave, else those of the marks it speaks of."""
    shown = drawing.picture_box or (0.0, 0.0, drawing.width_px, drawing.height_px)
    placed = []
    for finding in findings:
        boxes = finding.boxes or [mark.extent for name in finding.of if (mark := drawing.find(name))]
        placed.append(replace(finding, boxes=tuple(_on_image(box, shown) for box in boxes[:MAX_BOXES])))
    return tuple(placed)


def _on_image(box: Box, shown: Box) -> Box:
    """Left, top, right, bottom as fractions of the image, in [0, 1]."""
    width, height = max(shown[2] - shown[0], 1e-9), max(shown[3] - shown[1], 1e-9)
    left, right = ((side - shown[0]) / width for side in (box[0], box[2]))
    top, bottom = ((shown[3] - side) / height for side in (box[3], box[1]))
    sides = [round(min(max(side, 0.0), 1.0), 4) for side in (left, top, right, bottom)]
    return sides[0], sides[1], sides[2], sides[3]


def verification_from_dict(row: Mapping[str, Any]) -> Verification:
    """Inverse of `asdict`, also after JSON has turned tuples into lists, and of rows written before a field was added."""
    kinds = [field.name for field in fields(Verification) if isinstance(row.get(field.name), list | tuple)]
    findings = {kind: tuple(map(_finding, row[kind])) for kind in kinds}
    return Verification(**{**row, **findings})


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(**{**row, "of": tuple(row["of"]), "boxes": tuple(map(tuple, row.get("boxes", ())))})
