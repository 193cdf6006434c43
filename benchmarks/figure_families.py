"""The figure families in bulk: 25 image types x 3 levels x 40 figures, drawn in the sandbox, each checked, with a corrupted twin each.

Both sides in one run: confined (`Sandbox`, 2 workers, image, marks, checks) and the same figures in this process on one core, every
fifth of them. Prints one JSON object: figures a second by type, what failed its own checks, and which defects were caught.

    python benchmarks/figure_families.py [--num 40] [--seed 0] [--out figure_families.json]
"""

import argparse
import json
import statistics
import time
from collections import Counter
from pathlib import Path
from typing import Any

from scisynth.core.progress import track
from scisynth.core.store import describe_measurement
from scisynth.figures.corruptions import make_corrupted
from scisynth.figures.families.parameters import LEVELS
from scisynth.figures.families.registry import SceneOptions, families_of, image_types, make_scenes
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.draw import draw_scene, render_png
from scisynth.figures.verify.verify import verify_scene
from scisynth.grading import check_answer
from scisynth.pipelines.scigenbench.families import NEEDED, scene_script
from scisynth.sandbox import Limits, Sandbox, probe

WORKERS = 2
HERE_EVERY = 5


def measure_type(kind: str, num: int, seed: int, sandbox: Sandbox) -> dict[str, Any]:
    """One image type at every level: its speed, faults and twins."""
    scenes = [scene for level in LEVELS for scene in make_scenes(kind, num, seed, options=SceneOptions(level=level))]
    began = time.perf_counter()
    checked = [
        (scene, verify_scene(scene, Drawing.from_rows(result.marks)) if result.ok and result.marks else None)
        for scene, result in zip(scenes, sandbox.render_many(map(scene_script, scenes)), strict=True)
    ]
    confined = len(scenes) / (time.perf_counter() - began)
    few = scenes[::HERE_EVERY]
    began = time.perf_counter()
    for scene in few:
        verify_scene(scene, Drawing.of(draw_scene(scene)))
        render_png(scene)
    here = len(few) / (time.perf_counter() - began)
    failed = [scene.id for scene, found in checked if found is None or not found.passed]
    failed += [scene.id for scene in scenes if check_answer(scene.answer.text, scene.answer).status == "wrong"]
    return {"confined_per_s": confined, "in_process_per_s": here, "failed": failed, **examine_twins(kind, scenes, seed)}


def examine_twins(kind: str, scenes: list[Any], seed: int) -> dict[str, Any]:
    """One flawed twin of every figure, defects in turn, drawn here: how many of each are caught."""
    families = {family.name: family for family in families_of(kind)}
    drawn, caught = Counter[str](), Counter[str]()
    for number, scene in enumerate(scenes):
        corrupted_figures = make_corrupted(scene, families[scene.family])
        if corrupted_figures:
            corrupted = corrupted_figures[(number + seed) % len(corrupted_figures)]
            drawn[corrupted.defect] += 1
            caught[corrupted.defect] += not verify_scene(
                corrupted.scene, Drawing.of(draw_scene(corrupted.scene))
            ).passed
    return {"twins": dict(drawn), "caught": dict(caught)}


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--num", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with Sandbox(limits=Limits(), workers=WORKERS, preload=NEEDED) as sandbox:
        list(sandbox.render_many(map(scene_script, make_scenes("Physics - Circuit", WORKERS, 1))))  # servers start
        kinds = {
            kind: measure_type(kind, options.num, options.seed, sandbox)
            for kind in track(image_types(), label="image types")
        }
    speeds = [kind["confined_per_s"] for kind in kinds.values()]
    drawn, caught = (sum((Counter(kind[key]) for kind in kinds.values()), Counter()) for key in ("twins", "caught"))
    result = {
        "figures": len(kinds) * len(LEVELS) * options.num,
        "failed": [name for kind in kinds.values() for name in kind["failed"]],
        "figures_per_second": {
            "confined_all": round(len(speeds) / sum(1 / speed for speed in speeds), 2),
            "confined_median_type": round(statistics.median(speeds), 2),
            "confined_slowest_type": min((round(kind["confined_per_s"], 2), name) for name, kind in kinds.items()),
            "in_process_one_core": round(len(speeds) / sum(1 / kind["in_process_per_s"] for kind in kinds.values()), 2),
        },
        "by_type": {name: round(kind["confined_per_s"], 2) for name, kind in kinds.items()},
        "twins": {"drawn": drawn.total(), "caught": caught.total(), "missed": dict(drawn - caught)},
        "sandbox": probe().found,
        **describe_measurement({"num": options.num, "seed": options.seed}),
    }
    print(json.dumps(result))
    if options.out:
        options.out.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
