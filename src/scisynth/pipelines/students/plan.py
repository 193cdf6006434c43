"""`student plan`: memory and hours of a student's training, before anything is downloaded.

    base         2 bytes a weight; 4 bits (0.516 bytes) for the linear layers with `nf4`
    adapter      16 bytes a trained number: weight, gradient and the two moments of AdamW in float32
    activations  tokens x (2 x layers x width + one block) bytes with checkpointing, tokens x layers x a block without
    block        2 x (8 width + 3 inner) bytes a token: inputs of its products, attention and the feed-forward layers
    cache        2 bytes a number of keys and values, for answers of full length

FLOPs are those of `students.size`. A step trains each of its sequences forward and backward, and forward again with checkpointing. Generation reads the base
and the cache once a token: a round of answers lasts as many tokens as the longest answer may have (transformers) or as the mean one has (vLLM), each
token the larger of the time for reading and for multiplying, and never less than `token_ms`. vLLM in the same process has a second copy of the base.

Nothing here was measured on a card. Left out: evaluations, the reward (some ms an answer), waiting between cards, unpacking of 4 bits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Literal

from pydantic import Field, PositiveFloat, PositiveInt

from scisynth.core.config import Config
from scisynth.core.results import Result
from scisynth.pipelines.alignment.cost import DTYPE_BYTES, GB, NF4_BYTES, RESERVE, TRAINED_BYTES
from scisynth.pipelines.alignment.plan import CARDS
from scisynth.pipelines.students.recipes import StudentHardware, find_hardware, student_recipe
from scisynth.students.settings import GrpoTraining, SftTraining, StudentTraining
from scisynth.students.size import StudentSize, size_student

BANDWIDTH = {"RTX 4090": 1.008e12, "A100 80GB": 2.039e12, "H100 SXM": 3.35e12, "H200 SXM": 4.8e12}
"""Bytes a second that each card's memory gives, by its data sheet."""
SERVER_MEMORY = 0.9
"""Fraction of a card that a vLLM server takes; as many cards of the same kind are assumed for it."""
LOGITS_BYTES = 1e9
"""The head works in chunks of tokens."""
TRAINING, GENERATING = "training", "generating"


class StudentPlanConfig(Config):
    """Everything that decides a plan."""

    method: Literal["sft", "grpo"] = "grpo"
    """Which training."""
    recipe: str = ""
    """Options that give the training these settings."""
    sft: SftTraining = SftTraining()
    """Settings of SFT."""
    grpo: GrpoTraining = GrpoTraining()
    """Settings of GRPO."""
    hardware: StudentHardware
    """The cards."""
    image_pixels: PositiveInt = 700_000
    """Pixels of an image; the model sees at most `max_pixels` of the training."""
    question_tokens: PositiveInt = 150
    """Tokens of a question with its instruction, without the image."""
    reply_tokens: PositiveInt = 250
    """Tokens of a reply of SFT."""
    answer_fraction: float = Field(0.4, gt=0, le=1)
    """Mean length of an answer of GRPO, as a fraction of the longest one."""
    token_ms: PositiveFloat = 30.0
    """Least time for a token of all answers of a round with transformers, in ms; vLLM takes a fifth of it."""
    mfu: float = Field(0.4, gt=0, le=1)
    """Model FLOPs utilization: the fraction of the card's peak that training reaches. 0.3 to 0.5 is usual."""

    @property
    def training(self) -> SftTraining | GrpoTraining:
        """Settings of the training that is planned."""
        return self.sft if self.method == "sft" else self.grpo


def student_plan_config(method: str, model: str, *, hardware: str, parity: str) -> StudentPlanConfig:
    """The plan of a recipe; `ConfigError` for names of nothing."""
    sft, grpo = student_recipe(model, hardware, parity)
    return StudentPlanConfig.parse(
        {
            "recipe": f"--hardware {hardware} --parity {parity}",
            "method": method,
            "sft": sft.model_dump(),
            "grpo": grpo.model_dump(),
            "hardware": find_hardware(hardware).model_dump(),
        }
    )


