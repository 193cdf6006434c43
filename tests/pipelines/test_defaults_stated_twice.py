"""A default that stands in two places must be the same in both: a change of one would be half a change."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

import scisynth
from scisynth.alignment.config import OftConfig, SftConfig
from scisynth.core.weights import LAB_SIZE_PX
from scisynth.flow.step import KERNELS
from scisynth.lab.models.clip import LabClipConfig
from scisynth.lab.models.flux import LabFluxConfig
from scisynth.pipelines.alignment.config import OftRunConfig, SftRunConfig, lab_flux_oft, lab_flux_sft
from scisynth.pipelines.alignment.flux import science_t2i_flux
from scisynth.pipelines.demo.plan import demo_config
from scisynth.pipelines.lab.tuples import LabTuplesConfig
from scisynth.pipelines.providers.generators import ImageSettings
from scisynth.pipelines.scigenbench.config import FigureBenchConfig, ImgCoderConfig


def defaults(model):
    if hasattr(model, "model_fields"):
        return {name: field.default for name, field in model.model_fields.items() if not field.is_required()}
    return {field.name: field.default for field in fields(model)}


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
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


def test_the_labs_size_is_stated_once():
    """64 px stand in `core.weights`; all that follow import it."""
    sizes = {
        "ImageSettings": ImageSettings().side_px,
        "LabTuplesConfig": LabTuplesConfig().size_px,
        "LabClipConfig": LabClipConfig().size_px,
        "LabFluxConfig": LabFluxConfig().size_px,
        "lab_flux_sft": lab_flux_sft().size_px,
        "lab_flux_oft": lab_flux_oft().size_px,
    }
    assert set(sizes.values()) == {LAB_SIZE_PX}, sizes
    root, stated = Path(scisynth.__file__).parent, re.compile(r"^(?:\w+_)?SIZE_PX\b.*= .*\b64\b", re.MULTILINE)
    assert [path for path in root.rglob("*.py") if stated.search(path.read_text())] == [root / "core" / "weights.py"]
