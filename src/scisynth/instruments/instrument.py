"""An instrument: parameters, exposure, claims and texts, apart. From them come image, mask, objects, prompts, problem and twins.

    @instrument("materials")
    class Hrtem(Instrument[HrtemParameters]):
        \"""A high-resolution transmission electron micrograph of a crystal.\"""

        def expose(self, p, size, draw) -> Exposure: ...       physics and detector: counts, masks, objects
        def claims(self, p) -> tuple[Claim, ...]: ...          what is said of the image, for a validator
        def solve(self, p) -> Solution: ...                    answer of the problem, slots of the texts
        def questions(self, p, exposure) -> Iterator[Question]: ...   quizzes
        def measure(self, frame, claims) -> list[Finding]: ... pixels only
        def marks(self, frame, claims) -> list[Mark]: ...      the same, to be drawn over the image

        @violation(doses=(0.02, 0.05, 0.10))
        def wrong_spacing(self, p, dose, draw) -> HrtemParameters:
            \"""The lattice is stretched: its spacings are not those of the named crystal.\"""

A violation returns other parameters; the image is exposed with them and keeps the claims of the original ones. So the twin is as
good an image as the first, and wrong in one thing only. Parameters that only violations change are plain fields with a default.

The texts stand in a YAML file next to the module, as those of figure families do (`figures.families.texts`), with the sections
`problem`, `question`, `solution`, `alt_text`, `prompt` and, where a law is at stake, `implicit`, `explicit` and `superficial`.
"""

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any, ClassVar, Generic, Literal, TypeVar, get_args

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from scisynth.core.errors import DataError
from scisynth.figures.families.family import Solution
from scisynth.figures.families.parameters import LEVELS, Parameters, parameters_of
from scisynth.figures.families.questions import Question
from scisynth.figures.families.texts import Worded
from scisynth.instruments.findings import ANGSTROM, Claim, Finding
from scisynth.instruments.frame import Frame
from scisynth.instruments.marks import Mark
from scisynth.instruments.pixels import stretched

NUM_EXAMPLES = 64
"""Samples whose claims show what kind of value each quantity has."""
World = Literal["materials", "biomedicine", "astronomy"]
WORLDS: tuple[World, ...] = get_args(World)
P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """What an instrument recorded, with the truth that it was made from."""

    frame: Frame
    """Counts of quanta, with the size of a pixel."""
    mask: NDArray[np.uint16]
    """[H, W]: 0 is background; other numbers are rows of `objects` by their `id`, or classes that `mask_labels` names."""
    mask_labels: Mapping[int, str]
    objects: Sequence[Mapping[str, Any]]
    """A row an object (atom column, reflection, cell, star): `id`, `kind`, `x`, `y` in pixels, and its own quantities."""
    shown: NDArray[np.uint8] | None = None
    """[H, W] or [H, W, 3]: as it is looked at; None: the counts from dark to bright."""

    def picture(self) -> Image.Image:
        """As it is looked at, RGB or gray."""
        return Image.fromarray(stretched(self.frame.pixels) if self.shown is None else self.shown)


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A way in which an image can break what is claimed of it, in doses."""

    name: str
    sentence: str
    """What a careful reader would say of it."""
    doses: tuple[float, ...]
    """From the faintest to the strongest; what a dose means is the violation's own, as a relative change of a length."""
    breaks: str
    """The claim that it contradicts."""
    apply: Callable[[Any, float, Random], Any]


