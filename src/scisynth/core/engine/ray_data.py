"""Ray Data as an engine: the rows of a work on every core of this machine or of a cluster.

A row goes in as (number, bytes) and comes out as (number, bytes): Ray may put rows into tables of its own, so what a row is
never depends on what Arrow makes of it. Actors hold the loaded work. An actor that dies is started again and its rows are
computed again; a lost machine is a few such actors. Only rows whose actor dies `MAX_RETRIES` times more end the run.
Where the cluster has cards, a work with a model has an actor a card; all else has an actor a core.

Programs and files must be the same on all machines: scisynth installed, and files that rows and models name under the same path.
"""

import logging
import os
import socket
import sys
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa

from scisynth.core.engine.work import BatchWork
from scisynth.core.errors import ConfigError, ScisynthError, one_line
from scisynth.core.extras import require

Item = TypeVar("Item")
Result = TypeVar("Result")

ROWS_PER_TASK = 8
"""At most. Rows that a killed worker has to do again, and the price of one message."""
TASKS_PER_WORKER = 4
"""At least, where there are enough rows, so that no worker waits long for the last."""
MAX_RETRIES = 8
"""Of one task whose worker died; a row that kills every worker must come to an end."""
REACH_S = 10
"""Seconds in which a cluster has to take a connection."""
STORE_BYTES = 512 * 2**20
"""Shared memory of a Ray started here; results wait in it, and when it is full the workers wait."""
NUMBER, ROW, RESULT = "number", "row", "result"
ADDRESS = "RAY_ADDRESS"


class RayEngine:
    """A Ray cluster, or a Ray of this machine, started by the first `map` and ended with this process.

    Args:
        address: as `ray.init` takes it; empty: what `RAY_ADDRESS` names, else this machine.

    Raises:
        MissingExtraError: Ray is not installed.
        ConfigError: nothing listens at HOST:PORT.
    """

    def __init__(self, address: str = "") -> None:
        require("ray", "--engine ray")
        self._address = address or os.environ.get(ADDRESS, "")
        _check_reachable(self._address)

    def map(
        self, load: Callable[[], Callable[[Item], Result]], items: Iterable[Item], *, workers: int
    ) -> Generator[Result, None, None]:
        """As `engine.choice.Engine.map`; 0 workers: one actor for every core of the cluster, or for every card. All items are read at once.

        Raises:
            ConfigError: no cluster answers at the address.
            ScisynthError: what the work raised, or workers that died again and again.
        """
        rows = list(items)
        if not rows:
            return
        import ray

        if not ray.is_initialized():
            connect(self._address)
        try:
            yield from _in_order(_answers(load, rows, workers), len(rows))
        except ray.exceptions.RayError as error:
            if isinstance(error, ray.exceptions.RayTaskError | ray.exceptions.UserCodeException):
                raise
            raise ScisynthError(
                f"workers of Ray died {MAX_RETRIES + 1} times at the same rows, perhaps for lack of memory "
                f"({one_line(error, 120)}); finished rows are safe, run the same command again to resume"
            ) from None


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where a work runs."""

    actors: int
    cards: int
    """Of each actor."""
    rows: int
    """Of a task."""


def places_of(load: Callable[[], Any], num_rows: int, workers: int, resources: Mapping[str, float]) -> Places:
    """An actor a card for a work with a model where there are cards, else an actor a core; never more than rows, or than asked for."""
    cards = int(resources.get("GPU", 0)) if isinstance(load, BatchWork) and load.on_card else 0
    cores = max(1, int(resources.get("CPU", 1)))
    room = min(cards, cores) if cards else cores
    actors = min(workers or room, room, num_rows)
    rows = 1 if isinstance(load, BatchWork) else max(1, min(ROWS_PER_TASK, num_rows // (actors * TASKS_PER_WORKER)))
    return Places(actors=actors, cards=int(cards > 0), rows=rows)


class LoadedWork:
    """A work in an actor. An error that the user can fix is a value, so that it reaches the user whole."""

    def __init__(self, load: Callable[[], Callable[[Any], Any]], folder: Path) -> None:
        """`folder`: the one in which the command runs, from which its relative paths lead; where it is on a disk of all machines, they do here too."""
        with suppress(OSError):
            os.chdir(folder)
        self._load = load
        self._function: Callable[[Any], Any] | None = None

    def __call__(self, table: pa.Table) -> pa.Table:
        """Rows to results, under the same numbers."""
        results = [self._answer(row.as_py()) for row in table[ROW]]
        return pa.table({NUMBER: table[NUMBER], RESULT: pa.array(results, pa.large_binary())})

    def _answer(self, row: bytes) -> bytes:
        from ray import cloudpickle

        try:
            # Loaded with the first row: an actor that cannot be made would be made again without end.
            self._function = self._function or self._load()
            return bytes(cloudpickle.dumps((self._function(cloudpickle.loads(row)), None)))
        except ScisynthError as error:
            return bytes(cloudpickle.dumps((None, error)))


def connect(address: str = "") -> None:
    """Joins a cluster, or starts Ray on this machine.

    Args:
        address: as `ray.init` takes it; empty: this machine.

    Raises:
        ConfigError: no cluster answers, or Ray does not start.
    """
    import ray

    # Nothing is told to anybody without being asked.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    # Of what Ray survives it would tell on stderr all the same.
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    is_here = address in ("", "local")
    here: dict[str, Any] = {"object_store_memory": STORE_BYTES, "include_dashboard": False} if is_here else {}
    path = os.environ.get("PYTHONPATH")
    # Workers started here import what this process does.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    try:
        ray.init(
            address=address or "local",
            log_to_driver=False,
            logging_level=logging.ERROR,
            **here,
        )
    except (ConnectionError, OSError, ValueError, RuntimeError) as error:
        where = f"a Ray cluster at {address}" if not is_here else "to start Ray on this machine"
        raise ConfigError(f"--engine ray: expected {where}, got: {one_line(error, 160)}") from None
    finally:
        os.environ.pop("PYTHONPATH")
        os.environ.update({"PYTHONPATH": path} if path else {})


def _check_reachable(address: str) -> None:
    """Ray itself would try for minutes, after the run folder is claimed."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not (host and port.isdecimal()):
        return
    try:
        socket.create_connection((host, int(port)), timeout=REACH_S).close()
    except (OSError, OverflowError) as error:
        raise ConfigError(
            f"--engine ray: expected a Ray cluster at {address}, got: {one_line(error, 160)}; start it with `ray start --head`"
        ) from None


