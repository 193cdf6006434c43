"""What `transformers.Trainer` needs of us: a CLIP whose forward is the loss, a collator, an ordered sampler."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Sampler, SequentialSampler
from transformers import CLIPModel, EvalPrediction, PreTrainedTokenizerBase, Trainer

from scisynth.rewards.checkpoint import projected
from scisynth.rewards.clip import MAX_TOKENS
from scisynth.rewards.loss import sciscore_loss, unit
from scisynth.rewards.preprocess import ClipPreprocess


class TrainableClip(CLIPModel):
    """A CLIP whose forward pass is the SciScore loss, so that DDP and FSDP see one ordinary module.

    The weights carry CLIP's own names: a checkpoint of it is a CLIP checkpoint.
    """

    iee_weight: float = 0.25

    def forward(self, pixels_B2CHW: Tensor, input_ids: Tensor, attention_mask: Tensor) -> dict[str, Tensor]:
        """Two images and three prompts a tuple to the mean loss and the margin s(ip, i+) - s(ip, i-), [B].

        `input_ids` is [3 B, L]: all implicit prompts, then all explicit, then all superficial ones.
        """
        explicit, superficial = pixels_B2CHW[:, 0], pixels_B2CHW[:, 1]
        image = self.get_image_features(pixel_values=torch.cat([explicit, superficial]))
        text = self.get_text_features(input_ids=input_ids, attention_mask=attention_mask)
        image_explicit, image_superficial = unit(projected(image)).chunk(2)
        text_implicit, text_explicit, text_superficial = unit(projected(text)).chunk(3)
        scale = self.logit_scale.exp()
        loss_B = sciscore_loss(
            text_implicit,
            text_explicit,
            text_superficial,
            image_explicit,
            image_superficial,
            logit_scale=scale,
            iee_weight=self.iee_weight,
        )
        margin_B = scale * (text_implicit * (image_explicit - image_superficial)).sum(dim=-1)
        return {"loss": loss_B.mean(), "loss_B": loss_B, "margin_B": margin_B}


class Collator:
    """Items to a batch: images normalised once, prompts padded to the longest of the batch."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, preprocess: ClipPreprocess) -> None:
        self._tokenizer = tokenizer
        self._preprocess = preprocess

    def __call__(self, items: Sequence[dict[str, Any]]) -> dict[str, Tensor]:
        """The inputs of `TrainableClip.forward`."""
        pixels = torch.stack([item["pixels"] for item in items])
        prompts = [item["prompts"][tier] for tier in range(3) for item in items]
        tokens = self._tokenizer(
            prompts, padding="longest", truncation=True, max_length=MAX_TOKENS, return_tensors="pt"
        )
        return {
            "pixels_B2CHW": self._preprocess.normalize(pixels.flatten(0, 1)).unflatten(0, pixels.shape[:2]),
            "input_ids": tokens["input_ids"],
            "attention_mask": tokens["attention_mask"],
        }


class SciScoreTrainer(Trainer):
    """Trainer with an ordered sampler (the schedule is in the data set) and two-choice accuracy on validation."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(compute_metrics=_two_choice, **arguments)

    def prediction_step(
        self, model: torch.nn.Module, inputs: dict[str, Tensor], prediction_loss_only: bool, ignore_keys: Any = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Loss and margins; Trainer wants labels, and the true image is always the first."""
        with torch.inference_mode():
            outputs = model(**self._prepare_inputs(inputs))
        margins = outputs["margin_B"].float()
        return outputs["loss"].detach(), margins, torch.zeros_like(margins)

    def _get_train_sampler(self, train_dataset: Any = None) -> Sampler:
        chosen: Any = train_dataset if train_dataset is not None else self.train_dataset
        return SequentialSampler(chosen)


def _two_choice(prediction: EvalPrediction) -> dict[str, float]:
    """Fraction of tuples whose true image scores strictly higher; a tie is wrong."""
    return {"accuracy": float((np.asarray(prediction.predictions) > 0).mean())}
