"""What the alignment verbs find; the JSON form is what `align sft`, `align oft` and `plan` print with --json."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scisynth.core.results import INLINE, OPTIONAL, Result
from scisynth.pipelines.alignment.flux import HardwarePlan
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


@dataclass(frozen=True, kw_only=True)
class Card:
    """A graphics card."""

    memory_gb: float
    bf16_tflops: float
    """Peak of dense bfloat16 products with float32 sums, 10^12 a second."""
    source: str


@dataclass(frozen=True, kw_only=True)
class CardPlan(Result):
    """A card, and whether both stages fit it."""

    card: Card = field(metadata=INLINE)
    fits: bool


@dataclass(frozen=True, kw_only=True)
class ParameterCounts(Result):
    """Parameters of a model's parts."""

    transformer: int
    text_encoders: Mapping[str, int]
    vae: int
    adapter_sft: int
    """The LoRA of stage 1."""
    adapter_oft: int
    """The LoRA of stage 2."""


@dataclass(frozen=True, kw_only=True)
class ForwardPass(Result):
    """One pass of the transformer over one image."""

    size_px: int
    text_tokens: int
    image_tokens: int
    tflop: float


@dataclass(frozen=True, kw_only=True)
class StagePlan(Result):
    """What one stage takes."""

    memory_gb: Mapping[str, Mapping[str, float]]
    """GB on a card by phase and part, each with its `total`."""
    pflop: Mapping[str, float]
    """10^15 operations by kind of work, with their `total`."""
    hours: Mapping[str, float]
    """By card; empty for float32."""


@dataclass(frozen=True, kw_only=True)
class MeasuredRun(Result):
    """What an `align` run took, finished or not, next to the FLOPs of its steps."""

    run: Path
    model: str
    stage: str
    """`sft` or `oft`."""
    steps: int
    seconds: float
    pflop: Mapping[str, float]
    tflop_per_second: float
    machine: str


@dataclass(frozen=True, kw_only=True)
class AlignmentPlan(Result):
    """What a two-stage run would take, before anything is downloaded."""

    model: str
    source: str
    """Where the sizes come from."""
    parameters: ParameterCounts
    forward: ForwardPass
    hardware: HardwarePlan
    launch: str
    """How the processes are started."""
    peak_gb: float
    """The most memory that a card needs, over both stages."""
    fits: bool
    """Whether that fits the plan's hardware."""
    fitting: tuple[str, ...]
    """The kinds of `--hardware` that it fits."""
    mfu: float
    stages: Mapping[str, StagePlan]
    """`sft` and `oft`."""
    cards: Mapping[str, CardPlan]
    cache_mb: Mapping[str, float]
    """MB of stored text embeddings and latents."""
    assumptions: tuple[str, ...]
    """One sentence each."""
    measured: MeasuredRun | None = field(default=None, metadata=OPTIONAL)
    """A run to compare with; None where none was given."""
