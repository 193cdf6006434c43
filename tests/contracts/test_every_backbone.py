"""What every backbone must keep, proven against the family's own pipeline on random weights."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest

pytest.importorskip("diffusers")

import torch
from peft import LoraConfig
from support.tiny_pipelines import BUILDERS, build

from scisynth.backbones.base import Backbone, TextCondition
from scisynth.backbones.latents import pack_2x2
from scisynth.backbones.registry import FAMILIES, load_backbone, wrap
from scisynth.core.errors import ConfigError

HEIGHT, WIDTH, TOKENS = 16, 24, 48
PROMPTS = ["an iron ball", "a wooden ball floats beside an xylophone of quartz & velvet", "", "a burning candle"]
NEGATIVE = ["a red ball", "", "water", "a jar"]
SIGMAS = [1.0, 0.8, 0.45, 0.1]


@dataclass(frozen=True)
class Calling:
    """How a family's pipeline spells its arguments."""

    packed: bool = False
    """Its `latents=` are tokens."""
    scale: str = "guidance_scale"
    off: dict[str, Any] | None = None
    """Arguments that switch real guidance off; None: there is none."""
    negative: bool = True
    """It takes a negative prompt; klein always guides away from the empty one."""


CALLS = {
    "flux": Calling(packed=True),
    "flux-undistilled": Calling(packed=True, scale="true_cfg_scale", off={"true_cfg_scale": 1.0}),
    "sd3": Calling(off={"guidance_scale": 1.0}),
    "sd3-without-t5": Calling(off={"guidance_scale": 1.0}),
    "qwen-image": Calling(packed=True, scale="true_cfg_scale", off={"true_cfg_scale": 1.0}),
    "z-image": Calling(off={"guidance_scale": 0.0}),
    "flux2": Calling(),
    "flux2-klein": Calling(off={"guidance_scale": 1.0}, negative=False),
    "flux2-klein-distilled": Calling(),
}


@pytest.fixture(scope="module", params=list(BUILDERS))
def name(request):
    torch.set_num_threads(1)
    return request.param


@pytest.fixture(scope="module")
def backbone(name) -> Backbone:
    """Shared and never changed."""
    return wrap(build(name), max_text_tokens=TOKENS)


@pytest.fixture(scope="module")
def text(backbone) -> TextCondition:
    return backbone.encode_text(PROMPTS)


@pytest.fixture(scope="module")
def noise(backbone) -> torch.Tensor:
    shape = backbone.latent_shape(HEIGHT, WIDTH)
    return torch.randn(len(PROMPTS), *shape, generator=torch.Generator().manual_seed(1))


@torch.no_grad()
def sample(backbone, noise, sigmas, text, **guiding):
    """Plain Euler through `velocity`."""
    latents = noise
    for sigma, sigma_next in pairwise(sigmas):
        velocity = backbone.velocity(latents, sigma.expand(len(noise)), text, **guiding)
        latents = latents + (sigma_next - sigma) * velocity
    return backbone.decode(latents)


def call_pipeline(name, backbone, noise, **arguments):
    call = CALLS[name]
    return backbone.pipeline(
        prompt=list(PROMPTS),
        latents=pack_2x2(noise) if call.packed else noise.clone(),
        height=HEIGHT,
        width=WIDTH,
        max_sequence_length=TOKENS,
        output_type="pt",
        **arguments,
    ).images


def test_every_registered_pipeline_class_is_tested():
    assert {type(build(name)).__name__ for name in BUILDERS} == set(FAMILIES)
    assert CALLS.keys() == BUILDERS.keys()


@pytest.mark.parametrize("guidance", [None, 2.5])
def test_sampling_with_pinned_levels_is_the_pipelines_own(name, backbone, noise, text, guidance):
    call = CALLS[name]
    negative = None
    arguments: dict[str, Any] = {"sigmas": SIGMAS, "num_inference_steps": len(SIGMAS)}
    scale = backbone.default_guidance if guidance is None else guidance
    if scale > 1:
        arguments[call.scale] = scale
    if backbone.default_negative is not None:
        words = NEGATIVE if call.negative else [""] * len(PROMPTS)
        negative = backbone.encode_text(words)
        if call.negative:
            arguments["negative_prompt"] = list(words)
    expected = call_pipeline(name, backbone, noise, **arguments)
    ours = sample(backbone, noise, backbone.pipeline.scheduler.sigmas, text, guidance=guidance, negative=negative)
    assert expected.std() > 0.05
    torch.testing.assert_close(ours, expected, atol=1e-4, rtol=0)


