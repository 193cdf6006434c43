"""Every reward by name: `KIND:MODEL`, or a model alone when its config tells the kind.

sciscore:lab-sciscore                     sciscore:Jialuo21/SciScore
clip:openai/clip-vit-large-patch14        pickscore:yuvalkirstain/PickScore_v1
siglip:google/siglip-so400m-patch14-384   blip:Salesforce/blip-itm-large-coco       blip-itc: the same checkpoints
hps:FOLDER                                image-reward:FOLDER                       made by `convert_checkpoint`
validator:hrtem                           any of `scisynth instruments list`        no model: what of the prompt the pixels support

http://HOST:PORT                          a reward that `scisynth serve` runs elsewhere (`rewards.remote.reward`)
package.module:NAME, file.py:NAME         a reward of your own (`rewards.outside`); or the name of an entry point

What the number of each means stands in `scisynth.rewards.info`, and in the `info` of the reward.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from transformers import PreTrainedConfig

from scisynth.core.errors import ConfigError, nearest
from scisynth.core.hub import is_hub_id, split_revision
from scisynth.core.plugins.references import is_known, registered
from scisynth.core.protocols import Reward
from scisynth.rewards.blip import load_blip_matcher, load_blip_towers
from scisynth.rewards.checkpoint import CONFIG, opening
from scisynth.rewards.clip import load_clip_towers, load_hps_towers
from scisynth.rewards.convert import KIND_FIELD
from scisynth.rewards.fused import Fused, FusedModel
from scisynth.rewards.image_reward import load_image_reward
from scisynth.rewards.info import INFO, VALIDATOR
from scisynth.rewards.outside import REWARD, outside_reward
from scisynth.rewards.remote.reward import RemoteReward
from scisynth.rewards.remote.servers import PREFIXES
from scisynth.rewards.sciscore import SciScore
from scisynth.rewards.siglip import load_siglip_towers
from scisynth.rewards.two_tower import Towers, TwoTower


def _two_tower(kind: str, load: Callable[..., Towers], model: str, *, revision: str | None = None) -> Reward:
    return TwoTower(load(model, revision=revision), name=_name(kind, model), info=INFO[kind])


def _fused(kind: str, load: Callable[..., FusedModel], model: str, *, revision: str | None = None) -> Reward:
    return Fused(load(model, revision=revision), name=_name(kind, model), info=INFO[kind])


def _name(kind: str, model: str) -> str:
    """The shortest name that leads back here: the matching and the contrastive half of one BLIP must not look alike."""
    return f"{kind}:{model}" if kind == "blip-itc" else model


REWARDS: Mapping[str, Callable[..., Reward]] = {
    "sciscore": SciScore.from_pretrained,
    "clip": partial(_two_tower, "clip", load_clip_towers),
    "pickscore": partial(_two_tower, "pickscore", load_clip_towers),
    "hps": partial(_two_tower, "hps", load_hps_towers),
    "siglip": partial(_two_tower, "siglip", load_siglip_towers),
    "blip": partial(_fused, "blip", load_blip_matcher),
    "blip-itc": partial(_two_tower, "blip-itc", load_blip_towers),
    "image-reward": partial(_fused, "image-reward", load_image_reward),
}
KNOWN = {"Jialuo21/SciScore": "sciscore", "yuvalkirstain/PickScore_v1": "pickscore", "lab-clip": "clip"}
"""Models whose config says only that they are a CLIP."""
ARCHITECTURES = {"SiglipModel": "siglip", "BlipForImageTextRetrieval": "blip"}


def load_reward(name: str) -> Reward:
    """The reward that a `KIND:MODEL` or a model name stands for.

    Args:
        name: MODEL is a packaged name, a folder, a run folder or a hub id, which `@REVISION` pins; the kind is read from its
            config when left out.

    Raises:
        ConfigError: the kind is unknown, or the config does not tell it.
        ModelError: the checkpoint is missing, broken, or of another kind than was asked for; or no server answers.
    """
    if name.startswith(PREFIXES):
        return RemoteReward(name)
    kind, separator, model = name.partition(":")
    if separator and kind == VALIDATOR:
        # Instruments bring much along that no other reward needs.
        from scisynth.rewards.measured.validator import ValidatorReward

        return ValidatorReward(model)
    if kind not in REWARDS and is_known(name, REWARD.group):
        return outside_reward(name, tuple(REWARDS))
    model, revision = split_revision(model if separator else name)
    if not separator:
        kind = kind_of(model, revision)
    if kind not in REWARDS:
        raise ConfigError(f"unknown reward {kind!r} in {name!r}; {nearest(kind, [*INFO, *registered(REWARD.group)])}")
    return REWARDS[kind](model, revision=revision)


def kind_of(model: str, revision: str | None = None) -> str:
    """The kind of a model by its config: our own field first, then its architecture.

    A CLIP in a folder counts as a SciScore, being what `reward train` writes; one on the hub counts as a plain CLIP.
    """
    if model in KNOWN:
        return KNOWN[model]
    with opening(model, "reward", holds=CONFIG, revision=revision) as source:
        config: dict[str, Any] = PreTrainedConfig.get_config_dict(source, revision=revision)[0]
    if KIND_FIELD in config:
        return str(config[KIND_FIELD])
    model_type, architectures = config.get("model_type"), config.get("architectures") or []
    if model_type == "clip":
        return "clip" if is_hub_id(model) else "sciscore"
    for architecture in architectures:
        if architecture in ARCHITECTURES:
            return ARCHITECTURES[architecture]
    raise ConfigError(
        f"{model}: cannot tell which reward this is from model type {model_type!r} and architectures {architectures};"
        f" write KIND:{model}, {nearest(str(model_type), REWARDS)}"
    )
