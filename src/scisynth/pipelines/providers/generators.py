"""Generators by name, and drawing with them into a run folder.

lab-flux, FOLDER, ORG/NAME    a flow model through its adapter, with `policy` if one is given
diffusers:ID                  any diffusers pipeline, folder or hub id
api:MODEL                     an image API
folder:PATH                   images made elsewhere, with `metadata.jsonl`
NAME+rewrite+best8+critique2  any of them that draws, assisted (`pipelines.assist.config`)
file.py:NAME                  a generator of your own (`generators.outside`), as a file, `package.module:NAME` or an entry point

The last three need no torch, so it is not imported until a model is loaded.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from scisynth.core.config import Config
from scisynth.core.engine.choice import LOCAL_ENGINE, Engine
from scisynth.core.errors import ConfigError
from scisynth.core.plugins.references import is_known
from scisynth.core.protocols import Generator
from scisynth.core.records import ImageRecord
from scisynth.core.store import RunFolder
from scisynth.core.weights import LAB_SIZE_PX
from scisynth.generators.api import ApiGenerator
from scisynth.generators.folder import FolderImages
from scisynth.generators.outside import GENERATOR, outside_generator
from scisynth.generators.run import STAGE, ImageRequest, generate_images, import_images
from scisynth.pipelines.assist.config import ASSIST_FIELD, AssistConfig, split_name
from scisynth.pipelines.assist.generator import assisted_generator
from scisynth.pipelines.providers.access import AccessConfig, Spending
from scisynth.pipelines.providers.estimates import CostEstimate, cost_estimate

HUB_SIZE_PX = 1024
LAB_STEPS, FLOW_STEPS = 20, 28
BATCH_SIZE = 16


class ImageSettings(Config):
    """What decides the images."""

    label: str = ""
    """Name in tables. Empty: model and policy."""
    model: str = "lab-flux"
    """Generator: `lab-flux`, a flow model, `diffusers:ID`, `api:MODEL` or `folder:PATH`."""
    policy: str = ""
    """Run of `align`, or a LoRA, to apply to a flow model. Empty: the base model."""
    images_per_prompt: PositiveInt = 1
    """Images per prompt."""
    num_steps: NonNegativeInt = 0
    """Sampling steps. 0: 20 for lab models, 28 for other flow models, else the pipeline's default."""
    guidance: float | None = None
    """Guidance scale. None: the model's default."""
    size_px: NonNegativeInt = 0
    """Width and height of an image in pixels. 0: 64 for lab models, 1024 for others."""
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    """Data type of `diffusers:` models."""
    offload: Literal["none", "model", "sequential"] = "none"
    """Offloading of `diffusers:` models to the CPU: none, per model, or per layer (sequential)."""
    revision: str = ""
    """Revision of a hub id. A commit makes a run reproducible."""
    route: Literal["image", "chat"] = "image"
    """Kind of an image API: `image` (images.generate), or `chat` (a chat model that replies with images)."""
    guide: Literal["", "lattice"] = Field("", exclude_if=lambda value: not value)
    """What is known of the images, followed at each step of a flow model: `lattice` (lattice and plane group of the crystal that the
    prompt names). Empty: nothing."""
    assist: AssistConfig = ASSIST_FIELD
    """What is done for the truth of the images besides drawing them."""

    @model_validator(mode="before")
    @classmethod
    def _split_name(cls, values: Any) -> Any:
        return split_name(values)

    @property
    def name(self) -> str:
        """What tables call it."""
        return self.label or f"{self.base_name}{self.assist.suffix}"

    @property
    def base_name(self) -> str:
        """The model and its policy, without what assists them."""
        return (f"{self.model}+{self.policy}" if self.policy else self.model) + (
            f", {self.guide}" if self.guide else ""
        )

    @property
    def side_px(self) -> int:
        """Side of an image."""
        return self.size_px or (LAB_SIZE_PX if self.is_lab else HUB_SIZE_PX)

    @property
    def is_local(self) -> bool:
        """Whether a worker can load what draws from its name alone: an API is asked, and assisted images are kept, in one place."""
        return not self.assist.is_on and not self.model.startswith(("api:", "folder:"))

    @property
    def is_lab(self) -> bool:
        """Whether the lab's images are its world."""
        return self.model.startswith("lab-")


