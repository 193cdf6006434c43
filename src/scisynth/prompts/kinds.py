"""What free things and everyday circumstances are like, where a law's file does not name them: `kinds.yaml`, which explains itself.

    kinds_of("buoyancy").find_kinds("iron bolt", prompt)      facts of the law's subjects that it is like, or facts of its own
    kinds_of("buoyancy").find_circumstance(prompt, subject)   the facts of what surrounds it, as ranges of values

Nothing here decides what is true: the law's rule does, from these facts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product
from typing import Any, Literal

import yaml

from scisynth.science.laws import Condition, Fact

Where = Literal["reading", "prompt", "pair"]
"""Where a subject is looked for: what `read` found, the whole prompt, or each of two liquids."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Things that share the facts of known subjects, or have facts with a source of their own."""

    match: re.Pattern[str]
    refuse: re.Pattern[str] | None
    only: re.Pattern[str] | None
    """What the whole prompt must have."""
    like: tuple[str, ...]
    """Subjects of the law's file (of a pair: one liquid)."""
    facts: Mapping[str, Fact]

    def fits(self, thing: str, prompt: str) -> re.Match[str] | None:
        """Where a thing is of this kind; None where it is not."""
        found = self.match.search(thing)
        is_refused = self.refuse is not None and self.refuse.search(thing)
        return None if is_refused or (self.only and not self.only.search(prompt)) else found


@dataclass(frozen=True, kw_only=True)
class Circumstance:
    """What everyday words say of the surroundings."""

    match: re.Pattern[str]
    refuse_subject: re.Pattern[str] | None
    phrase: str
    """What stands for it in prompts; empty: the words matched."""
    values: Mapping[str, Sequence[Any]]
    """The facts of the condition, each as its possible values, the one nearest to a change first."""

    def conditions(self, found: re.Match[str]) -> Iterator[Condition]:
        """A condition for each combination of the values."""
        groups = {name: (text or "").lower() for name, text in found.groupdict().items()}
        matched = found[0].strip(" ,.")
        # Only our own phrase is a template: words of a prompt may hold braces.
        phrase = self.phrase.format(**groups) if self.phrase else matched[0].lower() + matched[1:]
        for chosen in product(*self.values.values()):
            facts = {key: _filled(value, groups) for key, value in zip(self.values, chosen, strict=True)}
            yield Condition(name="free", phrase=phrase, facts=facts)


@dataclass(frozen=True, kw_only=True)
class LawKinds:
    """The lines of one law."""

    subject_in: Where
    only: tuple[re.Pattern[str], ...]
    never: tuple[re.Pattern[str], ...]
    any: tuple[re.Pattern[str], ...]
    not_any: tuple[re.Pattern[str], ...]
    kinds: tuple[Kind, ...]
    circumstances: tuple[Circumstance, ...]

    def takes(self, prompt: str) -> bool:
        """Whether the prompt is one that the facts speak of."""
        has_all = all(pattern.search(prompt) for pattern in self.only)
        return has_all and not any(pattern.search(prompt) for pattern in self.never)

    def is_any(self, thing: str) -> bool:
        """Whether the condition alone decides for such a thing."""
        is_refused = any(pattern.search(thing) for pattern in self.not_any)
        return not is_refused and any(pattern.search(thing) for pattern in self.any)

    def find_kinds(self, thing: str, prompt: str) -> list[tuple[Kind, re.Match[str]]]:
        """Every kind that a thing is of, in the order of the file."""
        return [(kind, found) for kind in self.kinds if (found := kind.fits(thing, prompt))]

    def find_circumstance(self, prompt: str, subject: str) -> list[Condition]:
        """The conditions that the prompt's words allow, the one nearest to a change first; none where they say nothing."""
        for item in self.circumstances:
            if found := item.match.search(prompt):
                is_refused = item.refuse_subject is not None and item.refuse_subject.search(subject)
                return [] if is_refused else list(item.conditions(found))
        return []


def kinds_of(law: str) -> LawKinds | None:
    """The lines of a law; None where the file has none of it."""
    return _load()[1].get(law)


def is_plain(words: str) -> bool:
    """Whether words before a name, such as `old red`, change no fact."""
    return all(_load()[0].fullmatch(word) for word in words.split())


@lru_cache(maxsize=1)
def _load() -> tuple[re.Pattern[str], Mapping[str, LawKinds]]:
    text = files("scisynth.prompts").joinpath("kinds.yaml").read_text(encoding="utf-8")
    raw = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    laws = {name: _law(entry) for name, entry in raw["laws"].items()}
    return re.compile(raw["neutral"], re.IGNORECASE), laws


def _law(raw: Mapping[str, Any]) -> LawKinds:
    def patterns(name: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(text, re.IGNORECASE) for text in raw.get(name, ()))

    return LawKinds(
        subject_in=raw.get("subject_in", "reading"),
        only=patterns("only"),
        never=patterns("never"),
        any=patterns("any"),
        not_any=patterns("not_any"),
        kinds=tuple(_kind(entry) for entry in raw.get("kinds", ())),
        circumstances=tuple(_circumstance(dict(entry)) for entry in raw.get("conditions", ())),
    )


def _kind(raw: Mapping[str, Any]) -> Kind:
    source = raw.get("source", "")
    return Kind(
        match=re.compile(raw["match"], re.IGNORECASE),
        refuse=_pattern(raw.get("not")),
        only=_pattern(raw.get("only")),
        like=tuple(raw.get("as", ())),
        facts={name: Fact(value=value, unit="", source=source) for name, value in raw.get("facts", {}).items()},
    )


def _circumstance(raw: dict[str, Any]) -> Circumstance:
    return Circumstance(
        match=re.compile(raw.pop("match"), re.IGNORECASE),
        refuse_subject=_pattern(raw.pop("not_subject", None)),
        phrase=raw.pop("phrase", ""),
        values={name: value if isinstance(value, list) else [value] for name, value in raw.items()},
    )


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return None if text is None else re.compile(text, re.IGNORECASE)


def _filled(value: Any, groups: Mapping[str, str]) -> Any:
    """A value with the groups of the match in it; a number where it is one."""
    if not isinstance(value, str):
        return value
    text = value.format(**groups)
    return float(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else text
