"""One reply text against one key text: the first kind that the key is read as decides.

    choice, reaction or formula of chemistry, ratio, interval, direction, tuple or vector, list of parts, named value, equation, number
    with unit, formula, words

The kinds that hold others are here; the others are in `rules`.
"""

import itertools
import re
from collections.abc import Callable, Sequence

from scisynth.grading.reading.choices import read_choice_with_text
from scisynth.grading.rules import (
    Context,
    chemistry_rule,
    choice_rule,
    direction_rule,
    equation_rule,
    formula_rule,
    interval_rule,
    number_rule,
    ratio_rule,
    relation_rule,
    span_rule,
    squeezed,
    text_rule,
)
from scisynth.grading.values.names import (
    CALENDAR,
    Named,
    names_conflict,
    read_named,
    same_name,
    spoken_names_differ,
)
from scisynth.grading.values.parts import is_alternative, read_brackets, read_vector, split_labelled, without_matrices
from scisynth.grading.values.quantities import CAP, Quantity, read_quantity, same_quantity
from scisynth.grading.values.relations import split_relation
from scisynth.grading.values.units import conversion
from scisynth.grading.values.words import are_opposite, read_bearing, senses_of
from scisynth.grading.verdicts import AnswerVerdict, decided, unknown

Rule = Callable[[str, str, Context], AnswerVerdict | None]
MAX_DEPTH = 3
MAX_CHARS = 1_500
"""Beyond this only the same text is the same."""
_TAKEN_BACK = re.compile(r"(?:\bnot|n't|\bwrong|\bincorrect|\bfalse|\bimpossible)\W*$", re.IGNORECASE)
_AT_ANGLE = re.compile(r"\bat\s+(?:an\s+angle\s+of\s+)?\d+(?:\.\d+)?\s*(?:°|deg)")
_LONG_NUMBER = re.compile(r"\d{100}")
PLAIN = Context()
_SPLIT_AT = re.compile(r"\s+(?:at|with|where|directed at|at an angle of)\s+(?=[\d\[])|\s*[\[(](?=[NSEW]\s*\d)")


def compare(said: str, wanted: str, context: Context = PLAIN) -> AnswerVerdict | None:
    """The verdict on one plain text against another; None where no rule can read both.

    Args:
        said: the reply's final answer, after `plain_text`.
        wanted: the key, after `plain_text`.
        context: the tolerance of numbers, and how deep in a list this is.
    """
    said, wanted = without_matrices(said).strip(), without_matrices(wanted).strip()
    if not said:
        return None
    if squeezed(said) == squeezed(wanted):
        return decided(True, "text", "the same text")
    if context.depth > MAX_DEPTH or max(len(said), len(wanted)) > MAX_CHARS or _LONG_NUMBER.search(f"{said} {wanted}"):
        return None
    return next((verdict for rule in _RULES if (verdict := rule(said, wanted, context)) is not None), None)


def _brackets(said: str, wanted: str, context: Context) -> AnswerVerdict | None:
    """Tuples, lists, sets and matrices, element by element; a set in any order."""
    one, other = read_brackets(_value(said)), read_brackets(_value(wanted))
    if one is None or other is None:
        return None
    if len(one[1]) != len(other[1]):
        return decided(False, "list", f"{len(one[1])} elements for {len(other[1])}")
    factor = 1.0
    if one[2] is not None and other[2] is not None:
        found = conversion(one[2], other[2])
        if found is None:
            return decided(False, "list", f"{one[2].text} is no {other[2].text}")
        factor = found
    elements = one[1] if factor == 1.0 else [f"{factor!r}*({element})" for element in one[1]]
    if other[0] == "{" or (one[0] == "{" and other[0] != "("):
        return _unordered([("", text) for text in elements], [("", text) for text in other[1]], context)
    return _ordered(elements, other[1], context)


def _ordered(said: Sequence[str], wanted: Sequence[str], context: Context) -> AnswerVerdict | None:
    verdicts = [compare(one, other, context.deeper()) for one, other in zip(said, wanted, strict=True)]
    if any(verdict is not None and verdict.status == "wrong" for verdict in verdicts):
        return decided(
            False, "list", next(verdict.reason for verdict in verdicts if verdict and verdict.status == "wrong")
        )
    if all(verdict is not None and verdict.status == "right" for verdict in verdicts):
        return decided(True, "list", f"all {len(verdicts)} elements")
    return unknown("an element cannot be compared")


