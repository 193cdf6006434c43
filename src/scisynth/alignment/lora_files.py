"""LoRA files of any common tool, read as diffusers reads them, or refused in one line.

    transformer.MODULE.lora_A.weight            diffusers, ai-toolkit
    base_model.model.MODULE.lora_A.weight       PEFT, with its `adapter_config.json`
    MODULE.lora_A.weight                        a transformer's own `save_lora_adapter`
    lora_unet_..., lora_transformer_..., ....processor.qkv_lora1...     kohya, x-flux: through diffusers' own converters

The update of a weight is `scale * B @ A` with `scale = alpha / rank`, or `alpha / sqrt(rank)` for rsLoRA; alpha stands in the header, in
`adapter_config.json`, or in tensors named `.alpha`, for all modules or by pattern. It is multiplied into B here, so that the scale is 1
from there on.

Refused: numbers that are not finite, an update that is zero everywhere, one half of a pair, a shape that does not fit, and what
a policy cannot be: DoRA, LoKr, biases, norms, weights of text encoders. diffusers leaves some of these out in silence.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig
from peft.tuners.tuners_utils import check_target_module_exists
from peft.utils.other import get_pattern_key
from safetensors import SafetensorError, safe_open

from scisynth.backbones.base import Backbone
from scisynth.core.errors import DataError, ModelError, ScisynthError, one_line
from scisynth.core.strict_json import parse_json
from scisynth.core.texts import decode, read_bytes
from scisynth.training.quiet import quiet_libraries

FILE_NAME = "pytorch_lora_weights.safetensors"
PEFT_FILE, PEFT_CONFIG = "adapter_model.safetensors", "adapter_config.json"
PREFIX = "transformer."
PEFT_PREFIXES = ("base_model.model.transformer.", "base_model.model.", "")
NOT_A_LORA = {
    "dora": ("dora_scale", "lora_magnitude_vector"),
    "LoKr, LoHa or OFT": (".lokr_", ".hada_", ".oft_", "oft_blocks"),
    "a bias": (".lora_A.bias", ".lora_B.bias"),
}
DOWN, UP = (".lora_A.", "lora_down.", ".down."), (".lora_B.", "lora_up.", ".up.")
"""Names of the two halves of an update, in the tools' words."""
UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError, RuntimeError, AssertionError, StopIteration)
"""What diffusers' converters raise on names that they do not know."""
BASE_CHANGING = ("pissa", "olora", "corda", "loftq", "eva", "orthogonal", "lora_ga")
"""Ways to begin a LoRA that change the base weights too."""

LoraState = dict[str, torch.Tensor]
"""`MODULE.lora_A.weight` [rank, in] and `MODULE.lora_B.weight` [out, rank], scale 1."""


def find_lora(path: Path) -> Path:
    """The LoRA file of a policy folder, a run folder, somebody else's folder with one, or the file itself."""
    names = (path, path / FILE_NAME, path / "policy" / FILE_NAME, path / PEFT_FILE)
    for candidate in names:
        if candidate.is_file():
            if candidate.suffix != ".safetensors":
                raise ModelError(f"{candidate}: expected a LoRA in a .safetensors file; save it as one")
            return candidate
    found = sorted(path.glob("*.safetensors")) if path.is_dir() else []
    if len(found) > 1:
        raise ModelError(f"{path}: holds {found[0].name} and {found[1].name}; name the LoRA file itself")
    if found:
        return found[0]
    raise ModelError(f"{path}: expected a policy ({FILE_NAME}) or a finished `align` run; check the path")


def read_lora(path: Path, backbone: Backbone) -> LoraState:
    """A LoRA of this backbone, scale 1.

    Raises:
        ModelError: no such file, a torn one, an empty one, one that changes nothing, or a LoRA for another model.
    """
    file, found, header = open_lora(path)
    with _settings_understood(file):
        state, config = _in_our_names(found, header, backbone, file)
        _check_fits(state, backbone, file)
        return _scaled(state, config, file)


def open_lora(path: Path) -> tuple[Path, dict[str, torch.Tensor], dict[str, str]]:
    """(file, tensors as they are named there, header) of a LoRA that is sound by itself, whatever model it is for.

    Called before a large model is loaded, it saves the wait for one that is not.
    """
    file = find_lora(path)
    try:
        with safe_open(file, framework="pt") as opened:
            found = {name: opened.get_tensor(name).float() for name in opened.keys()}  # noqa: SIM118
            header = opened.metadata() or {}
    except (SafetensorError, OSError) as error:
        raise ModelError(f"{file}: cannot be read ({error}); it may be half written, copy or train it again") from None
    _check_kind(found, file)
    sides = {
        half: [tensor for name, tensor in found.items() if any(mark in name for mark in half)] for half in (DOWN, UP)
    }
    for half, own in sides.items():
        if any(sides.values()) and not own:
            raise ModelError(f"{file}: holds no {half[0].strip('.')}; half of a LoRA changes nothing, save it again")
        if own and not any(bool(tensor.any()) for tensor in own):
            raise ModelError(f"{file}: its update is zero everywhere, it changes nothing; train it again")
    return file, found, header


