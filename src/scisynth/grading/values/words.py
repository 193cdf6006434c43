"""Answers in words: directions, opposites, and when two phrases say the same.

    40° south of east        a bearing, 130° from north; so is 50° east of south, E 40° S and S 50° E
    upward, to the left      one of a few senses, each with its opposite
    10 N on B by A           words of relation between names, whose order counts
    Tetrahedral              other words: the same ones without case, articles and filling; `TtRr` and `Mg` are symbols, whose case counts

Opposite or exchanged words are wrong. Words that are neither the same nor opposite are unknown: synonyms belong to a person.
"""

import re
from collections import Counter

_COMPASS = {"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0, "n": 0.0, "e": 90.0, "s": 180.0, "w": 270.0}
_POINT = r"(north|east|south|west|[NESW])"
_NUMBER = r"(\d+(?:\.\d+)?)\s*(?:°|degrees?|deg)?"
_OF = re.compile(rf"{_NUMBER}\s*,?\s*{_POINT}\s*(?:of|from|to the)\s*(?:due\s+)?{_POINT}\b", re.IGNORECASE)
_QUADRANT = re.compile(
    rf"\[?\s*\b{_POINT}\s*{_NUMBER}\s*(?:to(?:ward|wards)?\s+(?:the\s+)?)?{_POINT}\b\s*\]?", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"\b(north|south)[- ]?(east|west)(?:ern|erly|wards?)?\b|(?<![A-Za-z])([NS])([EW])(?![A-Za-z])", re.IGNORECASE
)
_SINGLE = re.compile(r"\b(north|east|south|west)(?:ern|erly|wards?)?\b", re.IGNORECASE)
_TURNED = re.compile(rf"{_POINT}\s+of\s+{_POINT}\s*(?:by|,|at)?\s*{_NUMBER}", re.IGNORECASE)
_SENSES = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in (
    (r"\b(?:in|on)to\s+(?:the\s+)?(?:plane\s+of\s+the\s+)?(?:page|paper|plane|screen|board)\b|\binto\s+the\s+(?:plane|page)(?:\s+of\s+the\s+page)?|\binwards?\b|⊗", "in"),
    (r"\bout\s+of\s+(?:the\s+)?(?:plane\s+of\s+the\s+)?(?:page|paper|plane|screen|board)\b|\boutwards?\b|⊙", "out"),
    (r"\babove\s+(?:the\s+)?horizontal\b", "above"), (r"\bbelow\s+(?:the\s+)?horizontal\b", "below"),
    (r"\b(?:counter|anti)[- ]?clockwise\b|\bccw\b|逆时针", "counterclockwise"), (r"(?<!counter)(?<!anti)(?<!counter-)(?<!anti-)(?<!counter )\bclockwise\b|\bcw\b|(?<!逆)顺时针", "clockwise"),
    (r"\bup(?:wards?|hill)?\b|向上|\bupside\b|↑", "up"), (r"\bdown(?:wards?|hill)?\b|向下|↓", "down"), (r"\bleft(?:wards?)?\b|向左|←", "left"), (r"\bright(?:wards?)?\b|向右", "right"),
    (r"\bforwards?\b", "forward"), (r"\bbackwards?\b", "backward"), (r"(?:\+\s?|\bpositive\s+)([xyz])\b(?:[- ](?:direction|axis))?", "+"),
    (r"(?:(?<![\w)])-\s?|\bnegative\s+)([xyz])\b(?:[- ](?:direction|axis))?", "-"), (r"\bincreas(?:e|es|ed|ing)\b|\brises?\b|增大|增加", "increase"),
    (r"\bdecreas(?:e|es|ed|ing)\b|\bfalls?\b|减小|减少", "decrease"), (r"\bparallel\b", "parallel"), (r"\bperpendicular\b", "perpendicular"),
))  # fmt: skip
OPPOSITES = tuple(frozenset(pair.split("/")) for pair in (
    "in/out", "top/bottom", "attracted/repelled", "attraction/repulsion", "gains/loses", "gain/loss", "expands/contracts", "accelerates/decelerates",
    "sinks/floats", "sink/float", "absorbed/released", "absorbed/emitted", "hotter/colder", "heavier/lighter", "before/after", "first/last",
    "clockwise/counterclockwise", "up/down", "left/right", "forward/backward", "increase/decrease", "parallel/perpendicular", "yes/no",
    "true/false", "attract/repel", "attracts/repels", "attractive/repulsive", "positive/negative", "above/below", "greater/less", "larger/smaller",
    "more/less", "higher/lower", "faster/slower", "hot/cold", "endothermic/exothermic", "real/virtual", "upright/inverted", "convex/concave",
    "converging/diverging", "oxidation/reduction", "acid/base", "acidic/basic", "anode/cathode", "polar/nonpolar", "constructive/destructive",
    "dominant/recessive", "homozygous/heterozygous", "stable/unstable", "elastic/inelastic", "spontaneous/nonspontaneous", "even/odd",
    "maximum/minimum", "cation/anion", "mitosis/meiosis", "series/parallel", "transverse/longitudinal", "oxidized/reduced", "male/female",
    "possible/impossible", "continuous/discontinuous", "convergent/divergent", "converges/diverges", "accept/reject", "open/closed",
    "leads/lags", "leading/lagging", "front/behind", "lost/gained", "increases/decreases", "doubles/halves", "longer/shorter", "cis/trans",
))  # fmt: skip
_RELATIONS_TEXT = (
    "on by of to from than over above below under before after into onto left right attracts repels exerts eats "
    "causes acts towards toward per is hits follows precedes contains orbits absorbs emits greater less larger "
    "smaller heavier lighter faster slower above vs"
)
_RELATIONS = frozenset(_RELATIONS_TEXT.split())
_FILLERS_TEXT = (
    "the a an is are was it its this that they there will be to in of so thus therefore hence answer final result "
    "shape geometry molecular molecule structure direction directed towards toward pointing points point moves moving "
    "due along both all simply just correct has have should motion"
)
_TOWARD = frozenset(["toward", "towards"])
_FILLERS = frozenset(_FILLERS_TEXT.split())
_SHORT_WORDS = frozenset(
    ["no", "in", "up", "on", "it", "is", "by", "of", "to", "at", "an", "or", "as", "so", "we", "be", "go"]
)
_TRANSLATED = {"是": "yes", "否": "no", "不是": "no", "对": "true", "错": "false", "正确": "true", "错误": "false", "ja": "yes", "nein": "no",
               "oui": "yes", "non": "no", "sí": "yes", "si": "yes", "да": "yes", "нет": "no", "sim": "yes", "não": "no", "はい": "yes",
               "いいえ": "no", "不会": "no", "会": "yes", "wahr": "true", "falsch": "false", "vrai": "true", "faux": "false"}  # fmt: skip
