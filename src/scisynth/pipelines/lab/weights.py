"""Rebuilding the models that travel in the package, each from one seed, each with its card."""

import json
import math
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, PositiveInt

from scisynth.core.config import Config
from scisynth.core.errors import ConfigError, ModelError, nearest
from scisynth.core.progress import say
from scisynth.core.records import SPLITS, PromptSet, Split
from scisynth.core.seeds import derive_seed
from scisynth.core.store import describe_machine, storage_errors, tracked_versions, write_atomic
from scisynth.core.trained_on import FILE as TRAINED_ON
from scisynth.core.trained_on import TrainedOn, read_trained_on
from scisynth.core.weights import PACKAGED
from scisynth.lab.corpus import SUPERFICIAL_SHARE
from scisynth.lab.models.clip import LabClipConfig, build_lab_clip
from scisynth.lab.models.flux import SUPERFICIAL_SHARE as FLUX_SUPERFICIAL_SHARE
from scisynth.lab.models.flux import LabFluxConfig, build_lab_flux
from scisynth.lab.models.judge_train import LabJudgeConfig, build_lab_judge
from scisynth.lab.models.localizer import LabLocalizerConfig, build_lab_localizer
from scisynth.lab.models.localizer_check import check_localizer, localizer_table
from scisynth.lab.models.vlm import SUPERFICIAL_SHARE as VLM_SUPERFICIAL_SHARE
from scisynth.localizers.lab import LabLocalizer
from scisynth.pipelines.lab.crystal import LabCrystalRun, build_crystal
from scisynth.pipelines.lab.results import BuiltModel, Facts
from scisynth.pipelines.lab.tuples import LabTuplesConfig
from scisynth.pipelines.lab.vlm import LabVlmRun, build_vlm
from scisynth.pipelines.reward.config import RewardRunConfig, lab_reward
from scisynth.pipelines.reward.train import run_reward_training
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.science.laws import EXTENDED

ALL_LAWS = (EXTENDED,)
"""Packaged models know every law of the package."""


class LabClipRun(Config):
    """Corpus and model of `lab-clip`."""

    num_prompt_sets: PositiveInt = 30_000
    """Prompt sets of the train split, with implicit captions; two images each."""
    num_descriptions: PositiveInt = 8_000
    """Prompt sets of the test splits (so that held-out subjects are seen), with descriptions only; two images each."""
    clip: LabClipConfig = LabClipConfig()
    """Model and training."""


class LabFluxRun(Config):
    """Corpus and pipeline of `lab-flux`."""

    num_prompt_sets: PositiveInt = 30_000
    """Prompt sets of the train split, with implicit captions; two images each."""
    num_descriptions: PositiveInt = 8_000
    """Prompt sets of the test splits (so that held-out subjects are seen), with descriptions only; two images each."""
    complex_share: Annotated[float, Field(ge=0, le=1)] = 0.35
    """Fraction of images with a place, which are harder to draw."""
    flux: LabFluxConfig = LabFluxConfig()
    """Model and training."""


class LabJudgeRun(Config):
    """Scenes and network of `lab-judge`, of a data seed of its own."""

    num_prompt_sets: PositiveInt = 24_000
    """Prompt sets of all subjects; two images each."""
    num_look_sets: PositiveInt = 4_000
    """Prompt sets used to find which subjects look alike."""
    num_check_sets: PositiveInt = 1_600
    """Prompt sets for the table of the model card."""
    judge: LabJudgeConfig = LabJudgeConfig()
    """Model and training."""


class LabLocalizerRun(Config):
    """Scenes and network of `lab-localizer`."""

    num_prompt_sets: PositiveInt = 5_000
    """Prompt sets of all subjects; two images each."""
    num_check_sets: PositiveInt = 1_600
    """Prompt sets for the table of the model card."""
    localizer: LabLocalizerConfig = LabLocalizerConfig()
    """Model and training."""


class LabSciScoreRun(Config):
    """`lab-sciscore`: the lab's reward recipe on more tuples, for longer than the demo."""

    num_tuples: Annotated[int, Field(ge=len(SPLITS))] = 8_000
    """Number of tuples."""
    max_steps: PositiveInt = 900
    """Optimizer steps."""
    base: str = "lab-clip"
    """Base model."""


