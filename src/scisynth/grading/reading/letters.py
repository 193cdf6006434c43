"""The option of a multiple-choice question that a reply commits to, or none.

A reply commits to an option where it

    boxes it, tags it or gives it as JSON      \\boxed{B}   <answer>B</answer>   {"answer": "B"}
    announces it                               Answer: (B)   the correct option is B   答案：B   I'd go with (c)   选B
    calls it right                             B is correct   (B) is the best choice
    concludes or corrects                      ..., so C.   A. No wait, B
    begins or ends with it                     B, the lens   b. 4   **B**

Stronger forms, higher in this list, outrank weaker ones, and a later one replaces an earlier one of another letter only where it
corrects or concludes. None is read where several options are named ("A or B", "both A and B"), where an option is denied, asked about,
only possible, somebody else's or part of a condition, and where options are only ruled out: what is left is not said.
A letter is an option only in such a place: the article "a", the pronoun "I" and the letters of formulas are none. Where the options'
texts are given, an option's exact text names it as well, and a letter next to the text of another option names none.
"""

import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scisynth.core.replies.loose_json import find_objects
from scisynth.core.replies.pleasantries import drop_pleasantries
from scisynth.core.replies.thinking import split_thinking
from scisynth.grading.reading.final import boxes, read_final_answer, tags
from scisynth.grading.reading.letter_patterns import (
    ALL_RIGHT,
    ANNOUNCED,
    CALLED_RIGHT,
    CHOSEN,
    CONCLUDED,
    CONDITION,
    DENIAL,
    DROPPED,
    SOMEBODY,
    SUBJECT,
    UNSURE,
    UNWRAPPED,
    KeyPatterns,
)
from scisynth.grading.reading.markers import CONCLUSION, CORRECTION, HEDGE, MARKER
from scisynth.grading.reading.objects import answers_in

MAX_CHARS = 400_000
MAX_CONTENT = 300
MAX_PLACES = 200
"""Of one form of commitment the last ones count."""
SEVERAL = ""
"""In place of an option: several are named."""


@dataclass(frozen=True, kw_only=True)
class _Commitment:
    """One place where a reply commits to an option."""

    key: str
    start: int
    end: int
    rank: int
    """4 marked by the form, 3 called final, 2 announced, 1 said in passing."""


def read_letter(reply: str, options: Sequence[str] | Mapping[str, str]) -> str | None:
    """The option that a reply commits to, as `options` spells it; None where it commits to none, or to several.

    Args:
        reply: a model's words, thinking included.
        options: the letters, such as "ABCD" or ["1", "2"], or a mapping of letters to the options' texts.

    >>> read_letter("**B**", "ABCD"), read_letter("The answer is (C).", "ABCD"), read_letter("A or B", "ABCD")
    ('B', 'C', None)
    >>> read_letter("It is a convex lens.", {"A": "a mirror", "B": "a convex lens"})
    'B'
    """
    spelled = {key.strip(" ()[].:").upper(): key for key in options}
    texts = (
        {key.strip(" ()[].:").upper(): text for key, text in options.items()} if isinstance(options, Mapping) else {}
    )
    if not spelled or len(reply) > MAX_CHARS:
        return None
    answer = drop_pleasantries(split_thinking(reply)[1])
    reader = _LetterReader(tuple(spelled), _by_text(texts))
    key = reader.read(answer)
    return spelled[key] if key else None