@dataclass(frozen=True, kw_only=True)
class StudentPlan(Result):
    """What a training would take."""

    model: str
    method: str
    size: StudentSize
    sequence_tokens: float
    """Of image, question and mean reply."""
    memory_gb: Mapping[str, Mapping[str, float]]
    """GB on a card by phase and part, each with its `total`."""
    peak_gb: float
    fits: bool
    pflop: Mapping[str, float]
    """10^15 operations of the whole run."""
    hours: Mapping[str, Mapping[str, float]]
    """By card: of each phase, and their `total`."""
    launch: str
    """How it is started."""
    assumptions: tuple[str, ...]


def plan_student(config: StudentPlanConfig) -> StudentPlan:
    """Memory, FLOPs and hours of one training.

    Raises:
        ConfigError: a model of which nothing is known.
    """
    training = config.training
    size = size_student(training.model, rank=training.lora_rank, train_vision=training.train_vision)
    memory = {phase: {**parts, "total": sum(parts.values())} for phase, parts in _memory(config, size).items()}
    peak = max(parts["total"] for parts in memory.values())
    flops = _flops(config, size)
    return StudentPlan(
        model=training.model,
        method=config.method,
        size=size,
        sequence_tokens=_prompt_tokens(config, size) + _reply_tokens(config),
        memory_gb={phase: {name: value / GB for name, value in parts.items()} for phase, parts in memory.items()},
        peak_gb=peak / GB,
        fits=peak <= (1 - RESERVE) * config.hardware.memory_gb * GB and _rounds_fit(config, size),
        pflop={**{name: value / 1e15 for name, value in flops.items()}, "total": sum(flops.values()) / 1e15},
        hours={card: _hours(config, size, card) for card in BANDWIDTH},
        launch=_launch(config),
        assumptions=_assumptions(config, size),
    )


def _pixels(config: StudentPlanConfig) -> int:
    """Of an image as the model sees it."""
    return min(config.image_pixels, config.training.max_pixels or config.image_pixels)


def _prompt_tokens(config: StudentPlanConfig, size: StudentSize) -> float:
    return size.image_tokens(_pixels(config)) + config.question_tokens


def _reply_tokens(config: StudentPlanConfig) -> float:
    """Of the mean reply."""
    if config.method == "sft":
        return float(config.reply_tokens)
    return config.answer_fraction * config.grpo.max_completion_length


def _base_bytes(training: StudentTraining, size: StudentSize) -> float:
    packed = size.packed_weights if training.quantize else 0
    return packed * NF4_BYTES + (size.parameters - packed) * DTYPE_BYTES["bfloat16"]


def _answers_at_once(config: StudentPlanConfig, size: StudentSize) -> int:
    """On each card; of vLLM as many as its memory holds next to its own copy of the base."""
    grpo, hardware = config.grpo, config.hardware
    per_card = grpo.batch_size / hardware.num_processes
    if grpo.vllm == "none":
        return ceil((grpo.answers_at_once or grpo.batch_size) / hardware.num_processes)
    share = grpo.vllm_memory if grpo.vllm == "colocate" else SERVER_MEMORY
    free = share * hardware.memory_gb * GB - size.parameters * DTYPE_BYTES["bfloat16"]
    held = (_prompt_tokens(config, size) + _reply_tokens(config)) * size.kv_numbers * 2
    return max(int(min(per_card, free / held)), 0)


def _rounds_fit(config: StudentPlanConfig, size: StudentSize) -> bool:
    """Whether a card generates at least one answer at once."""
    return config.method == "sft" or _answers_at_once(config, size) > 0


def _memory(config: StudentPlanConfig, size: StudentSize) -> dict[str, dict[str, float]]:
    training = config.training
    resident = {"base": _base_bytes(training, size), "adapter, gradients, AdamW": size.lora_parameters * TRAINED_BYTES}
    longest = _prompt_tokens(config, size)
    longest += config.reply_tokens if config.method == "sft" else config.grpo.max_completion_length
    sequences = training.batch_size / (training.gradient_accumulation_steps * config.hardware.num_processes)
    block = 2 * (8 * size.width + 3 * size.inner)
    kept = 2 * size.layers * size.width + block if training.gradient_checkpointing else size.layers * block
    parts = {TRAINING: {**resident, "activations": sequences * longest * kept, "head": LOGITS_BYTES}}
    if config.method == "sft":
        return parts
    if config.grpo.vllm == "server":
        return parts
    if config.grpo.vllm == "colocate":
        taken = config.grpo.vllm_memory * config.hardware.memory_gb * GB
        return {phase: {**found, "vLLM": taken} for phase, found in parts.items()}
    cache = _answers_at_once(config, size) * longest * size.kv_numbers * 2
    return {**parts, GENERATING: {**resident, "cache of keys and values": cache, "head": LOGITS_BYTES}}


