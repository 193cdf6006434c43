"""Code that is no Python as it stands, since it went through a page, a notebook, a terminal or a word processor on its way.

Undone are: a notebook's magics and shell lines, prompts (`>>>`, `In [1]:`) with the output between them, line numbers, HTML entities,
typographic quotes and signs, Markdown's backslashes and fences, words before or after the code, escaped line ends, tabs and margins.
Each is tried alone and on top of the others, and is kept only where a program comes of it; a text that is Python already is left as it
is, but for a language's name in its first line and a guard whose underscores Markdown has taken. No statement is added or completed.
"""

import ast
import html
import re
import textwrap
import warnings
from collections.abc import Callable

MAX_CODE_KB = 512
MAX_FIXED_KB = 128
MAX_ENDS = 6
_LANGUAGE_LINE = re.compile(r"\s*(?:python\d?|py|ipython|matplotlib|code|python code)[ \t]*:?[ \t]*\n", re.IGNORECASE)
_SHELL = re.compile(r"\s*[!%$?]?\s*(?:pip3?|python3?|conda|apt|apt-get|npm|bash|sh|cd|ls|sudo)\s")
_MAGIC = re.compile(r"^([ \t]*)(?:[%!?$]|(?:pip3?|conda|sudo|apt-get) install\b)")
_PROMPT = re.compile(r"^[ \t]*(?:>>>|\.\.\.)(?: |$)")
_NOTEBOOK_IN = re.compile(r"^[ \t]*(?:In ?\[ ?\d* ?\]:|\.{3}:|\.{3,}:) ?")
_NUMBERED = re.compile(r"^([ \t]*)(\d{1,4})([.:|)]?[ \t]*)(?=\S|$)")
_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+\w", re.MULTILINE)
_GUARD = re.compile(r"""^if [*_]*name[*_]* *== *(["'])[*_]*main[*_]*\1 *:""", re.MULTILINE)
_OWN_NAME = re.compile(r"\bname *=[^=]|\bfor name in\b")
_CODE_LINE = re.compile(r"[=\[\]{}]|\)\s*$")
_STATEMENT = re.compile(r"[=()\[\]{}#\"']|^\s*(?:import|from|return|pass|else|try|finally|break|continue|raise)\b")
_LITERAL = re.compile(
    r"""("{3}.*?"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|\#[^\n]*)|[“”]([^“”\n]*)[“”]|[‘’]([^‘’\n]*)[‘’]""",
    re.DOTALL,
)
_SIGNS = str.maketrans(
    {
        "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ", "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "",
        "−": "-", "–": "-", "—": "-", "（": "(", "）": ")", "，": ",", "：": ":", "；": ";", "＝": "=", "【": "[", "】": "]",
    }
)  # fmt: skip
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "`": "'"})


def parsed(code: str) -> ast.Module | None:
    """The program of a text; None where it is none."""
    if len(code) > MAX_CODE_KB * 1024:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(code)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


NAMING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)
"""Parts of a program that have a name as a text."""


def bound_names(tree: ast.AST) -> set[str]:
    """Names that a program brings itself, in whatever part of it."""
    bound: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            bound.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            bound |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, NAMING) and node.name:
            bound.add(node.name)
    return bound


def is_shell(code: str) -> bool:
    """Whether a text begins with a command of a shell."""
    return _SHELL.match(code) is not None


def fixed(code: str) -> str:
    """The program that a text was meant to be; the text itself where it is Python, or where nothing helps."""
    code = _LANGUAGE_LINE.sub("", code, count=1) if _LANGUAGE_LINE.match(code) else code
    if not _OWN_NAME.search(code):
        code = _GUARD.sub('if __name__ == "__main__":', code)
    if len(code) > MAX_FIXED_KB * 1024 or parsed(code) is not None:
        return code
    # Several of them come together, as in a numbered list on a web page: what changes the text is kept for the next.
    text = code
    for fix in FIXES:
        other = fix(text)
        if other == text:
            continue
        for tried in (other, fix(code)):
            if (tree := parsed(tried)) is not None and any(not isinstance(node, ast.Pass) for node in tree.body):
                return tried
        text = other
    return code


