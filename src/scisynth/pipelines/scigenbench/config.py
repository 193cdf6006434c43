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
    """`families`, a SciGenBench file (JSON, Parquet), or the `problems.jsonl` of a run."""
    num: PositiveInt | None = None
    """Problems of each image type (families, 4 when left out), or the first ones of a file."""
    families: tuple[str, ...] = ()
    """Which families write the problems. Empty: all there are when the run begins; its manifest lists them."""
    generator: str = FAMILIES
    """`families` (their own figures), `imgcoder:MODEL`, or an image model: `api:MODEL`, `diffusers:ID`, `folder:PATH`, `lab-flux`."""
    judge: str = ""
    """`api:MODEL` answers quizzes and grades; empty: only what code can check."""
    blind: bool = True
    """Ask every quiz once more without the image."""
    exam: NonNegativeInt = 0
    """Figures of each type, with a flawed twin each, on which the judge is examined."""
    references: str = ""
    """Folder of reference figures, `<id>.png`; empty: those that the data names."""
    clip: str = ""
    """A CLIP for its score, and for KID where there are references, e.g. `openai/clip-vit-base-patch32`."""
    ocr: Ocr = "auto"
    """Read the text of every image: `auto` where the extra `[ocr]` is installed, `on` demands it."""
    paper_compat: bool = False
    """Ask as the published scripts do."""
    max_repairs: NonNegativeInt = 2
    flow: Flow = "auto"
    """How `imgcoder:MODEL` draws; see `ImgCoderConfig`."""
    """Of ImgCoder."""

    @property
    def is_families(self) -> bool:
        """Whether problems come from the families."""
        return self.data == FAMILIES
