"""The processes of one launch, as `accelerate launch` and `torchrun` number them."""

import os


def is_first_process() -> bool:
    """Whether this process speaks and writes for all; true where there is only one."""
    return os.environ.get("RANK", "0") == "0"


def num_processes() -> int:
    """Processes of the launch; 1 where there was none."""
    return int(os.environ.get("WORLD_SIZE", "1"))
