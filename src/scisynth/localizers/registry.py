"""Every localizer by name: `lab`, `whole-image`, `grounding-dino[:MODEL]`, or one of your own (`localizers.outside`)."""

from collections.abc import Callable, Mapping

from scisynth.core.protocols import Localizer
from scisynth.localizers.grounding_dino import GroundingDino
from scisynth.localizers.lab import LabLocalizer
from scisynth.localizers.outside import outside_localizer
from scisynth.localizers.whole_image import WholeImage

LOCALIZERS: Mapping[str, Callable[..., Localizer]] = {
    "lab": LabLocalizer.from_pretrained,
    "whole-image": WholeImage.from_pretrained,
    "grounding-dino": GroundingDino.from_pretrained,
}


def load_localizer(name: str) -> Localizer:
    """The localizer that a `KIND`, a `KIND:MODEL` or a name from outside stands for.

    Raises:
        ConfigError: an unknown kind.
        ModelError: the model cannot be loaded.
    """
    kind, _, model = name.partition(":")
    if kind not in LOCALIZERS:
        return outside_localizer(name, tuple(LOCALIZERS))
    return LOCALIZERS[kind](model) if model else LOCALIZERS[kind]()
