"""What the checks of ink and of leaks find, and what they cost: marks that no eye sees, answers that every eye sees, families.

    python benchmarks/ink.py [--num 400] [--out ink.json]

Prints one JSON object:

    unseen, leaks      found of all, by the scripts of tests/figures/read_back/ink (without OCR)
    plain              pages of the same folder that are as they should be, and have no finding
    families           figures with a false finding of all, by the families; a flawed page would be one of ours
    figures_per_second confined, on the processors of this machine, with the test of ink; and what it takes without
"""

import argparse
import json
import sys
import time
from pathlib import Path

from scisynth.core.store import describe_measurement
from scisynth.figures.families.registry import image_types, make_scenes
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.verify.verify import verify
from scisynth.pipelines.scigenbench.families import NEEDED, draw_scenes, scene_script
from scisynth.sandbox import Limits, Sandbox

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from support.ink_scripts import ink_scripts


def main() -> None:
    """Runs the scripts, then the families."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--num", type=int, default=400, help="family figures")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    num = options.num
    result: dict[str, object] = {}
    with Sandbox(workers=2) as sandbox:
        for kind in ("unseen", "leaks", "plain"):
            result[kind] = count(sandbox, kind)
    kinds = image_types()
    scenes = [scene for kind in kinds for scene in make_scenes(kind, -(-num // len(kinds)), seed=0)][:num]
    began = time.perf_counter()
    drawn = list(draw_scenes(scenes, workers=2))
    seconds = time.perf_counter() - began
    false = {
        item.scene.id: [fault.message for fault in item.verification.faults] if item.verification else [item.reason]
        for item in drawn
        if item.verification is None or item.verification.faults
    }
    result["families"] = {"figures": len(drawn), "with_findings": len(false), "findings": false}
    result["figures_per_second"] = {"with_ink": round(len(drawn) / seconds, 2), "without_marks": without_marks(scenes)}
    text = json.dumps({**result, **describe_measurement({"num": num, "seed": 0})}, indent=1)
    print(text)
    if options.out:
        options.out.write_text(text + "\n")


def count(sandbox: Sandbox, kind: str) -> dict[str, object]:
    """Scripts of a kind that come out as they should."""
    scripts = ink_scripts(kind)
    wrong = []
    for script, drawn in zip(scripts, sandbox.render_many(item.code for item in scripts), strict=True):
        page = Drawing.from_rows(drawn.marks) if drawn.marks else None
        hidden = [script.answer] if script.answer else []
        found = verify(page, [], hidden, fitted=True, image=drawn.image) if page else None
        kinds = {fault.kind for fault in found.faults} if found else {"unread"}
        right = {"unseen": "no_ink" in kinds, "leaks": "leak" in kinds, "plain": not kinds}[kind]
        if not right:
            wrong.append(script.name)
    return {"right": len(scripts) - len(wrong), "of": len(scripts), "wrong": wrong}


def without_marks(scenes: list) -> float:
    """Figures a second where nothing is read back."""
    with Sandbox(limits=Limits(), workers=2, preload=NEEDED, marks=False) as sandbox:
        sandbox.render(scene_script(scenes[0]))
        began = time.perf_counter()
        num = sum(drawn.ok for drawn in sandbox.render_many(scene_script(scene) for scene in scenes[:100]))
        return round(num / (time.perf_counter() - began), 2)


if __name__ == "__main__":
    main()
