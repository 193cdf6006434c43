r"""The protocols of `student eval`: which test set, in which published layout, asked how. Numbers of two protocols are never compared.

    families            items of `student data`: figures of seeds and of families that no training saw
    scigenbench         the multimodal questions of SciGenBench (arXiv 2601.17027), whose values stand in the figure alone
    geo3k-open          Geometry3K with open answers, as EasyR1 and verl train on it (hub: hiyouga/geometry3k)
    geo3k-mc            the same test figures as questions with four options, as lmms-eval asks them
    mathvision          MATH-Vision, 3,040 questions, some with options (arXiv 2402.14804)
    mathvision-mini     its `testmini`, 304 questions
    seephys             SeePhys (arXiv 2505.19099), or its part in SciGenBench

What is asked is the same for all: the question, its options, and an instruction to think and to end with a box. Temperature and length are
those of the paper's training and evaluation (0.6 and 8,192 tokens) unless they are set. Answers are graded by `scisynth.grading`, never by
a second model, so that numbers published with a judge model are near and not equal.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from scisynth.students.evaluation.items import EvalItem
from scisynth.students.prompts import INSTRUCTION

ProtocolName = Literal["families", "scigenbench", "geo3k-open", "geo3k-mc", "mathvision", "mathvision-mini", "seephys"]
VERSION = 1
"""Raised when an instruction changes, since numbers from before are then of another protocol."""
TEMPERATURE, MAX_TOKENS = 0.6, 8192
CHOICE_INSTRUCTION = "Look at the image. Think step by step, and put the letter of the right option in \\boxed{}."
BLIND_INSTRUCTION = "The image is not shown. Think step by step, and put the likeliest answer in \\boxed{}."
BLIND_CHOICE_INSTRUCTION = (
    "The image is not shown. Think step by step, and put the letter of the likeliest option in \\boxed{}."
)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The columns of a published test set; of several names the first that has a value."""

    needed: tuple[str, ...]
    """Without these a file has another layout."""
    question: str
    answer: str
    """A text, or a letter where the row has options."""
    images: tuple[str, ...]
    options: str = ""
    ids: tuple[str, ...] = ("id",)
    groups: tuple[str, ...] = ()
    """What questions of one kind share, such as a subject; intervals resample it."""
    repo: str = ""
    """Id on the hub."""
    split: str = "test"
    num: int = 0
    """Questions of the published test set."""


_MATHVISION = Layout(
    needed=("question", "options", "answer"),
    question="question",
    answer="answer",
    images=("decoded_image", "image"),
    options="options",
    groups=("subject",),
    repo="MathLLMs/MathVision",
    num=3040,
)
LAYOUTS: Mapping[str, Layout] = {
    "scigenbench": Layout(
        needed=("multimodal_question", "answer"),
        question="multimodal_question",
        answer="answer",
        images=("image",),
        groups=("image_type",),
        split="scigen",
    ),
    "geo3k-open": Layout(
        needed=("problem", "answer"),
        question="problem",
        answer="answer",
        images=("images", "image"),
        repo="hiyouga/geometry3k",
        num=601,
    ),
    "geo3k-mc": Layout(
        needed=("problem", "choices", "ground_truth"),
        question="problem",
        answer="ground_truth",
        images=("images", "image"),
        options="choices",
        repo="Yang130/geometry3k_4choices_mixed",
        num=601,
    ),
    "mathvision": _MATHVISION,
    "mathvision-mini": replace(_MATHVISION, split="testmini", num=304),
    "seephys": Layout(
        needed=("question", "answer"),
        question="question",
        answer="answer",
        images=("images", "image"),
        ids=("index", "id"),
        groups=("subject",),
        repo="SeePhys/SeePhys",
        split="",
        num=2000,
    ),
}
"""All but `families`, whose items are our own."""


def question_words(item: EvalItem, *, blind: bool) -> str:
    """What a model is asked: question, options, instruction."""
    if item.options:
        options = "\n".join(f"{letter}. {text}" for letter, text in item.options.items())
        return f"{item.question}\n{options}\n{BLIND_CHOICE_INSTRUCTION if blind else CHOICE_INSTRUCTION}"
    return f"{item.question}\n{BLIND_INSTRUCTION if blind else INSTRUCTION}"


def protocol_digest(name: ProtocolName, items: Iterable[EvalItem], asked: Mapping[str, Any]) -> str:
    """12 hex digits that change with anything that makes two numbers incomparable.

    Args:
        name: of the protocol.
        items: every question with its key and its images.
        asked: how models are asked, such as temperature and length.
    """
    lines = [
        f"{name} {VERSION}",
        INSTRUCTION + CHOICE_INSTRUCTION + BLIND_INSTRUCTION + BLIND_CHOICE_INSTRUCTION,
        json.dumps(dict(asked), sort_keys=True),
        *(item.identity for item in items),
    ]
    return hashlib.sha256("\n".join(lines).encode(errors="replace")).hexdigest()[:12]
