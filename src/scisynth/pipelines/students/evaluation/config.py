"""Settings of `student eval`; each default is stated once, here."""

from typing import Literal

from pydantic import NonNegativeInt, PositiveInt

from scisynth.pipelines.providers.access import AskingConfig
from scisynth.students.evaluation.protocols import MAX_TOKENS, TEMPERATURE, ProtocolName

COMMAND = "student eval"
API = "api:"


class EvalConfig(AskingConfig):
    """Everything that decides the numbers of `student eval`."""

    protocol: ProtocolName = "families"
    """What is asked. Numbers of two protocols, or of two test sets, are never compared."""
    model: str = ""
    """`api:MODEL`, a folder or hub id of a vision-language model, an adapter, or a run of `student sft` or `grpo`."""
    revision: str = ""
    """Revision of the model's hub id. Empty: its main branch."""
    data: str = ""
    """Test set in its published layout: a file, a folder of Parquet files, or a hub id. For `families`: a folder of
    `student data` or `imgcoder families`. Empty: the hub id of the protocol."""
    data_revision: str = ""
    """Revision of the data's hub id. Empty: its main branch."""
    images: str = ""
    """Folder of images, `<id>.png`, for test sets whose rows have none."""
    split: Literal["test", "val"] = "test"
    """Split of the families' items."""
    num: PositiveInt | None = None
    """Only N items, the first of a file or spread over the families. The result is then comparable with no other N."""
    samples: PositiveInt = 4
    """Answers to each question with its image: k of avg@k and pass@k."""
    control_samples: PositiveInt = 1
    """Answers to each question without its image, and with a wrong one."""
    max_tokens: PositiveInt | None = None
    """Maximum tokens of a reply, reasoning included. None: 8192. A reply that is cut off is `truncated`."""
    batch_size: PositiveInt = 8
    """Questions that a local model answers at once."""
    min_pixels: NonNegativeInt = 0
    """Smallest image in pixels, for processors that enlarge smaller ones. 0: as the processor likes."""
    max_pixels: NonNegativeInt = 1_003_520
    """Largest image in pixels, for processors that shrink larger ones. 0: as the processor likes."""

    @property
    def is_api(self) -> bool:
        """Whether the model is behind an API."""
        return self.model.startswith(API)

    @property
    def asked_temperature(self) -> float | None:
        """Of the run; None where none is sent."""
        if self.temperature == "auto":
            return TEMPERATURE
        return None if self.temperature == "none" else self.temperature

    @property
    def asked_max_tokens(self) -> int:
        """Of the run."""
        return self.max_tokens or MAX_TOKENS
