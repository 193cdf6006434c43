"""Splits what a reasoning model thought from what it answered.

Servers put thinking next to the answer (`reasoning_content`) or inside the reply, in one of these forms:

    <think> ... </think>          also thinking, thought, reasoning, analysis, reflection, scratchpad; any case, with attributes
    ◁think▷ ... ◁/think▷          and [THINK] ... [/THINK], <|begin_of_thought|> ... <|end_of_thought|>
    <|channel|>analysis ...       channels; only the text of `final` is the answer
    analysis ... assistantfinal   the same after a server has dropped the special tokens

An opening tag that is never closed makes all that follows thinking. A closing tag without an opening one makes all that precedes it
thinking, because chat templates often write the opening tag into the prompt. A tag in quotes or backticks is only mentioned.
The special tokens of an answer's box, <|begin_of_box|>B<|end_of_box|>, are given as the tags <answer>B</answer>.
Thinking is kept, and never read as the answer: a draft in it is no answer. The cost is linear in the length of the reply.
"""

import re

_NAMES = r"(?:seed:|antml:|ant)?(?:think|thinking|thoughts?|reasoning|analysis|reflection|scratchpad|inner_?monologue|chain_of_thought|cot)"
_TAG = re.compile(
    rf"""
    (?:<|&lt;) (?P<angle>/?) \s{{0,3}} {_NAMES} (?:\s[^<>]{{0,200}})? (?:>|&gt;)
    | [◁◀] (?P<triangle>/?) {_NAMES} [▷▶]
    | \[ (?P<square>/?) (?:THINK|THINKING|REASONING) \]
    | <\|? (?P<special>begin|start|end) _ (?:of_)? (?:thought|thinking|think|reasoning) \|?>
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPENING_QUOTES = frozenset("\"'`“‘«„「")
_CLOSING_QUOTES = frozenset("\"'`”’»“」")
_CHANNEL = re.compile(r"<\|channel\|?>\s{0,5}(\w{1,20})(?:[^<\n]{0,80}<\|message\|>)?")
_CHANNEL_END = re.compile(r"<\|(?:end|return|call)\|>|<\|start\|>\w{0,20}|<channel\|>")
_BOX = re.compile(r"<\|(begin|end)_of_box\|>")
_BARE_CHANNELS = re.compile(r"\s{0,20}(?:assistant)?analysis(?=\W|[A-Z])")
_BARE_FINAL = "assistantfinal"


def split_thinking(text: str) -> tuple[str, str]:
    """(thinking, answer) of a reply; the thinking is empty where there is none, and the answer where there is nothing else.

    >>> split_thinking("<think>C?</think>B")
    ('C?', 'B')
    >>> split_thinking("maybe C </think> B")
    ('maybe C', 'B')
    """
    text = _BOX.sub(lambda token: "<answer>" if token[1] == "begin" else "</answer>", text)
    if "<|channel" in text:
        thinking, text = _split_channels(text)
    elif _BARE_CHANNELS.match(text) and (cut := text.rfind(_BARE_FINAL)) >= 0:
        thinking, text = [text[:cut]], text[cut + len(_BARE_FINAL) :]
    else:
        thinking = []
    more, answer = _split_tags(text)
    if not thinking and more is None:
        return "", answer
    return "\n".join(part.strip() for part in [*thinking, *(more or [])] if part.strip()), answer.strip()


def _split_channels(text: str) -> tuple[list[str], str]:
    """What the channels of thinking hold, and what the last channel `final` holds."""
    marks = list(_CHANNEL.finditer(text))
    if not marks:
        return [], text
    thinking, answer = [], ""
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        body = text[mark.end() : following.start() if following else len(text)]
        end = _CHANNEL_END.search(body)
        inside, outside = (body[: end.start()], body[end.end() :]) if end else (body, "")
        if mark[1].lower() == "final":
            answer = inside
        else:
            thinking.append(inside)
            # Some servers write the answer right after the thinking, in no channel.
            answer = outside if following is None and outside.strip() else answer
    return thinking, answer


def _split_tags(text: str) -> tuple[list[str] | None, str]:
    """(thinking, answer) by tags; None where the text has none."""
    thinking: list[str] = []
    answer: list[str] = []
    position, is_open, has_tag = 0, False, False
    for tag in _TAG.finditer(text):
        if not is_open and _is_quoted(text, tag):
            continue
        has_tag = True
        part, position = text[position : tag.start()], tag.end()
        if not _is_closing(tag):
            (thinking if is_open else answer).append(part)
            is_open = True
        elif is_open:
            thinking.append(part)
            is_open = False
        else:
            # Opened in the prompt, or a tag inside of the thinking was closed first.
            thinking += [*answer, part]
            answer = []
    if not has_tag:
        return None, text
    (thinking if is_open else answer).append(text[position:])
    return thinking, "".join(answer)


def _is_quoted(text: str, tag: re.Match[str]) -> bool:
    return (
        text[max(tag.start() - 1, 0) : tag.start()] in _OPENING_QUOTES
        and text[tag.end() : tag.end() + 1] in _CLOSING_QUOTES
    )


def _is_closing(tag: re.Match[str]) -> bool:
    return "/" in (tag["angle"], tag["triangle"], tag["square"]) or (tag["special"] or "").lower() == "end"
