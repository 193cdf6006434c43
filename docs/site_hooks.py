"""Hooks of the site: the reference of commands and of settings is written from the code each time the site is built.

    reference/cli.md      every verb of the Typer app with its arguments, options, defaults and examples
    reference/config.md   every settings class with its fields, types, defaults and their docstrings

Settings are read with `ast`, so that no torch is loaded. Nothing that is written here is kept in the repository.
"""

import ast
import html
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from typer.main import get_command

SOURCE = Path(__file__).parents[1] / "src" / "scisynth"
CLI_HEAD = """# Commands

Every verb takes `--help`. Verbs that compute take `--json` (one JSON object on stdout, messages on stderr), `--out`, `--seed`,
`--config FILE` and `--set KEY=VALUE`; the settings are listed under [Settings](config.md).

| exit code | means |
|---|---|
| 0 | success |
| 2 | a mistake in the input: one line says what was expected, what came and what to do |
| 3 | finished, but some items failed; each has a reason |
| 4 | a gate (`--fail-under`, `--baseline`) was not met |
| 130 | interrupted; the same command resumes |
"""
CONFIG_HEAD = """# Settings

A run is decided by one settings object. `--config FILE` reads it from YAML or JSON, or from the `manifest.json` of an earlier run.
`--set a.b=value` changes one field, and `--set` is applied last. An unknown key is an error that names the nearest known one.
Annotated files for real runs are in [examples/](https://github.com/scisynth/scisynth/tree/main/examples).

| verb | settings |
|---|---|
"""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the generated pages."""
    for name, text in (("reference/cli.md", cli_page()), ("reference/config.md", config_page())):
        files.append(File.generated(config, name, content=text))
    return files


def cli_page() -> str:
    """The page of all verbs, as Markdown."""
    from scisynth.cli.main import app

    parts = [CLI_HEAD]
    for words, command in _verbs(get_command(app)):
        parts.append(_verb(words, command))
    return "\n".join(parts)


def _verbs(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _verbs(command, (*path, name))
        elif not command.hidden:
            yield (*path, name), command


def _config_of() -> dict[str, str]:
    from scisynth.cli.main import app

    named = {" ".join(words): getattr(command.callback, "config", "") for words, command in _verbs(get_command(app))}
    return {verb: config.rpartition(":")[2] for verb, config in named.items() if config}


CONFIG_OF = _config_of()
"""Which settings class a verb takes with `--config` and `--set`, by name."""


def _verb(words: tuple[str, ...], command: Any) -> str:
    name = " ".join(words)
    arguments = [item for item in command.params if item.param_type_name == "argument"]
    options = [item for item in command.params if item.param_type_name == "option" and not item.hidden]
    usage = " ".join(["scisynth", name, *(_argument(item) for item in arguments), "[OPTIONS]"])
    lines = [f"## scisynth {name}", "", f"```text\n{usage}\n```", "", _help(command.help or ""), ""]
    if name in CONFIG_OF:
        lines += [f"Settings: [{CONFIG_OF[name]}](config.md#{CONFIG_OF[name].lower()}).", ""]
    panels: dict[str, list[Any]] = {}
    for item in arguments:
        panels.setdefault("argument", []).append(item)
    for item in options:
        panels.setdefault(getattr(item, "rich_help_panel", None) or "option", []).append(item)
    for panel, items in panels.items():
        lines += [f"| {panel.lower()} | default | |", "|---|---|---|", *(_row(item) for item in items), ""]
    return "\n".join(lines)


def _argument(item: Any) -> str:
    name = str(item.name).upper() + ("..." if item.nargs == -1 else "")
    return name if item.required else f"[{name}]"


def _help(text: str) -> str:
    """Paragraphs as they are; lines that are commands become blocks of code."""
    parts = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in paragraph.replace("\b", "").splitlines() if line.strip()]
        if lines and all(line.startswith("scisynth ") for line in lines):
            parts.append("```text\n" + "\n".join(lines) + "\n```")
        else:
            parts.append(_escape(" ".join(lines), bar=False))
    return "\n\n".join(parts)


def _row(item: Any) -> str:
    names = ", ".join(f"`{name}`" for name in item.opts) if item.param_type_name == "option" else f"`{item.name}`"
    metavar = item.metavar or ("" if getattr(item, "is_flag", False) else _kind(item.type_descriptor.annotation))
    if metavar and item.param_type_name == "option":
        names += f" `{metavar}`"
    # Square brackets are escaped in the help of the terminal, and a default that a settings class gives stands at its end.
    text, _, given = (item.help or "").replace("\\[", "[").partition(" [default: ")
    shown = getattr(item, "show_default", None) if not given else f"`{given.removesuffix(']')}`"
    default = "required" if item.required else shown if isinstance(shown, str) else _default(item.default)
    return f"| {_escape(names)} | {_escape(default)} | {_escape(text)} |"


def _kind(annotation: Any) -> str:
    """`fixed|paper` of a Literal, the values of an enum, `PATH` of a path, `TEXT` of anything else."""
    if get_origin(annotation) in (list, tuple) and get_args(annotation):
        return _kind(get_args(annotation)[0])
    if get_origin(annotation) is Literal:
        return "|".join(map(str, get_args(annotation)))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return "|".join(str(item.value) for item in annotation)
    return {"Path": "PATH", "int": "N", "float": "NUMBER"}.get(getattr(annotation, "__name__", ""), "TEXT")


def _default(value: Any) -> str:
    if value is None or value == () or value is False or callable(value):
        return ""
    return f"`{value}`"


def _escape(text: str, *, bar: bool = True) -> str:
    """Text for a cell of a table: no line break, no bar, and no tags but those in code."""
    text = " ".join(text.split())
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(_escape_piece(piece, bar) for piece in pieces)


def _escape_piece(piece: str, bar: bool) -> str:
    if not piece.startswith("`"):
        piece = piece.replace("<", "&lt;").replace("*", "\\*")
        piece = re.sub(r"(?<![\w-])--[a-z][a-z-]*", r"`\g<0>`", piece)
        return piece.replace("|", "\\|") if bar else piece
    if bar and "|" in piece:
        # Within backticks a backslash before a bar would be shown.
        return f"<code>{html.escape(piece.strip('`')).replace('|', '&#124;')}</code>"
    return piece


@dataclass(frozen=True, kw_only=True)
class Settings:
    """A settings class as it stands in the source."""

    name: str
    module: str
    bases: tuple[str, ...]
    doc: str
    fields: tuple[tuple[str, str, str, str], ...]
    """Name, type, default and docstring of each."""


def config_page() -> str:
    """The page of all settings, as Markdown; a name of `CONFIG_OF` that is no class is left out, and a test tells."""
    found = settings_classes()
    rows = [
        f"| `{verb}` | [{name}](#{found[name].name.lower()}) |" for verb, name in CONFIG_OF.items() if name in found
    ]
    parts = [CONFIG_HEAD + "\n".join(rows) + "\n"]
    order = sorted(found.values(), key=lambda item: (item.name not in CONFIG_OF.values(), item.module, item.name))
    return "\n".join([*parts, *(_settings(item, found) for item in order)])


def settings_classes() -> dict[str, Settings]:
    """Every class of the package that derives from `Config`, by name."""
    classes = {}
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
    constants = _constants(trees.values())
    for path, tree in trees.items():
        module = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                classes[node.name] = _read_class(node, module, constants | _constants([tree]))
    found = {"Config": classes["Config"]}
    while more := {
        name: item for name, item in classes.items() if name not in found and any(base in found for base in item.bases)
    }:
        found |= more
    return {name: item for name, item in found.items() if name != "Config" and (item.fields or len(item.bases) > 1)}


def all_fields(item: Settings, found: dict[str, Settings]) -> list[tuple[str, str, str, str]]:
    """Fields of a class and of those that it derives from; its own first, each name once."""
    fields = {row[0]: row for row in item.fields}
    for base in item.bases:
        if base in found:
            fields = {**{row[0]: row for row in all_fields(found[base], found)}, **fields}
    own = [row[0] for row in item.fields]
    return [fields[name] for name in [*own, *(name for name in fields if name not in own)]]


def _constants(trees: Iterable[ast.Module]) -> dict[str, str]:
    """Values of the constants that are the same in every module that has one of the name: `LAB` is `'lab'`."""
    found: dict[str, set[str]] = {}
    for node in itertools.chain.from_iterable(tree.body for tree in trees):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name | ast.Tuple):
            target, value = node.targets[0], node.value
            is_pair = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
            pairs = zip(target.elts, value.elts, strict=True) if is_pair else [(target, value)]  # type: ignore[union-attr]
            for name, given in pairs:
                if isinstance(name, ast.Name) and isinstance(given, ast.Constant):
                    found.setdefault(name.id, set()).add(repr(given.value))
    return {name: values.pop() for name, values in found.items() if len(values) == 1}


def _read_class(node: ast.ClassDef, module: str, constants: dict[str, str]) -> Settings:
    fields = []
    for item, after in zip(node.body, [*node.body[1:], None], strict=True):
        is_field = isinstance(item, ast.AnnAssign) and not ast.unparse(item.annotation).startswith("ClassVar")
        if is_field and isinstance(item.target, ast.Name):
            doc = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
            default = "required" if item.value is None else _plain_default(ast.unparse(item.value))
            default = re.sub(r"\b[A-Z][A-Z_]+\b", lambda name: constants.get(name[0], name[0]), default)
            fields.append((item.target.id, ast.unparse(item.annotation), default, str(doc)))
    bases = tuple(ast.unparse(base) for base in node.bases)
    return Settings(name=node.name, module=module, bases=bases, doc=ast.get_docstring(node) or "", fields=tuple(fields))


def _plain_default(text: str) -> str:
    """`Field(80, gt=0)` is 80."""
    if not text.startswith("Field("):
        return text
    call = ast.parse(text, mode="eval").body
    assert isinstance(call, ast.Call)
    named = {word.arg: ast.unparse(word.value) for word in call.keywords}
    if call.args:
        return ast.unparse(call.args[0])
    return named.get("default", f"{named['default_factory']}()" if "default_factory" in named else "required")


def _settings(item: Settings, found: dict[str, Settings]) -> str:
    lines = [f"## {item.name}", "", f"`{item.module}`. {_escape(item.doc, bar=False)}", ""]
    lines += ["| field | type | default | |", "|---|---|---|---|"]
    for name, kind, default, doc in all_fields(item, found):
        shown = "required" if default == "required" else f"`{default}`"
        links = " ".join(
            f"See [{word}](#{word.lower()})." for word in dict.fromkeys(re.findall(r"\w+", kind)) if word in found
        )
        lines.append(f"| `{name}` | {_escape(f'`{kind}`')} | {_escape(shown)} | {_escape(f'{doc} {links}')} |")
    return "\n".join([*lines, ""])
