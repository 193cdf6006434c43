"""What ImgCoder's checks say of figures whose truth is known: replies of a good model, mistakes, sloppy replies, figures by hand.

    python benchmarks/imgcoder_checks.py [--only good mistakes sloppy hand flows] [--out FOLDER] [--write]

The data lie in tests/data/imgcoder (its README says how they were written); every reply goes through the whole of ImgCoder, asked over
HTTP from a server on this machine that plays the model. Prints one JSON object:

    good       replies in ordinary habits: right figures (by eye) verified at the first attempt; findings, and false ones among them
    good_proposed  the same with the plans that answer the present prompt (`plan_proposed.json`, where there is one)
    single     the same problems in one call, read by the claims of the plan above
    mistakes   one error each in a right figure, by the plans of `good_proposed`: caught where a finding comes up that the right
               figure does not have
    sloppy     replies of a weak model, two repairs: figures, and states of the others
    hand       figures with one flaw, or none: flaws found by their kind, sound figures with a finding
    flows      12 problems through each flow (imgcoder_flows.py)

`--out` keeps a gallery of each set; `--write` replaces imgcoder_checks.json beside this file.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from imgcoder_flows import measure_flows
from recorded_replies import DATA, Case, coded, faults, findings, good_cases, keep, plan_file, problem_of

from scisynth.core.store import describe_measurement
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.verify.verify import verify
from scisynth.imgcoder.coder import CodedFigure
from scisynth.sandbox import Sandbox

SETS = ("good", "single", "mistakes", "sloppy", "hand", "flows")
PROPOSED = "plan_proposed.json"
"""The plan that answers the present prompt; `plan.json` was written before it."""
FLAW_KINDS = {
    "stroke_through_text": {"struck_text", "cut_text"},
    "text_cut_by_outline": {"cut_text", "struck_text"},
    "hidden_end": {"hidden_end", "hidden_mark", "no_ink"},
    "label_nearer_foreign_mark": {"near_foreign"},
    "overlapping_texts": {"overlap"},
    "off_page": {"cut_off"},
    "answer_given": {"leak"},
}
"""Kinds of findings, of any strength, that tell a flaw."""


def main() -> None:
    """Runs the sets that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=SETS, default=SETS)
    parser.add_argument("--out", type=Path, help="folder for the images and findings")
    parser.add_argument("--write", action="store_true", help="replace imgcoder_checks.json")
    options = parser.parse_args()
    began = time.perf_counter()
    result: dict[str, Any] = {}
    with Sandbox(workers=2) as sandbox:
        if "good" in options.only:
            good = coded(good_cases(), sandbox)
            result["good"] = measure_good(good)
            keep(good.values(), options.out, "good")
        proposed = coded(good_cases(plan=PROPOSED), sandbox) if {"good", "mistakes"} & set(options.only) else {}
        if "good" in options.only:
            result["good_proposed"] = measure_good(proposed)
            keep(proposed.values(), options.out, "good_proposed")
        if "single" in options.only:
            result["single"] = measure_single(sandbox)
        if "mistakes" in options.only:
            result["mistakes"] = measure_mistakes(proposed, sandbox, options.out)
        if "sloppy" in options.only:
            figures = coded(sloppy_cases(), sandbox, max_repairs=2)
            result["sloppy"] = measure_sloppy(figures)
            keep(figures.values(), options.out, "sloppy")
        if "hand" in options.only:
            result["hand"] = measure_hand(sandbox)
        if "flows" in options.only:
            result["flows"] = measure_flows(sandbox, options.out)
    text = json.dumps(
        {**result, "seconds": round(time.perf_counter() - began, 1), **describe_measurement({"sets": options.only})},
        indent=1,
    )
    print(text)
    if options.write:
        Path(__file__).with_suffix(".json").write_text(text + "\n")


