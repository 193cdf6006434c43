"""`student sft` and `student grpo`: check the reward and the images, write the trainer's rows, train, and keep what was learned.

rows/           what `student export` writes, for this training
checkpoints/    of TRL; a killed run resumes from the last
adapter/        LoRA of `peft`, with the processor
log.jsonl       the curve
results.json    what was trained on what, and what the self-test found
"""

from pathlib import Path
from typing import Any

from scisynth.core.errors import DataError
from scisynth.core.extras import require
from scisynth.core.images import open_image
from scisynth.core.progress import say
from scisynth.core.store import RunFolder, describe_machine, tracked_versions, write_json
from scisynth.pipelines.students.config import SelectionConfig, StudentGrpoConfig, StudentSftConfig
from scisynth.pipelines.students.export import TRAIN, choose, run_student_check, write_rows
from scisynth.pipelines.students.results import StudentTrainingResult
from scisynth.students.formats.table import get_format
from scisynth.students.items import TrainingItem, read_items
from scisynth.students.model import load_processor, pixel_report
from scisynth.students.pixels import PixelReport
from scisynth.students.settings import StudentTraining
from scisynth.students.train import train_grpo, train_sft
from scisynth.training.curve import read_log

ROWS = "rows"
NUM_LOOKED = 32
"""Images that the processor prepares before the first step."""
MAX_UPSCALED = 0.5


def run_student_sft(config: StudentSftConfig, data: Path, out: Path, *, seed: int) -> StudentTrainingResult:
    """Supervised fine-tuning on the chosen items of a folder; resumes what is there.

    Raises:
        DataError: the self-test finds a fault, or the processor enlarges most images.
        ModelError: the model has no vision tower, or training diverged.
    """
    return _run(config, config.selection, config.sft, data, out, method="sft", seed=seed)


def run_student_grpo(config: StudentGrpoConfig, data: Path, out: Path, *, seed: int) -> StudentTrainingResult:
    """Reinforcement learning on the chosen items of a folder; resumes what is there. Raises as `run_student_sft`."""
    return _run(config, config.selection, config.grpo, data, out, method="grpo", seed=seed)


def _run(
    config: StudentSftConfig | StudentGrpoConfig,
    selection: SelectionConfig,
    training: Any,
    data: Path,
    out: Path,
    *,
    method: str,
    seed: int,
) -> StudentTrainingResult:
    require("students", "training a student")
    checked = run_student_check(data)
    if not checked.passed:
        raise DataError(
            f"{data}: the self-test finds {len(checked.reward.faults)} faults of the reward and {len(checked.broken_images)} broken "
            "images; see `scisynth student check`"
        )
    items = [item for item in choose(read_items(data), selection, seed) if item.split == TRAIN]
    run = RunFolder(out, config, command=f"student {method}", seed=seed)
    pixels = _look_at_images(training, items, data)
    kind = get_format(f"trl-{method}")
    rows = run.root / ROWS / "data" / f"{TRAIN}.parquet"
    if not rows.is_file():
        write_rows(items, data, run.root / ROWS, kind)
    train = train_sft if method == "sft" else train_grpo
    adapter = train(training, rows, run.root, seed=seed)
    log = read_log(run.root)
    losses = [row["loss"] for row in log if row.get("loss") is not None]
    result = StudentTrainingResult(
        out=out,
        adapter=adapter,
        method=method,
        model=training.model,
        items=len(items),
        flawed=sum(bool(item.defect) for item in items),
        steps=int(log[-1]["step"]) if log else 0,
        first_loss=losses[0] if losses else None,
        last_loss=losses[-1] if losses else None,
        top_answer=checked.reward.top_answer,
        pixels=pixels,
        machine=describe_machine(),
        versions=tracked_versions(),
    )
    write_json(run.root / "results.json", result.to_dict())
    return result


def _look_at_images(training: StudentTraining, items: list[TrainingItem], data: Path) -> PixelReport:
    """What the processor makes of the first images; refused where it enlarges most of them."""
    processor = load_processor(
        training.model, training.revision, min_pixels=training.min_pixels, max_pixels=training.max_pixels
    )
    paths = list(dict.fromkeys(item.image for item in items))[:NUM_LOOKED]
    found = pixel_report(processor, [open_image(data / path) for path in paths])
    if found.upscaled > MAX_UPSCALED * found.images and training.min_pixels:
        raise DataError(
            f"{training.model}: its processor enlarges {found.upscaled} of {found.images} images; set a smaller min_pixels"
        )
    if found.upscaled:
        say(
            f"{training.model}: its processor enlarges {found.upscaled} of {found.images} images, which adds tokens alone"
        )
    return found
