"""`scisynth instruments make`, `validate`, `compare` and `utility`."""

from pathlib import Path
from typing import TYPE_CHECKING

from scisynth.cli.options import EngineOption, OutOption, RunOptions, Setting
from scisynth.cli.shared import emit, finish, read_words, table
from scisynth.cli.verb import configured

if TYPE_CHECKING:
    from scisynth.pipelines.instruments.config import CompareConfig, MakeConfig, UtilityConfig, ValidateConfig


@configured(
    "scisynth.pipelines.instruments.config:MakeConfig",
    Setting(option="--world", path="world"),
    Setting(option="--instruments", path="instruments", is_one_word=True, read=read_words),
    Setting(option="--num", path="num"),
    Setting(option="--twins", path="twins"),
    Setting(option="--level", path="level"),
    Setting(option="--size", path="size_px"),
    Setting(option="--counts", path="counts"),
    Setting(option="--workers", path="workers"),
)
def make(
    config: "MakeConfig", run: RunOptions, out: OutOption = Path("out/instruments"), engine: EngineOption = "local"
) -> None:
    """Simulate micrographs, diffraction patterns and skies with exact truth: mask, objects, claims, problem and quizzes.

    Examples:

    scisynth instruments make --world astronomy --num 20 --out out/sky
    scisynth instruments make --instruments hrtem,stm --num 100 --twins 1 --size 128 --out out/crystals
    """
    from scisynth.core.engine.choice import engine_of
    from scisynth.pipelines.instruments.make import run_make

    result = run_make(config, out, seed=run.seed, engine=engine_of(engine))
    rows = [("instrument", "images", "pass", "cannot tell", "twins caught")]
    for item in result.by_instrument:
        said = item.verdicts
        caught = f"{item.caught} of {item.twins}" if item.twins else "-"
        rows.append(
            (item.instrument, str(item.images), str(said.get("pass", 0)), str(said.get("cannot tell", 0)), caught)
        )
    speed = "" if result.images_per_second is None else f"{result.images_per_second:g} images a second; "
    emit(result.to_dict(), as_json=run.as_json, text=f"{table(rows)}\n{speed}open {result.gallery}")
    finish(result.outcomes)


@configured(
    "scisynth.pipelines.instruments.config:ValidateConfig",
    Setting(option="DATA", path="data"),
    Setting(option="--instrument", path="instrument"),
    Setting(option="--claim", path="claims"),
    Setting(option="--given", path="given"),
    Setting(option="--pixel-size", path="pixel_size"),
    Setting(option="--unit", path="unit"),
    Setting(option="--channels", path="channels", is_one_word=True, read=read_words),
    Setting(option="--num", path="num"),
    Setting(option="--workers", path="workers"),
)
def validate(
    config: "ValidateConfig", run: RunOptions, out: OutOption = Path("out/validated"), engine: EngineOption = "local"
) -> None:
    """Measure anybody's images: does the lattice, the cell, the sky obey what is claimed? Pass, fail or cannot tell, from pixels.

    Examples:

    scisynth instruments validate out/crystals --out out/measured
    scisynth instruments validate gold.tif --instrument hrtem --pixel-size 0.2 --unit Å --claim "spacing=2.355 Å ± 0.02"
    scisynth instruments validate images.csv --instrument moon_phase --out out/moons
    """
    from scisynth.core.engine.choice import engine_of
    from scisynth.pipelines.instruments.validate import headline_of, run_validate

    result = run_validate(config, out, seed=run.seed, engine=engine_of(engine))
    rows: list[tuple[str, ...]] = [
        ("quantity", "pass", "fail", "cannot tell", "validator's false alarms", "violations it catches")
    ]
    for item in result.by_quantity:
        own = [
            "-" if rate is None or rate.value is None else f"{100 * rate.value:.1f} % of {rate.n}"
            for rate in (item.false_alarm, item.caught)
        ]
        rows.append((item.quantity, str(item.passed), str(item.failed), str(item.cannot_tell), *own))
    emit(
        result.to_dict(),
        as_json=run.as_json,
        text=f"{table(rows)}\n{headline_of(result)} Open {result.gallery}",
    )
    finish(result.outcomes)


@configured(
    "scisynth.pipelines.instruments.config:CompareConfig",
    Setting(option="REFERENCE", path="reference"),
    Setting(option="DATA", path="data"),
    Setting(option="--wrong", path="wrong"),
    Setting(option="--instrument", path="instrument"),
    Setting(option="--twins", path="twins"),
    Setting(option="--num", path="num"),
)
def compare(config: "CompareConfig", run: RunOptions, out: OutOption = Path("out/compared")) -> None:
    """Do two sets of images follow one distribution? Distances of measured quantities and of features, with their baselines.

    Examples:

    scisynth instruments compare out/crystals out/measured --out out/compared
    scisynth instruments compare out/cells out/generated --wrong out/other_line --instrument fluorescence --out out/compared
    """
    from scisynth.pipelines.instruments.compare import run_compare

    result = run_compare(config, out, seed=run.seed)
    emit(result.to_dict(), as_json=run.as_json, text="\n".join([*result.sentences, f"open {result.report}"]))


@configured(
    "scisynth.pipelines.instruments.config:UtilityConfig",
    Setting(option="--task", path="task"),
    Setting(option="--real", path="real"),
    Setting(option="--synthetic", path="synthetic"),
    Setting(option="--instrument", path="instrument"),
    Setting(option="--num-real", path="num_real"),
    Setting(option="--num-test", path="num_test"),
    Setting(option="--ratios", path="ratios", is_one_word=True, read=read_words),
    Setting(option="--seeds", path="seeds"),
)
def utility(config: "UtilityConfig", run: RunOptions, out: OutOption = Path("out/utility")) -> None:
    """What are synthetic images worth where real ones are few? A small model trained with 0, 1x, 4x, 16x of them.

    Twins of the synthetic run, made with --twins, are a second arm: images that break the physics.

    Examples:

    scisynth instruments utility --task mask:nucleus --real out/real --synthetic out/cells --out out/utility
    scisynth instruments utility --task claim:phase --real out/real --synthetic out/cycle --ratios 1,4 --seeds 8 --out out/utility
    """
    from scisynth.pipelines.instruments.utility import run_utility

    result = run_utility(config, out, seed=run.seed)
    emit(result.to_dict(), as_json=run.as_json, text="\n".join([*result.sentences, f"open {result.report}"]))
