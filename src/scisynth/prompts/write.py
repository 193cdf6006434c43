"""Prompts from templates x subjects x settings: deterministic, split by name, never by chance.

A situation is (law, subject, condition, wording, place). Its *wording* is one implicit template of the law in one
style of its setting; the index of that pair is the `paraphrase`. The split of a (subject, paraphrase) pair, and
whether a subject is held out entirely, follow from a hash of their own names alone: no seed can move an implicit prompt of
the test into training, no new subject moves another, and every seed only chooses which situations are drawn and which
images are made.
Only implicit wordings are split. Explicit and superficial prompts of a seen subject say what is seen in the same
words in every split; two-choice accuracy does not read them.

    seen subjects    70 % of wordings train, 10 % val, 20 % test
    unseen subjects  those whose hash lies below the law's `held_out_below`, about 20 %, only ever in test

The threshold of a new law is 0.2. The sixteen have one each, fixed once in their files so that the subjects held out by an
older rule (the fifth of each law with the lowest hash) are still those held out: the packaged models were trained under it.
Whether a model has *seen* a subject is not asked here: that is what the model was trained on (`core.trained_on`).

S (simple) prompts have a plain background, C (complex) prompts name a place (Science-T2I, section 3).
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from pydantic import Field, PositiveInt

from scisynth.core.config import Config
from scisynth.core.errors import DataError
from scisynth.core.records import PromptSet, Setting, Split
from scisynth.core.seeds import derive_fraction, derive_seed
from scisynth.science.law_files import reads_laws
from scisynth.science.laws import Law, choose_laws, get_law, load_places
from scisynth.science.rules import derive

TRAIN_SHARE, VAL_SHARE = 0.7, 0.1

SIMPLE_STYLES = (
    "{text}, simple, clear and realistic",
    "a simple and realistic image of {text}",
    "{text}, plain background, realistic",
    "a clear photo of {text}",
    "{text}, depicted in a simple and realistic way",
)
# The place comes first, or after a comma: a text may end in a place of its own ("hanging from the rim"). Styles differ in their words:
# by punctuation alone a wording of a test would stand in training.
COMPLEX_STYLES = (
    "{place}: {text}, realistic",
    "{place}, {text}, in a realistic way",
    "a realistic photo taken {place}: {text}",
    "{place} there is {text}, clear and realistic",
    "{text}, seen {place}, in a realistic way",
)


class PromptsConfig(Config):
    """Which prompts to write."""

    num: PositiveInt = 1000
    """Number of prompt sets."""
    split: Split = "train"
    """Split: train, val, test_S or test_C."""
    laws: tuple[str, ...] = ()
    """Law: a name, a law's YAML file, a folder of them, or `extended` (the sixteen and six more). Empty: the sixteen, equally often."""
    complex_share: Annotated[float, Field(ge=0, le=1)] = 0.5
    """Fraction of C prompts in train and val. test_S and test_C are pure."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """One subject under one condition in one wording; the unit that is split."""

    law: str
    subject: str
    condition: str
    template: int
    style: int
    setting: Setting

    @property
    def paraphrase(self) -> int:
        """Index of the wording among all (template, style) pairs of the law and both settings."""
        settings = ("S", "C")
        return (self.template * len(SIMPLE_STYLES) + self.style) * len(settings) + settings.index(self.setting)


def write_prompts(config: PromptsConfig, seed: int) -> list[PromptSet]:
    """`config.num` prompt sets of one split, laws in turn, the same for the same config and seed."""
    laws = choose_laws(config.laws)
    drawers = [_draw(law, config, seed) for law in laws]
    return [next(drawers[index % len(laws)]) for index in range(config.num)]


def is_held_out(law: Law, subject: str) -> bool:
    """Whether a subject never appears in training, from its own name and the law's alone."""
    return derive_fraction("held-out", law.name, subject) < law.held_out_below


def split_of(law: Law, subject: str, paraphrase: int) -> str:
    """`train`, `val` or `test`, from names alone."""
    if is_held_out(law, subject):
        return "test"
    place = derive_fraction("split", law.name, subject, paraphrase)
    return "train" if place < TRAIN_SHARE else "val" if place < TRAIN_SHARE + VAL_SHARE else "test"