def _magics(code: str) -> str:
    """As statements without effect, so that no line changes its number."""
    return "\n".join(_MAGIC.sub(r"\1pass  # ", line) if _MAGIC.match(line) else line for line in code.split("\n"))


def _prompts(code: str) -> str:
    """What stands after prompts; what stands without one is output."""
    lines = code.split("\n")
    full = [line for line in lines if line.strip()]
    for prompt in (_PROMPT, _NOTEBOOK_IN):
        # Else it is an example in a docstring.
        if full and (prompt.match(full[0]) or sum(prompt.match(line) is not None for line in full) * 2 > len(full)):
            return "\n".join(line[found.end() :] for line in lines if (found := prompt.match(line))) + "\n"
    return code


def _numbers(code: str) -> str:
    """Without numbers that count the lines."""
    lines = code.rstrip().split("\n")
    found = [_NUMBERED.match(line) for line in lines]
    numbers = [int(match[2]) for match in found if match]
    if len(numbers) < 2 or not all(found) or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return code
    bare = [line[match.end(2) :].lstrip(".:|)") for line, match in zip(lines, found, strict=True) if match]
    if parsed(text := textwrap.dedent("\n".join(bare) + "\n")) is not None:
        return text
    # Numbers of one and two digits before code in one column.
    column = min(match.end(3) for line, match in zip(lines, found, strict=True) if match and line[match.end(3) :])
    return "\n".join(line[column:] for line in lines) + "\n"


def _entities(code: str) -> str:
    text = re.sub(r"<br\s*/?>", "\n", code)
    return html.unescape(text) if "&" in text else text


def _signs(code: str) -> str:
    """Typographic quotes and signs outside of strings and comments."""
    pieces: list[str] = []
    end = 0
    for found in _LITERAL.finditer(code):
        pieces.append(code[end : found.start()].translate(_SIGNS))
        double, single = found[2], found[3]
        pieces.append(f'"{double}"' if double is not None else f"'{single}'" if single is not None else found[0])
        end = found.end()
    return "".join(pieces) + code[end:].translate(_SIGNS)


def _all_quotes(code: str) -> str:
    return code.translate(_SIGNS).translate(_QUOTES)


def _markdown(code: str) -> str:
    """Without fences, rules and headings between lines, and without backslashes before signs."""
    lines = [
        line for line in code.split("\n") if not re.match(r"\s*(?:`{3,}|~{3,}|\*\*[^*]+\*\*:?\s*$|-{3,}\s*$)", line)
    ]
    return re.sub(r"\\([_*\[\]#])", r"\1", "\n".join(lines))


def _escaped_lines(code: str) -> str:
    """Line ends that were written as `\\n`, in code that stands in one line."""
    if "\n" in code.strip() or code.count("\\n") < 2:
        return code
    return re.sub(r'\\([nt"\'\\])', lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), code.strip()) + "\n"


def _tabs(code: str) -> str:
    return code.expandtabs(4)


def _margins(code: str) -> str:
    """Without a margin, also where only the first line has none."""
    first, _, rest = code.lstrip("\n").partition("\n")
    text = textwrap.dedent(code)
    return (
        text
        if first[:1].isspace() or first.rstrip().endswith((":", "(", "[", "{", ","))
        else f"{first}\n{textwrap.dedent(rest)}"
    )


def _old_print(code: str) -> str:
    """Python 2."""
    return re.sub(r"^([ \t]*)print[ \t]+(?![=(])(.+)$", r"\1print(\2)", code, flags=re.MULTILINE)


def _prose(code: str) -> str:
    """From the first import on, without words after the last statement."""
    start = _IMPORT.search(code)
    before = code[: start.start()].splitlines() if start else []
    lines = (code if any(map(_CODE_LINE.search, before)) or not start else code[start.start() :]).split("\n")
    for _ in range(MAX_ENDS):
        while lines and not lines[-1].strip():
            lines.pop()
        if not lines or _STATEMENT.search(lines[-1]) or len(lines[-1].split()) < 3:
            break
        lines.pop()
    return "\n".join(lines) + "\n"


FIXES: tuple[Callable[[str], str], ...] = (
    _escaped_lines, _prompts, _numbers, _magics, _entities, _signs, _all_quotes, _markdown, _old_print, _tabs, _margins, _prose,
)  # fmt: skip
"""In the order in which they are tried."""
