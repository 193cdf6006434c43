"""Letters of multiple-choice problems, in a key and in what a reply commits to.

B   (b)   B.   Option B   D. Mesothelial cell   A, C   AC   (b) and (c)
"""

import re

_ONE = r"[(\[]?([A-Ha-h])[)\]]?"
_SINGLE = re.compile(
    r"(?:(?:i\s+(?:would\s+)?(?:choose|pick|select|say)|it\s+is|it's)\s+|选择?\s*)?"
    r"(?:(?:the\s+)?(?:correct\s+)?(?:option|choice|answer|选项|项)\s*(?:is\s+)?)?"
    rf"{_ONE}[.:]?(?:\s+is\s+(?:the\s+)?(?:correct|right|true|best)(?:\s+(?:one|answer|option|choice))?)?",
    re.IGNORECASE,
)
_LIST = re.compile(
    rf"(?:(?:both|options|choices|statements)\s+)?{_ONE}(?:\s*(?:,\s*and|,|and|&|/|;|、)\s*{_ONE})+[.]?", re.IGNORECASE
)
_TOGETHER = re.compile(r"[A-H]{2,8}")
_WITH_TEXT = re.compile(r"[(\[]?([A-Ha-h])[)\].:]+\s+(\S.*)", re.DOTALL)
_BECAUSE = re.compile(
    rf"(?:option\s+|choice\s+)?{_ONE}\s*[,.:;)—-]+\s*(?:because|since|as|for|the|this|it)\b[^?]*",
    re.IGNORECASE | re.DOTALL,
)
_OTHER = re.compile(r"\b(?:no|not|actually|wait|instead|or|rather|correction|sorry)\b", re.IGNORECASE)


def read_choices(text: str) -> frozenset[str] | None:
    """The capital letters that a plain text consists of; None where it is more than letters."""
    if found := _SINGLE.fullmatch(text):
        return frozenset(found[1].upper())
    if _LIST.fullmatch(text):
        return frozenset(letter.upper() for letter in re.findall(r"\b[A-Ha-h]\b", text))
    # Letters of several options are written in their order; `GCA` or `BAD` is a word, or a sequence of its own.
    if _TOGETHER.fullmatch(text) and [*text] == sorted(set(text)):
        return frozenset(text)
    return None


def read_choice_with_text(text: str) -> tuple[str, str] | None:
    """(letter, text) of `D. Mesothelial cell`."""
    found = _WITH_TEXT.fullmatch(text)
    if found and found[1] in "aA" and re.search(r"(?:^|[\s,;])\(?[b-hB-H]\)\s", found[2]):
        return None  # `(a) 5 N (b) 3 m`: parts with labels
    return (found[1].upper(), found[2].strip()) if found else None


def same_choice(said: str, wanted: str) -> tuple[bool | None, str] | None:
    """Whether a reply commits to the key's letters; None where the key is no choice or the reply names none."""
    letters, with_text = read_choices(wanted), read_choice_with_text(wanted)
    if letters is None and with_text is None:
        return None
    mine = read_choices(said)
    if mine is None and (found := read_choice_with_text(said)) is not None:
        if _OTHER.search(found[1][:40]):
            return None, "the letter is taken back"
        mine = frozenset(found[0])
        if with_text is not None and found[0] == with_text[0] and found[1].casefold() != with_text[1].casefold():
            return None, "the right letter with another text"
    if mine is None and letters is not None and _BECAUSE.fullmatch(said) and not _OTHER.search(said[:40]):
        mine = frozenset(re.findall(r"[A-Ha-h]", said.removeprefix("Option").removeprefix("Choice"))[0].upper())
    if mine is None:
        return None
    if letters is None:
        assert with_text is not None
        letters = frozenset(with_text[0])
    return mine == letters, f"{''.join(sorted(mine))} for {''.join(sorted(letters))}"
