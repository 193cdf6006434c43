"""The reward of reinforcement learning: the evaluation's own checker, with the signature of each trainer.

    right                                1
    wrong, empty or unreadable reply     0
    a key that cannot be read            an error: nothing may train on it (`students.check`)
    an exception                         an error: never a silent 0

TRL calls `trl_reward(prompts, completions, answer=[...], ...)`, EasyR1 `easyr1_reward(reward_inputs)`, verl
`verl_reward(data_source, solution_str, ground_truth, extra_info)`, ms-swift an object of a class that is called with completions and columns.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from scisynth.core.errors import DataError
from scisynth.core.problems import Answer
from scisynth.core.strict_json import parse_json
from scisynth.grading.answers import check_answer

Completion = str | Sequence[Mapping[str, Any]]
"""A text, or the messages of a conversation of which the last is the reply."""


def reward_of(reply: str, answer: Answer) -> float:
    """1.0 for a right reply, else 0.0.

    Raises:
        DataError: the key cannot be read, so that no reply could ever be right.
    """
    if not answer.text.strip():
        raise DataError("expected an answer, got an empty one; leave the item out")
    return 1.0 if check_answer(reply, answer).status == "right" else 0.0


def text_of(completion: Completion) -> str:
    """The reply's words: of a conversation those of its last message, of parts the texts among them."""
    if isinstance(completion, str):
        return completion
    if not completion:
        return ""
    content = completion[-1].get("content", "")
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content if isinstance(part, Mapping))


def encode_answer(answer: Answer) -> str:
    """An answer as the text that a trainer's column holds."""
    return json.dumps(asdict(answer), ensure_ascii=False, sort_keys=True)


def decode_answer(text: str) -> Answer:
    """Inverse of `encode_answer`; a text that is no such object is the answer itself."""
    if not text.lstrip().startswith('{"'):
        return Answer(text=text)
    try:
        values = parse_json(text)
        return Answer(**values)
    except (ValueError, TypeError):
        return Answer(text=text)


def trl_reward(
    prompts: Sequence[Any], completions: Sequence[Completion], solution: Sequence[str], **columns: Any
) -> list[float | None]:
    """`trl.GRPOTrainer`: one number a completion; `solution` is the column that `students.formats.rows` writes."""
    return [
        reward_of(text_of(completion), decode_answer(text))
        for completion, text in zip(completions, solution, strict=True)
    ]


def easyr1_reward(reward_inputs: Sequence[Mapping[str, Any]]) -> list[dict[str, float]]:
    """EasyR1, batch mode: `response` and `ground_truth` of each input to `overall` and its parts."""
    rewards = [reward_of(str(row["response"]), decode_answer(str(row["ground_truth"]))) for row in reward_inputs]
    return [{"overall": reward, "accuracy": reward} for reward in rewards]


def verl_reward(
    data_source: str, solution_str: str, ground_truth: str, extra_info: Mapping[str, Any] | None = None
) -> float:
    """A custom reward function of verl."""
    return reward_of(solution_str, decode_answer(ground_truth))


class SwiftReward:
    """ms-swift: `orms["scisynth"] = SwiftReward` in a plugin file."""

    def __call__(self, completions: Sequence[str], solution: Sequence[str], **columns: Any) -> list[float | None]:
        """One number a completion."""
        return trl_reward([], completions, solution)
