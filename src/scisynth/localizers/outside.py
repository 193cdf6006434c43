"""Localizers from outside the package: boxes for each image, as (cx, cy, w, h) fractions of its sides.

class Mine:                                          def locate(phrases, images):
    name = "mine"                                        return [...]
    def locate(self, phrases, images):
        return [...]                                 # for each image [boxes, 4]; an empty list is a miss
"""

from collections.abc import Callable, Sequence
from typing import Any

import torch

from scisynth.core.errors import ModelError, one_line
from scisynth.core.images import open_image
from scisynth.core.plugins.references import IMPORT_FAILURES
from scisynth.core.plugins.roles import Role, find_part
from scisynth.core.protocols import Localizer
from scisynth.core.records import ImageSource
from scisynth.localizers.phrases import check_phrases


class OutsideLocalizer:
    """Somebody's localizer, its input decoded and its output checked."""

    def __init__(self, name: str, locate: Callable[..., Any]) -> None:
        self.name = name
        self._locate = locate

    def locate(self, phrases: Sequence[str], images: Sequence[ImageSource]) -> list[torch.Tensor]:
        """N phrases and N images to N tensors, float32 [boxes, 4].

        Raises:
            DataError: an empty phrase, or another number of phrases than of images.
            ModelError: the localizer fails, or gives something other than boxes in [0, 1].
        """
        check_phrases(phrases, images)
        try:
            found = list(self._locate(list(phrases), [open_image(image) for image in images]))
            boxes = [torch.as_tensor(item, dtype=torch.float32).detach().cpu().reshape(-1, 4) for item in found]
        except IMPORT_FAILURES as error:
            raise ModelError(
                f"{self.name}: the localizer failed ({type(error).__name__}: {one_line(error)}); correct it"
            ) from None
        if len(boxes) != len(images):
            raise ModelError(
                f"{self.name}: expected boxes for {len(images)} images, got {len(boxes)}; correct the localizer"
            )
        for boxes_N4 in boxes:
            if not bool(((boxes_N4 >= 0) & (boxes_N4 <= 1)).all()):
                raise ModelError(
                    f"{self.name}: expected boxes as (cx, cy, w, h) fractions in [0, 1], got {boxes_N4.tolist()}; divide "
                    "pixels by the image's sides"
                )
        return boxes


LOCALIZER = Role(
    noun="localizer",
    group="scisynth.localizers",
    method="locate",
    signature="(phrases, images) -> N lists of boxes",
    wrap=OutsideLocalizer,
)


def outside_localizer(name: str, known: Sequence[str]) -> Localizer:
    """The localizer behind `package.module:name`, `file.py:name` or an entry point.

    Raises:
        ConfigError: there is none, or it has no `locate`.
    """
    found = find_part(name, LOCALIZER, known)
    if type(found).__module__.startswith("scisynth."):
        localizer: Localizer = found
        return localizer
    return OutsideLocalizer(found.name, found.locate)
