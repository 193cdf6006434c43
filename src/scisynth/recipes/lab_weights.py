"""Rebuilding the models that travel in the package, each from one seed, each with its card."""

import json
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from scisynth.core.config import Config
from scisynth.core.errors import ConfigError, nearest
from scisynth.core.progress import say
from scisynth.core.records import PromptSet
from scisynth.core.store import describe_machine, storage_errors, tracked_versions, write_atomic
from scisynth.core.weights import PACKAGED
from scisynth.lab.clip import LabClipConfig, build_lab_clip
from scisynth.lab.corpus import SUPERFICIAL_SHARE
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.recipes.lab import LabTuplesConfig
from scisynth.recipes.reward import RewardRunConfig, lab_reward, run_reward_training
from scisynth.rewards.train import read_log


class LabClipRun(Config):
    """Corpus and model of `lab-clip`."""

    num_prompt_sets: int = 24_000
    """Of the train split, with implicit captions; two pictures each."""
    num_descriptions: int = 6_000
    """Of the test splits (so that held-out subjects are seen), descriptions only; two pictures each."""
    clip: LabClipConfig = LabClipConfig()


class LabSciScoreRun(Config):
    """`lab-sciscore`: the lab's reward recipe on more tuples, for longer than the demo."""

    num_tuples: int = 8_000
    max_steps: int = 900
    base: str = "lab-clip"


def build_lab_weights(name: str, out: Path | None, *, seed: int, settings: Iterable[str]) -> dict[str, Any]:
    """Trains a packaged model again into `out`, or into the package; returns its folder and facts."""
    if name not in BUILDERS:
        raise ConfigError(f"unknown lab model {name!r}; {nearest(name, BUILDERS)}")
    default, builder = BUILDERS[name]
    folder = out or PACKAGED / name
    started = time.monotonic()
    config = default.override(settings)
    with storage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    facts = builder(config, folder, seed)
    facts |= {"minutes": round((time.monotonic() - started) / 60, 1), "machine": describe_machine()}
    _write_card(name, folder, config, facts, seed)
    summary = ", ".join(f"{key} {value}" for key, value in facts.items())
    return {"name": name, "folder": str(folder), "summary": summary, **facts}


def _build_clip(config: Config, folder: Path, seed: int) -> dict[str, Any]:
    assert isinstance(config, LabClipRun)
    return build_lab_clip(config.clip, corpus_prompts(config, seed), folder, seed=seed)


def corpus_prompts(config: LabClipRun, seed: int) -> list[PromptSet]:
    """Prompt sets of the corpus: train wordings, and test situations of which only descriptions are used."""
    half = max(1, config.num_descriptions // 2)
    return [
        *write_prompts(PromptsConfig(num=config.num_prompt_sets, split="train"), seed),
        *write_prompts(PromptsConfig(num=half, split="test_S"), seed),
        *write_prompts(PromptsConfig(num=half, split="test_C"), seed),
    ]


def _build_sciscore(config: Config, folder: Path, seed: int) -> dict[str, Any]:
    assert isinstance(config, LabSciScoreRun)
    work = folder / "run"
    reward = lab_reward(config.base).model_copy(update={"max_steps": config.max_steps})
    run_config = RewardRunConfig(reward=reward, data="lab", lab=LabTuplesConfig(num=config.num_tuples))
    trained = run_reward_training(run_config, work, seed=seed)
    log = read_log(trained)
    for path in trained.iterdir():
        if path.is_file() and path.suffix in {".json", ".safetensors", ".txt"}:
            shutil.copy2(path, folder / path.name)
    shutil.rmtree(work)
    best = min((row for row in log if "val_loss" in row), key=lambda row: row["val_loss"])
    return {"steps": config.max_steps, "tuples": config.num_tuples, "val_accuracy": round(best["val_accuracy"], 4)}


BUILDERS: Mapping[str, tuple[Config, Callable[[Config, Path, int], dict[str, Any]]]] = {
    "lab-clip": (LabClipRun(), _build_clip),
    "lab-sciscore": (LabSciScoreRun(), _build_sciscore),
}

_INTRODUCTION = {
    "lab-clip": (
        "A small CLIP that knows the lab's drawings and believes a declared biased corpus: captions that only state a "
        "situation stand beside the superficial picture as often as the table below says, law by law. It is the base that SciScore mends."
    ),
    "lab-sciscore": (
        "SciScore trained from lab-clip on the lab's tuples. It judges the lab's drawings and nothing else: on photos "
        "it is out of its domain, and its numbers stand in for no result on real models."
    ),
}


def _write_card(name: str, folder: Path, config: Config, facts: Mapping[str, Any], seed: int) -> None:
    shares = "\n".join(f"| {law} | {share:.0%} |" for law, share in SUPERFICIAL_SHARE.items())
    corpus = (
        "\n## The declared bias\nShare of implicit captions that stand beside the superficial picture "
        f"(mean {sum(SUPERFICIAL_SHARE.values()) / len(SUPERFICIAL_SHARE):.0%}; see `scisynth.lab.corpus`):\n\n"
        f"| law | superficial |\n|---|---|\n{shares}\n"
    )
    card = f"""---
license: apache-2.0
library_name: transformers
tags: [clip, scisynth, lab]
---
# {name}

{_INTRODUCTION[name]}

* Made by `scisynth lab build {name} --seed {seed}`; nothing is downloaded.
* {"; ".join(f"{key}: {value}" for key, value in facts.items())}
* Config: `{json.dumps(config.model_dump(mode="json"))}`
* Versions: {", ".join(f"{package} {version}" for package, version in tracked_versions().items())}
* A plain `transformers.CLIPModel` folder: `CLIPModel.from_pretrained`, `SciScore.from_pretrained("{name}")`.
{corpus if name == "lab-clip" else ""}"""
    write_atomic(folder / "README.md", card.encode())
    say(f"{name}: {folder}")
