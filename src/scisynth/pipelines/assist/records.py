"""Everything that assisting an image has done, kept row by row in `candidates/` of the run folder.

    rewrites.jsonl      each prompt once: before, after, or why it was left alone
    candidates.jsonl    each image drawn, with its prompt, seed and cost; the files are in candidates/images
    scores.jsonl        each candidate by each who chooses, on the original prompt
    findings.jsonl      what the critic said, round by round
    chosen.jsonl        which candidate was kept, and why

A row that is there is not made again, so a killed run loses at most the images of one batch.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from scisynth.core.records import FREE, Cost, Outcome, with_cost

FOLDER = "candidates"


def item_key(prompt: str, seed: int) -> str:
    """Of one image asked for."""
    return hashlib.sha256(f"{seed}\n{prompt}".encode(errors="replace")).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One image that was drawn for a prompt."""

    item: str
    round: int
    """0 for the images to choose from, then one a round of critique."""
    number: int
    original_prompt: str
    generation_prompt: str
    seed: int
    file: str
    """Relative to `candidates/`; empty unless `status` is `ok`."""
    status: Outcome = "ok"
    reason: str = ""
    cost: Cost = FREE

    @property
    def id(self) -> str:
        """Unique in its run."""
        return f"{self.item}/{self.round}.{self.number}"

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "Candidate":
        """Inverse of `to_dict`."""
        return cls(**with_cost(row))


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a critic says of an image."""

    item: str
    round: int
    candidate: str
    """Id of the image looked at."""
    critic: str
    status: Outcome = "ok"
    is_right: bool = False
    """Whether nothing is wrong."""
    wrong: str = ""
    """What is wrong, in its words."""
    correction: str = ""
    """The sentence that the next prompt begins with; empty: nothing more can be said."""
    reason: str = ""
    """Why there is no finding, or why its correction was not used."""
    cost: Cost = FREE

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "Finding":
        """Inverse of `to_dict`."""
        return cls(**with_cost(row))


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which image was kept of those drawn."""

    item: str
    candidate: str
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "Choice":
        """Inverse of `to_dict`."""
        return cls(**row)
