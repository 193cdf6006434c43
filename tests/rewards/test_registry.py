"""Which reward a name stands for: by prefix, by our own field, by model type."""

import json
import shutil

import pytest
from support.tiny_rewards import write_blip, write_siglip

from scisynth.core.errors import ConfigError, ModelError
from scisynth.rewards.fused import Fused
from scisynth.rewards.info import INFO, VALIDATOR
from scisynth.rewards.registry import REWARDS, kind_of, load_reward
from scisynth.rewards.sciscore import SciScore
from scisynth.rewards.two_tower import TwoTower


def write_config(folder, **config):
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(config))
    return str(folder)


def test_every_reward_says_what_its_number_is():
    assert {*REWARDS, VALIDATOR} == INFO.keys()
    assert all(kind == info.kind and info.unit and info.note and info.source for kind, info in INFO.items())
    assert {kind for kind, info in INFO.items() if info.comparable_across_prompts} == {"siglip", "blip", VALIDATOR}


def test_the_config_tells_the_kind(tmp_path, tiny_clip):
    siglip, blip = write_siglip(tmp_path / "siglip"), write_blip(tmp_path / "blip")
    assert isinstance(load_reward(str(siglip)), TwoTower)
    assert load_reward(str(siglip)).info.kind == "siglip"
    assert isinstance(load_reward(str(blip)), Fused)
    assert load_reward(str(blip)).info.kind == "blip"
    assert isinstance(load_reward(str(tiny_clip)), SciScore)


@pytest.mark.parametrize(
    ("config", "kind"),
    [
        ({"model_type": "clip"}, "sciscore"),
        ({"model_type": "clip", "architectures": ["TrainableClip"]}, "sciscore"),
        ({"model_type": "clip", "architectures": ["CLIPModel"], "scisynth_kind": "hps"}, "hps"),
        (
            {"model_type": "blip", "architectures": ["ImageRewardModel"], "scisynth_kind": "image-reward"},
            "image-reward",
        ),
        ({"model_type": "blip", "architectures": ["BlipForImageTextRetrieval"]}, "blip"),
        ({"model_type": "siglip", "architectures": ["SiglipModel"]}, "siglip"),
    ],
)
def test_kind_of_a_folder(tmp_path, config, kind):
    assert kind_of(write_config(tmp_path / "model", **config)) == kind


def test_known_names_need_no_config():
    assert kind_of("yuvalkirstain/PickScore_v1") == "pickscore"
    assert kind_of("Jialuo21/SciScore") == kind_of("lab-sciscore") == "sciscore"
    assert kind_of("lab-clip") == "clip"


def test_a_run_folder_is_a_sciscore(tmp_path, tiny_clip):
    shutil.copytree(tiny_clip, tmp_path / "run" / "reward")
    assert kind_of(str(tmp_path / "run")) == "sciscore"


@pytest.mark.parametrize(
    ("config", "hint"),
    [
        ({"model_type": "blip", "architectures": ["BlipForConditionalGeneration"]}, "did you mean 'blip'"),
        ({"model_type": "siglip2", "architectures": ["Siglip2Model"]}, "did you mean 'siglip'"),
        ({"model_type": "gpt"}, "known: blip, blip-itc, clip"),
        ({}, "known: blip, blip-itc, clip"),
    ],
)
def test_a_config_that_does_not_tell(tmp_path, config, hint):
    with pytest.raises(ConfigError, match=rf"cannot tell which reward this is.*write KIND:.*{hint}"):
        load_reward(write_config(tmp_path / "model", **config))


def test_a_field_of_another_version_is_an_unknown_kind(tmp_path):
    with pytest.raises(ConfigError, match=r"unknown reward 'hpz' .*did you mean 'hps'"):
        load_reward(write_config(tmp_path / "model", model_type="clip", scisynth_kind="hpz"))


def test_a_prefix_is_believed_and_checked(tmp_path, tiny_clip):
    assert load_reward(f"pickscore:{tiny_clip}").info.kind == "pickscore"
    with pytest.raises(ModelError, match="expected a SigLIP checkpoint, got model type 'clip'"):
        load_reward(f"siglip:{tiny_clip}")
    with pytest.raises(ModelError, match="no such model folder"):
        load_reward("no-such-model")
    with pytest.raises(ModelError, match=r"config\.json"):
        load_reward(str(tmp_path))


def test_a_name_leads_back_to_its_reward(tmp_path):
    blip = write_blip(tmp_path / "blip")
    for name in (f"blip-itc:{blip}", f"blip:{blip}"):
        reward = load_reward(name)
        assert load_reward(reward.name).info == reward.info
