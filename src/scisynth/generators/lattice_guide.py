"""The lattice of a crystal as a guide: what crystallography knows of the image that a prompt asks for."""

from collections.abc import Sequence

import torch

from scisynth.core.extras import require
from scisynth.instruments.lattice_projection import project_on
from scisynth.instruments.materials.crystals import find_structure
from scisynth.instruments.said import read_pixel


class LatticeGuide:
    """The lattice and plane group of the crystal that a prompt names, where it also tells the size of a pixel."""

    window = (0.15, 0.85)
    strength = 1.0

    def __init__(self) -> None:
        """Raises `ConfigError` without the extra `[instruments]`."""
        require("instruments", "guiding by a lattice")

    def project(self, prompts: Sequence[str], pixels_B3HW: torch.Tensor) -> torch.Tensor:
        """See `Guide`."""
        return torch.stack([self._project(prompt, pixels) for prompt, pixels in zip(prompts, pixels_B3HW, strict=True)])

    def _project(self, prompt: str, pixels_3HW: torch.Tensor) -> torch.Tensor:
        structure, pixel = find_structure(prompt), read_pixel(prompt)
        if structure is None or pixel is None or pixel.angstrom is None:
            return pixels_3HW
        gray = pixels_3HW.float().mean(dim=0)
        projected = project_on(gray.cpu().numpy(), structure, pixel.angstrom)
        change = torch.from_numpy(projected).to(gray) - gray
        return (pixels_3HW + change).clamp(0, 1)
