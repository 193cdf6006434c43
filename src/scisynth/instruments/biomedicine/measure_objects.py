"""Background, noise and bright objects of one channel, of anybody's image. Lengths are in pixels here.

The area of an object is not counted above a threshold, which would depend on its brightness. The mean brightness is taken as a function
of the distance to a first outline, and a blurred step (for a stained membrane with a rim on it) is fitted to that profile. Its middle
is the edge; the area follows from the first outline and the shift.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.frame import MIN_SIDE, Frame, Pixels
from scisynth.instruments.pixels import SIGMA_OF_MAD, peak_mask, squares

Labels = NDArray[np.int32]
Mask = NDArray[np.bool_]
FINE_SIDE = 256
"""Images are enlarged up to about this side before outlines are drawn."""
MAX_ZOOM = 2
MIN_CONTRAST = 6.0
"""Brightness of objects above background, in standard deviations of the smoothed noise, below which nothing is told."""
MIN_AREA = 12.0
"""Square pixels; smaller bright spots are no nuclei or cells."""
MEAN_WEIGHT = 0.8
"""Of the mean of rough differences, which edges raise more than they raise the median."""
SMOOTHING = 0.8
"""Standard deviation of the blur before thresholds, pixels."""
PROFILE_REACH = 4.0
"""Pixels on either side of an outline over which an edge is fitted."""
MOST_BRIGHT = 0.6
"""Fraction of an image that its bright objects may fill, where they are told from a dark field."""
MOST_CUT = 0.6
"""Fraction of what is bright that may reach the border."""
MOST_UNEVEN = 0.2
"""Standard deviation of the field without its noise, in the brightness of the objects."""
LARGEST_SIDE = 320
"""Pixels; larger images are measured after `reduced`."""
EDGE_FLOOR = 0.05
"""Standard uncertainty of the place of an edge that stays without noise, pixels."""


def noise_of(image: Pixels, where: Mask | None = None) -> float:
    """Standard deviation of the noise, from differences that smooth structure does not show (Immerkær 1996, CVIU 64:300).

    Args:
        image: [H, W].
        where: [H, W]; None: the darker half, where there are fewer edges, so that photon noise is that of the background.
    """
    from scipy.ndimage import convolve

    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6
    rough = np.abs(convolve(image.astype(np.float32), kernel, mode="reflect"))
    rough = rough[image <= np.median(image) if where is None else where]
    # Both are the standard deviation where the noise is normal; of few counts, most of them zero, the median would say nothing.
    return max(SIGMA_OF_MAD * float(np.median(rough)), MEAN_WEIGHT * math.sqrt(math.pi / 2) * float(rough.mean()))


def smooth_noise_of(image: Pixels, width: float = SMOOTHING, where: Mask | None = None) -> float:
    """The noise that is left after a blur of this width, in pixels; white noise is assumed."""
    return noise_of(image, where) / max(2 * math.sqrt(math.pi) * width, 1.0)


def otsu(image: Pixels) -> float:
    """The threshold that parts dark from bright with the least variance within both (Otsu 1979)."""
    from skimage.filters import threshold_otsu

    return float(threshold_otsu(image)) if image.max() > image.min() else float(image.max())


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A blurred edge, fitted to the mean brightness at each distance to an outline."""

    shift: float
    """Of the edge into the outline; positive: the object is smaller than the outline. Pixels."""
    width: float
    """Standard deviation of the blur, pixels."""
    step: float
    """Brightness inside less that outside."""
    rim: float
    """Brightness of the rim on top of the step."""
    uncertainty: float
    """Standard uncertainty of the shift, pixels."""


@dataclass(frozen=True, kw_only=True)
class Objects:
    """Bright objects that lie whole in the field; those that its border cuts are left out."""

    labels: Labels
    """[h, w] of the enlarged image; 0 is background."""
    zoom: int
    areas: NDArray[np.floating]
    """Of object i + 1, square pixels of the image."""
    centres: NDArray[np.floating]
    """[n, 2]: x and y, pixels of the image."""
    elongations: NDArray[np.floating]
    """Length over width."""
    edge: Edge
    relative: float
    """Relative standard uncertainty of the mean area."""
    num_cut: int
    """Objects that the border of the image cuts."""
    contrast: float
    """Brightness above background in standard deviations of the smoothed noise."""

    @property
    def num(self) -> int:
        """How many."""
        return len(self.areas)


def reduced(frame: Frame) -> Frame:
    """Means of blocks of pixels where an image is larger than is needed to measure it; what is left over at two sides is cut off."""
    factor = math.ceil(max(frame.pixels.shape[:2]) / LARGEST_SIDE)
    if factor == 1 or min(frame.pixels.shape[:2]) < MIN_SIDE * factor:
        return frame
    blocks = squares(frame.pixels, factor).mean(axis=(1, 3), dtype=np.float32)
    pixel = None if frame.pixel_size is None else frame.pixel_size * factor
    return replace(frame, pixels=blocks, pixel_size=pixel)


