"""Text in an image, read by PP-OCRv6 (small) through `rapidocr` and ONNX Runtime; the weights are inside the wheel, nothing is downloaded.

The extra `[ocr]` installs both. One image of 700 x 500 px takes about half a second on one CPU core. Not covered: handwriting,
single italic letters (often missed), text smaller than about 8 px, mathematics set on two levels (fractions are read as two lines).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np

from scisynth.core.extras import EXTRAS, found_and_missing, require
from scisynth.core.images import open_image
from scisynth.core.records import ImageSource

EXTRA = "ocr"
MIN_CONFIDENCE = 0.5
MAX_SIDE_PX = 2000
"""Larger images are shrunk by the reader before it looks for text."""
MAX_TEXTS = 2000
TALL = 1.5
"""Height over width from which on a line is taken to run up or down the page."""
PAD_PX = 2


@dataclass(frozen=True, kw_only=True)
class ReadText:
    """One line of text as it was read."""

    text: str
    confidence: float
    """In [0, 1], the recognizer's own."""
    box_px: tuple[float, float, float, float]
    """Left, top, right, bottom; pixels from the upper left corner."""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "ReadText":
        """Inverse of `to_dict`, also after JSON has turned the box into a list."""
        left, top, right, bottom = row["box_px"]
        return cls(text=row["text"], confidence=row["confidence"], box_px=(left, top, right, bottom))


def is_installed() -> bool:
    """Whether the extra `[ocr]` is there; loads nothing."""
    return not found_and_missing(EXTRA)[1]


def reader_name() -> str:
    """Model and versions, for records: readings of different versions must not be mixed."""
    return "PP-OCRv6 small, " + ", ".join(f"{package} {version(package)}" for package in EXTRAS[EXTRA])


def read_texts(image: ImageSource) -> tuple[ReadText, ...]:
    """Every line of text that the reader finds, from top to bottom.

    Raises:
        ImageError: the image cannot be opened.
        MissingExtraError: the extra `[ocr]` is not installed.
    """
    pixels_HW3 = np.ascontiguousarray(np.asarray(open_image(image))[:, :, ::-1])  # the models were trained on BGR
    # The flags stay as the last call set them, so every call sets them all.
    found = _engine()(pixels_HW3, use_det=True, use_cls=False, use_rec=True)
    if found.boxes is None or found.txts is None or found.scores is None:
        return ()
    rows = list(zip(found.boxes, found.txts, found.scores, strict=True))[:MAX_TEXTS]
    texts = [_upright(pixels_HW3, _read_text(corners, text, score)) for corners, text, score in rows]
    return tuple(sorted((item for item in texts if item.text), key=lambda item: (item.box_px[1], item.box_px[0])))


def _upright(pixels_HW3: np.ndarray, found: ReadText) -> ReadText:
    """A tall line read once more, turned either way; the reader itself turns it one way only.

    The reader's own classifier of upside-down lines is off: on figures it turns upright labels with subscripts over.
    """
    left, top, right, bottom = (round(value) for value in found.box_px)
    if bottom - top < TALL * (right - left) or right - left < 4:
        return found
    crop = pixels_HW3[max(0, top - PAD_PX) : bottom + PAD_PX, max(0, left - PAD_PX) : right + PAD_PX]
    best = found
    for turns in (1, -1):
        read = _engine()(np.ascontiguousarray(np.rot90(crop, turns)), use_det=False, use_cls=False, use_rec=True)
        if read.txts and read.scores and read.scores[0] > best.confidence:
            best = replace(found, text=read.txts[0].strip(), confidence=round(float(read.scores[0]), 3))
    return best


def _read_text(corners: Any, text: str, score: float) -> ReadText:
    corners_42 = np.asarray(corners, dtype=float)
    (left, top), (right, bottom) = corners_42.min(axis=0).round(1).tolist(), corners_42.max(axis=0).round(1).tolist()
    return ReadText(text=text.strip(), confidence=round(float(score), 3), box_px=(left, top, right, bottom))


@cache
def _engine() -> Any:
    require(EXTRA, "reading the text of images")
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.text_score": MIN_CONFIDENCE,
            "Global.max_side_len": MAX_SIDE_PX,
        }
    )
