"""How much the check of the worst pages takes, and what becomes of a batch with hostile figures and plans.

Three parts, no model and no network: each page of `tests/support/hostile_figures.py` in the process that checks (seconds, memory at its
highest, findings, bytes); the honest page of 600 texts in one place, with the prompt of its repair; and a batch of 30 problems whose
every third has a hostile plan and a hostile script, run twice. Prints one JSON object.

    python benchmarks/verification_bounds.py [--out verification_bounds.json]
"""

import argparse
import json
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from scisynth.core.store import describe_measurement
from scisynth.figures.scene.scene import Claim
from scisynth.imgcoder.checker import Checker, CheckLimits
from scisynth.imgcoder.coder import Attempt
from scisynth.imgcoder.replies import Script
from scisynth.sandbox import Sandbox

TESTS = Path(__file__).parents[1] / "tests"
sys.path.insert(0, str(TESTS))
from support.hostile_figures import PAGES, PILED_TEXTS  # noqa: E402  the same pages as in the tests

CLAIMS = [
    Claim(kind="near", of=("label:a", "side:a")),
    Claim(kind="ratio", of=("side:a", "side:b"), value=2.0),
    Claim(kind="netlist", value="resistor:R1 n1 n2"),
    Claim(kind="smiles", value="CCO"),
    Claim(kind="connected", of=("side:a", "side:b")),
]
HIDDEN = ["3 cm", "17"]


def measure_page(marks: bytes) -> dict[str, Any]:
    """One page in a fresh process, so that its memory is its own."""
    with Checker() as checker:
        checker.check(b"[]", None, ())
        pid = checker.pid
        before, began = checker.cpu_s(), time.perf_counter()
        found = checker.check(marks, None, CLAIMS, HIDDEN)
        seconds, cpu_s = time.perf_counter() - began, checker.cpu_s() - before
        peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()) if checker.pid == pid else None
    lines = [f"{fault.kind}: {fault.message}" for fault in found.faults]
    return {
        "status": found.status,
        "seconds": round(seconds, 2),
        "cpu_s": round(cpu_s, 2),
        "peak_mb": int(peak[1]) // 1024 if peak else None,
        "faults": found.num_faults,
        "lines": len(lines),
        "bytes": len("\n".join(lines)),
        "reason": found.reason,
    }


def measure_piled_texts() -> dict[str, Any]:
    """The honest page: 179,700 pairs of texts that cover each other."""
    with Sandbox(workers=1) as sandbox, Checker() as checker:
        result = sandbox.render(PILED_TEXTS)
        began = time.perf_counter()
        found = checker.check(result.marks_json, result.image, (), ())
        seconds = time.perf_counter() - began
    told = Attempt(script=Script(code=PILED_TEXTS), render=result, verification=found).complaints()
    return {
        "faults": found.num_faults,
        "lines": len(told.splitlines()),
        "bytes": len(told.encode()),
        "seconds": round(seconds, 2),
    }


def measure_batch() -> dict[str, Any]:
    """30 problems, 10 of them hostile: what became of them, and what a second run asks."""
    from support.fake_openai import FakeOpenAI
    from support.hostile_batch import batch, behave, is_hostile, repairs_of

    from scisynth.pipelines.scigenbench.imgcoder import run_imgcoder

    with FakeOpenAI() as server, tempfile.TemporaryDirectory() as folder:
        server.behave = behave
        config, out = batch(Path(folder), server.base_url), Path(folder, "run")
        began = time.perf_counter()
        first = run_imgcoder(config, out, seed=0)
        seconds, asked = time.perf_counter() - began, len(server.calls)
        again = run_imgcoder(config, out, seed=0)
        prompts = [call.text for call in repairs_of(server.calls)]
        return {
            "figures": len(first.figures),
            "good_verified": sum(row.verified for n, row in enumerate(first.figures) if not is_hostile(n)),
            "hostile_verified": sum(row.verified for n, row in enumerate(first.figures) if is_hostile(n)),
            "outcomes": dict(first.outcomes),
            "seconds": round(seconds, 1),
            "asked": asked,
            "asked_again": len(server.calls) - asked,
            "same_rows": all(
                one.verified == two.verified for one, two in zip(first.figures, again.figures, strict=True)
            ),
            "largest_repair_prompt_bytes": max(len(prompt.encode()) for prompt in prompts),
            "gallery_kb": (out / "gallery.html").stat().st_size // 1024,
        }


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    pages = {name: measure_page(marks.encode()) for name, marks in PAGES.items()}
    measured = [page for page in pages.values() if page["peak_mb"]]
    result = {
        "worst": {
            key: max(page[key] for page in measured) for key in ("seconds", "cpu_s", "peak_mb", "lines", "bytes")
        },
        "check_failed": [name for name, page in pages.items() if page["status"] == "check_failed"],
        "600_texts": measure_piled_texts(),
        "batch": measure_batch(),
        "pages": pages,
        **describe_measurement({"limits": vars(CheckLimits())}),
    }
    print(json.dumps(result))
    if options.out:
        options.out.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
