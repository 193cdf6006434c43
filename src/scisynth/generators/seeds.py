"""The seed of a picture, told by what it is a picture of, so that batching, sharding and order change none."""

from scisynth.core.seeds import derive_seed


def picture_seed(seed: int, prompt: str, index: int) -> int:
    """Seed of picture `index` of a prompt in a run."""
    return derive_seed(seed, "picture", prompt, index)
