"""The package's shape, checked: layers import downward only, files stay small, the library never prints."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src" / "scisynth"
LAYERS = (
    ("core",),
    ("stats", "web"),
    ("training", "science", "flow", "clients"),
    ("backbones", "grading"),
    ("figures",),
    ("sandbox", "instruments"),
    (
        "prompts",
        "tuples",
        "lab",
        "rewards",
        "localizers",
        "generators",
        "alignment",
        "imgcoder",
        "judges",
        "curation",
        "students",
        "reports",
    ),
    ("pipelines",),
    ("api", "serve"),
    ("cli",),
)
"""Packages of one layer never import each other; `grading` stands above `clients` since it asks models, too."""
RANK = {package: rank for rank, packages in enumerate(LAYERS) for package in packages}
SOFT_LINES = 400
LONGER_FILES = {}
"""Files above the soft size that are better whole, with the reason: {"figures/parts/math.py": "why"}."""
FILES = sorted(ROOT.rglob("*.py"))
INSIDE = [path for path in FILES if path.parent != ROOT]
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))


def package_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def imported_names(tree: ast.AST) -> set[str]:
    """Everything of scisynth that is imported, for type checking, too, with its dotted name."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            assert not node.level, "relative imports hide the layer"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name for name in found if name.startswith("scisynth.") and name != "scisynth.__version__"}


def imported_packages(tree: ast.AST) -> set[str]:
    return {name.split(".")[1] for name in imported_names(tree)}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")


def test_every_package_has_a_layer():
    assert {package_of(path) for path in INSIDE} == {*RANK, "weights"}


def test_no_modules_import_each_other_in_a_circle():
    modules = {module_name(path): path for path in FILES}
    imports = {
        name: {
            full if full in modules else full.rpartition(".")[0] for full in imported_names(ast.parse(path.read_text()))
        }
        - {name}
        for name, path in modules.items()
    }
    # What imports nothing that is left cannot be part of a circle; what remains in the end is one.
    while free := {name for name, others in imports.items() if not others & imports.keys()}:
        for name in free:
            del imports[name]
    assert not imports, sorted(imports)


def test_no_folder_holds_more_than_twenty_modules():
    folders = Counter(path.parent for path in INSIDE if path.name != "__init__.py")
    assert {str(folder.relative_to(ROOT)): num for folder, num in folders.items() if num > 20} == {}


def test_every_file_of_tests_has_a_name_of_its_own():
    """pytest imports them by their bare names, and refuses the second one of a name."""
    names = Counter(path.name for path in Path(__file__).parent.rglob("test_*.py"))
    assert [name for name, num in names.items() if num > 1] == []


@pytest.mark.parametrize("path", INSIDE, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down(path):
    own = package_of(path)
    for other in imported_packages(ast.parse(path.read_text())) - {own}:
        assert RANK[other] < RANK[own], f"{own} (layer {RANK[own]}) imports {other} (layer {RANK[other]})"


def test_files_beyond_the_soft_size_are_named_with_a_reason():
    """Where a file is better whole, name it in `LONGER_FILES`; ruff's C901 limits the complexity of functions."""
    long = {str(path.relative_to(ROOT)) for path in FILES if path.read_text().count("\n") > SOFT_LINES}
    assert long == LONGER_FILES.keys()
    assert all(LONGER_FILES.values())


@each_file
def test_no_print_and_no_broad_except(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"print", "exec", "eval"}, f"line {node.lineno}"
        if isinstance(node, ast.ExceptHandler):
            broad = node.type is None or (
                isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}
            )
            assert not broad, f"line {node.lineno}: name the errors"


@each_file
def test_every_module_teaches(path):
    assert ast.get_docstring(ast.parse(path.read_text())), "a module opens with what it is about"


