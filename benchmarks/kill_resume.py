"""Kills `tuples build` and `reward train` with SIGKILL at random moments and resumes them: is anything lost or doubled?

Each verb runs once undisturbed. Then, `--kills` times, a new run is killed at a random moment, started again, and its
result compared byte for byte with the undisturbed one (rows, Parquet files and images; weights and training curve).
Prints one JSON object with the number of runs that ended equal.

    python benchmarks/kill_resume.py [--kills 20] [--verbs "reward train"]
"""

import argparse
import hashlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SCISYNTH = (sys.executable, "-m", "scisynth")
RESULTS = {
    "tuples build": ("tuples/rows.jsonl", "tuples/*.parquet", "tuples/images/*.png", "prompts/prompts.jsonl"),
    "reward train": ("reward/model.safetensors", "reward/log.jsonl"),
}


def digest(folder: Path, patterns: tuple[str, ...]) -> str:
    """Of the names and bytes of all result files."""
    total = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in folder.glob(pattern)):
        total.update(str(path.relative_to(folder)).encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def run_to_end(arguments: list[str]) -> float:
    """Seconds the command took."""
    started = time.monotonic()
    subprocess.run([*SCISYNTH, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - started


def kill_at(arguments: list[str], after_s: float) -> bool:
    """Starts the command and kills it; False when it was already done."""
    process = subprocess.Popen([*SCISYNTH, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(timeout=after_s)
        return False
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True


def main() -> None:
    """Both verbs, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--verbs", nargs="+", choices=sorted(RESULTS), default=sorted(RESULTS))
    arguments = parser.parse_args()
    rng = random.Random(0)
    outcome = {}
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        data = root / "data"
        run_to_end(["tuples", "build", "--out", str(data), "--num", "200"])
        verbs = {
            "tuples build": ["tuples", "build", "--num", "600"],
            "reward train": ["reward", "train", "--data", str(data)]
            + [part for s in ("max_steps=9", "eval_every=3", "warmup_steps=2") for part in ("--set", f"reward.{s}")],
        }
        for verb in arguments.verbs:
            command = verbs[verb]
            straight = root / "straight"
            took = run_to_end([*command, "--out", str(straight)])
            wanted = digest(straight, RESULTS[verb])
            equal = killed = 0
            for number in range(arguments.kills):
                folder = root / f"run-{number}"
                killed += kill_at([*command, "--out", str(folder)], rng.uniform(0.15, 0.95) * took)
                run_to_end([*command, "--out", str(folder)])
                equal += digest(folder, RESULTS[verb]) == wanted
                shutil.rmtree(folder)
            outcome[verb] = {"runs": arguments.kills, "killed_before_the_end": killed, "ended_equal": equal}
            shutil.rmtree(straight)
    print(json.dumps(outcome, indent=1))


if __name__ == "__main__":
    main()
