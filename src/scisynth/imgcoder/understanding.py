"""What a problem states, asks and hides: the first answer of a model that is to draw a figure, read leniently.

Values come as numbers, givens as texts ("m = 2 kg") or as a mapping ({"m": "2 kg"}), keys under another name: all of that is read.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from scisynth.imgcoder.loose_fields import MAX_PARTS, Labels, Text, fold, with_known_keys

MAX_GIVENS, MAX_HIDDEN = 60, 20
KEYS = {
    "image_type": ("type", "figure_type", "kind"),
    "summary": ("description", "figure"),
    "givens": ("given", "given_values", "knowns", "known", "values"),
    "unknown": ("asked", "asked_for", "find", "unknowns", "question"),
    "hidden": ("hide", "hidden_texts", "must_not_appear", "answer", "result"),
}
GIVEN_KEYS = {
    "symbol": ("name", "quantity", "variable", "what"),
    "value": ("number", "amount", "printed"),
    "unit": ("units",),
}
_EQUATION = re.compile(r"\s*([^=:≈]{1,80}?)\s*[=:≈]\s*(\S.*)", re.DOTALL)
_QUANTITY = re.compile(
    r"([-+−±]?\s?(?:\d[\d,.]*|\.\d+)(?:\s?[×x·*]\s?10\s?\^?\{?[-+−⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹\d]+\}?|[eE][-+]?\d+)?)\s*([^\d\s=]\S{0,30}(?:\s[^\d\s]\S{0,30}){0,3}|)"
)


class Given(BaseModel):
    """A value that the problem states."""

    model_config = ConfigDict(extra="ignore")

    symbol: Text = ""
    value: Text = ""
    unit: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _read_other_forms(cls, data: Any) -> Any:
        if isinstance(data, str | int | float) and not isinstance(data, bool):
            return _given_of_text(str(data))
        if isinstance(data, Mapping) and len(data) == 1 and not _names_of_given(data):
            ((symbol, value),) = data.items()
            return _given_of_pair(str(symbol), value)
        return with_known_keys(data, GIVEN_KEYS)


def _names_of_given(data: Mapping[str, Any]) -> bool:
    known = {fold(alias) for key, others in GIVEN_KEYS.items() for alias in (key, *others)}
    return any(fold(key) in known for key in data)


def _given_of_text(text: str) -> dict[str, str]:
    """`m = 2 kg` to its parts; a text without an equals sign is a value."""
    found = _EQUATION.fullmatch(text)
    symbol, rest = (found[1], found[2]) if found else ("", text)
    quantity = _QUANTITY.fullmatch(rest.strip())
    value, unit = (quantity[1], quantity[2]) if quantity else (rest, "")
    return {"symbol": symbol, "value": value.strip(), "unit": unit.strip()}


def _given_of_pair(symbol: str, value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return {"symbol": symbol, **with_known_keys(value, GIVEN_KEYS)}
    return {**_given_of_text(value), "symbol": symbol} if isinstance(value, str) else {"symbol": symbol, "value": value}


def _as_givens(value: Any) -> Any:
    if value is None:
        return []
    if isinstance(value, str):
        value = [part for part in re.split(r"\n|;\s|,\s(?=[^,=]{1,40}=)", value) if part.strip()]
    elif isinstance(value, Mapping):
        value = [value] if _names_of_given(value) else [{key: part} for key, part in list(value.items())[:MAX_PARTS]]
    return value[:MAX_GIVENS] if isinstance(value, list) else value


class Understanding(BaseModel):
    """Step 1: what the problem states, asks and hides. Any of it may be missing, not all of it."""

    model_config = ConfigDict(extra="ignore")

    image_type: Text = ""
    summary: Text = ""
    givens: Annotated[list[Given], BeforeValidator(_as_givens)] = []
    unknown: Text = ""
    hidden: Annotated[
        Labels, BeforeValidator(lambda texts: texts[:MAX_HIDDEN] if isinstance(texts, list) else texts)
    ] = []

    @model_validator(mode="before")
    @classmethod
    def _read_other_keys(cls, data: Any) -> Any:
        return with_known_keys(data, KEYS, shells=("understanding", "problem_understanding", "analysis"))