_ORDER = re.compile(
    r"\b(?:then|first|before|after|later|until)\b|\b(?:left|right) to (?:the )?(?:left|right)\b|先|后|再", re.IGNORECASE
)
_DENIAL = re.compile(
    r"\b(?:not|no|never|neither|nor|opposite|without|instead|isn't|doesn't|cannot)\b|n't\b|不", re.IGNORECASE
)
_EMPTY = re.compile(
    r"^(?:∅|\{\s*\}|no (?:real )?solutions?|empty set|the empty set|does not exist|dne|none|no such \w+)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?|[+-](?=[A-Za-z])")
_MATHEMATICS = re.compile(r"[\d=<>+^/\\*±!|]|-\s")
_INFINITE = re.compile(r"[+-]?\s?∞")
_ELEVATION = re.compile(rf"{_NUMBER}\s*(?:above|below)\b", re.IGNORECASE)
_CROSS = re.compile(r"([A-Za-z]{2,12})\s*[x×]\s*([A-Za-z]{2,12})")
_GENOTYPE = re.compile(r"(?:([A-Za-z])\1)+", re.IGNORECASE)


def read_bearing(text: str) -> tuple[float, float, str] | None:
    """(degrees clockwise from north, half a unit of the last digit, the text without it); None where no bearing is in the text."""
    for pattern, (number_at, first_at, second_at) in ((_OF, (1, 2, 3)), (_QUADRANT, (2, 3, 1)), (_TURNED, (3, 1, 2))):
        if found := pattern.search(text):
            number, first, second = found[number_at], found[first_at], found[second_at]
            start, toward = _COMPASS[second.casefold()], _COMPASS[first.casefold()]
            turn = (toward - start + 180) % 360 - 180
            if abs(turn) != 90:
                return None
            half = 0.5 * 10.0 ** -len(number.partition(".")[2])
            bearing = (start + float(number) * (1 if turn > 0 else -1)) % 360
            return bearing, half, _without(text, found)
    if found := _BETWEEN.search(text):
        one, other = (_COMPASS[word.casefold()] for word in (found[1] or found[3], found[2] or found[4]))
        return ((one + other) / 2 if abs(one - other) < 180 else 315.0), 0.5, _without(text, found)
    if len(singles := list(_SINGLE.finditer(text))) == 1:
        return _COMPASS[singles[0][1].casefold()], 0.5, _without(text, singles[0])
    return None


