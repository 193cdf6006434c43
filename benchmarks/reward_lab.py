"""Two-choice accuracy of the packaged rewards on held-out pairs of the lab: the README's first table.

Prints one JSON object, with the config and its digest, versions and the machine; `--out` keeps it.

    python benchmarks/reward_lab.py [--num 960] [--seed 7] [--out benchmarks/reward_lab.json]
"""

import argparse
import json
from pathlib import Path
from typing import Any

from scisynth.core.config import Config
from scisynth.core.store import describe_measurement
from scisynth.pipelines.reward.evaluate import evaluate_model

KEPT = ("accuracy", "by_type", "by_subject_seen", "by_type_and_seen", "notes")


class RewardLabConfig(Config):
    """What is measured."""

    models: tuple[str, ...] = ("lab-clip", "lab-sciscore")
    splits: tuple[str, ...] = ("test_S", "test_C")
    num: int = 960
    seed: int = 7


def measure(config: RewardLabConfig) -> dict[str, Any]:
    """`{model: {split: numbers}}`."""
    results: dict[str, Any] = {}
    for model in config.models:
        for split in config.splits:
            found = evaluate_model(model, "lab", split, num=config.num, seed=config.seed).to_dict()
            results.setdefault(model, {})[split] = {key: found[key] for key in KEPT}
    return results


def main() -> None:
    """Measures and prints."""
    default = RewardLabConfig()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--num", type=int, default=default.num)
    parser.add_argument("--seed", type=int, default=default.seed)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    config = RewardLabConfig(num=options.num, seed=options.seed)
    result = {
        "results": measure(config),
        **describe_measurement(config.model_dump(mode="json")),
    }
    print(json.dumps(result))
    if options.out:
        options.out.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
