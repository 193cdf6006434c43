"""Settings of `bench scigenbench`, `imgcoder families` and `imgcoder draw`: one class a step, each default stated once.

`FigureBenchConfig` is made of the settings of its steps, and a step is given those alone (`part_of`):

    load        ProblemsConfig      which problems
    generate    DrawingConfig       who draws them, and how
    judge       FigureJudging       who is asked about the figures, and what
    measure     MetricsConfig       reference figures, CLIP
    read        ReadingConfig       text in the pixels

Their names share one space: `--set max_repairs=1`, a config file and a manifest name a setting without its step.
"""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, NonNegativeInt, PositiveInt, field_validator, model_validator

from scisynth.clients.settings import ApiSettings
from scisynth.core.config import Config
from scisynth.core.plugins.assisted import split_assisted
from scisynth.figures.scene import DPI, DPI_RANGE, WIDTH_RANGE_PX
from scisynth.imgcoder.settings import CoderSettings, FlowConfig, RepairConfig
from scisynth.pipelines.providers.access import AskingConfig, JudgingConfig

COMMAND, FAMILIES_COMMAND, IMGCODER_COMMAND = "bench scigenbench", "imgcoder families", "imgcoder draw"
FAMILIES, IMGCODER = "families", "imgcoder"
ALL = "all"
NUM_PER_TYPE = 4
"""Problems of each image type that the families write, unless a number is given."""

Ocr = Annotated[
    Literal["auto", "on", "off"],
    BeforeValidator(lambda value: ("off", "on")[value] if isinstance(value, bool) else value),
]
"""YAML and `--set` read the words on and off as booleans."""
Format = Literal["png", "svg", "pdf"]


class ProblemsConfig(Config):
    """Which problems figures are drawn for."""

    data: str = FAMILIES
    """Problems: `families`, a SciGenBench file (JSON, Parquet), or the `problems.jsonl` of a run."""
    num: PositiveInt | None = None
    """Number of problems per image type (default 4 for families), or the first N of a file."""
    families: tuple[str, ...] = ()
    """Families that write the problems, comma-separated. Empty: all."""

    @property
    def is_families(self) -> bool:
        """Whether problems come from the families."""
        return self.data == FAMILIES


class ReadingConfig(Config):
    """Reading the pixels of images, without a language model."""

    ocr: Ocr = "auto"
    """Read the text in every image. `auto`: if the extra `[ocr]` is installed; `on`: require it."""


class ProtocolConfig(Config):
    """How closely a run follows the published scripts."""

    paper_compat: bool = False
    """Use the prompts of the published scripts, for comparison."""


class DrawingConfig(FlowConfig, AskingConfig, ReadingConfig, ProtocolConfig):
    """Who draws the figures, and how ImgCoder does it."""

    generator: str = FAMILIES
    """What draws the figures: `families`, `imgcoder:MODEL`, `api:MODEL`, `diffusers:ID`, `folder:PATH` or `lab-flux`.
    """

    @field_validator("generator")
    @classmethod
    def _assists_pixels(cls, value: str) -> str:
        base, ways = split_assisted(value)
        if ways and (base == FAMILIES or base.startswith(f"{IMGCODER}:")):
            raise ValueError(f"{ways} is for models that draw pixels, and {base} draws by code; leave it out")
        return value

    def image_settings(self, model: str) -> ApiSettings:
        """An image API at its server; what is set for chat models (temperature, effort) is nothing for it."""
        return self.access.settings(model)

    @property
    def is_by_code(self) -> bool:
        """Whether code draws: the families, or a script that ImgCoder writes."""
        return self.generator == FAMILIES or self.generator.startswith(f"{IMGCODER}:")


class FigureJudging(JudgingConfig, ProtocolConfig):
    """What is asked about the figures, and whom."""

    judge: str = ""
    """Vision-language model (`api:MODEL`) that answers and grades. Empty: programmatic checks only."""
    blind: bool = True
    """Ask every quiz again without the image."""
    exam: NonNegativeInt = 0
    """Validate the judge on N figures per image type and on a corrupted copy of each."""

    @property
    def asks_blind(self) -> bool:
        """Whether quizzes are asked without the image as well; the published scripts never do."""
        return self.blind and not self.paper_compat