def senses_of(text: str) -> tuple[str, ...]:
    """The senses of direction or change in a text, `up`, `left`, `clockwise`, `+x`, ...: in their order if that is told, else sorted."""
    found: dict[str, int] = {}
    for pattern, name in _SENSES:
        for match in pattern.finditer(text):
            found.setdefault(name + (match[1].lower() if name in "+-" else ""), match.start())
    is_told = _ORDER.search(text) is not None
    return tuple(sorted(found, key=found.__getitem__) if is_told else sorted(found))


def are_opposite(said: str, wanted: str) -> bool:
    """Whether two texts differ in one word, and the two words are opposites: `electrons lost`, `electrons gained`."""
    mine, theirs = Counter(_meant(_words(said))), Counter(_meant(_words(wanted)))
    lost, extra = list((theirs - mine).elements()), list((mine - theirs).elements())
    return len(lost) == len(extra) == 1 and frozenset({lost[0], extra[0]}) in OPPOSITES


def is_denied(text: str) -> bool:
    """Whether a text says that something is not so."""
    return _DENIAL.search(text) is not None


def same_direction(said: str, wanted: str) -> tuple[bool | None, str] | None:
    """Whether two texts name the same direction; None where the key names none."""
    bearing, senses = read_bearing(wanted), senses_of(wanted)
    if bearing is not None:
        other = read_bearing(said)
        if other is None:
            return (None, "the direction is missing") if not senses_of(said) else (False, "another direction")
        gap = abs((bearing[0] - other[0] + 180) % 360 - 180)
        return gap <= max(bearing[1], other[1]) * (1 + 1e-6), f"a bearing of {other[0]:g}° against {bearing[0]:g}°"
    if senses:
        mine = senses_of(said)
        if not mine:
            return (None, "the direction is missing") if read_bearing(said) is None else (False, "another direction")
        angles = [_ELEVATION.search(text) for text in (said, wanted)]
        if angles[0] and angles[1]:
            halves = [0.5 * 10.0 ** -len(found[1].partition(".")[2]) for found in angles if found]
            if abs(float(angles[0][1]) - float(angles[1][1])) > max(halves) * (1 + 1e-6):
                return False, f"{angles[0][0]} against {angles[1][0]}"
        return mine == senses, f"{', '.join(mine)} against {', '.join(senses)}"
    return None


def is_direction(text: str) -> bool:
    """Whether a text is a direction and nothing else."""
    rest = text
    if (bearing := read_bearing(text)) is not None:
        rest = bearing[2]
    elif not senses_of(text):
        return False
    for pattern, _ in _SENSES:
        rest = pattern.sub(" ", rest)
    return all(
        word in _FILLERS or word in ("page", "direction", "axis", "at", "on", "s", "then", "first")
        for word in _words(rest)
    )


def same_words(said: str, wanted: str) -> tuple[bool | None, str] | None:
    """Whether two phrases say the same; None where they are other words."""
    if _EMPTY.match(said) and _EMPTY.match(wanted):
        return True, "both empty"
    yes_or_no = [_TRANSLATED.get(text.casefold(), text.casefold()) for text in (said, wanted)]
    if set(yes_or_no) <= {"yes", "no", "true", "false"}:
        return yes_or_no[0] == yes_or_no[1], f"{yes_or_no[0]} for {yes_or_no[1]}"
    if _INFINITE.fullmatch(said) and _INFINITE.fullmatch(wanted):
        return said.lstrip("+") == wanted.lstrip("+"), "infinities"
    one, other = _normal(said), _normal(wanted)
    if one == other:
        return True, "the same words"
    if is_symbolic(wanted) or is_symbolic(said):
        return _same_symbols(said, wanted)
    return _same_phrase(said, wanted)


