"""Options and keys of quizzes, in every plain way in which people write them, as letters.

    options    {"a": ..., "b": ...}, {"1": ...}, {"option_a": ...}, ["...", "..."], [{"label": "A", "text": ...}], "A) ...\\nB) ..."
    key        `b`, `B.`, `(B)`, `Option B`, `B) 2 kg`, the option's text, a place in a list

Labels become A, B, C, ... A key that says two things (a letter that is also another option's text; a place that may count from 0
or from 1; two fields that disagree) or nothing is kept as a fault with its reason: such a quiz is never asked and never counted as
answered wrongly. Whether places count from 0 or from 1 is read from the whole file, where some key is 0 or the number of options.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from scisynth.core.errors import DataError
from scisynth.core.problems import Quiz
from scisynth.core.strict_json import parse_json

LETTER_FIELDS = ("correct_option", "correct_letter", "answer_letter", "answer_key", "answerkey", "key")
TEXT_FIELDS = ("correct_answer", "correct", "answer", "label", "gold", "solution", "target")
INDEX_FIELDS = ("answer_index", "answer_idx", "correct_index", "correct_idx", "label_index", "answer_id")
KEY_FIELDS = (*LETTER_FIELDS, *TEXT_FIELDS, *INDEX_FIELDS)
OPTION_FIELDS = ("options", "choices", "answers", "candidates")
QUESTION_FIELDS = ("question", "quiz", "text", "prompt")
LABEL_FIELDS = ("label", "letter", "key", "id", "option")
TEXT_OF_OPTION = ("text", "value", "content", "option", "answer")
MIN_OPTIONS, MAX_OPTIONS = 2, len(ascii_uppercase)
_LABEL = re.compile(r"(?:option|choice|answer|opt)?[\s_\-.]*[(\[{]?\s*([a-z]|\d{1,2})\s*[)\]}.:]*", re.IGNORECASE)
_KEY = re.compile(
    r"(?:the\s+)?(?:correct\s+)?(?:option|choice|answer|opt|ans|key)?\s*(?:is|=|:)?[\s_\-]*[(\[{*]*\s*([a-z])\s*[)\]}.:*]*\s*",
    re.IGNORECASE,
)
_KEY_WITH_TEXT = re.compile(
    r"(?:option\s+)?(?:[(\[]\s*([a-z])\s*[)\]]|([a-z])\s*[).:\]])\s*(\S.*)", re.IGNORECASE | re.DOTALL
)
_LINE = re.compile(r"^\s*[(\[]?([A-Za-z]|\d{1,2})[)\].:]\s+", re.MULTILINE)
_INLINE = re.compile(r"(?:^|\s)[(\[]?([A-Z]|[a-z])[)\].:]\s+")


@dataclass(frozen=True, kw_only=True)
class Options:
    """Options under letters."""

    by_letter: Mapping[str, str]
    letter_of: Mapping[str, str]
    """The data's own labels, in lower case, to letters; empty where it has none, as in a list."""
    has_numbers: bool = False
    """Whether the data's own labels are numbers."""


def read_quiz(row: Any, where: str, base: int | None = None) -> Quiz:
    """A quiz of a data set.

    Args:
        row: question, options and key under any of their usual names.
        where: its place, for messages.
        base: what places count from, 0 or 1 (`index_base`); None where the file does not show it.

    Raises:
        DataError: no question with options.
    """
    options_given = first_of(row, OPTION_FIELDS) if isinstance(row, Mapping) else None
    if isinstance(row, Mapping) and options_given is None:
        options_given = _in_columns(row)
    if options_given is None:
        raise DataError(f"{where}: expected a question with its options")
    options = read_options(options_given, where)
    question = first_of(row, QUESTION_FIELDS)
    if question is not None and not isinstance(question, str | int | float):
        raise DataError(f"{where}, field 'question': expected text, got {type(question).__name__}")
    letter, fault = read_key(row, options, base)
    evidence = first_of(row, ("evidence_snippet", "evidence"))
    return Quiz(
        question="" if question is None else str(question),
        options=options.by_letter,
        correct=letter,
        evidence=evidence if isinstance(evidence, str) else "",
        key_fault=fault,
    )


def first_of(row: Mapping[str, Any], names: Sequence[str]) -> Any:
    """The first of these fields that is there; None where all are absent or null."""
    return next((row[name] for name in names if row.get(name) is not None), None)


# --- options -------------------------------------------------------------------------------------------------------


