"""How fast the lab draws: images per second on one core, by law and setting, at 64 px.

python benchmarks/lab_render.py [--num 60]
"""

import argparse
import json
import time

from scisynth.core.store import describe_machine
from scisynth.lab.render import render
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.science.laws import LAW_NAMES


def main() -> None:
    """Counts processor time of this process, so that a busy machine does not matter much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--num", type=int, default=60)
    arguments = parser.parse_args()
    rates: dict[str, dict[str, float]] = {}
    total_images, total_s = 0, 0.0
    for law in LAW_NAMES:
        rates[law] = {}
        for setting, split in (("S", "test_S"), ("C", "test_C")):
            prompt_sets = write_prompts(PromptsConfig(num=arguments.num, split=split, laws=(law,)), seed=0)
            render(prompt_sets[0].scene("explicit"), size_px=64, seed=0)  # imports and caches
            started = time.process_time()
            for seed, prompt_set in enumerate(prompt_sets):
                render(prompt_set.scene("explicit"), size_px=64, seed=seed)
                render(prompt_set.scene("superficial"), size_px=64, seed=seed)
            took = time.process_time() - started
            rates[law][setting] = round(2 * arguments.num / took, 1)
            total_images, total_s = total_images + 2 * arguments.num, total_s + took
    slowest = min(rate for by_setting in rates.values() for rate in by_setting.values())
    result = {
        "images_per_second_per_core": round(total_images / total_s, 1),
        "slowest": slowest,
        "by_law": rates,
        "machine": describe_machine(),
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
