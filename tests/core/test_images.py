import io
import random
import struct
import warnings
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from scisynth.core.errors import ImageError
from scisynth.core.images import content_hash, examine_image, open_image, png_bytes, to_rgb


def encode(image, kind="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.fixture
def noise():
    return Image.fromarray(np.random.default_rng(0).integers(0, 255, (48, 64, 3), dtype=np.uint8))


def chunk(kind, data=b""):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_header(width, height):
    """A PNG that promises an image and holds one byte of it."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_paths_bytes_and_images_open_alike(tmp_path, noise, kind):
    data = encode(noise, kind)
    path = tmp_path / "picture.of.no.known.kind"
    path.write_bytes(data)
    opened = [np.asarray(open_image(source)) for source in (path, str(path), data, Image.open(path))]
    assert all(np.array_equal(opened[0], other) for other in opened)
    assert opened[0].shape == (48, 64, 3)
    assert examine_image(data) == examine_image(path) == (kind, 64, 48)
    if kind == "PNG":
        assert np.array_equal(opened[0], np.asarray(noise))


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("text named .png", b"<svg/>", "expected a PNG, JPEG or WEBP"),
        ("zero bytes", b"", "empty image"),
        ("GIF", encode(Image.new("RGB", (4, 4)), "GIF"), "expected a PNG, JPEG or WEBP"),
        ("TIFF", encode(Image.new("RGB", (4, 4)), "TIFF"), "expected a PNG, JPEG or WEBP"),
        ("EPS", encode(Image.new("RGB", (4, 4)), "EPS"), "expected a PNG, JPEG or WEBP"),
        ("BMP", encode(Image.new("RGB", (4, 4)), "BMP"), "expected a PNG, JPEG or WEBP"),
        ("30000 x 30000 header", png_header(30_000, 30_000), "refused|at most 50,000,000 pixels"),
        ("8000 x 8000 header", png_header(8_000, 8_000), "expected at most 50,000,000 pixels, got 8000 x 8000"),
        ("header without pixels", png_header(100, 100), "broken image"),
        ("half a signature", b"\x89PNG", "expected a PNG, JPEG or WEBP"),
    ],
)
def test_hostile_files_are_one_line(tmp_path, name, data, word):
    path = tmp_path / "picture.png"
    path.write_bytes(data)
    for source in (path, data):
        with pytest.raises(ImageError, match=word) as caught:
            open_image(source)
        assert "\n" not in str(caught.value)
    with pytest.raises(ImageError) as caught:
        open_image(path)
    assert str(path) in str(caught.value)


def test_missing_files_and_folders(tmp_path):
    for path in (tmp_path / "absent.png", tmp_path):
        with pytest.raises(ImageError, match="no such image"):
            open_image(path)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_truncated_images_are_broken_not_grey(noise, kind):
    data = encode(noise, kind)
    for keep in (0.5, 0.9):
        with pytest.raises(ImageError, match=r"broken image|something else"):
            open_image(data[: int(keep * len(data))])


def test_caps(noise):
    data = encode(noise)
    assert open_image(data, max_bytes=len(data), max_pixels=64 * 48).size == (64, 48)
    with pytest.raises(ImageError, match="bytes, got more"):
        open_image(data, max_bytes=len(data) - 1)
    with pytest.raises(ImageError, match="pixels, got 64 x 48"):
        open_image(data, max_pixels=64 * 48 - 1)
    with pytest.raises(ImageError, match="pixels, got 64 x 48"):
        examine_image(data, max_pixels=64 * 48 - 1)


def test_a_bomb_in_the_metadata_is_refused():
    # 100 MB of zeros, 100 kB packed, in a text chunk behind a sound header.
    data = png_header(4, 4)
    text = b"a\0\0" + zlib.compress(bytes(100_000_000), 9)
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    with pytest.raises(ImageError):
        open_image(data[:33] + chunk + data[33:])


@pytest.mark.parametrize("turn", range(1, 9))
def test_exif_orientation_is_applied(turn):
    image = Image.new("RGB", (4, 2), "white")
    image.putpixel((0, 0), (255, 0, 0))
    exif = Image.Exif()
    exif[0x0112] = turn
    opened = open_image(encode(image, exif=exif))
    # Where the first pixel of the file is seen, by the definition of each orientation in EXIF 2.3, 4.6.4 A.
    width, height, x, y = {
        1: (4, 2, 0, 0), 2: (4, 2, 3, 0), 3: (4, 2, 3, 1), 4: (4, 2, 0, 1),
        5: (2, 4, 0, 0), 6: (2, 4, 1, 0), 7: (2, 4, 1, 3), 8: (2, 4, 0, 3),
    }[turn]  # fmt: skip
    assert opened.size == (width, height)
    assert opened.getpixel((x, y)) == (255, 0, 0)


def test_transparency_lies_over_white():
    clear = Image.new("RGBA", (2, 1), (0, 0, 0, 0))
    clear.putpixel((1, 0), (255, 0, 0, 128))
    opened = open_image(encode(clear))
    assert opened.getpixel((0, 0)) == (255, 255, 255)
    # Half red over white: 255 * (1 - 128/255) = 127 of green and blue.
    assert opened.getpixel((1, 0)) == (255, 127, 127)
    palette = Image.new("P", (2, 1))
    palette.putpalette([0, 0, 0, 0, 0, 255])
    palette.putpixel((1, 0), 1)
    opened = open_image(encode(palette, transparency=0))
    assert [opened.getpixel((x, 0)) for x in (0, 1)] == [(255, 255, 255), (0, 0, 255)]
    grey = Image.new("LA", (1, 1), (0, 0))
    assert open_image(encode(grey)).getpixel((0, 0)) == (255, 255, 255)


def test_other_modes_become_rgb():
    # Cyan, no ink of the others.
    cmyk = open_image(encode(Image.new("CMYK", (16, 16), (255, 0, 0, 0)), "JPEG", quality=95))
    assert cmyk.mode == "RGB"
    assert np.abs(np.subtract(cmyk.getpixel((8, 8)), (0, 255, 255))).max() < 8
    ramp = np.array([[0, 0x7FFF, 0xFFFF]], dtype=np.uint16)
    deep = open_image(encode(Image.fromarray(ramp)))
    assert [deep.getpixel((x, 0))[0] for x in range(3)] == [0, 127, 255]
    assert open_image(encode(Image.new("1", (1, 1), 1))).getpixel((0, 0)) == (255, 255, 255)
    assert open_image(encode(Image.new("L", (1, 1), 9))).getpixel((0, 0)) == (9, 9, 9)


def test_random_damage_is_always_an_image_error(noise):
    rng = random.Random(0)
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "maker"
    sound = [encode(noise, kind, **options) for kind, options in (
        ("PNG", {}), ("PNG", {"exif": exif}), ("JPEG", {"exif": exif}), ("WEBP", {"lossless": True}),
        ("PNG", {"save_all": True, "append_images": [noise.rotate(90)]}),
    )]  # fmt: skip
    refused = 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", module=r"PIL\.")
        for _ in range(600):
            data = bytearray(rng.choice(sound))
            for _ in range(rng.randint(1, 4)):
                data[rng.randrange(min(150, len(data))) if rng.random() < 0.5 else rng.randrange(len(data))] = (
                    rng.randrange(256)
                )
            try:
                open_image(bytes(data))
            except ImageError:
                refused += 1
    assert 100 < refused < 600


def test_png_bytes_depend_on_pixels_only(noise):
    plain = png_bytes(noise)
    dressed = noise.copy()
    dressed.info = {"icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), "comment": "x"}
    assert png_bytes(dressed) == plain
    assert np.array_equal(np.asarray(open_image(plain)), np.asarray(noise))
    assert Image.open(io.BytesIO(plain)).info == {}


def test_content_hash_is_sha256():
    # The first 32 digits of SHA-256 of "abc", FIPS 180-4.
    assert content_hash(b"abc") == "ba7816bf8f01cfea414140de5dae2223"


def test_rgb_images_are_not_copied(noise):
    assert to_rgb(noise) is noise


@pytest.mark.parametrize("kind", ["empty chunks", "empty chunks at the end", "comments", "stuffing", "texts"])
def test_a_image_of_a_million_parts_is_refused_before_it_is_decoded(noise, kind, monkeypatch):
    """2 M empty chunks took Pillow 15 to 35 s; here it is never asked."""
    png, jpeg = (encode(noise, form) for form in ("PNG", "JPEG"))
    data = {
        "empty chunks": png[:33] + chunk(b"teSt") * 1_000_000 + png[33:],
        "empty chunks at the end": png[:-12] + chunk(b"IDAT") * 1_000_000 + png[-12:],
        "texts": png[:33] + chunk(b"tEXt", b"a\0b") * 1_000_000 + png[33:],
        "comments": jpeg[:2] + b"\xff\xfe\x00\x02" * 1_000_000 + jpeg[2:],
        "stuffing": jpeg[:2] + b"\xff\x01" * 1_000_000 + jpeg[2:],
    }[kind]
    monkeypatch.setattr(Image, "open", None)
    with pytest.raises(ImageError, match="parts"):
        open_image(data)


def test_a_image_in_small_pieces_is_opened(noise):
    png = encode(noise, "PNG")
    assert open_image(png[:33] + chunk(b"teSt", b"x") * 9000 + png[33:]).size == noise.size
    jpeg = encode(noise, "JPEG")
    assert open_image(jpeg[:2] + b"\xff\xfe\x00\x04ab" * 9000 + jpeg[2:]).size == noise.size
