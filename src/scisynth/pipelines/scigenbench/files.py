"""In which forms a figure is written: PNG always, SVG and PDF next to it where they are asked for."""

import io

from PIL import Image

from scisynth.core.errors import ConfigError, nearest
from scisynth.core.images import png_bytes
from scisynth.core.seeds import derive_seed
from scisynth.figures.scene.draw import render_as
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.style import STYLES, add_texture
from scisynth.pipelines.scigenbench.config import FigureFiles, Format

FORMATS: tuple[Format, ...] = ("png", "svg", "pdf")


def draw_png(scene: FigureScene, files: FigureFiles) -> bytes:
    """The PNG of a scene in the size that was asked for."""
    data = render_as(scene, "png", dpi=files.dpi, width_px=files.width_px)
    texture = STYLES[scene.style].texture
    return png_bytes(add_texture(Image.open(io.BytesIO(data)), texture, scene.seed)) if texture else data


def checked_png(scene: FigureScene, image: Image.Image, files: FigureFiles) -> bytes:
    """The image that was checked, with the texture of its style; drawn again for another size or a dark page."""
    style = STYLES[scene.style]
    if style.is_dark or not files.is_plain:
        return draw_png(scene, files)
    return png_bytes(add_texture(image, style.texture, scene.seed))


def other_files(scene: FigureScene, files: FigureFiles) -> dict[Format, bytes]:
    """The files next to the PNG, by suffix."""
    return {kind: render_as(scene, kind) for kind in files.formats if kind != "png"}


def read_formats(text: str, known: tuple[Format, ...] = FORMATS) -> tuple[Format, ...]:
    """`png,svg` as a tuple.

    Raises:
        ConfigError: a word that is no known format.
    """
    words = [word.strip().lower().removeprefix(".") for word in text.split(",") if word.strip()]
    if not words or set(words) - set(known):
        unknown = next((word for word in words if word not in known), "")
        raise ConfigError(f"--formats {text}: expected formats, separated by commas; {nearest(unknown, known)}")
    return tuple(kind for kind in known if kind in words)


def file_stem(problem_id: str) -> str:
    """The name of a file or folder from an id of somebody else's data; ids that differ keep different names."""
    kept = "".join(char if char.isalnum() or char in "-_" else "_" for char in problem_id)[:80]
    number = derive_seed("figure", problem_id) % 2**32
    return kept if kept == problem_id else f"{kept}-{number:08x}"
