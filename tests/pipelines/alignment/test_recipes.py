"""Each default of the alignment stages stands in one place, and whoever changes one is told what changes with it."""

import ast
import inspect
from pathlib import Path

import pytest
import yaml

from scisynth.alignment import config as stages
from scisynth.alignment.config import OftConfig, SftConfig
from scisynth.core.config import Config
from scisynth.pipelines.alignment import config as recipes
from scisynth.pipelines.alignment import flux

WRITTEN = yaml.safe_load((Path(__file__).parents[2] / "data" / "alignment_recipes.yaml").read_text())
TODAY = {
    "defaults": (SftConfig(), OftConfig()),
    "lab_flux": (recipes.lab_flux_sft(), recipes.lab_flux_oft()),
    "science_t2i_flux, fixed, 80gb": flux.science_t2i_flux("80gb", "fixed"),
    "science_t2i_flux, paper, 80gb": flux.science_t2i_flux("80gb", "paper"),
}


@pytest.mark.parametrize("name", TODAY)
def test_a_changed_default_is_noticed(name):
    """README and benchmarks rest on these values: change the file with the default, and measure again what it moves."""
    found = {stage: config.model_dump(mode="json") for stage, config in zip(("sft", "oft"), TODAY[name], strict=True)}
    assert found == WRITTEN[name]


def test_every_recipe_is_written_down():
    assert TODAY.keys() == WRITTEN.keys()


def restated(recipe):
    """Keywords of configs built in a recipe whose value is the field's default."""
    for call in ast.walk(ast.parse(inspect.getsource(recipe))):
        cls = getattr(stages, ast.unparse(call.func), None) if isinstance(call, ast.Call) else None
        if isinstance(cls, type) and issubclass(cls, Config):
            for keyword in call.keywords:
                is_literal = isinstance(keyword.value, ast.Constant | ast.Tuple | ast.Dict)
                if is_literal and ast.literal_eval(keyword.value) == cls.model_fields[keyword.arg].default:
                    yield f"{cls.__name__}.{keyword.arg}"


@pytest.mark.parametrize("recipe", [recipes.lab_flux_sft, recipes.lab_flux_oft, flux._fixed])
def test_a_recipe_states_only_what_differs_from_the_defaults(recipe):
    assert not list(restated(recipe))


def test_what_a_recipe_repeats_is_found():
    assert "OftConfig.window" not in restated(flux._paper) and "OftConfig.images_per_prompt" in restated(flux._paper)


def test_fields_that_both_stages_have_stand_once():
    """A field of one name in both classes is stated in their common base, or has another default in each."""
    for name in SftConfig.model_fields.keys() & OftConfig.model_fields.keys() - stages.StageConfig.model_fields.keys():
        assert SftConfig.model_fields[name].default != OftConfig.model_fields[name].default, name
