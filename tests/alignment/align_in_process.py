"""One alignment stage on tiny random weights, for `accelerate launch` to start in several processes.

The policy is saved, and each process says how many numbers of the base it holds itself.
"""

import json
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
from PIL import Image
from support.alignment_parts import PROMPTS, SIZE_PX, brightness, left_half, new_policy, oft_config, sft_config

from scisynth.alignment.lora import save_lora
from scisynth.alignment.oft import train_oft
from scisynth.alignment.sft import TrainingImage, train_sft
from scisynth.training.processes import leave_processes, new_accelerator

if __name__ == "__main__":
    torch.set_num_threads(1)
    stage, out = sys.argv[1], Path(sys.argv[2])
    policy, options = new_policy(), {"accelerator": (accelerator := new_accelerator())}
    if stage == "sft":
        colors = ("red", "green", "blue", "white")
        examples = [
            TrainingImage(prompt=f"a {color} square", image=Image.new("RGB", (SIZE_PX, SIZE_PX), color))
            for color in colors
        ]
        train_sft(sft_config(), policy, examples, out, seed=0, **options)
    elif stage == "oft-disagree":

        def evaluate(step: int) -> dict[str, float]:
            sign = -1 if accelerator.process_index else 1
            return {"eval/reward": float(step), "eval/judge": 0.5 + 0.1 * sign * step}

        config = oft_config(prompts_per_round=4, eval_every=1, stop_patience=1)
        train_oft(config, policy, PROMPTS, brightness, left_half, out, seed=0, evaluate=evaluate, **options)
    else:
        config = oft_config(prompts_per_round=4, updates_per_round=2)
        train_oft(config, policy, PROMPTS, brightness, left_half, out, seed=0, **options)
    if accelerator.is_main_process:
        save_lora(policy.backbone, policy.state(), out / "policy")
    base = [p for name, p in policy.backbone.transformer.named_parameters() if ".lora_" not in name]
    held = sum((p.to_local() if hasattr(p, "to_local") else p).numel() for p in base)
    (out / f"held-{accelerator.process_index}.json").write_text(
        json.dumps({"held": held, "of": sum(p.numel() for p in base)})
    )
    leave_processes()
