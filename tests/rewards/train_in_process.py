"""One training run in a process of its own, so that it can be killed or launched twice: CONFIG_JSON FOLDER."""

import sys
from pathlib import Path

from PIL import Image

from scisynth.core.records import ContrastTuple
from scisynth.rewards.train import RewardConfig, train_reward
from scisynth.training.processes import leave_processes


def tuples(num: int, seed: int) -> list[ContrastTuple]:
    """Green is unripe, red is ripe; two images a side, so that drawing among them matters."""

    def picture(red: int, green: int) -> Image.Image:
        return Image.new("RGB", (40, 40), (red, green, 40))

    return [
        ContrastTuple(
            id=f"{seed}-{index}",
            law="ripeness",
            category="biology",
            implicit_prompt=("an unripe tomato", "a tomato that is not ripe"),
            explicit_prompt=("a green tomato",),
            superficial_prompt=("a red tomato",),
            explicit_image=(picture(index, 180), picture(40, 180 + index)),
            superficial_image=(picture(180, index), picture(180 + index, 40)),
        )
        for index in range(num)
    ]


if __name__ == "__main__":
    train_reward(RewardConfig.model_validate_json(sys.argv[1]), tuples(30, 0), tuples(8, 1), Path(sys.argv[2]), seed=3)
    leave_processes()
