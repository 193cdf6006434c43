"""What science says of a free prompt: its law, its facts, and so what must be seen; or why nothing can be said.

    law          `read` finds it from the words
    subject      one of the law's file, or a thing like one (`kinds.yaml`), or any thing where the condition alone decides
    condition    one of the law's file by its words, or everyday words with a range of values
    outcome      the law's rule, applied to every combination: one answer, or the prompt is left alone

A prompt that says itself what is seen is left alone too: it is not for us to contradict it.
"""

import re
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from scisynth.core.records import PromptSet
from scisynth.prompts.kinds import Kind, LawKinds, is_plain, kinds_of
from scisynth.prompts.read import MAX_CHARS, UNKNOWN, PromptReading, read_prompt
from scisynth.science.law_files import reads_laws
from scisynth.science.laws import Condition, Fact, Law, Subject, article_of, get_law
from scisynth.science.rules import RULE_FAILURES, apply_rule
from scisynth.science.verdict import Verdict

FEW_LETTERS = 4
"""Words shorter than this never say what is seen."""
VESSEL = r"\b(?:an?|the) ((?:[\w-]+ ){{0,2}}?[\w-]+) (?:of|holding|containing|filled with|full of) (?:some )?((?:[\w-]+ )?{name})"
ONE_OF_IT = re.compile(r"\ban? (?:(?!of\b)[\w{}-]+ )*\{subject\}")
"""A wording that is none of things without an article: `a hard green {subject}`."""
UNITS = {"temperature_c": "C", "relative_humidity_percent": "%", "years": "years", "daily_light_mol_m2": "mol/m2 of light a day",
         "water_mm_per_week": "mm of water a week", "color_stage": "as colour stage"}  # fmt: skip


class NotKnown(Exception):  # noqa: N818  not an error: the prompt is left alone
    """Why science says nothing of a prompt."""


@dataclass(frozen=True, kw_only=True)
class FreeSituation:
    """A free prompt with what must be seen in its image."""

    prompt: str
    law: Law
    subject: Subject
    condition: Condition
    verdict: Verdict
    words: Mapping[str, str]
    """Words for templates, without those that several possible facts do not agree on."""
    derivation: str
    """Why the outcome is true, with the facts it follows from and what was taken for granted."""

    def shown(self, outcome: str = "", number: int = 0) -> str:
        """What an image of an outcome (the true one by default) shows, in the law's words; `number` turns through its wordings."""
        outcome = outcome or self.verdict.outcome
        words = {
            "subject": self.subject.name,
            "a_subject": self.subject.with_article,
            "condition": self.condition.phrase,
            **self.words,
        }
        usable = [
            text
            for text in self.law.shown_templates[outcome]
            if _fields(text) <= words.keys() and (self.subject.article or not ONE_OF_IT.search(text))
        ]
        text = (
            usable[number % len(usable)].format(**words)
            if usable
            else f"{self.subject.with_article} {self.condition.phrase}, {self.law.outcomes[outcome]}"
        )
        text = re.sub(r"\s+(?=[\s,.])", "", text).strip()
        if not self.subject.article and re.search(r"[^s]s$", self.subject.name):
            text = re.sub(r"\bits\b", "their", text).replace(" that is ", " that are ")
        return text[0].upper() + text[1:] + "."

    def to_prompt_set(self) -> PromptSet:
        """The prompt as judges take it, on its own words."""
        superficial = self.verdict.superficial or self.law.superficial.get(self.verdict.outcome, "")
        words = {"subject": self.subject.name, "a_subject": self.subject.with_article, **self.words}
        entity = self.law.entity.format(**words) if _fields(self.law.entity) <= words.keys() else self.subject.name
        return PromptSet(
            id=self.prompt,
            law=self.law.name,
            field=self.law.field,
            type=self.law.type,
            subject=self.subject.name,
            condition=self.condition.name,
            setting="S",
            place="",
            entity=entity,
            implicit_prompt=self.prompt,
            explicit_prompt=self.shown(),
            superficial_prompt=self.shown(superficial) if superficial else "",
            paraphrase=0,
            outcome=self.verdict.outcome,
            superficial_outcome=superficial,
            derivation=self.derivation,
            split="test_S",
            subject_seen=True,
        )


def find_situation(prompt: str) -> FreeSituation:
    """What science says of a prompt.

    Raises:
        NotKnown: nothing; the message is the reason, for people.
        DataError: no prompt at all.
    """
    reading = read_prompt(prompt)
    if reading.law == UNKNOWN:
        raise NotKnown("no known law speaks of it")
    law = get_law(reading.law)
    kinds = kinds_of(law.name)
    # What `read` reads of it, so that a prompt of a megabyte costs no more than any other.
    text = " ".join(prompt.lstrip()[: 4 * MAX_CHARS].split())[:MAX_CHARS]
    if kinds and not kinds.takes(text):
        raise NotKnown(f"{law.name}: its words go beyond what the facts cover")
    if word := _says_itself(law, text):
        raise NotKnown(f"{law.name}: it says itself what is seen ({word!r})")
    subjects, is_any = _subjects(law, kinds, reading, text)
    conditions = _conditions(law, kinds, text, subjects[0].name)
    return _decide(text, prompt, law, subjects, conditions, is_any=is_any)


