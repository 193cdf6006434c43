"""Settings of ImgCoder, each with its one default; configs of pipelines and benchmarks inherit them."""

from typing import Literal

from pydantic import NonNegativeFloat, NonNegativeInt, PositiveInt

from scisynth.core.config import Config

Flow = Literal["auto", "single", "plan", "verify", "sketch"]
"""single: one call. plan: understand, plan, code. verify: with repairs. sketch: also with Sketch. auto: Sketch where it helps."""


class FlowConfig(Config):
    """The steps that a figure goes through."""

    flow: Flow = "auto"
    """How ImgCoder draws. single: one call. plan: plan, then code. verify: plan, code, then repairs. sketch: like
    verify, with the drawing library Sketch. auto: like verify, with Sketch where it helps.
    """
    max_repairs: NonNegativeInt = 2
    """Maximum repairs of a figure by ImgCoder."""


class RepairConfig(FlowConfig):
    """The steps, and what a repair is shown."""

    repair_image: Literal["auto", "on", "off"] = "auto"
    """Show the model its image for a repair. auto: unless the model takes no images."""


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
