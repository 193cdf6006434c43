"""Scoring a handful of pictures by name."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scisynth.core.errors import ModelError
from scisynth.recipes.provenance import LAB, worlds_of_model
from scisynth.rewards.sciscore import SciScore


def score_images(prompt: str, images: Sequence[Path], model: str) -> dict[str, Any]:
    """Logit, cosine and probability of each picture, with notes a reader needs."""
    scorer = SciScore.from_pretrained(model)
    logits = scorer.score([prompt] * len(images), images)
    if not logits.isfinite().all():
        raise ModelError(f"{model}: expected finite scores, got {logits.tolist()}; the checkpoint is damaged")
    probabilities = logits.softmax(dim=0)
    notes = []
    if worlds_of_model(model) == {LAB}:
        notes.append(f"{model} knows only the lab's drawings; for photos use --model Jialuo21/SciScore")
    return {
        "prompt": prompt,
        "model": model,
        "logit_scale": scorer.logit_scale,
        "scores": [
            {
                "image": str(image),
                "score": float(logit),
                "cosine": float(logit) / scorer.logit_scale,
                "probability": float(probability),
            }
            for image, logit, probability in zip(images, logits, probabilities, strict=True)
        ],
        "notes": notes,
    }
