"""The processes of one launch, as `accelerate launch` and `torchrun` number them."""

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accelerate import Accelerator


def is_first_process() -> bool:
    """Whether this process speaks and writes for all; true where there is only one."""
    return os.environ.get("RANK", "0") == "0"


def num_processes() -> int:
    """Processes of the launch; 1 where there was none."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def is_sharded() -> bool:
    """Whether the launch asks for a base in pieces: `accelerate launch` with a configuration of FSDP.

    Read from the environment, since on processors `accelerate` forgets that it was asked.
    """
    return num_processes() > 1 and os.environ.get("ACCELERATE_USE_FSDP", "").lower() == "true"


def has_card() -> bool:
    """Whether torch finds an accelerator here."""
    import torch

    return torch.accelerator.is_available()


def new_accelerator(**options: Any) -> "Accelerator":
    """The `Accelerator` of this launch, on processors too.

    Without a card `Accelerator()` takes each of several processes for the only one; they would all write to one folder.
    """
    from accelerate import Accelerator

    return Accelerator(cpu=num_processes() > 1 and not has_card(), **options)


def leave_processes() -> None:
    """Ends the group that this process trained in, if there is one; without it the interpreter may abort where it ends.

    Imports nothing: a process that has no torch is in no group.
    """
    distributed = sys.modules.get("torch.distributed")
    if distributed is not None and distributed.is_available() and distributed.is_initialized():
        distributed.destroy_process_group()