def draw_images(
    settings: ImageSettings,
    source: Generator | FolderImages,
    requests: Sequence[ImageRequest],
    run: RunFolder,
    *,
    seed: int,
    shard: tuple[int, int] = (0, 1),
    batch_size: int = BATCH_SIZE,
    engine: Engine = LOCAL_ENGINE,
    load: Callable[[], Generator] | None = None,
) -> list[ImageRecord]:
    """One record an image asked for, drawn, imported or failed; `batch_size` and `engine` change the speed only.

    `load` makes a source elsewhere that the model's name does not stand for, and that needs no card.
    """
    num = settings.images_per_prompt
    if isinstance(source, FolderImages):
        return import_images(source, requests, run, images_per_prompt=num, shard=shard)
    return generate_images(
        source,
        requests,
        run,
        images_per_prompt=num,
        size_px=settings.side_px,
        seed=seed,
        shard=shard,
        batch_size=batch_size,
        engine=engine,
        load=load or (partial(_load_local, settings, batch_size) if settings.is_local else None),
        on_card=load is None,
    )


def load_source(
    settings: ImageSettings, out: Path, asking: AccessConfig, spending: Spending, *, batch_size: int = BATCH_SIZE
) -> Generator | FolderImages:
    """What a model's name stands for, ready to draw, assisted where that is set; replies of an API are kept in the run folder `out`.

    Called before the run folder is claimed, so that a name with a slip leaves nothing behind.

    Raises:
        ModelError: no such model.
        DataError: no such folder of images.
    """
    if not settings.assist.is_on:
        return _load_direct(settings, out, asking, spending, batch_size)
    if settings.model.startswith("folder:"):
        raise ConfigError(f"{settings.name}: images of a folder are drawn already; assist a generator that draws")
    direct = _load_direct(settings, out, asking, spending, batch_size)
    assert not isinstance(direct, FolderImages)
    return assisted_generator(
        settings.assist, direct, out, asking, spending,
        name=settings.name, replies=out / STAGE, is_lab=settings.is_lab, batch_size=batch_size,
    )  # fmt: skip


def _load_direct(
    settings: ImageSettings, out: Path, asking: AccessConfig, spending: Spending, batch_size: int
) -> Generator | FolderImages:
    kind, _, name = settings.model.partition(":")
    if settings.policy and kind in ("folder", "api", "diffusers"):
        raise ConfigError(f"--policy {settings.policy}: {kind}: models take none; name a flow model without `{kind}:`")
    if settings.guide and (kind in ("folder", "api", "diffusers") or is_known(settings.model, GENERATOR.group)):
        raise ConfigError(
            f"--guide {settings.guide}: {settings.model} cannot be guided; name a flow model, such as lab-crystal"
        )
    if kind == "folder":
        return FolderImages(Path(name))
    if kind == "api":
        client = spending.images(asking.image_settings(name), out / STAGE / "replies.jsonl", settings.route)
        return ApiGenerator(client, name=settings.base_name)
    return _load_local(settings, batch_size)


def _load_local(settings: ImageSettings, batch_size: int) -> Generator:
    """A generator that computes where it is loaded."""
    kind, _, name = settings.model.partition(":")
    if kind == "diffusers":
        from scisynth.generators.pipeline import load_pipeline_generator

        return load_pipeline_generator(
            name,
            dtype=settings.dtype,
            offload=settings.offload,
            revision=settings.revision or None,
            num_steps=settings.num_steps or None,
            guidance=settings.guidance,
        )
    if is_known(settings.model, GENERATOR.group):
        if settings.policy:
            raise ConfigError(f"--policy {settings.policy}: {settings.model} takes none; name a flow model")
        return outside_generator(settings.model, ("folder:PATH", "api:MODEL", "diffusers:ID", "lab-flux"))
    return _load_flow(settings, batch_size)


def estimate_images(
    settings: ImageSettings, asking: AccessConfig, prompts: Sequence[str], out: Path, spending: Spending
) -> CostEstimate | None:
    """Calls, tokens and money at most of images by an API; None where another generator draws. Nothing is sent."""
    if not settings.model.startswith("api:"):
        return None
    source = _load_direct(settings, out, asking, spending, BATCH_SIZE)
    assert isinstance(source, ApiGenerator)
    num = settings.images_per_prompt * settings.assist.draws
    return cost_estimate(source.estimate(prompts, images_per_prompt=num, size_px=settings.side_px))


def _load_flow(settings: ImageSettings, batch_size: int) -> Generator:
    from scisynth.alignment.lora import install
    from scisynth.alignment.lora_files import open_lora, read_lora
    from scisynth.backbones.registry import load_backbone
    from scisynth.generators.flow import FlowGenerator
    from scisynth.generators.guide import load_guide

    guide = load_guide(settings.guide)
    if settings.policy:
        open_lora(Path(settings.policy))
    backbone = load_backbone(settings.model, revision=settings.revision or None)
    if settings.policy:
        install(backbone.transformer, read_lora(Path(settings.policy), backbone))
    return FlowGenerator(
        backbone,
        name=settings.base_name,
        num_steps=settings.num_steps or (LAB_STEPS if settings.is_lab else FLOW_STEPS),
        guidance=settings.guidance,
        batch_size=batch_size,
        guide=guide,
    )
