"""Progress on stderr, so that stdout stays free for results: a bar where somebody watches, a line now and then in the log of a long run."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
LINE_EVERY_S = 30.0
"""Seconds between two lines where no bar is shown."""
_HUSHED = False


def hush() -> None:
    """No bars in this process from now on: a server has a batch every moment, and nobody waits for one of them."""
    global _HUSHED
    _HUSHED = True


def _is_watched() -> bool:
    return sys.stderr.isatty() and not _HUSHED


def track(items: Iterable[T], *, total: int | None = None, label: str = "", done: int = 0) -> Iterator[T]:
    """Iterates with a bar that shows rate and time left; `done` items were finished by an earlier run."""
    with progress_bar(label, total=total, done=done) as advance:
        for item in items:
            yield item
            advance(1)


@contextmanager
def progress_bar(label: str, *, total: int | None, done: int = 0) -> Iterator[Callable[[int], None]]:
    """A bar advanced by hand: `with progress_bar("score", total=n) as advance: advance(batch)`.

    Where stderr is no terminal it is a line each `LINE_EVERY_S`, so that short work says nothing.
    """
    if not _is_watched():
        yield _lines(label, total, done)
        return
    # rich is imported here because it costs 50 ms that `scisynth --help` does not have.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=total, completed=done)
        yield lambda step: bar.advance(task, step)


def _lines(label: str, total: int | None, done: int) -> Callable[[int], None]:
    """`advance` of a bar that nobody sees."""
    started = told = time.monotonic()
    count = done

    def advance(step: int) -> None:
        nonlocal count, told
        count += step
        now = time.monotonic()
        if _HUSHED or now - told < LINE_EVERY_S:
            return
        told = now
        left = (
            f", {duration((now - started) / max(count - done, 1) * (total - count))} left"
            if total and count < total
            else ""
        )
        say(f"{label}: {count}{f' of {total}' if total else ''}{left}")

    return advance


def say(message: str) -> None:
    """One line for people, on stderr."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


class StepLines:
    """A line now and then, where stderr is a file and no bar is shown: step, numbers, time left.

    Args:
        label: what is being done.
        total: its steps.
        done: steps of an earlier start, which say nothing about the speed of this one.
    """

    def __init__(self, label: str, *, total: int, done: int = 0) -> None:
        self._label, self._total, self._done = label, total, done
        self._started = self._told = time.monotonic()

    def tell(self, step: int, numbers: Mapping[str, float], *, now: bool = False) -> None:
        """Says where the work stands, if the last line is old enough, the work is at its end, or `now` is set."""
        at = time.monotonic()
        is_due = now or step in (self._done + 1, self._total) or at - self._told >= LINE_EVERY_S
        if sys.stderr.isatty() or not is_due:
            return
        self._told = at
        parts = [
            f"{self._label}: step {step} of {self._total}",
            *(f"{name} {value:.4g}" for name, value in numbers.items()),
        ]
        if self._done < step < self._total:
            parts.append(f"{duration((at - self._started) / (step - self._done) * (self._total - step))} left")
        say(", ".join(parts))


def duration(seconds: float) -> str:
    """`45 s`, `12 min` or `3 h 20 min`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