def _draw(law: Law, config: PromptsConfig, seed: int) -> Iterator[PromptSet]:
    """Endless prompt sets of one law: every subject once, in a shuffled order, then again."""
    wanted = "test" if config.split.startswith("test") else config.split
    subjects = [name for name in law.subjects if wanted == "test" or not is_held_out(law, name)]
    _check_split(law, config, wanted)
    rng = random.Random(derive_seed(seed, "prompts", config.split, law.name))
    number = 0
    while True:
        for subject in rng.sample(subjects, len(subjects)):
            setting = _draw_setting(config, rng)
            situations = _situations(law.name, subject, setting, wanted)
            if situations:
                yield _fill(law, rng.choice(situations), config.split, rng, number)
                number += 1


def _check_split(law: Law, config: PromptsConfig, wanted: str) -> None:
    """Raises `DataError` where nothing of a small law falls into the split: drawing would never end."""
    settings: tuple[Setting, ...] = (
        ("C",) if config.split == "test_C" else ("S",) if config.split == "test_S" else ("S", "C")
    )
    if wanted != "test":
        settings = tuple(
            name
            for name, fraction in zip(settings, (1 - config.complex_share, config.complex_share), strict=True)
            if fraction
        )
    subjects = [name for name in law.subjects if wanted == "test" or not is_held_out(law, name)]
    if not any(_situations(law.name, name, setting, wanted) for name in subjects for setting in settings):
        raise DataError(
            f"{law.file}: expected prompts for the split {config.split}, found that none of {len(law.subjects)} subjects and "
            f"{len(law.implicit_templates)} implicit prompts falls into it; write more of them"
        )


def _draw_setting(config: PromptsConfig, rng: random.Random) -> Setting:
    if config.split == "test_S":
        return "S"
    if config.split == "test_C":
        return "C"
    return "C" if rng.random() < config.complex_share else "S"


@reads_laws
@lru_cache(maxsize=4096)
def _situations(law_name: str, subject: str, setting: Setting, wanted: str) -> Sequence[Situation]:
    law = get_law(law_name)
    styles = SIMPLE_STYLES if setting == "S" else COMPLEX_STYLES
    every = (
        Situation(law=law_name, subject=subject, condition=condition, template=template, style=style, setting=setting)
        for condition in law.conditions_of(subject)
        if setting == "S" or law.places_of(subject, condition)
        for template in range(len(law.implicit_templates))
        for style in range(len(styles))
    )
    return [situation for situation in every if split_of(law, subject, situation.paraphrase) == wanted]


def _fill(law: Law, situation: Situation, split: Split, rng: random.Random, number: int) -> PromptSet:
    # Ids of two seeds never meet: what is drawn for one is never taken for the other.
    mark = f"{rng.getrandbits(32):08x}"
    subject = law.subject(situation.subject)
    derivation = derive(law.name, subject.name, situation.condition)
    place = rng.choice(law.places_of(subject.name, situation.condition)) if situation.setting == "C" else ""
    words = {
        "subject": subject.name,
        "a_subject": subject.with_article,
        "condition": law.conditions[situation.condition].phrase,
        **derivation.words,
    }
    styles = SIMPLE_STYLES if situation.setting == "S" else COMPLEX_STYLES
    shown = {"outcome": law.outcomes[derivation.outcome], "superficial": law.outcomes[derivation.superficial]}

    def finish(template: str, style: str) -> str:
        text = style.format(text=template.format(**words), place=load_places().get(place, ""))
        return text[0].upper() + text[1:] + "."

    return PromptSet(
        id=f"{split}-{law.name.replace(' ', '-')}-{number:05d}-{mark}",
        law=law.name,
        field=law.field,
        type=law.type,
        subject=subject.name,
        condition=situation.condition,
        setting=situation.setting,
        place=place,
        entity=law.entity.format(**words),
        implicit_prompt=finish(law.implicit_templates[situation.template], styles[situation.style]),
        explicit_prompt=finish(rng.choice(law.shown_templates[derivation.outcome]), rng.choice(styles)),
        superficial_prompt=finish(rng.choice(law.shown_templates[derivation.superficial]), rng.choice(styles)),
        paraphrase=situation.paraphrase,
        outcome=derivation.outcome,
        superficial_outcome=derivation.superficial,
        derivation=derivation.sentence,
        split=split,
        subject_seen=not is_held_out(law, subject.name),
        scene_rubric=law.rubrics.scene.format(**{**words, **shown}) if law.rubrics else "",
        reality_rubric=law.rubrics.reality.format(**{**words, **shown}) if law.rubrics else "",
    )
