"""What a benchmark would take and what it could tell, before anything is drawn or paid for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from scisynth.core.records import PromptSet
from scisynth.core.results import Result
from scisynth.judges.reality import RealityJudge
from scisynth.pipelines.providers.access import Spending, part_of
from scisynth.pipelines.providers.estimates import CostEstimate, cost_estimate, cost_sentences
from scisynth.pipelines.providers.generators import HUB_SIZE_PX, estimate_images
from scisynth.pipelines.providers.judges import load_judge
from scisynth.pipelines.science_t2i.config import BenchConfig, BenchData, BenchGeneration, BenchJudging
from scisynth.pipelines.science_t2i.data import load_prompt_sets
from scisynth.stats.intervals import FEW_CLUSTERS
from scisynth.stats.power import MIN_CLUSTERS, Assumptions, minimum_detectable_effect
from scisynth.tuples.foreign_prompts import foreign_of

ASSUMPTIONS = Assumptions(score_sd=0.45, rho=0.5, icc=0.05)
"""Of two generators' scores: most images are right or wrong, both know the same laws, laws differ a little."""


@dataclass(frozen=True, kw_only=True)
class BenchPlan(Result):
    """What a benchmark would take, and what it could tell."""

    num_situations: int
    """Prompt sets."""
    num_pictures: int
    """Images."""
    generator: CostEstimate | None
    """None where no API draws."""
    judges: Mapping[str, CostEstimate]
    """Those behind an API."""
    detectable: str
    """One sentence: the smallest difference between two generators that can be detected."""
    sentences: tuple[str, ...]
    """All of this for people."""


def plan_bench(config: BenchConfig, out: Path, *, seed: int, spending: Spending) -> BenchPlan:
    """Calls, tokens, money and the smallest difference; nothing is sent or written."""
    prompt_sets = load_prompt_sets(part_of(config, BenchData), seed=seed)
    settings, tiers = config.pictures, config.tiers
    times = len(tiers) * settings.images_per_prompt
    judges = {
        name: _plan_judge(name, part_of(config, BenchJudging), prompt_sets, times, out, spending)
        for name in config.judges
        if name.startswith("api:")
    }
    prompts = [item.prompt(tier) for tier in tiers for item in prompt_sets]
    drawing = estimate_images(settings, part_of(config, BenchGeneration), prompts, out, spending)
    detectable = detectable_sentence(prompt_sets)
    num_images = len(prompt_sets) * times
    foreign = foreign_of(prompt_sets)
    return BenchPlan(
        num_situations=len(prompt_sets),
        num_pictures=num_images,
        generator=drawing,
        judges=judges,
        detectable=detectable,
        sentences=(
            f"{len(prompt_sets):,} prompt sets, {num_images:,} images by {settings.name}.",
            *cost_sentences({settings.name: drawing, **judges}),
            detectable,
            *([foreign.note] if foreign else []),
        ),
    )


def _plan_judge(
    name: str, config: BenchJudging, prompt_sets: Sequence[PromptSet], times: int, out: Path, spending: Spending
) -> CostEstimate:
    """Of a judge behind an API that grades `times` images of every prompt set."""
    judge = load_judge(name, config, spending, out / "none.jsonl", repeats=config.repeats)
    assert isinstance(judge, RealityJudge)
    # Images do not exist yet: a blank one of their size, and no two requests alike.
    blank = Image.new("RGB", (HUB_SIZE_PX, HUB_SIZE_PX))
    return cost_estimate(judge.estimate(prompt_sets, [blank] * len(prompt_sets)), times=times)


def detectable_sentence(prompt_sets: Iterable[PromptSet]) -> str:
    """The minimum detectable difference of two generators on these prompts; with few laws, prompts are the clusters."""
    by_law = list(Counter(item.law for item in prompt_sets).values())
    is_few = len(by_law) < FEW_CLUSTERS
    sizes = [1] * sum(by_law) if is_few else by_law
    if len(sizes) < MIN_CLUSTERS:
        return "Fewer than three prompts: no difference between generators can be significant."
    effect = minimum_detectable_effect(sizes, ASSUMPTIONS).sentence("prompts", "laws")
    return f"{effect} Fewer than {FEW_CLUSTERS} laws: the result says nothing about other laws." if is_few else effect
