"""One alignment stage on tiny random weights, for `accelerate launch` to start in several processes."""

import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
from PIL import Image
from support.alignment_parts import PROMPTS, SIZE_PX, brightness, left_half, new_policy, oft_config, sft_config

from scisynth.alignment.oft import train_oft
from scisynth.alignment.sft import TrainingImage, train_sft

if __name__ == "__main__":
    torch.set_num_threads(1)
    stage, out = sys.argv[1], Path(sys.argv[2])
    if stage == "sft":
        colors = ("red", "green", "blue", "white")
        examples = [
            TrainingImage(prompt=f"a {color} square", image=Image.new("RGB", (SIZE_PX, SIZE_PX), color))
            for color in colors
        ]
        train_sft(sft_config(), new_policy(), examples, out, seed=0)
    else:
        config = oft_config(prompts_per_round=4, updates_per_round=2)
        train_oft(config, new_policy(), PROMPTS, brightness, left_half, out, seed=0)
