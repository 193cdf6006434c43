"""Loading a checkpoint safely: safetensors only, no remote code, every weight accounted for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError
from transformers import AutoConfig, AutoTokenizer, CLIPModel, PreTrainedModel, PreTrainedTokenizerBase

from scisynth.core.errors import ModelError, one_line
from scisynth.core.hub import is_hub_id, reach
from scisynth.core.weights import resolve_weights
from scisynth.rewards.preprocess import ClipPreprocess
from scisynth.training.quiet import quiet_libraries

CONFIG = "config.json"
Model = TypeVar("Model", bound=PreTrainedModel)


@dataclass(frozen=True, kw_only=True)
class ClipCheckpoint:
    """A CLIP with what turns text and images into its inputs."""

    model: CLIPModel
    tokenizer: PreTrainedTokenizerBase
    preprocess: ClipPreprocess

    def save(self, folder: Path) -> None:
        """Writes a plain CLIP folder that `CLIPModel.from_pretrained` and `CLIPProcessor.from_pretrained` open."""
        self.model.save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)
        self.preprocess.save_pretrained(folder)


def load_clip(
    name: str | Path, *, revision: str | None = None, model_class: type[CLIPModel] = CLIPModel
) -> ClipCheckpoint:
    """Loads a packaged model, a folder, a run folder or a hub id in float32; raises `ModelError` for anything else."""
    with opening(name, "CLIP", revision=revision) as source:
        return ClipCheckpoint(
            model=load_weights(source, model_class, "CLIP", "clip", revision=revision),
            tokenizer=load_tokenizer(source, revision=revision),
            preprocess=ClipPreprocess.from_pretrained(source, revision=revision),
        )


@contextmanager
def opening(
    name: str | Path, family: str, *, revision: str | None = None, holds: str = "*.safetensors"
) -> Iterator[str]:
    """Resolves a name to a folder or an id that the hub gives out; whatever fails inside becomes one `ModelError` that names it.

    `holds` is a pattern of the files that are read; see `core.hub.reach`.
    """
    source = resolve_weights(name)
    if is_hub_id(source):
        source = reach(source, CONFIG, holds=holds, revision=revision)
    try:
        with quiet_libraries("transformers"):
            yield source
    except ModelError as error:
        raise ModelError(f"{name}: {error}") from None
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        reason = f"not a loadable {family} checkpoint ({one_line(error, 200)})"
        if not Path(source).exists():
            reason = f"no folder {name} here, and as a hub id: {reason}"
        raise ModelError(f"{name}: {reason}") from None


def load_weights(
    source: str, model_class: type[Model], family: str, model_type: str, *, revision: str | None = None
) -> Model:
    """The model in float32 when its config names `model_type` and its safetensors hold every weight."""
    config = AutoConfig.from_pretrained(source, revision=revision, trust_remote_code=False)
    if config.model_type != model_type:
        raise ModelError(f"expected a {family} checkpoint, got model type {config.model_type!r}")
    # transformers' annotations know neither the pair returned here nor that `revision` may be None.
    load: Any = model_class.from_pretrained
    model, info = load(source, revision=revision, use_safetensors=True, dtype=torch.float32, output_loading_info=True)
    lost = sorted(info["missing_keys"]) + sorted(str(key) for key in info["mismatched_keys"])
    if lost:
        raise ModelError(f"{len(lost)} weights missing or misshapen, first {lost[0]}; fetch or train it again")
    return model


def load_tokenizer(source: str, *, revision: str | None = None) -> PreTrainedTokenizerBase:
    """The checkpoint's own tokenizer."""
    return AutoTokenizer.from_pretrained(source, revision=revision, trust_remote_code=False)


def tokenize_padded(tokenizer: PreTrainedTokenizerBase, texts: list[str], max_length: int) -> dict[str, torch.Tensor]:
    """Token ids and mask, each [B, L], padded to the longest of the batch and cut off at `max_length`."""
    tokens = tokenizer(texts, padding="longest", truncation=True, max_length=max_length, return_tensors="pt")
    return {"input_ids": tokens["input_ids"], "attention_mask": tokens["attention_mask"]}


def projected(output: object) -> torch.Tensor:
    """The projected features of `get_text_features` / `get_image_features`: a tensor in transformers 4, wrapped in 5."""
    return output if isinstance(output, torch.Tensor) else output.pooler_output  # type: ignore[attr-defined]
