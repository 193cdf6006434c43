"""A work whose rows are batches: what an engine has to know of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class BatchWork:
    """Rows are batches of seconds each, so that one row is one task: little is done again when a worker dies, and little is in memory."""

    load: Callable[[], Callable[[Any], Any]]
    on_card: bool = False
    """Whether a worker takes a card of its own where the cluster has some, since a model is faster there."""

    def __call__(self) -> Callable[[Any], Any]:
        """Makes the function that computes one row."""
        return self.load()
