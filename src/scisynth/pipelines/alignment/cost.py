"""The arithmetic behind `plan`: bytes and FLOPs of the two stages, from a model's size and a stage's config.

Memory of one card, at its fullest moment in each phase:

    caching     the pipeline + the VAE's activations on 16 images (SFT)
    rollout     the pipeline + adapters + reward and localizer + the round's experience + one forward pass or decode
    training    the pipeline + adapters + what the backward pass needs (+ reward, localizer and experience in OFT)

The pipeline is base, VAE and text encoders: evaluations encode prompts, so the encoders stay on the card.

Activations are an estimate. Counted on FLUX.1's blocks (bfloat16, rank-16 adapter in float32, fused attention) by following every
live tensor, a block keeps `KEPT` bytes per token and unit of width for its backward pass, and `KEPT_CHECKPOINTED` with gradient
checkpointing; the peaks next to that are `BACKWARD`, `RECOMPUTED` and `FORWARD`. Other families are taken as alike, float32
as twice as much.

FLOPs of a stage, with f one image's forward pass and b its backward pass (`backbones.size`), c = f with checkpointing, else 0:

    SFT    images x (f + b + c)
    OFT    rollout: P K N f;   training: P W 2 (f + b + c);   reference: P W 2 f     a round, if every prompt has a preference

P prompts, K images of each, N steps of a rollout, W of them trained. GRPO trains K images instead of the pair, and
asks the reference only for its KL.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from scisynth.alignment.config import OftConfig, OptimizerSettings, SftConfig
from scisynth.backbones.size import ModelSize
from scisynth.pipelines.alignment.config import EvaluationSettings
from scisynth.pipelines.alignment.flux import HardwarePlan

GB = 1e9
DTYPE_BYTES = {"bfloat16": 2, "float32": 4}
NF4_BYTES = 0.5 + 1 / 64 + 4 / (64 * 256)
"""4 bits, one 8-bit scale for 64 weights, one float32 scale for 256 of those (QLoRA, arXiv 2305.14314)."""
TRAINED_BYTES = 4 * 4
"""A float32 adapter weight, its gradient and AdamW's two moments."""
KEPT, KEPT_CHECKPOINTED = 39, 2
BACKWARD, RECOMPUTED, FORWARD = 26, 67, 35
DECODED, ENCODED = 768, 640
"""Numbers per pixel alive at once in the VAE of FLUX.1."""
ENCODED_IMAGES = 16
"""Per call while latents are cached."""
REWARD_PARAMETERS, LOCALIZER_PARAMETERS = 986_109_441, 172_249_090
"""SciScore (CLIP ViT-H/14) and GroundingDINO-tiny; bfloat16 and float32."""
RESERVE = 0.08
"""Fraction of a card's memory for the CUDA context and fragmentation."""


@dataclass(frozen=True, kw_only=True)
class StageFlops:
    """Of a whole run, over all cards; the evaluation is drawn on every card."""

    rollout: float = 0.0
    training: float = 0.0
    reference: float = 0.0
    evaluation: float = 0.0

    @property
    def total(self) -> float:
        """As if one card did it."""
        return self.rollout + self.training + self.reference + self.evaluation

    def per_card(self, num_processes: int) -> float:
        """What each card does."""
        return (self.rollout + self.training + self.reference) / num_processes + self.evaluation

    def rows(self) -> dict[str, float]:
        """In 10^15."""
        return {**{name: value / 1e15 for name, value in asdict(self).items()}, "total": self.total / 1e15}


def sft_flops(config: SftConfig, evaluation: EvaluationSettings, model: ModelSize) -> StageFlops:
    """All steps, and an evaluation at the start and after every `eval_every`."""
    evaluations = 1 + config.max_steps // config.eval_every if config.eval_every else 0
    return StageFlops(
        training=config.max_steps * config.batch_size * _trained_image(model, config.gradient_checkpointing),
        evaluation=evaluations * evaluation_flops(evaluation, model),
    )


