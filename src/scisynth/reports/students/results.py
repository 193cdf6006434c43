"""What a run of `student eval` found, computed once; page, gallery, board and gate read it from here.

The JSON form (`EvalResult.to_dict`) is `results.json` and what `--json` prints. Rates are in [0, 1]. With k samples of an item,

    avg_at_k    mean over items and samples: 1 for right, 0 for wrong and for no answer (truncated, unparsed, refused, filtered)
    pass_at_k   fraction of items with a right answer among their k
    graded      fraction of right answers among those that code could grade
    blind, wrong_image    avg_at_k of the controls, and ..._gain the mean difference to them over the same items

Questions that nobody answered (transport, budget, missing) are in none of them; `coverage` says how many those are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scisynth.clients.account import RunCost
from scisynth.core.records import Metric
from scisynth.core.results import OPTIONAL, Result


@dataclass(frozen=True, kw_only=True)
class EvalResult(Result):
    """One model on one protocol."""

    out: Path
    protocol: str
    digest: str
    """Of the protocol: test set, instructions, temperature and length. Runs with another digest are not compared."""
    model: str
    data: str
    num_items: int
    num_published: int
    """Questions of the whole published test set; 0 where there is no such number."""
    samples: int
    control_samples: int
    temperature: float | None
    """None: as the server chooses."""
    max_tokens: int
    avg_at_k: Metric
    pass_at_k: Metric
    graded: Metric
    blind: Metric
    wrong_image: Metric
    image_gain: Metric
    """With the image less blind, over the same items."""
    wrong_image_gain: Metric
    """With the image less with another item's image."""
    truncated: Metric
    """Fraction of the answers with the image that were cut off."""
    coverage: float
    """Fraction of the questions that were answered, in any way."""
    tokens: float
    """Mean length of the replies with the image."""
    by_group: Mapping[str, Metric] = field(default_factory=dict)
    """avg_at_k by family, image type or subject."""
    by_part: Mapping[str, Metric] = field(default_factory=dict)
    """avg_at_k where the seed alone is held out, and where the whole family is."""
    outcomes: Mapping[str, Mapping[str, int]]
    """Answers in every state, by arm."""
    graded_by: Mapping[str, int]
    """How answers with the image were graded."""
    unreadable_keys: int
    """Items whose key only its very words match."""
    cost: RunCost
    changed_parameters: tuple[Mapping[str, str], ...] | None = field(default=None, metadata=OPTIONAL)
    """Parameters that servers refused, and what was done."""
    gallery: Path | None = None
    report: Path | None = None
