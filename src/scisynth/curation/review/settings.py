"""Settings of a review: how many answers an item gets, when enough are there, and who is trusted."""

from pydantic import Field

from scisynth.core.config import Config


class ReviewConfig(Config):
    """How a review asks, and when it stops asking."""

    overlap: int = Field(default=3, ge=1, le=20)
    """Most answers an item gets. 1: the first answer decides."""
    adaptive: bool = True
    """Stop before `overlap` where the answers so far are certain enough; False gives every item `overlap` answers."""
    confidence: float = Field(default=0.98, gt=0.5, lt=1)
    """Probability of a verdict, given who answered what, at which an item is decided."""
    second_share: float = Field(default=0.15, ge=0, le=1)
    """Fraction of items that get a second answer in any case; agreement is measured on these."""
    canary_every: int = Field(default=5, ge=2)
    """One task of known truth among so many answers, while there are some."""
    pass_mark: float = Field(default=0.75, gt=0, le=1)
    """Fraction of tasks of known truth that a reviewer must have right, or be held back."""
