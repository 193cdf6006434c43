"""The only door through which an image enters: bounded, format-checked, fully decoded.

Hostile files are expected. Refused with one clear line: more bytes or pixels than the caps, anything but
PNG/JPEG/WEBP (decided by content, never by name), truncated data, decompression bombs. EXIF orientation is
applied and metadata dropped; the result is RGB, transparency laid over white.
"""

import hashlib
import io
import struct
import unicodedata
import warnings
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.PngImagePlugin import PngInfo

from scisynth.core.errors import ImageError, one_line
from scisynth.core.records import AnyImage, ImageSource, PixelArray

FORMATS = ("PNG", "JPEG", "WEBP")
IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".avif", ".jfif"})
"""Names, in lower case, under which people keep images; those of other formats are found, so that they are refused and not skipped."""
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
NO_LENGTH = {bytes([code]) for code in (0x00, 0x01, *range(0xD0, 0xDA), 0xFF)} | {b""}
"""JPEG markers that stand alone."""
GAP_PX = 8
"""Between two images side by side."""
MAX_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_PARTS = 20_000
"""Chunks of a PNG or segments of a JPEG before its pixels; a file of 64 MB in pieces of 8 KB, as libpng writes, has 8,192."""
BROKEN_STREAM = (
    OSError, SyntaxError, ValueError, IndexError, KeyError, TypeError, EOFError, ArithmeticError, struct.error, zlib.error
)  # fmt: skip
"""What Pillow's decoders raise on broken streams, depending on which of them meets the damage first."""

# Pillow only warns between its limit and twice that; our own cap is lower and is an error, so the warning says nothing new.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
# Damaged metadata leaves the image as it lies; a warning a tag would drown the progress bar.
warnings.filterwarnings("ignore", module=r"PIL\.(TiffImage|PngImage)Plugin")


def open_image(source: ImageSource, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS) -> Image.Image:
    """Decodes a path, encoded bytes or a PIL image to RGB; raises `ImageError` for anything else."""
    if isinstance(source, Image.Image):
        return to_rgb(source)
    name, data = read_image_bytes(source, max_bytes=max_bytes)
    with _decoding(name):
        image = _open_header(name, data, max_pixels)
        image.load()
        return to_rgb(ImageOps.exif_transpose(image))


def as_source(image: AnyImage) -> ImageSource:
    """Pixels as an image, everything else as it is; raises `ImageError` as `pixels_to_image` does."""
    if isinstance(image, str | Path | bytes | Image.Image):
        return image
    return pixels_to_image(image)


def pixels_to_image(pixels: PixelArray, *, max_pixels: int = MAX_PIXELS) -> Image.Image:
    """A numpy array [H, W], [H, W, 1|3|4] or a tensor [H, W], [1|3|4, H, W] to an image: uint8, or floats in [0, 1].

    Raises:
        ImageError: another shape, another kind of number, or floats outside of [0, 1].
    """
    import numpy as np

    is_tensor = hasattr(pixels, "detach")
    try:
        array = _tensor_array(pixels) if is_tensor else np.asarray(pixels)
    except (TypeError, ValueError):
        raise ImageError(
            f"expected an image, got {type(pixels).__name__}; give a path, a PIL image or pixels"
        ) from None
    if is_tensor and array.ndim == 3:
        array = np.moveaxis(array, 0, -1)
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] not in (1, 3, 4)) or not array.size:
        expected = "[3, H, W] of a tensor" if is_tensor else "[H, W, 3] of an array"
        raise ImageError(f"expected the shape {expected}, got {tuple(pixels.shape)}; take one image, and move its axes")
    if array.shape[0] * array.shape[1] > max_pixels:
        raise ImageError(
            f"expected at most {max_pixels:,} pixels, got {array.shape[0] * array.shape[1]:,}; shrink the image first"
        )
    if np.issubdtype(array.dtype, np.floating):
        low, high = float(array.min()), float(array.max())
        if not (low >= 0 and high <= 1):
            raise ImageError(f"expected floats in [0, 1], got {low:g} to {high:g}; scale them")
        array = np.rint(array * 255).astype(np.uint8)
    if array.dtype != np.uint8:
        raise ImageError(f"expected uint8 or floats in [0, 1], got {array.dtype}; convert them")
    return Image.fromarray(array[..., 0] if array.ndim == 3 and array.shape[2] == 1 else array)


def _tensor_array(tensor: Any) -> Any:
    found = tensor.detach().cpu()
    # numpy knows no bfloat16.
    return (found.float() if found.is_floating_point() else found).numpy()


def examine_image(
    source: ImageSource, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS
) -> tuple[str, int, int]:
    """(format, width, height) as the header states them, without decoding; a PIL image counts as PNG."""
    if isinstance(source, Image.Image):
        return "PNG", *source.size
    name, data = read_image_bytes(source, max_bytes=max_bytes)
    with _decoding(name):
        image = _open_header(name, data, max_pixels)
        # A phone's JPEG with a second image behind the first is still a JPEG.
        return ("JPEG" if image.format == "MPO" else str(image.format)), *image.size


