"""The processes of this machine for long ordered work: bounded, interruptible, and gone when their parent is.

`LocalEngine` differs from `ProcessPoolExecutor.map` in four ways: the work travels once a worker instead of once a row; a few tasks a worker are in flight, never all; Ctrl-C waits for the tasks that run and drops the others; and a
parent killed with SIGKILL leaves no worker behind.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, TypeVar

from scisynth.core.errors import ScisynthError

Item = TypeVar("Item")
Result = TypeVar("Result")

TASKS_PER_WORKER = 4

_load: Callable[[], Callable[[Any], Any]]
"""Makes what this worker computes; set once, when it starts."""
_function: Callable[[Any], Any] | None = None
"""What this worker computes; made for its first row, so that an error of it is an error of that row."""


class LocalEngine:
    """This process, or processes of this machine."""

    def map(
        self, load: Callable[[], Callable[[Item], Result]], items: Iterable[Item], *, workers: int
    ) -> Generator[Result, None, None]:
        """As `engine.choice.Engine.map`; 0 workers: this process."""
        if workers == 0:
            function = load()
            try:
                yield from map(function, items)
            finally:
                if hasattr(function, "close"):
                    function.close()
            return
        methods = multiprocessing.get_all_start_methods()
        # A forked copy of a process that runs torch threads may hang; both of these start clean.
        context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(load,))
        try:
            waiting = iter(items)
            flying: deque[Future[Result]] = deque(
                pool.submit(_call, item) for item in islice(waiting, TASKS_PER_WORKER * workers)
            )
            while flying:
                result = flying.popleft().result()
                flying.extend(pool.submit(_call, item) for item in islice(waiting, 1))
                yield result
        except BrokenProcessPool:
            raise ScisynthError(
                "a worker process died, perhaps for lack of memory; finished rows are safe, "
                "run the same command again to resume (fewer workers need less memory)"
            ) from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _start_worker(load: Callable[[], Callable[[Any], Any]]) -> None:
    global _load
    _load = load
    # Ctrl-C reaches every process of the terminal; the parent alone decides when the workers end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker waits for tasks on a pipe that its own copy keeps open: it would never notice that nobody is left."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "runs in workers only"
    parent.join()
    os._exit(1)


def _call(item: Any) -> Any:
    global _function
    if _function is None:
        _function = _load()
    return _function(item)
