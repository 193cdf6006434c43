"""Places of complex scenes, and what each may hold of what conditions and subjects need; written in `data/places.yaml`.

    kitchen: {phrase: in the kitchen, offers: [indoors, oven, freezer]}      a place
    freezer: {phrase: in a freezer ..., needs: [freezer]}                    a condition of a law
    snowman: {not_under: [oven, pan], ...}                                   a subject of a law

A place holds a scene where it offers everything that the condition and the subject need.
Not covered: how likely a thing is to stand in a place.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scisynth.core.errors import DataError, nearest
from scisynth.science.law_schema import Text

NEEDS, NOT_UNDER = "needs", "not_under"
"""Keys of conditions and of subjects that choose scenes and are no facts."""
ELSEWHERE = "elsewhere"
"""What no place offers: a condition that is a place of its own, such as a glacier, needs it."""


class Place(BaseModel):
    """Where a complex scene may stand."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phrase: Text
    """What a prompt says."""
    offers: Annotated[list[Text], Field(min_length=1)]
    """What it may hold, in the words of `needs`."""


def parse_places(raw: Mapping[str, Any]) -> Mapping[str, Place]:
    """The places of a YAML file by name.

    Raises:
        DataError: one line: the place, what was expected, what came.
    """
    places = {}
    for name, value in raw.items():
        try:
            places[name] = Place.model_validate(value)
        except ValidationError as error:
            first = error.errors()[0]
            where = ", ".join([str(name), *map(str, first["loc"])])
            raise DataError(f"places.yaml: {where}: {first['msg']}, got {first['input']!r:.60}; correct it") from None
    return places


def check_needs(where: str, values: Mapping[str, Any], places: Mapping[str, Place], conditions: Sequence[str]) -> None:
    """Raises `DataError` where a condition or a subject needs what no place offers, or avoids a condition that is not there."""
    offers = dict.fromkeys(name for place in places.values() for name in place.offers)
    for key, known in ((NEEDS, [ELSEWHERE, *offers]), (NOT_UNDER, conditions)):
        names = values.get(key, [])
        if not isinstance(names, list):
            raise DataError(f"{where}, {key}: expected a list of {', '.join(known)}, got {names!r}; correct it")
        for name in names:
            if name not in known:
                raise DataError(f"{where}, {key}: unknown name {name!r}; {nearest(str(name), known)}")
    if conditions and set(values.get(NOT_UNDER, [])) == set(conditions):
        raise DataError(f"{where}, {NOT_UNDER}: expected a condition to be left, found none; take one off the list")
