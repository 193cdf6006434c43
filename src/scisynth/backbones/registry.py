"""From a name, or from a pipeline already in memory, to the adapter of its family.

lab-flux                        in the package (`scisynth/weights/<name>`)
a folder with model_index.json  a diffusers pipeline on disk
ORG/NAME                        fetched from the hub on first use

The family is the `_class_name` of `model_index.json`.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch

from scisynth.backbones.base import Backbone
from scisynth.backbones.flux import FluxBackbone
from scisynth.backbones.flux2 import Flux2Backbone
from scisynth.backbones.loading import INDEX, load_pipeline, read_index
from scisynth.backbones.qwen_image import QwenImageBackbone
from scisynth.backbones.sd3 import SD3Backbone
from scisynth.backbones.z_image import ZImageBackbone
from scisynth.core.errors import ConfigError, ModelError, nearest
from scisynth.core.hub import is_hub_id, reach
from scisynth.core.weights import PACKAGED
from scisynth.training.precision import LARGE_PARAMETERS, has_fast_bfloat16

FAMILIES: Mapping[str, Callable[..., Backbone]] = {
    "FluxPipeline": FluxBackbone,
    "Flux2Pipeline": Flux2Backbone,
    "Flux2KleinPipeline": Flux2Backbone,
    "QwenImagePipeline": QwenImageBackbone,
    "StableDiffusion3Pipeline": SD3Backbone,
    "ZImagePipeline": ZImageBackbone,
}
"""Adapter of each pipeline class."""


def load_backbone(
    name: str | Path,
    *,
    dtype: torch.dtype | None = None,
    device: torch.device | str | None = None,
    revision: str | None = None,
    max_text_tokens: int | None = None,
    quantization: Mapping[str, Any] | None = None,
    is_staged: bool = False,
) -> Backbone:
    """Loads a pipeline and wraps it.

    Args:
        name: a packaged model, a pipeline folder, or a hub id.
        dtype: of all its models; default bfloat16 where the device multiplies it and the model is large, else float32.
        device: default the first GPU, else the CPU.
        revision: of a hub id; a commit makes a run repeatable.
        max_text_tokens: a prompt length other than the family's: shorter is faster, and not quite the published model.
        quantization: of the transformer, as `diffusers.BitsAndBytesConfig` takes it; needs bitsandbytes and a GPU.
        is_staged: leaves the transformer on the CPU, unless it is quantized: the encoders work first, and have the device to themselves.

    Raises:
        ModelError: no such model, or a part is missing, half written or of another kind.
        ConfigError: a pipeline of no known family, or a prompt length it cannot have.
    """
    source = find_pipeline(name, revision)
    index = read_index(source, revision)
    family = _adapter(str(index.get("_class_name")), name)
    device = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    dtype = dtype or _default_dtype(source, device)
    pipeline = load_pipeline(
        source,
        index,
        dtype=dtype,
        device=device,
        revision=revision,
        quantization=quantization,
        is_staged=is_staged,
    )
    return family(pipeline, max_text_tokens=max_text_tokens)


def wrap(pipeline: Any, *, max_text_tokens: int | None = None) -> Backbone:
    """The adapter of a pipeline already loaded; `ConfigError` when its family is not known."""
    name = type(pipeline).__name__
    return _adapter(name, name)(pipeline, max_text_tokens=max_text_tokens)


def packaged_pipelines() -> list[str]:
    """Names of the pipelines inside the package."""
    return sorted(path.parent.name for path in PACKAGED.glob(f"*/{INDEX}"))


def resolve_pipeline(name: str | Path) -> str:
    """A folder or hub id that `from_pretrained` takes; `ModelError` when it can be neither."""
    text = str(name)
    if text in packaged_pipelines():
        return str(PACKAGED / text)
    folder = Path(name)
    if (folder / INDEX).is_file():
        return str(folder)
    if folder.exists():
        raise ModelError(f"{name}: expected a diffusers pipeline folder with {INDEX}; check the path")
    if is_hub_id(text):
        return text
    raise ModelError(f"{name}: no such pipeline folder, nor a hub id ORG/NAME; {nearest(text, packaged_pipelines())}")


def find_pipeline(name: str | Path, revision: str | None = None) -> str:
    """What `resolve_pipeline` finds, known to be there: an id that the hub gives out, or a folder; `HubError` otherwise."""
    source = resolve_pipeline(name)
    return reach(source, INDEX, revision=revision) if is_hub_id(source) else source


def _adapter(class_name: str, name: str | Path) -> Callable[..., Backbone]:
    if class_name not in FAMILIES:
        raise ConfigError(
            f"{name}: expected a pipeline class of {', '.join(sorted(FAMILIES))}, got {class_name!r}; "
            "use a model of one of these families"
        )
    return FAMILIES[class_name]


def _default_dtype(source: str, device: torch.device) -> torch.dtype:
    """Large: a transformer of more than 20 M parameters at four bytes, and any that is not a local folder."""
    files = list(Path(source).glob("transformer/*.safetensors"))
    large = not files or sum(file.stat().st_size for file in files) >= 4 * LARGE_PARAMETERS
    return torch.bfloat16 if large and has_fast_bfloat16(device.type) else torch.float32
