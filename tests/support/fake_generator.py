"""A generator without a model: deterministic, instant, no torch."""

from dataclasses import dataclass

from PIL import Image

from scisynth.core.errors import ImageError
from scisynth.core.records import PromptSet, Tier
from scisynth.core.seeds import derive_seed


@dataclass(frozen=True, kw_only=True)
class FakeGenerator:
    """One solid colour an image, chosen by seed and tier."""

    name: str = "fake"
    fails_on: frozenset[str] = frozenset()
    """Ids of prompt sets that it cannot draw."""

    def generate(self, prompt_set: PromptSet, tier: Tier, *, seed: int, size_px: int) -> Image.Image:
        """One RGB image, or an `ImageError` where told to fail."""
        if prompt_set.id in self.fails_on:
            raise ImageError(f"{prompt_set.id}: the fake generator was told to fail here")
        return Image.new("RGB", (size_px, size_px), f"#{derive_seed(seed, tier) % 0x1000000:06x}")
