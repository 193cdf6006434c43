"""Which tuples, wordings and images each training step sees: a pure function of seed and position.

The published trainer draws wordings and images with the global random state, so a resumed or a two-process run sees
other data. Here item k of the run is fixed: epoch k // n visits the tuples in an order shuffled by (seed, epoch), and
its wordings and images are drawn by (seed, k). Trainer walks the items in order; resuming just starts further on.
"""

import random
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.utils.data import Dataset

from scisynth.core.records import ContrastTuple, ImageSource
from scisynth.core.seeds import derive_seed
from scisynth.rewards.preprocess import ClipPreprocess

CACHE_MB = 1024


class PixelCache:
    """Preprocessed uint8 images kept in memory up to a cap; small sets are decoded once, large ones each time."""

    def __init__(self, preprocess: ClipPreprocess, cap_mb: int = CACHE_MB) -> None:
        self._preprocess = preprocess
        self._free_bytes = cap_mb * 2**20
        self._pixels: dict[tuple[int, str, int], Tensor] = {}

    def get(self, key: tuple[int, str, int], source: ImageSource) -> Tensor:
        """uint8 [3, H, W] of the image known by (tuple, side, number)."""
        if key in self._pixels:
            return self._pixels[key]
        pixels = self._preprocess.to_pixels(source)
        if pixels.numel() <= self._free_bytes:
            self._pixels[key] = pixels
            self._free_bytes -= pixels.numel()
        return pixels


class TupleItems(Dataset):
    """Training items in order: (two images, three prompts) each."""

    def __init__(
        self, tuples: Sequence[ContrastTuple], cache: PixelCache, *, num_items: int, seed: int, shuffle: bool = True
    ) -> None:
        self._tuples = tuples
        self._cache = cache
        self._num_items = num_items
        self._seed = seed
        self._shuffle = shuffle
        self._order: tuple[int, list[int]] = (-1, [])

    def __len__(self) -> int:
        return self._num_items

    def __getitem__(self, item: int) -> dict[str, object]:
        epoch, position = divmod(item, len(self._tuples))
        number = self._order_of(epoch)[position]
        chosen = self._tuples[number]
        # Evaluation takes the first of each list, as the published evaluation does.
        rng = random.Random(derive_seed(self._seed, "item", item)) if self._shuffle else None

        def pick(options: Sequence) -> int:
            return rng.randrange(len(options)) if rng else 0

        explicit, superficial = pick(chosen.explicit_image), pick(chosen.superficial_image)
        return {
            "pixels": torch.stack(
                [
                    self._cache.get((number, "explicit", explicit), chosen.explicit_image[explicit]),
                    self._cache.get((number, "superficial", superficial), chosen.superficial_image[superficial]),
                ]
            ),
            "prompts": [
                chosen.implicit_prompt[pick(chosen.implicit_prompt)],
                chosen.explicit_prompt[pick(chosen.explicit_prompt)],
                chosen.superficial_prompt[pick(chosen.superficial_prompt)],
            ],
        }

    def _order_of(self, epoch: int) -> list[int]:
        if self._order[0] != epoch:
            order = list(range(len(self._tuples)))
            if self._shuffle:
                random.Random(derive_seed(self._seed, "epoch", epoch)).shuffle(order)
            self._order = (epoch, order)
        return self._order[1]
