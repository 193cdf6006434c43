"""A family: parameters, science, ink and text, apart. From them come problem, figure, answer, quizzes and corrupted figures.

    @family("Physics - Mechanical")
    class InclineBlock(Family[Incline]):
        \"""A block held on an incline by friction: N = m g cos θ, f = m g sin θ.\"""

        def solve(self, p: Incline) -> Solution: ...              science only, no ink
        def draw(self, p: Incline, sketch: Sketch) -> None: ...   marks and claims, for each layout
        def questions(self, p: Incline) -> Iterator[Question]: ...

        @defect(visibility=2)
        def vertical_normal(self, p: Incline, scene: FigureScene, draw: Random) -> FigureScene:
            \"""The normal force stands straight up, not at a right angle to the incline.\"""

The texts stand in a YAML file next to the module (`families.texts`). A scene follows from the family's name, its seed and its level.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from random import Random
from typing import Any, ClassVar, Generic, TypeVar

from scisynth.core.problems import Answer
from scisynth.figures.families.parameters import LEVELS, Parameters, parameters_of
from scisynth.figures.families.questions import Question, check_names, word_question
from scisynth.figures.families.texts import ENGLISH, Worded
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch
from scisynth.figures.verify.leaks import texts_to_hide

P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True, kw_only=True)
class Solution:
    """What science says of the parameters."""

    answer: Answer
    symbol: str = ""
    """Of what is asked, as texts print it, such as `f`; empty where it has none."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Further slots of the texts: numbers, words, quantities."""
    hidden: tuple[str, ...] | None = None
    """What the figure must not show; None: the answer, or `symbol = answer` where a given has the same text."""


@dataclass(frozen=True, kw_only=True)
class Defect:
    """A way in which a drawing of the family can be wrong."""

    name: str
    sentence: str
    """What a careful reader would say of it."""
    visibility: int
    """3: seen at once; 2: seen by who looks for it; 1: seen by who measures."""
    spoil: Callable[..., FigureScene]


def defect(*, visibility: int) -> Callable[[Callable[..., FigureScene]], Callable[..., FigureScene]]:
    """Marks a method of a family as a defect: (p, scene, draw) to the scene with other marks and the same claims.

    Its docstring is the sentence that a careful reader would say. It raises `DoesNotApplyError` where a scene has nothing to spoil.
    """

    def mark(method: Callable[..., FigureScene]) -> Callable[..., FigureScene]:
        method.visibility = visibility  # type: ignore[attr-defined]
        return method

    return mark


class DoesNotApplyError(LookupError):
    """A scene has nothing that this defect could spoil."""


class Family(Worded, ABC, Generic[P]):
    """Base of all families; the class names its parameters in brackets."""

    name: str
    """Snake case of the class's name; `registry.family` sets it."""
    image_type: str
    few_answers: ClassVar[bool] = False
    """Whether a few answers cover most draws; such a family is left out of training sets."""
    one_layout: ClassVar[str] = ""
    """Why there is only one layout, where there is."""

    @abstractmethod
    def solve(self, p: P) -> Solution:
        """The science, and nothing of the drawing."""

    @abstractmethod
    def draw(self, p: P, sketch: Sketch) -> None:
        """Draws marks and makes claims, for the layout of the parameters."""

    @abstractmethod
    def questions(self, p: P) -> Iterator[Question]:
        """What can be asked of the figure alone: four at least."""

    @cached_property
    def parameters(self) -> type[P]:
        """The class in the brackets."""
        found: type[P] = parameters_of(type(self), Family)
        return found

    @property
    def defects(self) -> dict[str, Defect]:
        """By name, in the order of the class."""
        found = {}
        for name, method in vars(type(self)).items():
            if hasattr(method, "visibility"):
                sentence = " ".join((method.__doc__ or "").split())
                found[name] = Defect(
                    name=name, sentence=sentence, visibility=method.visibility, spoil=getattr(self, name)
                )
        return found

    @property
    def corruptions(self) -> dict[str, Callable[[FigureScene, Random], FigureScene]]:
        """The defects as functions of a scene."""

        def spoil(item: Defect) -> Callable[[FigureScene, Random], FigureScene]:
            return lambda scene, draw: item.spoil(self.parameters.from_dict(scene.parameters), scene, draw)

        return {item.name: spoil(item) for item in self.defects.values()}

    @property
    def module(self) -> str:
        """Where the class stands."""
        return type(self).__module__

    def sample(self, seed: int, level: int = 0) -> P:
        """The parameters of a seed; level 0 takes the levels in turn."""
        return self.parameters.sample(Random(f"{self.name}:{seed}:{level}"), level or LEVELS[seed % len(LEVELS)])

    def make(self, seed: int, level: int = 0, language: str = ENGLISH) -> FigureScene:
        """The scene of a seed; the same for the same seed, level and language."""
        scene = self.scene(self.sample(seed, level), seed=seed, language=language)
        return replace(scene, id=f"{self.name}-{seed}", image_type=self.image_type, family=self.name, seed=seed)

    def scene(self, p: P, *, seed: int = 0, language: str = ENGLISH) -> FigureScene:
        """The scene of parameters, drawn by hand or sampled; the seed chooses the wordings and shuffles the options."""
        sketch, solution, texts = Sketch(), self.solve(p), self.texts(language)
        self.draw(p, sketch)
        draw = Random(f"{self.name}:{seed}:words")
        slots = self.slots(p, solution)
        asked = check_names(self.questions(p))
        quizzes = [word_question(item, texts, slots, draw) for item in asked if not item.is_knowledge]
        scene = sketch.scene(
            problem=texts.say("problem", slots, draw),
            multimodal_question=texts.say("question", slots, draw),
            givens=p.givens,
            unknown=texts.say("unknown", slots, draw),
            answer=solution.answer,
            solution=texts.say("solution", slots, draw),
            quizzes=quizzes,
            alt_text=texts.say("alt_text", slots, draw),
            hidden=hidden_texts(sketch, solution),
        )
        return replace(scene, level=p.level, parameters=p.to_dict(), language=language)

    def slots(self, p: P, solution: Solution) -> dict[str, Any]:
        """What the templates may name: parameters, values of the solution, `answer` and `symbol`."""
        specs = p.specs()
        own = {name: p.quantity(name) if spec.symbol else getattr(p, name) for name, spec in specs.items()}
        return {**own, "answer": solution.answer, "symbol": solution.symbol, **solution.values}


def hidden_texts(sketch: Sketch, solution: Solution) -> tuple[str, ...]:
    """What the figure must not show: the answer, or `symbol = answer` where its text is also that of something given."""
    if solution.hidden is not None:
        return solution.hidden
    return texts_to_hide(sketch.marks, solution.answer.text, solution.symbol)
