"""The arithmetic behind `plan`: bytes and FLOPs of the two stages, from a model's size and a stage's config.

Memory of one card, at its fullest moment in each phase:

    caching     VAE and text encoders, and a 4-bit base + the VAE's activations on 16 images (SFT)
    rollout     base and VAE + adapters + reward and localizer + the round's experience + one forward pass or decode
    training    base and VAE + adapters + what the backward pass needs (+ reward, localizer and experience in OFT)
    evaluation  base and VAE + adapters + every reward that is measured + one forward pass or decode

The text encoders leave the card when all prompts, those of evaluations too, are encoded, and the VAE of an SFT without evaluations when all
images are; only then the base comes to it, but for a 4-bit base, which is made there. Of a base in pieces a card holds its own, two
blocks, and what lies outside of blocks.

Activations are an estimate. Counted on FLUX.1's blocks (bfloat16, rank-16 adapter in float32, fused attention) by following every
live tensor, a block keeps `KEPT` bytes per token and unit of width for its backward pass, and `KEPT_CHECKPOINTED` with gradient
checkpointing; the peaks next to that are `BACKWARD`, `RECOMPUTED` and `FORWARD`. Other families are taken as alike, float32
as twice as much.

FLOPs of a stage, with f one image's forward pass and b its backward pass (`backbones.size`), c = f with checkpointing, else 0:

    SFT    images x (f + b + c)
    OFT    rollout: P K N f;   training: P W 2 (f + b + c);   reference: P W 2 f     a round, if every prompt has a preference

P prompts, K images of each, N steps of a rollout, W of them trained. GRPO, AWM and NFT train K images instead of the pair, and
ask the reference only for their KL; forward-process objectives train at W levels of noise. Not counted: the second pass
of families that guide by one.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from scisynth.alignment.config import OftConfig, OptimizerSettings, SftConfig
from scisynth.backbones.size import ModelSize
from scisynth.pipelines.alignment.config import EvaluationSettings
from scisynth.pipelines.alignment.flux import HardwarePlan
from scisynth.rewards.info import VALIDATOR, model_of
from scisynth.rewards.remote.servers import PREFIXES

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
SMALL = ("lab-", "api:", f"{VALIDATOR}:", *PREFIXES)
"""How the models of rewards and judges begin that take next to nothing of the card: the package's own, and those that score elsewhere."""
RESERVE = 0.08
"""Fraction of a card's memory for the CUDA context and fragmentation."""


@dataclass(frozen=True, kw_only=True)
class StageFlops:
    """Of a whole run, over all cards."""

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
        return self.total / num_processes

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
    trained = 2 if config.takes_pairs else config.images_per_prompt
    passes = rounds * config.prompts_per_round * trained * config.num_trained
    # Images that share their start are one until the window.
    shared = config.window[0] if config.initial_noise == "shared" else 0
    drawn = shared + config.images_per_prompt * (config.num_steps - shared)
    return StageFlops(
        rollout=rounds * config.prompts_per_round * drawn * forward,
        training=passes * _trained_image(model, config.gradient_checkpointing),
        # The old policy answers like the reference, in the updates after a round's first.
        reference=passes * forward * (config.needs_reference + _old_share(config)),
        evaluation=evaluations * evaluation_flops(evaluation, model),
    )


def _old_share(config: OftConfig) -> float:
    """Fraction of a round's passes at which a forward-process objective asks the policy that drew the images."""
    asks = config.is_forward and not config.takes_pairs
    return 1 - 1 / config.updates_per_round if asks else 0


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


def held_base_bytes(model: ModelSize, plan: HardwarePlan) -> float:
    """What of the base a card holds at once: all of it, or its piece and the blocks that are gathered."""
    if not plan.sharded:
        return base_bytes(model, plan)
    return base_bytes(model, plan) / plan.num_processes + model.gathered_parameters * DTYPE_BYTES[plan.dtype]


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


