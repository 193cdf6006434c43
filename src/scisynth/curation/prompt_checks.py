"""Automatic checks of prompt triples: what a reader of the words alone finds wrong with them.

    implicitness    the implicit prompt has a word that tells an outcome, or shares with one image's prompt what sets it apart
    contradiction   explicit and superficial prompt say the same, or one shows the other's outcome
    subject         a prompt does not name the subject
    number          a prompt has a number that neither the condition nor a fact has
    place           a complex prompt does not name its place
    length          more tokens than a CLIP text encoder reads
    grammar         repeated words, a wrong article, an open brace, no full stop
    duplicate       the same situation in nearly the same words as an earlier item
    split leak      the same words in training and in a test, or a held-out subject in training

A `failed` item is neither drawn nor reviewed until it is edited; a `warned` one is shown with the finding. Words are compared by stems
(`outcome_words`), so `floats` in the explicit prompt and `floating` in the implicit one are found.

Not covered: synonyms that no list has, and whether an implicit prompt names a situation that decides anything. The second is what
`blind_reader` measures over all prompts of a law, and what the review is for.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from scisynth.core.records import PromptSet
from scisynth.curation.outcome_words import needed_words, outcome_words, stems
from scisynth.curation.records import CheckResult
from scisynth.science.laws import Condition, Law, load_places
from scisynth.science.rules import derive

CLIP_TOKENS = 77
LEAK = "split leak"
ALIKE = 0.9
"""Fraction of runs of three letters that two texts share, from which on they count as the same."""
ALIKE_ACROSS_SPLITS = 0.95
TIERS = ("implicit_prompt", "explicit_prompt", "superficial_prompt")
TEENS = "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBER_WORDS = {
    **{word: str(number) for number, word in enumerate(TEENS.split(), start=3)},
    **{word: str(10 * number) for number, word in enumerate(TENS.split(), start=2)},
}
"""From three on: `one` and `two` are mostly no measures."""
_SLOT = re.compile(r"\{(\w+)\}")
_OF_SUBJECT = {"subject", "a_subject"}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NEGATION = re.compile(r"\b(?:not|no|without|never|instead of|rather than|nothing|none)\b", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z]+|\d|[^\s\w]", re.IGNORECASE)
_REPEATED = re.compile(r"\b(\w{2,})\s+\1\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(a\s+[aeio]\w+|an\s+[bcdfgjklmnpqrstvwxyz]\w+)", re.IGNORECASE)
_SOUNDS = re.compile(r"^(?:a\s+(?:one|once|eu|ewe)|an\s+(?:h(?:our|eir|onest)|x-|[fhlmnrsx]\b))", re.IGNORECASE)


def check_prompts(items: Sequence[PromptSet], laws: Mapping[str, Law]) -> dict[str, tuple[CheckResult, ...]]:
    """What is found in each item, by id; an item without a finding has one `prompts` result that passed.

    Args:
        laws: every law that an item names, by name.
    """
    found: dict[str, list[CheckResult]] = {item.id: list(_check_one(item, laws[item.law])) for item in items}
    for name, result in (*_duplicates(items), *_split_leaks(items)):
        found[name].append(result)
    passed = CheckResult(name="prompts", status="passed")
    return {name: tuple(results) or (passed,) for name, results in found.items()}


def _failed(name: str, message: str) -> CheckResult:
    return CheckResult(name=name, status="failed", message=message)


def _warned(name: str, message: str) -> CheckResult:
    return CheckResult(name=name, status="warned", message=message)


def _check_one(item: PromptSet, law: Law) -> Iterator[CheckResult]:
    texts = {name: getattr(item, name) for name in TIERS}
    for name, text in texts.items():
        if not text.strip():
            yield _failed("contradiction", f"{name} is empty")
            return
        yield from _grammar(name, text)
        if (tokens := clip_tokens(text)) > CLIP_TOKENS:
            yield CheckResult(
                name="length",
                status="failed",
                message=f"{name} has about {tokens} tokens, a CLIP text encoder reads {CLIP_TOKENS}",
                value=tokens,
            )
        if missing := _missing(item.subject, text):
            yield _failed("subject", f"{name} does not name {item.subject!r}: {', '.join(sorted(missing))} is missing")
        yield from _numbers(name, text, item, law)
    yield from _implicitness(item, law)
    yield from _contradiction(item, law)
    yield from _situation(item, law)


def _missing(words: str, text: str) -> set[str]:
    return stems(words) - stems(text)


@lru_cache(maxsize=64)
def _words_of(name: str, file: str, templates: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*map(stems, templates))


def _implicitness(item: PromptSet, law: Law) -> Iterator[CheckResult]:
    # The words of the place and of the law's own templates, which its own check has looked at, tell nothing.
    said = stems(item.implicit_prompt) - _allowed(item, law)
    if leaked := said & set().union(*outcome_words(law).values()):
        yield _failed("implicitness", f"the implicit prompt tells the outcome: {', '.join(sorted(leaked))}")
        return
    shown = {name: stems(getattr(item, name)) for name in TIERS[1:]}
    for name, other in ((TIERS[1], TIERS[2]), (TIERS[2], TIERS[1])):
        own = shown[name] - shown[other] - _allowed(item, law)
        shared = said & own
        if len(shared) >= 2 or (shared and len(shared) >= len(own) / 2):
            words = ", ".join(sorted(shared))
            yield _failed("implicitness", f"the implicit prompt shares with the {name} what sets it apart: {words}")


def _allowed(item: PromptSet, law: Law) -> frozenset[str]:
    place = stems(load_places().get(item.place, "")) if item.place else set()
    return needed_words(law) | _words_of(law.name, law.file, law.implicit_templates) | place


def _contradiction(item: PromptSet, law: Law) -> Iterator[CheckResult]:
    if _plain(item.explicit_prompt) == _plain(item.superficial_prompt):
        yield _failed("contradiction", "the explicit and the superficial prompt say the same")
        return
    if _plain(item.implicit_prompt) in (_plain(item.explicit_prompt), _plain(item.superficial_prompt)):
        yield _failed("contradiction", "the implicit prompt is one of the other two")
    words, shown = outcome_words(law), _shown_words(law)
    for name, own, other in (
        ("explicit_prompt", item.outcome, item.superficial_outcome),
        ("superficial_prompt", item.superficial_outcome, item.outcome),
    ):
        said = stems(getattr(item, name))
        # A word by which the law itself shows this outcome contradicts nothing; one of its templates alone may be chance.
        usual = _words_of(law.name, law.file, law.shown_templates[own])
        wrong, right = said & (words[other] - usual), said & (words[own] | shown[own])
        told = wrong or (found if len(found := said & shown[other]) >= 2 else frozenset())
        if told and not right and not _NEGATION.search(getattr(item, name)):
            yield _failed("contradiction", f"the {name} says {', '.join(sorted(told))}, expected {law.outcomes[own]!r}")


def _shown_words(law: Law) -> dict[str, frozenset[str]]:
    """By outcome, the stems of the templates that show it, and no other outcome."""
    own = {name: _words_of(law.name, law.file, texts) for name, texts in law.shown_templates.items()}
    return {
        name: words - needed_words(law) - frozenset().union(*(own[other] for other in own if other != name))
        for name, words in own.items()
    }


def _numbers(name: str, text: str, item: PromptSet, law: Law) -> Iterator[CheckResult]:
    condition = law.conditions.get(item.condition)
    facts = (
        [fact.value for fact in {**law.constants, **law.subjects[item.subject].facts}.values()]
        if item.subject in law.subjects
        else []
    )
    templates = [*law.implicit_templates, *(shown for texts in law.shown_templates.values() for shown in texts)]
    known = _numbers_in(" ".join([item.subject, *([condition.phrase] if condition else []), *templates]))
    known |= {f"{abs(value):g}" for value in facts if isinstance(value, int | float) and not isinstance(value, bool)}
    if other := _numbers_in(text) - known:
        yield _failed("number", f"{name} says {', '.join(sorted(other))}, which neither the condition nor a fact has")


def _numbers_in(text: str) -> set[str]:
    """Numbers of a text, also in words; `minus eighteen` and `-18` are 18."""
    found = {f"{float(number):g}" for number in _NUMBER.findall(text)}
    return found | {NUMBER_WORDS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in NUMBER_WORDS}


def _situation(item: PromptSet, law: Law) -> Iterator[CheckResult]:
    """The condition and the place, which every prompt of a situation shares."""
    condition = law.conditions.get(item.condition)
    if condition is not None:
        wording = _wording(condition, item, law)
        words = stems(wording)
        missing = words - stems(item.implicit_prompt)
        if words and len(missing) > len(words) / 2:
            yield _failed("condition", f"the implicit prompt does not state {wording!r}")
    if item.setting == "C" and item.place and (words := stems(load_places().get(item.place, item.place))):
        if len(words - stems(item.implicit_prompt)) == len(words):
            yield _failed("place", f"the implicit prompt does not name the {item.place}")
        if len(law.places) and item.place not in law.places:
            yield _warned("place", f"the law is not set in the {item.place}")
        elif (
            condition and item.subject in law.subjects and item.place not in law.places_of(item.subject, item.condition)
        ):
            yield _warned("place", f"expected a place that may hold {condition.phrase!r}, got the {item.place}")


def _wording(condition: Condition, item: PromptSet, law: Law) -> str:
    """The condition as the law's templates put it: by its phrase, or by what the rule says of it for this subject (`treated` of a flame)."""
    slots = {slot for template in law.implicit_templates for slot in _SLOT.findall(template)} - _OF_SUBJECT
    if (
        "condition" in slots
        or not slots
        or item.subject not in law.subjects
        or item.condition not in law.conditions_of(item.subject)
    ):
        return condition.phrase
    said = derive(law.name, item.subject, item.condition).words
    return " ".join(said[slot] for slot in sorted(slots & said.keys())) or condition.phrase


