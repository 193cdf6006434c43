"""Progress on stderr, so that stdout stays free for results. Quiet when nobody watches or `--json` is set."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


def track(items: Iterable[T], *, total: int | None = None, label: str = "", done: int = 0) -> Iterator[T]:
    """Iterates with a bar that shows rate and time left; `done` items were finished by an earlier run."""
    if not sys.stderr.isatty():
        yield from items
        return
    with progress_bar(label, total=total, done=done) as advance:
        for item in items:
            yield item
            advance(1)


@contextmanager
def progress_bar(label: str, *, total: int | None, done: int = 0) -> Iterator[Callable[[int], None]]:
    """A bar advanced by hand: `with progress_bar("score", total=n) as advance: advance(batch)`."""
    # rich is imported here because it costs 50 ms that `scisynth --help` does not have.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(label, total=total, completed=done)
        yield lambda step: bar.advance(task, step)


def say(message: str) -> None:
    """One line for people, on stderr."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()
