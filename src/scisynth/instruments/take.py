"""One image with everything that belongs to it: claims, truth, prompts, a problem with its answer, quizzes, and its twins.

    image = take(named_instrument("hrtem"), seed=3)
    twin = next(take_twins(named_instrument("hrtem"), image, num=1))

A twin has the claims, texts and noise of its image; only the parameters that it is exposed with differ.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from scisynth.core.problems import Answer, Quiz
from scisynth.core.seeds import derive_fraction, derive_seed
from scisynth.figures.families.family import DoesNotApplyError
from scisynth.figures.families.parameters import Parameters
from scisynth.figures.families.questions import check_names, word_question
from scisynth.figures.families.texts import PROMPTS
from scisynth.instruments.findings import Claim
from scisynth.instruments.instrument import Exposure, Instrument, Violation

SIZE_PX = 256
TRAIN_BELOW, VAL_BELOW = 0.8, 0.9
"""Fractions of the images, by the hash of their parameters."""


@dataclass(frozen=True, kw_only=True)
class InstrumentImage:
    """An image with its truth and its texts."""

    id: str
    instrument: str
    world: str
    seed: int
    parameters: Parameters
    """What the claims and texts speak of; those of a twin are its image's."""
    claims: tuple[Claim, ...]
    exposure: Exposure
    prompts: Mapping[str, str]
    """`prompt`, and `implicit`, `explicit`, `superficial` where a law is at stake."""
    problem: str
    question: str
    """The problem with its values left to the image."""
    answer: Answer
    solution: str
    alt_text: str
    quizzes: tuple[Quiz, ...]
    violation: str = ""
    """Of a twin; empty for a true image."""
    dose: float | None = None
    sentence: str = ""
    """What a careful reader would say of the twin."""
    breaks: str = ""
    """The claim that the twin contradicts."""

    @property
    def split(self) -> str:
        """By the parameters alone: images of the same parameters, and their twins, stand in one split."""
        place = derive_fraction("split of instrument images", self.instrument, repr(self.parameters))
        return "train" if place < TRAIN_BELOW else "val" if place < VAL_BELOW else "test"


def take(instrument: Instrument[Any], seed: int, *, level: int = 0, size: int = SIZE_PX) -> InstrumentImage:
    """The image of a seed, `size` x `size` pixels; the same for the same seed, level and size."""
    return take_of(instrument, instrument.sample(seed, level), seed=seed, size=size)


def take_of(instrument: Instrument[Any], p: Parameters, *, seed: int = 0, size: int = SIZE_PX) -> InstrumentImage:
    """The image of parameters, chosen by hand or sampled; the seed is that of noise and wordings."""
    exposure = instrument.expose(p, size, _noise(instrument, seed))
    texts, solution, draw = instrument.texts(), instrument.solve(p), Random(f"{instrument.name}:{seed}:words")
    specs = p.specs()
    own = {name: p.quantity(name) if spec.symbol else getattr(p, name) for name, spec in specs.items()}
    slots = {**own, "answer": solution.answer, "symbol": solution.symbol, **solution.values}
    asked = check_names(instrument.questions(p, exposure))
    return InstrumentImage(
        id=f"{instrument.name}-{seed}",
        instrument=instrument.name,
        world=instrument.world,
        seed=seed,
        parameters=p,
        claims=instrument.claims(p),
        exposure=exposure,
        prompts={name: texts.say(name, slots, draw) for name in PROMPTS if name in texts.sections},
        problem=texts.say("problem", slots, draw),
        question=texts.say("question", slots, draw),
        answer=solution.answer,
        solution=texts.say("solution", slots, draw),
        alt_text=texts.say("alt_text", slots, draw),
        quizzes=tuple(word_question(item, texts, slots, draw) for item in asked if not item.is_knowledge),
    )


def take_twins(
    instrument: Instrument[Any], image: InstrumentImage, num: int, *, dose: float | None = None
) -> Iterator[InstrumentImage]:
    """Up to `num` twins of an image, each with another violation; the dose by the image's seed where none is given."""
    draw = Random(f"{instrument.name}:{image.seed}:twins")
    kinds = list(instrument.violations.values())
    draw.shuffle(kinds)
    made = 0
    for kind in kinds:
        if made == num:
            return
        chosen = draw.choice(kind.doses) if dose is None else dose
        try:
            yield take_twin(instrument, image, kind, chosen)
        except DoesNotApplyError:
            continue
        made += 1


def take_twin(instrument: Instrument[Any], image: InstrumentImage, kind: Violation, dose: float) -> InstrumentImage:
    """The twin of an image with one violation; `DoesNotApplyError` where its parameters have nothing to break."""
    side = image.exposure.mask.shape[0]
    other = kind.apply(image.parameters, dose, Random(derive_seed(instrument.name, image.seed, kind.name)))
    return replace(
        image,
        id=f"{image.id}-{kind.name}-{dose:g}",
        exposure=instrument.expose(other, side, _noise(instrument, image.seed)),
        violation=kind.name,
        dose=dose,
        sentence=kind.sentence,
        breaks=kind.breaks,
    )


def _noise(instrument: Instrument[Any], seed: int) -> np.random.Generator:
    return np.random.default_rng(derive_seed("noise", instrument.name, seed))
