"""Published pickles of HPSv2 and ImageReward to plain safetensors folders, once; rewards only ever read the folders.

    .safetensors    read as it is
    .pt .pth .bin   read by torch with `weights_only=True`: tensors and plain containers, anything else is refused
                    before it runs. Below torch 2.10 a crafted file can still corrupt memory there, so it must be newer.

Names are translated by a fixed table, then compared with the model's own: a weight that is missing, unknown or of another
shape stops the conversion. The tokenizer is not in the published files; it is fetched, or taken from a folder.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from PIL import Image
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import AutoConfig, CLIPModel, PreTrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

from scisynth.core.errors import DataError, ModelError, one_line
from scisynth.core.hub import reach
from scisynth.core.store import storage_errors, write_atomic_with
from scisynth.rewards import image_reward, open_clip
from scisynth.rewards.checkpoint import CONFIG, load_tokenizer, opening
from scisynth.rewards.preprocess import ClipPreprocess

SAFE_TORCH = "2.10"
KIND_FIELD = "scisynth_kind"
"""The field of config.json that names the reward where the model type does not."""
CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)
CLIP_STD = (0.26862954, 0.26130258, 0.27577711)


@dataclass(frozen=True, kw_only=True)
class _Layout:
    """One published layout."""

    kind: str
    mark: str
    """A weight that only this layout has."""
    model_class: type[PreTrainedModel]
    published: Callable[[], Any]
    rename: Callable[[Mapping[str, Tensor]], dict[str, Tensor]]
    tokenizer: str


_LAYOUTS = (
    _Layout(
        kind=open_clip.KIND,
        mark="visual.conv1.weight",
        model_class=CLIPModel,
        published=open_clip.hps_config,
        rename=open_clip.rename_open_clip,
        tokenizer="laion/CLIP-ViT-H-14-laion2B-s32B-b79K",
    ),
    _Layout(
        kind=image_reward.KIND,
        mark="blip.visual_encoder.cls_token",
        model_class=image_reward.ImageRewardModel,
        published=image_reward.image_reward_config,
        rename=image_reward.rename_image_reward,
        tokenizer="google-bert/bert-base-uncased",
    ),
)


def convert_checkpoint(
    source: str | Path,
    out: str | Path,
    *,
    tokenizer: str | Path | None = None,
    config: PreTrainedConfig | str | Path | None = None,
) -> str:
    """Writes the folder `out` that `load_reward(out)` opens; returns its kind, `hps` or `image-reward`.

    Args:
        source: `HPS_v2_compressed.pt`, `HPS_v2.1_compressed.pt`, `ImageReward.pt`, or the same weights as safetensors.
        out: a folder that does not exist yet or is empty.
        tokenizer: folder or hub id; the one that the authors used when left out.
        config: sizes of the model, or a folder or hub id whose config has them; the published ones when left out.

    Raises:
        ModelError: the file is no such checkpoint, or holds more than weights.
        DataError: `out` is not empty.
        StorageError: `out` cannot be written.
    """
    source, out = Path(source), Path(out)
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise DataError(f"{out}: expected a new or empty folder; choose another one")
    state = read_state(source)
    layout = next((layout for layout in _LAYOUTS if layout.mark in state), None)
    if layout is None:
        marks = " or ".join(f"{layout.mark!r} ({layout.kind})" for layout in _LAYOUTS)
        raise ModelError(f"{source}: expected weights with {marks}, got {len(state)} others; is it the right file?")
    sizes = _read_sizes(config, layout) if isinstance(config, str | Path) else config or layout.published()
    weights = layout.rename(state)
    _check_weights(source, weights, layout.model_class, sizes)
    _write(out, layout, weights, _fetch_tokenizer(str(tokenizer or layout.tokenizer)), sizes)
    return layout.kind


def read_state(source: Path) -> dict[str, Tensor]:
    """The weights of a file by name; raises `ModelError` when it holds anything else."""
    if not source.is_file():
        raise ModelError(f"{source}: no such file; download the published checkpoint first")
    loaded = _read_safetensors(source) if source.suffix == ".safetensors" else _read_torch(source)
    for wrapper in ("state_dict", "model"):
        if isinstance(loaded, dict) and isinstance(loaded.get(wrapper), dict):
            loaded = loaded[wrapper]
    if not isinstance(loaded, dict) or not loaded:
        raise ModelError(f"{source}: expected a dictionary of weights, got {type(loaded).__name__}")
    strange = [str(name) for name, values in loaded.items() if not isinstance(values, Tensor)]
    if strange:
        raise ModelError(f"{source}: expected weights only, got {len(strange)} other entries, first {strange[0]!r}")
    # What `DistributedDataParallel` puts before every name.
    return {str(name).removeprefix("module."): values for name, values in loaded.items()}


def _read_safetensors(source: Path) -> Any:
    try:
        return load_file(source)
    except (SafetensorError, OSError) as error:
        raise ModelError(f"{source}: not a readable safetensors file ({one_line(error, 200)})") from None


def _read_torch(source: Path) -> Any:
    if torch.__version__ < SAFE_TORCH:
        raise ModelError(
            f"{source}: reading this format safely needs torch {SAFE_TORCH} or later, got {torch.__version__};"
            " upgrade torch, or convert the file to safetensors elsewhere"
        )
    try:
        return torch.load(source, weights_only=True, map_location="cpu")
    except UnpicklingError:
        # torch's own words advise to load it without the check.
        raise ModelError(
            f"{source}: refused, it holds more than weights or is no PyTorch file; expected the published checkpoint"
        ) from None
    except (OSError, RuntimeError, EOFError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ModelError(f"{source}: not a readable checkpoint ({one_line(error, 200)})") from None


def _check_weights(
    source: Path, weights: Mapping[str, Tensor], model_class: type[PreTrainedModel], config: Any
) -> None:
    with torch.device("meta"):
        wanted = {name: values.shape for name, values in model_class(config).state_dict().items()}
    wrong = {
        "missing": sorted(wanted.keys() - weights.keys()),
        "unknown": sorted(weights.keys() - wanted.keys()),
        "misshapen": sorted(
            f"{name} (expected {list(shape)}, got {list(weights[name].shape)})"
            for name, shape in wanted.items()
            if name in weights and weights[name].shape != shape
        ),
    }
    found = [f"{len(names)} weights {problem}, first {names[0]}" for problem, names in wrong.items() if names]
    if found:
        raise ModelError(f"{source}: {'; '.join(found)}; is it the right file and complete?")


def _read_sizes(name: str | Path, layout: _Layout) -> Any:
    with opening(name, "model config", holds=CONFIG) as found:
        config = AutoConfig.from_pretrained(found, trust_remote_code=False)
        if config.model_type != layout.published().model_type:
            raise ModelError(
                f"expected the config of a {layout.model_class.__name__}, got model type {config.model_type!r}"
            )
    return config


def _fetch_tokenizer(name: str) -> PreTrainedTokenizerBase:
    source = name if Path(name).exists() else reach(name, CONFIG, holds=CONFIG)
    try:
        return load_tokenizer(source)
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = one_line(error, 200)
        raise ModelError(f"{name}: no tokenizer there ({reason}); give a folder that holds it") from None


def _write(out: Path, layout: _Layout, weights: Mapping[str, Tensor], tokenizer: Any, config: Any) -> None:
    side = config.vision_config.image_size
    preprocess = ClipPreprocess(
        resize_px=side, crop_px=side, resample=int(Image.Resampling.BICUBIC), mean=CLIP_MEAN, std=CLIP_STD
    )
    # Cut and transposed weights share memory, which safetensors refuses.
    plain = {name: values.clone(memory_format=torch.contiguous_format) for name, values in weights.items()}
    with storage_errors(out):
        write_atomic_with(out / "model.safetensors", lambda path: save_file(plain, path, metadata={"format": "pt"}))
        tokenizer.save_pretrained(out)
        preprocess.save_pretrained(out)
        config.architectures = [layout.model_class.__name__]
        setattr(config, KIND_FIELD, layout.kind)
        # Last: a folder without it is no model, so a conversion that was cut off is never opened.
        config.save_pretrained(out)
