"""Verifies a drawing: its claims, its layout, and that the answer is not on it. A structural score without a judge."""

from collections.abc import Sequence
from dataclasses import dataclass

from scisynth.imgcoder.claims import Finding, check_claim
from scisynth.imgcoder.layout import check_layout, check_leaks
from scisynth.imgcoder.read_back import Drawing
from scisynth.imgcoder.scene import Claim, FigureScene


@dataclass(frozen=True, kw_only=True)
class Verification:
    """All findings on one drawing."""

    claims: tuple[Finding, ...]
    layout: tuple[Finding, ...]
    leaks: tuple[Finding, ...]

    @property
    def score(self) -> float | None:
        """Held claims over checked ones, in [0, 1]; None where nothing could be checked, which is not zero."""
        checked = [finding for finding in self.claims if finding.status != "unchecked"]
        return sum(finding.status == "held" for finding in checked) / len(checked) if checked else None

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Everything that is wrong."""
        return tuple(item for item in (*self.claims, *self.layout, *self.leaks) if item.status == "failed")

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong and something was checked."""
        return not self.faults and any(finding.status == "held" for finding in self.claims)


def verify(
    drawing: Drawing, claims: Sequence[Claim], hidden: Sequence[str] = (), *, fitted: bool = False
) -> Verification:
    """Checks every claim, the layout (`fitted` as in `check_layout`), and that no hidden text is shown."""
    return Verification(
        claims=tuple(check_claim(claim, drawing) for claim in claims),
        layout=tuple(check_layout(drawing, fitted=fitted)),
        leaks=tuple(check_leaks(drawing, hidden)),
    )


def verify_scene(scene: FigureScene, drawing: Drawing) -> Verification:
    """A scene's claims on a drawing of it, or of its flawed twin."""
    return verify(drawing, scene.claims, scene.hidden)