def _vector(said: str, wanted: str, context: Context) -> AnswerVerdict | None:
    """Sums of components, against each other or against a tuple."""
    mine, theirs = _value(said), _value(wanted)
    one, other = read_vector(mine), read_vector(theirs)
    if one is None and other is None:
        return None
    marked = any(
        found is not None and (found[2] or found[1] is not None or any(_has_unit(part) for part in found[0].values()))
        for found in (one, other)
    )
    tuples = [read_brackets(text) if found is None else None for text, found in ((mine, one), (theirs, other))]
    if not marked and tuples == [None, None]:
        return None
    sides = []
    for found, bracketed in zip((one, other), tuples, strict=True):
        if found is not None:
            sides.append((found[0], found[1]))
        elif bracketed is not None and len(bracketed[1]) <= 3:
            sides.append((dict(zip("xyz", bracketed[1], strict=False)), bracketed[2]))
        else:
            return None
    (parts, unit), (keys, wanted_unit) = sides
    factor = 1.0
    if unit is not None and wanted_unit is not None and (factor := conversion(unit, wanted_unit) or 0.0) == 0.0:
        return decided(False, "vector", f"{unit.text} is no {wanted_unit.text}")
    axes = sorted({*parts, *keys})
    elements = [parts.get(axis, "0") if factor == 1.0 else f"{factor!r}*({parts.get(axis, '0')})" for axis in axes]
    verdict = _ordered(elements, [keys.get(axis, "0") for axis in axes], context)
    return None if verdict is None else AnswerVerdict(status=verdict.status, method="vector", reason=verdict.reason)


def _has_unit(text: str) -> bool:
    found = read_quantity(text)
    return found is not None and found.unit is not None and found.unit.is_known


def _value(text: str) -> str:
    """The last value under a name, where the text is one."""
    named = read_named(text)
    return named.values[-1] if named.names else re.sub(r"^[A-Za-z]\s*∈\s*(?=\{)", "", text)


def _parts(said: str, wanted: str, context: Context) -> AnswerVerdict | None:
    """Lists of values: named ones by name, others in any order."""
    theirs = _named_parts(wanted)
    mine = _named_parts(said)
    if len(theirs) == 1 and len(mine) > 1 and _has_direction(wanted):
        theirs = [("", piece) for piece in _apart(wanted)]
    if len(theirs) > 1 and len(mine) < len(theirs):
        mine = [(name, piece) for name, text in mine for piece in _apart(text)]
    if len(theirs) == 1 and len(mine) == 1:
        return None
    if (
        is_alternative(wanted)
        and len(theirs) > 1
        and (verdict := _alternatives(said, [text for _, text in theirs], context)) is not None
    ):
        return verdict
    if (
        len(theirs) > 1
        and len(mine) == 1
        and (bracketed := read_brackets(_value(said))) is not None
        and bracketed[0] in "([⟨{"
    ):
        if len(bracketed[1]) == len(theirs):
            if bracketed[0] == "{":
                return _unordered([("", text) for text in bracketed[1]], [("", text) for _, text in theirs], context)
            return _ordered(bracketed[1], [text for _, text in theirs], context)
        return unknown(f"{len(bracketed[1])} of {len(theirs)} parts")
    bracketed = read_brackets(_value(wanted)) if len(mine) > 1 and len(theirs) == 1 else None
    if bracketed is not None and len(bracketed[1]) == len(mine):
        if bracketed[0] == "{":
            return _unordered([("", text) for _, text in mine], [("", text) for text in bracketed[1]], context)
        return _ordered([text for _, text in mine], bracketed[1], context)
    return _unordered(mine, theirs, context)


def _named_parts(text: str) -> list[tuple[str, str]]:
    """(name or nothing, value) of each part; a chain of names as one part for each, `±` as two."""
    found: list[tuple[str, str]] = []
    name = ""
    # `1 hour, 5 minutes and 10 seconds`, `one hundred and five` are one value.
    whole = read_quantity(_value(text)) if len(split_relation(text)[1]) <= 1 else None
    for label, part in [("", text)] if whole is not None and not whole.remark else split_labelled(text):
        named = read_named(part)
        names = named.names or (label or name,)
        name = names[-1] if named.names and len(names) == 1 else ""
        is_equation = len(named.values) > 1 and not named.names
        is_chain = all(read_quantity(value) is not None for value in named.values)
        value = part if is_equation else named.values[-1] if is_chain else " = ".join(named.values)
        for one in names:
            found += [
                (one, piece)
                for piece in _both_signs(value)
                if not (found and found[-1][0] and not named.names and _is_repeated(found[-1][1], piece, text))
            ]
    return found


def _is_repeated(before: str, value: str, text: str) -> bool:
    """Whether a value is the one before it, given again: `1/4 or 25%`."""
    if not is_alternative(text):
        return False
    one, other = read_quantity(before), read_quantity(value)
    return one is not None and other is not None and one != other and same_quantity(other, one, CAP)[0] is True


