"""How large a model is, known before any download: parameters, an adapter's parameters, FLOPs of a forward pass.

The real diffusers transformer is built on the `meta` device, where tensors have shapes and no numbers, so nothing here is a
formula of ours: parameters are counted on the modules, and `torch`'s flop counter watches one forward pass. A
multiplication and an addition are two FLOPs.

    linear      products with weights; with a frozen base its backward pass costs the same again (only the input's gradient)
    attention   products of activations with each other; two gradients each, so the backward pass costs twice as much

`models.yaml` holds what must be known of a model to build it. Not covered: the FLOPs of text encoders and VAE.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import torch
import yaml
from safetensors import SafetensorError, safe_open
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from scisynth.backbones.diffusers_backbone import repeated_blocks
from scisynth.backbones.registry import FAMILIES
from scisynth.core.config import Config
from scisynth.core.errors import ConfigError, ModelError, nearest, one_line
from scisynth.core.weights import PACKAGED

TABLE = Path(__file__).with_name("models.yaml")
_ATTENTION = ("bmm", "scaled_dot_product")
_PATCH = 2
"""Latent cells on the side of an image token, in every family."""


class ModelEntry(Config):
    """What is known of a pipeline without its weights."""

    pipeline: str
    transformer: str
    """Class name in diffusers."""
    config: dict[str, Any]
    """Its arguments."""
    text_encoders: dict[str, int]
    """Parameters by name."""
    vae: int
    vae_factor: int = 8
    """Pixels on the side of a latent cell."""
    text_tokens: int
    typical: bool = False
    """The family does not pad prompts: `text_tokens` is what a prompt of a few sentences takes."""
    source: str

    @property
    def multiple_px(self) -> int:
        """Heights and widths must be multiples of this."""
        return self.vae_factor * _PATCH


@dataclass(frozen=True, kw_only=True)
class ForwardFlops:
    """Of one image through the transformer."""

    linear: float
    attention: float

    @property
    def forward(self) -> float:
        """One pass."""
        return self.linear + self.attention

    @property
    def backward(self) -> float:
        """To the inputs of every layer, with a frozen base."""
        return self.linear + 2 * self.attention


@dataclass(frozen=True, kw_only=True)
class ModelSize:
    """A model at one image size and prompt length, with one adapter, in numbers."""

    parameters: int
    """Of the transformer."""
    linear_parameters: int
    """Of these, the weights of linear layers: what 4-bit formats pack."""
    gathered_parameters: int
    """Of these, two of the largest blocks and what lies outside of blocks: what a card holds whole of a base in pieces."""
    lora_parameters: int
    blocks: int
    width: int
    text_encoder_parameters: int
    vae_parameters: int
    text_tokens: int
    text_width: int
    image_tokens: int
    latent_elements: int
    flops: ForwardFlops

    @property
    def tokens(self) -> int:
        """Of one image with its prompt."""
        return self.text_tokens + self.image_tokens


@cache
def known_models() -> dict[str, ModelEntry]:
    """The table of real models."""
    return {name: ModelEntry.parse(values) for name, values in yaml.safe_load(TABLE.read_text()).items()}


def find_model(name: str) -> ModelEntry:
    """A model of the table, of the package, or in a local folder; nothing is fetched.

    Raises:
        ConfigError: no model of this name.
        ModelError: a folder that cannot be read as a pipeline of a known family.
    """
    if name in known_models():
        return known_models()[name]
    for folder in (PACKAGED / name, Path(name)):
        if (folder / "transformer" / "config.json").is_file():
            return _read_folder(folder)
    known = {*known_models(), *(path.parent.name for path in PACKAGED.glob("*/model_index.json"))}
    raise ConfigError(f"no facts about model {name!r}; {nearest(name, known)}; or give a local pipeline folder")


@cache
def _meta_transformer(entry: str) -> Any:
    """By the entry's JSON, which can be a key."""
    import diffusers

    wanted = ModelEntry.model_validate_json(entry)
    if not hasattr(diffusers, wanted.transformer):
        raise ModelError(f"this diffusers has no {wanted.transformer}; install a newer one to size the model")
    try:
        with torch.device("meta"):
            return getattr(diffusers, wanted.transformer)(**wanted.config).eval()
    except (TypeError, ValueError) as error:
        raise ModelError(f"{wanted.source}: no config of a {wanted.transformer} ({one_line(error)})") from None


