"""The command line as a whole: every option has a help, no command takes more than ten parameters, examples stand in every help."""

import inspect
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.verbs import run, run_json, verbs

from scisynth.cli.verb import Verb

VERBS = dict(verbs())
CONFIGURED = {name: command for name, command in VERBS.items() if isinstance(command, Verb)}
NEEDED = {"lab build": ["lab-clip"], "student export": ["items"], "student sft": ["items"], "student grpo": ["items"]}
"""Arguments without which a verb does not know its config."""
TESTS = Path(__file__).parents[1]
MAX_PARAMETERS = 10
MAX_WORDS = 25


def sentences(text: str):
    return [sentence for sentence in re.split(r"(?<=[.:;])\s+", text) if sentence]


@pytest.mark.parametrize("name", VERBS)
def test_every_option_has_a_help(name):
    for param in VERBS[name].params:
        assert param.help and len(param.help) > 10, param.name


@pytest.mark.parametrize("name", VERBS)
def test_no_command_takes_more_than_ten_parameters(name):
    own = inspect.unwrap(VERBS[name].callback)
    assert len(inspect.signature(own).parameters) <= MAX_PARAMETERS


@pytest.mark.parametrize("name", VERBS)
def test_every_help_has_an_example_and_short_sentences(name):
    text = VERBS[name].help
    assert f"scisynth {name}" in text or name == "doctor"
    prose = [line for line in text.splitlines() if "scisynth " not in line]
    for part in [*prose, *(param.help or "" for param in VERBS[name].params)]:
        for sentence in sentences(part):
            assert len(sentence.split()) <= MAX_WORDS, sentence


@pytest.mark.parametrize("name", CONFIGURED)
def test_a_printed_config_is_one_that_is_read(name, tmp_path):
    words = [*name.split(), *NEEDED.get(name, ())]
    text = run(*words, "--print-config").stdout
    path = tmp_path / "run.yaml"
    path.write_text(text)
    assert run(*words, "--config", path, "--print-config").stdout == text
    as_json = run_json(*words, "--config", path, "--print-config")
    manifest = {"command": name, "config": as_json, "config_digest": "", "seed": 3}
    path.write_text(json.dumps(manifest))
    result = run(*words, "--config", path, "--print-config")
    assert result.stdout == text and "--seed 3" in result.stderr, "the manifest of a run is a config, too"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["run.yaml"], "nothing is written"


HELP_OF_ALL = """
import sys
from support.verbs import verbs
assert all(command.params for name, command in verbs())
assert not {"torch", "numpy", "pydantic", "pyarrow"} & {*sys.modules}, [*sys.modules]
"""


def test_the_options_of_all_verbs_load_nothing_heavy():
    done = subprocess.run([sys.executable, "-c", HELP_OF_ALL], cwd=TESTS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]


def test_options_change_a_config_and_set_comes_last(tmp_path):
    path = tmp_path / "run.yaml"
    path.write_text("data: lab\nnum: 7\npictures: {model: lab-flux, num_steps: 3}\n")
    verb = ("bench", "science-t2i", "--config", path, "--print-config")
    found = run_json(*verb, "--num", 5, "--images", 4, "--judge", "a", "--judge", "b", "--set", "pictures.num_steps=9")
    assert (found["num"], found["judges"], found["pictures"]["num_steps"]) == (5, ["a", "b"], 9)
    assert (found["pictures"]["images_per_prompt"], found["pictures"]["model"]) == (4, "lab-flux")


def test_a_config_says_what_each_setting_means():
    text = run("imgcoder", "families", "--print-config", "--num", 3).stdout
    assert re.search(r"# Number of figures per image type\.\nnum: 3\n", text)


def test_without_a_verb_it_helps():
    assert "Usage: scisynth" in run(code=2).output


@pytest.mark.parametrize(
    ("words", "begun", "offered"),
    [
        ("imgcoder families --type", "Physics - O", "Physics - Optical Ray"),
        ("imgcoder families --families", "incline_b", "incline_block"),
        ("prompts write --law", "buoy", "buoyancy"),
        ("prompts write --split", "test", "test_S"),
        ("imgcoder draw --flow", "s", "sketch"),
        ("align oft --reward", "pick", "pickscore"),
        ("bench science-t2i", "--ju", "--judge"),
    ],
)
def test_the_shell_completes(words, begun, offered):
    done = subprocess.run(
        [sys.executable, "-c", "from scisynth.cli.main import app; app(prog_name='scisynth')"],
        env=os.environ | {"_SCISYNTH_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": f"scisynth {words} '{begun}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert offered in done.stdout, done.stderr
