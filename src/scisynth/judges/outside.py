"""Judges from outside the package: a grade in [0, 1] for each image, or a state with a reason.

    class Mine:                                          def grade(prompt_sets, images):
        name = "mine"                                        return [...]
        def grade(self, prompt_sets, images):
            return [...]                                 # N grades in [0, 1], or N `Judgement`s

Images come as `core.images.open_image` gives them, decoded to RGB. `None`, or a number outside of [0, 1], is no grade: it becomes the state `unparsed`.
"""

from collections.abc import Callable, Sequence
from typing import Any

from scisynth.core.errors import ModelError, one_line
from scisynth.core.images import open_image
from scisynth.core.plugins.references import IMPORT_FAILURES
from scisynth.core.plugins.roles import Role, as_role
from scisynth.core.protocols import Judge
from scisynth.core.records import ImageSource, Judgement, PromptSet


class OutsideJudge:
    """Somebody's judge, its output checked."""

    def __init__(self, name: str, grade: Callable[..., Any]) -> None:
        self.name = name
        self._grade = grade

    def grade(self, prompt_sets: Sequence[PromptSet], images: Sequence[ImageSource]) -> list[Judgement]:
        """N prompt sets and N images to N judgements; where the judge fails, N states with the reason.

        Raises:
            ModelError: another number of grades than of images.
        """
        try:
            found = list(self._grade(list(prompt_sets), [open_image(image) for image in images]))
        except IMPORT_FAILURES as error:
            reason = f"{type(error).__name__}: {one_line(error)}"
            return [Judgement(judge=self.name, status="error", score=None, reason=reason) for _ in images]
        if len(found) != len(images):
            raise ModelError(
                f"{self.name}: expected {len(images)} grades, one per image, got {len(found)}; correct the judge"
            )
        return [self._judgement(item) for item in found]

    def _judgement(self, item: Any) -> Judgement:
        if isinstance(item, Judgement):
            return item
        try:
            score = float(item)
        except (TypeError, ValueError):
            score = -1.0
        if not 0 <= score <= 1:
            reason = f"expected a grade in [0, 1], got {item!r}"
            return Judgement(judge=self.name, status="unparsed", score=None, reason=reason, raw=repr(item))
        return Judgement(judge=self.name, status="ok", score=score, raw=repr(item))


JUDGE = Role(
    noun="judge",
    group="scisynth.judges",
    method="grade",
    signature="(prompt_sets, images) -> N grades",
    wrap=OutsideJudge,
)


def as_judge(found: Any, name: str = "", model: str = "") -> Judge:
    """A judge from an object, a class or a function `(prompt_sets, images) -> N grades`.

    Raises:
        ConfigError: it has no `grade`.
    """
    made = as_role(found, JUDGE, name, model)
    if type(made).__module__.startswith("scisynth."):
        judge: Judge = made
        return judge
    return OutsideJudge(made.name, made.grade)
