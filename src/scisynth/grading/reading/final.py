"""The part of a reply that is meant as its answer.

Read, the last one first:

    \\boxed{12 N}, \\fbox{12 N}            its content, with a unit that stands right after a bare number
    {"answer": "12 N"}                    also final_answer, result, ... and {"value": 12, "unit": "N"}
    <answer>12 N</answer>                 also final_answer, conclusion, and <|begin_of_box|>12 N<|end_of_box|>
    Answer: 12 N                          **Answer**:, ### Answer, #### 12, "the final answer is", and the same in other languages
    The force comes out as **12 N**.      the bold value of the last paragraph
    Therefore, F = 12 N.                  the last sentence; of "the force is 12 N" what stands after "is"

Thinking and closing politeness are left aside. A later answer replaces an earlier one where it corrects or concludes. Answers that
disagree without such a word are both given, joined by "or", and so are different boxes of one line, so that the checker can call them
several. A reply that names no answer is given whole. The cost is linear in the length of the reply.
Not covered: which of several numbers of a derivation is meant; units that only the text before the answer names.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from scisynth.core.replies.loose_json import find_objects
from scisynth.core.replies.pleasantries import drop_pleasantries
from scisynth.core.replies.thinking import split_thinking
from scisynth.grading.reading.markers import CONCLUSION, CORRECTION, HEDGE, MARKER, UNREAL
from scisynth.grading.reading.objects import answer_in
from scisynth.grading.values.plain import with_carets

MAX_ANSWER_CHARS = 4_000
MAX_TRIES = 40
MAX_PARTS = 8
BETWEEN_CHARS = 400
_BOX_OR_BRACE = re.compile(
    r"(?P<box>\\(?:boxed|fbox|framebox)\s{0,3}\{)|\\(?:boxed|fbox)\s{1,3}(?P<bare>\\?\w{1,40})|\\.|[{}]", re.DOTALL
)
_TAG = re.compile(r"<(/?)(?:final[_-]?answer|answer|final|conclusion|ans)(?:\s[^<>]{0,100})?>", re.IGNORECASE)
_HASHES = re.compile(r"^\s{0,3}####\s+(?=[-+−$\\(]{0,3}\d|[$\\])([^\n]{1,4000})$", re.MULTILINE)
_UNIT_AFTER = re.compile(
    r"\s{0,2}\$?(?:\\[,;: ]|~|\s){0,3}(\\(?:text|mathrm|rm|unit|si)\s?\{[^{}]{1,40}\}(?:\^\{?-?\d\}?)?|[A-Za-zµμΩ°%][A-Za-zµμΩ°%/^·\d-]{0,9})"
    r"(?=\$?\s{0,2}(?:[.,;!)]|$|\n))"
)
_NUMBER_ONLY = re.compile(r"[$\s]*(?:\\times|×|\\cdot|\\[,;]|[eE^{}\d\s.,+−-])+[$\s]*")
_NO_UNIT = frozenset(
    (
        "and",
        "or",
        "is",
        "as",
        "so",
        "for",
        "the",
        "of",
        "in",
        "to",
        "at",
        "by",
        "if",
        "it",
        "we",
        "this",
        "that",
        "then",
    )
)
_DENIED = re.compile(r"(?:not|never|neither|n't|nicht|pas|no es)(?!\w)", re.IGNORECASE)
_SUPPOSED = re.compile(
    r"(?<!\w)(?:suppose|supposing|assum(?:e|ed|ing)|imagine|if|whether)\s{1,3}(?:that\s{1,3})?(?:(?:the|my|your|final|correct)\s{1,3}){0,3}$",
    re.IGNORECASE,
)
_NO_ANSWER = re.compile(
    r"(?:in|on|at|by|from|found|obtained|derived|given|computed|calculated|correct|right|wrong|incorrect|above|below|shown|reasonable|consistent"
    r"|based|the\s+same|clear|unclear|unknown|determined|independent|expected|valid|invalid|also|that|this|it|what|which|how|to|within|between|among|as|because|when|if)(?!\w)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?][\"”’»)\]*_]{0,4}(?=\s|$)|[。！？]")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.?g|i\.?e|approx|ca|c|cf|vs|eq|eqs|fig|no|nr|dr|mr|st|resp|incl|max|min|avg|etc)$", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"[,\s]\s{0,3}(?:because|since|due to|which\s+(?:is(?!\s+(?:not|wrong|incorrect|false|impossible))|means|gives|comes|equals|follows|corresponds)|as\s+(?:it|the|we)|weil|porque|(?<=, )(?-i:car)(?=\s+\w)|parce)(?!\w)",
    re.IGNORECASE,
)
_BOLD = re.compile(r"(?:\*\*|__)(?=\S)([^*\n]{1,200}?)(?:\*\*|__)(?!\w)")
_LEAD = re.compile(
    r"\s*(?:(?:therefore|thus|hence|so|consequently|finally|in conclusion|as a result|accordingly|then|donc|folglich|somit|also|por (?:lo )?tanto|quindi|因此|所以|故|よって|したがって"
    r"|(?:we|you|one|this|that|which|i)\s+(?:then\s+)?(?:get|gets|find|finds|obtain|obtains|have|gives|yields|conclude|see|means)(?:\s+that)?)(?!\w)|∴|\\therefore)[\s,:，]*",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"(?<!\w)(?<!not )(?<!n't )(?<!n’t )(?<!never )(?:is|are|was|equals?|becomes|gives|yields|measures|weighs|comes?\s+(?:out\s+)?(?:as|to(?:\s+be)?|at)|turns\s+out\s+to\s+be|works\s+out\s+(?:as|to)"
    r"|(?:will|would|must|should)\s+be|ist|beträgt|est|vaut|es|è|é)\s+(?:equal\s+to\s+|then\s+|therefore\s+)?"
    r"(?=(?:about|approximately|roughly|around|only|~|≈|\\approx)?\s?[-+−±$(\\√π]{0,4}(?:\d|frac|dfrac|sqrt|pi\b|text|mathrm|vec|,|\d))",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?:です|になります|となります|となる|である|입니다|이다|이에요|है|است)\s*[。.।]?$")
_FENCE = re.compile(r"```[^\n]{0,40}\n(.{1,4000}?)\n?[ \t]*```", re.DOTALL)
_BLOCK = re.compile(
    r"\$\$(.{1,4000}?)\$\$|\\\[(.{1,4000}?)\\\]|(\\begin\{([a-z*]{1,20})\}.{1,4000}?\\end\{\4\})", re.DOTALL
)
_BULLET = re.compile(r"[ \t]*(?:[-*•]|\d{1,2}[.)]|\(?[a-h][.)])\s+(\S[^\n]*)")
_PART = re.compile(r"^\W{0,6}(?:part\s+)?\(?([a-h]|\d)[).:]", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Final:
    """An answer that a reply commits to."""

    text: str
    start: int
    end: int
    """Where the announcement begins and the answer ends, in characters of the reply."""
    rank: int
    """1 "the answer is", 2 a line "Answer:", 3 a box, a tag, or what is called final."""
    is_remark: bool = False
    """What follows the announcement may be about the answer: "the answer is in metres"."""


def read_final_answer(reply: str) -> str:
    """The part of a reply that is meant as its answer; the whole reply where it names none. Never raises.

    >>> read_final_answer("First \\\\boxed{5}. Correction: the final answer is 7.")
    '7'
    >>> read_final_answer("The resistance comes out as **73 Ω**.")
    '73 Ω'
    """
    text = with_carets(drop_pleasantries(split_thinking(reply)[1]).strip())
    finals = _last_finals(text)
    if not finals:
        return _last_statement(text) or _clean(text)
    parts = list(takewhile(lambda item: _PART.match(_line_of(text, item)), reversed(finals)))
    if len(parts) > 1:
        return ", ".join(item.text for item in reversed(parts))
    if len(finals) > 1 and _is_open(text, finals[-2], finals[-1]):
        return f"{finals[-2].text} or {finals[-1].text}"
    return finals[-1].text


def _is_open(text: str, one: Final, other: Final) -> bool:
    """Whether two answers disagree, and no word says that the later one replaces the earlier."""
    between = text[max(one.end, other.start - BETWEEN_CHARS) : other.end]
    replaced = other.rank > one.rank or CORRECTION.search(between) or CONCLUSION.search(between)
    return not replaced and _disagree(one.text, other.text)


def _last_finals(text: str) -> list[Final]:
    """The last announced answers, in order; remarks count only where there is nothing else."""
    objects = list(_objects(text))
    # What is said inside of an object, such as its reasoning, announces nothing.
    text = _blanked(text, objects)
    marked = sorted([*boxes(text), *tags(text), *_hashes(text), *objects], key=lambda item: item.start)
    words = list(MARKER.finditer(text))
    found: list[Final] = []
    remark: Final | None = None
    for _ in range(MAX_TRIES):
        if words and (not marked or words[-1].start() > marked[-1].start):
            item = _announced(text, words.pop())
            if item is None or item.is_remark:
                remark = remark or item
            # "The answer is \boxed{5}" is one answer, read from the box.
            elif not (found and item.end > found[0].start):
                found.insert(0, item)
        elif marked:
            found.insert(0, marked.pop())
        if len(found) == MAX_PARTS:
            break
    return found or ([remark] if remark else [])


def boxes(text: str) -> Iterator[Final]:
    """Boxes, those of one line together."""
    group: list[tuple[int, int, str]] = []
    for start, inside, closing in closed_boxes(text):
        content, end = text[inside:closing].strip(), closing + (text[closing : closing + 1] == "}")
        if not content or len(content) > MAX_ANSWER_CHARS:
            continue
        unit = _UNIT_AFTER.match(text, end) if _is_number(content) else None
        if unit and unit[1].lower() not in _NO_UNIT:
            content, end = f"{content} {unit[1]}", unit.end()
        if group and "\n" in text[group[-1][1] : start]:
            yield _joined(text, group)
            group = []
        group.append((start, end, content))
    if group:
        yield _joined(text, group)


def closed_boxes(text: str) -> list[tuple[int, int, int]]:
    """(start, start of the content, its end) of the outermost boxes, by one pass with a stack."""
    stack: list[tuple[int, int] | None] = []
    found: list[tuple[int, int, int]] = []
    for token in _BOX_OR_BRACE.finditer(text):
        if token[0] == "{":
            stack.append(None)
        elif token[0] == "}":
            if stack and (opened := stack.pop()):
                found.append((*opened, token.start()))
        elif token["bare"]:
            found.append((token.start(), token.start("bare"), token.end()))
        elif token["box"]:
            stack.append((token.start(), token.end()))
    outermost: list[tuple[int, int, int]] = []
    for box in sorted(found):
        if not outermost or box[0] >= outermost[-1][2]:
            outermost.append(box)
    return outermost


def _is_number(content: str) -> bool:
    return len(content) <= 40 and _NUMBER_ONLY.fullmatch(content) is not None


def _joined(text: str, group: list[tuple[int, int, str]]) -> Final:
    """One answer of the boxes of one line: the text between them stays where they differ."""
    start, end = group[0][0], group[-1][1]
    contents = [content for _, _, content in group]
    if len(set(contents)) == 1:
        return Final(text=contents[0], start=start, end=end, rank=3)
    words = contents[0]
    for (_, left, _), (right, _, content) in pairwise(group):
        words += f" {text[left:right].strip(' $')} {content}"
    name = re.search(r"([A-Za-z]\w{0,5}\s?=\s?)\$?$", text[max(0, start - 12) : start])
    return Final(text=_clean((name[1] if name else "") + words), start=start, end=end, rank=3)


def tags(text: str) -> Iterator[Final]:
    """What stands in `<answer>` and its kin; up to the end of its line where the tag is not closed."""
    opened: re.Match[str] | None = None
    for tag in _TAG.finditer(text):
        if not tag[1]:
            # Of a tag right inside of another one the outer one counts on.
            if opened is None or text[opened.end() : tag.start()].strip():
                opened = tag
        elif opened is not None:
            content = _TAG.sub("", text[opened.end() : tag.start()][:MAX_ANSWER_CHARS]).strip()
            if content:
                yield Final(text=_inner(content), start=opened.start(), end=tag.end(), rank=3)
            opened = None
    if opened is not None and (content := text[opened.end() : opened.end() + MAX_ANSWER_CHARS].strip()):
        yield Final(text=_inner(content.split("\n")[0]), start=opened.start(), end=opened.end() + len(content), rank=3)


def _inner(content: str) -> str:
    """An answer in a tag may itself be announced or boxed."""
    if boxed := list(boxes(content)):
        return boxed[-1].text
    mark = MARKER.search(content, 0, 200)
    return _clean(content[mark.end() :] if mark else content)


def _objects(text: str) -> Iterator[Final]:
    for item in find_objects(text).objects if "{" in text else ():
        if content := answer_in(item.value)[:MAX_ANSWER_CHARS].strip():
            yield Final(text=_inner(content), start=item.start, end=item.end, rank=3)


def _blanked(text: str, items: Sequence[Final]) -> str:
    """The text with spaces in place of these parts."""
    pieces, position = [], 0
    for item in items:
        pieces += [text[position : item.start], " " * (item.end - item.start)]
        position = item.end
    return "".join([*pieces, text[position:]])


def _hashes(text: str) -> Iterator[Final]:
    for match in _HASHES.finditer(text):
        yield Final(text=_clean(match[1]), start=match.start(), end=match.end(), rank=3)


def _announced(text: str, mark: re.Match[str]) -> Final | None:
    """What follows a marker, up to the end of its sentence, formula, list or fence."""
    start = mark.end()
    hedge = HEDGE.match(text, start)
    start = hedge.end() if hedge else start
    start = re.compile(r"[\s>]{0,20}").match(text, start).end()  # type: ignore[union-attr]
    rest = text[start : start + MAX_ANSWER_CHARS]
    opens_line = not text[max(0, mark.start() - 8) : mark.start()].rpartition("\n")[2].strip(" >#*_-")
    rank = 3 if "final" in text[max(0, mark.start() - 8) : start].lower() else 2 if opens_line and ":" in mark[0] else 1
    if re.match(r"#{1,6}\s", rest) or not rest:
        return None
    if found := _FENCE.match(rest) or _BLOCK.match(rest):
        content = next(group for group in found.groups() if group)
        return Final(text=_clean(content), start=mark.start(), end=start + found.end(), rank=rank)
    lines = rest.split("\n")
    if len(lines) > 1 and _BULLET.match(lines[0]) and _BULLET.match(lines[1]):
        items = []
        for line in lines:
            if not (bullet := _BULLET.match(line)):
                break
            items.append(_clean(bullet[1]))
        return Final(
            text="; ".join(items), start=mark.start(), end=start + len("\n".join(lines[: len(items)])), rank=rank
        )
    sentence = first_sentence(lines[0])
    content = _value_of(sentence)
    said_before = _last_sentence(text[max(0, mark.start() - 240) : start].rpartition("\n")[2])
    if not content or _DENIED.match(content) or _is_supposed(said_before, mark[0], sentence):
        return None
    is_remark = bool(_NO_ANSWER.match(content)) and "=" not in content
    return Final(text=content, start=mark.start(), end=start + len(sentence), rank=rank, is_remark=is_remark)


def _is_supposed(before: str, mark: str, after: str) -> bool:
    """Whether an answer is that of another problem, or one that is only tried."""
    return bool(UNREAL.search(f"{before} {after}") or _SUPPOSED.search(before.removesuffix(mark)))


def first_sentence(line: str) -> str:
    """A line up to its first full stop; those of decimals and abbreviations are none."""
    stop = next(_sentence_ends(line), None)
    return line[: stop.start()] if stop else line


def _sentence_ends(line: str) -> Iterator[re.Match[str]]:
    for stop in _SENTENCE_END.finditer(line):
        before, after = line[max(0, stop.start() - 12) : stop.start()], line[stop.end() : stop.end() + 8].lstrip()[:1]
        # "1. 5 N" is an enumeration, "5. This is" the end of a sentence.
        is_enumeration = stop.start() < 4 and before.strip().isdigit() and (after.isdigit() or after in ("$", "\\"))
        if not after or not (stop[0][0] == "." and (_ABBREVIATION.search(before) or is_enumeration)):
            yield stop


def _value_of(sentence: str) -> str:
    """A sentence without its reason and, where it states one value, without the words before it."""
    if (clause := _CLAUSE.search(sentence)) and clause.start() > 0:
        sentence = sentence[: clause.start()]
    stated = list(_STATED.finditer(sentence))
    if len(stated) == 1:
        sentence = sentence[stated[0].end() :]
    return _clean(sentence)


def _last_statement(text: str) -> str:
    """The bold value of the last paragraph, or what the last sentence states; empty where there is neither."""
    paragraph = re.split(r"\n\s*\n", text[-MAX_ANSWER_CHARS:])[-1].strip()
    lines = [line for line in paragraph.split("\n") if line.strip()]
    if not lines or lines[-1].lstrip().startswith("|"):
        return ""
    sentence = _last_sentence(lines[-1])
    if UNREAL.search(sentence):
        return ""
    bold = [_with_unit(sentence, found) for found in _BOLD.finditer(sentence) if not found[1].rstrip().endswith(":")]
    around = _BOLD.sub("", sentence)
    if bold and re.search(r"\w", around):
        return ", ".join(_clean(item) for item in dict.fromkeys(bold))
    sentence = _clean(sentence)
    if lead := _LEAD.match(sentence):
        return _value_of(sentence[lead.end() :])
    stated = list(_STATED.finditer(sentence))
    return _value_of(sentence) if len(stated) == 1 else ""


def _with_unit(sentence: str, found: re.Match[str]) -> str:
    """A bold text; with the unit after it where it is a bare number."""
    unit = _UNIT_AFTER.match(sentence, found.end()) if _is_number(found[1]) else None
    return f"{found[1]} {unit[1]}" if unit and unit[1].lower() not in _NO_UNIT else found[1]


def _last_sentence(line: str) -> str:
    line = line.strip()
    starts = [0, *(stop.end() for stop in _sentence_ends(line) if stop.end() < len(line))]
    return line[starts[-1] :].strip()


def _clean(content: str) -> str:
    """Without Markdown's signs, quotes around it, and the full stop."""
    content = content.strip().replace("**", "").replace("`", "")
    content = _SUFFIX.sub("", content)
    content = re.sub(r"(?<!\w)__|__(?!\w)", "", content).strip(" \t\n*#").removeprefix("> ")
    if len(content) > 1 and content[0] in "\"“'" and content[-1] in "\"”'" and content[1:-1].count(content[0]) == 0:
        content = content[1:-1]
    return content.rstrip(" .,;:。，；").strip() if not content.endswith("...") else content


def _disagree(one: str, other: str) -> bool:
    """Two answers that cannot both be meant: other numbers, or other letters."""
    numbers = [frozenset(re.findall(r"\d+(?:\.\d+)?", item.replace(",", ""))) for item in (one, other)]
    if all(numbers):
        return not (numbers[0] & numbers[1])
    letters = [re.fullmatch(r"\(?([A-H])\)?[.)]?", item) for item in (one, other)]
    return bool(letters[0] and letters[1] and letters[0][1] != letters[1][1])


def _line_of(text: str, item: Final) -> str:
    return text[text.rfind("\n", 0, item.start) + 1 :][:20]
