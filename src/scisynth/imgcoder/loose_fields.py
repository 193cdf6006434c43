"""Fields of a model's answer read as they were meant: a number for a text, a text for a list, a mapping for pairs, one shell too many.

as_text(45)                          "45"
as_texts("3 cm; 4 cm")               ["3 cm", "4 cm"]
as_labels({"label:a": "3 cm"})       ["3 cm"]

Only the form is forgiven here. What a field *says* is never guessed: an answer without any of the keys asked for is none.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

MAX_TEXT_CHARS = 2000
MAX_PARTS = 200
"""Of a list or a mapping that is read; what follows is left out."""
DEPTH = 3
TEXT_KEYS = ("text", "label", "value", "words", "name")
"""Of an object that stands for a text, in the order in which they count."""
NOTHING = frozenset({"", "none", "n/a", "na", "null", "nothing", "-", "()", "[]", "(none)"})
_BULLET = re.compile(r"^\s{0,8}(?:[-*•]|\d{1,2}[.)])\s+")
_COMMA = re.compile(r",\s+(?![^()\[\]]{0,200}[)\]])")


def tidy(text: str) -> str:
    """Of a length that a prompt can carry, and encodable."""
    return text[:MAX_TEXT_CHARS].encode(errors="replace").decode()


def as_text(value: Any, depth: int = DEPTH) -> Any:
    """A text for a text, a number, a list of texts or an object; other things as they are, for the schema to refuse."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float | list | Mapping):
        return value
    if isinstance(value, int | float):
        return f"{value:.12g}"
    if depth == 0:
        return ""
    if isinstance(value, Mapping):
        pairs = list(value.items())[:MAX_PARTS]
        return "; ".join(f"{key}: {as_text(part, depth - 1)}" for key, part in pairs)
    return ", ".join(str(as_text(part, depth - 1)) for part in value[:MAX_PARTS])


def as_texts(value: Any) -> Any:
    """A list of texts for a list of anything, a text of several lines, or an object."""
    if value is None:
        return []
    if isinstance(value, str):
        value = [_BULLET.sub("", part).strip() for part in re.split(r"\n|;\s", value)]
    elif isinstance(value, Mapping):
        value = [f"{key}: {as_text(part)}" for key, part in value.items()]
    elif not isinstance(value, list):
        value = [value]
    texts = [as_text(part) for part in value[:MAX_PARTS]]
    return [text for text in texts if not isinstance(text, str) or text.strip().lower() not in NOTHING]


def as_labels(value: Any) -> Any:
    """As `as_texts`, where an entry is what stands on the page: the value of an object, the parts between commas of a text."""
    if isinstance(value, str) and not re.search(r"\n|;\s", value):
        value = _COMMA.split(value)
    elif isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        value = [_label_of(part) for part in value[:MAX_PARTS]]
    return as_texts(value)


def _label_of(part: Any) -> Any:
    if not isinstance(part, Mapping):
        return part
    return next((part[key] for key in TEXT_KEYS if part.get(key) not in (None, "")), part)


Tidy = Annotated[str, AfterValidator(tidy)]
"""A text as it came; other kinds of values are not made texts."""
Text = Annotated[str, BeforeValidator(as_text), AfterValidator(tidy)]
Texts = Annotated[list[Text], BeforeValidator(as_texts)]
Labels = Annotated[list[Text], BeforeValidator(as_labels)]


def fold(name: object) -> str:
    """A key without case, spaces and signs between words."""
    return re.sub(r"[\s_-]+", "", str(name)).casefold()


def with_known_keys(data: Any, aliases: Mapping[str, Sequence[str]], shells: Sequence[str] = ()) -> Any:
    """The object with the keys of a schema, out of its shell; raises ValueError where it has none of them.

    Args:
        data: what a model answered.
        aliases: key of the schema to other names under which models give it.
        shells: names under which the object may stand next to numbers and other objects; words next to it might take it back.
    """
    if not isinstance(data, Mapping):
        return data
    names = {fold(alias): key for key, others in aliases.items() for alias in (key, *others)}
    if not any(fold(key) in names for key in data):
        data = _inner(data, shells)
    read: dict[str, Any] = {}
    for key, value in data.items():
        known = names.get(fold(key))
        if known and (known not in read or key == known):
            read[known] = value
    if not read:
        raise ValueError(f"expected an object with {', '.join(aliases)}")
    return read


def _inner(data: Mapping[Any, Any], shells: Sequence[str]) -> Mapping[Any, Any]:
    if any(isinstance(value, str) for value in data.values()):
        return data
    named = {fold(name) for name in shells}
    return next((value for key, value in data.items() if fold(key) in named and isinstance(value, Mapping)), data)
