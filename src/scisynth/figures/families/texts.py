"""What a family says, as data: a YAML file next to the module, one entry for each family and language.

    incline_block:
      en:
        words:
          asked: {friction: friction force f, normal: normal force N}
        problem:
          - A block of {mass} rests on an incline of {angle}. <Find|Calculate> the {asked}.
          - ...
        question: [...]       # the problem with its values left to the figure
        unknown: the {asked}
        solution: ["{symbol} = m g · {part} = {answer}", ...]
        alt_text: [...]
        quizzes: {mass: [...], longest: [...]}
        options: {none: none of them}

A slot is a parameter, a value of the solution, or of the question. `{mass}` is a value with its unit, `{mass:n}` the number
alone, `{mass:s}` its symbol, `{num:node|nodes}` a number with the noun that fits. `<a|b>` chooses. A section may depend on a slot:

        problem: {by: asked, friction: [...], normal: [...]}
"""

import re
import string
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from scisynth.core.errors import DataError, nearest, one_line
from scisynth.core.problems import Answer
from scisynth.core.yaml_loader import UniqueKeyLoader
from scisynth.figures.labels.text import plain
from scisynth.figures.scene.scene import Quantity, format_number

ENGLISH = "en"
MIN_WORDINGS = 4
SECTIONS = ("problem", "question", "solution", "alt_text")
"""Each with `MIN_WORDINGS` wordings, as has every quiz."""
PROMPTS = ("prompt", "implicit", "explicit", "superficial")
"""What a text-to-image model would be asked: of instruments (`instruments.instrument`)."""
OPTIONAL = ("unknown", *PROMPTS, "quizzes", "options", "words")
MATCH = "match"
"""Key next to the languages: which problems the family could draw (`families.match`)."""
_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")
_BETWEEN = re.compile(r"\|(?![^{}]*\})")
"""The bars of a choice; those inside of a slot belong to it."""
_FORMATTER = string.Formatter()


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The texts of one family in one language."""

    place: str
    """File, family and language, for messages."""
    sections: Mapping[str, Any]
    words: Mapping[str, Mapping[str, str]]
    options: Mapping[str, str]
    quizzes: Mapping[str, Any]

    def say(self, section: str, slots: Mapping[str, Any], draw: Random) -> str:
        """One wording of a section, filled in.

        Raises:
            DataError: no such section, or a slot that nothing fills.
        """
        return self._fill(section, self.sections.get(section), slots, draw)

    def ask(self, quiz: str, slots: Mapping[str, Any], draw: Random) -> str:
        """One wording of a quiz."""
        return self._fill(f"quizzes, {quiz}", self.quizzes.get(quiz), slots, draw)

    def option(self, text: str) -> str:
        """An option in the language; numbers and letters as they are."""
        return self.options.get(text, text)

    def word(self, slot: str, value: str) -> str:
        """A word of a slot in the language; as it is, where the file names none."""
        return self.words.get(slot, {}).get(value, value)

    def wordings(self) -> dict[str, int]:
        """How many wordings each section and quiz has, at least, over the cases of its `by`."""
        found = {
            name: self.sections.get(name) for name in (*SECTIONS, *(name for name in PROMPTS if name in self.sections))
        }
        found |= {name: self.sections[name] for name in PROMPTS if name in self.sections}
        found |= {f"quizzes, {name}": section for name, section in self.quizzes.items()}
        return {
            name: min((sum(map(_count, lines)) for lines in _cases(section).values()), default=0)
            for name, section in found.items()
        }

    def _fill(self, name: str, section: Any, slots: Mapping[str, Any], draw: Random) -> str:
        if section is None:
            raise DataError(f"{self.place}: expected {name}, found none; write it")
        template = _choose(draw.choice(self._case(name, section, slots)), draw)
        out = []
        for text, slot, spec, _ in _FORMATTER.parse(template):
            out.append(text)
            if slot is not None:
                if slot not in slots:
                    raise DataError(f"{self.place}: {name}: unknown slot {{{slot}}}; {nearest(slot, slots)}")
                out.append(self._slot(slot, slots[slot], spec or ""))
        return "".join(out)

    def _case(self, name: str, section: Any, slots: Mapping[str, Any]) -> Sequence[str]:
        cases = _cases(section)
        if list(cases) == [""]:
            return cases[""]
        chosen = str(slots.get(section["by"]))
        if chosen not in cases:
            raise DataError(f"{self.place}: {name}: expected the case {chosen!r} of {section['by']!r}; write it")
        return cases[chosen]

    def _slot(self, name: str, value: Any, spec: str) -> str:
        if "|" in spec:
            one, _, many = spec.partition("|")
            count = value.value if isinstance(value, Quantity) else value
            return f"{format_number(count)} {one if count == 1 else many}"
        if isinstance(value, Quantity):
            if spec == "s":
                return plain(f"${value.symbol}$")
            return format_number(value.value) if spec == "n" else value.text
        if isinstance(value, Answer):
            return value.text
        if isinstance(value, bool) or not isinstance(value, int | float):
            return self.word(name, str(value))
        return format_number(value)


class Worded:
    """What has texts in a YAML file next to its module, under its name: a family, or an instrument."""

    name: str

    @property
    def text_file(self) -> Path:
        """The YAML file of its texts."""
        return Path(sys.modules[type(self).__module__].__file__ or "").with_suffix(".yaml")

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that it has texts in."""
        return tuple(load_texts(self.text_file).get(self.name, {}))

    def texts(self, language: str = ENGLISH) -> Texts:
        """The texts in a language; `DataError` where it has none in it."""
        languages = load_texts(self.text_file).get(self.name, {})
        if language not in languages:
            raise DataError(
                f"{self.text_file.name}: expected texts of {self.name} in {language!r}; {nearest(language, languages) or 'write them'}"
            )
        return languages[language]