def measure_good(figures: Mapping[str, CodedFigure]) -> dict[str, Any]:
    """Verified at the first attempt of those that are right by eye; failed findings, and those that the eye contradicts."""
    right, verified, held, failed, false = 0, 0, 0, 0, []
    disputed: list[str] = []
    unverified: dict[str, list[str]] = {}
    for folder in sorted((DATA / "good").iterdir()):
        problem, row = problem_of(folder)
        figure = figures[problem.id]
        found = figure.best.verification if figure.best else None
        faults = found.faults if found else ()
        held += sum(item.status == "held" for item in (*found.claims, *found.required)) if found else 0
        failed += len(faults)
        lines = [f"{problem.id}: {fault.kind} {', '.join(fault.of)}: {fault.message}" for fault in faults]
        # Every claim of these plans holds by eye, so a claim that fails is false; of the layout the eye has told the flaws.
        clean = row["eye"]["right"] and not row["eye"]["flaws"]
        is_false = [clean or fault in found.claims or fault in found.required for fault in faults] if found else []
        false += [line for line, wrong in zip(lines, is_false, strict=True) if wrong]
        disputed += [line for line, wrong in zip(lines, is_false, strict=True) if not wrong]
        if row["eye"]["right"]:
            right += 1
            verified += figure.verified
            if not figure.verified:
                unverified[problem.id] = lines or reasons(figure)
    return {
        "figures": len(figures),
        "right_by_eye": right,
        "verified": verified,
        "findings": held + failed,
        "failed": failed,
        "false": len(false),
        "false_ones": false,
        "on_flawed_figures": disputed,
        "not_verified": unverified,
    }


def reasons(figure: CodedFigure) -> list[str]:
    """Why a figure without a fault is not verified."""
    found = figure.best.verification if figure.best else None
    if found is None:
        return [f"{figure.status}: {figure.reason}"]
    return [found.reason] + [item.message for item in (*found.claims, *found.required) if item.status == "unchecked"]


def measure_single(sandbox: Sandbox) -> dict[str, Any]:
    """Scripts of the published single call, against the claims of the plans."""
    codes = {
        folder.name: path.read_text()
        for folder in (DATA / "good").iterdir()
        if (path := folder / "single.py").is_file()
    }
    figures = coded(good_cases(codes), sandbox)
    statuses = Counter(item.status for figure in figures.values() for item in findings(figure))
    return {
        "figures": len(figures),
        "verified": sum(figure.verified for figure in figures.values()),
        "claims_and_labels": dict(statuses),
        "layout_faults": sum(len(faults(figure, "layout")) for figure in figures.values()),
        "leaks": sum(len(faults(figure, "leaks")) for figure in figures.values()),
    }


def told(figure: CodedFigure | None) -> Counter[tuple[str, tuple[str, ...], str]]:
    """What is said against a figure."""
    found = figure.best.verification if figure and figure.best else None
    if found is None:
        return Counter({("none", (), figure.reason if figure else ""): 1})
    return Counter((fault.kind, fault.of, fault.message) for fault in found.faults)


def measure_mistakes(good: Mapping[str, CodedFigure], sandbox: Sandbox, out: Path | None) -> dict[str, Any]:
    """Mistakes that bring a finding which the right figure does not have, and those that nothing tells."""
    rows = [json.loads(line) for line in (DATA / "mistakes" / "mistakes.jsonl").read_text().splitlines()]
    rounds: list[dict[str, dict[str, Any]]] = []
    for row in rows:
        free = next((one for one in rounds if row["of"] not in one), None)
        if free is None:
            rounds.append(free := {})
        free[row["of"]] = row
    caught: dict[str, list[str]] = {}
    missed: list[str] = []
    for wave in rounds:
        figures = coded(good_cases({name: with_edits(row) for name, row in wave.items()}, plan=PROPOSED), sandbox)
        for name, row in wave.items():
            new = told(figures[name]) - told(good[name])
            line = f"{row['number']} {row['kind']} ({name}): {row['what']}"
            if new:
                caught[line] = [f"{kind}: {message}" for kind, _, message in new]
            else:
                missed.append(line)
        keep(
            (
                replace(figure, problem=replace(figure.problem, id=f"{wave[name]['number']}-{name}"))
                for name, figure in figures.items()
            ),
            out,
            "mistakes",
        )
    parts = Counter(message.partition(":")[0] for messages in caught.values() for message in messages[:1])
    plans = Counter(plan_file(DATA / "good" / row["of"], PROPOSED).name for row in rows)
    counts = {"mistakes": len(rows), "caught": len(caught), "plans": dict(plans), "by": dict(parts)}
    return {**counts, "missed": missed, "told": caught}