def _both_signs(text: str) -> list[str]:
    """`±3` and `2 ± √3` as two values; `5.0 ± 0.1 V` is one with its uncertainty."""
    if text.count("±") != 1:
        return [text]
    before, after = text.split("±")
    is_uncertain = before.strip() and (
        re.search(r"\d\.\d", text)
        or (re.search(r"(?<![\dij)])[A-Za-z%°Ω]\s*$|[A-HK-Za-hk-z%°Ω]\s*$", after) and not re.search(r"\\", after))
    )
    return (
        [text]
        if is_uncertain
        else [f"{before.strip()}+{after.strip()}".lstrip("+"), f"{before.strip()}-{after.strip()}"]
    )


def _has_direction(text: str) -> bool:
    has_angle = read_bearing(text) is not None or _AT_ANGLE.search(text) or {"above", "below"} & set(senses_of(text))
    return bool(has_angle) and read_quantity(text) is not None


def _apart(text: str) -> list[str]:
    """A value and what is said of its direction or angle, as two parts."""
    pieces = [piece.strip(" ,[]()") for piece in _SPLIT_AT.split(text, maxsplit=1)]
    if len(pieces) == 1 and (found := read_quantity(text)) is not None and found.remark and read_bearing(found.remark):
        pieces = [text[: text.rindex(found.remark)].strip(" ,"), found.remark] if found.remark in text else pieces
    return [piece for piece in pieces if piece]


def _alternatives(said: str, wanted: Sequence[str], context: Context) -> AnswerVerdict | None:
    """A key that gives one value twice, `1/8 or 12.5%`: either of them, or a value between them."""
    values = [read_quantity(text) for text in wanted]
    known = [value for value in values if value is not None]
    if len(known) < len(wanted) or any(same_quantity(known[0], other, CAP)[0] is not True for other in known[1:]):
        return None
    verdicts = [compare(said, text, Context(context.tolerance, MAX_DEPTH)) for text in wanted]
    for status in ("right", "wrong"):
        for verdict in verdicts:
            if verdict is not None and verdict.status == status:
                mine = read_quantity(said)
                if status == "wrong" and mine is not None and {mine.unit} == {value.unit for value in known}:
                    low, high = min(value.value for value in known), max(value.value for value in known)
                    return decided(low <= mine.value <= high, "number", f"{mine.value:g} for {low:g} to {high:g}")
                return verdict
    return None


def _unordered(
    said: Sequence[tuple[str, str]], wanted: Sequence[tuple[str, str]], context: Context
) -> AnswerVerdict | None:
    """Every wanted part next to one that was said: by its name where both have names, else the first that is right."""
    left, wrong, open_parts = list(said), [], []
    names = [name for name, _ in wanted if name]
    if not names and len(said) == len(wanted) and _is_sequence([text for _, text in wanted]):
        return _ordered([text for _, text in said], [text for _, text in wanted], context)
    is_positional = (
        len(set(names)) == len(wanted) > 1 and len(said) == len(wanted) and not any(name for name, _ in said)
    )
    for place, (name, text) in enumerate(wanted):
        candidates = [item for item in left if not name or not item[0] or same_name(item[0], name)]
        if name and any(same_name(item[0], name) for item in left if item[0]):
            candidates = [item for item in left if item[0] and same_name(item[0], name)]
        if is_positional:
            candidates = [said[place]]
        if not candidates and names and len(said) == len(wanted) and not _any_name_shared(said, names):
            candidates = list(left)
        verdicts = [(item, compare(item[1], text, context.deeper())) for item in candidates]
        match = next((item for item, verdict in verdicts if verdict is not None and verdict.status == "right"), None)
        if match is not None:
            left.remove(match)
        elif verdicts and all(verdict is not None and verdict.status == "wrong" for _, verdict in verdicts):
            wrong.append(text)
        else:
            open_parts.append(text)
    if wrong:
        is_whole = len(said) >= len(wanted) or len(wrong) == len(wanted)
        return decided(False if is_whole else None, "list", f"{wrong[0][:60]} is not among the values")
    if open_parts:
        if len(open_parts) == len(wanted):
            return None
        return unknown(f"{len(wanted) - len(open_parts)} of {len(wanted)} parts; {open_parts[0][:60]} is missing")
    if left and not all(_is_beside(item, wanted) for item in left):
        return unknown(f"{len(said)} answers where {len(wanted)} are wanted")
    return decided(True, "list", f"all {len(wanted)} parts" if len(wanted) > 1 else "the value is among what is said")


