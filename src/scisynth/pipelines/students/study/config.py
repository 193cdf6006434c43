"""Settings of `student study`: what differs between the arms, and what all of them share."""

from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from scisynth.core.config import Config
from scisynth.core.errors import ConfigError, nearest
from scisynth.pipelines.students.config import SelectionConfig
from scisynth.pipelines.students.evaluation.config import EvalConfig
from scisynth.students.selection import Filter
from scisynth.students.settings import GrpoTraining, SftTraining

Method = Literal["sft", "grpo", "sft+grpo"]
BASE = "base"
"""The model before any training."""


class Arm(Config):
    """What an arm's training items are; all arms of one size have as many of them."""

    data: str = ""
    """Folder of `student data`. Empty: that of the study."""
    filter: Filter = "verified"
    """`verified`: every check holds; `judged`: also those without a fault by a judge; `none`: all, as they came."""
    flawed: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Fraction of the items whose figure is a corrupted one with its original answer."""
    level: Annotated[int, Field(ge=0, le=3)] = 0
    """Only items of this difficulty. 0: all."""
    blind: bool = False
    """Grey images: what is learned comes from the words alone."""
    sizes: tuple[PositiveInt, ...] = ()
    """Numbers of training items. Empty: those of the study."""
    curve: tuple[PositiveInt, ...] = ()
    """More numbers of training items, for the curve over sizes; trained by the first method alone."""
    methods: tuple[Method, ...] = ()
    """Methods that train the arm. Empty: those of the study."""

    def selection(self, num: int) -> SelectionConfig:
        """The arm's items of one size."""
        return SelectionConfig(**self.model_dump(exclude={"data", "sizes", "curve", "methods"}), num=num)


class StudyConfig(Config):
    """Everything that decides a study."""

    model: str = "Qwen/Qwen3-VL-2B-Instruct"
    """Student: folder or hub id of a vision-language model."""
    revision: str = ""
    """Revision of the hub id. Empty: its main branch."""
    data: str = ""
    """Folder of `student data` with the training items, and the test items of the protocol `families`."""
    arms: dict[str, Arm] = Field(default={"verified": Arm()}, min_length=1)
    """Arms by name; the first one is the reference that the others are compared with."""
    sizes: tuple[PositiveInt, ...] = (1400,)
    """Numbers of training items. Those of a smaller size are among those of a larger one."""
    seeds: tuple[NonNegativeInt, ...] = Field(default=(0, 1, 2), min_length=1)
    """Training seeds: which items are drawn, the first weights of the LoRA, the order, the sampling."""
    methods: tuple[Method, ...] = Field(default=("grpo",), min_length=1)
    """`sft`, `grpo`, or `sft+grpo`: GRPO from the adapter of SFT. Several are compared with the first one."""
    sft: SftTraining = SftTraining()
    """Settings of SFT, the same for all arms."""
    grpo: GrpoTraining = GrpoTraining()
    """Settings of GRPO, the same for all arms."""
    tests: tuple[EvalConfig, ...] = Field(default=(EvalConfig(),), min_length=1)
    """Evaluations, as of `student eval`. Empty data of `families`: the folder of the study."""

    @model_validator(mode="after")
    def _check(self) -> "StudyConfig":
        for name, arm in self.arms.items():
            if unknown := set(arm.methods) - set(self.methods):
                raise ValueError(
                    f"arm {name!r}: expected methods of the study ({', '.join(self.methods)}), got {', '.join(sorted(unknown))}"
                )
            if name == BASE or not name.replace("-", "").replace("_", "").replace(".", "").isalnum():
                raise ValueError(
                    f"arm {name!r}: expected letters, digits, dots and dashes, and another name than {BASE!r}"
                )
        for settings in (self.sft, self.grpo):
            if settings.start:
                raise ValueError("start: a study trains new adapters; leave it out")
        return self

    @property
    def reference(self) -> str:
        """The first arm."""
        return next(iter(self.arms))

    def sizes_of(self, arm: str) -> tuple[int, ...]:
        """The sizes of one arm."""
        if arm not in self.arms:
            raise ConfigError(f"no arm {arm!r}; {nearest(arm, self.arms)}")
        own = self.arms[arm]
        return tuple(sorted({*(own.sizes or self.sizes), *own.curve}))

    def methods_of(self, arm: str, size: int) -> tuple[Method, ...]:
        """The methods that train one arm with so many items."""
        own = self.arms[arm]
        methods = own.methods or self.methods
        return methods if size in (own.sizes or self.sizes) else methods[:1]

    def data_of(self, arm: str) -> str:
        """The folder of one arm's items."""
        return self.arms[arm].data or self.data

    def named_tests(self) -> dict[str, EvalConfig]:
        """The evaluations by name, with their data; a protocol that stands twice is numbered."""
        found: dict[str, EvalConfig] = {}
        for test in self.tests:
            data = test.data or (self.data if test.protocol == "families" else "")
            same = sum(name.split(".")[0] == test.protocol for name in found)
            name = f"{test.protocol}.{same + 1}" if same else test.protocol
            found[name] = test.model_copy(update={"data": data})
        return found
