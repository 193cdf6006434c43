"""An image's seed depends only on the run's seed, its prompt and its index: not on batching, sharding or order."""

from scisynth.core.seeds import derive_seed


def image_seed(seed: int, prompt: str, index: int) -> int:
    """Seed of image `index` of a prompt in a run."""
    return derive_seed(seed, "picture", prompt, index)
