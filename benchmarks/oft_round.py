"""One OFT round on a random-weight FLUX of more than 100 M parameters: our pattern against the published one.

Published (Science-T2I, `oft_flux.py`): a deep copy of the model as the reference, 30 stochastic steps, pairs one at a
time, every step trained, the reference pass with gradients on, 512 text tokens. Ours: 10 steps, a window of 4, pairs
in batches, the reference by the adapter's scale, 128 text tokens. Both: the same weights, prompts, images, LoRA, dtype,
gradient checkpointing, and a reward that only ranks, so that the generator alone is timed. `same text` is ours at 512
text tokens, to show what the shorter text is worth. The other objectives stand beside it: as many forward passes of training for each
image, of all images instead of the pair.

Each side runs in a process of its own; memory is its peak resident size above that after the imports. Prints one JSON object.

    python benchmarks/oft_round.py [--prompts 2] [--size 128]
"""

import argparse
import copy
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch
from diffusers import FluxTransformer2DModel

from scisynth.alignment.config import LoraSettings, OftConfig
from scisynth.alignment.lora import Policy
from scisynth.alignment.oft import train_oft
from scisynth.alignment.rollout import TrainingPrompt
from scisynth.backbones.registry import wrap
from scisynth.backbones.tiny import randomize, tiny_flux
from scisynth.core.store import describe_machine, tracked_versions
from scisynth.flow.loss import step_dpo_loss
from scisynth.flow.sampler import initial_noise, sample_trajectory
from scisynth.flow.step import logprob, step_distribution
from scisynth.training.precision import has_fast_bfloat16

SIDES = {
    "published": (512, "step_dpo"),
    "scisynth": (128, "step_dpo"),
    "same text": (512, "step_dpo"),
    **{kind: (128, kind) for kind in ("velocity_dpo", "grpo", "awm", "nft")},
}
"""Text tokens and objective of each side."""
WIDTH = 768


def make_backbone(text_tokens: int) -> object:
    """FLUX.1's architecture with 3 double and 6 single blocks of width 768."""
    pipeline = tiny_flux(0, text_length=text_tokens, width=WIDTH, latent_channels=16)
    torch.manual_seed(0)
    transformer = FluxTransformer2DModel(
        in_channels=64,
        num_layers=3,
        num_single_layers=6,
        attention_head_dim=128,
        num_attention_heads=WIDTH // 128,
        joint_attention_dim=WIDTH,
        pooled_projection_dim=WIDTH,
        guidance_embeds=True,
    )
    dtype = torch.bfloat16 if has_fast_bfloat16() else torch.float32
    pipeline.register_modules(transformer=randomize(transformer).to(dtype))
    pipeline.transformer.enable_gradient_checkpointing()
    return wrap(pipeline)


def rank(prompts: list[str], images: list) -> torch.Tensor:
    """A reward that costs nothing and never ties."""
    return torch.arange(len(images), dtype=torch.float32)


def published_round(backbone: object, prompts: list[str], size_px: int) -> None:
    """The published loop: two models, one pair at a time, all steps."""
    policy = Policy(backbone, LoraSettings(), seed=0)
    policy.backbone.transformer.train()
    reference = copy.deepcopy(backbone)
    optimizer = torch.optim.AdamW(policy.parameters.values(), lr=3e-4)
    shape = backbone.latent_shape(size_px, size_px)
    sigmas = backbone.default_sigmas(30, size_px, size_px)
    params = {"s_churn": 0.1, "num_steps": 30}
    rollouts = []
    for number, prompt in enumerate(prompts):
        text = backbone.encode_text([prompt] * 2)
        with torch.no_grad():
            trajectory = sample_trajectory(
                lambda sample, sigma, text=text: backbone.velocity(sample, sigma, text),
                initial_noise(shape, [2 * number, 2 * number + 1]),
                sigmas,
                kernel="science_t2i",
                window=range(30),
                seeds=[2 * number, 2 * number + 1],
                params=params,
            )
            backbone.decode(trajectory.clean)
        rollouts.append((text, trajectory))
    for text, trajectory in rollouts:
        for step in trajectory.steps:
            ratios = []
            sigma, following = torch.full((2,), step.sigma), torch.full((2,), step.sigma_next)
            for model in (backbone, reference):
                velocity = model.velocity(step.sample, sigma, text)
                mean, std = step_distribution("science_t2i", step.sample, velocity, sigma, following, **params)
                ratios.append(logprob(step.next_sample, mean, std).flatten(1).mean(1))
            chosen, rejected = (ratios[0] - ratios[1]).unbind()
            step_dpo_loss(chosen[None], rejected[None], beta=10.0, clip=0.1).mean().backward()
    optimizer.step()


def our_round(backbone: object, prompts: list[str], size_px: int, objective: str) -> None:
    """One round of `train_oft`."""
    config = OftConfig(
        num_rounds=1,
        prompts_per_round=len(prompts),
        num_steps=10,
        window=(1, 5),
        size_px=size_px,
        rollout_batch_size=2,
        micro_batch_size=2,
        save_every=0,
    ).replace({"objective": objective})
    policy = Policy(backbone, config.lora, seed=0)
    backbone.transformer.train()
    rows = [TrainingPrompt(id=prompt, prompt=prompt, entity="thing") for prompt in prompts]
    with tempfile.TemporaryDirectory() as folder:
        train_oft(config, policy, rows, rank, None, Path(folder), seed=0)


def run_side(side: str, num_prompts: int, size_px: int) -> None:
    """Measures one side in this process and prints it."""
    imported = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    text_tokens, objective = SIDES[side]
    backbone = make_backbone(text_tokens)
    parameters = sum(parameter.numel() for parameter in backbone.transformer.parameters())
    prompts = [f"a wooden ball floats in glass {number}" for number in range(num_prompts)]
    started = time.perf_counter()
    if side == "published":
        published_round(backbone, prompts, size_px)
    else:
        our_round(backbone, prompts, size_px, objective)
    seconds = time.perf_counter() - started
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - imported) / 1024
    dtype = str(backbone.transformer.dtype)
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "parameters": parameters, "dtype": dtype}))


def main() -> None:
    """Runs the sides one after the other and prints the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prompts", type=int, default=2)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--side", choices=tuple(SIDES), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.side:
        return run_side(arguments.side, arguments.prompts, arguments.size)
    found = {}
    for side in SIDES:
        command = [sys.executable, __file__, "--side", side, "--prompts", str(arguments.prompts)]
        done = subprocess.run([*command, "--size", str(arguments.size)], check=True, capture_output=True, text=True)
        found[side] = json.loads(done.stdout.splitlines()[-1])
    published, ours = found["published"], found["scisynth"]
    result = {
        **found,
        "times_faster": round(published["seconds"] / ours["seconds"], 2),
        "times_faster_at_same_text": round(published["seconds"] / found["same text"]["seconds"], 2),
        "memory_share": round(ours["peak_mb"] / published["peak_mb"], 3),
        "machine": describe_machine(),
        "versions": tracked_versions(),
    }
    print(json.dumps(result))
    return None


if __name__ == "__main__":
    main()
