"""What the alignment verbs find; the JSON form is what `align sft` and `align oft` print with --json."""

from dataclasses import dataclass
from pathlib import Path

from scisynth.core.results import Result
from scisynth.training.curve import CurveRow


@dataclass(frozen=True, kw_only=True)
class AlignmentResult(Result):
    """One finished stage of an alignment, SFT or OFT."""

    policy: Path
    """Folder of the LoRA, which diffusers loads, with its card."""
    out: Path
    """The run folder."""
    last: CurveRow
    """The last row of the curve; empty where nothing was logged."""
    log: tuple[CurveRow, ...]
    """The training curve: `sft/loss`, or `oft/loss`, `oft/reward`, `oft/kl`, `mask/fallback_rate`; and `eval/reward`,
    `eval/judge` (in [0, 1]), `eval/diversity` where the stage was evaluated."""
