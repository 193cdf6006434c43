"""Settings of a student's training. The defaults are the paper's recipe (arXiv 2601.17027): 200 steps, batch 128, 8 answers a prompt."""

from typing import Annotated, Literal

from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt

from scisynth.core.config import Config


class StudentTraining(Config):
    """What SFT and GRPO share."""

    model: str = "Qwen/Qwen3-VL-2B-Instruct"
    """Student: folder or hub id of a vision-language model."""
    revision: str = ""
    """Revision of the hub id. Empty: its main branch."""
    start: str = ""
    """LoRA that is trained further: a run of `student sft` or `grpo`, or the folder of an adapter of the model. Empty: a new one."""
    max_steps: PositiveInt = 200
    """Optimizer steps."""
    batch_size: PositiveInt = 128
    """Items per optimizer step, over all processes (of GRPO: prompts times answers)."""
    gradient_accumulation_steps: PositiveInt = 16
    """Forward passes per optimizer step."""
    learning_rate: PositiveFloat = 1e-5
    """Learning rate of AdamW."""
    warmup_steps: NonNegativeInt = 10
    """Steps of linear warm-up."""
    lora_rank: PositiveInt = 32
    """Rank of the LoRA update."""
    lora_alpha: PositiveInt = 64
    """Scale of the LoRA update, over its rank."""
    train_vision: bool = False
    """Also train the vision tower. If not, it keeps its weights."""
    min_pixels: NonNegativeInt = 0
    """Smallest image in pixels, for processors that enlarge smaller ones. 0: as the processor likes."""
    max_pixels: NonNegativeInt = 1_003_520
    """Largest image in pixels, for processors that shrink larger ones. 0: as the processor likes."""
    bf16: bool | None = None
    """Train in bfloat16. None: where the hardware supports it."""
    gradient_checkpointing: bool = True
    """Compute activations again instead of keeping them."""
    quantize: Literal["nf4"] | None = None
    """4-bit weights of the frozen base (QLoRA, arXiv 2305.14314; needs bitsandbytes), which are unpacked to multiply."""
    save_every: PositiveInt = 50
    """Steps between checkpoints; with evaluations a multiple of `eval_every`."""
    log_every: PositiveInt = 5
    """Steps between log rows."""
    eval_every: NonNegativeInt = 50
    """Steps between evaluations on validation items, of which the best gives the adapter. 0: none, the last step gives it."""
    num_val: PositiveInt = 64
    """Validation items of an evaluation."""
    num_samples: NonNegativeInt = 4
    """Validation items whose greedy reply is kept at each evaluation, next to their image."""
    sample_tokens: PositiveInt = 512
    """Tokens of such a reply."""
    tracker: str = "none"
    """Trackers of transformers, comma-separated, such as `wandb` or `tensorboard`."""


class SftTraining(StudentTraining):
    """Supervised fine-tuning on replies."""


class GrpoTraining(StudentTraining):
    """Reinforcement learning with the checker's reward."""

    learning_rate: PositiveFloat = 1e-6
    """Learning rate of AdamW."""
    num_generations: Annotated[int, Field(ge=2)] = 8
    """Answers per prompt, which form a group."""
    max_completion_length: PositiveInt = 2048
    """Tokens of an answer; longer ones are cut and earn what they say until then."""
    answers_at_once: NonNegativeInt = 0
    """Answers that are generated at once, over all processes, to save memory. 0: all of a step."""
    temperature: PositiveFloat = 1.0
    """Of sampling."""
    loss: Literal["grpo", "dapo", "dr_grpo", "bnpo"] = "dapo"
    """Average of the loss: per answer (GRPO, arXiv 2402.03300), over all tokens (DAPO, 2503.14476), by a constant (Dr. GRPO,
    2503.20783), or over the tokens of one device's batch (BNPO)."""
    scale_rewards: Literal["group", "batch", "none"] = "group"
    """What divides an advantage: the standard deviation of its group (GRPO), of the batch, or nothing (Dr. GRPO)."""
    epsilon: PositiveFloat = 0.2
    """Lower clip of the ratio (PPO, arXiv 1707.06347)."""
    epsilon_high: PositiveFloat = 0.28
    """Upper clip of the ratio; above `epsilon` it is DAPO's clip-higher (arXiv 2503.14476)."""
    dynamic_sampling: NonNegativeInt = 0
    """Batches drawn at most to replace groups whose answers all earn the same: dynamic sampling of DAPO. 0: such groups stay."""
    beta: NonNegativeFloat = 0.0
    """Weight of the distance to the first model."""
    mask_truncated: bool = False
    """Answers that were cut have no loss (DAPO's overlong filtering)."""
    vllm: Literal["none", "colocate", "server"] = "none"
    """Generate with vLLM in the same process, or on a server (`trl vllm-serve`). `none`: with transformers."""
    vllm_server: str = "http://localhost:8000"
    """Address of that server."""
    vllm_memory: Annotated[float, Field(gt=0, lt=1)] = 0.3
    """Fraction of a card's memory that vLLM takes in the same process."""
