"""What the validators of all worlds do with pixels: noise that objects do not raise, peaks, and squares of pixels as one."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

SIGMA_OF_MAD = 1.4826
"""Standard deviations in a median absolute deviation of normal values, 1 / Φ⁻¹(3/4)."""


def robust_sigma(values: NDArray[Any], middle: float | None = None) -> float:
    """Standard deviation of normal values of any shape, from their median absolute deviation, which a few large ones do not raise.

    Args:
        values: at least one.
        middle: what they scatter about; None: their median.

    >>> round(robust_sigma(np.array([-1.0, 0.0, 1.0, 0.0, 1000.0])), 4)
    1.4826
    """
    about = np.median(values) if middle is None else middle
    return SIGMA_OF_MAD * float(np.median(np.abs(values - about)))


def peak_mask(image: NDArray[Any], size: int, *, mode: str = "reflect") -> NDArray[np.bool_]:
    """[H, W]: pixels that are the largest in the square of `size` pixels around them; a plateau counts in all its pixels.

    Args:
        image: [H, W].
        size: pixels a side of the square.
        mode: what lies beyond the rim, as `scipy.ndimage` names it.
    """
    from scipy.ndimage import maximum_filter

    return np.asarray(image == maximum_filter(image, size, mode=mode))


def squares(image: NDArray[Any], side: int) -> NDArray[Any]:
    """[H // side, side, W // side, side, ..]: the image as squares, to be summed or averaged over axes 1 and 3.

    What is left over at two sides is cut off.

    >>> squares(np.ones((5, 4)), 2).sum(axis=(1, 3)).tolist()
    [[4.0, 4.0], [4.0, 4.0]]
    """
    height, width = (length // side for length in image.shape[:2])
    return image[: height * side, : width * side].reshape(height, side, width, side, *image.shape[2:])


def stretched(pixels: NDArray[Any], *, low: float = 0.5, high: float = 99.5) -> NDArray[np.uint8]:
    """uint8 [H, W]: from one percentile to the other; several channels are averaged."""
    gray = pixels if pixels.ndim == 2 else pixels.mean(axis=2)
    dark, bright = np.percentile(gray, [low, high])
    return np.rint(255 * np.clip((gray - dark) / max(bright - dark, 1e-9), 0, 1)).astype(np.uint8)
