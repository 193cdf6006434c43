"""In which forms a figure is written: PNG always, SVG and PDF beside it where they are asked for."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from scisynth.core.config import Config
from scisynth.core.errors import ConfigError, nearest
from scisynth.core.store import write_atomic
from scisynth.figures.scene.draw import DPI, render_as
from scisynth.figures.scene.scene import FigureScene

Format = Literal["png", "svg", "pdf"]
FORMATS: tuple[Format, ...] = ("png", "svg", "pdf")
MAX_WIDTH_PX = 10_000


class FigureFiles(Config):
    """Forms and size of the files of a family's figure; PNG is always among them, since galleries and benchmarks read it."""

    formats: tuple[Format, ...] = ("png",)
    """Formats to write, comma-separated. PNG is always written."""
    dpi: Annotated[int, Field(ge=30, le=1200)] = DPI
    """Resolution of PNG files in pixels per inch."""
    width_px: Annotated[int, Field(ge=0, le=MAX_WIDTH_PX)] = 0
    """Width of PNG files in pixels, instead of --dpi. 0: use dpi."""

    @model_validator(mode="after")
    def _one_size(self) -> Self:
        if self.width_px and self.dpi != DPI:
            raise ValueError("dpi and width_px both say how large a PNG is; give one of them")
        return self

    @property
    def is_plain(self) -> bool:
        """Whether a PNG is as it is drawn for the checks."""
        return self.dpi == DPI and not self.width_px

    def png(self, scene: FigureScene) -> bytes:
        """The PNG in its size."""
        return render_as(scene, "png", dpi=self.dpi, width_px=self.width_px)

    def write_others(self, scene: FigureScene, stem: Path) -> None:
        """The files beside the PNG."""
        for kind in self.formats:
            if kind != "png":
                write_atomic(stem.with_name(f"{stem.name}.{kind}"), render_as(scene, kind), fsync=False)


def read_formats(text: str, known: tuple[Format, ...] = FORMATS) -> tuple[Format, ...]:
    """`png,svg` as a tuple.

    Raises:
        ConfigError: a word that is no known format.
    """
    words = [word.strip().lower().removeprefix(".") for word in text.split(",") if word.strip()]
    if not words or set(words) - set(known):
        unknown = next((word for word in words if word not in known), "")
        raise ConfigError(f"--formats {text}: expected {', '.join(known)}, comma-separated; {nearest(unknown, known)}")
    return tuple(kind for kind in known if kind in words)