def _open_header(name: str, data: bytes, max_pixels: int) -> Image.Image:
    if _num_parts(data) > MAX_PARTS:
        # Pillow takes each part by itself: two million empty ones, 24 MB, are half a minute.
        raise ImageError(f"{name}: refused, it is made of more than {MAX_PARTS:,} parts; save the image again")
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        if data.startswith(SIGNATURES):
            raise ImageError(f"{name}: broken image (cut off in its header); fetch or make it again") from None
        raise
    width, height = image.size
    if width * height > max_pixels:
        raise ImageError(
            f"{name}: expected at most {max_pixels:,} pixels, got {width} x {height}; shrink the image first"
        )
    return image


def _num_parts(data: bytes) -> int:
    """Chunks of a PNG, or segments of a JPEG before its first scan, counted up to one beyond the cap; 0 for other files."""
    number = 0
    if data.startswith(SIGNATURES[0]):
        at = 8
        while at + 8 <= len(data) and number <= MAX_PARTS:
            at += 12 + int.from_bytes(data[at : at + 4], "big")
            number += 1
    elif data.startswith(SIGNATURES[1]):
        at = 2
        while number <= MAX_PARTS and (at := data.find(b"\xff", at)) >= 0 and data[at + 1 : at + 2] != b"\xda":
            has_length = data[at + 1 : at + 2] not in NO_LENGTH
            at += 2 + (max(int.from_bytes(data[at + 2 : at + 4], "big"), 2) if has_length else 0)
            number += 1
    return number


@contextmanager
def _decoding(name: str) -> Iterator[None]:
    """Turns whatever Pillow makes of a bad file into one `ImageError`."""
    try:
        yield
    except ImageError:
        raise
    except Image.DecompressionBombError as error:
        raise ImageError(f"{name}: refused, {one_line(error)}; shrink the image first") from None
    except UnidentifiedImageError:
        raise ImageError(f"{name}: expected a PNG, JPEG or WEBP image, got something else") from None
    except BROKEN_STREAM as error:
        raise ImageError(f"{name}: broken image ({one_line(error)}); fetch or make it again") from None


def read_image_bytes(source: str | Path | bytes, *, max_bytes: int = MAX_BYTES) -> tuple[str, bytes]:
    """(name for messages, encoded bytes) of a source, bounded by `max_bytes`."""
    if isinstance(source, bytes | bytearray | memoryview):
        data, name = bytes(source), f"image of {len(source):,} bytes"
    else:
        path = Path(source)
        name = str(path)
        try:
            if not path.is_file():
                raise ImageError(f"{name}: no such image; check the path")
            with path.open("rb") as file:
                data = file.read(max_bytes + 1)
        except OSError as error:
            # A name of more than 255 bytes among them.
            raise ImageError(f"{name[:120]}: cannot be read ({error.strerror})") from None
    if len(data) > max_bytes:
        raise ImageError(f"{name}: expected at most {max_bytes:,} bytes, got more; shrink the image first")
    if not data:
        raise ImageError(f"{name}: empty image; fetch or make it again")
    return name, data


def to_rgb(image: Image.Image) -> Image.Image:
    """RGB copy; transparent pixels show white, as a viewer would."""
    if image.mode == "RGB":
        return image
    if image.mode.startswith("I;16"):
        # Pillow clips 16-bit grey at 255 instead of scaling it.
        return image.point(lambda value: value / 256, "L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        white = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(white, rgba).convert("RGB")
    return image.convert("RGB")


def png_bytes(image: Image.Image, texts: Mapping[str, str] | None = None) -> bytes:
    """The image as PNG, the same bytes for the same pixels and texts; metadata are `texts` by keyword, and nothing else."""
    buffer = io.BytesIO()
    info = PngInfo()
    for keyword, text in (texts or {}).items():
        info.add_itxt(keyword, text)
    image = image.copy()
    # Pillow would carry a colour profile over from here.
    image.info = {}
    # Level 1 writes four times faster than the default for a tenth more bytes.
    image.save(buffer, format="PNG", compress_level=1, pnginfo=info)
    return buffer.getvalue()


def images_by_name(folder: Path) -> dict[str, Path]:
    """Image files of a folder by the exact and by the folded spelling of their names without suffix; a PNG before others."""
    files = sorted((path for path in folder.iterdir() if path.suffix.lower() in IMAGE_SUFFIXES), reverse=True)
    files.sort(key=lambda path: path.suffix.lower() == ".png")
    files = [path for path in files if path.is_file()]
    return {fold_name(path.stem): path for path in files} | {path.stem: path for path in files}


def fold_name(name: str) -> str:
    """A name whose case and composed letters do not matter, as on the file systems of desktops."""
    return unicodedata.normalize("NFC", name).casefold()


def content_hash(data: bytes) -> str:
    """Name of a stored image: the first 32 hex digits of its SHA-256."""
    return hashlib.sha256(data).hexdigest()[:32]


def side_by_side(left: Image.Image, right: Image.Image) -> Image.Image:
    """Two images in one, RGB, on white with a gap of `GAP_PX`; the lower one is centred."""
    height = max(left.height, right.height)
    both = Image.new("RGB", (left.width + GAP_PX + right.width, height), "white")
    both.paste(left, (0, (height - left.height) // 2))
    both.paste(right, (left.width + GAP_PX, (height - right.height) // 2))
    return both