class _LetterReader:
    """Reads replies for one set of options."""

    def __init__(self, keys: tuple[str, ...], by_text: Mapping[str, str]) -> None:
        self._patterns = _key_patterns(keys)
        self._by_text = by_text

    def read(self, answer: str) -> str | None:
        """The key of the option, `SEVERAL`, or None."""
        text = _plain(answer)
        if key := self._by_text.get(_plain_option(text)):
            return key
        found = sorted([*self._marked(answer), *self._said(text)], key=lambda item: (item.start, item.rank))
        if found:
            return _decide(found, text)
        if MARKER.search(text) or DENIAL.search(text) or SOMEBODY.search(text):
            return None
        return self._by_text.get(_plain_option(_plain(read_final_answer(answer))))

    def _marked(self, answer: str) -> Iterator[_Commitment]:
        """Boxes, tags and JSON; these stand in the unchanged text, whose places differ a little from those of the plain one."""
        for final in (*deque(boxes(answer), MAX_PLACES), *deque(tags(answer), MAX_PLACES)):
            key = self._select(_plain(final.text))
            if key is not None:
                yield _Commitment(key=key, start=final.start, end=final.end, rank=4)
        for item in find_objects(answer).objects[-MAX_PLACES:]:
            for value in answers_in(item.value):
                key = self._select(_plain(value))
                if key is not None:
                    yield _Commitment(key=key, start=item.start, end=item.end, rank=4)

    def _said(self, text: str) -> Iterator[_Commitment]:
        yield from self._announced(text)
        yield from self._around(text)
        yield from self._lines(text)

    def _announced(self, text: str) -> Iterator[_Commitment]:
        """ "The answer is B", "I choose B", "..., so C."."""
        for pattern, rank in ((MARKER, 2), (ANNOUNCED, 2), (CHOSEN, 2), (CONCLUDED, 1)):
            for mark in deque(pattern.finditer(text), MAX_PLACES):
                if _is_void(text, mark.start(), mark.end()):
                    continue
                hedge = HEDGE.match(text, mark.end())
                start = hedge.end() if hedge else mark.end()
                key = self._select(text[start : start + MAX_CONTENT], is_strict=rank == 1)
                if key is not None:
                    is_final = "final" in text[max(0, mark.start() - 8) : mark.end()].lower()
                    yield _Commitment(key=key, start=mark.start(), end=start + 1, rank=3 if is_final else rank)

    def _around(self, text: str) -> Iterator[_Commitment]:
        """ "B is correct", "A and B are both right"."""
        for match in deque(ALL_RIGHT.finditer(text), MAX_PLACES):
            has_two = self._patterns.two_before.search(text, max(0, match.start() - 40), match.start())
            if has_two and not _is_void(text, has_two.start(), match.end()):
                yield _Commitment(key=SEVERAL, start=match.start(), end=match.end(), rank=1)
        for match in deque(self._patterns.not_but.finditer(text), MAX_PLACES):
            yield _Commitment(key=self._patterns.key_of(match), start=match.start(), end=match.end(), rank=1)
        for match in deque(CALLED_RIGHT.finditer(text), MAX_PLACES):
            before = self._patterns.last_mention.search(text, max(0, match.start() - 24), match.start())
            if before and not _is_void(text, before.start(), match.end()):
                key = self._patterns.key_of(before)
                lead = text[max(0, before.start() - 16) : before.start()]
                # A body or a vector B "remains" as well; an option is called one there.
                is_open = match[0] in ("holds", "works", "applies", "remains") or not SUBJECT.search(lead)
                if before.groupdict().get("bare") and is_open:
                    continue
                if not self._patterns.listed_before.search(lead):
                    yield _Commitment(key=key, start=before.start(), end=match.end(), rank=1)

    def _lines(self, text: str) -> Iterator[_Commitment]:
        """A first or last line that is an option or begins with one; not those of a list of all options."""
        lines = [match for match in re.finditer(r"[^\n]+", text) if re.search(r"\w", match[0])]
        if not lines:
            return
        listed = {self._patterns.key_of(found) for line in lines if (found := self._patterns.list_item.match(line[0]))}
        for line in dict.fromkeys((lines[0], lines[-1])):
            content = line[0].strip()
            if content.endswith(("?", "？")) or UNSURE.search(content):
                continue
            if bare := self._patterns.bare.fullmatch(content):
                yield _Commitment(key=self._patterns.key_of(bare), start=line.start(), end=line.end(), rank=2)
            elif self._patterns.opens.match(content) and len(listed) < 2:
                key = self._select(content[:MAX_CONTENT])
                if key is not None:
                    yield _Commitment(key=key, start=line.start(), end=line.start() + 2, rank=1)
            elif key := self._by_text.get(_plain_option(content)):
                yield _Commitment(key=key, start=line.start(), end=line.end(), rank=2)

    def _select(self, content: str, *, is_strict: bool = False) -> str | None:
        """The option that the words right after an announcement name, `SEVERAL`, or None.

        Args:
            content: the words; what matters stands at their beginning.
            is_strict: whether the option has to be all that follows in its clause.
        """
        content = content.lstrip(" \n\t:=>-–—,.")
        line = content.split("\n")[0]
        if instead := self._patterns.not_but.match(line):
            return self._patterns.key_of(instead)
        if (key := self._by_text.get(_plain_option(line))) or (key := self._by_text.get(_plain_option(_clause(line)))):
            return key
        if self._patterns.run.match(line):
            return SEVERAL
        found = self._patterns.mention(line)
        if found is None:
            return None
        key, end = found
        if is_strict and not self._patterns.ends_clause.match(line, end):
            return None
        if self._patterns.names_another(line, end, key):
            return SEVERAL
        other = self._by_text.get(_plain_option(line[end:]), self._by_text.get(_plain_option(_clause(line[end:]))))
        return SEVERAL if other not in (None, key) else key


