"""What of a figure's page is saved, and where texts stand, those in space among them.

Matplotlib cuts a page to what is drawn on it, but leaves texts in space (`Axes3D.text`) out of the reckoning, so that it cuts through
them. Here they count: each is measured where it falls on the page.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from scisynth.figures.scene.marks import EXACT_PAGE

PAD_IN = 0.1
"""Around what is drawn, as Matplotlib leaves it."""
MAX_BEYOND = 0.5
"""How far beyond the page a text in space may make it grow, as a fraction of the page's longer side."""
MAX_TEXTS = 1000


def page_box(figure: Any) -> Any:
    """For `savefig(bbox_inches=...)`: None for an exact page, else what is drawn on, with every text in space."""
    if figure.get_gid() == EXACT_PAGE:
        return None
    spatial = [text for axes in figure.axes for text in axes.texts if is_in_space(text) and text.get_visible()]
    if not spatial:
        return "tight"
    from matplotlib.transforms import Bbox

    figure.draw_without_rendering()  # which puts axes and texts in their places
    renderer = figure.canvas.get_renderer() if hasattr(figure.canvas, "get_renderer") else figure._get_renderer()
    drawn = figure.get_tightbbox(renderer)
    return Bbox.union([drawn, *_boxes_in(figure, spatial[:MAX_TEXTS], renderer)]).padded(PAD_IN)


def _boxes_in(figure: Any, texts: list[Any], renderer: Any) -> Iterator[Any]:
    """Boxes of texts in inches, without those far off the page."""
    slack = MAX_BEYOND * float(max(figure.get_size_inches()))
    for text in texts:
        box = text_box(text, renderer).transformed(figure.dpi_scale_trans.inverted())
        low, high = np.asarray(box.min), np.asarray(box.max) - figure.get_size_inches()
        if text.get_text().strip() and np.isfinite(box.extents).all() and (low > -slack).all() and (high < slack).all():
            yield box


def is_in_space(text: Any) -> bool:
    """Whether a text stands at a place of three coordinates."""
    return hasattr(text, "get_position_3d")


def text_box(text: Any, renderer: Any) -> Any:
    """Where the words of a text stand; of one in space where they fall on the page, which Matplotlib finds only while it draws."""
    if not is_in_space(text):
        return words_box(text, renderer)
    from matplotlib.text import Text
    from mpl_toolkits.mplot3d.proj3d import proj_transform

    kept = text.get_position()
    Text.set_position(text, proj_transform(*text.get_position_3d(), text.axes.get_proj())[:2])
    box = text.get_window_extent(renderer)
    Text.set_position(text, kept)
    return box


def words_box(text: Any, renderer: Any) -> Any:
    """Where the words of a text stand, without the arrow of an annotation."""
    from matplotlib.text import Text

    whole = text.get_window_extent(renderer)  # which also puts an annotation in its place
    return Text.get_window_extent(text, renderer) if getattr(text, "arrow_patch", None) else whole