def clip_tokens(text: str) -> int:
    """About how many tokens a CLIP text encoder counts, start and end included; long words are split."""
    return 2 + sum(1 + max(0, len(word) - 8) // 4 for word in _TOKEN.findall(text))


def _grammar(name: str, text: str) -> Iterator[CheckResult]:
    problems = []
    if found := _REPEATED.search(text):
        problems.append(f"{found[0]!r} twice")
    if "{" in text or "}" in text:
        problems.append("a brace that was not filled in")
    if "�" in text or "Ã" in text or "â€" in text:
        problems.append("letters in a wrong encoding")
    if "  " in text or text != text.strip():
        problems.append("needless spaces")
    problems += [
        f"{found!r}" for found in _ARTICLE.findall(text) if not _SOUNDS.match(found) and not found[-1].isupper()
    ]
    if not text[:1].isupper() and not text[:1].isdigit():
        problems.append("no capital at its beginning")
    if not text.rstrip().endswith((".", "!", "?", ".”", '."')):
        problems.append("no full stop at its end")
    if problems:
        yield _failed("grammar", f"{name}: {'; '.join(problems)}")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _shingles(text: str) -> frozenset[str]:
    plain = _plain(text)
    return frozenset(plain[start : start + 3] for start in range(max(1, len(plain) - 2)))


def likeness(one: str, other: str) -> float:
    """Fraction of runs of three letters that two texts share (Jaccard)."""
    first, second = _shingles(one), _shingles(other)
    return len(first & second) / len(first | second)


def _pairs(groups: Iterable[Sequence[PromptSet]]) -> Iterator[tuple[PromptSet, PromptSet]]:
    for group in groups:
        yield from ((one, two) for place, two in enumerate(group) for one in group[:place])


def _duplicates(items: Sequence[PromptSet]) -> Iterator[tuple[str, CheckResult]]:
    """The later of two items of one situation in nearly the same words."""
    groups: dict[tuple[str, ...], list[PromptSet]] = defaultdict(list)
    for item in items:
        groups[item.law, item.subject, item.condition].append(item)
    told = set()
    for one, two in _pairs(groups.values()):
        if two.id in told:
            continue
        same = likeness(one.implicit_prompt, two.implicit_prompt)
        whole = likeness(" ".join(_texts(one)), " ".join(_texts(two)))
        if whole >= ALIKE and same >= ALIKE:
            told.add(two.id)
            yield (
                two.id,
                CheckResult(name="duplicate", status="failed", message=f"says what {one.id} says", value=whole),
            )


def _texts(item: PromptSet) -> list[str]:
    return [getattr(item, name) for name in TIERS]


def _split_leaks(items: Sequence[PromptSet]) -> Iterator[tuple[str, CheckResult]]:
    """Items of train and val that a test knows: the tests stay as they are."""
    tests: dict[tuple[str, str], list[PromptSet]] = defaultdict(list)
    held_out = {(item.law, item.subject) for item in items if item.split.startswith("test") and not item.subject_seen}
    for item in items:
        if item.split.startswith("test"):
            tests[item.law, item.subject].append(item)
    for item in items:
        if item.split.startswith("test"):
            continue
        if (item.law, item.subject) in held_out or not item.subject_seen:
            yield item.id, _failed(LEAK, f"{item.subject!r} is held out of {item.split}, and stands in a test")
        for other in tests[item.law, item.subject]:
            same = likeness(item.implicit_prompt, other.implicit_prompt)
            if same >= ALIKE_ACROSS_SPLITS:
                message = f"its implicit prompt stands in {other.split} ({other.id})"
                yield item.id, CheckResult(name=LEAK, status="failed", message=message, value=same)
                break
