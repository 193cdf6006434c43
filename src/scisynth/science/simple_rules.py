"""Rules that need no code: a law file states them under `rule`, and they decide from facts, conditions and constants by name.

    rule: {threshold: {fact: permeability, above: attracted_above, then: sticks, else: drops}}
    rule: {ranges: {fact: ph, limits: [3.1, 4.4], outcomes: [red, orange, yellow]}}     below 3.1, from 3.1 to below 4.4, from 4.4
    rule: {table: {of: season, outcomes: {winter: bare, summer: green}}}
    rule: {table: {of: [season, leaves], outcomes: {winter: {deciduous: bare, evergreen: green}, summer: ...}}}
    rule: {order: {highest: {oil_density: water_on_top, water_density: oil_on_top}}}    the outcome of the largest fact; or `lowest`

A name is a fact of the subject, a fact of the condition or a constant of the law; a limit may also be a number. What does not fit
into one of the four is a function: `rule: file.py:NAME`. The facts of a law with a simple rule are words of its templates, with their
units: `{permeability}`.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictFloat, StrictInt, ValidationError

from scisynth.core.errors import DataError, nearest

Limit = StrictInt | StrictFloat | str


@dataclass(frozen=True, kw_only=True)
class Decision:
    """An outcome and the comparison that it follows from."""

    outcome: str
    fact: str
    """Name of the deciding fact."""
    relation: str
    """`is above`, `is below`, `is`."""
    limit: Limit | None = None
    """What the fact was compared with: a number or a name; None where there is none."""


class _Simple(BaseModel, ABC):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """Names of the facts that it reads."""

    @property
    @abstractmethod
    def named_outcomes(self) -> tuple[str, ...]:
        """Every outcome that it may give."""

    @abstractmethod
    def decide(self, values: Mapping[str, Any]) -> Decision:
        """The outcome for facts by name.

        Raises:
            KeyError: a value that a table does not have.
            TypeError: a comparison of a number with a text.
        """

    def limits(self) -> tuple[tuple[str, Limit], ...]:
        """(fact, limit) of every comparison of a number, for border cases."""
        return ()


class Threshold(_Simple):
    """One outcome above a limit, another at it or below it."""

    fact: str
    above: Limit
    then: str
    otherwise: Annotated[str, Field(alias="else")]

    @property
    def names(self) -> tuple[str, ...]:
        """The fact, and the limit where it has a name."""
        return (self.fact, *([self.above] if isinstance(self.above, str) else []))

    @property
    def named_outcomes(self) -> tuple[str, ...]:
        """Both."""
        return (self.then, self.otherwise)

    def decide(self, values: Mapping[str, Any]) -> Decision:
        """`then` above the limit, else the other."""
        is_above = values[self.fact] > _value(self.above, values)
        outcome, relation = (self.then, "is above") if is_above else (self.otherwise, "is not above")
        return Decision(outcome=outcome, fact=self.fact, relation=relation, limit=self.above)

    def limits(self) -> tuple[tuple[str, Limit], ...]:
        """The one."""
        return ((self.fact, self.above),)


class Ranges(_Simple):
    """Outcomes by ranges of one fact; a limit belongs to the range above it."""

    fact: str
    cuts: Annotated[list[Limit], Field(alias="limits", min_length=1)]
    outcomes: Annotated[list[str], Field(min_length=2)]

    @property
    def names(self) -> tuple[str, ...]:
        """The fact, and the limits that have names."""
        return (self.fact, *(limit for limit in self.cuts if isinstance(limit, str)))

    @property
    def named_outcomes(self) -> tuple[str, ...]:
        """One a range."""
        return tuple(self.outcomes)

    def decide(self, values: Mapping[str, Any]) -> Decision:
        """The outcome of the range that the fact lies in."""
        limits = [_value(limit, values) for limit in self.cuts]
        if limits != sorted(limits) or len(self.outcomes) != len(limits) + 1:
            raise ValueError("expected rising limits and one outcome more than limits")
        place = sum(values[self.fact] >= limit for limit in limits)
        relation, limit = ("is below", self.cuts[0]) if place == 0 else ("is at least", self.cuts[place - 1])
        return Decision(outcome=self.outcomes[place], fact=self.fact, relation=relation, limit=limit)

    def limits(self) -> tuple[tuple[str, Limit], ...]:
        """All of them."""
        return tuple((self.fact, limit) for limit in self.cuts)


class Table(_Simple):
    """Outcomes by the words that facts have."""

    of: str | list[str]
    outcomes: Annotated[dict[str, Any], BeforeValidator(lambda table: _with_words(table))]

    @property
    def names(self) -> tuple[str, ...]:
        """The facts looked up, in their order."""
        return (self.of,) if isinstance(self.of, str) else tuple(self.of)

    @property
    def named_outcomes(self) -> tuple[str, ...]:
        """The leaves of the table."""
        return tuple(dict.fromkeys(_leaves(self.outcomes)))

    def decide(self, values: Mapping[str, Any]) -> Decision:
        """The entry for the facts' words; a number or yes/no counts as it is written."""
        found: Any = self.outcomes
        for name in self.names:
            if not isinstance(found, Mapping):
                raise ValueError(f"expected a table by {name}, got the outcome {found!r}")
            found = found[_word(values[name])]
        if not isinstance(found, str):
            raise ValueError(f"expected an outcome after {', '.join(self.names)}, got a further table")
        return Decision(outcome=found, fact=self.names[-1], relation="is")


