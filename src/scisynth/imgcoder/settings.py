"""Settings of ImgCoder, each with its one default; configs of pipelines and benchmarks inherit them."""

from typing import Literal

from pydantic import NonNegativeFloat, NonNegativeInt, PositiveInt

from scisynth.core.config import Config

Flow = Literal["auto", "single", "plan", "verify", "sketch"]
"""single: one call. plan: understand, plan and code. verify: and repairs. sketch: and Sketch offered. auto: Sketch where it helps."""


class FlowConfig(Config):
    """The steps that a figure goes through."""

    flow: Flow = "auto"
    """`single` one call; `plan` understand, plan and code; `verify` and repairs; `sketch` with Sketch; `auto` with Sketch where it helps."""
    max_repairs: NonNegativeInt = 2
    """Most repairs of a figure, in the flows `verify`, `sketch` and `auto`."""


class RepairConfig(FlowConfig):
    """The steps, and what a repair is shown."""

    repair_image: Literal["auto", "on", "off"] = "auto"
    """Show a repair the image; `auto` goes on without where the server says that its model takes none."""


class CoderSettings(RepairConfig):
    """How figures are made."""

    temperature: NonNegativeFloat | None = 0.6
    """The paper's (appendix A.2)."""
    max_tokens: PositiveInt = 16384
    """Longest reply, hidden thinking included."""

    @property
    def repairs(self) -> int:
        """As this flow has them."""
        return 0 if self.flow in ("single", "plan") else self.max_repairs
