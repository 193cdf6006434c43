"""Reads the scripts of `ink/`: marks that no eye sees, answers that every eye sees, and pages that are as they should be."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("ink")
PRELUDE = (FOLDER / "prelude.txt").read_text(encoding="utf-8")
"""The lines with which each script begins."""


@dataclass(frozen=True, kw_only=True)
class InkScript:
    """One script."""

    name: str
    answer: str
    """What the page must not show; empty where the script is about ink."""
    code: str


def ink_scripts(kind: str) -> list[InkScript]:
    """Those of `unseen`, `leaks` or `plain`."""
    sections = (FOLDER / f"{kind}.txt").read_text(encoding="utf-8").split("\n### ")[1:]
    scripts = []
    for section in sections:
        head, _, body = section.partition("\n")
        name, _, answer = head.partition(" | ")
        scripts.append(InkScript(name=name, answer=answer, code=f"{PRELUDE}{body}\nplt.show()\n"))
    return scripts
