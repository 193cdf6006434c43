"""Electron diffraction of a fine powder or a polycrystalline film: concentric rings, with beam stop and diffuse background.

Physics: `powder.py`. With few grains a ring is made of spots; with many it is smooth: each of a number of grains reflects at an angle of
its own. The pixel is one of 1/d (small angles: R = λ L / d). What is not covered: texture, broadening by strain, absorption.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scisynth.figures.families.family import Solution
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.scene.sketch import number_answer
from scisynth.instruments.detector import Detector
from scisynth.instruments.findings import Claim, Finding
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import Exposure, Instrument, instrument, violation
from scisynth.instruments.marks import Mark
from scisynth.instruments.materials.crystals import CRYSTALS
from scisynth.instruments.materials.measure_rings import RingReader
from scisynth.instruments.materials.powder import cubic_rings
from scisynth.instruments.materials.scattering import wavelength
from scisynth.instruments.overlays.materials import ring_marks

CUBIC = ("diamond", "fcc", "bcc", "rocksalt", "zincblende", "cesiumchloride", "fluorite")
CRYSTAL_NAMES = tuple(name for name, item in CRYSTALS.items() if item.kind in CUBIC)
KIND_NAMES = {
    "diamond": "diamond", "fcc": "face-centred cubic", "bcc": "body-centred cubic", "rocksalt": "rock salt",
    "zincblende": "zinc blende", "cesiumchloride": "caesium chloride", "fluorite": "fluorite",
}  # fmt: skip
MASK_LABELS = {0: "background", 1: "ring", 2: "beam stop"}


@dataclass(frozen=True, kw_only=True)
class PowderDiffractionParameters(Parameters):
    """Crystal, grains, beam and camera."""

    material: str = one_of(*CRYSTAL_NAMES)
    energy: float = one_of(120, 200, 300)
    """kV."""
    span: float = one_of(6.0, 6.6, 7.2)
    """Radii of the innermost ring across the field: the camera length."""
    width: float = one_of(0.006, 0.008, 0.010)
    """Of a ring (standard deviation), of the field: small grains make wide rings."""
    grains: int = one_of(300, 1500, 6000)
    dose: float = one_of(200, 800, 3000)
    """Electrons in a pixel on the strongest ring."""
    diffuse: float = one_of(0.3, 0.8)
    """Background at the middle, over the strongest ring."""
    stop: float = drawn(lambda draw, level, _: float(draw.randrange(360)), words="0 to 359°", unit="°")
    offset: tuple[float, float] = drawn(
        lambda draw, level, _: (draw.uniform(-0.03, 0.03), draw.uniform(-0.03, 0.03)), words="up to 3 % of the field"
    )
    size: float = 1.0
    """Of the lattice, over that of the material."""
    squeeze: float = 0.0
    """Relative difference of a ring's longest and shortest radius."""
    lit: float = 0.0
    """Power of absent rings, of the strongest one's."""

    @property
    def rings(self) -> tuple[tuple[float, float], ...]:
        """1/d in 1/Å and power, as the grains have them."""
        return tuple((g / self.size, power or self.lit) for g, power in cubic_rings(self.material))

    @property
    def field(self) -> float:
        """Side of the image, 1/Å."""
        return self.span * next(g for g, power in cubic_rings(self.material) if power > 0.02)