def _flops(config: StudentPlanConfig, size: StudentSize) -> dict[str, float]:
    """Of the whole run, over all cards."""
    training = config.training
    tokens = _prompt_tokens(config, size) + _reply_tokens(config)
    pixels = _pixels(config)
    forward = size.forward(tokens) * (2 if training.gradient_checkpointing else 1) + size.vision(pixels)
    if training.train_vision:
        forward += 2 * size.vision(pixels)
    num = training.max_steps * training.batch_size
    found = {TRAINING: num * (forward + size.backward(tokens))}
    if config.method == "grpo":
        found[GENERATING] = num * (size.forward(tokens) + size.vision(pixels))
        if config.grpo.beta:
            found["reference"] = num * (size.forward(tokens) + size.vision(pixels))
    return found


def _hours(config: StudentPlanConfig, size: StudentSize, card: str) -> dict[str, float]:
    rate = CARDS[card].bf16_tflops * 1e12 * config.mfu * config.hardware.num_processes
    flops = _flops(config, size)
    found = {TRAINING: (flops[TRAINING] + flops.get("reference", 0.0)) / rate / 3600}
    if config.method == "grpo":
        found[GENERATING] = config.grpo.max_steps * _generation_seconds(config, size, card) / 3600
    return {**found, "total": sum(found.values())}


def _generation_seconds(config: StudentPlanConfig, size: StudentSize, card: str) -> float:
    """Of one optimizer step: every card generates its part in rounds."""
    grpo, at_once = config.grpo, max(_answers_at_once(config, size), 1)
    is_vllm = grpo.vllm != "none"
    rounds = grpo.batch_size / config.hardware.num_processes / at_once
    rounds = rounds if is_vllm else ceil(rounds)
    length = _reply_tokens(config) if is_vllm else grpo.max_completion_length
    prompt = _prompt_tokens(config, size)
    read = _base_bytes(grpo, size) + at_once * (prompt + length / 2) * size.kv_numbers * 2
    multiplied = at_once * 2 * size.linear_weights
    peak = CARDS[card].bf16_tflops * 1e12
    least = config.token_ms / 1e3 / (5 if is_vllm else 1)
    token = max(read / BANDWIDTH[card], multiplied / (peak * config.mfu), least)
    prefill = at_once * (size.forward(prompt) + size.vision(_pixels(config))) / (peak * config.mfu)
    return rounds * (prefill + length * token)


def _launch(config: StudentPlanConfig) -> str:
    count = config.hardware.num_processes
    start = "scisynth" if count == 1 else f"accelerate launch --multi_gpu --num_processes {count} -m scisynth"
    return f"{start} student {config.method} ITEMS --model {config.training.model} {config.recipe} --out OUT"


def _assumptions(config: StudentPlanConfig, size: StudentSize) -> tuple[str, ...]:
    training = config.training
    lines = [
        f"Parameters: counted on the class of transformers, built without numbers; LoRA of rank {training.lora_rank} on all linear layers"
        + ("." if training.train_vision else ", the vision tower left out."),
        f"A sequence: an image of {_pixels(config):,} pixels ({size.image_tokens(_pixels(config)):.0f} tokens), a question of "
        f"{config.question_tokens} tokens, a reply of {_reply_tokens(config):.0f} on average.",
        f"Hours of training: dense bfloat16 peak x {config.mfu:.0%} x {config.hardware.num_processes} card(s).",
        f"GB are 10^9 bytes; {RESERVE:.0%} of a card is left to the CUDA context and fragmentation. Activations are an estimate.",
        "Nothing was measured on a card. Left out: evaluations, dynamic sampling, the reward, waiting between cards.",
    ]
    if config.method == "grpo":
        how = f"vLLM, {config.token_ms / 5:g}" if config.grpo.vllm != "none" else f"transformers, {config.token_ms:g}"
        lines.append(
            f"Generation ({how} ms a token at least): {_answers_at_once(config, size)} answers at once on each card, each token reads the base and the cache."
        )
    if training.quantize:
        lines.append("4-bit weights are unpacked in every pass, which takes time that the hours do not hold.")
    return tuple(lines)
