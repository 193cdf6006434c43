"""The autoencoder of `lab-flux` and `lab-crystal`: a small `AutoencoderKL`, four pixels to a latent cell.

    d    = decoded - image
    loss = mean |d| + mean d^2 + hue_weight * mean |d_red - d_green, ...| + kl_weight * KL(posterior || unit Gaussian)

The divergence is a mean over the latent's numbers. After training, `shift_factor` and `scaling_factor` are set so that
latents have mean 0 and variance 1 over the corpus, as the flow from unit noise expects. Images are in [-1, 1].
There is no perceptual or adversarial term: the lab's drawings are flat colours and edges, which |.| keeps sharp.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL

from scisynth.core.config import Config
from scisynth.core.progress import progress_bar, say, track
from scisynth.core.seeds import derive_seed
from scisynth.lab.models.muon import Muon

NUM_FOR_STATISTICS = 2048
FIRST_LOG_VARIANCE = -6.0


class LabVaeConfig(Config):
    """Size and training of the autoencoder."""

    widths: tuple[int, ...] = (16, 32, 64)
    """Channels of each resolution; every step down halves the image."""
    latent_channels: int = 12
    norm_groups: int = 2
    kl_weight: float = 2e-4
    hue_weight: float = 1.0
    """Without it grey leaves and grey flames cost so little that green is learned last."""
    batch_size: int = 4
    """Small: every image is thousands of examples of a patch, and what counts is the number of steps."""
    max_steps: int = 5000
    learning_rate: float = 2e-3


def load_or_train_vae(
    config: LabVaeConfig, pixels_NHWC: np.ndarray, folder: Path, *, bf16: bool, seed: int
) -> tuple[AutoencoderKL, dict[str, float]]:
    """`train_vae`, or what an earlier call left in `folder`; also its error and how many minutes it took."""
    done = folder / "facts.json"
    if not done.is_file():
        started = time.monotonic()
        vae, error = train_vae(config, pixels_NHWC, bf16=bf16, seed=seed)
        vae.save_pretrained(folder)
        minutes = (time.monotonic() - started) / 60
        done.write_text(json.dumps({"vae_error": round(error, 4), "vae_minutes": round(minutes, 1)}))
    vae = AutoencoderKL.from_pretrained(folder).eval().requires_grad_(False)
    return vae, json.loads(done.read_text())


def train_vae(config: LabVaeConfig, pixels_NHWC: np.ndarray, *, bf16: bool, seed: int) -> tuple[AutoencoderKL, float]:
    """Trains on uint8 images; returns the autoencoder, ready to be saved, and its mean absolute error in [0, 1]."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    vae = _new_vae(config, pixels_NHWC.shape[1]).to(device, memory_format=torch.channels_last)
    optimizer = Muon(vae.parameters(), lr=config.learning_rate, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, config.learning_rate, config.max_steps, pct_start=0.05, cycle_momentum=False
    )
    errors = []
    with progress_bar("vae", total=config.max_steps) as advance:
        for step, pixels in enumerate(_batches(config, pixels_NHWC, seed)):
            images = _images(pixels, device)
            with torch.autocast(device.type, torch.bfloat16, enabled=bf16):
                posterior = vae.encode(images).latent_dist
                decoded = vae.decode(posterior.sample()).sample
            difference = decoded.float() - images
            error = difference.abs().mean()
            divergence = posterior.kl().mean() / posterior.mean[0].numel()
            optimizer.zero_grad(set_to_none=True)
            # d_red - d_green and so on: what is wrong with the hue, whatever the brightness.
            hue = (difference - difference.roll(1, dims=1)).abs().mean()
            loss = error + config.hue_weight * hue + difference.square().mean() + config.kl_weight * divergence
            loss.backward()
            torch.nn.utils.clip_grad_norm_(vae.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            errors.append(error.item() / 2)
            advance(1)
            if (step + 1) % 250 == 0:
                say(f"vae: step {step + 1} of {config.max_steps}, error {np.mean(errors[-250:]):.4f}")
    vae.eval().requires_grad_(False)
    _set_statistics(vae, pixels_NHWC)
    return vae, float(np.mean(errors[-250:]))


@torch.no_grad()
def encode_with_vae(
    vae: AutoencoderKL, pixels_NHWC: np.ndarray, *, bf16: bool = False, batch_size: int = 256
) -> torch.Tensor:
    """Normalised latents [N, C, h, w] in float16 on the CPU: the posterior's mean."""
    parts = []
    starts = range(0, len(pixels_NHWC), batch_size)
    for start in track(starts, total=len(starts), label="latents"):
        images = _images(pixels_NHWC[start : start + batch_size], vae.device)
        with torch.autocast(vae.device.type, torch.bfloat16, enabled=bf16):
            latents = vae.encode(images).latent_dist.mode().float()
        parts.append(((latents - vae.config.shift_factor) * vae.config.scaling_factor).half().cpu())
    return torch.cat(parts)


def _new_vae(config: LabVaeConfig, size_px: int) -> AutoencoderKL:
    vae = AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * len(config.widths),
        up_block_types=("UpDecoderBlock2D",) * len(config.widths),
        block_out_channels=config.widths,
        layers_per_block=1,
        latent_channels=config.latent_channels,
        norm_num_groups=config.norm_groups,
        sample_size=size_px,
        use_quant_conv=False,
        use_post_quant_conv=False,
        mid_block_add_attention=False,
    )
    # A fresh posterior has the spread of its prior: nothing passes, and faint features are long in coming through.
    output = vae.encoder.conv_out
    torch.nn.init.zeros_(output.weight[config.latent_channels :])
    torch.nn.init.constant_(output.bias[config.latent_channels :], FIRST_LOG_VARIANCE)
    _start_near_identity(vae)
    return vae


@torch.no_grad()
def _start_near_identity(vae: AutoencoderKL) -> None:
    """Colours pass straight through at first: residual branches add nothing, the convolutions between them copy.

    From an ordinary start the colour axes are learned one after the other, green thousands of steps after grey.
    """
    for name, module in vae.named_modules():
        if not isinstance(module, torch.nn.Conv2d):
            continue
        if name.endswith("conv2"):
            torch.nn.init.zeros_(module.weight)
        elif name.endswith(("conv_in", "conv_shortcut", "samplers.0.conv")):
            torch.nn.init.dirac_(module.weight)


def _set_statistics(vae: AutoencoderKL, pixels_NHWC: np.ndarray) -> None:
    vae.register_to_config(shift_factor=0.0, scaling_factor=1.0)
    stride = max(1, len(pixels_NHWC) // NUM_FOR_STATISTICS)
    latents = encode_with_vae(vae, pixels_NHWC[::stride]).float()
    vae.register_to_config(shift_factor=latents.mean().item(), scaling_factor=1 / latents.std().item())


def _batches(config: LabVaeConfig, pixels_NHWC: np.ndarray, seed: int) -> Iterator[np.ndarray]:
    rng = np.random.default_rng(derive_seed(seed, "vae"))
    for _ in range(config.max_steps):
        yield pixels_NHWC[np.sort(rng.integers(len(pixels_NHWC), size=config.batch_size))]


def _images(pixels_NHWC: np.ndarray, device: torch.device) -> torch.Tensor:
    images = torch.from_numpy(pixels_NHWC).to(device).permute(0, 3, 1, 2)
    return images.float() / 127.5 - 1