def _is_sequence(parts: Sequence[str]) -> bool:
    """Whether words repeat, as in `T, F, T`: such a list is no set, and its order counts; roots may repeat in any order."""
    return len(set(parts)) < len(parts) and not any(char.isdigit() for part in parts for char in part)


def _any_name_shared(said: Sequence[tuple[str, str]], names: Sequence[str]) -> bool:
    return any(item[0] and same_name(item[0], name) for item in said for name in names)


def _is_beside(item: tuple[str, str], wanted: Sequence[tuple[str, str]]) -> bool:
    """Whether a part that nobody asked for is no other answer: of another dimension, named, or a word about it."""
    extra = read_quantity(item[1])
    if extra is None:
        if _TAKEN_BACK.search(item[1]):
            return False
        return bool(senses_of(item[1])) or (read_quantity(wanted[0][1]) is not None and not re.search(r"\d", item[1]))
    for _, text in wanted:
        asked = read_quantity(text)
        if asked is not None and asked != extra and same_quantity(extra, asked, None)[0]:
            continue  # `0.05 or 5%`: the value again
        if asked is None or asked.unit is None or extra.unit is None or conversion(extra.unit, asked.unit) is not None:
            return False
    return True


def _choice_text(said: str, wanted: str, context: Context) -> AnswerVerdict | None:
    """The words of an option in place of its letter."""
    found = read_choice_with_text(wanted)
    return compare(said, found[1], context.deeper()) if found is not None else None


def _named(said: str, wanted: str, context: Context) -> AnswerVerdict | None:
    """`v = 3*4 = 12 m/s`: the last value of a chain, once all of it agrees, under a name that is not another one's."""
    theirs = read_named(wanted)
    mine = read_named(said)
    if not theirs.names and (len(theirs.values) > 1 or split_relation(wanted)[1]):
        return None  # an equation
    if not mine.names and not theirs.names and len(mine.values) == 1:
        return None
    if any(are_opposite(one, other) for one in mine.names for other in theirs.names):
        return decided(False, "text", f"{mine.names[0]} is the opposite of {theirs.names[0]}")
    shares_name = any(same_name(one, other) for one in mine.names for other in theirs.names)
    if (
        theirs.names
        and mine.names
        and not shares_name
        and (relation := relation_rule(said, wanted, context, only_right=True)) is not None
    ):
        return relation
    if theirs.names and not mine.names and len(mine.values) > 1:
        return relation_rule(said, wanted, context) or unknown("an equation where a value is wanted")
    if not _is_consistent(mine):
        return unknown("a chain of numbers that are not equal")
    # The steps of a chain say the same, so any of them may be written as the key is.
    verdicts = [compare(one, other, context.deeper()) for other in theirs.values for one in reversed(mine.values[-4:])]
    best = next(
        (
            verdict
            for status in ("right", "wrong", "unknown")
            for verdict in verdicts
            if verdict and verdict.status == status
        ),
        None,
    )
    if best is not None and best.status == "right" and spoken_names_differ(mine, theirs):
        return _of_other_names(mine, theirs, best)
    if best is not None and best.status == "right" and names_conflict(mine.names, theirs.names):
        has_unit = (found := read_quantity(theirs.values[-1])) is not None and found.unit is not None
        return decided(None if has_unit else False, "equation", f"{mine.names[0]} where {theirs.names[0]} is wanted")
    return best


def _of_other_names(said: Named, wanted: Named, verdict: AnswerVerdict) -> AnswerVerdict:
    """The right number after another word: wrong in dates, right where a known unit says what it is of, else open."""
    words = f"{said.names[0]} where {wanted.names[0]} is wanted"
    if {said.names[0].casefold(), wanted.names[0].casefold()} <= CALENDAR:
        return decided(False, "text", words)
    found = read_quantity(wanted.values[-1])
    return verdict if found is not None and found.unit is not None and found.unit.is_known else unknown(words)


def _is_consistent(named: Named) -> bool:
    values = [found for text in named.values if (found := read_quantity(text)) is not None]
    for one, other in itertools.pairwise(values):
        same, _ = same_quantity(one, other, CAP)
        if same is False and not _is_base(one, other) and not _is_base(other, one):
            return False
    return True


def _is_base(bare: Quantity, other: Quantity) -> bool:
    """A step in SI units without them: `0.5*2*300^2 = 90 kJ`."""
    return (
        bare.unit is None
        and other.unit is not None
        and abs(bare.value - other.value * other.unit.scale) <= CAP * abs(bare.value)
    )


_RULES: tuple[Rule, ...] = (
    choice_rule, _choice_text, chemistry_rule, span_rule, ratio_rule, interval_rule, direction_rule, _brackets, _vector, _parts, _named, equation_rule, number_rule,
    formula_rule, text_rule,
)  # fmt: skip
