"""Fitting the demo to this machine: a few timed steps of its own work, once, before a new run begins."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import torch

from scisynth.alignment.lora import Policy
from scisynth.core.extras import require
from scisynth.core.progress import say
from scisynth.core.store import read_manifest
from scisynth.flow.loss import flow_matching_loss
from scisynth.pipelines.alignment.config import SftRunConfig
from scisynth.pipelines.alignment.run import open_backbone
from scisynth.pipelines.demo.plan import DemoConfig, UnitSeconds, demo_config, fit
from scisynth.pipelines.lab.tuples import draw_lab_tuples
from scisynth.rewards.checkpoint import load_clip
from scisynth.rewards.schedule import PixelCache, TupleItems
from scisynth.rewards.trainer import Collator, TrainableClip
from scisynth.training.precision import wants_bfloat16

COMMAND = "demo"
REPEATS = 3


def fitted_demo(out: Path) -> DemoConfig:
    """The demo as it fits this machine; the one that a run in `out` started with, where it was fitted then."""
    if (out / "manifest.json").is_file():
        found = read_manifest(out)
        if found["command"] == COMMAND and found["config"].get("fit"):
            return DemoConfig.parse(found["config"])
    require("report", "the report of the demo")
    config = demo_config()
    say("timing a few steps, to fit the demo to this machine")
    fitted = fit(config, measure_units(config))
    assert fitted.fit is not None
    say(fitted.fit.sentence(fitted))
    return fitted


def measure_units(config: DemoConfig) -> UnitSeconds:
    """Seconds of one of each kind of work; the median of a few repeats after one that is not counted."""
    tuples = draw_lab_tuples("train", num=config.reward.batch_size, seed=0)
    denoise, train = _flux(config)
    return UnitSeconds(
        render=_seconds(lambda: draw_lab_tuples("train", num=len(tuples), seed=0)) / (2 * len(tuples)),
        reward_tuple=_reward_step(config, tuples) / len(tuples),
        denoise=denoise,
        train=train,
    )


def _reward_step(config: DemoConfig, tuples: list) -> float:
    checkpoint = load_clip(config.reward.base, model_class=TrainableClip)
    items = TupleItems(tuples, PixelCache(checkpoint.preprocess), num_items=len(tuples), seed=0)
    batch = Collator(checkpoint.tokenizer, checkpoint.preprocess)([items[number] for number in range(len(tuples))])

    def step() -> None:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=wants_bfloat16(config.reward.bf16, "cpu")):
            loss = checkpoint.model(**batch)["loss"]
        loss.backward()

    return _seconds(step)


def _flux(config: DemoConfig) -> tuple[float, float]:
    """Seconds of one image through the generator, without a gradient and with one."""
    sft = config.align.sft
    backbone, _ = open_backbone(SftRunConfig(model=config.align.model, sft=sft))
    text = backbone.encode_text(["an iron block in a glass tank of water, realistic"] * sft.micro_batch_size)
    device = backbone.transformer.device
    sample = torch.randn(sft.micro_batch_size, *backbone.latent_shape(sft.size_px, sft.size_px), device=device)
    sigma_B = torch.full((len(sample),), 0.5, device=device)

    def velocity() -> torch.Tensor:
        return backbone.velocity(sample, sigma_B, text, guidance=sft.guidance)

    with torch.no_grad():
        denoise = _seconds(velocity)
    Policy(backbone, sft.lora, seed=0)
    train = _seconds(lambda: flow_matching_loss(velocity(), sample, torch.zeros_like(sample)).mean().backward())
    return denoise / len(sample), train / len(sample)


def _seconds(work: Callable[[], object]) -> float:
    work()
    found = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return median(found)