def _decide(found: Sequence[_Commitment], text: str) -> str | None:
    """The last of the strongest commitments, unless an equal one disagrees without being replaced, or a later one corrects it."""
    strongest = max(item.rank for item in found)
    chosen = [item for item in found if item.rank == strongest]
    last = chosen[-1]
    for item in found:
        if item.start >= last.end and item.key != last.key and CORRECTION.search(text, last.end, item.end):
            last = item
    for item in chosen:
        if item.key != last.key and item.start < last.start:
            between = text[item.end : last.end]
            if strongest == 4 and "\n" not in between.strip("\n"):
                return None
            if not (CORRECTION.search(between) or CONCLUSION.search(between)):
                return None
        elif item.key != last.key:
            return None
    return last.key or None


def _is_void(text: str, start: int, end: int) -> bool:
    """Whether what is said there is denied, asked, conditional, or somebody else's opinion."""
    sentence_start = (
        max(text.rfind(sign, max(0, start - 240), start) for sign in (". ", "! ", "? ", "\n", "。", "; ")) + 1
    )
    before = text[max(sentence_start, start - 240) : start]
    # What follows "the sign says:" is the sign's.
    clause = re.split(
        r"[,;—]|(?<!says)(?<!said)(?<!reads)(?<!claims)(?<!states)(?<!wrote):|\bbut\b|\bso\b|\btherefore\b|\bhence\b|\bthus\b",
        before[-240:],
    )[-1]
    if DENIAL.search(clause) or SOMEBODY.search(clause):
        return True
    if CONDITION.match(before.lstrip()) and (
        "would" in text[start:end] or "were" in text[start:end] or not re.search(r"[,;]", before)
    ):
        return True
    stop = re.compile(r"[.!?\n。？]").search(text, end, end + 160)
    # The stop of "(B)." ends the sentence, that of "B. 4" does not; a question is one either way.
    return bool(stop and stop[0] in "?？")


def _by_text(texts: Mapping[str, str]) -> dict[str, str]:
    """Keys by the plain text of their options; texts that two options share are left out."""
    plain = {key: _plain_option(_plain(text)) for key, text in texts.items()}
    shared = [text for text in plain.values() if list(plain.values()).count(text) > 1]
    return {text: key for key, text in plain.items() if text and text not in shared and text.upper() not in texts}


def _plain_option(text: str) -> str:
    """An option's text without case, article, and signs around it."""
    if len(text) > 4 * MAX_CONTENT:
        return ""
    text = " ".join(text.casefold().split()).strip(" .,;:!()[]\"'-–—")
    return re.sub(r"^(?:the|an?|it is|it's|that is|option)\s+", "", re.sub(r"^(?:it is|it's|that is)\s+", "", text))


def _clause(text: str) -> str:
    """Up to the end of the sentence, or to a reason."""
    return re.split(r"[.!?](?:\s|$)|\s(?:because|since)\s|, (?:because|since|which|as)\s|\s\(", text, maxsplit=1)[0]


def _plain(text: str) -> str:
    """Without the marks of Markdown, TeX and HTML, with plain letters in place of full-width and circled ones."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    text = DROPPED.sub("", UNWRAPPED.sub(r"\1", UNWRAPPED.sub(r"\1", text)))
    return text.replace("\r\n", "\n").replace("\r", "\n")


@lru_cache(maxsize=64)
def _key_patterns(keys: tuple[str, ...]) -> KeyPatterns:
    return KeyPatterns(keys)
