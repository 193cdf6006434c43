"""First step of `bench scigenbench`: what can be wrong with the request is said, then the problems are read or drawn."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from scisynth.core.engine.choice import LOCAL_ENGINE, Engine
from scisynth.core.errors import ConfigError, DataError
from scisynth.core.extras import require
from scisynth.core.problems import FigureProblem
from scisynth.core.store import Journal, write_lines
from scisynth.grading.problems import read_problems
from scisynth.pipelines.scigenbench.config import (
    FAMILIES,
    IMGCODER,
    NUM_PER_TYPE,
    FamiliesConfig,
    FigureBenchConfig,
    ProblemsConfig,
)
from scisynth.pipelines.scigenbench.families import PROBLEMS, ensure_families, family_scenes, settle_families


def check_request(config: FigureBenchConfig) -> None:
    """Refuses settings that do not go together, and a library that is missing; nothing is read or written.

    Raises:
        ConfigError: two settings that exclude each other, or one that needs another.
        MissingExtraError: figures are to be drawn by code, and the extra `[figures]` is not installed.
    """
    if config.is_families or config.exam or config.is_by_code:
        require("figures", "drawing figures from code")
    if config.judge and not config.judge.startswith("api:"):
        raise ConfigError(f"--judge {config.judge}: expected api:MODEL, the chat model that looks at the figures")
    if config.generator == FAMILIES != config.data:
        raise ConfigError(
            "the generator `families` draws only its own problems; leave --data out, or name another generator"
        )
    if config.families and not config.is_families:
        raise ConfigError("--families: problems come from a file; leave it out, or leave --data out")
    if config.is_families and config.references:
        raise ConfigError(
            "--references: problems of the families have figures of their own; leave it out, or give --data"
        )
    if config.exam and not config.judge:
        raise ConfigError("--exam: there is no judge to validate; add --judge api:MODEL")
    if config.generator == f"{IMGCODER}:":
        raise ConfigError("--generator imgcoder: expected imgcoder:MODEL, for example imgcoder:gpt-5")


def read_given(config: ProblemsConfig) -> list[FigureProblem]:
    """Problems of a file; none where the families write them.

    Raises:
        DataError: no problem in the file, or an id that stands twice.
    """
    if config.is_families:
        return []
    problems = read_problems(Path(config.data))[: config.num]
    if not problems:
        raise DataError(f"{config.data}: expected at least one problem, found none")
    twice = [name for name, count in Counter(problem.id for problem in problems).items() if count > 1]
    if twice:
        raise DataError(f"{config.data}: the id {twice[0]!r} stands twice; give every problem its own")
    return problems


def draw_families(config: ProblemsConfig, out: Path, seed: int, engine: Engine = LOCAL_ENGINE) -> list[FigureProblem]:
    """Problems of the families, drawn into `out/families` if they are not there already."""
    drawn = FamiliesConfig(num=config.num or NUM_PER_TYPE, families=config.families)
    ensure_families(drawn, out / FAMILIES, seed=seed, engine=engine)
    return read_problems(out / FAMILIES / PROBLEMS)


def planned_problems(config: ProblemsConfig, out: Path, seed: int) -> list[FigureProblem]:
    """The problems that a run would have; nothing is drawn or written."""
    if not config.is_families:
        return read_given(config)
    scenes = family_scenes(settle_families(config.families, out), config.num or NUM_PER_TYPE, seed)
    return [scene.problem_record() for scene in scenes]


def keep_problems(problems: Sequence[FigureProblem], path: Path) -> None:
    """Writes the problems of a run.

    Raises:
        DataError: the run began with other problems.
    """
    rows = [json.loads(json.dumps(problem.to_dict())) for problem in problems]
    if path.exists() and list(Journal(path)) != rows:
        raise DataError(f"{path}: the problems have changed since this run began; choose another --out")
    write_lines(path, rows)
