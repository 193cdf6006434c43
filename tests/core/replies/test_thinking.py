"""Thinking is told from the answer in every form in which models write it."""

import pytest

from scisynth.core.replies.thinking import split_thinking


@pytest.mark.parametrize(
    ("text", "thinking", "answer"),
    [
        ("B", "", "B"),
        ("  B ", "", "  B "),
        ("", "", ""),
        ("<think>C?</think>B", "C?", "B"),
        ("<think>\nC?\n</think>\n\nB", "C?", "B"),
        ("  <THINK>C?</THINK>B", "C?", "B"),
        ("<Thinking>C?</Thinking>B", "C?", "B"),
        ("<reasoning>C?</reasoning><answer>B</answer>", "C?", "<answer>B</answer>"),
        ('<think time="3s" lang=en>C?</think>B', "C?", "B"),
        ("<think\n>C?</think >B", "C?", "B"),
        ("<seed:think>C?</seed:think>B", "C?", "B"),
        ("<thought>C?</thought>B", "C?", "B"),
        ("<scratchpad>C?</scratchpad>B", "C?", "B"),
        ("◁think▷C?◁/think▷B", "C?", "B"),
        ("[THINK]C?[/THINK]B", "C?", "B"),
        ("<|begin_of_thought|>C?<|end_of_thought|>B", "C?", "B"),
        ("<|START_THINKING|>C?<|END_THINKING|>B", "C?", "B"),
        ("&lt;think&gt;C?&lt;/think&gt;B", "C?", "B"),
        # Opened in the prompt.
        ("C?\nno\n</think>\n\nB", "C?\nno", "B"),
        ("C? ◁/think▷B", "C?", "B"),
        ('it says "C"</think>B', 'it says "C"', "B"),
        # Never closed.
        ("<think>C? the answer is C", "C? the answer is C", ""),
        ("B\n<think>C?", "C?", "B"),
        # Several, nested, mixed.
        ("<think>C?</think>\n<think>D?</think>\nB", "C?\nD?", "B"),
        ("Answer: <think>C?</think>B", "C?", "Answer: B"),
        ("<think>a<think>b</think>C</think>B", "C\na\nb", "B"),
        ("<thinking>C?</think>B", "C?", "B"),
        ("<think></think>B", "", "B"),
        ("<think>```python\nx = '<b>'\n```</think>\n```\nB\n```", "```python\nx = '<b>'\n```", "```\nB\n```"),
        ("```\n<think>C?</think>\nB\n```", "C?", "```\n\nB\n```"),
        # Channels.
        ("<|channel|>analysis<|message|>C?<|end|><|start|>assistant<|channel|>final<|message|>B", "C?", "B"),
        ("<|channel|>analysis<|message|>C?<|end|><|start|>assistant<|channel|>final<|message|>B<|return|>", "C?", "B"),
        ("<|channel|>analysis<|message|>C? so C", "C? so C", ""),
        ("<|channel|>analysis C?<|channel|>commentary D?<|channel|>final B", "C?\nD?", "B"),
        ("<|channel|>analysis<|message|>C?<|end|>B", "C?", "B"),
        ("<|channel>thought\nC?<channel|>B", "C?", "B"),
        ("analysisThe user asks. C?assistantfinalB", "The user asks", "B"),
        ("analysis of the figure gives B", "", "analysis of the figure gives B"),
        # A box of special tokens.
        ("<think>C?</think><|begin_of_box|>B<|end_of_box|>", "C?", "<answer>B</answer>"),
        # Mentions.
        ('Write "<think>" first. B', "", 'Write "<think>" first. B'),
        ("The tag `</think>` ends it. B", "", "The tag `</think>` ends it. B"),
        ('{"reasoning": "<think>C?</think> sinks", "choice": "first"}', "C?", '{"reasoning": " sinks", "choice": "first"}'),
        ("1 <thinner than 2", "", "1 <thinner than 2"),
    ],
)  # fmt: skip
def test_thinking_is_kept_and_never_read_as_the_answer(text, thinking, answer):
    found = split_thinking(text)
    assert found[1] == answer
    assert all(line in found[0] for line in thinking.split("\n")) and bool(found[0]) == bool(thinking)