class MetricsConfig(ProtocolConfig):
    """What images are measured against."""

    references: str = ""
    """Folder of reference figures, `<id>.png`, for PSNR, SSIM and edge F1. Empty: those that the data names."""
    clip: str = ""
    """CLIP model for CLIPScore, and for KID if there are references, e.g. `openai/clip-vit-base-patch32`."""


class FigureBenchConfig(ProblemsConfig, DrawingConfig, FigureJudging, MetricsConfig):
    """Everything that decides the numbers of `bench scigenbench`."""


class ImgCoderConfig(RepairConfig, AskingConfig, ReadingConfig):
    """Everything that decides the figures of `imgcoder draw`."""

    problems: tuple[str, ...] = ()
    """Problem as text."""
    data: str = ""
    """File of problems: SciGenBench JSON, or the `problems.jsonl` of a run."""
    num: PositiveInt | None = None
    """Use only the first N problems of the data."""
    model: str = ""
    """Chat model that plans and writes the code."""
    single_call: bool = False
    """Older name of `--flow single`: one call, no repair, as published."""
    formats: tuple[Literal["png", "svg"], ...] = ("png",)
    """Formats to write, comma-separated. PNG is always written."""
    wall_s: PositiveInt = 20
    """Maximum run time of a script in seconds."""
    workers: PositiveInt = 2
    """Scripts run in parallel."""

    @property
    def coder_settings(self) -> CoderSettings:
        """How figures are made."""
        return CoderSettings(
            flow="single" if self.single_call else self.flow,
            max_repairs=self.max_repairs,
            repair_image=self.repair_image,
        )


class FigureFiles(Config):
    """Forms and size of the files of a family's figure; PNG is always among them, since galleries and benchmarks read it."""

    formats: tuple[Format, ...] = ("png",)
    """Formats to write, comma-separated. PNG is always written."""
    dpi: Annotated[int, Field(ge=DPI_RANGE[0], le=DPI_RANGE[1])] = DPI
    """Resolution of PNG files in pixels per inch."""
    width_px: Annotated[int, Field(ge=0, le=WIDTH_RANGE_PX[1])] = 0
    """Width of PNG files in pixels, instead of --dpi. 0: use dpi."""

    @model_validator(mode="after")
    def _one_size(self) -> Self:
        if self.width_px and self.dpi != DPI:
            raise ValueError("dpi and width_px both say how large a PNG is; give one of them")
        if 0 < self.width_px < WIDTH_RANGE_PX[0]:
            raise ValueError(f"width_px: expected 0, or {WIDTH_RANGE_PX[0]} pixels or more, got {self.width_px}")
        return self

    @property
    def is_plain(self) -> bool:
        """Whether a PNG is as it is drawn for the checks."""
        return self.dpi == DPI and not self.width_px


class FamiliesConfig(Config):
    """Everything that decides the figures of `imgcoder families`."""

    image_type: str = ALL
    """One of the image types, for example "Physics - Optical Ray", or `all`."""
    num: PositiveInt = 8
    """Number of figures per image type."""
    twins: NonNegativeInt = 0
    """Number of corrupted figures per figure, at most. Most have a defect of the family's own."""
    families: tuple[str, ...] = ()
    """Families that draw, comma-separated. Empty: all."""
    level: Annotated[int, Field(ge=0, le=3)] = 0
    """Difficulty, 1 to 3. 0: the levels in turn."""
    language: str = "en"
    """Language of problems and quizzes. Families without texts in it are an error."""
    style: Literal["textbook", "sans", "serif", "bold", "fine", "margins", "print", "dark", "scan", "jpeg", "mixed"] = (
        "textbook"
    )
    """Look of the figures. `mixed`: a style by the seed of each figure."""
    split: Literal["", "train", "val", "test"] = ""
    """Only figures of this split. No figure is in two splits, and a tenth of the families is in `test` alone."""
    workers: PositiveInt = 2
    """Figures drawn in parallel."""
    files: FigureFiles = FigureFiles()
    """Formats and size of the figure files."""
