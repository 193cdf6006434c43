"""How images are helped to be right, as settings and as the end of a generator's name (`core.plugins.assisted`)."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import Field, NonNegativeInt, PositiveInt, field_validator, model_validator

from scisynth.core.config import Config
from scisynth.core.plugins.assisted import split_assisted
from scisynth.pipelines.providers.access import AccessConfig, ApiAccess, JudgeAccess, JudgingConfig
from scisynth.prompts.rewrite import FACTS


class AssistConfig(Config):
    """What is done for the truth of an image besides drawing it. Images are always scored against the original prompt."""

    rewrite: str = ""
    """Tell the model what must be seen: `facts` (derived from science, no model) or `api:MODEL`. A prompt of an unknown law
    is left alone.
    """
    rewrite_blind: bool = False
    """Let `api:MODEL` rewrite every prompt by what it knows itself, without the facts."""
    best_of: PositiveInt = 1
    """Images drawn for each one asked for; the best is kept."""
    critique: NonNegativeInt = 0
    """Rounds in which a critic looks at the best image and its finding changes the prompt; ends when nothing is wrong."""
    rewards: tuple[str, ...] = ()
    """Reward or judge that chooses the best: `lab-sciscore`, `reward:NAME`, `lab-judge`, `api:MODEL`, ... Of several,
    the ranks are added. Default: `lab-sciscore` for lab models, `Jialuo21/SciScore` for others.
    """
    critic: str = ""
    """Who says what is wrong: `lab-judge` or `api:MODEL`. Default: the first such --reward, else `lab-judge` for lab models.
    """
    access: JudgeAccess = JudgeAccess()
    """Server of those who rewrite, choose and criticise, where it differs from the generator's."""

    @field_validator("rewrite")
    @classmethod
    def _is_known(cls, value: str) -> str:
        if value not in ("", FACTS) and not re.fullmatch(r"api:.+", value):
            raise ValueError(f"expected `{FACTS}` or `api:MODEL`, got {value!r}")
        return value

    @model_validator(mode="after")
    def _fits(self) -> "AssistConfig":
        if self.rewrite_blind and not self.rewrite.startswith("api:"):
            raise ValueError("rewrite_blind wants rewrite=api:MODEL, since facts are never blind")
        if self.rewards and self.best_of == 1 and not self.critique:
            raise ValueError("a reward chooses among images; give --best-of 2 or more, or --critique 1 or more")
        if self.critic and not self.critique:
            raise ValueError("a critic needs rounds; give --critique 1 or more")
        return self

    @property
    def is_on(self) -> bool:
        """Whether anything is done at all."""
        return self != AssistConfig()

    @property
    def draws(self) -> int:
        """Images drawn at most for each one asked for."""
        return self.best_of + self.critique

    @property
    def suffix(self) -> str:
        """The end of the generator's name in tables."""
        rewrite = {"": "", FACTS: "+rewrite"}.get(self.rewrite, f"+rewrite={self.rewrite}")
        by = f"@{','.join(self.rewards)}" if self.rewards else ""
        best = f"+best{self.best_of}{by}" if self.best_of > 1 or by else ""
        critic = f"@{self.critic}" if self.critic else ""
        return rewrite + best + (f"+critique{self.critique}{critic}" if self.critique else "")

    def rewards_for(self, *, is_lab: bool) -> tuple[str, ...]:
        """Who chooses; nobody where there is nothing to choose."""
        if self.best_of == 1 and not self.critique:
            return ()
        return self.rewards or (("lab-sciscore",) if is_lab else ("Jialuo21/SciScore",))

    def asking(self, drawing: AccessConfig) -> JudgingConfig:
        """How chat models are asked, from how the generator is."""
        return JudgingConfig(access=drawing.access, judge_access=self.access)

    def sides(self, drawing: AccessConfig) -> list[tuple[str, ApiAccess]]:
        """Everyone who helps, each with where it is found (`access.check_access`)."""
        access = self.asking(drawing).judging
        return [(name, access) for name in (self.rewrite, *self.rewards, self.critic) if name]


OFF = AssistConfig()


def split_name(values: Any) -> Any:
    """Settings in which the end of `model` became those of `assist`; anything else as it is."""
    if not isinstance(values, Mapping) or not isinstance(values.get("model"), str):
        return values
    base, ways = split_assisted(values["model"])
    if not ways:
        return values
    given = values.get("assist") or {}
    given = given.model_dump() if isinstance(given, AssistConfig) else dict(given)
    return {**values, "model": base, "assist": given | _settings(ways)}


def _settings(ways: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in ways.removeprefix("+").split("+"):
        if part.startswith("rewrite"):
            found["rewrite"] = part.partition("=")[2] or FACTS
            continue
        kind, number, _, by = re.fullmatch(r"(best|critique)(\d+)(@(.+))?", part).groups()  # type: ignore[union-attr]
        found["best_of" if kind == "best" else "critique"] = int(number)
        if by:
            found["rewards" if kind == "best" else "critic"] = by.split(",") if kind == "best" else by
    return found


ASSIST_FIELD = Field(OFF, exclude_if=lambda value: not value.is_on)
"""Left out of manifests where nothing is done, so that runs of versions without it resume."""
