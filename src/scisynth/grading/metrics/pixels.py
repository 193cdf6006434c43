"""How alike a figure and its reference are, pixel by pixel, and what such numbers are worth on line art.

    psnr       10 log10(1 / mean squared error) over RGB in [0, 1], in dB, at most 60 (identical images have no finite one)
    ssim       Wang et al. 2004 on luminance: 11 x 11 Gaussian windows of sigma 1.5, K1 0.01, K2 0.03, whole windows only
    ssim_win3  the variant published with SciGenBench: 3 x 3 flat windows, sample covariance, mean over RGB
    edge_f1    harmonic mean of the fractions of edge pixels that have an edge of the other image within 2 px

The image is scaled, its aspect kept, to fit the reference and padded with white; nothing is stretched (the published script
stretches the reference to the image, which `published_canvas` does). A mean is never given alone: `blank` is a white page in the
place of every image, `shuffled` the image of another problem. On thin strokes a white page is close to everything, so PSNR and
SSIM often rank it above the right figure drawn 2 px to the side. `TELLS_APART` says which metric sees what, and a test measures it.
Not covered: what a figure says. A right figure in another layout fails all four.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from PIL import Image

from scisynth.core.errors import DataError, ImageError, one_line
from scisynth.core.images import open_image
from scisynth.core.records import ImageSource, Outcome
from scisynth.grading.metrics.records import WithBaselines
from scisynth.stats.intervals import mean_with_interval
from scisynth.stats.scores import ScoredItem, by_prompt, count_outcomes, score_of

PSNR_CAP_DB = 60.0
SSIM_SIGMA, SSIM_RADIUS = 1.5, 5
K1, K2 = 0.01, 0.03
EDGE_STEP = 0.1
"""Change of luminance per pixel from which on a pixel belongs to an edge; black on white has 0.5."""
TOLERANCE_PX = 2.0
LUMA = (0.299, 0.587, 0.114)
"""ITU-R BT.601."""
WHITE = (255, 255, 255)
TELLS_APART: Mapping[str, Mapping[str, bool]] = {
    "psnr": {"identical over shifted": True, "shifted over other": True, "shifted over blank": False},
    "ssim": {"identical over shifted": True, "shifted over other": True, "shifted over blank": True},
    "ssim_win3": {"identical over shifted": True, "shifted over other": True, "shifted over blank": False},
    "edge_f1": {"identical over shifted": False, "shifted over other": True, "shifted over blank": True},
}
"""Whether a metric ranks the first above the second in at least 7 of 8 real figures. Shifted is the figure itself, 2 px to the
right; other is the figure of another problem; blank is a white page. Edge F1 forgives 2 px by design.
Over 40 SeePhys figures the white page loses to the shifted figure in 82 % (PSNR), 90 % (SSIM), 62 % (3 x 3), 100 % (edge F1)."""


@dataclass(frozen=True, kw_only=True)
class ImagePair:
    """A figure and what it is compared with."""

    id: str
    image: ImageSource | None
    """None where the generator gave none."""
    reference: ImageSource


@dataclass(frozen=True, kw_only=True)
class ImageRow:
    """One pair in all metrics; the baselines are there for every pair, its own values where there is an image."""

    id: str
    status: Outcome
    values: Mapping[str, float] = field(default_factory=dict)
    blank: Mapping[str, float] = field(default_factory=dict)
    """A white page in the place of the image."""
    shuffled: Mapping[str, float] = field(default_factory=dict)
    """The image of another problem; empty where there is no other."""
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class ImageComparison:
    """All pairs, and the metrics over them."""

    rows: tuple[ImageRow, ...]
    metrics: Mapping[str, WithBaselines]
    outcomes: Mapping[Outcome, int]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)


def common_canvas(image: ImageSource, reference: ImageSource) -> tuple[np.ndarray, np.ndarray]:
    """Both as float64 [H, W, 3] in [0, 1] at the reference's size; the image scaled to fit, centred on white."""
    target = open_image(reference)
    opened = open_image(image)
    scale = min(target.width / opened.width, target.height / opened.height)
    size = (max(1, round(opened.width * scale)), max(1, round(opened.height * scale)))
    if size != opened.size:
        opened = opened.resize(size, Image.Resampling.BICUBIC)
    canvas = Image.new("RGB", target.size, WHITE)
    canvas.paste(opened, ((target.width - size[0]) // 2, (target.height - size[1]) // 2))
    return _values(canvas), _values(target)


def published_canvas(image: ImageSource, reference: ImageSource) -> tuple[np.ndarray, np.ndarray]:
    """As `common_canvas`, but the reference stretched to the image's size, as the published script has it."""
    opened = open_image(image)
    return _values(opened), _values(open_image(reference).resize(opened.size, Image.Resampling.BICUBIC))


def psnr(image_HW3: np.ndarray, reference_HW3: np.ndarray) -> float:
    """Peak signal-to-noise ratio in dB, at most `PSNR_CAP_DB`; one grey level off everywhere is 48.13."""
    error = float(np.mean((image_HW3 - reference_HW3) ** 2))
    return PSNR_CAP_DB if error <= 10 ** (-PSNR_CAP_DB / 10) else -10 * float(np.log10(error))


def ssim(image_HW3: np.ndarray, reference_HW3: np.ndarray) -> float:
    """Structural similarity of luminance as Wang et al. define it, in [-1, 1]."""
    offsets = np.arange(-SSIM_RADIUS, SSIM_RADIUS + 1)
    weights = np.exp(-(offsets**2) / (2 * SSIM_SIGMA**2))
    return _ssim(_luma(image_HW3), _luma(reference_HW3), weights / weights.sum(), 1.0)


def ssim_win3(image_HW3: np.ndarray, reference_HW3: np.ndarray) -> float:
    """Structural similarity in flat 3 x 3 windows, mean over the three channels, in [-1, 1]."""
    weights = np.full(3, 1 / 3)
    return float(np.mean([_ssim(image_HW3[..., c], reference_HW3[..., c], weights, 9 / 8) for c in range(3)]))


def edge_f1(image_HW3: np.ndarray, reference_HW3: np.ndarray, tolerance_px: float = TOLERANCE_PX) -> float:
    """F1 of edge pixels matched within a distance, in [0, 1]; 1 where neither image has edges, 0 where only one has."""
    edges_HW, wanted_HW = _edges(_luma(image_HW3)), _edges(_luma(reference_HW3))
    if not edges_HW.any() or not wanted_HW.any():
        return float(edges_HW.any() == wanted_HW.any())
    precision = float(_near(wanted_HW, tolerance_px)[edges_HW].mean())
    recall = float(_near(edges_HW, tolerance_px)[wanted_HW].mean())
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


METRICS: Mapping[str, Callable[[np.ndarray, np.ndarray], float]] = {
    "psnr": psnr,
    "ssim": ssim,
    "ssim_win3": ssim_win3,
    "edge_f1": edge_f1,
}


def measure(image: ImageSource, reference: ImageSource, *, paper_compat: bool = False) -> dict[str, float]:
    """All four metrics of one pair.

    Raises:
        ImageError: one of the images cannot be opened.
        DataError: the canvas is smaller than a window.
    """
    pair = (published_canvas if paper_compat else common_canvas)(image, reference)
    return {name: metric(*pair) for name, metric in METRICS.items()}


def compare_images(pairs: Sequence[ImagePair], *, paper_compat: bool = False) -> ImageComparison:
    """Every pair in every metric, with its baselines. An image that is absent or broken is a state with a reason.

    Raises:
        ImageError: a reference cannot be opened; the benchmark itself is broken then.
    """
    opened = [_open(pair) for pair in pairs]
    drawn = [number for number, (image, _) in enumerate(opened) if image is not None]
    rows = []
    for number, pair in enumerate(pairs):
        image, reason = opened[number]
        reference = open_image(pair.reference)
        # Half the list away, since neighbours in a data set are often alike.
        others = [other for other in drawn if other != number]
        other = opened[others[(number + len(others) // 2) % len(others)]][0] if others else None
        rows.append(
            ImageRow(
                id=pair.id,
                status="missing" if image is None else "ok",
                values={} if image is None else measure(image, reference, paper_compat=paper_compat),
                blank=measure(Image.new("RGB", reference.size, WHITE), reference),
                shuffled={} if other is None else measure(other, reference, paper_compat=paper_compat),
                reason=reason,
            )
        )
    return ImageComparison(
        rows=tuple(rows),
        metrics={name: _with_baselines(rows, name) for name in METRICS},
        outcomes=count_outcomes([row.status for row in rows]),
    )


def _open(pair: ImagePair) -> tuple[Image.Image | None, str]:
    if pair.image is None:
        return None, "there is no image"
    try:
        return open_image(pair.image), ""
    except ImageError as error:
        return None, one_line(error)


def _with_baselines(rows: Sequence[ImageRow], name: str) -> WithBaselines:
    items = [
        ScoredItem(prompt_id=row.id, law="", field="", status=row.status, score=row.values.get(name)) for row in rows
    ]
    drawn = [row for row in rows if row.values]
    return WithBaselines(
        score=score_of(items, by_prompt),
        blank=mean_with_interval([row.blank[name] for row in rows]),
        shuffled=mean_with_interval([row.shuffled[name] for row in rows if row.shuffled]),
        above_blank=mean_with_interval([float(row.values[name] > row.blank[name]) for row in drawn]),
    )


def _values(image: Image.Image) -> np.ndarray:
    return np.asarray(image, dtype=np.float64) / 255


def _luma(image_HW3: np.ndarray) -> np.ndarray:
    return image_HW3 @ np.asarray(LUMA)


def _ssim(first_HW: np.ndarray, second_HW: np.ndarray, weights_K: np.ndarray, sample: float) -> float:
    """Mean over whole windows; `sample` turns the covariance of the window into that of a sample."""
    if min(first_HW.shape) < len(weights_K):
        raise DataError(
            f"expected images of at least {len(weights_K)} px, got {first_HW.shape[1]} x {first_HW.shape[0]}"
        )

    def mean(values_HW: np.ndarray) -> np.ndarray:
        for axis in (0, 1):
            stop = values_HW.shape[axis] - len(weights_K) + 1
            parts = (weight * values_HW.take(range(k, k + stop), axis) for k, weight in enumerate(weights_K))
            values_HW = np.sum(list(parts), axis=0)
        return values_HW

    mean_1, mean_2 = mean(first_HW), mean(second_HW)
    variances = sample * (mean(first_HW**2) - mean_1**2 + mean(second_HW**2) - mean_2**2)
    covariance = sample * (mean(first_HW * second_HW) - mean_1 * mean_2)
    c1, c2 = K1**2, K2**2
    similarity = (2 * mean_1 * mean_2 + c1) * (2 * covariance + c2) / ((mean_1**2 + mean_2**2 + c1) * (variances + c2))
    return float(similarity.mean())


def _edges(luma_HW: np.ndarray) -> np.ndarray:
    padded = np.pad(luma_HW, 1, mode="edge")
    across = (padded[1:-1, 2:] - padded[1:-1, :-2]) / 2
    down = (padded[2:, 1:-1] - padded[:-2, 1:-1]) / 2
    return np.hypot(across, down) > EDGE_STEP


def _near(mask_HW: np.ndarray, distance_px: float) -> np.ndarray:
    """Pixels with one of the mask within a distance."""
    reach = int(distance_px)
    height, width = mask_HW.shape
    padded = np.pad(mask_HW, reach)
    near_HW = np.zeros_like(mask_HW)
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            if dy * dy + dx * dx <= distance_px**2:
                near_HW |= padded[reach + dy : reach + dy + height, reach + dx : reach + dx + width]
    return near_HW