def _decide(
    text: str, prompt: str, law: Law, subjects: Sequence[Subject], conditions: Sequence[Condition], *, is_any: bool
) -> FreeSituation:
    """Applies the rule to everything that the prompt may mean."""
    name = subjects[0].name
    if any(condition.name in subject.not_under for subject in subjects for condition in conditions):
        raise NotKnown(f"{law.name}: {name!r} is not shown {conditions[0].phrase}, where the facts do not decide")
    try:
        verdicts = [apply_rule(law, subject, condition) for subject in subjects for condition in conditions]
    except RULE_FAILURES as error:
        raise NotKnown(f"{law.name}: the facts of {name!r} do not suffice ({type(error).__name__}: {error})") from None
    outcomes = list(dict.fromkeys(verdict.outcome for verdict in verdicts))
    if len(outcomes) > 1:
        raise NotKnown(f"{law.name}: {name!r} may be {' or '.join(outcomes)}; the words do not decide")
    first = verdicts[0]
    if color := _names_color(text.casefold().replace(name.casefold(), ""), conditions[0], first.words):
        raise NotKnown(f"{law.name}: it says itself what is seen ({color!r})")
    words = {
        key: value
        for key, value in first.words.items()
        if value and all(other.words.get(key) == value for other in verdicts)
    }
    sentence = first.sentence[0].upper() + first.sentence[1:]
    if is_any:
        seen = f"{subjects[0].with_article} ({conditions[0].phrase}): {law.outcomes[first.outcome]}"
        known = len(law.subjects)
        sentence = f"{seen[0].upper()}{seen[1:]}. The condition decides, whatever the thing: so it is for all {known} with known facts."
    return FreeSituation(
        prompt=prompt,
        law=law,
        subject=subjects[0],
        condition=conditions[0],
        verdict=first,
        words=words,
        derivation=sentence + _taken(subjects, conditions, is_any=is_any),
    )


def _names_color(rest: str, condition: Condition, words: Mapping[str, str]) -> str:
    """A colour that the facts speak of and the prompt names already, other than that of its circumstances."""
    given = {str(value) for value in condition.facts.values()}
    colors = {value for key, value in words.items() if key.endswith("color") and value not in given}
    return next((color for color in sorted(colors) if re.search(rf"\b{re.escape(color)}\b", rest)), "")


def _taken(subjects: Sequence[Subject], conditions: Sequence[Condition], *, is_any: bool) -> str:
    """What was taken for granted, as a sentence; empty where the law's file says it all."""
    parts = []
    if not is_any and (like := [text for item in subjects if isinstance(text := item.look.get("like"), str)]):
        parts.append(f"facts of {', '.join(dict.fromkeys(like))} for {subjects[0].name}")
    for key, value in conditions[0].facts.items():
        found = list(dict.fromkeys(f"{item.facts[key]:g}" for item in conditions if isinstance(value, int | float)))
        if len(found) > 1:
            parts.append(f"{' to '.join(found)} {UNITS.get(key, key.replace('_', ' '))}")
    return f" (Taken: {'; '.join(parts)}.)" if parts else ""


def _subjects(law: Law, kinds: LawKinds | None, reading: PromptReading, text: str) -> tuple[list[Subject], bool]:
    """What the subject may be, as subjects with facts, under the prompt's own name; and whether it may be anything."""
    where = kinds.subject_in if kinds else "reading"
    if where == "pair":
        assert kinds is not None
        return [_pair(law, kinds, reading)], False
    if own := _own_subject(law, reading, text, anywhere=where == "prompt"):
        return [own], False
    thing = text if where == "prompt" else reading.subject
    if kinds and thing:
        if found := kinds.find_kinds(thing, text):
            name = reading.subject if where == "reading" else _named(found[0][1][0], text, law)
            return [_renamed(item, name, text) for kind, _ in found for item in _alike(law, kind)], False
        if reading.subject and kinds.is_any(reading.subject):
            return [_renamed(item, reading.subject, text) for item in law.subjects.values()], True
    raise NotKnown(f"{law.name}: no facts about {reading.subject or 'its subject'!r}")


def _own_subject(law: Law, reading: PromptReading, text: str, *, anywhere: bool) -> Subject | None:
    """The subject of the law's file that the prompt names, the longest name first."""
    folded, read = text.casefold(), reading.subject.casefold().removesuffix(" let go")
    for name in sorted(law.subjects, key=len, reverse=True):
        low = name.casefold()
        if not re.search(rf"(?<![\w-]){re.escape(low)}(?![\w-])", folded):
            continue
        before = read.removesuffix(low)
        if anywhere or low.endswith(read) or low.startswith(read) or (before != read and is_plain(before)):
            return law.subjects[name]
    return None


