"""Stars in an image, from pixels: where they are, how much light each gives in each band, and whether it can be told.

Peaks of the image under a filter of a star's width; a peak counts where it stands in two bands, if there are two, and has a star's
width, so that cosmic rays do not count. Fluxes come from the fitted profile, neighbours subtracted. Background: Stetson 1987
(DAOPHOT), PASP 99, 191.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.astronomy.measure.light import Layer, StarModels
from scisynth.instruments.astronomy.measure.psf import Psf, fit_psf, stamp_half
from scisynth.instruments.astronomy.measure.sky import bands_of, bin_factor, binned, saturated_pixels
from scisynth.instruments.frame import Frame
from scisynth.instruments.pixels import peak_mask

Array = NDArray[np.float64]
DETECT = 5.0
"""Standard deviations of the filtered sky."""
FIRST_WIDTH = 1.2
"""Standard deviation in pixels of the first filter."""
WIDTH_OF_FWHM = 2.3548
MAX_FITTED = 10
"""Stars that the profile is fitted to."""
MAX_STARS = 400
FAINTEST = 5.0
"""Times its own uncertainty that a flux must be."""


@dataclass(frozen=True, kw_only=True)
class Star:
    """One star; places in pixels of the image as it was handed in."""

    x: float
    y: float
    flux: tuple[float, ...]
    """In each band, in the image's unit."""
    flux_u: tuple[float, ...]
    """Standard uncertainties, without that of the profile's shape."""
    is_saturated: bool
    """Its flux is then an extrapolation from the wings, and is no measurement."""


@dataclass(frozen=True, kw_only=True)
class StarField:
    """What was found in an image; brightest first in the reference band."""

    bands: tuple[str, ...]
    reference: int
    """Index of the band that magnitudes are counted in."""
    stars: tuple[Star, ...]
    psf: Psf | None
    """Of the reference band, in pixels of the image as it was handed in."""
    noise: tuple[float, ...]
    """Of a measured pixel's sky in each band."""
    faint_u: float
    """Uncertainty of a faint star's flux in the reference band."""


def find_stars(frame: Frame, band: str = "r") -> StarField:
    """The stars of an image; none, and no profile, where nothing is a star. `band` is used where the image has it."""
    names, images = bands_of(frame)
    reference = names.index(band) if band in names else 0
    factor = bin_factor(frame.pixels.shape)
    full = [binned(saturated_pixels(image, frame.full_scale), factor) > 0 for image in images]
    layers = [Layer.of(binned(image, factor), bad) for image, bad in zip(images, full, strict=True)]
    peaks = _peaks(layers, FIRST_WIDTH)
    width = _typical_width(layers[reference], peaks)
    if not peaks or width is None:
        return _nothing(names, reference, layers)
    peaks = _peaks(layers, width / WIDTH_OF_FWHM)
    psfs = _profiles(layers, peaks, width, reference)
    if psfs is None:
        return _nothing(names, reference, layers)
    light = _Light(layers, psfs, peaks, reference)
    light.settle()
    light.add(_peaks(light.rests(), width / WIDTH_OF_FWHM))
    psfs = _profiles(layers, light.peaks, width, reference, light)
    if psfs is None:
        return _nothing(names, reference, layers)
    light = _Light(layers, psfs, light.peaks, reference, light)
    light.settle()
    stars, psf = light.stars(), psfs[reference]
    middle = (factor - 1) / 2
    back = [replace(star, x=star.x * factor + middle, y=star.y * factor + middle) for star in stars]
    return StarField(
        bands=names,
        reference=reference,
        stars=tuple(sorted(back, key=lambda star: -star.flux[reference])),
        psf=replace(psf, fwhm=psf.fwhm * factor, fwhm_u=psf.fwhm_u * factor),
        noise=tuple(layer.noise for layer in layers),
        faint_u=layers[reference].noise / float(np.sqrt((_stamp(psf, 0.0, 0.0, stamp_half(psf.fwhm)) ** 2).sum())),
    )


def _nothing(names: tuple[str, ...], reference: int, layers: Sequence[Layer]) -> StarField:
    noise = tuple(layer.noise for layer in layers)
    return StarField(bands=names, reference=reference, stars=(), psf=None, noise=noise, faint_u=float("inf"))


def _peaks(layers: Sequence[Layer], width: float) -> list[tuple[int, int]]:
    """(column, row) of peaks, highest first; with several bands a peak has to stand in two of them."""
    from scipy.ndimage import gaussian_filter

    unit = 1 / (2 * np.sqrt(np.pi) * max(width, 0.5))
    filtered = np.stack(
        [gaussian_filter(layer.image, width) / (np.hypot(layer.noise, layer.grown) * unit) for layer in layers]
    )
    told = np.sort(filtered, axis=0)[-2] if len(layers) > 1 else filtered[0]
    rows, columns = np.nonzero(peak_mask(told, 3 if width < 1.5 else 5) & (told > DETECT))
    order = np.argsort(-told[rows, columns])[:MAX_STARS]
    return [(int(columns[index]), int(rows[index])) for index in order]


def _typical_width(layer: Layer, peaks: Sequence[tuple[int, int]]) -> float | None:
    """FWHM in pixels from the area above half the height of the brightest peaks that are not saturated."""
    from scipy.ndimage import label

    found = []
    for x, y in peaks[:40]:
        stamp = layer.image[max(y - 14, 0) : y + 15, max(x - 14, 0) : x + 15]
        height = layer.image[y, x]
        if layer.bad[y, x] or height < 5 * layer.noise:
            continue
        labels, _ = label(stamp > height / 2)
        area = (labels == labels[min(y, 14), min(x, 14)]).sum()
        found.append(2 * np.sqrt(area / np.pi))
        if len(found) == MAX_FITTED:
            break
    return float(np.clip(np.median(found), 1.2, 12.0)) if found else None


