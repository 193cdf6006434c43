"""`scisynth imgcoder families`."""

from pathlib import Path
from typing import TYPE_CHECKING

from scisynth.cli.imgcoder.formats import read_figure_formats
from scisynth.cli.options import EngineOption, OutOption, RunOptions, Setting
from scisynth.cli.shared import emit, family_words, finish, read_families
from scisynth.cli.verb import configured

if TYPE_CHECKING:
    from scisynth.pipelines.scigenbench.config import FamiliesConfig


def _image_types() -> list[str]:
    from scisynth.science.image_types import load_image_types

    return [*load_image_types()]


@configured(
    "scisynth.pipelines.scigenbench.config:FamiliesConfig",
    Setting(option="--type", path="image_type", words=_image_types),
    Setting(option="--num", path="num"),
    Setting(option="--twins", path="twins"),
    Setting(option="--families", path="families", is_one_word=True, read=read_families, words=family_words),
    Setting(option="--level", path="level"),
    Setting(option="--language", path="language"),
    Setting(option="--style", path="style"),
    Setting(option="--split", path="split"),
    Setting(option="--workers", path="workers"),
    Setting(
        option="--formats", path="files.formats", metavar="png,svg,pdf", is_one_word=True, read=read_figure_formats
    ),
    Setting(option="--dpi", path="files.dpi"),
    Setting(option="--width", path="files.width_px"),
)
def families(
    config: "FamiliesConfig", run: RunOptions, out: OutOption = Path("out/families"), engine: EngineOption = "local"
) -> None:
    """Draw exact figures without a model: problem, image, answer and quizzes, each checked.

    The same command resumes. With --engine ray, figures are drawn and checked on all cores of a Ray cluster.

    Examples:

    scisynth imgcoder families --type "Physics - Circuit" --num 8 --out out/circuits
    scisynth imgcoder families --num 4 --twins 1        (all types, with corrupted figures)
    scisynth imgcoder families --num 200 --split train --style mixed --out out/train
    scisynth imgcoder families --type "Math - Plane Geometric" --formats png,svg,pdf --width 2400 --out out/print
    """
    from scisynth.core.engine.choice import engine_of
    from scisynth.pipelines.scigenbench.families import run_families

    result = run_families(config, out, seed=run.seed, engine=engine_of(engine))
    # A run that only resumes draws nothing.
    speed = f"{result.figures_per_second:g} drawn a second" if result.figures_per_second else "all drawn before"
    emit(
        result.to_dict(),
        as_json=run.as_json,
        text=f"{result.outcomes.get('ok', 0)} figures pass their checks, {speed} ({result.tier}); open {result.gallery}",
    )
    finish(result.outcomes)
