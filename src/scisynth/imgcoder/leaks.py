"""Finds an answer among the texts that a figure shows: in one text, in letters set apart, and in texts that stand side by side.

Texts are compared in normal form (`normal_form`). The labels of an ordinary scale count for nothing where the answer is a number.
"""

import re
from collections.abc import Iterator, Sequence

from scisynth.grading.quantities import Quantity, read_quantity, same_quantity
from scisynth.imgcoder import geometry
from scisynth.imgcoder.claims import Finding
from scisynth.imgcoder.normal_form import Token, normal, readings, tokens
from scisynth.imgcoder.read_back import Drawing, DrawnMark

MIN_SPELLED = 4
"""Letters of an answer from which on it is looked for in pieces."""
MIN_HALVES = 6
"""The same where the pieces are longer than a letter, as words by chance are."""
MAX_NUMBERS, MAX_UNIT_WORDS = 5, 4
"""Numbers of a text that are read with their units, and words of one."""
NUMBER = re.compile(r"\d+(?:\.\d+)?")
MAX_JOINED = 1000
"""Texts that are laid side by side."""
NEAR, FAR = 0.9, 6.0
"""Gap between neighbours on a line, in heights of the text: of any two pieces, and of single letters."""


def check_leaks(drawing: Drawing, hidden: Sequence[str]) -> list[Finding]:
    """Texts of the figure that give the answer away."""
    secrets = [(secret, tokens(secret)) for secret in hidden if tokens(secret)]
    if not secrets:
        return []
    findings: list[Finding] = []
    told: set[str] = set()
    for mark in drawing.texts:
        for secret, sought in secrets:
            if not (mark.is_tick and _is_number(sought)) and is_shown(secret, mark.text):
                findings.append(_fault(mark.text, secret, mark.id))
                told.add(secret)
    for words in _joined_texts([mark for mark in drawing.texts if not mark.is_tick]):
        for secret, _ in secrets:
            if secret not in told and is_shown(secret, words):
                findings.append(_fault(" ".join(words.split()), secret, ""))
                told.add(secret)
    return findings


def is_shown(secret: str, text: str) -> bool:
    """Whether a text gives an answer away: as a whole, or spelled in pieces.

    >>> is_shown("5 cm", "15 cm"), is_shown("9.8 N", "F = 9.80 N"), is_shown("glucose", "G L U C O S E")
    (False, True, True)
    """
    sought = tokens(secret)
    return (
        any(_stands_in(sought, shown) for shown in readings(text))
        or _is_spelled(secret, text)
        or _is_measured(secret, text)
    )


def _fault(text: str, secret: str, mark_id: str) -> Finding:
    message = f"the text {text[:40]!r} gives away {secret!r}"
    return Finding(kind="leak", status="failed", message=message, of=(mark_id,) if mark_id else ())


def _is_number(sought: Sequence[Token]) -> bool:
    return all(token.kind != "word" for token in sought)


def _stands_in(sought: Sequence[Token], shown: Sequence[Token]) -> bool:
    """As a whole: `5 cm` stands neither in `15 cm`, nor in `5 cm/s`."""
    wanted = [token.text for token in sought]
    for start in range(len(shown) - len(sought) + 1):
        stop = start + len(sought)
        if [token.text for token in shown[start:stop]] == wanted and _is_whole(shown, start, stop):
            return True
    return False


def _is_whole(shown: Sequence[Token], start: int, stop: int) -> bool:
    """Whether the number, word or unit does not go on beyond its ends."""
    first, last = shown[start], shown[stop - 1]
    before, after = shown[start - 1 : start], shown[stop : stop + 1]
    if before and first.is_attached and first.kind == "number" and (before[0].kind == "word" or before[0].text == "^"):
        return False
    if not after or last.kind == "sign":
        return True
    if after[0].text == "^":
        return False
    if last.kind == "number":
        return not (after[0].kind == "word" and after[0].is_attached and stop - start > 1)
    goes_on = after[0].kind == "number" or (after[0].text in "/·⋅*" and len(shown) > stop + 1)
    return not (goes_on and after[0].is_attached)


def _is_spelled(secret: str, text: str) -> bool:
    """Whether an answer stands in pieces: letters with spaces, dots or line breaks between them, or backwards."""
    wanted = "".join(_characters(secret))
    letters = sum(letter.isalpha() for letter in wanted)
    if len(wanted) < MIN_SPELLED or not (letters or "." in wanted):
        return False
    pieces = [piece for token in _pieces(text) for piece in token]
    starts = {sum(map(len, pieces[:count])): count for count in range(len(pieces) + 1)} if len(pieces) < 400 else {}
    whole = "".join(pieces)
    wholes = [(whole, wanted)]
    if letters >= MIN_SPELLED:
        wholes = [(whole.lower(), wanted.lower())] if _ignores_case(secret) else wholes
        if letters == len(wanted) and letters > MIN_SPELLED:
            wholes += [(word, sought[::-1]) for word, sought in wholes]
    for word, sought in wholes:
        place = word.find(sought)
        while place >= 0:
            stop = place + len(sought)
            if place in starts and stop in starts:
                used = pieces[starts[place] : starts[stop]]
                is_letter_by_letter = max(map(len, used)) == 1
                if len(used) == 1 and sought != wanted.lower() and sought != wanted:
                    return True
                if len(used) > 1 and (is_letter_by_letter or (letters >= MIN_HALVES and len(used) < 4)):
                    return True
            place = word.find(sought, place + 1)
    return False


