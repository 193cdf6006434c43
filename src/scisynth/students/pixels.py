"""What a processor makes of images, before a training pays for it."""

from dataclasses import dataclass

from scisynth.core.results import Result


@dataclass(frozen=True, kw_only=True)
class PixelReport(Result):
    """What a processor makes of the images."""

    images: int
    upscaled: int
    """Images that it enlarges, which costs tokens and adds nothing."""
    tokens: float
    """Mean number of image tokens; 0 where the processor does not tell."""
    largest: str = ""
    """Width x height of the largest image."""
    most_tokens: float = 0.0
    """Image tokens of that one."""
    context: int = 0
    """Tokens that the model reads at most; 0 where it does not tell."""

    @property
    def too_large(self) -> bool:
        """Whether the largest image alone fills the model's context, so that its prompt would be cut."""
        return bool(self.context) and self.most_tokens >= self.context
