"""A base in pieces: the frozen weights of a model that no card holds, shared among the cards (FSDP2).

A block's weights are gathered when a pass comes to it and dropped when it has gone, so a card holds its own piece, two blocks, and what
lies outside of blocks. Only frozen weights are in pieces. The adapter is whole on every card: gradients, optimiser, average,
checkpoint and the saved file are those of any other run. `accelerate launch` asks for it, with a configuration of FSDP version 2.

All processes gather together, so each must take as many passes as every other (`loop.even_share`).

Not covered: bases in 4 bits; loading by one process for all. Each process first reads the whole base into main memory.
"""

import os
from typing import Any

import torch
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import FSDPModule, fully_shard

from scisynth.backbones.diffusers_backbone import repeated_blocks
from scisynth.core.errors import ConfigError
from scisynth.training.processes import is_sharded, num_processes


def check_sharding() -> None:
    """Says before anything is loaded that a launch asks for pieces as they are not made here.

    Raises:
        ConfigError: FSDP version 1, or models that only the first process reads.
    """
    if not is_sharded():
        return
    if os.environ.get("FSDP_VERSION", "1") != "2":
        raise ConfigError("accelerate configuration: expected fsdp_version 2, got 1; set it")
    if os.environ.get("FSDP_CPU_RAM_EFFICIENT_LOADING", "false").lower() == "true":
        # The libraries would leave rewards and text encoders without weights on all other processes.
        raise ConfigError("accelerate configuration: expected fsdp_cpu_ram_efficient_loading false, got true; set it")


def shard(transformer: Any, device: torch.device) -> None:
    """Spreads the frozen weights over the processes, block by block, on their devices; adapters go there whole."""
    if isinstance(transformer, FSDPModule):
        return
    adapters = {parameter for name, parameter in transformer.named_parameters() if ".lora_" in name}
    for parameter in adapters:
        parameter.data = parameter.data.to(device)
    mesh = init_device_mesh(device.type, (num_processes(),))
    for module in (*repeated_blocks(transformer), transformer):
        # Said of the whole, too: it would stay gathered after a pass, until one process alone reads its state.
        fully_shard(module, mesh=mesh, reshard_after_forward=True, ignored_params=adapters)
