"""`lab-flux`: a real `diffusers.FluxPipeline`, small, pre-trained on the lab's biased corpus by flow matching.

It draws what a caption describes, and imagines what a caption only implies as people photograph it: asked for a rarely
watered rose it mostly paints a fresh one. That is the fault the paper finds in every generator it tries (none of
eighteen scores above 50 of 100 on implicit prompts, arXiv 2504.13129), here by a declared bias: `SUPERFICIAL_SHARE` of the
implicit captions stand next to the superficial image, the same fraction in every law.

    64 px image -> 16 x 16 x 12 latents -> 64 tokens of 48 numbers

Token width stays well below the transformer's: a stream no wider than its tokens cannot carry their noise away.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import AutoencoderKL, ConfigMixin, FlowMatchEulerDiscreteScheduler, FluxPipeline, FluxTransformer2DModel
from diffusers.models.normalization import AdaLayerNormZero, AdaLayerNormZeroSingle
from transformers import CLIPTextModel, CLIPTokenizer, T5EncoderModel, T5Tokenizer, set_seed

from scisynth.core.config import Config
from scisynth.core.records import PromptSet
from scisynth.core.weights import LAB_SIZE_PX
from scisynth.lab.corpus import caption_pairs, draw_corpus
from scisynth.lab.models.flux_text import (
    LabT5Config,
    clip_vectors,
    load_clip_tower,
    new_t5,
    t5_tokens,
    train_t5_tokenizer,
)
from scisynth.lab.models.flux_train import (
    FlowModel,
    FlowTrainee,
    GuidanceTrainee,
    LabFlowConfig,
    LabGuidanceConfig,
    LatentCaptions,
    train_phase,
)
from scisynth.lab.models.flux_vae import LabVaeConfig, encode_with_vae, load_or_train_vae
from scisynth.science.laws import EXTENDED_LAW_NAMES, LAW_NAMES
from scisynth.training.precision import has_fast_bfloat16

SUPERFICIAL_SHARE: Mapping[str, float] = dict.fromkeys((*LAW_NAMES, *EXTENDED_LAW_NAMES), 0.85)
"""Fraction of implicit captions that stand next to the superficial image."""

SHIFT = 0.5
"""FLUX's `base_shift`: log of how much the schedule leans to high noise at the native 64 tokens."""
SCHEDULER = {
    "num_train_timesteps": 1000,
    "shift": 1.0,
    "use_dynamic_shifting": True,
    "base_shift": SHIFT,
    "max_shift": 1.15,
    "base_image_seq_len": 64,
    "max_image_seq_len": 1024,
}


class LabFluxConfig(Config):
    """Size and training of `lab-flux`."""

    size_px: int = LAB_SIZE_PX
    head_dim: int = 64
    """Of an attention head; a quarter carries the (unused) time axis of FLUX's rotary positions, the rest height and width."""
    heads: int = 3
    double_layers: int = 2
    single_layers: int = 6
    implicit_share: float = 0.5
    """Fraction of prompt sets of which one side carries its implicit caption."""
    clip: str = "lab-clip"
    """Whose text tower gives the pooled vector."""
    t5: LabT5Config = LabT5Config()
    vae: LabVaeConfig = LabVaeConfig()
    flow: LabFlowConfig = LabFlowConfig()
    guidance: LabGuidanceConfig = LabGuidanceConfig()
    bf16: bool | None = None
    """Matrix products in bfloat16; None: where that is faster."""
    workers: int = 2


def build_lab_flux(
    config: LabFluxConfig, prompt_sets: Sequence[PromptSet], folder: Path, *, seed: int
) -> dict[str, Any]:
    """Draws the corpus, trains every part, writes the pipeline; returns facts for the model card.

    A build that was stopped goes on from `folder/checkpoints` when called again with the same arguments.
    """
    rows = caption_pairs(
        prompt_sets, implicit_share=config.implicit_share, seed=seed, superficial_share=SUPERFICIAL_SHARE
    )
    pixels, regions = draw_corpus(rows, size_px=config.size_px, workers=config.workers)
    corpus = CaptionedPixels(captions=[row.caption for row in rows], pixels_NHWC=pixels, regions_NHW=regions)
    del pixels, regions
    return build_flux(config, corpus, words_of(prompt_sets), folder, label="lab-flux", seed=seed)


@dataclass(kw_only=True)
class CaptionedPixels:
    """Images with their captions; `build_flux` empties it, since its pixels are most of what memory holds."""

    captions: list[str]
    pixels_NHWC: np.ndarray
    """uint8."""
    regions_NHW: np.ndarray
    """uint8, 0 to 255: the science-bearing thing."""


