"""The packaged `lab-vlm`: a plain LLaVA folder that names what it sees and is naive in science, as its card says."""

import json

import pytest
from safetensors import safe_open
from transformers import LlavaForConditionalGeneration

from scisynth.core.weights import PACKAGED
from scisynth.pipelines.lab.vlm import check_vlm
from scisynth.prompts.write import PromptsConfig, write_prompts

FOLDER = PACKAGED / "lab-vlm"
LIMIT_BYTES = 25_000_000


def test_small_safe_and_plain():
    assert (FOLDER / "model.safetensors").stat().st_size <= LIMIT_BYTES
    assert {path.suffix for path in FOLDER.iterdir()} <= {".json", ".safetensors", ".md", ".jinja"}
    assert json.loads((FOLDER / "config.json").read_text())["architectures"] == ["LlavaForConditionalGeneration"]
    with safe_open(FOLDER / "model.safetensors", framework="pt") as weights:
        assert {weights.get_slice(name).get_dtype() for name in weights.keys()} == {"F16"}  # noqa: SIM118
    _, info = LlavaForConditionalGeneration.from_pretrained(FOLDER, output_loading_info=True)
    assert not info["missing_keys"] and not info["unexpected_keys"]


@pytest.fixture(scope="module")
def rates():
    prompt_sets = [
        item for split in ("test_S", "test_C") for item in write_prompts(PromptsConfig(num=16, split=split), 3)
    ]
    return {name: row["all"] for name, row in check_vlm(FOLDER, prompt_sets, seed=0).items()}


def test_it_names_what_it_sees(rates):
    assert rates["law"] >= 0.85 and rates["state"] >= 0.8, rates


def test_it_takes_for_true_what_people_photograph(rates):
    """A study of students has something to teach: its verdicts are wrong more often than those of a coin."""
    assert rates["agrees"] <= 0.5, rates
