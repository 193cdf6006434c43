"""What every reward with a network of its own shares: its name, the meaning of its number, and where its weights lie."""

from typing import Any

import torch
from transformers import PreTrainedModel

from scisynth.rewards.info import RewardInfo
from scisynth.training.placement import Placement


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
