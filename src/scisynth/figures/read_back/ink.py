"""Which artists of a Matplotlib figure a viewer sees: each counts by the pixels of the finished page that are its own.

The page is drawn once, as `savefig` draws it, with a look at its pixels before and after each artist k:

    painted[k]   the pixels that k changed by more than a faint amount
    owner[p]     the artist that changed pixel p last
    seen[k]      fraction of painted[k] that k still owns and that differs from what was there before k, in [0, 1]

White on white, alpha 0, no width, clipped and off the page paint nothing; what is covered owns nothing. Where something lies over
an artist, perhaps a veil that lets it through, the page is drawn again without that artist and compared, which is exact. A page
whose drawing takes much work is drawn again less often or not at all; what stays in doubt is then seen where its rim stands out.
"""

import io
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any

import numpy as np

from scisynth.figures.read_back.fonts import cover_letters
from scisynth.figures.read_back.page_box import is_in_space, page_box, words_box
from scisynth.figures.scene.marks import Box

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

MAX_PIXELS = 1_000_000
"""Of the page that is measured; a larger one is drawn at fewer dots an inch."""
FAINT_TEXT, FAINT = 24, 6
"""Change of a channel, of 255, up to which a viewer misses a letter, and an area or a line."""
MIN_SEEN_TEXT, MIN_SEEN = 0.4, 0.15
"""Fraction of what was painted that must be left for a text, and for anything else, to be seen."""
MAX_COVERS = 20
"""Artists over another that are looked at."""
ROUNDS = 8
"""Pages drawn again, at most; each leaves out all doubtful artists that lie apart."""
MAX_REDRAWN = 2000
"""Work of all pages drawn again (`_work`): a script's own seconds must not be spent on measuring its page."""
POINTS_OF_WORK = 200
"""Points of a line or shapes of a collection that take as long to draw as one plain artist."""
MAX_KEPT = 30_000_000
"""Painted pixels kept in all, at 12 bytes each."""
BAND_PX = 12
"""Beyond the box of a text, where its letters may still paint."""
NOBODY = 0
LOCK = threading.Lock()
"""The classes of Matplotlib are wrapped while a page is measured, so only one is measured at a time."""


