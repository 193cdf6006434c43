"""A default that stands in two places must be the same in both: a change of one would be half a change."""

from dataclasses import fields

import pytest

from scisynth.alignment.config import OftConfig, SftConfig
from scisynth.flow.step import KERNELS
from scisynth.imgcoder.coder import CoderSettings
from scisynth.lab.models import judge, localizer, localizer_check
from scisynth.localizers import lab as localizer_of_the_lab
from scisynth.pipelines.alignment.config import OftRunConfig, SftRunConfig, lab_flux_oft, lab_flux_sft
from scisynth.pipelines.alignment.flux import science_t2i_flux
from scisynth.pipelines.demo.run import demo_config
from scisynth.pipelines.lab import tuples as lab_recipe
from scisynth.pipelines.providers import generators as drawing
from scisynth.pipelines.scigenbench.config import FigureBenchConfig
from scisynth.pipelines.scigenbench.imgcoder import ImgCoderConfig


def defaults(model):
    if hasattr(model, "model_fields"):
        return {name: field.default for name, field in model.model_fields.items() if not field.is_required()}
    return {field.name: field.default for field in fields(model)}


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        # Left out in the config means: what the settings say.
        (CoderSettings, ImgCoderConfig, ("temperature", "max_tokens")),
        (ImgCoderConfig, FigureBenchConfig, ("data", "num", "generator", "judge")),
        (SftRunConfig, OftRunConfig, ()),
        # Rounds are fewer and dearer than steps, so OFT saves and evaluates more often, by smaller batches.
        (SftConfig, OftConfig, ("optimizer", "micro_batch_size", "save_every", "eval_every")),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_fields_of_one_name_have_one_default(first, second, apart):
    ours, theirs = defaults(first), defaults(second)
    shared = [name for name in ours if name in theirs and name not in apart]
    assert shared
    assert {name: ours[name] for name in shared} == {name: theirs[name] for name in shared}


def test_the_demo_changes_only_the_counts_it_states_of_the_labs_recipes():
    align = demo_config().align
    assert align.sft == lab_flux_sft().replace({"max_steps": 130, "save_every": 26, "eval_every": 65})
    assert align.oft == lab_flux_oft().replace({"num_rounds": 6, "eval_every": 3})


def test_our_oft_recipe_for_flux_states_the_kernel_as_the_kernel_itself_does():
    oft = science_t2i_flux("80gb", "fixed")[1]
    assert oft.kernel == OftConfig.model_fields["kernel"].default
    assert oft.kernel_params == KERNELS[oft.kernel]


def test_the_labs_size_is_one():
    sizes = {
        "recipes.lab": lab_recipe.LAB_SIZE_PX,
        "recipes.drawing": drawing.LAB_SIZE_PX,
        "lab.judge": judge.SIZE_PX,
        "lab.localizer": localizer.SIZE_PX,
        "lab.localizer_check": localizer_check.SIZE_PX,
        "localizers.lab": localizer_of_the_lab.SIZE_PX,
    }
    assert set(sizes.values()) == {64}, sizes
