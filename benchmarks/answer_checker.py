"""The answer checker in figures: real keys, and cases of known verdict by kind of fault, beside two other checkers.

    own       share of the keys that are accepted as their own answer, in a box
    changed   share accepted with their first number x changed to 3x + 1
    cases     share of `tests/grading/answer_cases.txt` with the right verdict; "wrong or unknown" counts as not accepted for all three

The others are math-verify and mathruler (extra `dev`), as their own documentation calls them: the key and the reply are parsed, a yes or
no comes out. They know no `unknown`, so only right against not right is compared. A case that takes them over 5 s counts as not accepted.

    python benchmarks/answer_checker.py --keys scigen.json [--out answer_checker.json]
"""

import argparse
import json
import re
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Any

from scisynth.core.store import describe_measurement
from scisynth.grading import Answer, check_answer

CASES = Path(__file__).parents[1] / "tests" / "grading" / "answer_cases.txt"
NUMBER = re.compile(r"\d+(?:\.\d+)?")
LIMIT_S = 5
Accepts = Callable[[str, Answer], bool]


class OverTimeError(Exception):
    """A checker took more than `LIMIT_S`."""


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", type=Path, help="a JSON list of rows with an `answer`")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    keys = [row["answer"] for row in json.loads(options.keys.read_text())] if options.keys else []
    checkers: dict[str, Accepts] = {
        "scisynth": lambda reply, key: check_answer(reply, key).status == "right"
    } | others()
    result = {name: measure(accepts, keys) for name, accepts in checkers.items()}
    result["scisynth"]["verdicts"] = verdicts()
    text = json.dumps({**result, **describe_measurement({"keys": len(keys), "limit_s": LIMIT_S})}, indent=1)
    print(text)
    if options.out:
        options.out.write_text(text + "\n")


def others() -> dict[str, Accepts]:
    """math-verify and mathruler, where they are installed."""
    found: dict[str, Accepts] = {}
    try:
        from math_verify import parse, verify

        found[f"math-verify {version('math-verify')}"] = lambda reply, key: bool(
            verify(parse(f"${key.text}$"), parse(reply))
        )
        from mathruler.grader import extract_boxed_content, grade_answer

        found[f"mathruler {version('mathruler')}"] = lambda reply, key: bool(
            grade_answer(extract_boxed_content(reply) if "\\boxed" in reply else reply, key.text)
        )
    except ImportError as error:
        print(f"without {error.name}", file=sys.stderr)
    return found


def measure(accepts: Accepts, keys: Sequence[str]) -> dict[str, Any]:
    """Shares of keys and cases, and seconds."""
    began = time.perf_counter()
    own = [limited(accepts, f"\\boxed{{{key}}}", Answer(text=key)) for key in keys]
    seconds = time.perf_counter() - began
    changed = [(NUMBER.sub(lambda found: f"{3 * float(found[0]) + 1:g}", key, count=1), key) for key in keys]
    pairs = [(reply, key) for reply, key in changed if reply != key]
    accepted = [limited(accepts, f"\\boxed{{{reply}}}", Answer(text=key)) for reply, key in pairs]
    agreed: dict[str, list[bool]] = defaultdict(list)
    for kind, sign, reply, answer in read_cases(CASES):
        if sign != "+":
            agreed[kind].append(limited(accepts, reply, answer) == (sign == "="))
    return {
        "own": share(own),
        "changed": share(accepted),
        "seconds_for_own": round(seconds, 2),
        "cases": share([item for items in agreed.values() for item in items]),
        "cases_by_kind": {
            kind: share(items) for kind, items in sorted(agreed.items(), key=lambda item: int(item[0][1:]))
        },
    }


def verdicts() -> dict[str, dict[str, int]]:
    """How often each verdict was given, by the verdict that is right."""
    names = {"=": "right", "!": "wrong", "-": "not right"}
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for _, sign, reply, answer in read_cases(CASES):
        if sign in names:
            found[names[sign]][check_answer(reply, answer).status] += 1
    return {sign: dict(counts) for sign, counts in found.items()}


def read_cases(path: Path) -> list[tuple[str, str, str, Answer]]:
    """(kind, sign, reply, key) of each line; the file says how it is written."""
    kind, cases = "", []
    for line in path.read_text().splitlines():
        if line.startswith("# A"):
            kind = line.split()[1]
        elif line and not line.startswith("#"):
            sign, _, rest = line.partition(" ")
            reply, text, *declared = (part.strip().replace("⏎", "\n") for part in rest.split(";;"))
            value, unit = (float(declared[0]), declared[1]) if declared else (None, "")
            cases.append((kind, sign, reply, Answer(text=text, value=value, unit=unit)))
    return cases


def limited(accepts: Accepts, reply: str, key: Answer) -> bool:
    """Whether a checker accepts, within `LIMIT_S`; what it raises is no acceptance."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise OverTimeError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(LIMIT_S)
    try:
        return accepts(reply, key)
    except (
        OverTimeError,
        ArithmeticError,
        ValueError,
        TypeError,
        AttributeError,
        LookupError,
        SyntaxError,
        RecursionError,
    ):
        return False
    finally:
        signal.alarm(0)


def share(items: Sequence[bool]) -> float | None:
    """Rounded to a thousandth; None of nothing."""
    return round(sum(items) / len(items), 4) if items else None


if __name__ == "__main__":
    main()