def size_model(
    entry: ModelEntry, *, size_px: int, text_tokens: int | None = None, rank: int = 16, targets: Sequence[str] = ()
) -> ModelSize:
    """Counts; targets empty: the family's attention projections.

    Raises:
        ConfigError: the VAE cannot take `size_px`.
    """
    multiple = entry.multiple_px
    if size_px % multiple:
        raise ConfigError(f"setting 'size_px': expected a multiple of {multiple} for this model, got {size_px}")
    key = entry.model_dump_json()
    transformer = _meta_transformer(key)
    blocks = repeated_blocks(transformer)
    in_blocks = [count_parameters(block) for block in blocks]
    side = size_px // multiple
    latents = _latent_channels(transformer) * (side * _PATCH) ** 2
    text_tokens = text_tokens or entry.text_tokens
    parameters = count_parameters(transformer)
    return ModelSize(
        parameters=parameters,
        gathered_parameters=parameters - sum(in_blocks) + 2 * max(in_blocks, default=0),
        linear_parameters=sum(m.weight.numel() for m in transformer.modules() if isinstance(m, nn.Linear)),
        lora_parameters=lora_parameters(transformer, rank, targets or FAMILIES[entry.pipeline].lora_targets),  # type: ignore[attr-defined]
        blocks=len(blocks),
        width=getattr(transformer, "inner_dim", None) or transformer.config.dim,
        text_encoder_parameters=sum(entry.text_encoders.values()),
        vae_parameters=entry.vae,
        text_tokens=text_tokens,
        text_width=_text_width(transformer),
        image_tokens=side**2,
        latent_elements=latents,
        flops=_flops(key, side, text_tokens),
    )


def count_parameters(module: nn.Module) -> int:
    """All of them; fixed tables (buffers) are not parameters."""
    return sum(parameter.numel() for parameter in module.parameters())


def lora_parameters(transformer: nn.Module, rank: int, targets: Sequence[str]) -> int:
    """rank x (in + out) of every linear layer whose name is a target or ends in `.target`, as peft chooses.

    Raises:
        ConfigError: no layer has such a name.
    """
    total = sum(
        rank * (module.in_features + module.out_features)
        for name, module in transformer.named_modules()
        if isinstance(module, nn.Linear) and f".{name}".endswith(tuple(f".{target}" for target in targets))
    )
    if not total:
        raise ConfigError(f"setting 'lora.targets': no linear layer of this model is named {', '.join(targets)}")
    return total


def forward_flops(transformer: Any, image_side: int, text_tokens: int) -> ForwardFlops:
    """Of a transformer on the meta device, for image_side x image_side image tokens."""
    with torch.device("meta"):
        inputs = _inputs(transformer, image_side, text_tokens)
        with torch.no_grad(), FlopCounterMode(display=False) as counter:
            transformer(**inputs, return_dict=False)
    counts = {str(operation): count for operation, count in counter.get_flop_counts()["Global"].items()}
    attention = sum(count for name, count in counts.items() if any(word in name for word in _ATTENTION))
    return ForwardFlops(linear=float(sum(counts.values()) - attention), attention=float(attention))


@cache
def _flops(entry: str, image_side: int, text_tokens: int) -> ForwardFlops:
    return forward_flops(_meta_transformer(entry), image_side, text_tokens)


