"""Settings of the two stages. The defaults are ours; `pipelines.alignment.config` holds the paper's and the lab's complete values."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt, model_validator

from scisynth.core.config import Config
from scisynth.core.errors import ConfigError

Reduction = Literal["area", "all", "sum"]


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
    """Embedded guidance while training; None: the family's default. The published code trains at 0."""
    size_px: PositiveInt = 512
    """Side of an image."""
    micro_batch_size: PositiveInt = 4
    """Images per forward pass of training; in OFT at least 2, a pair."""
    gradient_checkpointing: bool = False
    """Compute activations again in the backward pass instead of keeping them: slower, with less memory."""
    bf16: bool | None = None
    """Matrix products of a float32 model in bfloat16; None: where the hardware multiplies it."""


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
    objective: Literal["step_dpo", "velocity_dpo", "grpo"] = "step_dpo"
    """Loss: `step_dpo` (as published), `velocity_dpo` or `grpo`."""
    optimizer: OptimizerSettings = OptimizerSettings(learning_rate=3e-4)
    """How it is trained."""
    num_rounds: PositiveInt = 100
    """Rounds of generating images and training on them."""
    prompts_per_round: PositiveInt = 32
    """Prompts per round, over all processes."""
    images_per_prompt: Annotated[int, Field(ge=2)] = 2
    """Images per prompt (K). Pairs are the best and the worst of the K images; GRPO uses all."""
    updates_per_round: PositiveInt = 1
    """Optimizer steps per round."""
    num_steps: Annotated[int, Field(gt=1)] = 10
    """Sampling steps of a rollout."""
    kernel: str = "flow_sde"
    """Transition kernel of the stochastic steps; see `flow.step`."""
    kernel_params: Mapping[str, float] = {"noise_level": 0.7}
    """Parameters of the kernel."""
    window: tuple[int, int] = (0, 6)
    """First and last (exclusive) step that is stochastic and trained. The other steps follow the ODE."""
    beta: PositiveFloat = 0.05
    """Of the DPO losses. It multiplies log-ratios reduced by `reduction`: the published 10 acts on a mean over all
    latent elements, so it is 10 / (elements) in the units of `sum`."""
    clip: PositiveFloat | None = None
    """step_dpo: ratio clamp as published (0.1); grpo: PPO clip range. None is no clamp (grpo: 1e-3)."""
    kl_weight: NonNegativeFloat = 0.0
    """GRPO only: weight of the Gaussian KL to the reference; in DPO the reference is in the loss."""
    reduction: Reduction = "sum"
    """How log-ratios are reduced over the latent elements inside the mask."""
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

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        first, last = self.window
        if not 0 <= first < last <= self.num_steps:
            raise ConfigError(
                f"setting 'window': expected first < last <= num_steps ({self.num_steps}), got {first}, {last}"
            )
        if self.micro_batch_size < 2:
            raise ConfigError(
                f"setting 'micro_batch_size': expected at least 2, the images of a pair, got {self.micro_batch_size}"
            )
        if self.kernel == "ode":
            raise ConfigError("setting 'kernel': the ODE has no log-probabilities; choose flow_sde, dance_sde or cps")
        if self.parity == "paper" and (self.objective, self.images_per_prompt) != ("step_dpo", 2):
            raise ConfigError("setting 'parity': paper means objective step_dpo with 2 images a prompt")
        return self


class RewardTerm(Config):
    """One reward of the sum that is maximised."""

    name: str = "lab-sciscore"
    """Reward, as in `scisynth score --model`."""
    weight: float = 1.0
    """Factor of its score in the sum."""
