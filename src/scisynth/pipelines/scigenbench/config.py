"""What decides the numbers of `bench scigenbench`."""

from pydantic import NonNegativeInt, PositiveInt

from scisynth.imgcoder.prompting import Flow
from scisynth.pipelines.providers.access import JudgingConfig
from scisynth.pipelines.scigenbench.pixels import Ocr

COMMAND = "bench scigenbench"
FAMILIES, IMGCODER = "families", "imgcoder"


class FigureBenchConfig(JudgingConfig):
    """Everything that decides the numbers."""

    data: str = FAMILIES
    """Problems: `families`, a SciGenBench file (JSON, Parquet), or the `problems.jsonl` of a run."""
    num: PositiveInt | None = None
    """Number of problems per image type (default 4 for families), or the first N of a file."""
    families: tuple[str, ...] = ()
    """Families that write the problems, comma-separated. Empty: all."""
    generator: str = FAMILIES
    """What draws the figures: `families`, `imgcoder:MODEL`, `api:MODEL`, `diffusers:ID`, `folder:PATH` or `lab-flux`.
    """
    judge: str = ""
    """Vision-language model (`api:MODEL`) that answers and grades. Empty: programmatic checks only."""
    blind: bool = True
    """Ask every quiz again without the image."""
    exam: NonNegativeInt = 0
    """Validate the judge on N figures per image type and on a corrupted copy of each."""
    references: str = ""
    """Folder of reference figures, `<id>.png`, for PSNR, SSIM and edge F1. Empty: those that the data names."""
    clip: str = ""
    """CLIP model for CLIPScore, and for KID if there are references, e.g. `openai/clip-vit-base-patch32`."""
    ocr: Ocr = "auto"
    """Read the text in every image. `auto`: if the extra `[ocr]` is installed; `on`: require it."""
    paper_compat: bool = False
    """Use the prompts of the published scripts, for comparison."""
    max_repairs: NonNegativeInt = 2
    """Maximum repairs of a figure by ImgCoder."""
    flow: Flow = "auto"
    """How ImgCoder draws, as in `imgcoder draw`."""

    @property
    def is_families(self) -> bool:
        """Whether problems come from the families."""
        return self.data == FAMILIES
