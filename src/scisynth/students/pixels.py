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
