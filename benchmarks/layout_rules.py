"""What the rules of layout find, one by one: on family figures, on 100 figures written by hand, and on small drawings of known flaws.

    python benchmarks/layout_rules.py [--seeds 0 11 23] [--write]

Prints one JSON object; `--write` stores it (layout_rules.json). No model and no network:

    families   of all families, a figure for each seed, how many have a finding of each rule; those with a fault by name, to be looked at
    hand       of the figures in tests/data/imgcoder/figures whose flaw the rules speak of, how many are found; of the sound ones, how
               many have a fault or a note
    drawings   the same of tests/support/layout_flawed.py and layout_sound.py
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scisynth.core.store import describe_measurement
from scisynth.figures.families.registry import families_of, image_types, make_scenes
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.draw import draw_scene
from scisynth.figures.verify.claims import Finding
from scisynth.figures.verify.layout import check_layout
from scisynth.sandbox import Sandbox

TESTS = Path(__file__).parents[1] / "tests"
sys.path.insert(0, str(TESTS))
from support.layout_flawed import FLAWED  # noqa: E402
from support.layout_sound import SOUND  # noqa: E402

HAND = TESTS / "data" / "imgcoder" / "figures"
RULES = {
    "stroke_through_text": {"struck_text", "cut_text"},
    "text_cut_by_outline": {"struck_text", "cut_text"},
    "hidden_end": {"hidden_end", "behind"},
    "overlapping_texts": {"overlap"},
    "label_nearer_foreign_mark": {"near_foreign"},
}
"""Flaws of the hand-written figures that rules speak of, and the findings that tell each.

`off_page` is left out: the sandbox cuts an image to its contents, so that nothing is off it.
"""


def main() -> None:
    """Measures all three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 11, 23])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    result = {
        "families": measure_families(options.seeds),
        "hand": measure_hand(),
        "drawings": measure_drawings(),
        **describe_measurement({"seeds": options.seeds}),
    }
    text = json.dumps(result, indent=1)
    print(text)
    if options.write:
        Path(__file__).with_suffix(".json").write_text(text + "\n")


def measure_families(seeds: Iterable[int]) -> dict[str, Any]:
    """Figures with a finding of each rule."""
    rules: Counter[str] = Counter()
    faulty, num = {}, 0
    for seed in seeds:
        for kind in image_types():
            for scene in make_scenes(kind, len(families_of(kind)), seed):
                found = check_layout(Drawing.of(draw_scene(scene)))
                num += 1
                rules.update({f"{finding.status} {finding.kind}" for finding in found})
                if lines := [finding.message for finding in found if finding.status == "failed"]:
                    faulty[scene.id] = lines
    return {"figures": num, "with_fault": len(faulty), "by_rule": dict(rules), "faults": faulty}


def measure_hand() -> dict[str, Any]:
    """Recall by flaw, and false alarms on sound figures."""
    truth = [json.loads(line) for line in (HAND / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    codes = [(HAND / row["file"]).read_text(encoding="utf-8") for row in truth]
    found: Counter[str] = Counter()
    of: Counter[str] = Counter()
    missed, false = [], {}
    with Sandbox(workers=2) as sandbox:
        for row, drawn in zip(truth, sandbox.render_many(codes), strict=True):
            findings = check_layout(Drawing.from_rows(drawn.marks), fitted=True) if drawn.marks else []
            if row["sound"]:
                of["sound"] += 1
                if findings:
                    false[row["file"]] = [finding.message for finding in findings]
            elif row["flaw"] in RULES:
                of[row["flaw"]] += 1
                is_found = any(finding.kind in RULES[row["flaw"]] for finding in findings)
                found[row["flaw"]] += is_found
                missed += [] if is_found else [row["file"]]
    recall = {flaw: {"found": found[flaw], "of": of[flaw]} for flaw in RULES}
    return {"recall": recall, "missed": missed, "sound": of["sound"], "false_alarms": false}


def measure_drawings() -> dict[str, Any]:
    """Small drawings: flaws found by the rule that is meant, sound ones left alone."""
    missed = [draw.__name__ for kind, draw in FLAWED if kind not in {finding.kind for finding in on_page(draw)}]
    false = [draw.__name__ for draw in SOUND if on_page(draw)]
    return {"flawed": len(FLAWED), "missed": missed, "sound": len(SOUND), "false_alarms": false}


def on_page(draw: Any) -> list[Finding]:
    """What is found on a drawing."""
    import matplotlib.pyplot as plt

    figure = draw()
    found = check_layout(Drawing.of(figure), fitted=True)
    plt.close(figure)
    return found


if __name__ == "__main__":
    main()
