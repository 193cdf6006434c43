"""What every function of the API does with its arguments: settings, objects for names, API budgets."""

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from scisynth.clients.budget import Budget
from scisynth.core.config import Config
from scisynth.core.plugins.references import register
from scisynth.pipelines.providers.access import Spending

C = TypeVar("C", bound=Config)
Settings = Mapping[str, Any]
"""Further settings by their dotted names, as `--set` takes them: `{"reward.max_steps": 100}`."""


def configured(start: C, given: Mapping[str, Any], settings: Settings | None) -> C:
    """A config with the arguments that were given, then the settings.

    Raises:
        ConfigError: an unknown setting, or a value that it cannot have.
    """
    texts = [f"{key}={json.dumps(value)}" for key, value in (settings or {}).items()]
    return start.replace(given).override(texts)


def name_of(part: object, group: str) -> str:
    """The name that leads to a part: itself, or of an object or a function the name under which it is now registered."""
    if isinstance(part, str):
        return part
    name = getattr(part, "name", "") or getattr(part, "__name__", "") or type(part).__name__
    return register(group, str(name), part)


def spending(max_usd: float | None) -> Spending:
    """At most so many dollars for models behind an API; None is no limit."""
    return Spending(budget=Budget(max_usd=max_usd))
