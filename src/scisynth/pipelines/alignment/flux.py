"""FLUX.1-dev, two stages: the paper's settings (arXiv 2504.13129) and ours, on six kinds of hardware.

`paper` keeps what was published, odd values included: guidance 0 on a guidance-distilled model, thirty steps of a kernel
that is hardly an SDE, each of them trained. `fixed` takes as many prompts, images and updates and makes each of them
cheaper: ten steps, a window of four, 128 text tokens.

Units of beta. The published log-ratio is a *mean* over all 16 x 64 x 64 = 65,536 latent elements, zeros outside the
region included, times beta = 10. That is the *sum* over the region times 10 / 65,536, so `StepDpo(reduction="sum")` with this
beta is the same preference strength, and stays so at other image sizes. With `area` (the mean over the region alone)
the strength would change with the size of the thing.

Neither recipe has been run to the end on FLUX.1-dev by the authors of this package; `scisynth plan` says what that costs.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self, TypeVar

from pydantic import Field, model_validator

from scisynth.alignment.config import LoraSettings, OftConfig, OptimizerSettings, SftConfig, StageConfig
from scisynth.alignment.objective_config import StepDpo
from scisynth.core.config import Config
from scisynth.core.errors import ConfigError, nearest

Stage = TypeVar("Stage", bound=StageConfig)
PUBLISHED_BETA = 10.0
LATENT_ELEMENTS = 16 * 64 * 64
"""Of a 512 px image."""
TEXT_TOKENS: Mapping[str, int] = {"fixed": 128, "paper": 512}
"""`max_text_tokens` of the backbone. The implicit prompts of the data are shorter than 128 tokens; what is cut is padding."""
DEFAULT_HARDWARE, DEFAULT_PRESET = "80gb", "fixed"
ACCELERATE = Path(__file__).parent / "accelerate"
SHARDED_CONFIG = "fsdp.yaml"


class HardwarePlan(Config):
    """How a run lies on its cards; changes speed and memory, never what is optimised (but for `quantize`)."""

    memory_gb: float = Field(80, gt=0)
    """Memory of one GPU, in 10^9 bytes."""
    dtype: Literal["bfloat16", "float32"] = "bfloat16"
    """Data type of the frozen base model. Adapters and their optimizer are always float32."""
    quantize: Literal["nf4"] | None = None
    """Of the base's linear layers: 4-bit NormalFloat with double quantisation (bitsandbytes), unpacked to `dtype` to multiply."""
    micro_batch_size: int = Field(2, gt=1)
    """Images per forward pass of training. A pair is two."""
    rollout_batch_size: int = Field(16, gt=0)
    """Images per forward pass of a rollout, and per call of the VAE."""
    gradient_checkpointing: bool = True
    """Recompute activations: about 50 % more FLOPs, about a tenth of the activation memory."""
    num_processes: int = Field(1, gt=0)
    """Number of processes, one GPU each."""
    sharded: bool = False
    """The frozen base in pieces, one on each GPU (FSDP2), for models that no single card holds. False: whole on every GPU."""
    accelerate_config: str | None = None
    """File in `pipelines/alignment/accelerate` for `accelerate launch --config_file`; None: plain `scisynth`."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.sharded and self.quantize:
            raise ConfigError(
                "setting 'hardware.sharded': a base in 4 bits is not cut into pieces; leave one of the two out"
            )
        if self.sharded and self.num_processes < 2:
            raise ConfigError("setting 'hardware.sharded': expected num_processes of 2 or more, got 1")
        return self

    def quantization(self) -> dict[str, str | bool] | None:
        """Arguments of `diffusers.BitsAndBytesConfig` for the transformer, or None."""
        if self.quantize is None:
            return None
        return {
            "load_in_4bit": True,
            "bnb_4bit_quant_type": self.quantize,
            "bnb_4bit_use_double_quant": True,
            "bnb_4bit_compute_dtype": self.dtype,
        }


HARDWARE: Mapping[str, HardwarePlan] = {
    "24gb": HardwarePlan(memory_gb=24, quantize="nf4", rollout_batch_size=4),
    "40gb": HardwarePlan(memory_gb=40, rollout_batch_size=8),
    "48gb": HardwarePlan(memory_gb=48, rollout_batch_size=16),
    "80gb": HardwarePlan(memory_gb=80, gradient_checkpointing=False),
    "8x80gb": HardwarePlan(
        memory_gb=80,
        gradient_checkpointing=False,
        rollout_batch_size=8,
        num_processes=8,
        accelerate_config="multi_gpu.yaml",
    ),
    "8x80gb-sharded": HardwarePlan(
        memory_gb=80, rollout_batch_size=8, num_processes=8, accelerate_config=SHARDED_CONFIG, sharded=True
    ),
}


def hardware_plan(name: str) -> HardwarePlan:
    """A plan by its name; `ConfigError` with the nearest name when there is none."""
    if name not in HARDWARE:
        raise ConfigError(f"unknown hardware {name!r}; {nearest(name, HARDWARE)}")
    return HARDWARE[name]


def launch_command(plan: HardwarePlan) -> str:
    """How the processes of a plan are started."""
    file = SHARDED_CONFIG if plan.sharded else plan.accelerate_config
    if file is None and plan.num_processes == 1:
        return "scisynth align"
    given = f"--config_file {ACCELERATE / file} " if file else ""
    return f"accelerate launch {given}--num_processes {plan.num_processes} -m scisynth align"


def science_t2i_flux(hardware: str = DEFAULT_HARDWARE, parity: str = DEFAULT_PRESET) -> tuple[SftConfig, OftConfig]:
    """Both stages' complete configs.

    Raises:
        ConfigError: hardware or parity of another name.
    """
    plan = hardware_plan(hardware)
    if parity not in TEXT_TOKENS:
        raise ConfigError(f"unknown parity {parity!r}; {nearest(parity, TEXT_TOKENS)}")
    return fit_to(plan, *(_paper() if parity == "paper" else _fixed()))


def fit_to(plan: HardwarePlan, sft: SftConfig, oft: OftConfig) -> tuple[SftConfig, OftConfig]:
    """Both stages with what a plan of hardware says of batches and checkpointing."""
    shared = {"micro_batch_size": plan.micro_batch_size, "gradient_checkpointing": plan.gradient_checkpointing}
    return sft.replace(shared), oft.replace({**shared, "rollout_batch_size": plan.rollout_batch_size})


def refit(stage: Stage, old: HardwarePlan, new: HardwarePlan) -> Stage:
    """A stage that was fitted to one plan, on another: what was set by hand since stays, as it does when `--hardware` is changed."""
    names = {"micro_batch_size", "gradient_checkpointing", "rollout_batch_size"} & type(stage).model_fields.keys()
    return stage.replace({name: getattr(new, name) for name in names if getattr(stage, name) == getattr(old, name)})


def _paper() -> tuple[SftConfig, OftConfig]:
    """The published code's settings; the number of rounds is the paper's (about 100 updates, four a round).

    Stated whole, also where they equal a default of ours: they were published and do not change with it.
    """
    sft = SftConfig(
        lora=LoraSettings(rank=16, alpha=16),
        optimizer=OptimizerSettings(learning_rate=2e-5, weight_decay=1e-4),
        max_steps=2000,
        batch_size=128,  # 4 images x 8 accumulated x 4 cards
        sigma_sampling="uniform",
        guidance=0.0,
        size_px=512,
    )
    oft = OftConfig(
        parity="paper",
        objective=StepDpo(beta=PUBLISHED_BETA, clip=0.1, reduction="all"),
        lora=LoraSettings(rank=16, alpha=16),
        optimizer=OptimizerSettings(learning_rate=3e-4, weight_decay=1e-4),
        num_rounds=26,
        prompts_per_round=32,
        images_per_prompt=2,
        updates_per_round=4,
        num_steps=30,
        kernel="science_t2i",
        kernel_params={"s_churn": 0.1},
        window=(0, 30),
        mask_mode="union",
        guidance=0.0,
        size_px=512,
        eval_every=1,
    )
    return sft, oft


def _fixed() -> tuple[SftConfig, OftConfig]:
    """Ours: what differs from the defaults of `alignment.config`, which are made for this model.

    Learning rates stay as published: there most steps were lost to bfloat16 adapters, here none is.
    """
    sft = SftConfig(optimizer=OptimizerSettings(warmup_steps=10, ema_decay=0.99), eval_every=500)
    oft = OftConfig(
        optimizer=OptimizerSettings(learning_rate=3e-4, ema_decay=0.9),
        num_rounds=26,
        updates_per_round=4,
        window=(1, 5),
        objective=StepDpo(beta=PUBLISHED_BETA / LATENT_ELEMENTS),
    )
    return sft, oft
