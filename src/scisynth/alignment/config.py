"""Settings of the two stages. The defaults are ours; `pipelines.alignment.config` holds the paper's and the lab's complete values."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt, model_validator

from scisynth.alignment.objective_config import (
    EARLIER_FIELDS,
    Awm,
    ForwardProcess,
    Grpo,
    Nft,
    Preference,
    StepDpo,
    VelocityDpo,
)
from scisynth.core.config import Config
from scisynth.core.errors import ConfigError
from scisynth.core.seeds import derive_seed


class LoraSettings(Config):
    """The trained part: low-rank updates of the attention projections, kept in float32 whatever the base is."""

    rank: PositiveInt = 16
    """Rank of the LoRA matrices."""
    alpha: PositiveInt = 16
    """Scale: the update is multiplied by alpha / rank."""
    targets: tuple[str, ...] = ()
    """Names of adapted modules. Empty: the attention projections of the model family, as published."""


class OptimizerSettings(Config):
    """AdamW on the adapter."""

    learning_rate: PositiveFloat = 2e-5
    """Learning rate of AdamW."""
    weight_decay: NonNegativeFloat = 1e-4
    """Weight decay of AdamW."""
    warmup_steps: NonNegativeInt = 0
    """Steps of linear warm-up; constant afterwards."""
    max_grad_norm: PositiveFloat = 1.0
    """Gradients are clipped to this norm."""
    ema_decay: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """Decay of the exponential moving average (EMA) of the adapter. Images and the exported policy use the average. 0:
    off.
    """


class StageConfig(Config):
    """What both stages have in common."""

    lora: LoraSettings = LoraSettings()
    """The adapter that is trained."""
    guidance: float | None = None
    """Guidance of rollouts, of training on them and of evaluations; None: the family's default. Families that guide by a second
    pass do so with their negative prompt; stage 1 trains them without. The published code trains at 0."""
    size_px: PositiveInt = 512
    """Side of an image."""
    sizes_px: tuple[tuple[PositiveInt, PositiveInt], ...] = ()
    """Several aspect ratios: [[height, width], ...], none larger in area than the square of `size_px`. SFT takes each image at the nearest one, in
    batches of one size; OFT draws each round at one of them, in turn. Evaluations draw squares. Empty: squares only."""
    micro_batch_size: PositiveInt = 4
    """Images per forward pass of training; in OFT at least 2, a pair."""
    gradient_checkpointing: bool = False
    """Compute activations again in the backward pass instead of keeping them: slower, with less memory."""
    compile_blocks: bool = False
    """Compile the model's blocks (`torch.compile`): minutes at the start of each kind of pass, then faster steps. Pays in long runs on a GPU;
    numbers differ by rounding."""
    bf16: bool | None = None
    """Matrix products of a float32 model in bfloat16; None: where that is faster."""

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """(height, width) of all images that are trained on."""
        return self.sizes_px or ((self.size_px, self.size_px),)

    @model_validator(mode="after")
    def _sizes_are_planned_for(self) -> Self:
        for height, width in self.sizes_px:
            if height * width > self.size_px**2:
                raise ConfigError(
                    f"setting 'sizes_px': expected no larger an area than {self.size_px} x {self.size_px} px, which memory is planned for, "
                    f"got {height} x {width}; raise size_px"
                )
        return self


class SftConfig(StageConfig):
    """Stage 1: flow matching on (implicit prompt, explicit image); arXiv 2504.13129, section 5.1."""

    optimizer: OptimizerSettings = OptimizerSettings()
    """How it is trained."""
    max_steps: PositiveInt = 2000
    """Optimizer steps."""
    batch_size: PositiveInt = 32
    """Images per optimizer step, over all processes."""
    sigma_sampling: Literal["uniform", "logit_normal"] = "logit_normal"
    """Distribution of the noise level sigma."""
    save_every: NonNegativeInt = 100
    """Steps between checkpoints. 0: only at the end."""
    eval_every: NonNegativeInt = 0
    """Steps between evaluations on held-out prompts. 0: none."""


class OftConfig(StageConfig):
    """Stage 2: online preference learning on the policy's own images; arXiv 2504.13129, section 5.2."""

    parity: Literal["fixed", "paper"] = "fixed"
    """`paper` keeps the published arithmetic: log-probabilities rounded to bfloat16, and a loss averaged over the
    2 x 2 matrix of a pair, of which three entries are constant. Its other settings are those of the paper's recipe."""
    objective: StepDpo | VelocityDpo | Grpo | Awm | Nft = Field(StepDpo(), discriminator="kind")
    """Loss, by its `kind`: `step_dpo` (as published), `velocity_dpo`, `grpo`, `awm` or `nft`. Each has settings of its own."""
    optimizer: OptimizerSettings = OptimizerSettings(learning_rate=3e-4)
    """How it is trained."""
    num_rounds: PositiveInt = 100
    """Rounds of generating images and training on them."""
    prompts_per_round: PositiveInt = 32
    """Prompts per round, over all processes."""
    images_per_prompt: Annotated[int, Field(ge=2, le=64)] = 2
    """Images per prompt (K), a group. The DPO objectives take the best and the worst of them, the others all."""
    initial_noise: Literal["own", "shared"] = "own"
    """`shared`: the images of a group start from one noise and branch at the window, so that only what is trained tells them
    apart; the steps before it are taken once. `own`: each starts from its own, as published."""
    updates_per_round: PositiveInt = 1
    """Optimizer steps per round."""
    num_steps: Annotated[int, Field(gt=1)] = 10
    """Sampling steps of a rollout."""
    kernel: str = "flow_sde"
    """Transition kernel of the stochastic steps; see `flow.step`."""
    kernel_params: Mapping[str, float] = {"noise_level": 0.7}
    """Parameters of the kernel."""
    window: tuple[int, int] = (0, 6)
    """First and last (exclusive) step that may be stochastic and trained; the others follow the ODE. Forward-process objectives
    do without."""
    window_motion: Literal["fixed", "random", "sliding"] = "fixed"
    """`fixed`: all steps of the window in every round. `random`: `window_size` steps of it, drawn for each round. `sliding`: from
    its first to its last steps over the run."""
    window_size: PositiveInt = 2
    """Steps of a round where the window moves."""
    least_gap: NonNegativeFloat = 0.0
    """Groups whose best and worst reward lie nearer than this are not trained; in units of the reward's own noise, which is its
    change when an image is moved by a 64th of its side. Noise alone spreads over about 2 of them among 4 images, 3 among 8, 3.5
    among 16. 0: off."""
    curriculum: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """Fraction of a round's prompts that are drawn where the reward varied most when they were last seen. 0: off."""
    norm_penalty: NonNegativeFloat = 0.0
    """Weight of max(0, |v| / |v_ref| - 1)^2 over the region: velocities that outgrow the reference's are where
    quality goes (NormGuard, arXiv 2606.27771). `oft/velocity_norm` is logged anyway. 0: off."""
    mask_mode: Literal["union", "boxes", "none"] = "union"
    """Loss mask of a pair: `union` of its two region masks, each image's own `boxes`, or `none`."""
    mask_pad: NonNegativeFloat = 0.1
    """By how much a box grows in width and height, half on each side, as a fraction of the image."""
    mask_softness: NonNegativeInt = 0
    """Width of the mask's soft edge in latent cells."""
    max_fallback_rate: Annotated[float, Field(ge=0, le=1)] = 0.5
    """Stop the run if the localizer finds nothing in more than this fraction of the rollout images."""
    rollout_batch_size: PositiveInt = 16
    """Images per forward pass of a rollout, which keeps no gradients."""
    save_every: NonNegativeInt = 5
    """Rounds between checkpoints. 0: only at the end."""
    eval_every: NonNegativeInt = 10
    """Rounds between evaluations on held-out prompts. 0: none."""
    stop_patience: NonNegativeInt = 2
    """Stop after this many evaluations in a row with a rising reward and a falling judge's score. 0: never."""

    earlier: ClassVar[Mapping[str, str]] = {name: f"objective.{name}" for name in EARLIER_FIELDS}

    @property
    def is_forward(self) -> bool:
        """Whether the objective learns from clean images, and not from stochastic steps."""
        return isinstance(self.objective, ForwardProcess)

    @property
    def takes_pairs(self) -> bool:
        """Whether the objective compares the best and the worst image of a group, and leaves the others out."""
        return isinstance(self.objective, Preference)

    @property
    def num_trained(self) -> int:
        """Forward passes of training an image or pair in a round: trained steps, or levels of noise."""
        if isinstance(self.objective, ForwardProcess):
            return self.objective.draws
        return self.window[1] - self.window[0] if self.window_motion == "fixed" else self.window_size

    @property
    def needs_reference(self) -> bool:
        """Whether training asks the reference, too."""
        return self.takes_pairs or self.norm_penalty > 0 or getattr(self.objective, "kl_weight", 0) > 0

    def size_of(self, round_number: int) -> tuple[int, int]:
        """(height, width) of the images of a round."""
        return self.sizes[round_number % len(self.sizes)]

    def window_of(self, round_number: int, seed: int) -> range:
        """The stochastic steps of a round."""
        first, last = self.window
        if self.is_forward:
            return range(0)
        if self.window_motion == "fixed":
            return range(first, last)
        places = last - first - self.window_size + 1
        if self.window_motion == "random":
            first += derive_seed(seed, "oft-window", round_number) % places
        else:
            first += min(round_number, self.num_rounds - 1) * places // self.num_rounds
        return range(first, first + self.window_size)

    @model_validator(mode="before")
    @classmethod
    def _earlier_form(cls, values: Any) -> Any:
        """`objective: grpo` next to `beta`, `clip`, `kl_weight` and `reduction` that all objectives shared."""
        if not isinstance(values, Mapping):
            return values
        shared = {name: values[name] for name in EARLIER_FIELDS if values.get(name) is not None}
        found = values.get("objective", {})
        given = {"kind": found} if isinstance(found, str) else found
        kept = {name: value for name, value in values.items() if name not in EARLIER_FIELDS}
        if isinstance(given, Mapping):
            given = {"kind": "step_dpo", **given}
            if given["kind"] == "grpo" and (shared.get("clip") or shared.get("kl_weight")):
                raise ConfigError(
                    "settings 'clip' and 'kl_weight' of grpo now have units of the velocity (objective.clip, default "
                    f"{Grpo().clip}; objective.kl_weight); give those instead"
                )
            known = {"step_dpo": ("beta", "clip", "reduction"), "velocity_dpo": ("beta", "reduction")}
            own = {name: shared[name] for name in known.get(str(given["kind"]), ()) if name in shared}
            kept["objective"] = {**given, **own}
        elif shared:
            raise ConfigError(f"setting {next(iter(shared))!r}: it is one of the objective now; set it there")
        return kept

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        first, last = self.window
        if not 0 <= first < last <= self.num_steps:
            raise ConfigError(
                f"setting 'window': expected first < last <= num_steps ({self.num_steps}), got {first}, {last}"
            )
        if self.window_motion != "fixed" and self.window_size > last - first:
            raise ConfigError(
                f"setting 'window_size': expected at most the {last - first} steps of the window, got {self.window_size}"
            )
        if self.micro_batch_size < 2:
            raise ConfigError(
                f"setting 'micro_batch_size': expected at least 2, the images of a pair, got {self.micro_batch_size}"
            )
        if self.kernel == "ode":
            raise ConfigError("setting 'kernel': the ODE has no log-probabilities; choose flow_sde, dance_sde or cps")
        if self.is_forward and self.initial_noise == "shared":
            raise ConfigError(
                f"setting 'initial_noise': images of {self.objective.kind} follow the ODE, and from one noise they would all "
                "be one image; use own"
            )
        if self.parity == "paper" and (self.objective.kind, self.images_per_prompt) != ("step_dpo", 2):
            raise ConfigError("setting 'parity': paper means objective step_dpo with 2 images a prompt")
        return self


class RewardTerm(Config):
    """One reward of the sum that is maximised."""

    name: str = "lab-sciscore"
    """Reward, as in `scisynth score --model`."""
    weight: float = 1.0
    """Factor of its score in the sum."""
