"""`scisynth student plan`."""

from typing import TYPE_CHECKING, Annotated

import typer

from scisynth.cli.options import ConfigOptions, Setting
from scisynth.cli.shared import emit, table
from scisynth.cli.verb import configured

if TYPE_CHECKING:
    from scisynth.core.config import Config
    from scisynth.pipelines.students.plan import StudentPlan, StudentPlanConfig

DEFAULT = "Qwen/Qwen3-VL-2B-Instruct"


def _start(method: str, model: str, hardware: str, parity: str) -> "Config":
    from scisynth.pipelines.students.plan import student_plan_config

    return student_plan_config(method, model, hardware=hardware, parity=parity)


@configured("scisynth.pipelines.students.plan:StudentPlanConfig", Setting(option="--mfu", path="mfu"), start=_start)
def plan(
    config: "StudentPlanConfig",
    run: ConfigOptions,
    method: Annotated[str, typer.Argument(metavar="sft|grpo", help="Which training.")] = "grpo",
    *,
    model: Annotated[str, typer.Option("--model", help="Hub id of a known model, or a local folder.")] = DEFAULT,
    hardware: Annotated[str, typer.Option("--hardware", help="24gb, 80gb or 8x80gb.")] = "80gb",
    parity: Annotated[
        str, typer.Option("--parity", help="Preset: fixed (our settings) or paper (as published).")
    ] = "fixed",
) -> None:
    """Estimate parameters, memory and hours of a student's training, before any download.

    The last lines state the assumptions. Change a setting with --set grpo.vllm=colocate or --set image_pixels=300000.

    Examples:

    scisynth student plan grpo --model Qwen/Qwen3-VL-8B-Instruct --hardware 8x80gb --parity paper
    scisynth student plan sft --model Qwen/Qwen3-VL-4B-Instruct --hardware 24gb
    """
    from scisynth.pipelines.students.plan import plan_student

    result = plan_student(config)
    emit(result.to_dict(), as_json=run.as_json, text=_text(result, config.hardware.num_processes))


def _text(plan: "StudentPlan", num_cards: int) -> str:
    size = plan.size
    facts = [
        (plan.model, plan.method),
        (
            "parameters",
            f"{size.parameters / 1e9:.2f} B, of these {size.vision_parameters / 1e9:.2f} B of the vision tower",
        ),
        ("trained adapter", f"{size.lora_parameters / 1e6:.1f} M"),
        ("sequence", f"{plan.sequence_tokens:.0f} tokens"),
        ("work", f"{plan.pflop['total']:.4g} PFLOP"),
    ]
    names = list(dict.fromkeys(name for parts in plan.memory_gb.values() for name in parts if name != "total"))
    memory = [("GB on a card", *plan.memory_gb)]
    memory += [
        (name, *(f"{parts[name]:.2f}" if name in parts else "" for parts in plan.memory_gb.values()))
        for name in (*names, "total")
    ]
    phases = list(next(iter(plan.hours.values())))
    hours = [("hours", *phases)]
    hours += [
        (f"{num_cards} x {card}", *(f"{found[phase]:.1f}" for phase in phases)) for card, found in plan.hours.items()
    ]
    verdict = f"peak {plan.peak_gb:.1f} GB: {'fits' if plan.fits else 'does NOT fit'}\nstart it with: {plan.launch}"
    lines = "\n".join(f"- {line}" for line in plan.assumptions)
    return "\n\n".join([table(facts), table(memory), verdict, table(hours), lines])
