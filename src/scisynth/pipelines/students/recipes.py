"""Settings of a student's training on three kinds of hardware: the paper's (arXiv 2601.17027) and ours.

`paper` is what was published of its RL on Qwen3-VL-8B: 200 steps, batch 128, 8 answers a prompt, answers of 8,192 tokens, about 1,400 items. In verl, which
it used, a batch counts prompts, so a step has 1,024 answers. What the paper does not say is verl's default: ratios clipped at 0.2 on both sides, no
distance to the first model. It trained all weights, here it is LoRA; it has no SFT, so its SFT here has the same steps and items.

`fixed` is ours: 16 prompts a step, answers of 2,048 tokens, clip-higher, dynamic sampling and overlong filtering of DAPO (arXiv 2503.14476). SFT sees 1,400 items
three times.

Cards of 80 GB, and the paper's long answers, generate with vLLM in the same process; `--set grpo.vllm=none` does without. Hardware changes memory and speed, never what is optimised, but for 4 bits. Neither recipe was run on real weights by the authors of this package.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import PositiveFloat, PositiveInt

from scisynth.core.config import Config
from scisynth.core.errors import ConfigError, nearest
from scisynth.students.settings import GrpoTraining, SftTraining

Parity = Literal["fixed", "paper"]
PARITIES: tuple[Parity, ...] = ("fixed", "paper")
ACCELERATE = Path(__file__).parent / "accelerate"
"""Settings of `accelerate launch` that shard a base which no single card holds."""
LARGE = ("8B", "7B", "9B")
"""Parts of the names of models that a card of 24 GB holds in 4 bits alone; with the paper's long answers the next smaller one, too."""


class StudentHardware(Config):
    """How a training lies on its cards."""

    memory_gb: PositiveFloat
    """Memory of one card, in 10^9 bytes."""
    num_processes: PositiveInt = 1
    """One a card, each with the whole base."""
    sequences: PositiveInt
    """Items or answers in a forward pass of training, on each card."""
    answers_at_once: PositiveInt
    """Answers that each card generates at once."""


HARDWARE: Mapping[str, StudentHardware] = {
    "24gb": StudentHardware(memory_gb=24, sequences=1, answers_at_once=16),
    "80gb": StudentHardware(memory_gb=80, sequences=4, answers_at_once=64),
    "8x80gb": StudentHardware(memory_gb=80, num_processes=8, sequences=4, answers_at_once=64),
}


def find_hardware(name: str) -> StudentHardware:
    """By its name; `ConfigError` with the nearest one for an unknown name."""
    if name not in HARDWARE:
        raise ConfigError(f"unknown hardware {name!r}; {nearest(name, HARDWARE)}")
    return HARDWARE[name]


def student_recipe(model: str, hardware: str, parity: str = "fixed") -> tuple[SftTraining, GrpoTraining]:
    """Complete settings of both trainings.

    Raises:
        ConfigError: hardware or parity of another name.
    """
    plan = find_hardware(hardware)
    if parity not in PARITIES:
        raise ConfigError(f"unknown parity {parity!r}; {nearest(parity, PARITIES)}")
    sft, grpo = _paper() if parity == "paper" else _fixed()
    large = LARGE if parity == "fixed" else (*LARGE, "4B")
    is_packed = plan.memory_gb < 40 and any(part in model for part in large)
    # Long answers take weeks with transformers; onto 4-bit weights vLLM takes no adapter here.
    with_vllm = not is_packed and (parity == "paper" or plan.memory_gb >= 40)
    vllm = {"vllm": "colocate", "vllm_memory": 0.45} if with_vllm else {}
    shared = {"model": model, "quantize": "nf4" if is_packed else None}
    per_pass = plan.num_processes * plan.sequences
    # A small card holds fewer of the paper's long answers.
    at_once = plan.answers_at_once if parity == "fixed" else max(plan.answers_at_once // 4, 8)
    at_once = min(plan.num_processes * at_once, grpo.batch_size)
    return (
        sft.replace({**shared, "gradient_accumulation_steps": max(sft.batch_size // per_pass, 1)}),
        grpo.replace(
            {
                **shared,
                **vllm,
                "gradient_accumulation_steps": max(grpo.batch_size // per_pass, 1),
                "answers_at_once": at_once if at_once % per_pass == 0 and not with_vllm else 0,
            }
        ),
    )


def _paper() -> tuple[SftTraining, GrpoTraining]:
    """Stated whole, also where they equal a default of ours: they were published and do not change with it."""
    sft = SftTraining(max_steps=200, batch_size=128)
    grpo = GrpoTraining(
        max_steps=200,
        batch_size=1024,
        num_generations=8,
        max_completion_length=8192,
        temperature=1.0,
        loss="dapo",
        epsilon=0.2,
        epsilon_high=0.2,
        beta=0.0,
        dynamic_sampling=0,
        mask_truncated=False,
    )
    return sft, grpo


def _fixed() -> tuple[SftTraining, GrpoTraining]:
    """Ours: what differs from the defaults of `students.settings`."""
    return SftTraining(max_steps=132, batch_size=32), GrpoTraining(dynamic_sampling=2, mask_truncated=True)
