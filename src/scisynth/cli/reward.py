"""`scisynth reward train|eval|convert`."""

from pathlib import Path
from typing import Annotated

import typer

from scisynth.cli.shared import (
    ConfigOption,
    FailUnderOption,
    JsonOption,
    OutOption,
    SeedOption,
    SetOption,
    emit,
    finish,
    guarded,
    percent,
    table,
)

app = typer.Typer(help="Rewards: train a SciScore, measure it, make published ones readable.", no_args_is_help=True)
MAX_ROWS = 24
"""Of a group in the printed table."""
DATA_HELP = "`lab`, or a tuple data set (Parquet file, folder, run folder)."


@app.command("train")
@guarded
def train(
    out: OutOption,
    base: Annotated[
        str | None, typer.Option(help="lab-clip, a CLIP folder, or a hub id.", show_default="lab-clip")
    ] = None,
    data: Annotated[str | None, typer.Option("--data", help=DATA_HELP, show_default="lab")] = None,
    seed: SeedOption = 0,
    config: ConfigOption = None,
    settings: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fine-tune a CLIP into a SciScore.

    `lab-*` bases take the lab's recipe, all others the paper's; --set reward.learning_rate=... changes one setting.
    --base and --data change a --config, --set is applied last.
    Several processes: accelerate launch --num_processes 2 -m scisynth reward train ...
    """
    from scisynth.pipelines.reward.config import RewardRunConfig, reward_recipe
    from scisynth.pipelines.reward.train import run_reward_training

    start = RewardRunConfig.load(config) if config else RewardRunConfig(reward=reward_recipe(base or "lab-clip"))
    # The digest of a stored config is of its own data.
    given = {"data": data, "data_digest": None if data is None else "", "reward": start.reward.replace({"base": base})}
    result = run_reward_training(start.replace(given).override(settings or ()), out, seed=seed)
    emit(result.to_dict(), as_json=as_json, text=f"SciScore in {result.model}; best validation {result.best}")


@app.command("eval")
@guarded
def evaluate(
    model: Annotated[str, typer.Option(help="lab-sciscore, lab-clip, a folder, a run, or a hub id.")] = "lab-sciscore",
    data: Annotated[str, typer.Option("--data", help=DATA_HELP)] = "lab",
    split: Annotated[str, typer.Option(help="train, val, test_S or test_C.")] = "test_S",
    num: Annotated[int, typer.Option(min=1, help="How many fresh tuples the lab draws (with --data lab).")] = 960,
    fail_under: FailUnderOption = None,
    baseline: Annotated[
        str | None,
        typer.Option("--baseline", metavar="MODEL", help="Exit code 4 where the model is surely worse than that one."),
    ] = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Two-choice accuracy with intervals: overall, by field, law, type, and seen or unseen subjects."""
    from scisynth.pipelines.reward.evaluate import evaluate_model
    from scisynth.stats.gates import gate_words

    result = evaluate_model(model, data, split, num=num, seed=seed, fail_under=fail_under, baseline=baseline).to_dict()
    rows = [("group", "accuracy"), ("all", percent(result["accuracy"]))]
    for group in ("by_field", "by_type", "by_subject_seen", "by_type_and_seen", "by_law", "by_subject"):
        # The lab has more than a hundred subjects; --json has them all.
        if len(result[group]) <= MAX_ROWS:
            rows += [(f"{group[3:]}: {name}", percent(metric)) for name, metric in result[group].items()]
    notes = "".join(f"\nNote: {note}" for note in result["notes"])
    gate = result.get("gate")
    text = table(rows) + f"\noutcomes: {result['outcomes']}" + notes + gate_words(gate)
    emit(result, as_json=as_json, text=text)
    finish({}, gate)


@app.command("convert")
@guarded
def convert(
    source: Annotated[
        Path,
        typer.Argument(help="HPS_v2_compressed.pt, HPS_v2.1_compressed.pt, ImageReward.pt, or a .safetensors of it."),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder of the reward; must be new or empty.")],
    tokenizer: Annotated[
        str | None, typer.Option(help="Folder or hub id.", show_default="the one that the authors used, from the hub")
    ] = None,
    config: Annotated[
        str | None,
        typer.Option(help="Folder or hub id whose config has the model's sizes.", show_default="the published sizes"),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Turn the published file of HPSv2 or ImageReward into a folder of safetensors, once; rewards read only such folders.

    Those files are pickles, which can hold programs: this reads tensors alone and refuses the rest before it runs.
    Every weight is accounted for by name and shape. PickScore, CLIP, SigLIP and BLIP need no conversion.

    scisynth reward convert HPS_v2.1_compressed.pt --out models/hps
    scisynth score "an unripe tomato" a.png b.png --model models/hps
    """
    from scisynth.rewards.convert import convert_checkpoint
    from scisynth.rewards.info import INFO

    kind = convert_checkpoint(source, out, tokenizer=tokenizer, config=config)
    info = INFO[kind]
    result = {"out": str(out), "kind": kind, "unit": info.unit, "note": info.note}
    emit(result, as_json=as_json, text=f"{kind} in {out}\nA score is {info.unit}.\n{info.note}")
