"""Names of which a figure lists several that differ in their number or letter alone, so that a reader still has to choose one.

    step 1   step 2                   bulb A   bulb B   bulb C            phase I   phase II
    Q1   Q2   Q3   Q4                 n = 1   n = 2   n = 3               in a row of three at least

No list: CH3 and CH4, which are two substances; x = 1 and x = 4, which are two values; 1 cm, 2 cm, 3 cm, which are measured.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from scisynth.figures.labels.text import tokens

NUMERAL = re.compile(r"[A-Z]|[IVX]{2,4}")
"""A letter or Roman number behind a name."""
SHORT_NUMBER = re.compile(r"\d{1,6}")


def like_names(texts: Iterable[str]) -> set[str]:
    """Those of the texts that are names of one list.

    >>> sorted(like_names(["step 1", "step 2", "x = 1", "x = 4", "Q1", "Q2", "Q3", "nucleus"]))
    ['Q1', 'Q2', 'Q3', 'step 1', 'step 2']
    """
    lists: dict[tuple[str, ...], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for text in dict.fromkeys(texts):
        if found := _numbered(text):
            lists[found[:-1]][found[-1]].add(text)
    kept: set[str] = set()
    for (how, *_), names in lists.items():
        for number, alike in names.items():
            if len(names) > 1 if how == "apart" else _is_in_row(int(number), names):
                kept |= alike
    return kept


def _is_in_row(number: int, names: Iterable[str]) -> bool:
    """Whether three numbers in a row, this one among them, have a name."""
    around = [str(number + step) in names for step in range(-2, 3)]
    return any(all(around[at : at + 3]) for at in range(3))


def _numbered(text: str) -> tuple[str, ...]:
    """How the number of a name stands (`apart` in `step 2`, else `joined`), the rest of the name, and the number; empty for another text."""
    found = tokens(text)
    places = [place for place, token in enumerate(found) if token.kind in ("number", "index")]
    is_lettered = not places and len(found) > 1 and NUMERAL.fullmatch(found[-1].text) is not None
    place = len(found) - 1 if is_lettered else places[0] if len(places) == 1 else None
    if place is None:
        return ()
    rest = [*found[:place], *found[place + 1 :]]
    kinds = {token.kind for token in rest}
    how = "apart" if kinds == {"word"} and not found[place].is_attached else "joined"
    number = found[place].text if is_lettered else found[place].text.strip("#_;")
    if "word" not in kinds or "unit" in kinds or (how == "joined" and not SHORT_NUMBER.fullmatch(number)):
        return ()
    return (how, *(token.text for token in rest), number)