def _inputs(transformer: Any, side: int, text_tokens: int) -> dict[str, Any]:
    """One image and its prompt, as each class of transformer takes them."""
    kind, config, tokens = type(transformer).__name__, transformer.config, side**2
    if kind == "ZImageTransformer2DModel":
        image = torch.empty(config.in_channels, 1, _PATCH * side, _PATCH * side)
        return {"x": [image], "t": torch.empty(1), "cap_feats": [torch.empty(text_tokens, config.cap_feat_dim)]}
    inputs = {
        "hidden_states": torch.empty(1, tokens, config.in_channels),
        "timestep": torch.empty(1),
        "encoder_hidden_states": torch.empty(1, text_tokens, config.joint_attention_dim),
    }
    if kind == "SD3Transformer2DModel":
        inputs["hidden_states"] = torch.empty(1, config.in_channels, _PATCH * side, _PATCH * side)
        return {**inputs, "pooled_projections": torch.empty(1, config.pooled_projection_dim)}
    if kind == "QwenImageTransformer2DModel":
        return {**inputs, "img_shapes": [[(1, side, side)]], "encoder_hidden_states_mask": None}
    if config.guidance_embeds:
        inputs["guidance"] = torch.empty(1)
    if kind == "Flux2Transformer2DModel":
        return {**inputs, "txt_ids": torch.zeros(1, text_tokens, 4), "img_ids": torch.zeros(1, tokens, 4)}
    pooled = torch.empty(1, config.pooled_projection_dim)
    ids = {"txt_ids": torch.zeros(text_tokens, 3), "img_ids": torch.zeros(tokens, 3)}
    return {**inputs, "pooled_projections": pooled, **ids}


def _latent_channels(transformer: Any) -> int:
    """Of the VAE: the packed families count the four cells of a token as channels."""
    channels: int = transformer.config.in_channels
    return channels if type(transformer).__name__.startswith(("SD3", "ZImage")) else channels // _PATCH**2


def _text_width(transformer: Any) -> int:
    config = transformer.config
    return int(config.cap_feat_dim if "cap_feat_dim" in config else config.joint_attention_dim)


def _read_folder(folder: Path) -> ModelEntry:
    """The facts of a pipeline on disk, from its configs and the headers of its weights."""
    try:
        pipeline = _read_json(folder / "model_index.json")["_class_name"]
        values = _read_json(folder / "transformer" / "config.json")
        vae = _read_json(folder / "vae" / "config.json")
        encoders = {path.name: _stored_parameters(path) for path in sorted(folder.glob("text_encoder*"))}
        family = next((entry for entry in known_models().values() if entry.pipeline == pipeline), None)
        if family is None or pipeline not in FAMILIES:
            raise ModelError(f"{folder}: expected a pipeline of {', '.join(sorted(FAMILIES))}, got {pipeline!r}")
        return ModelEntry(
            pipeline=pipeline,
            transformer=values["_class_name"],
            config={name: value for name, value in values.items() if not name.startswith("_")},
            text_encoders=encoders,
            vae=_stored_parameters(folder / "vae"),
            vae_factor=2 ** (len(vae["block_out_channels"]) - 1) if "block_out_channels" in vae else 8,
            text_tokens=min(family.text_tokens, _tokenizer_length(folder)),
            typical=family.typical,
            source=str(folder / "transformer" / "config.json"),
        )
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise ModelError(f"{folder}: cannot be read as a diffusers pipeline ({error!r}); check its files") from None


def _read_json(path: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(path.read_text())
    return values


def _stored_parameters(folder: Path) -> int:
    """Numbers in a folder's safetensors, from their headers."""
    total = 0
    for path in sorted(folder.glob("*.safetensors")):
        with safe_open(path, framework="pt") as file:
            total += sum(torch.Size(file.get_slice(name).get_shape()).numel() for name in file.keys())  # noqa: SIM118
    return total


def _tokenizer_length(folder: Path) -> int:
    """Of the last tokenizer, which is the one that is read token by token."""
    paths = sorted(folder.glob("tokenizer*/tokenizer_config.json"))
    return int(_read_json(paths[-1]).get("model_max_length", 10**9)) if paths else 10**9