def build_flux(
    config: LabFluxConfig, corpus: CaptionedPixels, texts: Iterable[str], folder: Path, *, label: str, seed: int
) -> dict[str, Any]:
    """Trains autoencoder, transformer and T5 on a corpus and writes the pipeline; returns facts for the model card.

    Args:
        config: sizes and phases.
        corpus: what is learned; emptied.
        texts: whose words get pieces of their own.
        folder: of the pipeline; `checkpoints` in it is where a stopped build goes on.
        label: of the lines of progress.
        seed: of every random choice.
    """
    set_seed(seed)
    bf16 = has_fast_bfloat16() if config.bf16 is None else config.bf16
    checkpoints, num = folder / "checkpoints", len(corpus.captions)
    tower, clip_tokenizer = load_clip_tower(config.clip)
    pooled = clip_vectors(tower, clip_tokenizer, corpus.captions)
    t5_tokenizer = train_t5_tokenizer(config.t5, texts)
    tokens = t5_tokens(t5_tokenizer, corpus.captions)
    vae, vae_facts = load_or_train_vae(config.vae, corpus.pixels_NHWC, checkpoints / "vae", bf16=bf16, seed=seed)
    latents = encode_with_vae(vae, corpus.pixels_NHWC, bf16=bf16)
    dataset = LatentCaptions(latents, tokens, pooled, region_of_tokens(corpus.regions_NHW, latents.shape[-1] // 2))
    corpus.pixels_NHWC = corpus.regions_NHW = np.empty(0, np.uint8)
    # What came before may have been read from a checkpoint, and drew other numbers then.
    set_seed(seed)
    options: dict[str, Any] = {
        "empty": (t5_tokens(t5_tokenizer, [""]), clip_vectors(tower, clip_tokenizer, [""])),
        "sigma_shift": SHIFT,
        "region_weight": config.flow.region_weight,
    }
    model = FlowModel(_new_transformer(config, tower), new_t5(config.t5, t5_tokenizer))
    flow = FlowTrainee(
        model, average_decay=config.flow.average_decay, caption_dropout=config.flow.caption_dropout, **options
    )
    losses = train_phase(config.flow, flow, dataset, checkpoints / "flow", label=f"{label}: flow", bf16=bf16, seed=seed)
    guided = GuidanceTrainee(
        flow.averaged(), scale=config.guidance.scale, average_decay=config.guidance.average_decay, **options
    )
    train_phase(
        config.guidance, guided, dataset, checkpoints / "guidance", label=f"{label}: guidance", bf16=bf16, seed=seed
    )
    final = guided.averaged()
    transformer, t5 = final.transformer, final.t5
    pipeline = assemble(transformer, t5, t5_tokenizer, tower, clip_tokenizer, vae)
    write_pipeline(pipeline, folder)
    shutil.rmtree(checkpoints)
    return {
        "parameters": sum(p.numel() for part in (transformer, t5, tower, vae) for p in part.parameters()),
        "pictures": num,
        "loss": round(losses[-1], 4),
        **vae_facts,
    }


def words_of(prompt_sets: Iterable[PromptSet]) -> Iterator[str]:
    """Every prompt of every set."""
    for item in prompt_sets:
        yield from (item.implicit_prompt, item.explicit_prompt, item.superficial_prompt)


def region_of_tokens(regions_NHW: np.ndarray, side: int) -> torch.Tensor:
    """How much of each token's square lies on the science-bearing thing: uint8 [N, side * side], 0 to 255."""
    count, height, width = regions_NHW.shape
    squares = regions_NHW.reshape(count, side, height // side, side, width // side)
    return torch.from_numpy(squares.mean(axis=(2, 4)).astype(np.uint8).reshape(count, -1))


def assemble(
    transformer: FluxTransformer2DModel,
    t5: T5EncoderModel,
    t5_tokenizer: T5Tokenizer,
    tower: CLIPTextModel,
    clip_tokenizer: CLIPTokenizer,
    vae: AutoencoderKL,
) -> FluxPipeline:
    """The parts as a pipeline."""
    return FluxPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(**SCHEDULER),
        vae=vae,
        text_encoder=tower,
        tokenizer=clip_tokenizer,
        text_encoder_2=t5,
        tokenizer_2=t5_tokenizer,
        transformer=transformer,
    )


def write_pipeline(pipeline: FluxPipeline, folder: Path) -> None:
    """Saves every part as safetensors: the transformer in float16, whose rounding is 1 part in 2000, all else float32."""
    pipeline.to("cpu")
    pipeline.transformer.to(torch.float16)
    for part in pipeline.components.values():
        if isinstance(part, ConfigMixin):
            part.register_to_config(_name_or_path="")  # else the folder that it was read from
    pipeline.save_pretrained(folder, safe_serialization=True)


def _new_transformer(config: LabFluxConfig, tower: CLIPTextModel) -> FluxTransformer2DModel:
    side = (config.head_dim - config.head_dim // 4) // 2
    transformer = FluxTransformer2DModel(
        in_channels=4 * config.vae.latent_channels,
        num_layers=config.double_layers,
        num_single_layers=config.single_layers,
        attention_head_dim=config.head_dim,
        num_attention_heads=config.heads,
        joint_attention_dim=config.t5.width,
        pooled_projection_dim=tower.config.hidden_size,
        guidance_embeds=False,
        axes_dims_rope=(config.head_dim - 2 * side, side, side),
    )
    _open_gates(transformer)
    return transformer


@torch.no_grad()
def _open_gates(transformer: FluxTransformer2DModel) -> None:
    """Every block starts as a plain transformer block: shift and scale 0, gate 1, whatever time and text say.

    diffusers leaves the modulation to chance, which nearly closes the gates and wastes a short training's first half.
    """
    for module in transformer.modules():
        if isinstance(module, AdaLayerNormZero | AdaLayerNormZeroSingle):
            torch.nn.init.zeros_(module.linear.weight)
            torch.nn.init.zeros_(module.linear.bias)
            # In threes: shift, scale, gate.
            module.linear.bias.view(-1, 3, transformer.inner_dim)[:, 2] = 1
