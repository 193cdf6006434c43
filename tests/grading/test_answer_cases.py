"""Replies graded as a careful reader would: kinds of fault that graders share, each with many cases and both directions."""

from pathlib import Path

import pytest

from scisynth.grading import Answer, check_answer

ALLOWED = {
    "=": {"right"},
    "!": {"wrong"},
    "~": {"unknown"},
    "-": {"wrong", "unknown"},
    "+": {"right", "unknown"},
}


def read_cases(path: Path) -> list[tuple[str, str, str, Answer]]:
    """(kind, sign, reply, key) of each line."""
    kind, cases = "", []
    for line in path.read_text().splitlines():
        if line.startswith("# A"):
            kind = line[2:]
        elif line and not line.startswith("#"):
            sign, _, rest = line.partition(" ")
            reply, text, *declared = (part.strip().replace("⏎", "\n") for part in rest.split(";;"))
            value, unit = (float(declared[0]), declared[1]) if declared else (None, "")
            cases.append((kind, sign, reply, Answer(text=text, value=value, unit=unit)))
    return cases


CASES = read_cases(Path(__file__).with_name("answer_cases.txt"))


@pytest.mark.parametrize(("kind", "sign", "reply", "key"), CASES)
def test_a_case(kind, sign, reply, key):
    verdict = check_answer(reply, key)
    assert verdict.status in ALLOWED[sign], (kind, verdict)
    assert verdict.reason


def test_every_kind_has_many_cases():
    kinds = [kind.split()[0] for kind, *_ in CASES]
    assert all(kinds.count(f"A{number}") >= 10 for number in range(1, 23))
