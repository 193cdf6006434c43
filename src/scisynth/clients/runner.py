"""From asyncio to plain iteration: many requests under way in a thread of their own, results as they finish.

The event loop lives in that thread, so it works the same from a script, a worker thread or a notebook. Leaving the iteration early
(an error, `break`, Ctrl-C) cancels what is under way and waits for the thread, which takes no longer than closing connections.
"""

import asyncio
import queue
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from typing import TypeVar

from scisynth.core.progress import progress_bar

T = TypeVar("T")
Answer = Callable[[int], Awaitable[T]]


def run_each(
    session: Callable[[], AbstractAsyncContextManager[Answer[T]]], count: int, *, workers: int, label: str = ""
) -> Iterator[tuple[int, T]]:
    """Yields (index, result) for every index below `count`, `workers` at a time; the first error ends the run."""
    results: queue.SimpleQueue[tuple[int, T] | None] = queue.SimpleQueue()
    started: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()

    async def work() -> None:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert task is not None
        started.put(lambda: loop.call_soon_threadsafe(task.cancel))
        indices = iter(range(count))

        async def worker(answer: Answer[T]) -> None:
            for index in indices:
                results.put((index, await answer(index)))

        try:
            async with session() as answer, asyncio.TaskGroup() as group:
                for _ in range(min(workers, count)):
                    group.create_task(worker(answer))
        finally:
            results.put(None)

    with ThreadPoolExecutor(1, thread_name_prefix="scisynth-requests") as pool:
        outcome = pool.submit(lambda: asyncio.run(work()))
        cancel = started.get()
        try:
            with progress_bar(label, total=count) if label else nullcontext(lambda step: None) as advance:
                while (item := results.get()) is not None:
                    advance(1)
                    yield item
            _raise_first(outcome.exception())
        finally:
            # A loop that closed in between has nothing left to cancel.
            with suppress(RuntimeError):
                cancel()


def _raise_first(error: BaseException | None) -> None:
    """Raises the error that began it; the others of its group are echoes."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if error is not None:
        raise error
