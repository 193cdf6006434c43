"""The way back: from a free prompt to its law and its subject, or `unknown`.

The words that give a law away stand in `cues.yaml`, which explains itself. Here is the rule that combines them:

    1. style and background words are taken off ("a simple, realistic image of", ", clear and realistic")
    2. every law looks for its cues; a cue found with a subject that suits it is a *claim*, `sure` or `hint`
    3. one sure claim wins; failing that, one hint; two laws of the same rank contradict each other: `unknown`

The subject follows the published tuples: the liquid where a vessel holds one (`coffee` for a bowl of coffee), the
colouring where something is coloured (`red ink` for a drop of red ink on a cloth), else the thing itself.
No network and no model: the same prompt is read the same way everywhere.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from scisynth.core.errors import DataError, nearest
from scisynth.science.law_files import reads_laws
from scisynth.science.laws import LAW_NAMES, Law, load_laws

UNKNOWN = "unknown"
MAX_CHARS = 800
"""A longer prompt is read up to here: text encoders of image models see less."""
MAX_STYLE_ROUNDS = 8


@dataclass(frozen=True, kw_only=True)
class PromptReading:
    """What a prompt is about."""

    prompt: str
    law: str
    """One of `load_laws()`, or `unknown`."""
    subject: str
    """As the prompt spells it, without article and style words; empty when unknown."""


@dataclass(frozen=True, kw_only=True)
class LawCues:
    """The compiled patterns of one law; `cues.yaml` says what each group means."""

    law: str
    sure: tuple[re.Pattern[str], ...]
    hint: tuple[re.Pattern[str], ...]
    things: tuple[re.Pattern[str], ...]
    not_things: tuple[re.Pattern[str], ...]
    never: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, kw_only=True)
class Cues:
    """The whole of `cues.yaml`, compiled."""

    style: tuple[re.Pattern[str], ...]
    noun_phrase: re.Pattern[str]
    laws: tuple[LawCues, ...]


def read_prompt(prompt: str) -> PromptReading:
    """The law and subject of one prompt; `unknown` rather than a guess."""
    if not isinstance(prompt, str):
        raise DataError(f"expected a prompt as text, got {type(prompt).__name__}; pass a string")
    if not prompt.strip():
        raise DataError("expected a prompt, got an empty one; write what the image should show")
    cues = load_cues()
    text = _without_style(prompt, cues)
    for rank in ("sure", "hint"):
        claims = {law.law: subject for law in cues.laws if (subject := _claim(law, rank, text, cues)) is not None}
        if len(claims) == 1:
            law, subject = claims.popitem()
            return PromptReading(prompt=prompt, law=law, subject=subject)
        if claims:
            break
    return PromptReading(prompt=prompt, law=UNKNOWN, subject="")


def read_prompts(prompts: Sequence[str]) -> list[PromptReading]:
    """`read_prompt` over many; an empty one is named by its number."""
    if isinstance(prompts, str):
        raise DataError("expected a list of prompts, got one text; call read_prompt, or put it in a list")
    readings = []
    for number, prompt in enumerate(prompts, start=1):
        try:
            readings.append(read_prompt(prompt))
        except DataError as error:
            raise DataError(f"prompt {number}: {error}") from None
    return readings


@reads_laws
@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """`cues.yaml` of this package with its words filled in, compiled once.

    Raises:
        DataError: a law's file has a pattern among its `cues` that is none.
    """
    text = files("scisynth.prompts").joinpath("cues.yaml").read_text(encoding="utf-8")
    raw = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    parts = _pattern_parts(raw["words"], raw["stop"])

    def compiled(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(_fill(pattern, parts), re.IGNORECASE) for pattern in patterns)

    groups = ("sure", "hint", "things", "not_things", "never")
    assert all(set(entry) <= set(groups) for entry in raw["laws"].values()), "cues.yaml: unknown group"
    assert set(raw["laws"]) <= set(LAW_NAMES), "cues.yaml: unknown law"

    def checked(file: str, group: str, patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
        found: list[re.Pattern[str]] = []
        for pattern in patterns:
            try:
                found += compiled([pattern])
            except KeyError as error:
                fault = f"unknown placeholder <{error.args[0]}>; {nearest(error.args[0], parts)}"
            except re.error as error:
                fault = f"expected a regular expression ({error}); correct it"
            else:
                continue
            raise DataError(f"{file}: cues, {group}: {pattern!r}: {fault}")
        return tuple(found)

    def of_law(law: Law) -> LawCues:
        entry = law.cues if any(law.cues.values()) else raw["laws"].get(law.name, {})
        return LawCues(law=law.name, **{group: checked(law.file, group, entry.get(group, ())) for group in groups})

    return Cues(
        style=compiled(raw["style"]),
        noun_phrase=compiled(["<NP>"])[0],
        laws=tuple(of_law(law) for law in load_laws().values()),
    )


def _pattern_parts(words: Mapping[str, str], stop: str) -> dict[str, str]:
    """What each `<name>` of a pattern stands for."""
    parts: dict[str, str] = {}
    for name, lines in words.items():
        parts[name] = f"(?:{_fill(''.join(lines.splitlines()), parts)})"
    parts["W"] = rf"(?!(?:{'|'.join(stop.split())})(?![\w'’-]))[\w'’()/+&-]+"
    # Articles and measures in front are matched, not captured.
    start = _fill(r"\b(?:(?:<det>|<measure>) ){0,6}+", parts)
    shapes = {
        "NP": "<W>(?: <W>){0,5}(?: of (?:<det> ){0,3}<W>(?: <W>){0,2})?",
        "LIQUID": "(?:<W> ){0,3}<liquid>",
        "DYE": "(?:<W> ){0,3}<dye>",
        "PAIR": "(?:<W> ){0,3}<liquid> and (?:some )?(?:<W> ){0,3}<liquid>",
    }
    return parts | {name: f"{start}(?P<subject>{_fill(shape, parts)})" for name, shape in shapes.items()}


def _fill(pattern: str, parts: Mapping[str, str]) -> str:
    """The pattern with each `<name>` replaced; groups such as `(?P<subject>` and `(?<!` stay."""
    return re.sub(r"(?<!\?P)<(\w+)>", lambda match: parts[match[1]], pattern)


def _without_style(prompt: str, cues: Cues) -> str:
    """The prompt on one line, without the words that say how it is to be drawn."""
    # A bounded slice first: everything after it costs the same for any prompt.
    text = " ".join(prompt.lstrip()[: 4 * MAX_CHARS].split())[:MAX_CHARS]
    for _ in range(MAX_STYLE_ROUNDS):
        before = text
        for pattern in cues.style:
            text = pattern.sub("", text, count=1)
        if text == before:
            break
    return text.strip(" .")


def _claim(law: LawCues, rank: str, text: str, cues: Cues) -> str | None:
    """The subject under which a law claims the text at this rank (empty: none is named), or None."""
    patterns = law.sure if rank == "sure" else law.hint
    if any(pattern.search(text) for pattern in law.never):
        return None
    for pattern in patterns:
        for match in pattern.finditer(text):
            named = match["subject"] if "subject" in pattern.groupindex else _head(text, match, cues)
            subject = _clean(named, at_start=text.startswith(named))
            if rank == "hint" and law.things and not _is_thing(subject, law):
                continue
            if any(pattern.search(subject) for pattern in law.not_things):
                continue
            return _known_spelling(subject, law.law)
    return None


def _head(text: str, cue: re.Match[str], cues: Cues) -> str:
    """The noun phrase a cue speaks of: the first that heads a part before it, or else after it."""
    for side in (text[: cue.start()], text[cue.end() :]):
        for part in re.split(r"[,;:]| there (?:is|are|stands?|lies?|sits?) ", side):
            if match := cues.noun_phrase.match(part.strip()):
                return match["subject"]
        # "In the kitchen a lamp (without power)": the last phrase with an article is nearest to the cue.
        if phrases := re.findall(r"\b(?:an?|the|one) [\w'’-][^,;:]*", side):
            last = re.split(r"\b(?:an?|the|one) (?=[\w'’-])", phrases[-1])[-1]
            if match := cues.noun_phrase.match(last):
                return match["subject"]
    return ""


def _clean(subject: str, at_start: bool) -> str:
    """Without `potted`, stray punctuation and the capital of a sentence's first word."""
    subject = re.sub(r"^(?:potted|simple|realistic) ", "", subject.strip(" ,.-'"), flags=re.IGNORECASE)
    first = subject.split(" ")[0]
    if at_start and first[1:].islower():
        subject = subject[0].lower() + subject[1:]
    return subject


def _is_thing(subject: str, law: LawCues) -> bool:
    return any(pattern.search(subject) for pattern in law.things) or subject.casefold() in _known(law.law)


def _known_spelling(subject: str, law: str) -> str:
    return _known(law).get(subject.casefold(), subject)


@reads_laws
@lru_cache(maxsize=64)
def _known(law: str) -> Mapping[str, str]:
    """Subjects of the law's own file, by their name in lower case."""
    laws = load_laws()
    return {name.casefold(): name for name in laws[law].subjects} if law in laws else {}
