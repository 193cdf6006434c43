"""Slips in English texts that code can see: what a template does to grammar when its slots are filled.

>>> find_slips("There is 1 nodes, and a electron at -4 V.")
["'1 nodes': a singular", "'a electron': an", "'-4': a minus sign, not a hyphen"]
"""

import re

WHOLE = re.compile(
    r"\b(people|persons?|patients?|students?|pupils?|children|sheep|rabbits?|foxes|plants?|seeds?|tickets?|cars|books|votes?|coins?)\b"
)
"""Things that are counted, so that a half one is nonsense."""
_PLURALS = (
    "nodes rings atoms electrons protons items turns bonds points lines sides charges hours days minutes metres cells bases pairs "
    "steps loops arrows faces edges corners circles coils lobes peaks signals springs students patients people children balls "
    "cards dice cubes bars boxes rows columns sets nuclei lenses mirrors resistors lamps bulbs molecules ions generations"
)
_BEFORE_NAME = (
    "and|of|in|is|on|at|away|end|ends|as|or|above|along|equals|are|onto|into|over|out|if|it|each|alone|again|also|only"
)
"""Words that follow the name of a quantity a, and no article."""
_SLIPS: tuple[tuple[str, str], ...] = (
    (rf"(?<![\d.,·×/^(])(?<!, )(?<![−-] )\b1 (?:[a-z]+ )?(?:{'|'.join(_PLURALS.split())})\b", "a singular"),
    (r"(?<![\w)\]])-\d[\d.]*(?![\d.]*→)", "a minus sign, not a hyphen"),
    (r"\b\d[\d.]*e[+-]?\d+\b", "a power of ten"),
    (r"(?<![\w.])1[xyz]\b", "no factor 1"),
    (r"\b(?!that|had)([A-Za-z]{2,}) \1\b", "a doubled word"),
    (r"(?<!\d) [,.;?](?=\s|$)", "no space before it"),
    (rf"\ba (?=[aeio])(?!one\b|once\b|eu|uni|(?:{_BEFORE_NAME})\b)[a-z]{{2,}}", "an"),
    (r"\ban (?=[bcdfgjklmnpqrstvwxyz])(?!x-|hour|honest|heir)[a-z]{2,}", "a"),
)


def find_slips(text: str) -> list[str]:
    """One line for each slip, `'what stands there': what it should be`; empty for a text without one that code can see."""
    # Formulas have their own rules.
    words = re.sub(r"\$[^$]*\$", "x", text)
    found = []
    for pattern, better in _SLIPS:
        for hit in re.finditer(pattern, words):
            found.append((hit.start(), f"{hit[0]!r}: {better}"))
    return [line for _, line in sorted(found)]


def is_counted(words: str) -> bool:
    """Whether a text speaks of things that come in whole numbers, such as patients."""
    return bool(WHOLE.search(words))