def with_edits(row: Mapping[str, Any]) -> str:
    """The script of a right figure with one mistake."""
    code = (DATA / "good" / row["of"] / "figure.py").read_text()
    for edit in row["edits"]:
        code = code.replace(edit["old"], edit["new"])
    return code


def sloppy_cases() -> list[Case]:
    """Replies of a weak model as they came."""
    cases = []
    for folder in sorted((DATA / "weak").iterdir()):
        problem, _ = problem_of(folder)
        texts = {path.stem: path.read_text() for path in folder.glob("*.txt")}
        again = [texts["plan_again"]] if "plan_again" in texts else []
        replies = {
            "understand": [texts["understand"]],
            "plan": [texts["plan"], *again],
            "code": [texts["code"]],
            "repair": [texts.get("repair", texts["code"])],
        }
        cases.append(Case(problem=problem, replies=replies))
    return cases


def measure_sloppy(figures: Mapping[str, CodedFigure]) -> dict[str, Any]:
    """Figures, and what became of the others."""
    drawn = {name for name, figure in figures.items() if figure.best and figure.best.rank[0]}
    drawable = {problem_of(folder)[0].id: problem_of(folder)[1]["drawable"] for folder in (DATA / "weak").iterdir()}
    return {
        "problems": len(figures),
        "figures": len(drawn),
        "drawable": sum(drawable.values()),
        "states": dict(Counter(figure.status for figure in figures.values())),
        "without": {name: f"{figure.status}: {figure.reason}" for name, figure in figures.items() if name not in drawn},
    }


def measure_hand(sandbox: Sandbox) -> dict[str, Any]:
    """The rules of layout and leaks on figures by hand."""
    rows = [json.loads(line) for line in (DATA / "figures" / "truth.jsonl").read_text().splitlines()]
    codes = [(DATA / "figures" / row["file"]).read_text() for row in rows]
    found: Counter[str] = Counter()
    of: Counter[str] = Counter()
    missed, false, notes = [], [], []
    for row, drawn in zip(rows, sandbox.render_many(codes), strict=True):
        page = Drawing.from_rows(drawn.marks) if drawn.marks else None
        result = verify(page, [], row["hidden"], fitted=True, image=drawn.image) if page else None
        items = [*result.layout, *result.leaks] if result else []
        failed = [item for item in items if item.status == "failed"]
        if row["sound"]:
            false += [f"{row['file']}: {item.kind}: {item.message}" for item in failed]
            notes += [f"{row['file']}: {item.kind}: {item.message}" for item in items if item.status == "note"]
            continue
        of[row["flaw"]] += 1
        if any(item.kind in FLAW_KINDS[row["flaw"]] for item in items):
            found[row["flaw"]] += 1
        else:
            seen = [item.kind for item in items] or ([drawn.reason] if result is None else [])
            missed.append(f"{row['file']} ({row['flaw']}, {row['where']}): {seen}")
    return {
        "flawed": sum(of.values()),
        "found": sum(found.values()),
        "by_flaw": {name: f"{found[name]} of {num}" for name, num in of.items()},
        "missed": missed,
        "sound": sum(row["sound"] for row in rows),
        "sound_with_findings": len({line.partition(":")[0] for line in false}),
        "false": false,
        "notes_on_sound": notes,
    }


if __name__ == "__main__":
    main()
