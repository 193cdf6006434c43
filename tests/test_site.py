"""The documentation as a site: it builds without a warning, its reference has every verb, and its numbers are those of the code."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import typer

from scisynth.cli.main import app
from scisynth.core.weights import PACKAGED
from scisynth.figures.families.registry import image_types
from scisynth.science.laws import LAW_NAMES, load_laws

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NUMBER_WORDS = {"five": 5, "sixteen": 16}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    pytest.importorskip("material", reason="mkdocs-material is not installed: no site")
    pytest.importorskip("mkdocstrings", reason="mkdocstrings is not installed: no site")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout[-3000:] + built.stderr[-3000:]
    return folder


def verbs(group, path=()):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from verbs(command, (*path, name))
        elif not command.hidden:
            yield " ".join((*path, name)), command


def test_the_site_builds_without_a_warning_and_lists_every_option(site):
    page = (site / "reference" / "cli" / "index.html").read_text(encoding="utf-8")
    for name, command in verbs(typer.main.get_command(app)):
        assert f'<h2 id="scisynth-{name.replace(" ", "-")}"' in page, name
        section = page.split(f'<h2 id="scisynth-{name.replace(" ", "-")}"')[1].split("<h2 ")[0]
        for item in command.params:
            if item.param_type_name == "option" and not item.hidden:
                assert f"<code>{item.opts[0]}</code>" in section, (name, item.opts)


def test_every_field_of_a_run_is_in_the_reference_of_settings(site):
    from scisynth.pipelines.alignment.config import SftRunConfig
    from scisynth.pipelines.reward.config import RewardRunConfig
    from scisynth.pipelines.science_t2i.run import BenchConfig
    from scisynth.pipelines.scigenbench.config import FigureBenchConfig

    page = (site / "reference" / "config" / "index.html").read_text(encoding="utf-8")
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        from site_hooks import CONFIG_OF
    finally:
        sys.path.pop(0)
    for name in CONFIG_OF.values():
        assert f'<h2 id="{name.lower()}"' in page, f"CONFIG_OF of docs/site_hooks.py: no settings class {name}"
    for config in (SftRunConfig, RewardRunConfig, BenchConfig, FigureBenchConfig):
        assert f'id="{config.__name__.lower()}"' in page
        for name in config.model_fields:
            assert f"<td><code>{name}</code></td>" in page, (config.__name__, name)


def stated(pattern):
    """Every number that README and the pages state before these words."""
    for path in PAGES:
        for number in re.findall(rf"(\w+) {pattern}", path.read_text(encoding="utf-8")):
            value = NUMBER_WORDS.get(number.lower(), int(number) if number.isdigit() else None)
            if value is not None:
                yield path.name, value


@pytest.mark.parametrize(
    ("pattern", "count", "least"),
    [
        # The paper's, and those with the extended ones.
        (r"laws\b", lambda: {len(LAW_NAMES), len(load_laws())}, 2),
        (r"image types\b", lambda: {len(image_types())}, 1),
        (r"packaged models\b", lambda: {sum((path / "README.md").is_file() for path in PACKAGED.iterdir())}, 1),
    ],
    ids=["laws", "image types", "packaged models"],
)
def test_a_number_that_the_code_knows_is_right_on_every_page(pattern, count, least):
    found = list(stated(pattern))
    assert len(found) >= least
    assert {number for _, number in found} == count(), found


def test_the_address_of_the_project_is_stated_once_and_used_everywhere():
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["urls"]
    assert urls["Source"] in (ROOT / "mkdocs.yml").read_text() and urls["Source"] in (ROOT / "CITATION.cff").read_text()
    for path in PAGES:
        for link in re.findall(r"https://(?:raw\.githubusercontent|github)\.com/scisynth/[^)\s]+", path.read_text()):
            inside = re.sub(r".*?/(?:blob/|tree/)?main/", "", link).partition("#")[0]
            assert link == urls["Source"] or (ROOT / inside).exists(), f"{path.name}: {link}"


def test_every_image_and_link_of_the_readme_is_absolute():
    """The index shows README without the repository around it."""
    links = re.findall(r"\]\(([^)]+)\)", (ROOT / "README.md").read_text())
    assert links and all(link.startswith(("https://", "#")) for link in links)


def test_the_image_of_the_architecture_is_that_of_the_layers(tmp_path):
    image = tmp_path / "architecture.svg"
    script = ROOT / "benchmarks" / "draw_architecture.py"
    subprocess.run([sys.executable, str(script), "--out", str(image)], check=True, cwd=tmp_path)
    stored = (ROOT / "docs" / "images" / "architecture.svg").read_bytes()
    assert image.read_bytes() == stored, "stale: run benchmarks/draw_architecture.py"
