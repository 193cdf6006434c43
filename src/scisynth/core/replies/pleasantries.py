"""The polite words with which models end a reply: "Let me know if you need more." They are no part of the answer."""

import re

_MAX_SENTENCES = 4
_TAIL_CHARS = 600
_CLOSER = re.compile(
    r"""
    (?:^\s{0,8}|(?<=[.!?)\]}*_`|>$]\s)|(?<=[。！？])) (?:[^\w\s]{1,3}\s)?
    (?:(?:please\s+)?
    (?:let\s+me\s+know|i\s+hope\s+(?:this|that|it)|hope\s+(?:this|that|it)|feel\s+free|good\s+luck|happy\s+to|i'd\s+be\s+happy\s+to
      |i(?:'m|\s+am)\s+happy\s+to|(?:do\s+not|don't)\s+hesitate|would\s+you\s+like|do\s+you\s+(?:want|have|need)|if\s+you\s+(?:have|need|want|would|'d)
      |is\s+there\s+anything|have\s+a\s+(?:great|nice|good)|thank\s+you|thanks|you're\s+welcome|cheers|enjoy
      |espero\s+que|si\s+(?:tienes|necesitas)|n'h[ée]sitez|j'esp[èe]re|ich\s+hoffe|viel\s+(?:erfolg|gl[üu]ck)|falls\s+(?:du|sie))\b|希望[这對对]|如果[您你]?(?:有|需要|还有)|如有|祝)
    [^.!?。！？\n]{0,250} [\W_]{0,12} $
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)


def drop_pleasantries(text: str) -> str:
    """The text without its last polite sentences.

    >>> drop_pleasantries("12 N. I hope this helps! Let me know if you have questions.")
    '12 N.'
    """
    text = text.rstrip()
    for _ in range(_MAX_SENTENCES):
        tail = text[-_TAIL_CHARS:].replace("’", "'")
        last = max(tail.rfind("\n") + 1, 0)
        found = _CLOSER.search(tail, last)
        if found is None:
            break
        text = text[: len(text) - len(tail) + found.start()].rstrip()
    return text
