"""The script in a model's reply, or the reason why there is none.

Read are fences of backticks or tildes with or without a language, also indented, quoted, or with a fence inside of a docstring; [PYTHON]
tags; JSON with a key such as "code"; and bare code. What a page or a notebook has done to it is undone (`sandbox.scripts.text`), and blocks that
are one script in several pieces are put together (`pieces`). Of several scripts the last complete one counts, as it is the one that the
model settled on: drafts come first, and thinking counts for nothing. A block that is no Python program (an installation command, an
output) or that is a mere fragment next to a whole program is passed over, and one that breaks off never replaces a complete one.
Python is only parsed here, never run.
"""

import html
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scisynth.core.replies.loose_json import find_objects
from scisynth.core.replies.thinking import split_thinking
from scisynth.imgcoder.pieces import WHOLE, grade, has_end, joined, without_cut_end
from scisynth.sandbox.scripts.text import MAX_CODE_KB, fixed, is_shell, parsed

MAX_BLOCKS = 30
MAX_REJOINS = 6
MAX_DEPTH = 4
PYTHON = frozenset(
    {
        "python",
        "py",
        "python3",
        "py3",
        "python2",
        "ipython",
        "ipython3",
        "matplotlib",
        "pycon",
        "python-repl",
        "jupyter",
        "notebook",
    }
)
MARKDOWN = frozenset({"markdown", "md"})
UNMARKED = frozenset({"", "text", "txt", "plaintext", "code", "plain"})
CODE_KEYS = frozenset(
    {"input", "content", "response", "answer"}
    | {"code", "script", "python", "pythoncode", "pythonscript", "program", "source", "sourcecode", "correctedcode"}
)
_FENCE = re.compile(
    r"(?P<lead>[ \t]*(?:>[ \t]?)*(?:[-*]|\d{1,2}[.)])?[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\n`]*)$"
)
_GLUED = re.compile(r"[ \t]*(?P<fence>`{3,}|~{3,})[ \t]*(?:python3?|py)?[ \t]*(?P<code>(?:import|from)[ \t]+\w[^`]*)$")
"""The first line of a script on the line of its fence."""
_LANGUAGE = re.compile(r"\{?\.?([\w+#.-]*)")
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_IMPORT = re.compile(r"^(?:import|from)[ \t]+\w", re.MULTILINE)
_BROKEN_JSON = re.compile(r'"(?:python_?)?(?:code|script|program)"\s*:\s*("""|\'\'\'|"|`)', re.IGNORECASE)
_QUOTED = re.compile(r"^('''|\"\"\")(?:python3?|py)[ \t]*\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_TAGS = re.compile(r"[<\[](python|code|pre|script)\b[^>\]\n]{0,80}[>\]]", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Script:
    """Code taken from a reply."""

    code: str = ""
    reason: str = ""
    """Why `code` is empty."""
    begun: str = ""
    """The whole statements of a script that breaks off; for want of a whole one."""

    @property
    def text(self) -> str:
        """What can be run."""
        return self.code or self.begun


@dataclass(frozen=True, kw_only=True)
class _Block:
    """One fenced block."""

    language: str
    code: str


def find_script(reply: str) -> Script:
    """The last complete Python program of a reply, its thinking left aside."""
    answer = split_thinking(reply)[1].replace("\r\n", "\n")
    blocks, cut = _blocks(answer)
    candidates = [fixed(block.code) for block in blocks[-MAX_BLOCKS:] if block.language in PYTHON]
    unmarked = [fixed(block.code) for block in blocks[-MAX_BLOCKS:] if block.language in UNMARKED]
    found = (
        joined(candidates)
        or joined(unmarked)
        or joined([fixed(code) for code in (*_from_json(answer), *_from_tags(answer))])
        or next((code for code in reversed(candidates) if code.strip() and not is_shell(code)), "")
        or (_bare(answer) if not blocks and cut is None else "")
    )
    if not found.strip():
        begun = without_cut_end(fixed(cut.code)) if cut and cut.language in PYTHON | UNMARKED else ""
        if begun and has_end(begun):
            # Only the closing fence is missing.
            return Script(code=begun)
        return Script(reason=_why_none(blocks, is_cut=cut is not None), begun=begun)
    if len(found.encode(errors="replace")) > MAX_CODE_KB * 1024:
        return Script(reason=f"expected a script of at most {MAX_CODE_KB} KB, got {len(found.encode()) // 1024} KB")
    return Script(code=found)


def _why_none(blocks: list[_Block], *, is_cut: bool) -> str:
    if is_cut:
        return "the script breaks off before its end"
    others = sorted({block.language for block in blocks} - PYTHON - UNMARKED)
    if others:
        return f"expected a Python script, got {', '.join(others)[:60]}"
    return "no Python program in the reply's code" if blocks else "no code in the reply"