@each_file
def test_no_unsafe_loading(path):
    text = path.read_text()
    assert "trust_remote_code=True" not in text and "import pickle" not in text
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("torch.load"):
            # Published rewards are pickles; the converter reads their tensors and nothing else.
            given = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
            assert path.name == "convert.py" and given.get("weights_only") == "True", f"line {node.lineno}"


def test_importing_scisynth_and_its_help_load_no_torch():
    code = (
        "import sys, scisynth, scisynth.cli.main, scisynth.core.records, scisynth.science.rules, scisynth.lab.render;"
        "heavy = {'torch', 'transformers', 'datasets', 'matplotlib', 'pyarrow'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_config_field_is_read():
    """A setting nobody reads is a promise nobody keeps."""
    from scisynth.core.config import Config
    from scisynth.pipelines.lab import weights  # noqa: F401  importing them defines every config

    def below(cls):
        return [cls, *(found for sub in cls.__subclasses__() for found in below(sub))]

    nodes = (node for path in FILES for node in ast.walk(ast.parse(path.read_text())))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    for cls in below(Config)[1:]:
        if cls.__module__.startswith("scisynth"):
            unread = set(cls.model_fields) - attributes
            assert not unread, f"{cls.__name__}: {unread}"


def test_contributing_tells_the_layers_and_places_of_today():
    text = (ROOT.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \|", text, re.MULTILINE)
    assert [tuple(re.findall(r"`(\w+)`", packages)) for _, packages in rows] == list(LAYERS)
    assert [int(number) for number, _ in rows] == list(range(len(LAYERS)))
    costs = text.partition("## What it costs to add one")[2].partition("## The shape")[0]
    places = [place for place in re.findall(r"`([\w/.]+)`", costs) if place.partition("/")[0] in RANK]
    assert len(places) >= 10
    assert [place for place in places if not (ROOT / place).exists()] == []


WRITTEN = [
    *FILES,
    *(ROOT.parents[1] / "docs").rglob("*.md"),
    *(ROOT.parents[1] / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
]
DOTTED = re.compile(rf"`(?:scisynth\.)?((?:{'|'.join(RANK)})(?:\.\w+)+)(?:\(\))?`")
PLACE = re.compile(r"(?<![\w./-])((?:src/scisynth|tests|benchmarks|docs)/[\w./-]+\.(?:py|md|yaml|json|txt))\b")
ENDINGS = (".py", ".md", ".json", ".jsonl", ".yaml", ".png", ".html", ".txt", ".csv")


def defined_in(path: Path) -> set[str]:
    """Names that a module has at its top level."""
    found: set[str] = set()
    for node in ast.parse(path.read_text()).body:
        found |= {node.name} if hasattr(node, "name") else set()
        found |= {alias.asname or alias.name for alias in node.names} if isinstance(node, ast.ImportFrom) else set()
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        found |= {inner.id for target in targets for inner in ast.walk(target) if isinstance(inner, ast.Name)}
    return found


def leads_somewhere(name: str, modules: dict[str, Path]) -> bool:
    """Whether `figures.labels.text` is a module, or `clients.record.Record` a name in one."""
    parts = name.split(".")
    known = next((size for size in range(len(parts), 0, -1) if ".".join(parts[:size]) in modules), 0)
    return known == len(parts) or (known > 0 and parts[known] in defined_in(modules[".".join(parts[:known])]))


def test_modules_and_files_that_texts_name_are_there():
    """What moves takes its name in docstrings, comments and documents along."""
    modules = {module_name(path).removeprefix("scisynth."): path for path in FILES}
    lost = []
    for path in WRITTEN:
        text = path.read_text()
        names = {name for name in DOTTED.findall(text) if not name.endswith(ENDINGS)}
        lost += [f"{path.name}: {name}" for name in names if not leads_somewhere(name, modules)]
        places = {place for place in PLACE.findall(text) if not (ROOT.parents[1] / place).exists()}
        lost += [f"{path.name}: {place}" for place in places if not (path.parent / place).exists()]
    assert lost == []
