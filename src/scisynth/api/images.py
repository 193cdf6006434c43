"""Images from prompts: `generate`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from PIL import Image

from scisynth.api.parts import Settings, configured, name_of, spending
from scisynth.core.errors import DataError
from scisynth.core.images import open_image
from scisynth.core.protocols import Generator
from scisynth.core.records import ImageRecord
from scisynth.core.results import to_json
from scisynth.generators.run import STAGE
from scisynth.pipelines.providers.generate import GenerateConfig, run_generate
from scisynth.reports.parts.thumbnails import show_image

THUMBNAIL_PX = 192


@dataclass(frozen=True, kw_only=True)
class Images:
    """The images of N prompts, K each side by side; iterates over those that were drawn, as PIL images."""

    out: Path
    """The run folder."""
    records: tuple[ImageRecord, ...]
    """N x K records; one whose `status` is not `ok` has no image, and a reason."""

    @property
    def paths(self) -> list[Path]:
        """Files of the images that were drawn."""
        return [self.out / STAGE / record.file for record in self.records if record.status == "ok"]

    @property
    def failed(self) -> list[ImageRecord]:
        """Records without an image."""
        return [record for record in self.records if record.status != "ok"]

    def __len__(self) -> int:
        return len(self.paths)

    def __iter__(self) -> Iterator[Image.Image]:
        return map(open_image, self.paths)

    def __getitem__(self, number: int) -> Image.Image:
        return open_image(self.paths[number])

    def _repr_html_(self) -> str:
        """Thumbnails with their prompts; of an image that is not there, the reason."""
        cells = []
        for record in self.records:
            shown = show_image(self.out / STAGE / record.file, Path(), THUMBNAIL_PX) if record.status == "ok" else None
            image = (
                f'<img src="{shown.uri}" alt="{escape(record.prompt)}">' if shown and shown.uri
                else escape(f"{record.status}: {shown.reason if shown else record.reason}")
            )  # fmt: skip
            cells.append(
                f'<figure style="display:inline-block;margin:4px;width:{THUMBNAIL_PX}px">{image}'
                f"<figcaption>{escape(record.prompt)}</figcaption></figure>"
            )
        return f"<div>{''.join(cells)}</div>"


def generate(
    prompts: str | Sequence[str],
    *,
    model: "str | Generator | Callable[..., Any]" = "lab-flux",
    policy: str | Path = "",
    images_per_prompt: int = 1,
    size_px: int = 0,
    num_steps: int = 0,
    rewrite: str = "",
    best_of: int = 1,
    critique: int = 0,
    rewards: str | Sequence[str] = (),
    seed: int = 0,
    out: str | Path | None = None,
    max_usd: float | None = None,
    settings: Settings | None = None,
) -> Images:
    """Draws images, as `scisynth generate` does; an image follows from its prompt, the seed and the model alone.

    Args:
        prompts: one prompt or N; repeated ones are drawn once.
        model: `lab-flux`, a flow model, `diffusers:ID`, `api:MODEL`, `folder:PATH`, `file.py:NAME`; an object with `draw`; or a
            function (prompts, seeds, size_px) -> N images.
        policy: an `align_sft` or `align_oft` run, or a LoRA, for flow models.
        images_per_prompt: K.
        size_px: side of an image in pixels; 0: 64 for the lab's models, 1024 for others.
        num_steps: of the sampler; 0: 20 for the lab's models, 28 for other flow models.
        rewrite: `facts` or `api:MODEL`: tells the model what must be seen; scores are taken on `prompts` all the same.
        best_of: images drawn for each one asked for; the best is kept.
        critique: rounds in which a critic's finding changes the prompt.
        rewards: who chooses the best, such as `lab-sciscore` or `lab-judge`; of several, the ranks are added.
        seed: of the noise.
        out: the run folder; the same call resumes it. Left out: `out/generate-` with a digest of the settings.
        max_usd: at most so many dollars for an API; what it would have cost more has the status `budget`.
        settings: further settings of `GenerateConfig`, e.g. `{"access.base_url": "http://127.0.0.1:8000/v1"}`.

    Raises:
        ConfigError: the folder belongs to other settings, or the model is no generator.
        DataError: no prompt.
        ModelError: the model cannot be loaded.
    """
    asked = (prompts,) if isinstance(prompts, str) else tuple(prompts)
    if not asked or not all(prompt.strip() for prompt in asked):
        raise DataError("expected a prompt, got none or an empty one; write what the image should show")
    given = {
        "prompts": asked,
        "model": name_of(model, "scisynth.generators"),
        "policy": str(policy),
        "images_per_prompt": images_per_prompt,
        "size_px": size_px,
        "num_steps": num_steps,
    }
    names = (rewards,) if isinstance(rewards, str) else tuple(rewards)
    if rewrite or best_of != 1 or critique or names:
        given["assist"] = {"rewrite": rewrite, "best_of": best_of, "critique": critique, "rewards": names}
    config = configured(GenerateConfig(), given, settings)
    folder = Path(out) if out else Path("out") / f"generate-{config.digest()}-{seed}"
    found = to_json(run_generate(config, folder, seed=seed, spending=spending(max_usd)))
    return Images(out=folder, records=tuple(ImageRecord.from_dict(row) for row in found["images"]))