def _check_kind(found: Mapping[str, torch.Tensor], file: Path) -> None:
    for kind, marks in NOT_A_LORA.items():
        for name in found:
            if any(mark in name for mark in marks):
                raise ModelError(f"{file}: expected a plain LoRA, got {kind} ({name}); merge it into the model instead")
    for name, tensor in found.items():
        if not bool(tensor.isfinite().all()):
            raise ModelError(f"{file}: {name} holds numbers that are not finite; train it again")


# --- names -----------------------------------------------------------------------------------------------------------


def _in_our_names(
    found: Mapping[str, torch.Tensor], header: Mapping[str, str], backbone: Backbone, file: Path
) -> tuple[LoraState, LoraConfig]:
    """The tensors under the transformer's own module names, and what scales them."""
    settings = _settings(header, file)
    modules = dict(backbone.transformer.named_modules())
    for prefix in PEFT_PREFIXES:
        state = {name.removeprefix(prefix): tensor for name, tensor in found.items() if name.startswith(prefix)}
        if len(state) == len(found) and all(name.partition(".lora_")[0] in modules for name in state):
            # Files of PEFT say their scale next to themselves; those of a transformer in their header.
            return state, _config(settings or (_beside(file) if prefix else None), state, {}, file)
    try:
        state, alphas = _converted(backbone, found)
    except UNREADABLE as error:
        raise ModelError(
            f"{file}: names of its tensors are not understood ({one_line(error, 100)}); convert it to diffusers' names"
        ) from None
    others = [name for name in state if not name.startswith(PREFIX)]
    state = {name.removeprefix(PREFIX): tensor for name, tensor in state.items() if name.startswith(PREFIX)}
    if not state:
        raise ModelError(f"{file}: expected LoRA weights of a transformer, found {len(found)} other tensors")
    if others:
        raise ModelError(
            f"{file}: holds weights of another part too ({others[0]}); a policy is of the transformer alone"
        )
    return state, _config(settings, state, alphas, file)


def _converted(backbone: Backbone, found: Mapping[str, torch.Tensor]) -> tuple[LoraState, dict[str, torch.Tensor]]:
    """(tensors in diffusers' names, its alphas) by the pipeline's own converter."""
    from diffusers.utils.state_dict_utils import convert_unet_state_dict_to_peft

    kind: Any = type(backbone.pipeline)
    with quiet_libraries("diffusers"):
        result = kind.lora_state_dict(dict(found), return_alphas=True, return_lora_metadata=True)
    # Only FLUX.1's converter knows alphas: (state, alphas, metadata) or (state, metadata).
    state, alphas = (result[0], result[1] or {}) if len(result) == 3 else (result[0], {})
    if state and not any("lora_A" in name for name in state):
        state = convert_unet_state_dict_to_peft(state)
    plain = {name.removeprefix(PREFIX): value for name, value in alphas.items() if name.startswith(PREFIX)}
    return state, plain


# --- scale -----------------------------------------------------------------------------------------------------------


@contextmanager
def _settings_understood(file: Path) -> Iterator[None]:
    """Turns what a stated scale of another kind leads to (a word for a number, a broken pattern) into one line."""
    try:
        yield
    except ScisynthError:
        raise
    except (TypeError, ValueError, AttributeError, re.error) as error:
        raise ModelError(f"{file}: its settings are no LoRA's ({one_line(error, 120)}); save it again") from None


def _settings(header: Mapping[str, str], file: Path) -> dict[str, Any] | None:
    """What the header says of the transformer's adapter; None where it says nothing."""
    text = header.get("lora_adapter_metadata")
    if not text:
        return None
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise ModelError(f"{file}: its header's lora_adapter_metadata is not JSON; save it again") from None
    if not isinstance(values, dict):
        raise ModelError(f"{file}: its header's lora_adapter_metadata is no object; save it again")
    own = {name.removeprefix(PREFIX): value for name, value in values.items() if name.startswith(PREFIX)}
    return own or (values if "r" in values else None)


def _beside(file: Path) -> dict[str, Any] | None:
    """PEFT's `adapter_config.json` in the same folder."""
    path = file.with_name(PEFT_CONFIG)
    if not path.is_file():
        return None
    try:
        values = parse_json(decode(read_bytes(path, max_mb=1), path))
    except (DataError, ValueError) as error:
        raise ModelError(f"{path}: cannot be read as JSON ({one_line(error, 100)}); save the adapter again") from None
    if not isinstance(values, dict) or values.get("peft_type") not in (None, "LORA"):
        raise ModelError(f"{path}: expected the settings of a LoRA; a policy is nothing else")
    if values.get("modules_to_save") or values.get("fan_in_fan_out"):
        raise ModelError(f"{path}: modules_to_save and fan_in_fan_out are not read; merge the adapter into the model")
    return values


