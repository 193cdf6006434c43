"""Splits what a reasoning model thought from what it answered.

Servers put thinking beside the answer (`reasoning_content`) or in front of it (`<think> ... </think>`). Thinking is kept,
and never read as the answer: a draft in it is no answer.
"""

import re

_THINK = re.compile(r"^\s*<(think|thinking|reasoning)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)


def split_thinking(text: str) -> tuple[str, str]:
    """(thinking, answer) of a reply; the thinking is empty where there is none.

    >>> split_thinking("<think>C?</think>B")
    ('C?', 'B')
    """
    if match := _THINK.match(text):
        return match[2], text[match.end() :].lstrip()
    return "", text