def enlarged(image: Pixels, blur: float = SMOOTHING) -> tuple[Pixels, int]:
    """The image, lightly smoothed and enlarged by splines, and the factor.

    A pixel of the image covers the same field afterwards: position x of the image is x * zoom + (zoom - 1) / 2.
    """
    from scipy.ndimage import gaussian_filter, zoom

    smooth = gaussian_filter(image.astype(np.float32), blur)
    factor = int(np.clip(FINE_SIDE // max(image.shape), 1, MAX_ZOOM))
    if factor == 1:
        return smooth, 1
    return zoom(smooth, factor, order=3, mode="reflect", grid_mode=True), factor


def coarse(mask: Mask, zoom: int) -> Mask:
    """The mask of the image from that of the enlarged one."""
    return np.asarray(squares(mask, zoom).mean(axis=(1, 3)) >= 0.5)


def depth_of(mask: Mask, zoom: int) -> NDArray[np.floating]:
    """Distance to the outline of a mask, positive inside, in pixels of the image."""
    from scipy.ndimage import distance_transform_edt

    inside = distance_transform_edt(mask) - 0.5
    outside = distance_transform_edt(~mask) - 0.5
    return np.where(mask, inside, -outside) / zoom


def fit_edge(image: Pixels, depth: NDArray[np.floating], noise: float, *, has_rim: bool) -> Edge | None:
    """The edge near an outline; None where the profile shows none.

    Args:
        image: [h, w], enlarged.
        depth: [h, w]: as of `depth_of`.
        noise: of a pixel of `image`.
        has_rim: whether a bright line may run along the edge, as a membrane seen from the side.
    """
    step = 0.25
    near = np.abs(depth) < PROFILE_REACH
    bins = np.floor((depth[near] + PROFILE_REACH) / step).astype(int)
    counts = np.bincount(bins)
    filled = counts >= 8
    if filled.sum() < 12:
        return None
    values = np.bincount(bins, weights=image[near])[filled] / counts[filled]
    at = np.bincount(bins, weights=depth[near])[filled] / counts[filled]
    weight = np.sqrt(counts[filled] / counts.max())
    best = None
    for width in (0.6, 0.8, 1.0, 1.3, 1.6, 2.0, 2.5, 3.2):
        for shift in np.arange(-1.5, 1.51, 0.1):
            found = _solve(at, values, weight, shift, width, has_rim)
            if best is None or found[0] < best[0]:
                best = (*found, shift, width)
    assert best is not None
    shift, width = best[2], best[3]
    errors = [_solve(at, values, weight, shift + by, width, has_rim)[0] for by in (-0.1, 0.0, 0.1)]
    bend = errors[0] - 2 * errors[1] + errors[2]
    if bend > 0:
        shift += float(np.clip(0.05 * (errors[0] - errors[2]) / bend, -0.1, 0.1))
    _, factors = _solve(at, values, weight, shift, width, has_rim)
    rise, rim = float(factors[1]), float(factors[2]) if has_rim else 0.0
    if rise + rim <= 0:
        return None
    slope = max(rise, rim) / (width * math.sqrt(2 * math.pi))
    statistical = noise * 2 / slope / math.sqrt(max(float(counts[filled].mean()), 1.0))
    return Edge(shift=shift, width=width, step=rise, rim=rim, uncertainty=math.hypot(EDGE_FLOOR, statistical))


def _solve(
    at: NDArray[np.floating],
    values: NDArray[np.floating],
    weight: NDArray[np.floating],
    shift: float,
    width: float,
    has_rim: bool,
) -> tuple[float, NDArray[np.floating]]:
    """(sum of squares, [level outside, step, rim]) of the best profile with that shift and width."""
    from scipy.special import ndtr

    place = (at - shift) / width
    columns = [np.ones_like(at), ndtr(place)]
    if has_rim:
        columns.append(np.exp(-0.5 * place**2))
    matrix = np.stack(columns, axis=1) * weight[:, None]
    factors, *_ = np.linalg.lstsq(matrix, values * weight, rcond=None)
    return float(((matrix @ factors - values * weight) ** 2).sum()), factors


def bright_objects(
    image: Pixels, *, min_area: float = MIN_AREA, blur: float = SMOOTHING, part: bool = True
) -> Objects | None:
    """Bright objects on a dark field, touching ones parted where they are waisted; None where there are none.

    Args:
        image: [H, W], one channel.
        min_area: square pixels.
        blur: before outlines are drawn, pixels; more of it for objects that are uneven inside.
        part: whether an object with a waist is two; not where objects are long.
    """
    from skimage.measure import label

    fine, zoom = enlarged(image, blur)
    noise = smooth_noise_of(image, blur)
    threshold = otsu(fine)
    mask = fine > threshold
    if not mask.any() or mask.all():
        return None
    dark, bright = float(np.median(fine[~mask])), float(np.median(fine[mask]))
    contrast = (bright - dark) / max(noise, 1e-6 * max(bright, 1e-12))
    if contrast < MIN_CONTRAST:
        return None
    mask = fine > (dark + bright) / 2
    if not is_dark_field(fine, mask, zoom, noise, bright - dark):
        return None
    mask = _cleaned(mask, min_area * zoom**2)
    labels = _parted(mask, zoom) if part else np.asarray(label(mask), np.int32)
    if labels.max() == 0:
        return None
    edge = fit_edge(fine, depth_of(labels > 0, zoom), noise, has_rim=False)
    if edge is None:
        return None
    return measured(labels, zoom, edge, contrast)


def is_dark_field(fine: Pixels, mask: Mask, zoom: int, noise: float, contrast: float) -> bool:
    """Whether an image is one of bright objects on a dark, even field, as a stain gives; most photographs are not.

    Args:
        fine: [h, w], enlarged.
        mask: [h, w], what is bright.
        zoom: of the enlargement.
        noise: of a pixel of `fine`.
        contrast: brightness of the objects above the field.
    """
    from skimage.measure import label

    field = fine[depth_of(mask, zoom) < -PROFILE_REACH]
    if mask.mean() > MOST_BRIGHT or field.size < FINE_SIDE:
        return False
    parts = label(mask)
    border = np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
    cut = np.isin(parts, border[border > 0]).sum() / mask.sum()
    spread = float(np.ptp(np.percentile(field, (16, 84)))) / 2
    uneven = math.sqrt(max(spread**2 - noise**2, 0.0)) / contrast
    return bool(cut <= MOST_CUT and uneven <= MOST_UNEVEN)


def _cleaned(mask: Mask, min_area: float) -> Mask:
    """Without specks, and without holes of a tenth of the ordinary object."""
    from skimage.measure import label, regionprops_table

    def drop(found: Mask, least: float) -> Mask:
        parts = label(found)
        sizes = np.bincount(parts.ravel())
        keep = sizes >= least
        keep[0] = False
        return np.asarray(keep[parts])

    mask = drop(mask, min_area)
    if not mask.any():
        return mask
    sizes = regionprops_table(label(mask), properties=("area",))["area"]
    mask = drop(mask, 0.15 * float(np.median(sizes)))
    return ~drop(~mask, max(0.3 * float(np.median(sizes)), min_area))


def _parted(mask: Mask, zoom: int) -> Labels:
    """Labels of the parts of a mask; parts that only a waist joins are two."""
    from scipy.ndimage import gaussian_filter
    from skimage.measure import label
    from skimage.segmentation import watershed

    if not mask.any():
        return np.zeros(mask.shape, np.int32)
    depth = np.clip(depth_of(mask, zoom), 0.0, None)
    depth = gaussian_filter(depth, zoom)
    typical = float(np.median(_peaks(depth, mask, zoom)))
    near = max(int(1.2 * typical * zoom), zoom) | 1
    tops = peak_mask(depth, near) & (depth > 0.4 * typical)
    return np.asarray(watershed(-depth, label(tops), mask=mask), np.int32)


def _peaks(depth: NDArray[np.floating], mask: Mask, zoom: int) -> NDArray[np.floating]:
    """Greatest depth of each part."""
    from scipy.ndimage import maximum
    from skimage.measure import label

    parts = label(mask)
    return np.asarray(maximum(depth, parts, index=np.arange(1, parts.max() + 1)))


def measured(labels: Labels, zoom: int, edge: Edge, contrast: float) -> Objects:
    """Areas, places and shapes of labelled objects; those that touch the border of the image are left out."""
    from skimage.measure import euler_number, perimeter, regionprops_table
    from skimage.segmentation import relabel_sequential

    border = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    border = border[border > 0]
    whole, *_ = relabel_sequential(np.where(np.isin(labels, border), 0, labels))
    table = regionprops_table(whole, properties=("area", "centroid", "axis_major_length", "axis_minor_length"))
    outline = float(perimeter(whole > 0)) / zoom
    # A blur of width w moves the half level of a round edge of radius R inward by w² / 2R, which takes π w² of any closed shape. Walls
    # between objects that touch move to neither side, so both corrections are those of the outline of all objects together.
    lost = outline * edge.shift - math.pi * edge.width**2 * euler_number(whole > 0)
    counted = table["area"] / zoom**2
    total = max(float(counted.sum()), 1e-9)
    areas = counted * max(1 - lost / total, 0.0)
    return Objects(
        labels=np.asarray(whole, np.int32),
        zoom=zoom,
        areas=areas,
        centres=(np.stack([table["centroid-1"], table["centroid-0"]], axis=1) - (zoom - 1) / 2) / zoom,
        elongations=table["axis_major_length"] / np.maximum(table["axis_minor_length"], 1.0),
        edge=edge,
        relative=outline * edge.uncertainty / total,
        num_cut=len(border),
        contrast=contrast,
    )
