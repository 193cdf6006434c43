"""Looks at the pixels of an image: is it one worth judging? What fails here would otherwise count as a drawn figure.

The page is the colour most of the border has; ink is what differs from it by more than `INK` in any channel.

* blank: no ink on a white page. single_colour: no ink on a page of another colour.
* cut_off: the border is page for the most part, and on one side ink runs out of the image that does not also leave it on the
  opposite side (a ground line across the image is meant, half a label is not). A heuristic: frames and full-bleed images
  have no page and pass.
"""

from typing import TYPE_CHECKING

import numpy as np

from scisynth.sandbox.records import Limits, Status

if TYPE_CHECKING:
    from PIL.Image import Image

INK = 24
MIN_INK = 12
"""Pixels; fewer are dust."""
MIN_PAGE = 0.6
"""Fraction of the border that must be page for there to be an edge to cut."""
CUT_RUN_PX = 6
"""Ink on a side, in pixels, from which on something is cut."""
WHITE = 250


def size_fault(width: int, height: int, limits: Limits) -> tuple[Status, str] | None:
    """Whether an image of this size is worth decoding."""
    if min(width, height) < limits.min_side_px:
        return "too_small", f"the image is {width} x {height} pixels, less than {limits.min_side_px} a side"
    if max(width, height) > limits.max_side_px:
        return "too_large", f"the image is {width} x {height} pixels, more than {limits.max_side_px} a side"
    return None


def image_fault(image: "Image") -> tuple[Status, str] | None:
    """What is wrong with an RGB image, with the reason; None for nothing."""
    pixels = np.asarray(image)
    edges = {"top": pixels[0], "bottom": pixels[-1], "left": pixels[:, 0], "right": pixels[:, -1]}
    sides = {name: edge.astype(np.int16) for name, edge in edges.items()}
    border = np.concatenate(list(sides.values()))
    colours, counts = np.unique(border, axis=0, return_counts=True)
    page = colours[counts.argmax()]
    if _count_ink(image, tuple(int(value) for value in page)) < MIN_INK:
        if page.min() >= WHITE:
            return "blank", "the page is white and empty"
        return "single_colour", f"the image is one colour, #{page[0]:02x}{page[1]:02x}{page[2]:02x}"
    ink = {name: np.abs(side - page).max(axis=1) > INK for name, side in sides.items()}
    if np.concatenate(list(ink.values())).mean() > 1 - MIN_PAGE:
        return None
    for side, opposite in (("top", "bottom"), ("bottom", "top"), ("left", "right"), ("right", "left")):
        # A pixel's slack: antialiasing moves an edge by as much.
        mirrored = np.convolve(ink[opposite], np.ones(5), mode="same") > 0
        if int((ink[side] & ~mirrored).sum()) >= CUT_RUN_PX:
            return "cut_off", f"something runs out of the image at the {side}"
    return None


def _count_ink(image: "Image", page: tuple[int, ...]) -> int:
    """Pixels that differ from the page; by Pillow, which is several times faster here than an array of differences."""
    from PIL import Image, ImageChops

    red, green, blue = ImageChops.difference(image, Image.new("RGB", image.size, page)).split()
    return sum(ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()[INK + 1 :])
