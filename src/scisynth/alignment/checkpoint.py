"""The state of a training in one safetensors file: adapter, average, optimiser, and where it stands.

What is random is drawn from (seed, step, item), never from a running generator, so there is no generator to store: the
batch, noise or rollout of step n is the same whether or not the run was killed before it. One file, renamed into place:
a kill leaves the last checkpoint or the one before it, never half of one.
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn

from scisynth.alignment.ema import ExponentialMovingAverage
from scisynth.core.errors import ModelError
from scisynth.core.store import write_atomic_with

FILE_NAME = "state.safetensors"


def save_checkpoint(
    folder: Path,
    step: int,
    parameters: Mapping[str, nn.Parameter],
    average: ExponentialMovingAverage,
    optimizer: torch.optim.Optimizer,
) -> None:
    """Writes everything the next step depends on."""
    tensors = {f"weight/{name}": parameter.detach() for name, parameter in parameters.items()}
    tensors |= {f"average/{name}": tensor for name, tensor in average.tensors.items()}
    for index, state in optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer/{index}/{key}": torch.as_tensor(value) for key, value in state.items()}
    stored = {name: tensor.cpu().contiguous() for name, tensor in tensors.items()}
    write_atomic_with(folder / FILE_NAME, lambda path: save_file(stored, path, metadata={"step": str(step)}))


def load_checkpoint(
    folder: Path,
    parameters: Mapping[str, nn.Parameter],
    average: ExponentialMovingAverage,
    optimizer: torch.optim.Optimizer,
) -> int:
    """Restores what `save_checkpoint` wrote; returns its step, 0 where there is none.

    Raises:
        ModelError: the file is cut off or belongs to another model.
    """
    file = folder / FILE_NAME
    if not file.exists():
        return 0
    try:
        with safe_open(file, framework="pt") as opened:
            tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
            step = int((opened.metadata() or {})["step"])
    except (SafetensorError, OSError, KeyError, ValueError) as error:
        raise ModelError(
            f"{file}: not a whole checkpoint ({error}); remove the file to start this stage again, or choose another --out"
        ) from None
    if {f"weight/{name}" for name in parameters} != {name for name in tensors if name.startswith("weight/")}:
        raise ModelError(f"{file}: a checkpoint of another model; choose another --out")
    with torch.no_grad():
        for name, parameter in parameters.items():
            parameter.copy_(tensors[f"weight/{name}"])
            average.tensors[name].copy_(tensors[f"average/{name}"])
    optimizer.load_state_dict({**optimizer.state_dict(), "state": _optimizer_state(tensors)})
    return step


def _optimizer_state(tensors: Mapping[str, torch.Tensor]) -> dict[int, dict[str, torch.Tensor]]:
    state: dict[int, dict[str, torch.Tensor]] = {}
    for name, tensor in tensors.items():
        if name.startswith("optimizer/"):
            _, index, key = name.split("/")
            state.setdefault(int(index), {})[key] = tensor
    return state