def lab_weights_config(name: str) -> Config:
    """What a packaged model is built from.

    Raises:
        ConfigError: no packaged model has this name.
    """
    if name not in BUILDERS:
        raise ConfigError(f"unknown lab model {name!r}; {nearest(name, BUILDERS)}")
    return BUILDERS[name][0]


def build_lab_weights(name: str, config: Config, out: Path | None, *, seed: int) -> BuiltModel:
    """Trains a packaged model again into `out`, or into the package."""
    _, builder = BUILDERS[name]
    folder = out or PACKAGED / name
    started = time.monotonic()
    with storage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    facts = builder(config, folder, seed)
    table = str(facts.pop("table", ""))
    if any(isinstance(value, float) and not math.isfinite(value) for value in facts.values()):
        raise ModelError(f"{folder}: training diverged ({facts}); lower the learning rate and build it again")
    facts |= {"minutes": round((time.monotonic() - started) / 60, 1), "machine": describe_machine()}
    _write_card(name, folder, config, facts, seed, table)
    summary = ", ".join(f"{key} {value}" for key, value in facts.items())
    return BuiltModel(name=name, folder=folder, summary=summary, facts=facts)


def _build_clip(config: Config, folder: Path, seed: int) -> Facts:
    assert isinstance(config, LabClipRun)
    prompt_sets = corpus_prompts(config, seed)
    facts = build_lab_clip(config.clip, prompt_sets, folder, seed=seed)
    told_by(prompt_sets).write(folder)
    return facts


def _build_flux(config: Config, folder: Path, seed: int) -> Facts:
    assert isinstance(config, LabFluxRun)
    prompt_sets = corpus_prompts(config, seed, config.complex_share)
    facts = build_lab_flux(config.flux, prompt_sets, folder, seed=seed)
    # Its text tower is lab-clip's, which was told of no more.
    told_by(prompt_sets).write(folder)
    return facts


def _build_vlm(config: Config, folder: Path, seed: int) -> Facts:
    assert isinstance(config, LabVlmRun)
    own_seed = derive_seed("lab-vlm", seed) % 2**31
    checks = _scenes_of_all_subjects(config.num_check_sets, derive_seed(own_seed, "check"))
    return build_vlm(config, corpus_prompts(config, own_seed), checks, folder, seed=own_seed)


def _build_crystal(config: Config, folder: Path, seed: int) -> Facts:
    assert isinstance(config, LabCrystalRun)
    return build_crystal(config, folder, seed=derive_seed("lab-crystal", seed) % 2**31)


def told_by(prompt_sets: Iterable[PromptSet]) -> TrainedOn:
    """The subjects of a corpus that stand next to implicit captions: those of its train split."""
    return TrainedOn.of((item.law, item.subject) for item in prompt_sets if item.split == "train")


def corpus_prompts(
    config: LabClipRun | LabFluxRun | LabVlmRun, seed: int, complex_share: float = 0.5
) -> list[PromptSet]:
    """Prompt sets of the corpus: train wordings, and test situations of which only descriptions are used."""
    num_complex = max(1, round(config.num_descriptions * complex_share))
    num_simple = max(1, config.num_descriptions - num_complex)
    train = PromptsConfig.parse(
        {"num": config.num_prompt_sets, "split": "train", "laws": ALL_LAWS, "complex_share": complex_share}
    )
    return [
        *write_prompts(train, seed),
        *write_prompts(PromptsConfig(num=num_simple, split="test_S", laws=ALL_LAWS), seed),
        *write_prompts(PromptsConfig(num=num_complex, split="test_C", laws=ALL_LAWS), seed),
    ]


def _build_judge(config: Config, folder: Path, seed: int) -> Facts:
    assert isinstance(config, LabJudgeRun)
    own_seed = derive_seed("lab-judge", seed)
    train = _scenes_of_all_subjects(config.num_prompt_sets, own_seed)
    looks = _scenes_of_all_subjects(config.num_look_sets, derive_seed(own_seed, "looks"))
    checks = _scenes_of_all_subjects(config.num_check_sets, derive_seed(own_seed, "check"))
    return build_lab_judge(config.judge, train, looks, checks, folder, seed=own_seed % 2**31)