def violation(*, breaks: str, doses: Sequence[float] = (1.0,)) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Marks a method (p, dose, draw) to parameters as a violation; its docstring is what a careful reader would say.

    It raises `DoesNotApplyError` where the parameters have nothing to break.
    """

    def mark(method: Callable[..., Any]) -> Callable[..., Any]:
        method.violates = (breaks, tuple(doses))  # type: ignore[attr-defined]
        return method

    return mark


class Instrument(Worded, ABC, Generic[P]):
    """Base of all instruments; the class names its parameters in brackets."""

    name: str
    """Snake case of the class's name; `instrument` sets it."""
    world: World
    channels: ClassVar[tuple[str, ...]] = ()
    """Names of the image's channels, where it has several."""
    needs_counts: ClassVar[str] = ""
    """Why a picture, as it is looked at, is not enough for `measure`; empty where it is."""

    @abstractmethod
    def expose(self, p: P, size: int, draw: Generator) -> Exposure:
        """An image of `size` x `size` pixels; the same for the same parameters, size and state of `draw`."""

    @abstractmethod
    def claims(self, p: P) -> tuple[Claim, ...]:
        """What is said of the image."""

    @abstractmethod
    def solve(self, p: P) -> Solution:
        """The answer of the problem, and the slots of the texts."""

    @abstractmethod
    def questions(self, p: P, exposure: Exposure) -> Iterator[Question]:
        """What can be asked of the image alone."""

    @abstractmethod
    def measure(self, frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
        """One finding a claim, from pixels alone; a claim that this instrument does not know is `DataError`."""

    def named(self, text: str) -> tuple[Claim, ...]:
        """What follows for an image from a name in a text, such as `gold [110]`; nothing by default."""
        return ()

    def marks(self, frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
        """What `measure` finds, as marks over the image (`overlays`); from pixels alone, too. None by default."""
        return []

    @cached_property
    def parameters(self) -> type[P]:
        """The class in the brackets."""
        found: type[P] = parameters_of(type(self), Instrument)
        return found

    @cached_property
    def violations(self) -> dict[str, Violation]:
        """By name, in the order of the class."""
        found = {}
        for name, method in vars(type(self)).items():
            if hasattr(method, "violates"):
                breaks, doses = method.violates
                sentence = " ".join((method.__doc__ or "").split())
                found[name] = Violation(
                    name=name, sentence=sentence, doses=doses, breaks=breaks, apply=getattr(self, name)
                )
        return found

    def sample(self, seed: int, level: int = 0) -> P:
        """The parameters of a seed; level 0 takes the levels in turn."""
        return self.parameters.sample(Random(f"{self.name}:{seed}:{level}"), level or LEVELS[seed % len(LEVELS)])

    def check_claims(self, claims: Sequence[Claim]) -> None:
        """Refuses before anything is measured what its own claims show to be of another kind.

        Raises:
            DataError: a word in place of a number or the other way round, a number that is none, another unit, or a tolerance below 0.
        """
        for claim in claims:
            if not 0 <= claim.tolerance < math.inf:
                raise DataError(
                    f"{claim.quantity}: expected a tolerance of 0 or more, got {claim.tolerance}; correct the claim"
                )
            example = self.example_claims.get(claim.quantity)
            if example is None:
                # `measure` names those that it knows.
                continue
            if isinstance(example.value, str) or isinstance(claim.value, str):
                if isinstance(example.value, str) and isinstance(claim.value, str):
                    continue
                wanted = f"words such as {example.value!r}" if isinstance(example.value, str) else "a number"
                raise DataError(f"{claim.quantity}: expected {wanted}, got {claim.value!r}; correct the claim")
            if not math.isfinite(claim.value):
                raise DataError(f"{claim.quantity}: expected a finite number, got {claim.value}; correct the claim")
            units = list(ANGSTROM) if example.unit == "Å" else [example.unit]
            if claim.unit and claim.unit not in units:
                wanted = " or ".join(units) if example.unit else "a number without a unit"
                raise DataError(f"{claim.quantity}: expected {wanted}, got {claim.unit!r}; convert the claim")

    @cached_property
    def example_claims(self) -> dict[str, Claim]:
        """A claim of each quantity, by its name: no image claims everything."""
        found: dict[str, Claim] = {}
        for seed in range(NUM_EXAMPLES):
            for claim in self.claims(self.sample(seed)):
                found.setdefault(claim.quantity, claim)
        return found


Made = TypeVar("Made", bound=type[Instrument[Any]])
_INSTRUMENTS: dict[str, Instrument[Any]] = {}


def instrument(world: World) -> Callable[[Made], Made]:
    """Registers a class of `Instrument` in a world."""

    def register(made: Made) -> Made:
        found = made()
        found.name, found.world = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", made.__name__).lower(), world
        _INSTRUMENTS[found.name] = found
        return made

    return register


def registered(world: World) -> list[Instrument[Any]]:
    """The instruments of a world whose modules are imported, in the order of their registration."""
    return [item for item in _INSTRUMENTS.values() if item.world == world]
