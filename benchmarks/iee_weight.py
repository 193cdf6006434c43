"""What the image-encoder enhancement is worth: IEE weight 0, 0.25 and 1 over three seeds, on the lab.

Every run trains SciScore from lab-clip on the same kind of tuples for the same number of steps; the seed changes the
tuples and their order. All runs are evaluated on the same fresh test tuples. Prints one JSON object with the accuracy
of each run, and mean and spread by weight. The lab proves the machinery; the paper's own choice on CLIP-H is 0.25.

    python benchmarks/iee_weight.py [--steps 150] [--tuples 1600] [--test 480] [--weights 0 0.25 1] [--seeds 0 1 2]
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from scisynth.core.store import describe_measurement
from scisynth.pipelines.lab.tuples import draw_lab_tuples
from scisynth.pipelines.reward.config import lab_reward
from scisynth.rewards.evaluate import evaluate_two_choice
from scisynth.rewards.sciscore import SciScore
from scisynth.rewards.train import train_reward

TEST_SEED = 10_000


def main() -> None:
    """Trains len(weights) x len(seeds) models in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=150)
    parser.add_argument("--tuples", type=int, default=1600)
    parser.add_argument("--test", type=int, default=480)
    parser.add_argument("--weights", type=float, nargs="+", default=[0.0, 0.25, 1.0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    arguments = parser.parse_args()
    started = time.monotonic()
    tests = {split: draw_lab_tuples(split, num=arguments.test, seed=TEST_SEED) for split in ("test_S", "test_C")}
    runs = []
    for seed in arguments.seeds:
        train = draw_lab_tuples("train", num=arguments.tuples, seed=seed)
        val = draw_lab_tuples("val", num=128, seed=seed)
        for weight in arguments.weights:
            config = lab_reward().model_copy(update={"iee_weight": weight, "max_steps": arguments.steps})
            with tempfile.TemporaryDirectory() as folder:
                scorer = SciScore.from_pretrained(train_reward(config, train, val, Path(folder), seed=seed))
            accuracy = {
                split: evaluate_two_choice(scorer, tuples).to_dict()["accuracy"]["value"]
                for split, tuples in tests.items()
            }
            runs.append({"iee_weight": weight, "seed": seed, **accuracy})
    summary = {}
    for weight in arguments.weights:
        for split in tests:
            values = [run[split] for run in runs if run["iee_weight"] == weight]
            spread = statistics.stdev(values) if len(values) > 1 else None
            summary[f"{weight:g} {split}"] = {"mean": statistics.mean(values), "stdev": spread, "n_seeds": len(values)}
    result = {
        "summary": summary,
        "runs": runs,
        "minutes": round((time.monotonic() - started) / 60, 1),
        **describe_measurement(
            {
                "weights": arguments.weights,
                "seeds": arguments.seeds,
                "steps": arguments.steps,
                "tuples": arguments.tuples,
                "test_tuples_per_split": arguments.test,
            }
        ),
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
