"""Pairs of a prompt and an image, each distinct one named once: what every reward does before its model runs."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from transformers import PreTrainedModel

from scisynth.core.errors import DataError
from scisynth.core.records import ImageSource
from scisynth.rewards.info import RewardInfo
from scisynth.training.placement import Placement, leave_card


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """N pairs as rows into the distinct prompts and the distinct images, both in order of first appearance."""

    texts: list[str]
    text_rows: list[int]
    images: list[ImageSource]
    image_rows: list[int]


def pair_up(prompts: Sequence[str], images: Sequence[ImageSource]) -> Pairs:
    """N prompts and N images to `Pairs`; raises `DataError` when the lengths differ."""
    if isinstance(prompts, str) or len(prompts) != len(images):
        given = 1 if isinstance(prompts, str) else len(prompts)
        raise DataError(f"expected as many prompts as images, got {given} prompts and {len(images)} images")
    text_of: dict[str, int] = {}
    image_of: dict[object, int] = {}
    distinct: list[ImageSource] = []
    image_rows = []
    for image in images:
        row = image_of.setdefault(_key(image), len(distinct))
        if row == len(distinct):
            distinct.append(image)
        image_rows.append(row)
    text_rows = [text_of.setdefault(prompt, len(text_of)) for prompt in prompts]
    return Pairs(texts=list(text_of), text_rows=text_rows, images=distinct, image_rows=image_rows)


def check_prompts(prompts: Sequence[str]) -> None:
    """Raises `DataError` for a prompt without words."""
    if any(not isinstance(prompt, str) or not prompt.strip() for prompt in prompts):
        raise DataError("expected a prompt, got an empty one; write what the image should show")


def decoded_batches(
    images: Sequence[ImageSource],
    to_pixels: Callable[[ImageSource], Tensor],
    *,
    batch_size: int,
    num_threads: int,
) -> Iterator[Tensor]:
    """uint8 [B, 3, H, W] batches in order; the next one is decoded in threads while this one is computed."""
    with ThreadPoolExecutor(num_threads, thread_name_prefix="decode") as pool:

        def submit(start: int) -> list:
            return [pool.submit(to_pixels, source) for source in images[start : start + batch_size]]

        waiting = submit(0) if images else []
        for start in range(0, len(images), batch_size):
            current, waiting = waiting, []
            if start + batch_size < len(images):
                waiting = submit(start + batch_size)
            yield torch.stack([future.result() for future in current])


def _key(image: ImageSource) -> object:
    """What makes two sources the same image: equal paths or bytes, or the same PIL object."""
    return image if isinstance(image, str | Path | bytes) else id(image)


class ModelReward:
    """A loaded model, placed on its device and ready to score; `TwoTower` and `Fused` say how."""

    def __init__(
        self,
        model: PreTrainedModel,
        *,
        name: str,
        info: RewardInfo,
        device: str | torch.device | None = None,
        dtype: torch.dtype | str = "auto",
        batch_size: int | None = None,
        num_threads: int = 4,
    ) -> None:
        self.name = name
        self.info = info
        # transformers' annotations make `to` another function than torch's, and know no towers by name.
        self.model: Any = model.eval()
        self.placement = Placement.choose(self.model, device=device, dtype=dtype, batch_size=batch_size)
        self.model.to(self.placement.device)
        self._num_threads = num_threads

    def leave_card(self) -> None:
        """Goes on from the processor, if it is on a GPU."""
        if self.placement.device.type == "cuda":
            self.placement = replace(self.placement, device=torch.device("cpu"))
            leave_card(self.model)
