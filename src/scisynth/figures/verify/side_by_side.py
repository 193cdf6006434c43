"""Texts that a reader takes together: words in one line or column, and single letters that follow each other."""

from collections.abc import Iterator, Sequence

from scisynth.figures.labels.text import normal
from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawn_mark import DrawnMark

MAX_JOINED = 1000
"""Texts that are laid side by side."""
NEAR, FAR = 0.9, 6.0
"""Gap between neighbours on a line, in heights of the text: of any two pieces, and of single letters."""


def joined_texts(texts: Sequence[DrawnMark]) -> Iterator[tuple[str, list[DrawnMark]]]:
    """What a reader may read together, with its pieces: lines, columns, and letters in the order they were drawn."""
    texts = texts[:MAX_JOINED]
    for letters in _letters_in_order(texts):
        yield " ".join(mark.text for mark in letters), letters
    for row in _runs(sorted(texts, key=lambda mark: mark.bbox[0]), along=0):
        yield " ".join(mark.text for mark in row), row
    for column in _runs(sorted(texts, key=lambda mark: -mark.bbox[3]), along=1):
        yield "\n".join(mark.text for mark in column), column


def _letters_in_order(texts: Sequence[DrawnMark]) -> Iterator[list[DrawnMark]]:
    """Single letters drawn one after the other, each near the one before: on a slope or an arc too."""
    run: list[DrawnMark] = []
    for mark in texts:
        if len(normal(mark.text)) != 1:
            continue
        height = mark.bbox[3] - mark.bbox[1]
        if run and geometry.box_distance(run[-1].bbox, mark.bbox) > FAR * height:
            yield run
            run = []
        run.append(mark)
    yield run


def _runs(texts: Sequence[DrawnMark], *, along: int) -> Iterator[list[DrawnMark]]:
    """Texts on one line (`along` 0, left to right) or in one column (1, downwards), each near the one before."""
    rows: list[list[DrawnMark]] = []
    for mark in texts:
        row = next((row for row in reversed(rows[-200:]) if _follows(row[-1], mark, along)), None)
        if row is None:
            rows.append([mark])
        else:
            row.append(mark)
    yield from (row for row in rows if len(row) > 1)


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