def read_options(value: Any, where: str) -> Options:
    """Options from a mapping, a list or a text.

    Raises:
        DataError: fewer than two options, or something that holds none.
    """
    if isinstance(value, str):
        value = _from_text(value)
    if isinstance(value, Mapping) and all(isinstance(item, list) for item in value.values()) and "text" in value:
        # Two lists side by side, as ARC has them.
        labels = value.get("label") or list(ascii_uppercase[: len(value["text"])])
        value = dict(zip(map(str, labels), value["text"], strict=False))
    if isinstance(value, list):
        value = _labelled(value)
    if isinstance(value, list | Mapping) and not MIN_OPTIONS <= len(value) <= MAX_OPTIONS:
        raise DataError(f"{where}: expected {MIN_OPTIONS} to {MAX_OPTIONS} options, got {len(value)}")
    if isinstance(value, list):
        pairs = list(zip(ascii_uppercase, value, strict=False))
        own: list[str] = []
    elif isinstance(value, Mapping):
        own = [str(name).strip() for name in value]
        pairs = list(zip(_letters(own), value.values(), strict=True))
    else:
        raise DataError(f"{where}: expected a question with its options, got options of type {type(value).__name__}")
    return Options(
        by_letter={letter: _text(item) for letter, item in pairs},
        letter_of={name.casefold(): letter for name, (letter, _) in zip(own, pairs, strict=False)},
        has_numbers=_has_numbers(value),
    )


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _letters(names: Sequence[str]) -> list[str]:
    """A letter for each label; numbers and words are lettered in their order, a stray label among letters stays as it is."""
    found = [_LABEL.fullmatch(name) for name in names]
    labels = [match[1].upper() if match else name for match, name in zip(found, names, strict=True)]
    if all(label.isdecimal() for label in labels):
        order = sorted(labels, key=int)
        return [ascii_uppercase[order.index(label)] for label in labels]
    if not any(len(label) == 1 and label in ascii_uppercase for label in labels):
        return list(ascii_uppercase[: len(labels)])
    # A label that stands twice keeps its spelling, so that no option is lost.
    return [label if labels.count(label) == 1 else name for label, name in zip(labels, names, strict=True)]


def _labelled(items: list[Any]) -> Any:
    """A list of options that carry their own labels, as a mapping; any other list as it is."""
    if items and all(isinstance(item, Mapping) for item in items):
        pairs = [(first_of(item, LABEL_FIELDS), first_of(item, TEXT_OF_OPTION)) for item in items]
        if all(label is not None for label, _ in pairs):
            return {str(label): text for label, text in pairs}
        if all(len(item) == 1 for item in items):
            return {name: text for item in items for name, text in item.items()}
        return [text for _, text in pairs]
    found = [_LINE.match(item) if isinstance(item, str) else None for item in items]
    labels = [match[1] for match in found if match]
    if items and _is_sequence(labels, len(items)):
        return {match[1]: item[match.end() :] for match, item in zip(found, items, strict=True) if match}
    return items


def _from_text(text: str) -> Any:
    """Options in one text: JSON, one a line, or one after the other behind letters."""
    if text.lstrip().startswith(("{", "[")):
        try:
            return parse_json(text)
        except ValueError:
            pass
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) == 1:
        starts = list(_INLINE.finditer(lines[0]))
        if starts and starts[0].start() == 0 and _is_sequence([match[1] for match in starts], len(starts)):
            ends = [*(match.start() for match in starts[1:]), len(lines[0])]
            return {match[1]: lines[0][match.end() : end].strip(" ;,") for match, end in zip(starts, ends, strict=True)}
        for delimiter in (";", "|"):
            if lines[0].count(delimiter) >= MIN_OPTIONS - 1:
                return [part.strip() for part in lines[0].split(delimiter) if part.strip()]
    return _labelled(lines)


def _is_sequence(labels: Sequence[str], num: int) -> bool:
    """Whether there are as many labels as options and they run A, B, C or 1, 2, 3."""
    wanted = (ascii_uppercase[:num], "".join(map(str, range(1, num + 1))), "".join(map(str, range(num))))
    return num >= MIN_OPTIONS and len(labels) == num and "".join(labels).upper() in wanted


