"""Words that tell an outcome: what an implicit prompt must not say.

The words of an outcome are those of its key and of its phrase that no other outcome of the law has, together with the synonyms of its
key (`synonyms.yaml`). Words of the subjects and of the conditions are no such words: a prompt has to name them. All words are compared by
their stems, so `floats`, `floating` and `afloat` count as one.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

import yaml

from scisynth.science.laws import Law

_WORD = re.compile(r"[^\W\d_]+")
_SLOT = re.compile(r"\{\w+\}")
STOP = frozenset(
    """
    a an and any are as at be been being between both but by can down each every for from fully had has have he here hold how i if in
    inside into is it its itself just more most much near next no nor not of off on one only onto or other out outside over own part
    quite same she so some still such than that the their them then there these they thing this those through to too top two
    under until up upon very was were what when where which while who whole with within without
    all many mid nothing still seen taken show shown image photo picture realistic simple clear plain background depicted way look
    """.split()  # noqa: SIM905
)
"""Words that tell nothing; the last line has those of the styles of prompts (`prompts.write`)."""
_ENDINGS = ("ations", "ation", "ingly", "edly", "ings", "ness", "ing", "ies", "ied", "ed", "es", "ly", "s", "y", "e")
MIN_STEM = 3


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its ending, for comparing only: `floating` and `floats` are `float`."""
    word = word.casefold()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_STEM:
            word = word.removesuffix(ending)
            break
    # `dripping`: the doubled letter goes as well.
    if len(word) > MIN_STEM and word[-1] == word[-2] and word[-1] not in "lszf":
        word = word[:-1]
    return word


def stems(text: str) -> set[str]:
    """Stems of the words of a text that mean something; braces of templates are no words."""
    return {stem(word) for word in _WORD.findall(_SLOT.sub(" ", text)) if word.casefold() not in STOP and len(word) > 1}


@lru_cache(maxsize=1)
def _groups() -> tuple[frozenset[str], ...]:
    text = files("scisynth.curation").joinpath("synonyms.yaml").read_text(encoding="utf-8")
    return tuple(frozenset(stem(word) for word in group) for group in yaml.load(text, Loader=yaml.BaseLoader))


def with_synonyms(words: Iterable[str]) -> frozenset[str]:
    """Stems and those that mean the same."""
    found = set(words)
    return frozenset(found.union(*(group for group in _groups() if group & found)))


def needed_words(law: Law) -> frozenset[str]:
    """Stems that a prompt has to say, since subjects and conditions are named by them."""
    names = [*law.subjects, *(item.phrase for item in law.conditions.values())]
    return frozenset().union(*map(stems, names))


def outcome_words(law: Law) -> dict[str, frozenset[str]]:
    """By outcome, the stems that tell it and no other."""
    keys = {name: stems(name.replace("_", " ")) for name in law.outcomes}
    own = {name: keys[name] | stems(phrase) for name, phrase in law.outcomes.items()}
    needed = needed_words(law)

    def of_others(name: str) -> set[str]:
        return set().union(*(words for other, words in own.items() if other != name))

    # Synonyms of the key alone: those of every word of a phrase would forbid half of the language.
    return {
        name: frozenset(own[name] | with_synonyms(keys[name] - of_others(name))) - needed - of_others(name)
        for name in law.outcomes
    }


def leaked_words(text: str, words: Mapping[str, frozenset[str]]) -> set[str]:
    """Words of a text that tell an outcome, as their stems."""
    return stems(text) & set().union(*words.values())
