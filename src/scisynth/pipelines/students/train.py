"""`student sft` and `student grpo`: check the reward and the images, write the trainer's rows, train, and keep what was learned.

self_test.json  what the self-test found
rows/           what `student export` writes, for this training
checkpoints/    of TRL; a killed run resumes from the last
adapter/        LoRA of `peft`, with the processor: of the best evaluation, or of the last step
blank/          the grey images of a blind training
samples/        a page of validation images with the student's replies at each evaluation
log.jsonl       the curve
results.json    what was trained on what
"""

import math
from pathlib import Path

from scisynth.core.errors import ConfigError, DataError
from scisynth.core.extras import require
from scisynth.core.images import content_hash, open_image
from scisynth.core.progress import say
from scisynth.core.store import RunFolder, describe_machine, tracked_versions, write_json
from scisynth.pipelines.students.config import SelectionConfig, StudentGrpoConfig, StudentSftConfig
from scisynth.pipelines.students.export import TRAIN, choose, say_failed, write_rows
from scisynth.pipelines.students.results import SelfTest, StudentTrainingResult
from scisynth.reports.students.samples import write_samples_page
from scisynth.students.blind import hide_images
from scisynth.students.check import check_reward
from scisynth.students.formats.table import get_format
from scisynth.students.items import TrainingItem, check_images, read_items
from scisynth.students.model import context_of, load_processor, pixel_report
from scisynth.students.pixels import PixelReport
from scisynth.students.reward import reward_of
from scisynth.students.selection import Selection, select
from scisynth.students.settings import GrpoTraining, SftTraining, StudentTraining
from scisynth.students.train import CHECKPOINTS, Material, best_of, train_grpo, train_sft
from scisynth.training.curve import read_log
from scisynth.training.processes import is_first_process

VAL, BLANK, CHECKED = "val", "blank", "self_test.json"
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
    training: SftTraining | GrpoTraining,
    data: Path,
    out: Path,
    *,
    method: str,
    seed: int,
) -> StudentTrainingResult:
    require("students", "training a student")
    read = read_items(data)
    say_failed(read)
    items = choose(read, selection, seed)
    chosen = [item for item in items if item.split == TRAIN]
    val = _validation(items, training, seed)
    run = RunFolder(out, config, command=f"student {method}", seed=seed)
    # Of several processes one prepares; the others find its work done.
    images = run.root / BLANK if selection.blind else data
    inputs = digest_of([*chosen, *val])
    with run.exclusive(CHECKPOINTS):
        if selection.blind:
            chosen, val = (hide_images(part, data, images) for part in (chosen, val))
        if not (run.root / CHECKED).is_file():
            checked = self_test(training, chosen, val, images, inputs)
            if not (run.root / ROWS).exists():
                write_rows([*chosen, *val], images, run.root / ROWS, get_format(f"trl-{method}"))
            write_json(run.root / CHECKED, checked.to_dict())
    checked = SelfTest.load(run.root / CHECKED)
    if checked.inputs != inputs:
        raise ConfigError(f"{out}: began with other items than those of {data}; choose another --out")
    rows = run.root / ROWS / "data"
    material = Material(
        train=rows / f"{TRAIN}.parquet",
        val=rows / f"{VAL}.parquet" if val else None,
        samples=val[: training.num_samples],
        images=images,
        publish=write_samples_page,
    )
    if isinstance(training, GrpoTraining):
        adapter = train_grpo(training, material, run.root, seed=seed)
    else:
        adapter = train_sft(training, material, run.root, seed=seed)
    log = read_log(run.root)
    losses = [row["loss"] for row in log if row.get("loss") is not None]
    best = best_of(run.root)
    result = StudentTrainingResult(
        out=out,
        adapter=adapter,
        method=method,
        model=training.model,
        revision=training.revision,
        items=len(chosen),
        flawed=sum(bool(item.defect) for item in chosen),
        steps=int(log[-1]["step"]) if log else 0,
        first_loss=losses[0] if losses else None,
        last_loss=losses[-1] if losses else None,
        best_step=best["step"],
        best_metric=best["metric"],
        best_value=best["value"],
        top_answer=checked.reward.top_answer,
        pixels=checked.pixels,
        machine=describe_machine(),
        versions=tracked_versions(),
    )
    if is_first_process():
        write_json(run.root / "results.json", result.to_dict())
    return result


def _validation(items: list[TrainingItem], training: StudentTraining, seed: int) -> list[TrainingItem]:
    """Items of val by which the best adapter is chosen, spread over the groups."""
    val = [item for item in items if item.split == VAL]
    if not (val and training.eval_every):
        return []
    return select(val, Selection(filter="none", num=min(training.num_val, len(val)), seed=seed))


def digest_of(items: list[TrainingItem]) -> str:
    """12 hex digits of what is asked, shown and answered, in its order."""
    lines = (f"{item.id} {item.image_hash} {item.question} {item.answer.text}" for item in items)
    return content_hash("\n".join(lines).encode())[:12]


def look_at_images(training: StudentTraining, items: list[TrainingItem], data: Path) -> PixelReport:
    """What the model's processor makes of the first images and of the largest one; no weights are read."""
    limits = {"min_pixels": training.min_pixels, "max_pixels": training.max_pixels}
    processor = load_processor(training.model, training.revision, **limits)
    paths = list(dict.fromkeys(item.image for item in items))
    areas = {path: math.prod(open_image(data / path).size) for path in paths}
    looked = dict.fromkeys([*paths[:NUM_LOOKED], max(paths, key=areas.__getitem__)])
    context = context_of(training.model, training.revision)
    return pixel_report(processor, [open_image(data / path) for path in looked], context=context)


def self_test(
    training: StudentTraining, items: list[TrainingItem], val: list[TrainingItem], data: Path, inputs: str
) -> SelfTest:
    """What must hold before the first step: of the reward, of the images, and of what the processor makes of them.

    Raises:
        DataError: a fault of the reward, a broken image, or a processor that enlarges nearly all images.
    """
    reward = check_reward(items, reward_of)
    faults = [*reward.faults, *check_reward(val, reward_of).faults]
    broken = check_images(data, [*items, *val])
    if faults or broken:
        raise DataError(
            f"{data}: the self-test finds {len(faults)} faults of the reward and {len(broken)} broken "
            f"images{'; ' + reward.verdict if reward.verdict else ''}; see `scisynth student check`"
        )
    found = look_at_images(training, items, data)
    if found.too_large:
        raise DataError(
            f"{training.model}: an image of {found.largest} pixels makes {found.most_tokens:.0f} tokens, and the model reads "
            f"{found.context}; set a smaller max_pixels"
        )
    if found.upscaled > MAX_UPSCALED * found.images and training.min_pixels:
        raise DataError(
            f"{training.model}: its processor enlarges {found.upscaled} of {found.images} images; set a smaller min_pixels"
        )
    if found.upscaled:
        say(
            f"{training.model}: its processor enlarges {found.upscaled} of {found.images} images, which adds tokens alone"
        )
    return SelfTest(inputs=inputs, reward=reward, pixels=found)