class Order(_Simple):
    """The outcome of the highest, or of the lowest, of several facts."""

    highest: dict[str, str] = {}
    lowest: dict[str, str] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The facts compared."""
        return (*self.highest, *self.lowest)

    @property
    def named_outcomes(self) -> tuple[str, ...]:
        """One a fact."""
        return (*self.highest.values(), *self.lowest.values())

    def decide(self, values: Mapping[str, Any]) -> Decision:
        """The outcome of the fact that wins."""
        if bool(self.highest) == bool(self.lowest) or len(self.names) < 2:
            raise ValueError("expected `highest` or `lowest` with at least two facts")
        place = {name: values[name] for name in self.names}
        best = max(place, key=place.__getitem__) if self.highest else min(place, key=place.__getitem__)
        if list(place.values()).count(place[best]) > 1:
            raise ValueError(f"two facts are equal: {', '.join(name for name in place if place[name] == place[best])}")
        word = "highest" if self.highest else "lowest"
        return Decision(outcome={**self.highest, **self.lowest}[best], fact=best, relation=f"is the {word}")


SimpleRule = Threshold | Ranges | Table | Order
KINDS: Mapping[str, type[Threshold] | type[Ranges] | type[Table] | type[Order]] = {
    "threshold": Threshold,
    "ranges": Ranges,
    "table": Table,
    "order": Order,
}


def read_simple_rule(raw: Mapping[str, Any]) -> SimpleRule:
    """The rule that a law file states.

    Raises:
        DataError: no such kind, or a key that is missing, unknown or of another type.
    """
    if len(raw) != 1 or next(iter(raw)) not in KINDS:
        name = str(next((key for key in raw if key not in KINDS), ""))
        raise DataError(
            f"rule: expected one of {', '.join(KINDS)}, got {', '.join(map(str, raw))}; {nearest(name, KINDS)}"
        )
    ((kind, values),) = raw.items()
    try:
        return KINDS[kind].model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ", ".join(map(str, first["loc"][:1])) or kind
        raise DataError(f"rule, {kind}, {where}: {first['msg']}, got {first.get('input')!r:.60}; correct it") from None


def _value(limit: Limit, values: Mapping[str, Any]) -> Any:
    return values[limit] if isinstance(limit, str) else limit


def _word(value: Any) -> str:
    return (
        ("yes" if value else "no")
        if isinstance(value, bool)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )


def _with_words(table: Any) -> Any:
    """A table whose keys are words at every level: YAML reads `yes` and `1` as no texts."""
    if not isinstance(table, Mapping):
        return table
    return {_word(key): _with_words(value) for key, value in table.items()}


def _leaves(table: Mapping[str, Any]) -> Iterator[str]:
    for value in table.values():
        if isinstance(value, Mapping):
            yield from _leaves(value)
        else:
            yield str(value)
