"""Generators measured: `run_bench`."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from scisynth.api.parts import Settings, configured, name_of, spending
from scisynth.core.protocols import Generator, Judge, Reward
from scisynth.pipelines.science_t2i.config import BenchConfig
from scisynth.pipelines.science_t2i.results import BenchResult
from scisynth.pipelines.science_t2i.run import run_bench as run_science_t2i


def run_bench(
    out: str | Path,
    *,
    generator: "str | Generator | Callable[..., Any]" = "lab-flux",
    judges: "str | Judge | Reward | Callable[..., Any] | Sequence[Any]" = "lab-judge",
    data: str | Path = "lab",
    num: int | None = None,
    laws: Sequence[str] = (),
    images_per_prompt: int | None = None,
    size_px: int | None = None,
    seed: int = 0,
    max_usd: float | None = None,
    settings: Settings | None = None,
) -> BenchResult:
    """Measures how much of what science says is in a generator's images, as `scisynth bench science-t2i` does.

    The Reality Score of Science-T2I (arXiv 2504.13129, section 3.3): each image of an implicit prompt is graded against what
    follows from the prompt, from 0 to 100 points, with a 95 % interval that resamples laws or groups.

    Args:
        out: the run folder with the report; the same call resumes it.
        generator: as `model` of `generate`.
        judges: one or several: `lab-judge`, `sciscore:ID`, `reward:NAME`, `api:MODEL`, `file.py:NAME`; an object with `grade` or
            `score`; or a function (prompt_sets, images) -> N grades in [0, 1]. The first one's numbers stand on top.
        data: `lab`, a tuple data set, prompt sets, a hub id, or JSON rows `{prompt, scene_rubric?, reality_rubric?, group?}`.
        num: prompts of each of S and C that the lab writes, 120 when left out.
        laws: of the prompts that the lab writes: names, YAML files of laws, folders of them, or `extended`; empty: the sixteen.
        images_per_prompt: 2 when left out.
        size_px: side of an image in pixels; 64 for the lab's models, 1024 for others when left out.
        seed: of the prompts and the images.
        max_usd: at most so many dollars for models behind an API.
        settings: further settings of `BenchConfig`, e.g. `{"tiers": ["implicit", "explicit"]}`.

    Raises:
        ConfigError: the folder belongs to other settings, or a part is none.
        DataError: the data cannot be read; the line names the row.
        ModelError: a model cannot be loaded.
    """
    parts = judges if isinstance(judges, list | tuple) else [judges]
    start = BenchConfig()
    given = {
        "data": str(data),
        "num": num,
        "laws": tuple(laws) or None,
        "judges": tuple(name_of(part, "scisynth.judges") for part in parts),
        "pictures": start.pictures.replace(
            {
                "model": name_of(generator, "scisynth.generators"),
                "images_per_prompt": images_per_prompt,
                "size_px": size_px,
            }
        ),
    }
    config = configured(start, given, settings)
    return run_science_t2i(config, Path(out), seed=seed, spending=spending(max_usd))
