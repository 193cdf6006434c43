"""A policy is a LoRA: what is trained, what is saved, and what is switched off to get the reference.

The update of a weight is `W + B @ A`. Files carry `alpha = rank`, so the scale is always 1 and two updates of one weight
add up by stacking: `[B1 B2] @ [A1; A2]`. That is how SFT and the policy trained on top of it leave as *one* diffusers LoRA.

The reference of stage 2 is the SFT model, without a second copy: the SFT update is folded into float32 base weights
(or, on half-precision and quantised bases, where folding would round it away, kept as a frozen adapter), and the policy's own
fresh adapter is scaled to zero for the reference pass. The scale is used, and not `disable_adapters`, because peft's
switch also turns `requires_grad` off.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model_state_dict
from peft.tuners.lora import LoraLayer
from torch import nn

from scisynth.alignment.config import LoraSettings
from scisynth.alignment.ema import ExponentialMovingAverage
from scisynth.alignment.lora_files import FILE_NAME as FILE_NAME
from scisynth.alignment.lora_files import LoraState
from scisynth.alignment.lora_files import find_lora as find_lora
from scisynth.alignment.lora_files import read_lora as read_lora
from scisynth.backbones.base import Backbone
from scisynth.core.errors import ConfigError, ModelError
from scisynth.core.store import storage_errors

TRAINED = "policy"
FROZEN = "sft"


class Policy:
    """A backbone with a trainable adapter on top of an optional earlier one."""

    def __init__(self, backbone: Backbone, settings: LoraSettings, *, base: LoraState | None = None, seed: int) -> None:
        self.backbone = backbone
        self.base = base or {}
        self._scale = settings.alpha / settings.rank
        transformer = backbone.transformer
        transformer.requires_grad_(False)
        if base:
            install(transformer, base)
        targets = list(settings.targets or backbone.lora_targets)
        config = LoraConfig(
            r=settings.rank, lora_alpha=settings.alpha, init_lora_weights="gaussian", target_modules=targets
        )
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            try:
                transformer.add_adapter(config, adapter_name=TRAINED)
            except ValueError as error:
                raise ConfigError(f"setting 'lora.targets': {error}") from None
        _activate(transformer, (FROZEN, TRAINED))
        self.parameters: dict[str, nn.Parameter] = {}
        for name, parameter in transformer.named_parameters():
            trained = f".{TRAINED}." in name
            parameter.requires_grad_(trained)
            if trained:
                parameter.data = parameter.data.float()
                self.parameters[name] = parameter
        self._kept: ExponentialMovingAverage | None = None
        self._layers = [module for module in transformer.modules() if isinstance(module, LoraLayer)]

    @contextmanager
    def reference(self) -> Iterator[None]:
        """Within, the model is the one the policy started from."""
        for layer in self._layers:
            layer.set_scale(TRAINED, 0.0)
        try:
            yield
        finally:
            for layer in self._layers:
                layer.set_scale(TRAINED, 1.0)

    def remember(self) -> None:
        """Keeps the weights as they stand, for `remembered`."""
        if self._kept is None:
            self._kept = ExponentialMovingAverage(self.parameters, 0.0)
        self._kept.update()

    @contextmanager
    def remembered(self) -> Iterator[None]:
        """Within, the adapter is as it was at the last `remember`."""
        assert self._kept is not None
        with self._kept.applied():
            yield

    def state(self) -> LoraState:
        """The earlier update and the trained one as a single LoRA, on the CPU."""
        trained = get_peft_model_state_dict(self.backbone.transformer, adapter_name=TRAINED)
        own = {
            name: (tensor * self._scale if ".lora_B." in name else tensor).detach().float().cpu().contiguous()
            for name, tensor in trained.items()
        }
        return join_loras(self.base, own)


def join_loras(first: Mapping[str, torch.Tensor], second: Mapping[str, torch.Tensor]) -> LoraState:
    """One LoRA whose update is the sum of two."""
    joined: LoraState = {}
    for name in sorted({*first, *second}):
        parts = [state[name] for state in (first, second) if name in state]
        joined[name] = torch.cat(parts, dim=0 if ".lora_A." in name else 1).contiguous()
    return joined


def install(transformer: nn.Module, state: LoraState) -> None:
    """Adds an update that is not trained: into the weights where they are float32, next to them elsewhere."""
    modules = {name.rsplit(".lora_", 1)[0] for name in state}
    if all(transformer.get_submodule(name).weight.dtype == torch.float32 for name in modules):
        with torch.no_grad():
            for name in modules:
                module = transformer.get_submodule(name)
                assert isinstance(module, nn.Linear)
                update = state[f"{name}.lora_B.weight"] @ state[f"{name}.lora_A.weight"]
                module.weight += update.to(module.weight)
        return
    attach(transformer, state, FROZEN)


def attach(transformer: Any, state: LoraState, name: str) -> None:
    """Adds a saved LoRA as an adapter of its own, not trained."""
    from peft import set_peft_model_state_dict

    ranks = {key.rsplit(".lora_", 1)[0]: len(tensor) for key, tensor in state.items() if ".lora_A." in key}
    top = max(ranks.values())
    config = LoraConfig(r=top, lora_alpha=top, target_modules=sorted(ranks), rank_pattern=ranks, alpha_pattern=ranks)
    transformer.add_adapter(config, adapter_name=name)
    set_peft_model_state_dict(transformer, state, adapter_name=name)
    for key, parameter in transformer.named_parameters():
        if f".{name}." in key:
            parameter.data = parameter.data.float()
            parameter.requires_grad_(False)


def _activate(transformer: Any, names: tuple[str, ...]) -> None:
    transformer.set_adapter([name for name in names if name in transformer.peft_config])


def save_lora(backbone: Backbone, state: LoraState, folder: Path) -> None:
    """Writes the file that `load_lora_weights` takes, then reads it back and compares.

    Raises:
        ModelError: the update is all zero, so there is nothing to save, or the file does not read back as written.
    """
    if not any(bool(tensor.any()) for name, tensor in state.items() if ".lora_B." in name):
        raise ModelError("expected a trained policy, the adapter's update is zero everywhere; train at least one step")
    ranks = {name.rsplit(".lora_", 1)[0]: len(tensor) for name, tensor in state.items() if ".lora_A." in name}
    top = max(ranks.values())
    metadata = {
        **LoraConfig(r=top, lora_alpha=top, target_modules=sorted(ranks)).to_dict(),
        "rank_pattern": {name: rank for name, rank in ranks.items() if rank != top},
        "alpha_pattern": {name: rank for name, rank in ranks.items() if rank != top},
    }
    with storage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        backbone.pipeline.save_lora_weights(
            folder, transformer_lora_layers=state, transformer_lora_adapter_metadata=_plain(metadata)
        )
    again = read_lora(folder, backbone)
    if again.keys() != state.keys() or not all(torch.equal(again[name], state[name]) for name in state):
        raise ModelError(f"{folder / FILE_NAME}: does not read back as it was written; check the disk")


def _plain(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Only what JSON can hold: the header of a safetensors file is text."""
    kept = {"r", "lora_alpha", "target_modules", "rank_pattern", "alpha_pattern", "peft_type", "bias", "use_rslora"}
    return {key: getattr(value, "value", value) for key, value in metadata.items() if key in kept}
