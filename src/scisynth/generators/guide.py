"""Knowledge inside a sampler: at each step the predicted clean image is brought to what is known of it, and the step aims there.

    z  = x - sigma v                     the clean latents that the model predicts from the sample x
    z' = encode((1 - w) decode(z) + w P(decode(z)))
    v' = (x - z') / sigma                what the step takes for the velocity

P is the guide's, w its strength. Steps outside of the window of sigma are the model's own: before it there is nothing to see, after it
the model finishes what it was given. The model is not changed, and no gradient of P is needed.
(Reconstruction guidance by projection, as in "DDNM", arXiv 2212.00490, and in "Universal Guidance", arXiv 2302.07121, without gradients.)
"""

from collections.abc import Sequence
from typing import Protocol

import torch

from scisynth.backbones.base import Backbone
from scisynth.flow.sampler import Velocity


class Guide(Protocol):
    """What is known of an image, by its prompt."""

    window: tuple[float, float]
    """Sigmas between which it acts."""
    strength: float

    def project(self, prompts: Sequence[str], pixels_B3HW: torch.Tensor) -> torch.Tensor:
        """Images in [0, 1] to the nearest ones that obey; one of whose prompt nothing is known stays as it is."""
        ...


def load_guide(name: str) -> Guide | None:
    """The guide of a name, `lattice`; None for the empty one."""
    if not name:
        return None
    from scisynth.generators.lattice_guide import LatticeGuide

    return LatticeGuide()


def guided(velocity: Velocity, guide: Guide, backbone: Backbone, prompts: Sequence[str]) -> Velocity:
    """v' of the module's head, from v."""

    def bent(sample_BCHW: torch.Tensor, sigma_B: torch.Tensor) -> torch.Tensor:
        predicted = velocity(sample_BCHW, sigma_B)
        sigma = float(sigma_B[0])
        if not guide.window[0] <= sigma <= guide.window[1]:
            return predicted
        pixels = backbone.decode(sample_BCHW - sigma * predicted)
        aimed = pixels + guide.strength * (guide.project(prompts, pixels).to(pixels) - pixels)
        return (sample_BCHW - backbone.encode_images(aimed)) / sigma

    return bent