def oft_flops(config: OftConfig, evaluation: EvaluationSettings, model: ModelSize) -> StageFlops:
    """All rounds, and an evaluation at the start, after every `eval_every`, and at the end."""
    rounds, forward = config.num_rounds, model.flops.forward
    evaluations = 1 + -(-rounds // config.eval_every) if config.eval_every else 0
    images = config.images_per_prompt if config.objective == "grpo" else 2
    passes = rounds * config.prompts_per_round * images * (config.window[1] - config.window[0])
    needs_reference = config.objective != "grpo" or config.kl_weight > 0
    return StageFlops(
        rollout=rounds * config.prompts_per_round * config.images_per_prompt * config.num_steps * forward,
        training=passes * _trained_image(model, config.gradient_checkpointing),
        reference=passes * forward * needs_reference,
        evaluation=evaluations * evaluation_flops(evaluation, model),
    )


def _trained_image(model: ModelSize, checkpointing: bool) -> float:
    return model.flops.forward * (2 if checkpointing else 1) + model.flops.backward


def evaluation_flops(settings: EvaluationSettings, model: ModelSize) -> float:
    """Of one evaluation."""
    return settings.num_prompts * settings.images_per_prompt * settings.num_steps * model.flops.forward


def base_bytes(model: ModelSize, plan: HardwarePlan) -> float:
    """Of the frozen transformer."""
    width = DTYPE_BYTES[plan.dtype]
    packed = model.linear_parameters if plan.quantize else 0
    return packed * NF4_BYTES + (model.parameters - packed) * width


def adapter_bytes(model: ModelSize, optimizer: OptimizerSettings) -> float:
    """Of the trained adapter with gradients, AdamW and, where asked for, the average."""
    return model.lora_parameters * (TRAINED_BYTES + (4 if optimizer.ema_decay else 0))


def activation_bytes(model: ModelSize, plan: HardwarePlan, *, checkpointing: bool, images: int) -> float:
    """What a forward and backward pass holds at its fullest moment."""
    kept = KEPT_CHECKPOINTED if checkpointing else KEPT
    return _per_width(model, plan, images) * (kept * model.blocks + (RECOMPUTED if checkpointing else BACKWARD))


def forward_bytes(model: ModelSize, plan: HardwarePlan, *, images: int) -> float:
    """What a forward pass without gradients holds."""
    return _per_width(model, plan, images) * FORWARD


def _per_width(model: ModelSize, plan: HardwarePlan, images: int) -> float:
    return images * model.tokens * model.width * DTYPE_BYTES[plan.dtype] / 2


Memory = dict[str, dict[str, float]]
"""Bytes of each part, by phase."""


def sft_memory(config: SftConfig, plan: HardwarePlan, model: ModelSize) -> Memory:
    """Of the two phases of SFT."""
    images = min(config.micro_batch_size, -(-config.batch_size // plan.num_processes))
    return {
        "caching": _caching(model, plan, encoded=ENCODED_IMAGES * config.size_px**2 * ENCODED),
        "training": {
            **_resident(model, plan),
            "adapter, gradients, AdamW": adapter_bytes(model, config.optimizer),
            "activations": activation_bytes(model, plan, checkpointing=config.gradient_checkpointing, images=images),
        },
    }


def oft_memory(config: OftConfig, plan: HardwarePlan, model: ModelSize, *, sft_lora_parameters: int) -> Memory:
    """Of the three phases of OFT."""
    images = -(-config.prompts_per_round // plan.num_processes) * config.images_per_prompt
    batch = min(config.rollout_batch_size, images)
    decode = batch * config.size_px**2 * DECODED * DTYPE_BYTES[plan.dtype]
    # float32 base: the SFT adapter is folded into its weights.
    frozen = 4 * sft_lora_parameters if plan.dtype != "float32" or plan.quantize else 0
    shared = {
        **_resident(model, plan),
        "adapter, gradients, AdamW": adapter_bytes(model, config.optimizer),
        "frozen SFT adapter": frozen,
        "reward and localizer": 2 * REWARD_PARAMETERS + 4 * LOCALIZER_PARAMETERS,
        "experience of a round": images * _experience_bytes(config, plan, model),
    }
    activations = activation_bytes(
        model, plan, checkpointing=config.gradient_checkpointing, images=config.micro_batch_size
    )
    return {
        "caching": _caching(model, plan),
        "rollout": {**shared, "forward or decode": max(forward_bytes(model, plan, images=batch), decode)},
        "training": {**shared, "activations": activations},
    }


def text_bytes(model: ModelSize, plan: HardwarePlan) -> float:
    """Of one cached prompt."""
    return model.text_tokens * model.text_width * DTYPE_BYTES[plan.dtype]


def _experience_bytes(config: OftConfig, plan: HardwarePlan, model: ModelSize) -> float:
    """An image's stored steps (before, after, log-probability), clean latents and prompt."""
    stored = 3 * (config.window[1] - config.window[0]) + 1
    return 4 * stored * model.latent_elements + text_bytes(model, plan)


def _caching(model: ModelSize, plan: HardwarePlan, encoded: float = 0.0) -> dict[str, float]:
    parts = _resident(model, plan)
    return {**parts, "encoding images": encoded * DTYPE_BYTES[plan.dtype]} if encoded else parts


def _resident(model: ModelSize, plan: HardwarePlan) -> dict[str, float]:
    width = DTYPE_BYTES[plan.dtype]
    return {
        "base": base_bytes(model, plan),
        "VAE": model.vae_parameters * width,
        "text encoders": model.text_encoder_parameters * width,
    }


def peak_bytes(memory: Memory) -> float:
    """Of the fullest phase."""
    return max(sum(parts.values()) for parts in memory.values())


def fits(memories: Sequence[Memory], memory_gb: float) -> bool:
    """Whether every phase fits on a card of so many 10^9 bytes, less the reserve."""
    return max(map(peak_bytes, memories)) <= (1 - RESERVE) * memory_gb * GB
