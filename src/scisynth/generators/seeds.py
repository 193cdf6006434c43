"""The seed of an image, told by what it is an image of, so that batching, sharding and order change none."""

from scisynth.core.seeds import derive_seed


def image_seed(seed: int, prompt: str, index: int) -> int:
    """Seed of image `index` of a prompt in a run."""
    return derive_seed(seed, "picture", prompt, index)
