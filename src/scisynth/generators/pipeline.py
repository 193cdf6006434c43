"""Any text-to-image pipeline of diffusers as a generator, by folder or hub id.

Each image's noise comes from a CPU generator of its own, since diffusers draws other numbers on another device and
with another batch size. What fails in a batch is tried again one by one, so that one bad prompt is one row.
"""

from collections.abc import Sequence
from typing import Any

import torch
from PIL import Image

from scisynth.backbones.loading import load_pipeline, read_index
from scisynth.backbones.registry import find_pipeline
from scisynth.backbones.text import cut_prompts
from scisynth.core.cuts import Cut
from scisynth.core.errors import one_line
from scisynth.core.records import DrawnImage
from scisynth.training.placement import leave_card


class PipelineGenerator:
    """Images from one diffusers pipeline; sampling settings are fixed, prompts and seeds vary."""

    def __init__(
        self,
        pipeline: Any,
        *,
        name: str,
        num_steps: int | None = None,
        guidance: float | None = None,
    ) -> None:
        pipeline.set_progress_bar_config(disable=True)
        self.name = name
        self._pipeline = pipeline
        given = {"num_inference_steps": num_steps, "guidance_scale": guidance}
        self._settings = {key: value for key, value in given.items() if value is not None}

    def draw(self, prompts: Sequence[str], seeds: Sequence[int], *, size_px: int) -> list[Image.Image | DrawnImage]:
        """N prompts and N seeds to N RGB images of `size_px` x `size_px`, or what became of them."""
        try:
            return list(self._call(prompts, seeds, size_px))
        except (RuntimeError, ValueError, IndexError) as error:
            if len(prompts) == 1:
                return [DrawnImage(status="error", reason=one_line(error))]
        return [
            result
            for prompt, seed in zip(prompts, seeds, strict=True)
            for result in self.draw([prompt], [seed], size_px=size_px)
        ]

    def cut_prompts(self, prompts: Sequence[str]) -> list[Cut]:
        """The prompts of which a text encoder reads a part (`core.cuts`)."""
        return cut_prompts(self._pipeline, prompts)

    def leave_card(self) -> None:
        """Goes on from the processor, if it is on a GPU."""
        leave_card(self._pipeline)

    @torch.no_grad()
    def _call(self, prompts: Sequence[str], seeds: Sequence[int], size_px: int) -> list[Image.Image]:
        generators = [torch.Generator("cpu").manual_seed(seed % 2**63) for seed in seeds]
        output = self._pipeline(list(prompts), height=size_px, width=size_px, generator=generators, **self._settings)
        return [image.convert("RGB") for image in output.images]


def load_pipeline_generator(
    name: str,
    *,
    dtype: str = "auto",
    offload: str = "none",
    revision: str | None = None,
    num_steps: int | None = None,
    guidance: float | None = None,
) -> PipelineGenerator:
    """A packaged model, a pipeline folder or a hub id, on the first GPU if there is one.

    Args:
        name: what `backbones.registry.find_pipeline` takes.
        dtype: `auto` is bfloat16 on a GPU and float32 elsewhere.
        offload: `model` or `sequential` keeps on the GPU what is at work only, for cards that do not hold it all.
        revision: of a hub id; a commit makes a run repeatable.
        num_steps: default the pipeline's.
        guidance: default the pipeline's.

    Raises:
        ModelError: no such pipeline, or a part is missing, pickled, half written or of another kind.
    """
    on_gpu = torch.cuda.is_available()
    if dtype == "auto":
        dtype = "bfloat16" if on_gpu else "float32"
    source = find_pipeline(name, revision)
    device = torch.device("cuda" if on_gpu and offload == "none" else "cpu")
    index = read_index(source, revision)
    pipeline = load_pipeline(source, index, dtype=getattr(torch, dtype), device=device, revision=revision)
    if on_gpu and offload == "model":
        pipeline.enable_model_cpu_offload()
    elif on_gpu and offload == "sequential":
        pipeline.enable_sequential_cpu_offload()
    return PipelineGenerator(pipeline, name=name, num_steps=num_steps, guidance=guidance)