def _config(
    settings: Mapping[str, Any] | None, state: LoraState, alphas: Mapping[str, torch.Tensor], file: Path
) -> LoraConfig:
    """PEFT's settings for these tensors: as stated, else as diffusers derives them from ranks and alphas."""
    from diffusers.utils.peft_utils import get_peft_kwargs

    if settings is not None and alphas:
        raise ModelError(f"{file}: states alpha in its header and in tensors; keep one of them")
    if settings is None:
        ranks = {
            f"^{name}": tensor.shape[1] for name, tensor in state.items() if ".lora_B." in name and tensor.ndim == 2
        }
        if not ranks:
            raise ModelError(f"{file}: holds no lora_B; half of a LoRA changes nothing, save it again")
        settings = get_peft_kwargs(ranks, {name: float(value) for name, value in alphas.items()}, state)
    known = {item.name for item in fields(LoraConfig)} - {"runtime_config"}
    config = LoraConfig(**{name: value for name, value in settings.items() if name in known and value is not None})
    if config.use_dora:
        raise ModelError(f"{file}: expected a plain LoRA, got dora; merge it into the model instead")
    if str(config.init_lora_weights).lower().startswith(BASE_CHANGING):
        raise ModelError(
            f"{file}: began with {config.init_lora_weights}, which changes the base weights; merge it into them"
        )
    return config


def _scaled(state: LoraState, config: LoraConfig, file: Path) -> LoraState:
    """The tensors with alpha / rank, or alpha / sqrt(rank), multiplied into B."""
    scaled = {}
    ranks, alphas = dict(config.rank_pattern or {}), dict(config.alpha_pattern or {})
    for name, tensor in state.items():
        module, _, side = name.partition(".lora_")
        if not side.startswith("B"):
            scaled[name] = tensor
            continue
        rank = tensor.shape[1]
        stated = ranks.get(get_pattern_key(list(ranks), module), config.r)
        alpha = alphas.get(get_pattern_key(list(alphas), module), config.lora_alpha)
        if not _is_target(config, module):
            raise ModelError(f"{file}: holds {module}, which its settings leave out; save it again")
        if stated != rank:
            raise ModelError(f"{file}: {module} has rank {rank}, its settings say {stated}; save it again")
        scaled[name] = tensor * (float(alpha) / (rank**0.5 if config.use_rslora else rank))
    if not all(bool(tensor.isfinite().all()) for tensor in scaled.values()):
        raise ModelError(f"{file}: its alpha is no finite number; save it again")
    if not any(
        bool(scaled[name].any()) and bool(scaled[name.replace(".lora_B.", ".lora_A.")].any())
        for name in scaled
        if ".lora_B." in name
    ):
        raise ModelError(f"{file}: its update is zero everywhere, it changes nothing; train it again")
    return scaled


def _is_target(config: LoraConfig, module: str) -> bool:
    """Whether PEFT would give this module its tensors; the others it drops."""
    if not config.target_modules or config.target_modules == "all-linear":
        return True
    return bool(check_target_module_exists(config, module))


# --- shapes ----------------------------------------------------------------------------------------------------------


def _check_fits(state: LoraState, backbone: Backbone, file: Path) -> None:
    modules = dict(backbone.transformer.named_modules())
    for name, tensor in state.items():
        module_name, _, side = name.partition(".lora_")
        module = modules.get(module_name)
        if module is None or side not in ("A.weight", "B.weight") or not hasattr(module, "in_features"):
            raise ModelError(f"{file}: a LoRA for another model ({name} has no place in {backbone.family})")
        if tensor.ndim != 2:
            raise ModelError(f"{file}: {name} has {tensor.ndim} axes, expected 2; save it again")
        wanted = module.in_features if side.startswith("A") else module.out_features
        got = tensor.shape[1] if side.startswith("A") else tensor.shape[0]
        if wanted != got:
            raise ModelError(f"{file}: a LoRA for another model ({name} is {got} wide, expected {wanted})")
    for name in state:
        if ".lora_A." in name:
            partner = name.replace(".lora_A.", ".lora_B.")
        else:
            partner = name.replace(".lora_B.", ".lora_A.")
        if partner not in state:
            raise ModelError(
                f"{file}: holds {name} without {partner.rpartition('.lora_')[2]}; half of a LoRA changes nothing"
            )
        if ".lora_A." in name and len(state[name]) != state[partner].shape[1]:
            raise ModelError(
                f"{file}: {name} has rank {len(state[name])}, its other half {state[partner].shape[1]}; save it again"
            )
