"""`scisynth plan`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scisynth.cli.options import ConfigOptions, Setting
from scisynth.cli.shared import emit, table
from scisynth.cli.verb import configured

if TYPE_CHECKING:
    from scisynth.core.config import Config
    from scisynth.pipelines.alignment.plan import PlanConfig
    from scisynth.pipelines.alignment.results import AlignmentPlan, MeasuredRun


def _start(model: str, recipe: str | None, hardware: str | None, parity: str) -> "Config":
    from scisynth.pipelines.alignment.plan import plan_config

    return plan_config(model, recipe=recipe, hardware=hardware, parity=parity)


@configured("scisynth.pipelines.alignment.plan:PlanConfig", Setting(option="--mfu", path="mfu"), start=_start)
def plan(
    config: "PlanConfig",
    run: ConfigOptions,
    model: Annotated[
        str, typer.Option("--model", help="Hub id of a known model, packaged model, or local pipeline folder.")
    ] = "black-forest-labs/FLUX.1-dev",
    recipe: Annotated[
        str | None, typer.Option("--recipe", help="science_t2i_flux or lab_flux. Default: the one for the model.")
    ] = None,
    hardware: Annotated[
        str | None, typer.Option("--hardware", help="24gb, 40gb, 48gb, 80gb, 8x80gb or 8x80gb-sharded.")
    ] = None,
    parity: Annotated[
        str, typer.Option("--parity", help="Preset: fixed (our settings) or paper (as published).")
    ] = "fixed",
    measured: Annotated[
        Path | None, typer.Option("--measured", help="Folder of an `align` run to compare with its plan.")
    ] = None,
) -> None:
    """Estimate parameters, memory, FLOPs and hours of a two-stage training, before any download.

    Sizes are counted on the real model classes. The last lines state the assumptions of each estimate.
    Change a setting with --set oft.num_rounds=50, --set hardware.quantize=nf4 or --set text_tokens=256.

    Example:

    scisynth plan --model black-forest-labs/FLUX.1-dev --hardware 24gb
    """
    from scisynth.pipelines.alignment.plan import make_plan

    result = make_plan(config, measured=measured)
    emit(result.to_dict(), as_json=run.as_json, text=_text(result))


def _text(plan: "AlignmentPlan") -> str:
    parts = [_model(plan), _memory(plan), _verdict(plan), _flops(plan)]
    if any(stage.hours for stage in plan.stages.values()):
        parts.append(_hours(plan))
    if plan.measured:
        parts.append(_measured(plan.measured))
    return "\n\n".join([*parts, "\n".join(f"- {line}" for line in plan.assumptions)])


def _model(plan: "AlignmentPlan") -> str:
    numbers, forward = plan.parameters, plan.forward
    encoders = [(f"text encoder {name}", _count(count)) for name, count in numbers.text_encoders.items()]
    work = f"{_tera(forward.tflop)} an image of {forward.size_px} px with {forward.text_tokens} text tokens"
    rows = [
        (plan.model, ""),
        ("transformer", _count(numbers.transformer)),
        *encoders,
        ("VAE", _count(numbers.vae)),
        ("trained adapter", _count(numbers.adapter_oft)),
        ("forward pass", work),
        *((f"cache of {what}", f"{size:.0f} MB") for what, size in plan.cache_mb.items()),
    ]
    return table(rows)


def _memory(plan: "AlignmentPlan") -> str:
    phases = {
        f"{stage} {phase}": parts for stage, values in plan.stages.items() for phase, parts in values.memory_gb.items()
    }
    names = list(dict.fromkeys(name for parts in phases.values() for name in parts if name != "total"))
    rows = [("GB on a card", *phases)]
    rows += [
        (name, *(f"{parts[name]:.2f}" if name in parts else "" for parts in phases.values()))
        for name in (*names, "total")
    ]
    return table(rows)


def _verdict(plan: "AlignmentPlan") -> str:
    hardware = plan.hardware
    base = f"{hardware.dtype if hardware.quantize is None else hardware.quantize} base{' in pieces' if hardware.sharded else ''}"
    words = "fits" if plan.fits else "does NOT fit"
    fitting = f"fits --hardware {', '.join(plan.fitting)}" if plan.fitting else "fits none of the kinds of --hardware"
    return (
        f"peak {plan.peak_gb:.1f} GB with a {base}: {words} on {hardware.num_processes} x "
        f"{hardware.memory_gb:g} GB\n{fitting}\nstart it with: {plan.launch} sft|oft --model {plan.model} ..."
    )


def _flops(plan: "AlignmentPlan") -> str:
    rows = [("PFLOP", *next(iter(plan.stages.values())).pflop)]
    rows += [(name, *(f"{value:.4g}" for value in stage.pflop.values())) for name, stage in plan.stages.items()]
    return table(rows)


def _hours(plan: "AlignmentPlan") -> str:
    count = plan.hardware.num_processes
    rows = [(f"hours at {plan.mfu:.0%} of peak", "peak TFLOP/s", *plan.stages, "both", "memory")]
    for name, card in plan.cards.items():
        hours = [stage.hours[name] for stage in plan.stages.values()]
        fits = "fits" if card.fits else "does not fit"
        cells = (f"{value:.1f}" for value in (*hours, sum(hours)))
        rows.append((f"{count} x {name}", f"{card.card.bf16_tflops:g}", *cells, fits))
    return table(rows)


def _measured(run: "MeasuredRun") -> str:
    return (
        f"measured: {run.run} ({run.model}, {run.stage}, {run.steps} steps, {run.machine}): "
        f"{run.seconds:.0f} s for {run.pflop['total']:.4g} PFLOP, {run.tflop_per_second:.3g} TFLOP/s"
    )


def _count(number: int) -> str:
    return f"{number / 1e9:.2f} B" if number >= 1e8 else f"{number / 1e6:.1f} M"


def _tera(tflop: float) -> str:
    return f"{tflop:.1f} TFLOP" if tflop >= 1 else f"{1000 * tflop:.2f} GFLOP"