def test_sampling_without_guidance_is_the_pipelines_own(name, backbone, noise, text):
    off = CALLS[name].off
    if off is None:
        pytest.skip("guidance is an input of this model, or distilled away")
    expected = call_pipeline(name, backbone, noise, num_inference_steps=4, sigmas=SIGMAS, **off)
    ours = sample(backbone, noise, backbone.pipeline.scheduler.sigmas, text)
    torch.testing.assert_close(ours, expected, atol=1e-4, rtol=0)


def test_guidance_changes_the_velocity_where_it_exists(backbone, noise, text):
    sigma = torch.full((4,), 0.5)
    if backbone.default_negative is None:
        weak, strong = (backbone.velocity(noise, sigma, text, guidance=scale) for scale in (1.0, 6.0))
        has_input = bool(backbone.transformer.config.guidance_embeds)
        assert torch.equal(weak, strong) is not has_input
        with pytest.raises(ConfigError, match="distilled"):
            backbone.velocity(noise, sigma, text, negative=text)
        return
    negative = backbone.encode_text(NEGATIVE)
    plain, weak, strong = (
        backbone.velocity(noise, sigma, text, **guiding)
        for guiding in ({}, {"guidance": 2.0, "negative": negative}, {"guidance": 6.0, "negative": negative})
    )
    assert not torch.allclose(plain, weak, atol=1e-3)
    assert not torch.allclose(weak, strong, atol=1e-3)


@torch.no_grad()
def test_real_guidance_starts_where_the_pipelines_does(name, backbone, noise, text):
    off = CALLS[name].off
    if off is None:
        pytest.skip("guidance is an input of this model, or distilled away")
    (threshold,) = off.values()
    negative, sigma = backbone.encode_text(NEGATIVE), torch.full((4,), 0.5)
    plain = backbone.velocity(noise, sigma, text)
    for scale, equal in ((threshold - 0.5, True), (threshold, True), (threshold + 0.5, False)):
        guided = backbone.velocity(noise, sigma, text, guidance=scale, negative=negative)
        assert torch.equal(plain, guided) is equal


@pytest.mark.parametrize("num_steps", [1, 3])
def test_default_levels_are_the_pipelines_own(name, backbone, noise, num_steps):
    call_pipeline(name, backbone, noise, num_inference_steps=num_steps)
    used = backbone.pipeline.scheduler.sigmas
    if used.isnan().any():  # the library stretches a single level by 0 / 0
        assert name == "qwen-image" and num_steps == 1
        used = torch.tensor([1.0, 0.0])
    ours = backbone.default_sigmas(num_steps, HEIGHT, WIDTH)
    torch.testing.assert_close(ours, used, atol=1e-7, rtol=0)
    assert ours.dtype == torch.float32 and ours[-1] == 0
    assert (ours.diff() < 0).all()


def test_asking_for_levels_leaves_the_pipelines_scheduler_alone(backbone):
    before = backbone.pipeline.scheduler.sigmas
    backbone.default_sigmas(7, HEIGHT, WIDTH)
    assert backbone.pipeline.scheduler.sigmas is before


@torch.no_grad()
def test_a_batch_is_its_singles(backbone, noise, text):
    sigma = torch.tensor([0.9, 0.6, 0.3, 0.1])
    together = backbone.velocity(noise, sigma, text)
    assert together.shape == noise.shape and together.dtype == torch.float32
    assert together.std() > 0.1
    for index in range(4):
        alone = backbone.velocity(noise[[index]], sigma[[index]], text.select([index]))
        torch.testing.assert_close(together[[index]], alone, atol=1e-5, rtol=1e-5)


def test_prompts_of_different_lengths_are_tried(backbone, text):
    if "length" in text.tensors:
        assert len(set(text.tensors["length"].tolist())) >= 3
        assert text.tensors["length"].max() > 32, "Z-Image pads to blocks of 32; only beyond one does it mask"
    first, second = text.tensors["states"][:2]
    assert not torch.allclose(first, second)


@torch.no_grad()
def test_prompts_encoded_one_by_one_and_joined_say_the_same(backbone, noise, text):
    joined = TextCondition.join([backbone.encode_text([prompt]) for prompt in PROMPTS])
    assert len(joined) == len(text) == len(PROMPTS)
    sigma = torch.full((4,), 0.4)
    together, one_by_one = (backbone.velocity(noise, sigma, item) for item in (text, joined))
    torch.testing.assert_close(together, one_by_one, atol=1e-4, rtol=0)


@torch.no_grad()
def test_every_input_matters(backbone, noise, text):
    sigma = torch.full((4,), 0.4)
    velocity = backbone.velocity(noise, sigma, text)
    for other in (
        backbone.velocity(noise, sigma + 0.2, text),
        backbone.velocity(noise, sigma, text.select([1, 0, 3, 2])),
        backbone.velocity(noise.flip(3), sigma, text),
    ):
        assert ((velocity - other).flatten(1).norm(dim=1) > 1e-3).all()


