"""No reply makes a reader slow: its cost grows as the reply does, for hostile texts as well.

Growth is measured in processor time, of a text and of one eight times as long: 8 for a linear reader, 64 for a quadratic one. What takes
less than a twentieth of a second is not measured.
"""

import time

import pytest

from scisynth.clients.parse import parse_reply
from scisynth.clients.refusals import is_refusal
from scisynth.core.replies.thinking import split_thinking
from scisynth.grading import read_final_answer, read_letter
from scisynth.imgcoder.replies import find_script
from scisynth.judges.two_choice import Choice

SHORT, TIMES, LIMIT, UNMEASURED_S = 3_000, 8, 28, 0.05
VERDICT = '{"reasoning": "", "choice": "first"}'
READERS = {
    "thinking": split_thinking,
    "refusal": is_refusal,
    "final": read_final_answer,
    "letter": lambda text: read_letter(text, "ABCD"),
    "letter by text": lambda text: read_letter(text, {"A": "one lens", "B": "two"}),
    "script": find_script,
    "verdict": lambda text: parse_reply(text, Choice),
    "verdict at the end": lambda text: parse_reply(text + VERDICT, Choice),
}
UNITS = [
    "a", " ", "\n", "\n\n", " \n", "\t", ". ", "a. ", "_", "*", "**a", "`", "```\n", "```python\n", "~~~\n", "|", ">", "- ", "#", "1", "1,", "(", "[", "{", "}", "{ ", "\\", "\\boxed{", "\\boxed{\n", "\\boxed{1}",
    "$", "$$", "\\[", '"', "'", '{"a":', '{"a":1}', '{"choice":', '{"choice": "first"} ', "{'a':", "{/*", "/*", "//", "<", "<think>", "</think>", "<think>a</think>", "<think ", "<|channel|>", "<answer>", "</answer>", "<answer>1</answer>",
    "answer", "answer to ", "The answer is ", "Answer: ", "Answer:\n", "The answer is B. ", "答案是", "选A", "respuesta la ", "A, ", "A or ", "(A) ", "B is correct. ", "so ", "not ", "I choose ", "It contains ", "I can't ", "let me know ", "import a\n",
]  # fmt: skip


def seconds(read, text):
    """Processor time of one reading."""
    began = time.process_time()
    read(text)
    return time.process_time() - began


def is_slow(read, short, long):
    """Whether the longer text costs far more than its length explains; measured again before that is said."""
    return all((taken := seconds(read, long)) > UNMEASURED_S and taken > LIMIT * seconds(read, short) for _ in range(3))


@pytest.mark.parametrize("name", READERS)
def test_the_cost_grows_as_the_reply_does(name):
    texts = {unit: [unit * (size // len(unit)) + "!" for size in (SHORT, SHORT * TIMES)] for unit in UNITS}
    assert not [unit for unit, (short, long) in texts.items() if is_slow(READERS[name], short, long)]


def test_a_quadratic_reader_is_found():
    assert is_slow(lambda text: [sum(range(place)) for place in range(len(text))], "a" * 500, "a" * 500 * TIMES)