def _named(matched: str, text: str, law: Law) -> str:
    """What a thing found in the text is called, with the vessel that holds it where the law speaks of vessels."""
    name = re.sub(r"^(?:\w+ (?:of|filled with|containing|holding)|in|into|to) ", "", matched.lower())
    has_vessels = any(" of " in subject for subject in law.subjects)
    vessel = re.search(VESSEL.format(name=re.escape(name)), text, re.IGNORECASE) if has_vessels else None
    return f"{vessel[1].lower()} of {vessel[2].lower()}" if vessel else name


def _alike(law: Law, kind: Kind) -> list[Subject]:
    """The subjects that a kind is like, or one with the kind's own facts."""
    if kind.facts:
        return [Subject(name="", article="", facts=kind.facts, look={})]
    return [replace(law.subject(name), look={"like": name}) for name in kind.like]


def _renamed(subject: Subject, name: str, text: str) -> Subject:
    """A subject under the prompt's name for it, with an article where the prompt has one."""
    before = rf"\b(?:an?|one|the|single) (?:(?!of\b)[\w-]+,? ){{0,3}}{re.escape(name)}\b"
    has_article = " of " in name or re.search(before, text, re.IGNORECASE)
    article = article_of(name) if has_article else ""
    return replace(subject, name=name, article=article)


def _pair(law: Law, kinds: LawKinds, reading: PromptReading) -> Subject:
    """Two liquids with the facts of each."""
    names = [name.strip() for name in reading.subject.split(" and ")]
    if len(names) != 2:
        raise NotKnown(f"{law.name}: expected two liquids, read {reading.subject!r}")
    facts: dict[str, Fact] = {}
    for place, name in zip(("first", "second"), names, strict=True):
        known = _liquids(law.name)
        kind = next(iter(kinds.find_kinds(name, name)), None)
        found = known.get(name.casefold()) or (kind and (kind[0].facts or known.get(kind[0].like[0])))
        if not found:
            raise NotKnown(f"{law.name}: no facts about {name!r}")
        facts |= {f"{place}_{key}": fact for key, fact in found.items()}
    return Subject(name=" and ".join(names), article="", facts=facts, look={})


@reads_laws
@lru_cache(maxsize=4)
def _liquids(law: str) -> Mapping[str, Mapping[str, Fact]]:
    """Each liquid of the pairs of a law's file, with its facts."""
    found: dict[str, Mapping[str, Fact]] = {}
    for pair in get_law(law).subjects.values():
        for place, name in zip(("first", "second"), pair.name.split(" and "), strict=True):
            found[name.casefold()] = {key: pair.facts[f"{place}_{key}"] for key in ("density", "kind")}
    return found


def _conditions(law: Law, kinds: LawKinds | None, text: str, subject: str) -> list[Condition]:
    """What surrounds the subject, by the law's own words or by everyday ones."""
    folded = text.casefold()
    own = [item for item in law.conditions.values() if item.phrase.casefold() in folded]
    if own:
        return [max(own, key=lambda item: len(item.phrase))]
    found = kinds.find_circumstance(text, subject) if kinds else []
    if not found:
        raise NotKnown(f"{law.name}: its circumstances are not known well enough")
    return found


def _says_itself(law: Law, text: str) -> str:
    """A word of the prompt that states an outcome; empty where there is none."""
    telling = frozenset().union(*telling_words(law.name).values())
    return next((word for word in _words(text) if word in telling), "")


@reads_laws
@lru_cache(maxsize=64)
def telling_words(name: str) -> Mapping[str, frozenset[str]]:
    """By outcome of a law: the words that say this outcome and no other, and that its implicit prompts do not need."""
    law = get_law(name)
    by_outcome = {key: set(_words(" ".join((law.outcomes[key], *law.shown_templates[key])))) for key in law.outcomes}
    everyday = [*law.implicit_templates, *law.subjects, *(item.phrase for item in law.conditions.values())]
    spread = Counter(word for words in by_outcome.values() for word in words)
    dull = {word for word, count in spread.items() if count > 1} | set(_words(" ".join(everyday))) | PLAIN_WORDS
    return {key: frozenset(words - dull) for key, words in by_outcome.items()}


PLAIN_WORDS = frozenset(["simple", "clear", "clearly", "plain", "empty", "white", "realistic", "sharp", "bright", "still", "whole", "from", "that", "this", "with", "without", "left", "kept", "onto", "into", "under", "after", "water", "glass", "light", "drop", "colored", "filled", "holding", "placed", "containing", "seen"])  # fmt: skip
"""Words of style, and of any scene."""


def _words(text: str) -> list[str]:
    text = re.sub(r"\{\w+\}", " ", text.lower())
    return [word for word in re.findall(r"[a-z]+", text) if len(word) >= FEW_LETTERS]


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