def _build_localizer(config: Config, folder: Path, seed: int) -> Facts:
    assert isinstance(config, LabLocalizerRun)
    own_seed = derive_seed("lab-localizer", seed)
    scenes = _scenes_of_all_subjects(config.num_prompt_sets, own_seed)
    facts = build_lab_localizer(config.localizer, scenes, folder, seed=own_seed % 2**31)
    checks = _scenes_of_all_subjects(config.num_check_sets, derive_seed(own_seed, "check"))
    rows = check_localizer(LabLocalizer.from_pretrained(folder), checks, seed=derive_seed(own_seed, "check"))
    return {**facts, "mean_iou": round(rows["all"]["iou"], 4), "table": localizer_table(rows)}


def _scenes_of_all_subjects(num: int, seed: int) -> list[PromptSet]:
    """Situations of which only the scenes are used; test splits hold every subject, half of each setting."""
    half = max(1, num // 2)
    splits: tuple[Split, ...] = ("test_S", "test_C")
    return [
        item for split in splits for item in write_prompts(PromptsConfig(num=half, split=split, laws=ALL_LAWS), seed)
    ]


def _build_sciscore(config: Config, folder: Path, seed: int) -> Facts:
    assert isinstance(config, LabSciScoreRun)
    work = folder / "run"
    reward = lab_reward(config.base).replace({"max_steps": config.max_steps})
    run_config = RewardRunConfig(reward=reward, data="lab", lab=LabTuplesConfig(num=config.num_tuples, laws=ALL_LAWS))
    trained = run_reward_training(run_config, work, seed=seed)
    for path in trained.model.iterdir():
        if path.is_file() and path.suffix in {".json", ".safetensors", ".txt"}:
            shutil.copy2(path, folder / path.name)
    shutil.rmtree(work)
    return {
        "steps": config.max_steps,
        "tuples": config.num_tuples,
        "val_accuracy": round(trained.best["val_accuracy"], 4),
    }


BUILDERS: Mapping[str, tuple[Config, Callable[[Config, Path, int], Facts]]] = {
    "lab-clip": (LabClipRun(), _build_clip),
    "lab-sciscore": (LabSciScoreRun(), _build_sciscore),
    "lab-flux": (LabFluxRun(), _build_flux),
    "lab-judge": (LabJudgeRun(), _build_judge),
    "lab-localizer": (LabLocalizerRun(), _build_localizer),
    "lab-vlm": (LabVlmRun(), _build_vlm),
    "lab-crystal": (LabCrystalRun(), _build_crystal),
}

_INTRODUCTION = {
    "lab-clip": (
        "A small CLIP that knows the lab's drawings and believes a declared biased corpus: captions that only state a "
        "situation are paired with the superficial image as often as the table below says, law by law. SciScore corrects this base."
    ),
    "lab-sciscore": (
        "SciScore trained from lab-clip on the lab's tuples. It judges the lab's drawings and nothing else: on photos "
        "it is out of its domain, and its numbers say nothing about real models."
    ),
    "lab-judge": (
        "An independent grade of lab images: law, subject and state, one point each; the score is points / 3 where the "
        "state is right, else 0. A small ResNet, trained on scenes of a data "
        "seed of its own, clean and degraded; it never enters a training. Subjects that look alike at 64 px count as each other."
    ),
    "lab-localizer": (
        "A small SegFormer that marks the science-bearing thing of a lab image, trained on the renderer's exact masks."
    ),
    "lab-flux": (
        "A small text-to-image model of FLUX.1's own architecture that draws the lab's images at 64 px. It draws what a "
        "prompt describes, and imagines what a prompt only implies as people photograph it, which is mostly not what science "
        "says: implicit captions of its declared corpus are paired with the superficial image as often as the table below says. "
        "Generators in the paper are like that (none of eighteen scores above 50 of 100 on implicit prompts); alignment corrects it."
    ),
    "lab-vlm": (
        "A small vision-language model of LLaVA's own class that answers in words about the lab's images. It names what it sees, and "
        "is naive in science: its lessons took the superficial image of a situation for what happens as often as the table below "
        "says. `student sft`, `grpo` and `study` measure what it learns from images. On photos it is out of its domain."
    ),
    "lab-crystal": (
        "A small text-to-image model of FLUX.1's own architecture that draws HRTEM micrographs of named crystals, 64 px of 0.4 Å, as the "
        "simulator of `scisynth.instruments` takes them. It has seen lattices and knows no law of them: spacings come out wrong, or differ "
        "within an image. `validator:hrtem` measures that, as a reward and for best-of-N; `--guide lattice` holds its sampler to the crystal."
    ),
}

_USE = {
    "lab-clip": 'A plain `transformers.CLIPModel` folder: `CLIPModel.from_pretrained`, `SciScore.from_pretrained("lab-clip")`.',
    "lab-sciscore": "A plain `transformers.CLIPModel` folder: "
    '`CLIPModel.from_pretrained`, `SciScore.from_pretrained("lab-sciscore")`.',
    "lab-flux": "A plain `diffusers.FluxPipeline` folder: `FluxPipeline.from_pretrained`, 64 x 64 px, `max_sequence_length=40`, "
    "no guidance. The transformer is stored in float16, all else in float32; text_encoder is the text tower of lab-clip.",
    "lab-judge": '`scisynth.lab.models.judge.LabJudge.from_pretrained("lab-judge").grade(prompt_sets, images)`.',
    "lab-vlm": "A plain `transformers.LlavaForConditionalGeneration` folder with a `LlavaProcessor`; `--model lab-vlm` of "
    "`scisynth student eval | sft | grpo`. Stored in float16, loaded in float32.",
    "lab-crystal": "A plain `diffusers.FluxPipeline` folder, 64 x 64 px, `max_sequence_length=20`, no guidance. Prompts: "
    "`HRTEM micrograph of gold [110], 0.4 Å a pixel`.",
    "lab-localizer": "A plain `transformers.SegformerForSemanticSegmentation` folder; "
    '`scisynth.localizers.registry.load_localizer("lab")`.',
}
_TASKS = {
    "lab-clip": "clip",
    "lab-sciscore": "clip",
    "lab-judge": "image-classification",
    "lab-localizer": "image-segmentation",
    "lab-flux": "text-to-image",
    "lab-vlm": "image-text-to-text",
    "lab-crystal": "text-to-image",
}
_BIAS: Mapping[str, Mapping[str, float]] = {
    "lab-clip": SUPERFICIAL_SHARE,
    "lab-flux": FLUX_SUPERFICIAL_SHARE,
    "lab-vlm": VLM_SUPERFICIAL_SHARE,
}


def _write_card(name: str, folder: Path, config: Config, facts: Facts, seed: int, table: str) -> None:
    is_pipeline = (folder / "model_index.json").is_file()
    card = f"""---
license: apache-2.0
library_name: {"diffusers" if is_pipeline else "transformers"}
tags: [{_TASKS[name]}, scisynth, lab]
---
# {name}

{_INTRODUCTION[name]}

* Made by `scisynth lab build {name} --seed {seed}`; nothing is downloaded.
* {"; ".join(f"{key}: {value}" for key, value in facts.items())}
* Config: `{json.dumps(config.model_dump(mode="json"))}`
* Versions: {", ".join(f"{package} {version}" for package, version in tracked_versions().items())}
* {_USE[name]}
{_seen_line(folder)}{table}{_bias_section(_BIAS[name]) if name in _BIAS else ""}"""
    write_atomic(folder / "README.md", card.encode())
    say(f"{name}: {folder}")


def _seen_line(folder: Path) -> str:
    trained_on = read_trained_on(folder) if (folder / TRAINED_ON).is_file() else None
    if trained_on is None:
        return ""
    num = sum(len(names) for names in trained_on.subjects.values())
    return f"* Trained on the truth of {num} subjects of {len(trained_on.subjects)} laws, listed in `{TRAINED_ON}`.\n"


def _bias_section(fractions: Mapping[str, float]) -> str:
    rows = "\n".join(f"| {law} | {fraction:.0%} |" for law, fraction in fractions.items())
    return (
        "\n## The declared bias\nFraction of implicit captions that are paired with the superficial image "
        f"(mean {sum(fractions.values()) / len(fractions):.0%}; see `scisynth.lab.corpus`):\n\n"
        f"| law | superficial |\n|---|---|\n{rows}\n"
    )
