"""What a family samples: named values with their units and ranges, declared as the fields of a dataclass.

    @dataclass(frozen=True, kw_only=True)
    class Incline(Parameters):
        mass: float = number("m", "kg", (1.5, 2, 2.5, 3, 4), meaning="mass of the block")
        angle: float = number(r"\\theta", "°", range(20, 39), meaning="angle of the incline")
        asked: str = one_of("friction", "normal")
        layout: str = one_of("plain", "pulled", "pushed")

        def valid(self) -> bool:
            return self.angle != 30

Declared fields can be listed, sampled at a difficulty level, stored as JSON, varied by hand and rejected. A field may give other
choices for a level: `one_of("plain", level_3=("pulled", "pushed"))`.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from random import Random
from types import MappingProxyType
from typing import Any, Self, get_args, get_origin

from scisynth.core.errors import DataError
from scisynth.figures.scene.scene import Quantity, format_number

LEVELS = (1, 2, 3)
"""Of difficulty: fewest things to read and steps to take, ordinary, most."""
MAX_TRIES = 500
"""Draws after which parameters without a valid draw are refused."""

Draw = Callable[[Random, int, Mapping[str, Any]], Any]
"""(random source, level, values of the fields before) to a value."""


@dataclass(frozen=True, kw_only=True)
class Spec:
    """How one field is drawn, and what it is."""

    draw: Draw
    symbol: str = ""
    unit: str = ""
    meaning: str = ""
    is_given: bool = False
    """Whether the value is a given of the problem, which the figure prints."""
    words: str = ""
    """The range in words, for lists of families."""
    span: tuple[float, float] = (-math.inf, math.inf)
    """Smallest and greatest choice, where a number has a range of its own."""


def parameters_of(made: type, base: type) -> Any:
    """The class of `Parameters` that a class names in the brackets of its generic base.

    Raises:
        DataError: it names none.
    """
    for item in getattr(made, "__orig_bases__", ()):
        if get_origin(item) is base:
            return get_args(item)[0]
    raise DataError(
        f"{made.__name__}: expected its parameters in brackets, as {base.__name__}[{made.__name__}Parameters]; write them"
    )


def number(
    symbol: str,
    unit: str,
    values: Sequence[float],
    *,
    meaning: str,
    given: bool = True,
    level_1: Sequence[float] = (),
    level_3: Sequence[float] = (),
) -> Any:
    """A value with its unit, one of `values`.

    Args:
        symbol: as in the figure, such as `F_1` or `\\\\theta`.
        unit: of the value, as printed; empty for a pure number.
        values: the choices, such as `range(20, 39)`.
        meaning: what it is, such as `mass of the block`.
        given: whether the problem states it and the figure prints it.
        level_1, level_3: other choices at that level.
    """
    choices = _by_level(values, level_1, level_3)
    return _spec(
        Spec(
            draw=lambda draw, level, _: draw.choice(choices[level]),
            symbol=symbol,
            unit=unit,
            meaning=meaning,
            is_given=given,
            words=f"{format_number(min(values))} to {format_number(max(values))} {unit}".strip(),
            span=(min(every := [value for of_level in choices.values() for value in of_level]), max(every)),
        )
    )


def one_of(*options: Any, level_1: Sequence[Any] = (), level_3: Sequence[Any] = ()) -> Any:
    """One of a few words or values, equally often; words are translated by `words` of the text file."""
    choices = _by_level(options, level_1, level_3)
    every = dict.fromkeys(str(option) for option in (*options, *level_1, *level_3))
    return _spec(Spec(draw=lambda draw, level, _: draw.choice(choices[level]), words=", ".join(every)))


def several(
    options: Sequence[Any], num: int | Sequence[int], *, level_1: Sequence[int] = (), level_3: Sequence[int] = ()
) -> Any:
    """A tuple of different `options` in random order; `num` of them, or one of several numbers, which levels may change."""
    counts = _by_level((num,) if isinstance(num, int) else num, level_1, level_3)
    return _spec(
        Spec(
            draw=lambda draw, level, _: tuple(draw.sample(list(options), draw.choice(counts[level]))),
            words=f"several of {', '.join(str(option) for option in options)}",
        )
    )


def drawn(
    function: Draw, *, words: str, symbol: str = "", unit: str = "", meaning: str = "", given: bool = False
) -> Any:
    """Any other value: `function(draw, level, values)` gets the values of the fields before; `words` says the range."""
    return _spec(Spec(draw=function, symbol=symbol, unit=unit, meaning=meaning, is_given=given, words=words))


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """Base of the parameters of every family; the fields are declared with `number`, `one_of`, `several` and `drawn`."""

    level: int = field(default=1)
    """Of difficulty, 1 to 3."""

    def valid(self) -> bool:
        """Whether a figure can be drawn of these values; what is not valid is drawn again."""
        return True

    @classmethod
    def specs(cls) -> dict[str, Spec]:
        """The declared fields, in order."""
        return {item.name: item.metadata["spec"] for item in fields(cls) if "spec" in item.metadata}

    @classmethod
    def number_names(cls) -> list[str]:
        """The fields that are numbers with a symbol."""
        return [name for name, spec in cls.specs().items() if spec.symbol]

    @classmethod
    def sample(cls, draw: Random, level: int, fixed: Mapping[str, Any] = MappingProxyType({})) -> Self:
        """Valid parameters of a level; those in `fixed` have their value and are not drawn.

        Raises:
            DataError: none was valid in `MAX_TRIES` draws, or there is no such level.
        """
        if level not in LEVELS:
            raise DataError(f"level: expected one of {', '.join(map(str, LEVELS))}, got {level}")
        for _ in range(MAX_TRIES):
            values: dict[str, Any] = {}
            for name, spec in cls.specs().items():
                values[name] = fixed[name] if name in fixed else spec.draw(draw, level, values)
            found = cls(level=level, **values)
            if found.valid():
                return found
        raise DataError(
            f"{cls.__name__}: expected a valid draw at level {level}, found none in {MAX_TRIES}; widen the ranges, or "
            "correct valid()"
        )

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`, also after JSON has turned tuples into lists.

        Raises:
            DataError: an unknown or missing name, or values that are not valid.
        """
        known = {item.name for item in fields(cls)}
        if unknown := row.keys() - known:
            raise DataError(
                f"{cls.__name__}: unknown parameter {sorted(unknown)[0]!r}; known: {', '.join(sorted(known))}"
            )
        if missing := cls.specs().keys() - row.keys():
            raise DataError(f"{cls.__name__}: expected the parameter {sorted(missing)[0]!r}, found none; add it")
        found = cls(**{name: _tupled(value) for name, value in row.items()})
        if not found.valid():
            raise DataError(f"{cls.__name__}: expected values of which a figure can be drawn, got {dict(row)}")
        return found

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {"level": self.level, **{name: _listed(getattr(self, name)) for name in self.specs()}}

    def quantity(self, name: str) -> Quantity:
        """A number with its symbol, unit and meaning."""
        spec = self.specs()[name]
        return Quantity(symbol=spec.symbol, value=getattr(self, name), unit=spec.unit, meaning=spec.meaning)

    def label(self, name: str) -> str:
        """`$m$ = 2 kg`, as a figure states a given."""
        return self.quantity(name).label

    def text(self, name: str) -> str:
        """`2 kg`."""
        return self.quantity(name).text

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The numbers that the problem states, in order."""
        return tuple(self.quantity(name) for name, spec in self.specs().items() if spec.is_given)


def _by_level(middle: Sequence[Any], low: Sequence[Any], high: Sequence[Any]) -> dict[int, Sequence[Any]]:
    return {1: tuple(low or middle), 2: tuple(middle), 3: tuple(high or middle)}


def _spec(spec: Spec) -> Any:
    return field(metadata={"spec": spec})


def _listed(value: Any) -> Any:
    return [_listed(item) for item in value] if isinstance(value, tuple) else value


def _tupled(value: Any) -> Any:
    return tuple(_tupled(item) for item in value) if isinstance(value, list) else value