def _same_symbols(said: str, wanted: str) -> tuple[bool | None, str] | None:
    """Genotypes, alleles, crosses and single symbols: case counts, and the order of genes does not."""
    if sorted(_pairs(said)) == sorted(_pairs(wanted)) and _GENOTYPE.fullmatch(said) and _GENOTYPE.fullmatch(wanted):
        return True, "the same genes"
    if (mine := _alleles(said)) and (theirs := _alleles(wanted)):
        return mine == theirs, "alleles"
    crosses = [_CROSS.fullmatch(text) for text in (said, wanted)]
    if crosses[0] and crosses[1]:
        return sorted(crosses[0].groups()) == sorted(crosses[1].groups()), "crosses"
    is_single = len(said.split()) == len(wanted.split()) == 1 and said.isalpha() and wanted.isalpha()
    return (False, "symbols of other letters or case") if is_single else None


def _same_phrase(said: str, wanted: str) -> tuple[bool | None, str] | None:
    """Phrases of plain words: synonyms and word order are forgiven, opposites and negations are not."""
    mine, theirs = _words(said), _words(wanted)
    if not mine or not theirs or _MATHEMATICS.search(said) or _MATHEMATICS.search(wanted):
        return None  # words may be moved about, numbers and signs may not
    if _meant(mine) == _meant(theirs) and mine != theirs and _meant(mine):
        return True, "the same words"
    if frozenset({" ".join(mine), " ".join(theirs)}) in OPPOSITES:
        return False, f"{' '.join(mine)} is the opposite"
    if len(mine) > 60 or len(theirs) > 60:
        return None
    if Counter(mine) == Counter(theirs):
        if set(mine) & _RELATIONS or "→" in said:
            return False, "the same words in another order"
        return True, "the same words in another order"
    is_reversed = ("away" in mine) != ("away" in theirs) and _TOWARD & {*mine, *theirs}
    if is_reversed and set(_meant(mine)) ^ set(_meant(theirs)) <= {"away", "from"}:
        return False, "toward against away from"
    mine, theirs = _meant(mine), _meant(theirs)
    lost, extra = list((Counter(theirs) - Counter(mine)).elements()), list((Counter(mine) - Counter(theirs)).elements())
    if len(lost) == len(extra) == 1 and frozenset({lost[0], extra[0]}) in OPPOSITES:
        return False, f"{extra[0]} for {lost[0]}"
    if ("not" in extra or "not" in lost) and set(lost + extra) <= _FILLERS | {"not", "does", "do"}:
        return False, "a negation"
    return None


def is_symbolic(text: str) -> bool:
    """Whether a text is made of symbols, whose letter case counts: `TtRr`, `aabb`, `R - r`, `Co`, `I^A i`."""
    words = re.findall(r"[A-Za-z]+", text)
    if not words:
        return False
    for word in words:
        if len(word) >= 3 and not _GENOTYPE.fullmatch(word) and (word.islower() or word.istitle() or word.isupper()):
            return False
    return not any(word.casefold() in _SHORT_WORDS for word in words)


def _alleles(text: str) -> list[str]:
    """The two alleles of `I^A i` or `X^C X^c`, sorted; empty for anything else."""
    squeezed = re.sub(r"[\s{}]", "", text)
    found = re.findall(r"[A-Za-z](?:\^[A-Za-z+-])?", squeezed)
    return sorted(found) if "^" in squeezed and len(found) == 2 and "".join(found) == squeezed else []


def _pairs(text: str) -> list[str]:
    return [text[place : place + 2] for place in range(0, len(text), 2)]


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;")


def _normal(text: str) -> str:
    squeezed = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", text)
    if is_symbolic(text) or not re.search(r"[^\W\d_]{2}", text):
        return squeezed
    return squeezed.casefold().strip(".,;:!\"'()")


def _words(text: str) -> list[str]:
    """Without case, but for letters that stand alone as names: `from A to B`, marked so that `a` is no article then."""
    words = _WORD.findall(text)
    keeps = sum(len(word) == 1 and word.isalpha() for word in words) >= 2
    words = [f"·{word}" if keeps and len(word) == 1 else word.casefold() for word in words]
    return [_TRANSLATED.get(word, word) for word in words]


def _meant(words: list[str]) -> list[str]:
    return [word for word in words if word not in _FILLERS]
