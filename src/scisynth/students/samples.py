"""What a student says of a few validation images at each evaluation: the image, the reasoning, the answer, and what it earns.

    samples/samples.jsonl    a row an item and evaluation: `step`, `id`, `image`, `question`, `reply`, `answer`, `reward`
    samples/images/          each image once, named by its content

Replies are greedy, so they differ from step to step only by what was learned, and no random number of the training is used up.
The rows go to the run's trackers as well: a table in wandb and trackio, text and images in TensorBoard.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PIL import Image
from transformers import TrainerCallback

from scisynth.core.images import open_image
from scisynth.core.store import Journal
from scisynth.students.items import TrainingItem
from scisynth.students.prompts import question_text
from scisynth.students.reward import reward_of

SAMPLES, ROWS = "samples", "samples.jsonl"
Row = dict[str, Any]


def generate_reply(model: Any, processor: Any, image: Image.Image, text: str, max_tokens: int) -> str:
    """The greedy reply to one image and one question."""
    import torch

    content = [{"type": "image", "image": image}, {"type": "text", "text": text}]
    inputs = processor.apply_chat_template(
        [{"role": "user", "content": content}],
        add_generation_prompt=True,
        tokenize=True,
        return_dict=True,
        return_tensors="pt",
    ).to(model.device)
    with torch.no_grad():
        made = model.generate(**inputs, max_new_tokens=max_tokens, do_sample=False)
    reply: str = processor.decode(made[0][inputs["input_ids"].shape[1] :], skip_special_tokens=True)
    return reply


class KeepSamples(TrainerCallback):
    """Writes the replies of one evaluation; a resumed training keeps those of earlier ones.

    Args:
        folder: of the run.
        items: what is asked.
        images: folder below which their images lie.
        max_tokens: of a reply.
        publish: told the folder of samples after each evaluation, to make a page of it.
    """

    trainer: Any = None

    def __init__(
        self,
        folder: Path,
        items: Sequence[TrainingItem],
        images: Path,
        max_tokens: int,
        publish: Callable[[Path], None],
    ) -> None:
        self._folder = folder / SAMPLES
        self._items = items
        self._images = images
        self._max_tokens = max_tokens
        self._publish = publish

    def on_evaluate(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Every process generates, since a sharded model needs all of them; the first one writes."""
        from trl.models import unwrap_model_for_generation

        trainer = self.trainer
        with unwrap_model_for_generation(trainer.model_wrapped, trainer.accelerator) as model:
            was_training = model.training
            model.eval()
            replies = [
                generate_reply(
                    model,
                    trainer.processing_class,
                    open_image(self._images / item.image),
                    question_text(item),
                    self._max_tokens,
                )
                for item in self._items
            ]
            model.train(was_training)
        if state.is_world_process_zero:
            rows = [self._row(item, reply, state.global_step) for item, reply in zip(self._items, replies, strict=True)]
            self._append(rows)
            self._publish(self._folder)
            _track(args, rows, self._folder, state.global_step)

    def _row(self, item: TrainingItem, reply: str, step: int) -> Row:
        return {
            "step": step,
            "id": item.id,
            "image": item.image,
            "question": item.question,
            "reply": reply,
            "answer": item.answer.text,
            "reward": reward_of(reply, item.answer),
        }

    def _append(self, rows: Sequence[Row]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        journal = Journal(self._folder / ROWS)
        journal.repair()
        known = {(row["step"], row["id"]) for row in journal}
        for row in rows:
            target = self._folder / row["image"]
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self._images / row["image"], target)
            if (row["step"], row["id"]) not in known:
                journal.append(row)


def _track(args: Any, rows: Sequence[Row], folder: Path, step: int) -> None:
    """The rows as the trackers of the run show them."""
    for name in args.report_to:
        if name in ("wandb", "trackio"):
            _to_table(name, rows, folder, step)
        elif name == "tensorboard":
            _to_tensorboard(rows, folder, step)


def _to_table(name: str, rows: Sequence[Row], folder: Path, step: int) -> None:
    from importlib import import_module

    tracker = import_module(name)
    columns = [*rows[0]]
    cells = [
        [tracker.Image(str(folder / row["image"])) if column == "image" else row[column] for column in columns]
        for row in rows
    ]
    tracker.log({"samples": tracker.Table(columns=columns, data=cells)}, step=step)


def _to_tensorboard(rows: Sequence[Row], folder: Path, step: int) -> None:
    import numpy as np
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(log_dir=str(folder)) as writer:
        for row in rows:
            text = (
                f"{row['question']}\n\n---\n\n{row['reply']}\n\n---\n\nanswer {row['answer']}, earns {row['reward']:g}"
            )
            writer.add_text(row["id"], text, step)
            writer.add_image(row["id"], np.asarray(open_image(folder / row["image"])), step, dataformats="HWC")