def test_images_and_latents_fit_and_normalisation_cancels(backbone):
    pixels = torch.rand(2, 3, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(2))
    latents = backbone.encode_images(pixels)
    assert latents.shape == (2, *backbone.latent_shape(HEIGHT, WIDTH)) and latents.dtype == torch.float32
    decoded = backbone.decode(latents)
    assert decoded.shape == pixels.shape and decoded.dtype == torch.float32
    assert 0 <= decoded.min() < decoded.max() <= 1
    assert not latents.requires_grad and not decoded.requires_grad
    # The autoencoder without any normalisation must say the same.
    vae, pictures = backbone.pipeline.vae, 2 * pixels - 1
    with torch.no_grad():
        if backbone.family == "qwen-image":
            plain = vae.decode(vae.encode(pictures[:, :, None]).latent_dist.mode()).sample[:, :, 0]
        else:
            plain = vae.decode(vae.encode(pictures).latent_dist.mode()).sample
    torch.testing.assert_close(decoded, (plain / 2 + 0.5).clamp(0, 1), atol=1e-5, rtol=0)


def test_sizes_that_do_not_fit_are_refused_with_the_nearest(backbone):
    multiple = backbone.multiple_px
    assert backbone.latent_shape(multiple, 3 * multiple)[1:] != backbone.latent_shape(3 * multiple, multiple)[1:]
    with pytest.raises(ConfigError, match=f"width: .*{multiple} or {2 * multiple}"):
        backbone.latent_shape(multiple, multiple + 1)
    with pytest.raises(ConfigError, match=f"height: .*nearest is {multiple}$"):
        backbone.default_sigmas(2, multiple - 1, multiple)


def test_gradients_reach_every_adapter(name, noise):
    backbone = wrap(build(name), max_text_tokens=TOKENS)
    transformer = backbone.transformer.requires_grad_(False)
    transformer.add_adapter(LoraConfig(r=2, target_modules=list(backbone.lora_targets)))
    text = backbone.encode_text(PROMPTS[:2])
    assert not any(tensor.requires_grad for tensor in text.tensors.values())
    backbone.velocity(noise[:2], torch.tensor([0.7, 0.2]), text).square().mean().backward()
    updates = {key: value for key, value in transformer.named_parameters() if ".lora_B." in key}
    for target in backbone.lora_targets:
        assert any(f".{target}.lora_B" in key for key in updates), target
    silent = [key for key, value in updates.items() if value.grad is None or not value.grad.any()]
    assert not silent


def test_nothing_is_left_on_another_device(name, noise, text):
    """The meta device has no numbers, but it refuses to mix with any other: a stand-in for an accelerator."""
    backbone = wrap(build(name), max_text_tokens=TOKENS)
    backbone.transformer.to("meta")
    backbone.pipeline.vae.to("meta")
    negative = None if backbone.default_negative is None else text
    with torch.no_grad():
        velocity = backbone.velocity(noise.to("meta"), torch.full((4,), 0.5), text, guidance=3.0, negative=negative)
    assert velocity.device.type == "meta" and velocity.shape == noise.shape
    for result in (backbone.decode(velocity), backbone.encode_images(torch.zeros(1, 3, HEIGHT, WIDTH, device="meta"))):
        assert result.device.type == "meta"


def test_half_precision_stays_inside(name, noise):
    backbone = wrap(build(name).to(torch.bfloat16), max_text_tokens=TOKENS)
    text = backbone.encode_text(PROMPTS)
    with torch.no_grad():
        velocity = backbone.velocity(noise, torch.full((4,), 0.5), text)
    latents = backbone.encode_images(torch.rand(1, 3, HEIGHT, WIDTH))
    for tensor in (velocity, latents, backbone.decode(noise)):
        assert tensor.dtype == torch.float32 and tensor.isfinite().all()


def test_a_saved_folder_loads_as_the_same_model(backbone, noise, text, tmp_path):
    backbone.pipeline.save_pretrained(tmp_path)
    loaded = load_backbone(tmp_path, device="cpu", max_text_tokens=TOKENS)
    assert loaded.family == backbone.family and type(loaded) is type(backbone)
    sigma = torch.full((4,), 0.3)
    with torch.no_grad():
        assert torch.equal(loaded.velocity(noise, sigma, text), backbone.velocity(noise, sigma, text))
    again = loaded.encode_text(PROMPTS)
    if backbone.family != "flux2":  # its system message belongs to the class, and the test shortens it
        assert all(torch.equal(again.tensors[key], text.tensors[key]) for key in text.tensors)
