"""The option of a multiple-choice question that a reply commits to, or none."""

import re
from collections.abc import Sequence

DECISIVE = re.compile(
    r"(?:answer|option|choice)\b[^A-Za-z0-9]{0,12}(?:is|:)?[^A-Za-z0-9]{0,6}\(?([A-Z])\b|\\boxed\{\s*\(?([A-Z])\)?\s*\}",
    re.IGNORECASE,
)
HEDGED = re.compile(r"\bnot\b|n't\b|\bstudent\b", re.IGNORECASE)
"""What follows may be an option that the answer rejects, or somebody else's."""
ALONE = re.compile(r"^[\s*_(\[{\"'`]*([A-Za-z])[\s*_)\]}\"'`.:,]*$")
LEADING = re.compile(r"^[\s*_(]*([A-Z])[)*_.:]\s")


def read_letter(text: str, letters: Sequence[str]) -> str | None:
    """The option that an answer names; None when it names none, or several.

    >>> read_letter("**B**", "ABCD"), read_letter("The answer is (C).", "ABCD"), read_letter("A or B", "ABCD")
    ('B', 'C', None)
    """
    if match := ALONE.match(text) or LEADING.match(text):
        return match[1].upper() if match[1].upper() in letters else None
    if HEDGED.search(text):
        return None
    named = {(one or two).upper() for one, two in DECISIVE.findall(text)} & set(letters)
    return named.pop() if len(named) == 1 else None