@instrument("materials")
class PowderDiffraction(Instrument[PowderDiffractionParameters]):
    """Diffraction rings of many small crystals."""

    def expose(self, p: PowderDiffractionParameters, size: int, draw: Generator) -> Exposure:
        """Electrons in a pixel."""
        middle = (np.array([0.5, 0.5]) + p.offset) * size - 0.5
        pixel = p.field / size
        y, x = np.indices((size, size)) - middle[::-1, None, None]
        axis = math.radians(p.stop + 30)
        along, across = x * math.cos(axis) + y * math.sin(axis), -x * math.sin(axis) + y * math.cos(axis)
        radius = np.hypot(along * (1 + p.squeeze / 2), across * (1 - p.squeeze / 2))
        width = p.width * size
        current = _draw_rings(p, radius, np.arctan2(y, x), pixel, width, draw)
        share = np.hypot(x, y) / size
        current += p.diffuse * (np.exp(-share / 0.12) + 0.08 * np.exp(-share / 0.5))
        direction = math.radians(p.stop)
        ahead, beside = (
            x * math.cos(direction) + y * math.sin(direction),
            -x * math.sin(direction) + y * math.cos(direction),
        )
        stopped = (np.hypot(x, y) < 0.06 * size) | ((ahead > 0) & (np.abs(beside) < 0.022 * size))
        ideal = np.where(stopped, 0.01, 1.0) * current
        counts = Detector(exposure=p.dose, background=0.3, read_noise=1.0).count(ideal.astype(np.float32), draw)
        mask = np.zeros((size, size), np.uint16)
        rows: list[dict[str, Any]] = []
        for g, power in p.rings:
            if power > 1e-3 and g / pixel < 0.7 * size:
                mask[np.abs(radius - g / pixel) < 2 * width] = 1
                rows.append(
                    {"id": len(rows) + 1, "kind": "ring", "x": float(middle[0]), "y": float(middle[1]), "radius": g / pixel,
                     "spacing": 1 / g, "power": power}
                )  # fmt: skip
        mask[stopped] = 2
        top = float(np.percentile(counts, 99.8))
        return Exposure(
            frame=Frame(pixels=counts, pixel_size=10 * pixel, unit="1/nm"),
            mask=mask,
            mask_labels=MASK_LABELS,
            objects=rows,
            shown=np.rint(255 * np.clip(counts / max(top, 1e-9), 0, 1) ** 0.5).astype(np.uint8),
        )

    def claims(self, p: PowderDiffractionParameters) -> tuple[Claim, ...]:
        """Material, lattice constant, round rings, and no ring where the structure factor is zero."""
        edge = CRYSTALS[p.material].a
        given = {"structure": p.material}
        found = [
            Claim(quantity="structure", value=p.material),
            Claim(quantity="lattice_constant", value=edge, unit="Å", tolerance=0.01 * edge, given=given),
            Claim(quantity="ellipticity", value=0.0, unit="%", tolerance=1.0),
            Claim(quantity="extinctions", value=p.material),
        ]
        return tuple(found)

    def solve(self, p: PowderDiffractionParameters) -> Solution:
        """The lattice constant from the radius of the first ring: a = √(h² + k² + l²) λ L / R."""
        waves, camera = round(wavelength(p.energy), 4), 500.0
        edge = CRYSTALS[p.material].a
        g = next(g for g, power in cubic_rings(p.material) if power > 0.02)
        square = round((g * edge) ** 2)
        radius = round(waves * camera * g, 2)
        words: dict[str, Any] = {
            "crystal": p.material, "kind": KIND_NAMES[CRYSTALS[p.material].kind], "wave": f"{waves:.4f} Å", "camera": f"{camera:g} mm",
            "radius": f"{radius:.2f} mm", "squares": square, "spacing": f"{waves * camera / radius:.3g} Å",
            "kilovolts": f"{p.energy:g} kV", "ratio": f"{_ratio(p):.2f}", "wrong_ratio": "2.00",
        }  # fmt: skip
        return Solution(
            answer=number_answer(waves * camera / radius * math.sqrt(square), "Å"), symbol="a", values=words
        )

    def questions(self, p: PowderDiffractionParameters, exposure: Exposure) -> Iterator[Question]:
        """Spacing of the first ring, its ratio to the second, and the side of the beam stop."""
        g = next(g for g, power in cubic_rings(p.material) if power > 0.02)
        scale = f"{exposure.frame.pixel_size:.4g} 1/nm"
        yield ask_number(
            "spacing",
            round(1 / g, 2),
            unit="Å",
            likely=(round(2 / g, 2), round(0.5 / g, 2)),
            step=0.35,
            low=0.3,
            scale=scale,
        )
        yield ask_number("ratio", round(_ratio(p), 2), likely=(1.15, 1.41, 1.63, 1.73), low=1.01)
        x, y = math.cos(math.radians(p.stop)), math.sin(math.radians(p.stop))
        side = ("right" if x > 0 else "left") if abs(x) > abs(y) else ("bottom" if y > 0 else "top")
        yield ask_word("stop", side, ("right", "left", "bottom", "top"))

    def check_claims(self, claims: Sequence[Claim]) -> None:
        """As of every instrument; crystals that are not cubic are refused, too."""
        super().check_claims(claims)
        for claim in claims:
            named = claim.value if isinstance(claim.value, str) else claim.given.get("structure")
            if named is not None:
                cubic_rings(str(named))

    def measure(self, frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
        """Centre, radii and roundness of the rings; see `measure_rings`."""
        return RingReader(frame).findings(claims, self.name)

    def marks(self, frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
        """`overlays.materials`."""
        return ring_marks(RingReader(frame))

    @violation(breaks="lattice_constant", doses=(0.02, 0.05, 0.10))
    def wrong_spacing(self, p: PowderDiffractionParameters, dose: float, draw: Random) -> PowderDiffractionParameters:
        """The rings are wider or narrower than those of the material at this camera length."""
        return replace(p, size=1 + dose * draw.choice((-1, 1)))

    @violation(breaks="ellipticity", doses=(0.02, 0.05, 0.10))
    def elliptical_rings(
        self, p: PowderDiffractionParameters, dose: float, draw: Random
    ) -> PowderDiffractionParameters:
        """The rings are ellipses."""
        return replace(p, squeeze=dose)

    @violation(breaks="extinctions", doses=(0.10, 0.30, 0.60))
    def lit_absences(self, p: PowderDiffractionParameters, dose: float, draw: Random) -> PowderDiffractionParameters:
        """Rings stand where the structure factor of the material is zero."""
        return replace(p, lit=dose)


def _ratio(p: PowderDiffractionParameters) -> float:
    """Radius of the second ring over that of the first."""
    seen = [g for g, power in cubic_rings(p.material) if power > 0.02]
    return seen[1] / seen[0]


def _draw_rings(
    p: PowderDiffractionParameters,
    radius: NDArray[np.float64],
    angle: NDArray[np.float64],
    pixel: float,
    width: float,
    draw: Generator,
) -> NDArray[np.float64]:
    """[size, size]: rings that grains make at angles of their own; 1 is the strongest ring."""
    from scipy.ndimage import gaussian_filter1d

    sectors = 720
    number = ((angle / (2 * np.pi) % 1.0) * sectors).astype(int) % sectors
    total = np.zeros_like(radius)
    for g, power in p.rings:
        if power <= 0 or g / pixel > 0.75 * len(radius):
            continue
        near = np.abs(radius - g / pixel) < 4 * width
        grains = draw.poisson(p.grains / sectors * 8, sectors) / (p.grains / sectors * 8)
        evenness = gaussian_filter1d(grains, 3.0, mode="wrap")
        total[near] += power * evenness[number[near]] * np.exp(-0.5 * ((radius[near] - g / pixel) / width) ** 2)
    return total
