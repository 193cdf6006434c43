"""`scisynth align sft|oft`."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scisynth.cli.shared import ConfigOption, JsonOption, OutOption, SeedOption, SetOption, emit, guarded

if TYPE_CHECKING:
    from scisynth.pipelines.alignment.results import AlignmentResult

app = typer.Typer(
    help="Teach a generator: SFT on true images, then online preference learning on its own.", no_args_is_help=True
)
HardwareOption = Annotated[
    str, typer.Option("--hardware", help="24gb, 80gb or 8x80gb: how a large model lies on its cards.")
]
ParityOption = Annotated[
    Literal["fixed", "paper"],
    typer.Option("--parity", help="fixed: our settings; paper: the published ones. Not for lab models."),
]
ModelOption = Annotated[str | None, typer.Option("--model", help="lab-flux, a diffusers folder, or a hub id.")]


@app.command("sft")
@guarded
def sft(
    out: OutOption,
    model: ModelOption = None,
    data: Annotated[str | None, typer.Option("--data", help="`lab`, or a tuple data set.")] = None,
    hardware: HardwareOption = "80gb",
    parity: ParityOption = "fixed",
    seed: SeedOption = 0,
    config: ConfigOption = None,
    settings: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Stage 1: LoRA fine-tuning by flow matching on implicit prompts and true images.

    `lab-*` models take the lab's recipe, all others the paper's; --set sft.max_steps=... changes one setting.
    Several processes: accelerate launch --num_processes 2 -m scisynth align sft ...
    """
    from scisynth.pipelines.alignment.config import SftRunConfig, sft_recipe
    from scisynth.pipelines.alignment.run import run_sft

    start = SftRunConfig.load(config) if config else sft_recipe(model or "lab-flux", hardware, parity)
    chosen = start.replace({"model": model, "data": data}).override(settings or ())
    _report(run_sft(chosen, out, seed=seed), as_json=as_json)


@app.command("oft")
@guarded
def oft(
    out: OutOption,
    sft: Annotated[
        str | None, typer.Option("--sft", help="`align sft` run or LoRA to start from; `none`: the base model.")
    ] = None,
    model: ModelOption = None,
    data: Annotated[
        str | None, typer.Option("--data", help="`lab`, prompt sets, a tuple data set, or free prompts.")
    ] = None,
    reward: Annotated[
        list[str] | None, typer.Option("--reward", help="NAME or NAME=WEIGHT; repeat to add rewards up.")
    ] = None,
    localizer: Annotated[
        str | None, typer.Option("--localizer", help="lab, grounding-dino[:MODEL] or whole-image.")
    ] = None,
    hardware: HardwareOption = "80gb",
    parity: ParityOption = "fixed",
    seed: SeedOption = 0,
    config: ConfigOption = None,
    settings: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Stage 2: the policy's own images, the better against the worse, where the entity is.

    Starts from an SFT policy, which is also the reference. Stops by itself when the reward rises and the judge falls.
    """
    from scisynth.pipelines.alignment.config import OftRunConfig, oft_recipe, parse_rewards
    from scisynth.pipelines.alignment.run import run_oft

    start = OftRunConfig.load(config) if config else oft_recipe(model or "lab-flux", hardware, parity)
    given = {
        "model": model,
        "sft": sft,
        "data": data,
        "localizer": localizer,
        "rewards": parse_rewards(reward) if reward else None,
    }
    _report(run_oft(start.replace(given).override(settings or ()), out, seed=seed), as_json=as_json)


def _report(result: "AlignmentResult", *, as_json: bool) -> None:
    last = ", ".join(f"{key} {value:.4g}" for key, value in result.last.items())
    emit(result.to_dict(), as_json=as_json, text=f"policy in {result.policy}; last step: {last}")
