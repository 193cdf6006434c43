"""`scisynth align sft|oft`."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from scisynth.cli.options import RunOptions, Setting
from scisynth.cli.shared import emit, reward_words
from scisynth.cli.verb import Verb, configured

if TYPE_CHECKING:
    from scisynth.core.config import Config
    from scisynth.pipelines.alignment.config import OftRunConfig, SftRunConfig
    from scisynth.pipelines.alignment.results import AlignmentResult

app = typer.Typer(
    help="Train a generator: SFT on true images, then online preference fine-tuning (OFT) on its own images.",
    no_args_is_help=True,
)
HardwareOption = Annotated[
    Literal["24gb", "80gb", "8x80gb"],
    typer.Option("--hardware", help="Memory plan of a large model: GPU memory, or number of GPUs x memory."),
]
ParityOption = Annotated[
    Literal["fixed", "paper"],
    typer.Option("--parity", help="Preset: fixed (our settings) or paper (as published). Not for lab models."),
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
    start=_start_sft,
)
def sft(
    config: "SftRunConfig", run: RunOptions, hardware: HardwareOption = "80gb", parity: ParityOption = "fixed"
) -> None:
    """Stage 1: LoRA fine-tuning by flow matching on implicit prompts and true images.

    `lab-*` models start from the lab's settings, all others from the paper's. Use --set sft.max_steps=... to change one.

    Examples:

    scisynth align sft --out out/sft
    accelerate launch --num_processes 2 -m scisynth align sft --out out/sft     (two processes)
    """
    from scisynth.pipelines.alignment.run import run_sft

    _report(run_sft(config, run.out, seed=run.seed), as_json=run.as_json)


@app.command("oft", cls=Verb)
@configured(
    "scisynth.pipelines.alignment.config:OftRunConfig",
    Setting(option="--sft", path="sft"),
    Setting(option="--model", path="model"),
    Setting(option="--data", path="data"),
    Setting(option="--reward", path="rewards", read=_rewards, metavar="NAME[=WEIGHT]", words=reward_words),
    Setting(option="--localizer", path="localizer"),
    start=_start_oft,
)
def oft(
    config: "OftRunConfig", run: RunOptions, hardware: HardwareOption = "80gb", parity: ParityOption = "fixed"
) -> None:
    """Stage 2: online fine-tuning on pairs of the policy's own images, better against worse, inside the region mask.

    Starts from an SFT policy, which is also the reference. Stops early if the reward rises while the judge's score falls.

    Example:

    scisynth align oft --sft out/sft --reward lab-sciscore --out out/oft
    """
    from scisynth.pipelines.alignment.run import run_oft

    _report(run_oft(config, run.out, seed=run.seed), as_json=run.as_json)


def _report(result: "AlignmentResult", *, as_json: bool) -> None:
    last = ", ".join(f"{key} {value:.4g}" for key, value in result.last.items())
    emit(result.to_dict(), as_json=as_json, text=f"policy in {result.policy}; last step: {last}")