def _profiles(
    layers: Sequence[Layer],
    peaks: Sequence[tuple[int, int]],
    width: float,
    reference: int,
    light: "_Light | None" = None,
) -> list[Psf] | None:
    """The profile of each band; that of the reference band before neighbours are known, or where a band has none."""
    psf = _profile(layers[reference], peaks, width, None if light is None else light.models[reference])
    if psf is None or light is None:
        return None if psf is None else [psf] * len(layers)
    others = [
        psf if band == reference else _profile(layer, peaks, width, light.models[band])
        for band, layer in enumerate(layers)
    ]
    return [own or psf for own in others]


def _profile(
    layer: Layer, peaks: Sequence[tuple[int, int]], width: float, models: "StarModels | None" = None
) -> Psf | None:
    """The profile from the brightest single stars, in pixels of the layer; their neighbours are subtracted where known."""
    half = stamp_half(width)
    height, columns = layer.image.shape
    alone: list[tuple[float, float, float]] = []
    for star, (x, y) in enumerate(peaks):
        inside = half <= x < columns - half and half <= y < height - half
        if not inside or layer.bad[y - 2 : y + 3, x - 2 : x + 3].any() or _is_sharp(layer, x, y, width):
            continue
        level = layer.image[y, x]
        near = [other for other in peaks if other != (x, y) and np.hypot(x - other[0], y - other[1]) < 1.4 * half]
        if models is None and near:
            continue
        if models is not None and (models.fluxes[star] <= 0 or any(layer.image[b, a] > 0.5 * level for a, b in near)):
            continue
        centre = _centroid(layer.image, x, y) if models is None else models.places[star]
        alone.append((level, *centre))
    brightest = sorted(alone, reverse=True)[:MAX_FITTED]
    if not brightest or brightest[0][0] < 8 * layer.noise:
        return None
    chosen = [(x, y) for level, x, y in brightest if level > 5 * layer.noise]
    cut = None if models is None else models.neighbours(chosen, half)
    return fit_psf(layer.image, layer.bad, chosen, layer.noise, width, cut)


def _is_sharp(layer: Layer, x: int, y: int, width: float) -> bool:
    """Whether the neighbours of a pixel hold too little light for a star of that width."""
    around = layer.image[y - 1 : y + 2, x - 1 : x + 2]
    ring = np.median(np.delete(around.ravel(), 4))
    expected = 2 ** -((2 * 1.2 / max(width, 1.2)) ** 2)
    return bool(ring < 0.4 * expected * layer.image[y, x])


def _centroid(image: Array, x: int, y: int) -> tuple[float, float]:
    stamp = np.clip(image[y - 1 : y + 2, x - 1 : x + 2], 0.0, None)
    total = stamp.sum() + 1e-12
    return x + float((stamp[:, 2] - stamp[:, 0]).sum() / total), y + float((stamp[2] - stamp[0]).sum() / total)


def _stamp(psf: Psf, shift_x: float, shift_y: float, half: int) -> Array:
    steps = np.arange(-half, half + 1, dtype=float)
    rows, columns = np.meshgrid(steps, steps, indexing="ij")
    return psf.pixels(columns - shift_x, rows - shift_y)


class _Light:
    """Places and fluxes of all stars in all bands, settled against each other."""

    def __init__(
        self,
        layers: Sequence[Layer],
        psfs: Sequence[Psf],
        peaks: Sequence[tuple[int, int]],
        reference: int,
        before: "_Light | None" = None,
    ) -> None:
        self.layers, self.psfs, self.reference = layers, psfs, reference
        self.peaks = list(peaks)
        places = [(float(x), float(y)) for x, y in peaks] if before is None else before.models[reference].places
        fluxes = np.zeros((len(layers), len(places))) if before is None else [m.fluxes for m in before.models]
        self.models: list[StarModels] = [
            StarModels(layer, psf, places, flux) for layer, psf, flux in zip(layers, psfs, fluxes, strict=True)
        ]

    def settle(self) -> None:
        """One round: places and fluxes in the reference band, then fluxes in the others at these places."""
        first = self.models[self.reference]
        for star in range(len(first.places)):
            first.settle(star)
            first.measure(star)
        for models in self.models:
            if models is not first:
                models.move(first.places)
                for star in range(len(first.places)):
                    models.measure(star)

    def rests(self) -> list[Layer]:
        """The bands without the stars that are known, noisier where they stood."""
        return [models.left_over() for models in self.models]

    def add(self, peaks: Sequence[tuple[int, int]]) -> None:
        """Further stars that stood in the light of known ones."""
        apart = 0.7 * self.psfs[self.reference].fwhm
        for x, y in peaks:
            if all(np.hypot(x - a, y - b) > apart for a, b in self.models[self.reference].places):
                self.peaks.append((x, y))
                for models in self.models:
                    models.append(x, y)
                    models.measure(len(models.places) - 1)

    def stars(self) -> list[Star]:
        """Those that stand out in two bands, if there are two, and are no rays."""
        found = []
        for star, (x, y) in enumerate(self.models[self.reference].places):
            told = [
                models.fluxes[star] > FAINTEST * models.errors[star] and not models.is_sharp(star)
                for models in self.models
            ]
            if sum(told) < min(2, len(told)):
                continue
            column, row = self.peaks[star]
            near = np.s_[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
            found.append(
                Star(
                    x=x,
                    y=y,
                    flux=tuple(float(models.fluxes[star]) for models in self.models),
                    flux_u=tuple(float(models.errors[star]) for models in self.models),
                    is_saturated=any(bool(layer.bad[near].any()) for layer in self.layers),
                )
            )
        return found
