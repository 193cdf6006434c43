"""The Dockerfiles, as far as they can be read without a container engine: what they copy, install and start is there."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scisynth.cli.main import app

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "docker").glob("*.Dockerfile"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_dockerfile_names_what_is_there(path):
    text = re.sub(r"^\s*#.*\n", "", path.read_text(), flags=re.M).replace("\\\n", " ")
    lines = dict(re.findall(r"^(USER|ENTRYPOINT|HEALTHCHECK|FROM) (.+)$", text, re.M))
    assert re.fullmatch(r"\S+:[\w.-]+", lines["FROM"]) and not lines["FROM"].endswith("latest")
    assert lines["USER"] != "root" and "/live" in lines["HEALTHCHECK"]
    kept = {
        line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")
    }
    for sources in re.findall(r"^COPY (.+) \S+$", text, re.M):
        for source in sources.split():
            assert (ROOT / source).exists() and source in kept, source
    extras = re.search(r"'\.\[(.+)\]'", text)[1].split(",")
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert set(extras) <= set(declared) and {"models", "serve"} <= set(extras)
    words = json.loads(lines["ENTRYPOINT"])
    assert words[0] == "scisynth" and "0.0.0.0" in words
    started = CliRunner().invoke(app, words[1:], env={"SCISYNTH_TOKEN": ""})
    assert started.exit_code == 2 and "expected a token" in started.output, "no container is open to everybody"


def test_there_is_one_for_processors_and_one_for_cards():
    assert [path.name for path in FILES] == ["cpu.Dockerfile", "cuda.Dockerfile"]