def _is_measured(secret: str, text: str) -> bool:
    """Whether the same quantity stands there in other units or words: `0.427 m` or `42.7 centimetres` for `42.7 cm`."""
    wanted = _quantity(normal(secret).strip())
    if wanted is None or wanted.remark:
        return False
    shown = normal(text)
    for number in [found for found in NUMBER.finditer(shown) if _digits(found[0]) == _digits(secret)][:MAX_NUMBERS]:
        words = shown[number.start() :].split()[:MAX_UNIT_WORDS]
        # The longest that is a quantity counts, so that 5 cm is not read from 5 cm/s.
        said = next(filter(None, (_quantity(" ".join(words[:num])) for num in range(len(words), 0, -1))), None)
        if said is not None and same_quantity(said, wanted, 1e-6)[0]:
            return True
    return False


def _quantity(text: str) -> Quantity | None:
    """A number with a unit that is known."""
    found = read_quantity(text)
    return found if found is not None and found.unit is not None and found.unit.is_known else None


def _digits(text: str) -> str:
    """The significant digits of the first number of a text, which a power of ten does not change."""
    found = NUMBER.search(normal(text))
    return re.sub(r"\D", "", found[0]).strip("0") if found else ""


def _ignores_case(secret: str) -> bool:
    words = [token.text for token in tokens(secret) if token.kind == "word"]
    return all(word.islower() for word in words)


def _characters(text: str) -> Iterator[str]:
    yield from (letter for letter in normal(text) if letter.isalnum() or letter == ".")


def _pieces(text: str) -> Iterator[list[str]]:
    """What is written without a gap: runs of letters, and numbers."""
    run = ""
    for letter in normal(text):
        if letter.isalnum() or (letter == "." and run.isdigit()):
            if run and letter.isalpha() != run[-1].isalpha():
                yield [run]
                run = ""
            run += letter
        elif run:
            yield [run.rstrip(".")]
            run = ""
    if run:
        yield [run.rstrip(".")]


def _joined_texts(texts: Sequence[DrawnMark]) -> Iterator[str]:
    """What a reader may read together: lines, columns, and letters in the order they were drawn."""
    texts = texts[:MAX_JOINED]
    yield from _letters_in_order(texts)
    yield from _runs(sorted(texts, key=lambda mark: mark.bbox[0]), along=0)
    yield from _runs(sorted(texts, key=lambda mark: -mark.bbox[3]), along=1)


def _letters_in_order(texts: Sequence[DrawnMark]) -> Iterator[str]:
    """Single letters drawn one after the other, each near the one before: on a slope or an arc too."""
    run: list[DrawnMark] = []
    for mark in texts:
        if len(normal(mark.text)) != 1:
            continue
        height = mark.bbox[3] - mark.bbox[1]
        if run and geometry.box_distance(run[-1].bbox, mark.bbox) > FAR * height:
            yield " ".join(letter.text for letter in run)
            run = []
        run.append(mark)
    yield " ".join(letter.text for letter in run)


def _runs(texts: Sequence[DrawnMark], *, along: int) -> Iterator[str]:
    """Texts on one line (`along` 0, left to right) or in one column (1, downwards), each near the one before."""
    rows: list[list[DrawnMark]] = []
    for mark in texts:
        row = next((row for row in reversed(rows[-200:]) if _follows(row[-1], mark, along)), None)
        if row is None:
            rows.append([mark])
        else:
            row.append(mark)
    yield from ((" " if along == 0 else "\n").join(mark.text for mark in row) for row in rows if len(row) > 1)


def _follows(one: DrawnMark, two: DrawnMark, along: int) -> bool:
    across = 1 - along
    low, high = max(one.bbox[across], two.bbox[across]), min(one.bbox[2 + across], two.bbox[2 + across])
    sizes = [mark.bbox[2 + across] - mark.bbox[across] for mark in (one, two)]
    if high - low < 0.5 * min(sizes) or one.axes != two.axes:
        return False
    gap = two.bbox[0] - one.bbox[2] if along == 0 else one.bbox[1] - two.bbox[3]
    height = min(mark.bbox[3] - mark.bbox[1] for mark in (one, two))
    are_single = max(len(normal(one.text)), len(normal(two.text))) == 1
    return -0.5 * height <= gap <= (FAR if are_single else NEAR) * height
