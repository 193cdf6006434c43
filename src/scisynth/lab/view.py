"""What a scene function is told."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scisynth.science.laws import Condition, Law, Subject


@dataclass(frozen=True, kw_only=True)
class SceneView:
    """The subject, the condition and the outcome to draw, with the scene's own randomness."""

    law: Law
    subject: Subject
    condition: Condition
    outcome: str
    true_outcome: str
    """The outcome of the derivation: the same where the image is to be true."""
    words: Mapping[str, str]
    """The facts in words, from the derivation (colours, upper liquid ...)."""
    rng: random.Random

    def look(self, key: str, default: Any = None) -> Any:
        """One value of the subject's `look`."""
        return self.subject.look.get(key, default)

    def fact(self, key: str) -> Any:
        """One fact's value."""
        return self.subject.facts[key].value
