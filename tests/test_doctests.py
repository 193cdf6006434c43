"""Every example in a docstring is run and gives what it says."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import scisynth

ROOT = Path(scisynth.__file__).parent
MODULES = sorted(
    "scisynth." + ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in ROOT.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name):
    found = doctest.testmod(import_module(name))
    assert found.attempted and not found.failed


def test_there_are_examples():
    assert len(MODULES) >= 20
