from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageColor, ImageFont

from scisynth.core.errors import DataError
from scisynth.core.records import ContrastTuple
from scisynth.tuples.parquet import read_tuples
from scisynth.tuples.show import BROKEN_COLOR, FALSE_COLOR, FRAME, GAP, INK, TRUE_COLOR, contact_sheet_of, wrap

SIZE = 60


@pytest.fixture
def item():
    return ContrastTuple(
        id="a",
        law="buoyancy",
        category="physics",
        subject="apple",
        implicit_prompt=("An apple in water.",),
        explicit_prompt=("An apple floating.",),
        superficial_prompt=("An apple at the bottom.",),
        explicit_image=(Image.new("RGB", (30, 30), "#0000ff"),),
        superficial_image=(Image.new("RGB", (30, 30), "#ff00ff"),),
    )


def color_at(sheet, x, y):
    return sheet.getpixel((x, y))


def rgb(color):
    return ImageColor.getrgb(color)


def test_the_true_side_is_green_and_the_false_side_red(item):
    sheet = contact_sheet_of([item], size_px=SIZE)
    left, right, middle = GAP, GAP + SIZE + GAP // 2, GAP + SIZE // 2
    assert color_at(sheet, left + 1, middle) == rgb(TRUE_COLOR)
    assert color_at(sheet, right + 1, middle) == rgb(FALSE_COLOR)
    assert color_at(sheet, left + SIZE // 2, middle) == (0, 0, 255)
    assert color_at(sheet, right + SIZE // 2, middle) == (255, 0, 255)
    below = np.asarray(sheet)[GAP + SIZE :]
    assert (below < 128).any(), "no text beneath"


def test_what_is_broken_is_a_grey_box(item):
    truncated = replace(item, explicit_image=(b"no image",))
    marked = replace(item, status="broken", reason="explicit_image: no image", explicit_image=())
    sheet = contact_sheet_of([item, truncated, marked], size_px=SIZE, columns=1)
    height = (sheet.height - GAP) // 3
    corner = SIZE - FRAME - 2
    found = [color_at(sheet, GAP + corner, GAP + row * height + corner) for row in range(3)]
    assert found == [(0, 0, 255), rgb(BROKEN_COLOR), rgb(BROKEN_COLOR)]
    false_side = [color_at(sheet, GAP + SIZE + GAP // 2 + corner, GAP + row * height + corner) for row in range(3)]
    assert false_side == [(255, 0, 255), (255, 0, 255), rgb(BROKEN_COLOR)]
    box = np.asarray(sheet)[GAP + height : GAP + height + SIZE, GAP : GAP + SIZE]
    assert (box == rgb(INK)).all(axis=-1).any(), "no reason in the box"


def test_the_sheet_grows_by_rows_and_columns(item):
    one, five = contact_sheet_of([item], size_px=SIZE), contact_sheet_of([item] * 5, size_px=SIZE, columns=2)
    assert (five.width - GAP, five.height - GAP) == (2 * (one.width - GAP), 3 * (one.height - GAP))
    with pytest.raises(DataError):
        contact_sheet_of([])


def test_wrapping_fits_the_width_and_says_what_it_cut():
    font = ImageFont.load_default(13)
    text = "A very long prompt about an apple that was placed in a box of water on the kitchen table"
    whole = wrap(text, font, 150, 20)
    assert " ".join(whole) == text
    assert all(font.getlength(line) <= 150 for line in whole)
    short = wrap(text, font, 150, 2)
    assert len(short) == 2
    assert short[0] == whole[0]
    assert short[1].endswith("…")
    assert font.getlength(short[1]) <= 150
    assert all(font.getlength(line) <= 60 for line in wrap("x" * 500 + " end", font, 60, 5))
    assert wrap("", font, 100, 3) == []


def test_the_photo_tuples(photos):
    sheet = contact_sheet_of(read_tuples(photos), size_px=64)
    assert sheet.mode == "RGB"
    assert sheet.width < 600
    colors = np.asarray(sheet).reshape(-1, 3)
    # A frame of 3 px about 64 x 64 has 4 * 3 * (64 - 3) pixels.
    assert (colors == rgb(TRUE_COLOR)).all(axis=1).sum() >= 10 * 4 * 3 * 61
    assert (colors == rgb(BROKEN_COLOR)).all(axis=1).sum() < 200