def _answers(load: Callable[[], Any], rows: Sequence[Any], workers: int) -> Iterator[tuple[int, bytes]]:
    """(number, result) of every row."""
    import ray
    import ray.data

    # Its messages go to stdout, where results of a command go.
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = context.print_on_execution_start = False
    context.execution_options.preserve_order = True
    places = places_of(load, len(rows), workers, ray.cluster_resources())
    blocks = [_block(rows, first, places.rows) for first in range(0, len(rows), places.rows)]
    with warnings.catch_warnings():
        # The limit of retries has no other way in yet.
        warnings.filterwarnings("ignore", message="`ray_remote_")
        results = ray.data.from_arrow(blocks).map_batches(
            LoadedWork,
            fn_constructor_args=(load, Path.cwd()),
            batch_size=None,
            batch_format="pyarrow",
            compute=ray.data.ActorPoolStrategy(size=places.actors),
            num_cpus=1,
            num_gpus=places.cards,
            max_restarts=-1,
            max_task_retries=MAX_RETRIES,
        )
    for table in results.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=1):
        yield from zip(table[NUMBER].to_pylist(), table[RESULT].to_pylist(), strict=True)


def _block(rows: Sequence[Any], first: int, size: int) -> pa.Table:
    from ray import cloudpickle

    chosen = rows[first : first + size]
    numbers = range(first, first + len(chosen))
    return pa.table(
        {NUMBER: list(numbers), ROW: pa.array([cloudpickle.dumps(row) for row in chosen], pa.large_binary())}
    )


def _in_order(found: Iterable[tuple[int, bytes]], count: int) -> Iterator[Any]:
    """Results 0 to count - 1, each once, whatever order they come in."""
    from ray import cloudpickle

    early: dict[int, bytes] = {}
    due = 0
    for number, data in found:
        early.setdefault(number, data)
        while due in early:
            result, error = cloudpickle.loads(early.pop(due))
            if error is not None:
                raise error
            due += 1
            yield result
    if due != count:
        raise ScisynthError(f"expected {count} rows from Ray, got {due}; run the same command again to resume")
