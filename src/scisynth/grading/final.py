"""The part of a reply that is meant as its answer."""

import re

_MARKER = re.compile(r"(?:final\s+answers?|answers?)\s*(?:is|are|:|=)+\s*", re.IGNORECASE)


def read_final_answer(text: str) -> str:
    """The part of a reply that is meant as its answer."""
    if (boxed := _last_boxed(text)) is not None:
        return boxed
    markers = list(_MARKER.finditer(text))
    if markers and (tail := text[markers[-1].end() :].strip()):
        return tail.split("\n")[0].strip("* ")
    return text.strip().strip("*")


def _last_boxed(text: str) -> str | None:
    """What is inside the last `\\boxed{...}`; None without one that closes."""
    start = text.rfind("\\boxed{")
    if start < 0:
        return None
    depth = 0
    for place in range(start + 6, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if depth == 0:
            return text[start + 7 : place]
    return None