def _blocks(text: str, *, is_inner: bool = False) -> tuple[list[_Block], _Block | None]:
    """The closed fenced blocks in their order, those in a block of Markdown among them, and a last one that is not closed."""
    lines = text.split("\n")
    found: list[_Block] = []
    number = 0
    while number < len(lines):
        if glued := _GLUED.match(lines[number]):
            lines[number : number + 1] = [glued["fence"] + "python", glued["code"]]
        opening = _FENCE.match(lines[number]) if "```" in lines[number] or "~~~" in lines[number] else None
        if opening is None:
            number += 1
            continue
        closings = list(_closings(lines, number + 1, opening["fence"]))
        language = _LANGUAGE.match(opening["info"].strip())
        name = language[1].lower() if language else ""
        if not closings and (end := _glued_closing(lines, number + 1, opening["fence"])):
            lines[end : end + 1] = [lines[end].rstrip().removesuffix(opening["fence"]), opening["fence"]]
            continue
        if not closings:
            return found, _Block(language=name, code=_body(lines[number + 1 :], opening["lead"]))
        if name in MARKDOWN and not is_inner:
            # Where the fences are equally long, the first line that closes one is the inner block's.
            for closing in closings:
                inner, cut = _blocks(_body(lines[number + 1 : closing], opening["lead"]), is_inner=True)
                if cut is None:
                    break
            if inner:
                found += inner
                number = closing + 1
                continue
        closing = _right_closing(lines, number, closings, opening["lead"]) if name in PYTHON | UNMARKED else closings[0]
        found.append(_Block(language=name, code=_body(lines[number + 1 : closing], opening["lead"])))
        number = closing + 1
    return found, None


def _closings(lines: list[str], start: int, fence: str) -> Iterator[int]:
    """The next lines that could close a fence; the first is the one that Markdown takes."""
    count = 0
    for number in range(start, len(lines)):
        line = lines[number].strip(" \t>")
        if line.startswith(fence) and not line.strip(fence[0]):
            yield number
            count += 1
            if count > MAX_REJOINS:
                return


def _glued_closing(lines: list[str], start: int, fence: str) -> int | None:
    """The line of code at whose end a fence closes."""
    return next((number for number in range(start, len(lines)) if lines[number].rstrip().endswith(fence)), None)


def _right_closing(lines: list[str], number: int, closings: list[int], lead: str) -> int:
    """The first closing line that leaves Python behind, for a docstring may hold a fence; the first one where none does."""
    for closing in closings:
        # A block in a docstring opens before it closes; where none opens, Markdown's own line is meant.
        body = lines[number + 1 : closing]
        if parsed(_body(body, lead)) is not None:
            return closing
        if '"""' not in "".join(body) and "'''" not in "".join(body):
            break
    return closings[0]


def _body(lines: list[str], lead: str) -> str:
    text = "\n".join(lines) + "\n" if lines else ""
    if ">" in lead:
        text = _QUOTE.sub("", text)
    return textwrap.dedent(text) if lead.strip(" \t>") or lead.startswith((" ", "\t")) else text


def _from_json(answer: str) -> list[str]:
    """Code under a key such as "code" of an object, as a text or as a list of lines, with or without a fence of its own."""
    found: list[str] = []
    for item in find_objects(answer, latex=False).objects[-MAX_BLOCKS:]:
        found += _code_of(item.value, 0)
    if not found and (opening := _BROKEN_JSON.search(answer)):
        # Quotes that are not escaped make the object none; its code lies between the first and the last.
        end = answer.rfind(opening[1])
        found = [answer[opening.end() : end]] if end > opening.end() else []
    return found


def _code_of(value: Any, depth: int) -> list[str]:
    """The codes of an object and of what it holds, as a call of a tool or a notebook with its cells."""
    if depth > MAX_DEPTH or not isinstance(value, dict | list):
        return []
    found: list[str] = []
    for key, part in value.items() if isinstance(value, dict) else enumerate(value[:MAX_BLOCKS]):
        if isinstance(part, list) and part and all(isinstance(line, str) for line in part):
            part = "\n".join(line.removesuffix("\n") for line in part)
        if not isinstance(part, str):
            found += _code_of(part, depth + 1)
        elif re.sub(r"[\s_-]+", "", str(key)).lower() in CODE_KEYS:
            inner = [block.code for block in _blocks(part)[0]]
            found.append(inner[-1] if inner else part)
    return found


def _from_tags(answer: str) -> list[str]:
    """What stands in the last tags, or in quotes that stand for fences."""
    found = []
    for opening in list(_TAGS.finditer(answer))[-MAX_BLOCKS:]:
        closing = re.compile(rf"[<\[]/{opening[1]}[>\]]", re.IGNORECASE).search(answer, opening.end())
        if closing is not None:
            found.append(html.unescape(textwrap.dedent(answer[opening.end() : closing.start()])))
    return found + [quoted[2] for quoted in _QUOTED.finditer(answer)]


def _bare(answer: str) -> str:
    """Code without a fence: from the first import on, without the words after it."""
    start = _IMPORT.search(answer)
    paragraphs = answer[start.start() :].split("\n\n") if start else []
    for count in range(len(paragraphs), max(0, len(paragraphs) - MAX_REJOINS), -1):
        code = "\n\n".join(paragraphs[:count])
        if grade(code) == WHOLE:
            return code
    # Prompts and numbers begin before the first import.
    code = fixed(answer)
    return code if grade(code) == WHOLE else ""


@cache
def template(name: str) -> str:
    """A prompt of this package."""
    return (Path(__file__).with_name("templates") / f"{name}.txt").read_text(encoding="utf-8")
