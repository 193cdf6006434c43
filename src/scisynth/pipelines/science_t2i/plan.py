"""What a benchmark would take and what it could tell, before anything is drawn or paid for."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PIL import Image

from scisynth.core.records import PromptSet
from scisynth.judges.reality import RealityJudge
from scisynth.pipelines.providers.access import Spending
from scisynth.pipelines.providers.generators import HUB_SIZE_PX, estimate_images
from scisynth.pipelines.providers.judges import load_judge
from scisynth.pipelines.science_t2i.data import load_situations
from scisynth.stats.intervals import FEW_CLUSTERS
from scisynth.stats.power import MIN_CLUSTERS, Assumptions, minimum_detectable_effect

ASSUMPTIONS = Assumptions(score_sd=0.45, rho=0.5, icc=0.05)
"""Of two generators' scores: most images are right or wrong, both know the same laws, laws differ a little."""


def plan_bench(config: Any, out: Path, *, seed: int, spending: Spending) -> dict[str, Any]:
    """Calls, tokens, money and the smallest difference of a `BenchConfig`; nothing is sent or written."""
    situations = load_situations(config.data, config.revision, num=config.num, seed=seed)
    num_images = len(situations) * len(config.tiers) * config.pictures.images_per_prompt
    estimates = {}
    for name in config.judges:
        if name.startswith("api:"):
            judge = load_judge(name, config, spending, out / "none.jsonl", repeats=config.repeats)
            assert isinstance(judge, RealityJudge)
            # Images do not exist yet: a blank one of their size, and no two requests alike.
            blank = Image.new("RGB", (HUB_SIZE_PX, HUB_SIZE_PX))
            one = judge.estimate(situations, [blank] * len(situations))
            times = num_images // len(situations)
            estimates[name] = {
                key: value if value is None else value * times for key, value in asdict(one).items() if key != "cached"
            }
    prompts = [item.prompt(tier) for tier in config.tiers for item in situations]
    drawing = estimate_images(config.pictures, config, prompts, out, spending)
    detectable = detectable_sentence(situations)
    sentences = [
        f"{len(situations):,} situations, {num_images:,} images by {config.pictures.name}.",
        *cost_sentences({config.pictures.name: drawing, **estimates}),
        detectable,
    ]
    return {
        "num_situations": len(situations),
        "num_pictures": num_images,
        "generator": drawing,
        "judges": estimates,
        "detectable": detectable,
        "sentences": sentences,
    }


def detectable_sentence(situations: Iterable[PromptSet]) -> str:
    """The minimum detectable difference of two generators on these prompts; with few laws, prompts are the clusters."""
    by_law = list(Counter(item.law for item in situations).values())
    is_few = len(by_law) < FEW_CLUSTERS
    sizes = [1] * sum(by_law) if is_few else by_law
    if len(sizes) < MIN_CLUSTERS:
        return "Fewer than three prompts: no difference between generators can be significant."
    effect = minimum_detectable_effect(sizes, ASSUMPTIONS).sentence("prompts", "laws")
    return f"{effect} Fewer than {FEW_CLUSTERS} laws: the result says nothing about other laws." if is_few else effect


def cost_sentences(estimates: Mapping[str, dict[str, Any] | None]) -> list[str]:
    """One sentence for everyone behind an API, and the sum where there are several with a price."""
    asked = {name: estimate for name, estimate in estimates.items() if estimate}
    prices = [estimate["usd"] for estimate in asked.values() if estimate["usd"] is not None]
    total = [f"Together at most {sum(prices):.2f} USD."] if len(prices) > 1 else []
    return [*(estimate_sentence(name, estimate) for name, estimate in asked.items()), *total]


def estimate_sentence(name: str, estimate: dict[str, Any]) -> str:
    """`api:m: 12 calls, at most 3,400 tokens in and 900 out, at most 0.02 USD.`"""
    usd = "no price given" if estimate["usd"] is None else f"at most {estimate['usd']:.2f} USD"
    return (
        f"{name}: {estimate['calls']:,} calls, at most {estimate['prompt_tokens']:,} tokens in and "
        f"{estimate['completion_tokens']:,} out, {usd}."
    )