def sft_memory(config: SftConfig, plan: HardwarePlan, model: ModelSize, evaluation: EvaluationSettings) -> Memory:
    """Of the phases of SFT."""
    images = min(config.micro_batch_size, -(-config.batch_size // plan.num_processes))
    resident = _resident(model, plan)
    if not config.eval_every:
        del resident["VAE"]
    shared = {
        **resident,
        "adapter, gradients, AdamW": adapter_bytes(model, config.optimizer),
        **_measuring(evaluation, evaluation.reward, is_on=config.eval_every > 0),
    }
    return {
        "caching": _caching(model, plan, encoded=ENCODED_IMAGES * config.size_px**2 * ENCODED),
        "training": {
            **shared,
            "activations": activation_bytes(model, plan, checkpointing=config.gradient_checkpointing, images=images),
        },
        **_evaluating(shared, evaluation, config, plan, model),
    }


def oft_memory(
    config: OftConfig, plan: HardwarePlan, model: ModelSize, evaluation: EvaluationSettings, *, sft_lora_parameters: int
) -> Memory:
    """Of the phases of OFT."""
    images = -(-config.prompts_per_round // plan.num_processes) * config.images_per_prompt
    batch = min(config.rollout_batch_size, images)
    # float32 base: the SFT adapter is folded into its weights.
    frozen = 4 * sft_lora_parameters if plan.dtype != "float32" or plan.quantize else 0
    shared = {
        **_resident(model, plan),
        "adapter, gradients, AdamW": adapter_bytes(model, config.optimizer),
        "frozen SFT adapter": frozen,
        "reward and localizer": 2 * REWARD_PARAMETERS + 4 * LOCALIZER_PARAMETERS,
        **_measuring(evaluation, "", is_on=config.eval_every > 0),
    }
    experience = {"experience of a round": images * _experience_bytes(config, plan, model)}
    activations = activation_bytes(
        model, plan, checkpointing=config.gradient_checkpointing, images=config.micro_batch_size
    )
    return {
        "caching": _caching(model, plan),
        "rollout": {**shared, **experience, "forward or decode": _drawing(model, plan, batch, config.size_px)},
        "training": {**shared, **experience, "activations": activations},
        **_evaluating(shared, evaluation, config, plan, model),
    }


def _drawing(model: ModelSize, plan: HardwarePlan, images: int, size_px: int) -> float:
    """Of a batch on its way from noise to pixels."""
    decoded = images * size_px**2 * DECODED * DTYPE_BYTES[plan.dtype]
    return max(forward_bytes(model, plan, images=images), decoded)


def _measuring(evaluation: EvaluationSettings, reward: str, *, is_on: bool) -> dict[str, float]:
    """Models that score evaluations alone, and stay on the card; each is taken to be a CLIP ViT-H like SciScore."""
    models = [model_of(name) for name in (reward, evaluation.judge, *evaluation.held_out) if name]
    count = sum(not model.startswith(SMALL) for model in models) if is_on else 0
    return {"held-out rewards": 2.0 * REWARD_PARAMETERS * count} if count else {}


def _evaluating(
    shared: dict[str, float],
    evaluation: EvaluationSettings,
    config: SftConfig | OftConfig,
    plan: HardwarePlan,
    model: ModelSize,
) -> Memory:
    if not config.eval_every:
        return {}
    images = -(-evaluation.num_prompts // plan.num_processes) * evaluation.images_per_prompt
    batch = min(evaluation.batch_size, images)
    return {"evaluation": {**shared, "forward or decode": _drawing(model, plan, batch, config.size_px)}}


def text_bytes(model: ModelSize, plan: HardwarePlan) -> float:
    """Of one cached prompt."""
    return model.text_tokens * model.text_width * DTYPE_BYTES[plan.dtype]


def _experience_bytes(config: OftConfig, plan: HardwarePlan, model: ModelSize) -> float:
    """An image's stored steps (before, after, mean), clean latents and prompt."""
    stored = 1 if config.is_forward else 3 * config.num_trained + 1
    return 4 * stored * model.latent_elements + text_bytes(model, plan)


def _caching(model: ModelSize, plan: HardwarePlan, encoded: float = 0.0) -> dict[str, float]:
    parts = {**_resident(model, plan), "text encoders": model.text_encoder_parameters * DTYPE_BYTES[plan.dtype]}
    if not plan.quantize:
        del parts["base"]
    return {**parts, "encoding images": encoded * DTYPE_BYTES[plan.dtype]} if encoded else parts


def _resident(model: ModelSize, plan: HardwarePlan) -> dict[str, float]:
    return {"base": held_base_bytes(model, plan), "VAE": model.vae_parameters * DTYPE_BYTES[plan.dtype]}


def peak_bytes(memory: Memory) -> float:
    """Of the fullest phase."""
    return max(sum(parts.values()) for parts in memory.values())


def fits(memories: Sequence[Memory], memory_gb: float) -> bool:
    """Whether every phase fits on a card of so many 10^9 bytes, less the reserve."""
    return max(map(peak_bytes, memories)) <= (1 - RESERVE) * memory_gb * GB
