"""Reading an image as a frame, and writing counts: how data of any microscope or camera enter.

| file | what the pixels are |
|---|---|
| PNG, JPEG, WEBP | 8 bits a channel, as shown: a camera's curve may lie between them and the signal |
| TIFF, 16-bit PNG | 8 or 16 bits or float a channel, [H, W], [H, W, C] or [C, H, W] with few channels; taken as linear |
| .npy | a numeric array of the same shapes; pickled objects are refused |

FITS, MRC, DM4, CZI and the like: read them with their own package and save the array as .npy or TIFF.
"""

import io
from pathlib import Path

import numpy as np
from PIL import Image

from scisynth.core.errors import DataError, ImageError, one_line
from scisynth.core.images import MAX_BYTES, MAX_PIXELS, open_image
from scisynth.instruments.frame import Frame, Pixels

ARRAYS, TIFFS, EIGHT_BITS = (".npy",), (".tif", ".tiff"), (".png", ".jpg", ".jpeg", ".webp")
"""PNG may have 16 bits, too."""
SUFFIXES = (*ARRAYS, *TIFFS, *EIGHT_BITS)
MAX_CHANNELS = 8
GRAY_WITHIN = 2
"""Digits by which the channels of an 8-bit image may differ and still be one: JPEG rounds them apart."""


def read_frame(path: Path, *, pixel_size: float | None = None, unit: str = "", channels: tuple[str, ...] = ()) -> Frame:
    """An image file as a frame.

    Args:
        path: of a format in the table above, decided by content for TIFF, PNG, JPEG and WEBP.
        pixel_size: of one pixel, in `unit`.
        channels: names of the channels, where there are several.

    Raises:
        ImageError: not readable, too large, or no image.
        DataError: too small to measure, or with values that are no finite numbers.
    """
    pixels, full_scale = _read_array(path)
    try:
        return Frame(pixels=pixels, pixel_size=pixel_size, unit=unit, full_scale=full_scale, channels=channels)
    except DataError as error:
        raise DataError(f"{path}: {error}") from None


def _read_array(path: Path) -> tuple[Pixels, float | None]:
    """(pixels as float32, value at which the file's type is full)."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ImageError(f"{path}: expected at most {MAX_BYTES} bytes, found {size}; cut the image into tiles")
        head = path.open("rb").read(8)
    except OSError as error:
        raise ImageError(f"{path}: cannot be read ({one_line(error)})") from None
    if path.suffix.lower() in ARRAYS:
        return _shaped(path, _load_npy(path))
    if head[:4] in (b"II*\0", b"MM\0*"):
        return _shaped(path, _load_tiff(path))
    if head == b"\x89PNG\r\n\x1a\n" and (deep := _load_deep_png(path)) is not None:
        return _shaped(path, deep)
    return shown_pixels(open_image(path)), 255.0


def shown_pixels(image: Image.Image) -> Pixels:
    """An RGB image as [H, W] where its channels agree, else as [H, W, 3]."""
    digits = np.asarray(image)
    is_gray = int(np.ptp(digits.astype(np.int16), axis=2).max()) <= GRAY_WITHIN
    return digits.mean(axis=2, dtype=np.float32) if is_gray else digits.astype(np.float32)


def _load_npy(path: Path) -> np.ndarray:
    try:
        array: np.ndarray = np.load(path, allow_pickle=False, mmap_mode="r")
    except (ValueError, OSError, EOFError) as error:
        raise ImageError(f"{path}: expected a numeric array saved by numpy.save ({one_line(error)})") from None
    return array


def _load_tiff(path: Path) -> np.ndarray:
    import tifffile

    try:
        with tifffile.TiffFile(path) as file:
            page = file.pages.first
            if int(np.prod(page.shape)) > MAX_PIXELS or len(file.pages) > MAX_CHANNELS:
                raise ImageError(f"{path}: expected one image of {MAX_PIXELS} values at most; save one plane")
            array: np.ndarray = file.asarray(series=0)
    except (tifffile.TiffFileError, ValueError, IndexError, KeyError, OSError, MemoryError, TypeError) as error:
        raise ImageError(f"{path}: damaged or unusual TIFF ({one_line(error)}); save it uncompressed") from None
    return array


def _load_deep_png(path: Path) -> np.ndarray | None:
    """The pixels of a 16-bit gray PNG; None for any other, which the usual door reads."""
    try:
        with Image.open(path) as image:
            if image.mode not in ("I;16", "I;16B", "I") or image.width * image.height > MAX_PIXELS:
                return None
            return np.asarray(image, dtype=np.uint16)
    except (OSError, ValueError, SyntaxError) as error:
        raise ImageError(f"{path}: damaged PNG ({one_line(error)})") from None


def _shaped(path: Path, array: np.ndarray) -> tuple[Pixels, float | None]:
    """[H, W] or [H, W, C] as float32: channels that come first go last."""
    if array.dtype.kind not in "uif" or array.size > MAX_PIXELS:
        raise ImageError(f"{path}: expected at most {MAX_PIXELS} numbers, found {array.size} of type {array.dtype}")
    array = np.squeeze(array)
    if array.ndim == 3 and array.shape[0] <= MAX_CHANNELS < array.shape[2]:
        array = np.moveaxis(array, 0, 2)
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] > MAX_CHANNELS):
        raise ImageError(
            f"{path}: expected one image with {MAX_CHANNELS} channels at most, found shape {array.shape}; save one plane"
        )
    full = float(np.iinfo(array.dtype).max) if array.dtype.kind == "u" else None
    return np.array(array, dtype=np.float32), full


def counts_bytes(counts: Pixels) -> bytes:
    """A 16-bit TIFF of quanta, [H, W] or one plane a channel; more than 65,535 are cut."""
    import tifffile

    digits = np.rint(np.clip(counts, 0, np.iinfo(np.uint16).max)).astype(np.uint16)
    planes = digits if digits.ndim == 2 else np.moveaxis(digits, 2, 0)
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, planes, photometric="minisblack", metadata=None)
    return buffer.getvalue()
