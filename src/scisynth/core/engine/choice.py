"""One way to map rows, and the name that says where: `local`, `ray` or `ray:ADDRESS`.

    engine = engine_of("ray")
    with closing(engine.map(by_row(draw), rows, workers=2)) as drawings:    # one row in, one row out, in order
        for row, drawing in zip(rows, drawings, strict=True):
            journal.append(...)                                             # what is stored is not asked for again

What every engine keeps to:

* Row n of the result belongs to row n of the input. No row is lost, doubled or moved.
* A work is given as a function that *loads* it. Each worker calls that once, so a model is read once a worker. A work with `close` is closed
  where it ran in this process.
* What one row cannot have is a value the work returns, for example a row with a reason; a work raises only what would befall every row.
* A few rows a worker are in flight, so that memory does not grow with the rows.
* The engine is no setting of a run: a run started with one is resumed with another.
"""

from collections.abc import Callable, Generator, Iterable
from functools import partial
from typing import Any, Protocol, TypeVar

from scisynth.core.engine.local import LocalEngine
from scisynth.core.engine.work import BatchWork
from scisynth.core.errors import ConfigError

Item = TypeVar("Item")
Result = TypeVar("Result")
Model = TypeVar("Model")
Load = Callable[[], Callable[[Item], Result]]
"""Makes the function that computes one row; both must be importable on the machines that work."""
LOCAL, RAY = "local", "ray"
LOCAL_ENGINE = LocalEngine()
"""What works where no engine is named."""


class Engine(Protocol):
    """Where rows are computed."""

    def map(self, load: "Load[Item, Result]", items: Iterable[Item], *, workers: int) -> Generator[Result, None, None]:
        """A result an item, in the order of the items. Close it to stop early.

        Args:
            load: makes the work, once a worker.
            items: the rows.
            workers: processes that work. 0: `local` works in this process, `ray` on every core of the cluster.

        Raises:
            ScisynthError: what the work raised, or workers that died again and again.
        """
        ...


def by_row(function: Callable[[Item], Result]) -> "Load[Item, Result]":
    """A function that needs no loading, as a work."""
    return partial(_given, function)


def by_model(
    function: Callable[[Model, Item], Result],
    model: Model,
    load: Callable[[], Model],
    engine: Engine,
    *,
    on_card: bool = True,
) -> "Load[Item, Result]":
    """What a model does with a batch, as a work.

    Args:
        function: of a model and a batch.
        model: the one of this process, which works where this process works; else it leaves its card to the workers.
        load: loads the same elsewhere, once a worker.
        engine: where it is going to work.
        on_card: whether it is faster on a card, so that a worker takes one where there are some.
    """
    if engine is LOCAL_ENGINE:
        return by_row(partial(function, model))
    leave_to(engine, model)
    return BatchWork(partial(_with_model, function, load), on_card=on_card)


def leave_to(engine: Engine, model: Any) -> None:
    """Where another engine works, a model of this process that can `leave_card` does: a worker of this machine may need all of it."""
    if engine is not LOCAL_ENGINE and hasattr(model, "leave_card"):
        model.leave_card()


def engine_of(name: str) -> Engine:
    """The engine that a name stands for.

    Args:
        name: `local`, `ray` (this machine, or the cluster that `RAY_ADDRESS` names), or `ray:ADDRESS` as `ray.init` takes it,
            or `ray://HOST:PORT`.

    Raises:
        ConfigError: no such engine.
        MissingExtraError: Ray is not installed.
    """
    kind, separator, address = name.partition(":")
    if name == LOCAL:
        return LOCAL_ENGINE
    if kind != RAY or (separator and not address):
        raise ConfigError(f"--engine {name}: expected local, ray or ray:ADDRESS, for example ray:10.0.0.5:6379")
    from scisynth.core.engine.ray_data import RayEngine

    # `ray://HOST:PORT` is an address whole.
    return RayEngine(name if address.startswith("//") else address)


def _given(function: Any) -> Any:
    return function


def _with_model(function: Callable[..., Any], load: Callable[[], Any]) -> Callable[[Any], Any]:
    return partial(function, load())
