"""The script in a model's reply, or the reason why there is none."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MAX_CODE_KB = 512
FENCE = re.compile(r"^[ \t]*```[ \t]*([\w+#.-]*)[^\n]*\n(.*?)^[ \t]*```", re.DOTALL | re.MULTILINE)
PYTHON = frozenset({"python", "py", "python3"})


@dataclass(frozen=True, kw_only=True)
class Script:
    """Code taken from a reply."""

    code: str = ""
    reason: str = ""
    """Why `code` is empty."""


def find_script(reply: str) -> Script:
    """The longest Python block of a reply; a block without a language counts when no other is marked.

    The published reader takes the first marked block, which is often a fragment that the model shows before the script.
    """
    blocks = [(language.lower(), body) for language, body in FENCE.findall(reply)]
    python = [body for language, body in blocks if language in PYTHON]
    unmarked = [body for language, body in blocks if not language]
    found = max(python or unmarked, key=len, default="")
    if not found.strip():
        others = sorted({language for language, _ in blocks if language and language not in PYTHON})
        if others:
            return Script(reason=f"expected a Python script, got {', '.join(others)[:60]}")
        is_cut = "```" in reply
        return Script(reason="the script breaks off before its end" if is_cut else "no code in the reply")
    if len(found.encode()) > MAX_CODE_KB * 1024:
        return Script(reason=f"expected a script of at most {MAX_CODE_KB} KB, got {len(found.encode()) // 1024} KB")
    return Script(code=found)


@cache
def template(name: str) -> str:
    """A prompt of this package."""
    return (Path(__file__).with_name("templates") / f"{name}.txt").read_text(encoding="utf-8")
