"""The words of the project: plain English and the field's terms. What was retired does not come back, and sentences stay short.

Checked is prose: docstrings, comments and texts of the package, the docs and the templates. Identifiers, JSON keys, prompts that are
sent to models (kept replies are keyed by their wording) and the texts of the lab's prompts and of figures are not prose.
"""

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "scisynth"
RETIRED = {
    r"told apart|tells? (them|two|things) apart": "distinguish; no significant difference",
    r"with eyes": "vision-language model",
    r"\bmend(s|ed|ing)?\b": "fix",
    r"\bbeside\b": "next to; with",
    r"\bfor ever\b": "permanently; forever",
    r"\bbelieving\b": "assumed",
    r"\bwhim\b": "say what is meant",
    r"\bbegun\b": "started",
    r"laid (beside|next to)": "compared with",
    r"bears? out\b": "supports",
    r"flawed twin": "corrupted figure",
    r"\banew\b": "again",
    r"stands? in for no result": "says nothing about",
    r"\b[Ss]hares? of\b": "fraction of; part of",
    r"second part\b|third part\b|, continued:": "name what the module holds",
}
"""Retired expressions, and what to write instead."""
SENT_OR_DRAWN = (
    "figures/families",
    "figures/scene/sketch.py",
    "lab/",
    "science/",
    "imgcoder/",
    "judges/",
    "backbones/tiny.py",
    "figures/verify/",
)
"""Folders whose texts are prompts, or part of a picture; their docstrings and comments are checked, those of `NOT_PROSE` are not."""
NOT_PROSE = (
    "lab/scenes",
    "imgcoder/sketch_reference.py",
    "imgcoder/prompting.py",
    "figures/scene/sketch.py",
    "weights/",
)
FOREIGN = frozenset(
    {
        "chat_template_kwargs",
        "disable_adapters",
        "draw_circuit",
        "evaluation_framework",
        "option_1",
        "test_simple",
        "v_f",
        "x_axis",
    }
)
"""Names in backticks that are examples or another project's."""
MAX_WORDS = 25
SHORT_ENOUGH = 0.9
PAGES = sorted(
    [
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "benchmarks/README.md")),
        *(ROOT / "docs").rglob("*.md"),
        *SOURCE.rglob("*.html"),
    ]
)


def prose_of(path: Path) -> list[tuple[int, str]]:
    """(line, text) of docstrings, comments and texts with spaces."""
    text, place = path.read_text(), str(path.relative_to(SOURCE))
    docs = {
        node.value.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }
    only_docs = place.startswith(SENT_OR_DRAWN)
    found = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        is_doc = token.type == tokenize.STRING and token.start[0] in docs
        is_text = token.type == tokenize.STRING and " " in token.string and not only_docs
        if token.type == tokenize.COMMENT or is_doc or is_text:
            found.append((token.start[0], re.sub(r"`[^`\n]*`|\{[^{}]*\}", "", token.string)))
    return found


def complaints(place: str, line: int, text: str) -> list[str]:
    return [
        f"{place}:{line + text[: hit.start()].count(chr(10))}: {hit[0]!r}; write: {better}"
        for pattern, better in RETIRED.items()
        for hit in re.finditer(pattern, text, re.IGNORECASE)
    ]


def test_retired_words_do_not_come_back_in_the_package():
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        place = str(path.relative_to(SOURCE))
        if not place.startswith(NOT_PROSE):
            found += [line for number, text in prose_of(path) for line in complaints(place, number, text)]
    assert not found, "\n".join(found)


def test_retired_words_do_not_come_back_on_the_pages():
    found = []
    for path in PAGES:
        if "weights" not in path.parts:
            text = re.sub(r"`[^`\n]*`", "", path.read_text())
            found += complaints(str(path.relative_to(ROOT)), 1, text)
    assert not found, "\n".join(found)


def sentences(text: str) -> list[str]:
    """Sentences of Markdown, without code, tables, headings and addresses."""
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    lines = [line for line in text.splitlines() if not re.match(r"\s*(\||#|<|!\[|---|::|\?\?\?|!!!)", line)]
    text = "\n".join("\n" + line if re.match(r"\s*([*-]|\d+\.)\s", line) else line for line in lines)
    text = re.sub(r"`[^`]*`", "x", re.sub(r"\]\([^)]*\)", "]", text))
    blocks = (" ".join(block.split()) for block in re.split(r"\n\s*\n", text))
    return [one for block in blocks for one in re.split(r"(?<=[.!?])\s+", block) if len(one.split()) > 2]


def errors() -> list[str]:
    """The messages that are raised, each value as one word."""
    found = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args):
                continue
            message = node.exc.args[0]
            parts = message.values if isinstance(message, ast.JoinedStr) else [message]
            words = [str(part.value) if isinstance(part, ast.Constant) else "x" for part in parts]
            found += sentences("".join(words))
    return found


def helps() -> list[str]:
    """The help of every command and option."""
    import typer

    from scisynth.cli.main import app

    def walk(command):
        yield command.help or ""
        yield from (getattr(item, "help", "") or "" for item in command.params)
        for below in getattr(command, "commands", {}).values():
            yield from walk(below)

    return [one for text in walk(typer.main.get_command(app)) for one in sentences(re.sub(r"\n\n.*", "", text))]


@pytest.mark.parametrize(
    ("name", "gather"),
    [
        ("README", lambda: sentences((ROOT / "README.md").read_text())),
        ("docs", lambda: [one for path in (ROOT / "docs").rglob("*.md") for one in sentences(path.read_text())]),
        ("errors", errors),
        ("help", helps),
    ],
)
def test_sentences_are_short(name, gather):
    found = gather()
    long = [one for one in found if len(one.split()) > MAX_WORDS]
    assert found and len(long) <= (1 - SHORT_ENOUGH) * len(found), (
        f"{name}: {len(long)} of {len(found)} sentences have more than {MAX_WORDS} words:\n" + "\n".join(long[:20])
    )


def test_names_in_backticks_exist():
    """A function or module that was renamed is renamed in texts too, where it stands without its package."""
    files = [*SOURCE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").glob("*.py")]
    known = {part for path in files for part in path.with_suffix("").parts}
    known |= {word for path in files for word in re.findall(r"\w+", re.sub(r"`[^`\n]*`", "", path.read_text()))}
    pages = [page for page in PAGES if page.suffix == ".md"]
    stale = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in [*SOURCE.rglob("*.py"), *pages]
        for name in re.findall(r"`([a-z]\w*(?:\.\w+)*)(?:\(\))?`", path.read_text())
        if any("_" in part and part not in known | FOREIGN for part in name.split("."))
    ]
    assert not stale, stale