def _in_columns(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """Options in columns of their own: `A`, `B`, ... or `option_a`, `option_1`, ..."""
    found = {}
    for name, text in row.items():
        match = re.fullmatch(r"(?:option|choice|opt)[\s_]?([a-z]|\d)|([a-z])", str(name).strip(), re.IGNORECASE)
        if match and text not in (None, ""):
            found[match[1] or match[2]] = text
    return found if _is_sequence(list(found), len(found)) else None


# --- keys ----------------------------------------------------------------------------------------------------------


def index_base(rows: Iterable[Any]) -> int | None:
    """What the places in a file's keys count from: 0 where some key is 0, 1 where some is the number of options; else None."""
    bases = set()
    for row in rows:
        if not isinstance(row, Mapping):
            continue
        given = first_of(row, OPTION_FIELDS)
        for name in KEY_FIELDS:
            place = _place(row.get(name))
            if place is None or not isinstance(given, list | Mapping) or _has_numbers(given):
                continue
            if any(_text(option) == str(place) for option in (given.values() if isinstance(given, Mapping) else given)):
                continue
            bases |= {0} if place == 0 else {1} if place == len(given) else set()
    return bases.pop() if len(bases) == 1 else None


def _has_numbers(given: Any) -> bool:
    return isinstance(given, Mapping) and any(str(name).strip().isdecimal() for name in given)


def read_key(row: Mapping[str, Any], options: Options, base: int | None) -> tuple[str, str]:
    """(letter, "") of the right option, or (the key as it stands, why it names no option)."""
    given = [(name, row[name]) for name in KEY_FIELDS if row.get(name) not in (None, "", [])]
    if not given:
        return "", "no key"
    found: dict[str, str] = {}
    faults: list[str] = []
    for name, value in given:
        letters, fault = _meanings(value, name, options, base)
        if len(letters) == 1:
            found[letters.pop()] = name
        else:
            faults.append(fault)
    if len(found) == 1:
        return next(iter(found)), ""
    raw = _text(given[0][1])[:60]
    raw = "" if raw in options.by_letter else raw
    if found:
        said = ", ".join(f"{name} says {letter}" for letter, name in found.items())
        return raw, f"keys disagree: {said}"
    return raw, faults[0]


def _place(value: Any) -> int | None:
    """A whole number written as one, or as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    return (
        int(text)
        if isinstance(value, str | int) and re.fullmatch(r"\d{1,2}(?:\.0)?", text) and "." not in text
        else None
    )


def _meanings(value: Any, name: str, options: Options, base: int | None) -> tuple[set[str], str]:
    """The options that a key can mean, and what to say where they are not one."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, Mapping):
        value = first_of(value, (*LABEL_FIELDS, *TEXT_OF_OPTION))
    if isinstance(value, list | Mapping | bool) or value is None:
        return set(), f"the key {value!r:.60} is no letter and no option's text"
    text = _text(value)
    known = f"the options {', '.join(options.by_letter)}"
    place = _place(value)
    by_text = _with_text(text, options)
    if place is not None and not options.has_numbers:
        return _of_place(place, isinstance(value, str), by_text, options, base)
    label = options.letter_of.get(text.casefold()) or _letter_in(text, options)
    if label and by_text - {label}:
        if name in LETTER_FIELDS and options.letter_of:
            return {label}, ""
        return set(), f"the key {text[:40]!r} is the letter of one option and the text of another"
    if label:
        return {label}, ""
    if by_text:
        return by_text, f"the key {text[:40]!r} is the text of several options"
    if match := _KEY_WITH_TEXT.fullmatch(text):
        letter = (match[1] or match[2]).upper()
        others = _with_text(match[3], options)
        if letter in options.by_letter and others <= {letter}:
            return {letter}, ""
        return set(), f"the key {text[:40]!r} names {letter} and another option's text"
    return set(), f"the key {text[:40]!r} names none of {known}"


def _of_place(place: int, is_text: bool, by_text: set[str], options: Options, base: int | None) -> tuple[set[str], str]:
    letters = list(options.by_letter)
    places = {start: letters[place - start] for start in (0, 1) if 0 <= place - start < len(letters)}
    if by_text:
        # A number as text is what an option says; as a number it may be a place too.
        if is_text or not places or set(places.values()) == by_text:
            return by_text, f"the key {place} is the text of several options"
        return set(), f"the key {place} may be an option's text or its place"
    if not places or (base is not None and base not in places):
        return set(), f"the key {place} is no place among {len(letters)} options"
    if base is not None or len(places) == 1:
        return {places[base] if base is not None else next(iter(places.values()))}, ""
    return set(), f"the key {place} may count from 0 or from 1; write letters"


def _letter_in(text: str, options: Options) -> str:
    match = _KEY.fullmatch(text)
    letter = match[1].upper() if match else ""
    return letter if letter in options.by_letter else ""


def _with_text(text: str, options: Options) -> set[str]:
    """The options of this text; spelling apart where no option is spelled so."""
    exact = {letter for letter, option in options.by_letter.items() if option == text}
    return exact or {letter for letter, option in options.by_letter.items() if _plain(option) == _plain(text) != ""}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().strip(" .;\"'`")
