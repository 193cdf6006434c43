"""What image metrics give, as plain records: each mean has its baselines, without which it says nothing. No torch."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from scisynth.core.records import Metric
from scisynth.stats.scores import Score


@dataclass(frozen=True, kw_only=True)
class WithBaselines:
    """A mean next to what no drawing at all, and any drawing, would have got."""

    score: Score
    blank: Metric
    shuffled: Metric
    above_blank: Metric
    """Fraction of the images that beat the white page."""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class FrechetDistance:
    """A distance, or the reason why there is none."""

    status: Literal["ok", "unreliable"]
    value: float | None
    """None unless `status` is `ok`."""
    n: int
    """Images of the smaller set."""
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class SetComparison:
    """Two sets of images, next to what is best and what is nothing."""

    kid: Metric
    """`n` counts the images of the first set."""
    kid_blank: Metric
    """White pages in the place of the images."""
    kid_halves: Metric
    """One half of the references against the other: what the same distribution gives."""
    fid: FrechetDistance

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class TextFitMeans:
    """CLIP scores of texts and images, in [0, 100]."""

    score: Metric
    blank: Metric
    """Of a white page for every text."""
    shuffled: Metric
    """Of every text with the image half the list away; empty for a single one."""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class TextFit(TextFitMeans):
    """The same with the score of each pair."""

    values: tuple[float, ...]

    @property
    def means(self) -> TextFitMeans:
        """Without the single scores."""
        return TextFitMeans(score=self.score, blank=self.blank, shuffled=self.shuffled)
