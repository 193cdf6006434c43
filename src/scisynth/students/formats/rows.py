"""The row of each trainer, from a training item. Images are bytes in Parquet files, and paths in JSON Lines.

    trl-sft         messages in `prompt` and `completion`, `images`       TRL 1.16, SFTTrainer: the loss is of the completion
    trl-grpo        messages in `prompt`, `images`, `solution`            TRL 1.16, GRPOTrainer: other columns reach the reward
    easyr1          `problem` with <image>, `answer`, `images`            EasyR1: verl/utils/dataset.py, RLHFDataset
    verl            `data_source`, `prompt`, `images`, `reward_model`     verl: examples/data_preprocess/geo3k.py
    ms-swift        `messages` with <image>, `images`, `solution`         ms-swift 3 and 4, custom data sets
    llamafactory    `messages` with <image>, `images`                     LLaMA-Factory, sharegpt with OpenAI's tags
    parquet         every field of the item, and its image

Placeholders and images are counted for each row: one each.
"""

from collections.abc import Callable, Mapping
from typing import Any

from scisynth.core.errors import DataError
from scisynth.students.items import TrainingItem
from scisynth.students.prompts import PLACEHOLDER, question_text, reply_text
from scisynth.students.reward import encode_answer

Row = dict[str, Any]
RowBuilder = Callable[[TrainingItem, Any], Row]
"""(item, its image as the format holds it) to a row."""


def trl_sft(item: TrainingItem, image: Any) -> Row:
    """Prompt and completion as messages; TRL sets the image before the text itself."""
    return {
        "prompt": [{"role": "user", "content": question_text(item)}],
        "completion": [{"role": "assistant", "content": reply_text(item)}],
        "images": [image],
        "id": item.id,
    }


def trl_grpo(item: TrainingItem, image: Any) -> Row:
    """Prompt as messages; `solution` is what `students.reward.trl_reward` reads."""
    return {
        "prompt": [{"role": "user", "content": question_text(item)}],
        "images": [image],
        "solution": encode_answer(item.answer),
        "id": item.id,
    }


def easyr1(item: TrainingItem, image: Any) -> Row:
    """One placeholder for one image; `answer` becomes the reward's ground truth."""
    return {
        "problem": f"{PLACEHOLDER}{question_text(item)}",
        "answer": encode_answer(item.answer),
        "images": [image],
        "id": item.id,
    }


def verl(item: TrainingItem, image: Any) -> Row:
    """A chat prompt with one placeholder; the rule-based reward reads `ground_truth`."""
    return {
        "data_source": f"scisynth/{item.source}",
        "prompt": [{"role": "user", "content": f"{PLACEHOLDER}{question_text(item)}"}],
        "images": [image],
        "ability": "science",
        "reward_model": {"style": "rule", "ground_truth": encode_answer(item.answer)},
        "extra_info": {"split": item.split, "index": item.id, "answer": item.answer.text, "question": item.question},
    }


def ms_swift(item: TrainingItem, image: Any) -> Row:
    """Messages for both trainings: GRPO drops the reply and passes `solution` to the reward."""
    return {
        "messages": [
            {"role": "user", "content": f"{PLACEHOLDER}{question_text(item)}"},
            {"role": "assistant", "content": reply_text(item)},
        ],
        "images": [image],
        "solution": encode_answer(item.answer),
        "id": item.id,
    }


def llamafactory(item: TrainingItem, image: Any) -> Row:
    """Messages with one placeholder; `images` must be a list, since a text would be counted letter by letter."""
    return {
        "messages": [
            {"role": "user", "content": f"{PLACEHOLDER}{question_text(item)}"},
            {"role": "assistant", "content": reply_text(item)},
        ],
        "images": [image],
    }


def plain(item: TrainingItem, image: Any) -> Row:
    """Every field; the answer is flat, so that each column has one type."""
    values = item.to_dict()
    answer = values.pop("answer")
    return {**values, **{f"answer_{name}": value for name, value in answer.items()}, "image": image}


def check_row(row: Mapping[str, Any], place: str) -> None:
    """One placeholder for each image where the format has placeholders.

    Raises:
        DataError: the counts differ, or a row has no image.
    """
    images = row.get("images", [row["image"]] if row.get("image") is not None else [])
    if not images:
        raise DataError(f"{place}: expected an image, found none")
    texts = [message["content"] for name in ("messages", "prompt") for message in row.get(name, ())]
    texts += [row["problem"]] if "problem" in row else []
    found = sum(text.count(PLACEHOLDER) for text in texts)
    if found and found != len(images):
        raise DataError(f"{place}: expected one {PLACEHOLDER} for each image, found {found} for {len(images)}")