@lru_cache(maxsize=256)
def read_text_file(path: Path) -> Mapping[str, Any]:
    """A file of texts as it stands, by family.

    Raises:
        DataError: no such file, no YAML, or a key that stands twice.
    """
    try:
        rows: Mapping[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=UniqueKeyLoader) or {}
    except (OSError, yaml.YAMLError) as error:
        raise DataError(f"{path.name}: expected the texts of families as YAML ({one_line(error)})") from None
    return rows


@lru_cache(maxsize=256)
def load_texts(path: Path) -> Mapping[str, Mapping[str, Texts]]:
    """The texts of a file by family and language.

    Raises:
        DataError: as `read_text_file`, or an unknown section.
    """
    return {
        family: {
            language: _texts(f"{path.name}: {family}, {language}", row)
            for language, row in languages.items()
            if language != MATCH
        }
        for family, languages in read_text_file(path).items()
    }


def _texts(place: str, row: Mapping[str, Any]) -> Texts:
    for name in row:
        if name not in (*SECTIONS, *OPTIONAL):
            raise DataError(f"{place}: unknown section {name!r}; {nearest(name, (*SECTIONS, *OPTIONAL))}")
    words = {slot: {str(key): str(word) for key, word in found.items()} for slot, found in row.get("words", {}).items()}
    return Texts(
        place=place,
        sections={name: row[name] for name in (*SECTIONS, "unknown", *PROMPTS) if name in row},
        words=words,
        options={str(key): str(value) for key, value in row.get("options", {}).items()},
        quizzes=row.get("quizzes", {}),
    )


def _cases(section: Any) -> dict[str, list[str]]:
    """Case of `by` to its templates; the one case is called "" where there is no `by`."""
    if isinstance(section, Mapping):
        return {str(case): _listed(lines) for case, lines in section.items() if case != "by"}
    return {"": _listed(section)}


def _listed(lines: Any) -> list[str]:
    return [] if lines is None else [str(line) for line in lines] if isinstance(lines, list) else [str(lines)]


def _count(template: str) -> int:
    count = 1
    for found in _CHOICE.finditer(template):
        count *= len(_BETWEEN.split(found[1]))
    return count


def _choose(template: str, draw: Random) -> str:
    return _CHOICE.sub(lambda found: draw.choice(_BETWEEN.split(found[1])), template)
