"""`scisynth align sft|oft`."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from scisynth.cli.options import API, JUDGE_API, ApiOptions, RunOptions, Setting
from scisynth.cli.shared import emit, number, reward_words, table
from scisynth.cli.verb import Verb, configured

if TYPE_CHECKING:
    from scisynth.core.config import Config
    from scisynth.pipelines.alignment.compare import CompareConfig, StageComparison
    from scisynth.pipelines.alignment.config import OftRunConfig, SftRunConfig
    from scisynth.pipelines.alignment.results import AlignmentResult

app = typer.Typer(
    help="Train a generator: SFT on true images, then online preference fine-tuning (OFT) on its own images.",
    no_args_is_help=True,
)
HardwareOption = Annotated[
    Literal["24gb", "40gb", "48gb", "80gb", "8x80gb", "8x80gb-sharded"],
    typer.Option(
        "--hardware",
        help="Memory plan of a large model: GPU memory, or number of GPUs x memory; sharded: the base in pieces (FSDP2).",
    ),
]
ParityOption = Annotated[
    Literal["fixed", "paper"],
    typer.Option("--parity", help="Preset: fixed (our settings) or paper (as published). Not for lab models."),
]
TrackOption = Annotated[
    Literal["none", "tensorboard", "wandb", "trackio"],
    typer.Option(
        "--track", help="Also show the curve and sample images at a tracker. TensorBoard's files go to OUT/tensorboard."
    ),
]


def _start_sft(model: str | None, hardware: str, parity: str) -> "Config":
    from scisynth.pipelines.alignment.config import sft_recipe

    return sft_recipe(model or "lab-flux", hardware, parity)


def _start_oft(model: str | None, hardware: str, parity: str) -> "Config":
    from scisynth.pipelines.alignment.config import oft_recipe

    return oft_recipe(model or "lab-flux", hardware, parity)


def _rewards(texts: list[str]) -> list[dict[str, Any]]:
    from scisynth.pipelines.alignment.config import parse_rewards

    return parse_rewards(texts)


@app.command("sft", cls=Verb)
@configured(
    "scisynth.pipelines.alignment.config:SftRunConfig",
    Setting(option="--model", path="model"),
    Setting(option="--data", path="data"),
    Setting(option="--compile", path="sft.compile_blocks"),
    start=_start_sft,
)
def sft(
    config: "SftRunConfig",
    run: RunOptions,
    hardware: HardwareOption = "80gb",
    parity: ParityOption = "fixed",
    track: TrackOption = "none",
) -> None:
    """Stage 1: LoRA fine-tuning by flow matching on implicit prompts and true images.

    `lab-*` models start from the lab's settings, all others from the paper's. Use --set sft.max_steps=... to change one.

    Examples:

    scisynth align sft --out out/sft
    accelerate launch --num_processes 2 -m scisynth align sft --out out/sft     (two processes)
    scisynth align sft --data ORG/NAME --out out/sft --track tensorboard
    """
    from scisynth.pipelines.alignment.run import run_sft

    _report(run_sft(config, run.out, seed=run.seed, track=track), as_json=run.as_json)


@app.command("oft", cls=Verb)
@configured(
    "scisynth.pipelines.alignment.config:OftRunConfig",
    Setting(option="--sft", path="sft"),
    Setting(option="--model", path="model"),
    Setting(option="--data", path="data"),
    Setting(option="--reward", path="rewards", read=_rewards, metavar="NAME[=WEIGHT]", words=reward_words),
    Setting(option="--localizer", path="localizer"),
    Setting(option="--compile", path="oft.compile_blocks"),
    start=_start_oft,
)
def oft(
    config: "OftRunConfig",
    run: RunOptions,
    hardware: HardwareOption = "80gb",
    parity: ParityOption = "fixed",
    track: TrackOption = "none",
) -> None:
    """Stage 2: online fine-tuning on pairs of the policy's own images, better against worse, inside the region mask.

    Starts from an SFT policy, which is also the reference. Stops early if the reward rises while the judge's score falls.

    Example:

    scisynth align oft --sft out/sft --reward lab-sciscore --out out/oft
    """
    from scisynth.pipelines.alignment.run import run_oft

    _report(run_oft(config, run.out, seed=run.seed, track=track), as_json=run.as_json)


def _stages(texts: list[str]) -> list[dict[str, Any]]:
    from scisynth.core.errors import ConfigError

    for text in texts:
        if not all(text.partition("=")):
            raise ConfigError(f"--stage {text}: expected NAME=RUN, for example SFT=out/sft")
    return [{"name": name, "policy": policy} for name, _, policy in (text.partition("=") for text in texts)]


@app.command("compare", cls=Verb)
@configured(
    "scisynth.pipelines.alignment.compare:CompareConfig",
    Setting(option="--stage", path="stages", read=_stages, metavar="NAME=RUN"),
    Setting(option="--model", path="model"),
    Setting(option="--data", path="data"),
    Setting(option="--num", path="num"),
    Setting(option="--judge", path="judges"),
    *API,
    *JUDGE_API,
)
def compare(config: "CompareConfig", run: RunOptions, api: ApiOptions) -> None:
    """Compare stages with their base and with each other on held-out prompts: paired differences, and RI, also by law.

    All stages draw the same prompts with the same seeds. RI is the fraction of the gap that a stage closes: (stage - base)
    on implicit prompts, divided by the base's (explicit - implicit).
    SFT runs of other lengths can be stages, too.

    Example:

    scisynth align compare --stage SFT=out/sft --stage SFT+OFT=out/oft --out out/compare
    """
    from scisynth.pipelines.alignment.compare import compare_stages

    result = compare_stages(config, run.out, seed=run.seed, spending=api.spending())
    emit(result.to_dict(), as_json=run.as_json, text=_compared(result))


def _compared(result: "StageComparison") -> str:
    differences = [("difference", "judge", "split", "mean [95 % interval]")]
    differences += [
        (f"{row.first} - {row.second}", row.judge, row.split, number(row.difference.to_dict() | {"coverage": 1}, 2))
        for row in result.differences
    ]
    improvements = [("RI, %", "judge", "split", "law", "value [95 % interval]")]
    improvements += [
        (row.stage, row.judge, row.split, row.law or "all", number(row.metric.to_dict() | {"coverage": 1}))
        for row in result.improvements
    ]
    return f"{table(differences)}\n\n{table(improvements)}\n\nopen {result.report}"


def _report(result: "AlignmentResult", *, as_json: bool) -> None:
    last = ", ".join(f"{key} {value:.4g}" for key, value in result.last.items())
    emit(result.to_dict(), as_json=as_json, text=f"policy in {result.policy}; last step: {last}")
