"""Several processes of one launch on this machine, as `torchrun` numbers them, without its search for a meeting place."""

import os
import socket
from pathlib import Path

from support.forked import Forked

TIMEOUT_S = 900


def run_processes(num: int, script: Path, *arguments: object) -> None:
    """Runs a script in `num` processes that find each other; fails with what one of them said."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    shared = {"WORLD_SIZE": num, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port, "GLOO_SOCKET_IFNAME": "lo"}
    started = []
    for rank in range(num):
        own = {**shared, "RANK": rank, "LOCAL_RANK": rank, "OMP_NUM_THREADS": 1} if num > 1 else {}
        env = os.environ | {name: str(value) for name, value in own.items()}
        started.append(Forked([script, *arguments], env=env))
    try:
        said = ["".join(process.communicate(timeout=TIMEOUT_S)) for process in started]
    finally:
        for process in started:
            process.kill()
    for process, words in zip(started, said, strict=True):
        assert process.returncode == 0, words
