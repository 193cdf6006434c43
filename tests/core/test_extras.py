"""What is installed is known before work begins, and the documents name what is really there."""

import re
import subprocess
import sys
import tomllib
from email.message import Message
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scisynth.cli import doctor_checks as doctor
from scisynth.cli.main import app
from scisynth.core import extras
from scisynth.core.errors import MissingExtraError
from scisynth.core.weights import PACKAGED
from scisynth.figures.families.registry import families_of, image_types

ROOT = Path(__file__).parents[2]


def invoke(*arguments, code=0):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output + str(result.exception)
    return result


def without(monkeypatch, *modules):
    """As if some packages were not installed."""
    real = extras.find_spec
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name in modules else real(name))


def test_the_table_is_that_of_the_package():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    del declared["dev"]
    assert {extra: set(packages.values()) for extra, packages in extras.EXTRAS.items()} == {
        extra: {re.match(r"[\w-]+", requirement)[0] for requirement in requirements}
        for extra, requirements in declared.items()
    }


@pytest.mark.parametrize(
    ("module", "extra"),
    [("torch", "models"), ("matplotlib", "figures"), ("openai", "api"), ("uvicorn", "people"), ("vl_convert", "figures"), ("yaml", "")],
)  # fmt: skip
def test_a_module_leads_to_its_extra(module, extra):
    assert extras.extra_of(module) == extra


def test_the_help_does_not_load_what_reads_versions():
    """It takes a fifth of the time of `scisynth --help`."""
    code = "import sys, scisynth.cli.main; assert 'importlib.metadata' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_require_passes_or_says_the_command(monkeypatch):
    extras.require("api", "a model")
    without(monkeypatch, "openai")
    with pytest.raises(MissingExtraError, match=r"a model needs .* pip install 'scisynth\[api\]'$"):
        extras.require("api", "a model")


CASES = {
    "demo": (("matplotlib",), ["demo"], "report"),
    "people": (("starlette",), ["judge", "people", "--data", "gone.parquet"], "people"),
    "bench": (("openai",), ["bench", "science-t2i", "--judge", "api:m", "--num", "1"], "api"),
    "figure judge": (("openai",), ["bench", "scigenbench", "--judge", "api:m", "--num", "1"], "api"),
    "families": (("rdkit",), ["bench", "scigenbench", "--num", "1"], "figures"),
    "exam": (("rdkit",), ["bench", "scigenbench", "--data", "x.json", "--generator", "folder:f", "--judge", "api:m", "--exam", "1"], "figures"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_missing_extra_is_said_before_anything_is_made(monkeypatch, tmp_path, case):
    missing, arguments, extra = CASES[case]
    without(monkeypatch, *missing)
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    result = invoke(*arguments, "--out", tmp_path / "out", code=2)
    assert result.stderr.count("\n") == 1 and f"pip install 'scisynth[{extra}]'" in result.stderr
    assert not (tmp_path / "out").exists()


def test_doctor_knows_every_model_of_the_package_and_every_extra():
    assert set(doctor.WEIGHTS) == {path.name for path in PACKAGED.iterdir() if (path / "README.md").is_file()}
    checks = {check["name"]: check for check in doctor.examine()["checks"]}
    assert {*doctor.WEIGHTS, *(f"extra [{extra}]" for extra in extras.EXTRAS), "4-bit base models"} <= checks.keys()
    assert all(checks[name]["ok"] for name in doctor.WEIGHTS)
    assert any("Chinese" in name for name in checks)


def test_doctor_finds_extras_and_models_that_came_later(monkeypatch, tmp_path):
    requirements = ["openai>=2; extra == 'api'", "some-engine>=1; extra == 'engine'", "pytest>=8; extra == 'dev'"]
    monkeypatch.setattr("importlib.metadata.requires", lambda name: requirements)
    later = Message()
    for extra in ("api", "dev", "engine"):
        later["Provides-Extra"] = extra
    monkeypatch.setattr("importlib.metadata.metadata", lambda name: later)
    (tmp_path / "lab-student").mkdir()
    (tmp_path / "lab-student" / "README.md").write_text("# lab-student\n")
    monkeypatch.setattr(doctor, "PACKAGED", tmp_path)
    checks = {check["name"]: check for check in doctor.examine()["checks"]}
    assert checks["extra [engine]"]["found"] == "no some-engine" and not checks["extra [engine]"]["ok"]
    assert "lab-student" in checks and "extra [dev]" not in checks and set(doctor.WEIGHTS) <= checks.keys()


def test_the_documents_name_all_models_and_count_the_families():
    lab = (ROOT / "docs" / "concepts" / "lab.md").read_text()
    assert all(f"| `{name}` |" in lab and f"`scisynth lab build {name}`" in lab for name in doctor.WEIGHTS)
    num = sum(len(families_of(kind)) for kind in image_types())
    (promised,) = re.findall(r"more than (\d+) families", (ROOT / "README.md").read_text())
    assert int(promised) < num <= int(promised) + 50, "a round number below, so that not every family changes it"


def test_the_version_is_that_of_the_package():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert invoke("--version").stdout == f"scisynth {declared}\n"
    assert "--version" in invoke("--help").stdout and "scisynth demo" in invoke("--help").stdout


def test_the_manifest_of_a_run_is_a_config(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    invoke("tuples", "build", "--num", 8, "--seed", 4, "--out", "first")
    result = invoke("tuples", "build", "--config", "first/manifest.json", "--seed", 4, "--out", "second")
    assert "a run of `tuples build` with --seed 4" in result.stderr
    tables = [Path(name, "tuples", "train.parquet").read_bytes() for name in ("first", "second")]
    assert tables[0] == tables[1]
    result = invoke("judge", "two-choice", "--config", "first/manifest.json", "--out", "third", code=2)
    assert "unknown setting" in result.stderr and not Path("third").exists()
