"""What a rule returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The true outcome, the sentence that derives it, and the facts in words."""

    outcome: str
    sentence: str
    words: Mapping[str, str] = field(default_factory=dict)
    superficial: str = ""
    """The wrong outcome, where it depends on the condition; empty: the law's own table says it."""