@dataclass
class Painted:
    """What one artist painted."""

    artist: Any
    rank: int
    """Its place in the order of drawing, from 1."""
    pixels: Any = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Flat places on the page."""
    before: Any = field(default_factory=lambda: np.empty(0, dtype=np.uint32))
    """Their colours before, RGBA in 32 bits."""
    box: tuple[float, ...] | None = None
    """Of a text, where it stands: left, bottom, right, top in pixels of the measured page."""
    clip: tuple[float, ...] | None = None
    """Of a text, the box it is clipped by."""
    through: Any = None
    """For each pixel whether it is seen through what lies over it; None where no page was drawn without the artist."""
    layer: int = 0
    """When it was finished, from 1: a text comes after its own frame and arrow."""
    seen: float = 0.0

    @property
    def is_text(self) -> bool:
        """Letters need more contrast than areas."""
        return self.box is not None

    @property
    def faint(self) -> int:
        """Contrast that does not count."""
        return FAINT_TEXT if self.is_text else FAINT

    @property
    def is_hidden(self) -> bool:
        """Too little of what was painted is left."""
        return self.seen < (MIN_SEEN_TEXT if self.is_text else MIN_SEEN)


class InkPage:
    """A figure as it comes out; measured on construction, which draws it once or more."""

    def __init__(
        self, figure: "Figure", contents: Iterable["Artist"], draw: Callable[[], object] | None = None
    ) -> None:
        """`contents` are the artists that will be asked about; every text is one anyway.

        `draw` saves the figure; the page is measured meanwhile, where it is small enough. Without it one is drawn for this.
        """
        from matplotlib.patches import FancyBboxPatch
        from matplotlib.text import Text

        contents = list(contents)
        self._figure = figure
        self._box = page_box(figure)
        self._wanted = {id(artist) for artist in contents}
        self._always = (Text, FancyBboxPatch)
        self._skipped: set[int] = set()
        self._painted: dict[int, Painted] = {}
        self._stack: list[Any] = []
        self.texts: list[Any] = []
        """Every text that was drawn, whatever drew it, in order."""
        self.dpi = min(figure.dpi, float(np.sqrt(MAX_PIXELS / max(np.prod(figure.get_size_inches()), 1e-9))))
        with LOCK, _wrapped({type(artist) for artist in contents}, self._draw):
            self._draw_page(draw)
            self.font_note = cover_letters(self.texts)
            """Letters that the fonts of the texts lack; with another font for them the page was drawn again."""
            if self.font_note.is_covered:
                self._draw_page(draw)
            self.scale = self.dpi / figure.dpi
            """Pixels of the measured page for one of the figure."""
            self._measure()

    def painted(self, artist: "Artist") -> Painted | None:
        """What an artist painted; None where it was not drawn at all."""
        return self._painted.get(id(artist))

    def covers_of(self, painted: Painted) -> list[tuple[Painted | None, int]]:
        """What lies over the hidden pixels of an artist, and over how many, the largest first; None for what was not asked about."""
        owners = self._owner[painted.pixels[~self.shown(painted)]]
        ranks, counts = np.unique(owners[owners != painted.rank], return_counts=True)
        largest = sorted(zip(counts.tolist(), ranks.tolist(), strict=True), reverse=True)[:MAX_COVERS]
        known = {other.rank: other for other in self._painted.values()} if largest else {}
        return [(known.get(rank), count) for count, rank in largest]

    def shown(self, painted: Painted) -> Any:
        """For each painted pixel whether the artist is seen there, perhaps through what lies over it."""
        return self._still_there(painted) if painted.through is None else painted.through

    def shown_pixels(self, painted: Painted) -> Any:
        """Flat places on the page where an artist is seen, in order, for `holds`."""
        return np.sort(painted.pixels[self.shown(painted)])

    def holds(self, box: Sequence[float], pixels: Any, pad: float = 3.0) -> bool:
        """Whether some of these pixels lie in a box, given in pixels of the figure, or next to it."""
        low, high = self.place(box[:2]) - pad, self.place(box[2:]) + pad
        rows = np.ceil(self.height - high[1]), np.floor(self.height - low[1]) + 1
        first, last = np.searchsorted(pixels, np.multiply(rows, self.width))
        x = pixels[first:last] % self.width
        return bool(((x >= low[0]) & (x <= high[0])).any())

    def place(self, point: Any) -> Any:
        """From pixels of the figure to pixels of the measured page, y upwards."""
        return np.asarray(point, dtype=float) * self.scale + self.origin

    @property
    def picture_box(self) -> Box:
        """What the image shows of the page: left, bottom, right, top in pixels of the figure."""
        left, bottom = -self.origin / self.scale
        return left, bottom, left + self.width / self.scale, bottom + self.height / self.scale

    def _draw_page(self, draw: Callable[[], object] | None) -> None:
        self.page = self._render(draw) if draw else np.empty(0, dtype=np.uint32)
        if not len(self.page):
            self.page = self._render(self._save)

    def _save(self) -> None:
        self._figure.canvas.print_figure(io.BytesIO(), format="rgba", dpi=self.dpi, bbox_inches=self._box)

    def _render(self, draw: Callable[[], object]) -> Any:
        """Colours of the finished page, uint32 [H * W]; none where it was too large, or drawn by other means than Agg."""
        self._renderer: Any = None
        self.width, self.height, self.origin = 0, 0, np.zeros(2)
        draw()
        if self._renderer is None:
            return np.empty(0, dtype=np.uint32)
        if not self._skipped:
            self._claim(None)
        return self._now().copy()

    def _draw(self, artist: Any, draw: Callable[..., Any], renderer: Any) -> Any:
        """Stands in the place of an artist's own `draw`."""
        is_asked = id(artist) in self._wanted or isinstance(artist, self._always)
        is_on_page = hasattr(renderer, "buffer_rgba") and "draw_path" not in vars(renderer)
        is_on_page = is_on_page and renderer.width * renderer.height <= 2 * MAX_PIXELS
        if not (is_asked and is_on_page) or (self._stack and self._stack[-1] is artist):
            return draw(artist, renderer)
        if renderer is not self._renderer:
            self._begin(renderer)
        if id(artist) in self._skipped or not artist.get_visible():
            return None
        if self._skipped:
            return draw(artist, renderer)
        painted = self._enter(artist, renderer)
        band = self._band(painted)
        self._claim(None, band)
        self._stack.append(artist)
        try:
            return draw(artist, renderer)
        finally:
            self._stack.pop()
            self._claim(painted, band)
            self._num_finished += 1
            painted.layer = self._num_finished

    def _begin(self, renderer: Any) -> None:
        """The first artist of a drawing: the page is still empty, but for its paper."""
        self._renderer = renderer
        self.width, self.height, self.dpi = int(renderer.width), int(renderer.height), float(renderer.dpi)
        self.origin = np.asarray(self._figure.transFigure.transform((0.0, 0.0)), dtype=float)
        if not self._skipped:
            self.texts, self._painted, self._num_kept, self._num_finished = [], {}, 0, 0
            self._known = self._now().copy()
            self._owner = np.zeros(len(self._known), dtype=np.int32)

    def _enter(self, artist: Any, renderer: Any) -> Painted:
        painted = self._painted.setdefault(id(artist), Painted(artist, len(self._painted) + 1))
        if isinstance(artist, self._always[0]) and not painted.is_text:
            self.texts.append(artist)
            page = (0.0, 0.0, float(self.width), float(self.height))
            # The place of a text in space is found only while it is drawn.
            painted.box = page if is_in_space(artist) else tuple(words_box(artist, renderer).extents)
            clip = artist.get_clip_box() if artist.get_clip_on() else None
            painted.clip = tuple(clip.extents) if clip is not None else None
        return painted

    def _band(self, painted: Painted) -> slice:
        """The rows of the page that an artist may paint: of a plain text those of its box."""
        artist = painted.artist
        if painted.box is None or not np.isfinite(painted.box).all():
            return slice(0, None)
        if artist.get_path_effects():
            return slice(0, None)
        rows = self.height - painted.box[3] - BAND_PX, self.height - painted.box[1] + BAND_PX
        first, last = (int(np.clip(row, 0, self.height)) * self.width for row in rows)
        return slice(first, last)

    def _now(self) -> Any:
        return np.asarray(self._renderer.buffer_rgba()).view(np.uint32).ravel()

    def _claim(self, painted: Painted | None, band: slice = slice(0, None)) -> None:
        """Gives what changed since the last look to an artist, or to nobody."""
        now = self._now()
        pixels = np.flatnonzero(now[band] != self._known[band]) + band.start
        if not len(pixels):
            return
        before, after = self._known[pixels], now[pixels]
        self._known[pixels] = after
        strong = contrast(before, after) > (painted.faint if painted else FAINT)
        self._owner[pixels[strong]] = painted.rank if painted else NOBODY
        if painted is None:
            return
        self._num_kept += int(strong.sum())
        if self._num_kept <= MAX_KEPT:
            painted.pixels = np.concatenate([painted.pixels, pixels[strong]])
            painted.before = np.concatenate([painted.before, before[strong]])

    def _still_there(self, painted: Painted) -> Any:
        """For each painted pixel whether it is the artist's own on the finished page."""
        own = self._owner[painted.pixels] == painted.rank
        return own & (contrast(painted.before, self.page[painted.pixels]) > painted.faint)

    def _measure(self) -> None:
        """Fills in `seen`; for the doubtful, from pages drawn without them."""
        for painted in self._painted.values():
            painted.seen = float(self._still_there(painted).mean()) if len(painted.pixels) else 0.0
        doubtful = [
            painted
            for painted in self._painted.values()
            if len(painted.pixels) and (painted.is_hidden or self._is_lost(painted))
        ]
        shape = self.width, self.height, self.origin
        work = sum(_work(painted.artist) for painted in self._painted.values())
        for _ in range(min(ROUNDS, MAX_REDRAWN // max(1, work)) if doubtful else 0):
            together = _apart(doubtful, self.width)
            if not together:
                break
            self._skipped = {id(painted.artist) for painted in together}
            without = self._render(self._save)
            self.width, self.height, self.origin = shape
            if len(without) != len(self.page):
                break
            for painted in together:
                painted.through = contrast(self.page[painted.pixels], without[painted.pixels]) > painted.faint
                painted.seen = float(painted.through.mean())
                doubtful.remove(painted)
        self._skipped = set()
        for painted in doubtful:
            painted.seen = max(painted.seen, self._standing_out(painted)) if painted.is_hidden else painted.seen

    def _is_lost(self, painted: Painted) -> bool:
        """Whether what lies around an artist was painted after it in the artist's own colour, so that it no longer stands out."""
        pixels, around = self._around(painted)
        owners = self._owner[around]
        rim = owners != painted.rank
        if not rim.any() or (owners[rim] > painted.rank).mean() < 0.6:
            return False
        return self._differing(painted, pixels, around, rim) < 0.2

    def _standing_out(self, painted: Painted) -> float:
        """Fraction of an artist's rim that differs from what lies next to it on the finished page, whoever painted either."""
        pixels, around = self._around(painted)
        own = np.zeros(len(self._owner), dtype=bool)
        own[painted.pixels] = True
        rim = ~own[around]
        return self._differing(painted, pixels, around, rim) if rim.any() else 0.0

    def _around(self, painted: Painted) -> tuple[Any, Any]:
        """Some of an artist's pixels [N], and their four neighbours [4, N]."""
        pixels = painted.pixels[:: max(1, len(painted.pixels) // 500)]
        around = np.stack([pixels - 1, pixels + 1, pixels - self.width, pixels + self.width])
        return pixels, np.clip(around, 0, len(self._owner) - 1)

    def _differing(self, painted: Painted, pixels: Any, around: Any, rim: Any) -> float:
        own = np.broadcast_to(self.page[pixels], around.shape)
        return float((contrast(own[rim], self.page[around[rim]]) > painted.faint).mean())


def contrast(one: Any, two: Any) -> Any:
    """Largest difference of a channel, in [0, 255], of colours in 32 bits that lie on white paper."""
    red, green, blue = np.moveaxis(np.abs(_on_paper(one) - _on_paper(two)), -1, 0)
    return np.maximum(np.maximum(red, green), blue)  # three times as fast as `max(axis=-1)`


def _on_paper(colours: Any) -> Any:
    channels = np.ascontiguousarray(colours).view(np.uint8).reshape(*np.shape(colours), 4).astype(np.int16)
    alpha = channels[..., 3:]
    return channels[..., :3] if (alpha == 255).all() else 255 - (255 - channels[..., :3]) * (alpha / 255)


def _work(artist: Any) -> int:
    """How long an artist takes to draw, in plain artists, by its points or shapes."""
    from matplotlib.collections import Collection
    from matplotlib.image import AxesImage
    from matplotlib.lines import Line2D

    num = 0
    if isinstance(artist, Line2D):
        num = np.size(artist.get_xdata(orig=False))
    elif isinstance(artist, Collection | AxesImage):
        values = artist.get_array()
        num = 0 if values is None else np.size(values)
    if isinstance(artist, Collection):
        # The paths of a mesh are made again on each call; its values are as many.
        paths = artist.get_paths() if not num else []
        num = max(num, np.size(artist.get_offsets()) // 2, sum(np.size(path.vertices) // 2 for path in paths))
    return 1 + num // POINTS_OF_WORK


def _apart(doubtful: Sequence[Painted], width: int) -> list[Painted]:
    """Artists whose boxes do not touch, so that one missing is not taken for another."""
    chosen: list[Painted] = []
    boxes: list[tuple[int, int, int, int]] = []
    for painted in doubtful:
        x, y = painted.pixels % width, painted.pixels // width
        box = int(x.min()), int(y.min()), int(x.max()), int(y.max())
        if all(box[0] > b[2] or box[2] < b[0] or box[1] > b[3] or box[3] < b[1] for b in boxes):
            chosen.append(painted)
            boxes.append(box)
    return chosen


@contextmanager
def _wrapped(kinds: Iterable[type], instead: Callable[[Any, Callable[..., Any], Any], Any]) -> Iterator[None]:
    """Every `draw` of these classes, of texts and of their boxes goes through `instead` meanwhile."""
    from matplotlib.patches import FancyBboxPatch
    from matplotlib.text import Text

    classes: dict[type, Any] = {}
    for kind in (*kinds, *_family(Text), FancyBboxPatch):
        classes |= {base: vars(base)["draw"] for base in kind.__mro__ if "draw" in vars(base)}

    def replaced(original: Any) -> Any:
        @wraps(original)
        def draw(artist: Any, renderer: Any, *others: Any, **named: Any) -> Any:
            return instead(artist, lambda item, on: original(item, on, *others, **named), renderer)

        return draw

    for kind, original in classes.items():
        setattr(kind, "draw", replaced(original))  # noqa: B010  classes of another package
    try:
        yield
    finally:
        for kind, original in classes.items():
            setattr(kind, "draw", original)  # noqa: B010


def _family(kind: type[Any]) -> Iterator[type[Any]]:
    yield kind
    for inner in type.__subclasses__(kind):
        yield from _family(inner)
