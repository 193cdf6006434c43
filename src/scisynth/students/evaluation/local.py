"""A model of `transformers` answers on this machine; a batch of questions at a time.

A token is drawn as the largest of log-probability / temperature + Gumbel noise (Gumbel 1954; the "Gumbel-max trick"), which is sampling
exactly. The noise of a question comes from the seed and the question's own name, so that batch size, order and resuming change nothing
but the rounding of the model's kernels. With temperature 0 the noise is left out: greedy decoding.

An adapter of `peft`, as `student sft` and `student grpo` write it, is loaded onto the model that it names as its base.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from scisynth.clients.records import ChatReply
from scisynth.core.errors import ModelError, one_line
from scisynth.core.extras import require
from scisynth.core.images import open_image
from scisynth.core.progress import progress_bar
from scisynth.core.replies.thinking import split_thinking
from scisynth.core.seeds import derive_seed
from scisynth.students.evaluation.questions import Question
from scisynth.students.model import ADAPTER_CONFIG, Student, find_adapter, load_adapter, load_student


@dataclass(frozen=True, kw_only=True)
class Decoding:
    """How replies are written."""

    temperature: float
    max_tokens: int
    batch_size: int
    seed: int


def load_answering(name: str, revision: str = "", *, min_pixels: int = 0, max_pixels: int = 0) -> Student:
    """A model by hub id or folder, a folder of an adapter, or a run of `student sft` or `student grpo`.

    Raises:
        ModelError: no such model, one without a vision tower, or an adapter of another model.
    """
    adapter = find_adapter(Path(name))
    if adapter is None:
        return _ready(load_student(name, revision, min_pixels=min_pixels, max_pixels=max_pixels))
    require("students", "an adapter of peft")
    student = load_student(base_of(adapter), revision, min_pixels=min_pixels, max_pixels=max_pixels)
    return _ready(Student(model=load_adapter(student.model, adapter), processor=student.processor))


def base_of(adapter: Path) -> str:
    """The model that an adapter was trained on."""
    try:
        base = json.loads((adapter / ADAPTER_CONFIG).read_text(encoding="utf-8")).get("base_model_name_or_path")
    except (OSError, ValueError, AttributeError):
        base = None
    if not isinstance(base, str) or not base:
        raise ModelError(f"{adapter}: expected the name of its base model in {ADAPTER_CONFIG}, found none")
    return base


def _ready(student: Student) -> Student:
    """On the best device, without dropout; prompts are padded on the left, where generation begins on the right."""
    import torch

    student.model.to("cuda" if torch.cuda.is_available() else "cpu").eval()
    tokenizer = getattr(student.processor, "tokenizer", student.processor)
    tokenizer.padding_side = "left"
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    return student


def answer_all(student: Student, questions: Sequence[Question], decoding: Decoding) -> Iterator[tuple[int, ChatReply]]:
    """(index, reply) of every question, as their batches are written."""
    with progress_bar("answers", total=len(questions)) as advance:
        for batch in _batches(questions, decoding.batch_size):
            replies = _generate_fitting(student, [questions[index] for index in batch], decoding)
            advance(len(batch))
            yield from zip(batch, replies, strict=True)


def _batches(questions: Sequence[Question], size: int) -> Iterator[list[int]]:
    """Questions with the same number of images together, since processors do not mix them with blind ones."""
    for _, same in groupby(range(len(questions)), key=lambda index: len(questions[index].images)):
        numbers = list(same)
        yield from (numbers[start : start + size] for start in range(0, len(numbers), size))


def _generate_fitting(student: Student, questions: Sequence[Question], decoding: Decoding) -> list[ChatReply]:
    """The replies to one batch, in halves where the memory does not suffice for the whole."""
    import torch

    try:
        return _generate(student, questions, decoding)
    except torch.OutOfMemoryError as error:
        if len(questions) == 1:
            raise ModelError(
                f"{questions[0].key}: the memory of the device does not suffice for one question ({one_line(error, 100)}); "
                "set a smaller --max-tokens or max_pixels"
            ) from None
    torch.cuda.empty_cache()
    half = len(questions) // 2
    return [
        reply for part in (questions[:half], questions[half:]) for reply in _generate_fitting(student, part, decoding)
    ]


def _reply(text: str, num_tokens: int, *, is_cut: bool) -> ChatReply:
    thinking, words = split_thinking(text)
    return ChatReply(
        status="truncated" if is_cut else "ok",
        reason="the answer reached max_tokens; allow more" if is_cut else "",
        text=words,
        thinking=thinking,
        completion_tokens=num_tokens,
        usd=0.0,
    )


def _generate(student: Student, questions: Sequence[Question], decoding: Decoding) -> list[ChatReply]:
    """The replies to one batch."""
    import torch
    from transformers import LogitsProcessorList

    inputs = _prepare(student, questions)
    num_prompt = inputs["input_ids"].shape[1]
    processors = LogitsProcessorList()
    if decoding.temperature > 0:
        seeds = [derive_seed("answer", decoding.seed, question.key) for question in questions]
        processors.append(_gumbel(seeds, decoding.temperature))
    with torch.inference_mode():
        found = student.model.generate(
            **inputs,
            max_new_tokens=decoding.max_tokens,
            do_sample=False,
            num_beams=1,
            temperature=None,
            top_p=None,
            top_k=None,
            logits_processor=processors,
        )
    tokenizer = getattr(student.processor, "tokenizer", student.processor)
    ends = _end_tokens(student, tokenizer)
    replies = []
    for tokens in found[:, num_prompt:].tolist():
        end = next((place for place, token in enumerate(tokens) if token in ends), None)
        words = tokens if end is None else tokens[:end]
        text = tokenizer.decode(words, skip_special_tokens=True).strip()
        replies.append(_reply(text, len(words), is_cut=end is None))
    return replies


def _prepare(student: Student, questions: Sequence[Question]) -> Any:
    """The tensors of a batch: prompts by the model's own chat template, images by its processor."""
    texts, images = [], []
    for question in questions:
        parts = [*({"type": "image"} for _ in question.images), {"type": "text", "text": question.words}]
        texts.append(
            student.processor.apply_chat_template(
                [{"role": "user", "content": parts}], add_generation_prompt=True, tokenize=False
            )
        )
        images.append([open_image(image) for image in question.images])
    shown = {"images": images} if any(images) else {}
    made = student.processor(text=texts, return_tensors="pt", padding=True, **shown)
    made.pop("token_type_ids", None)
    return made.to(student.model.device, dtype=student.model.dtype)


def _end_tokens(student: Student, tokenizer: Any) -> set[int]:
    config = student.model.generation_config.eos_token_id
    ends = config if isinstance(config, list) else [config]
    return {token for token in [*ends, tokenizer.eos_token_id, tokenizer.pad_token_id] if token is not None}


def _gumbel(seeds: Sequence[int], temperature: float) -> Any:
    """Adds the noise of each question to its scores, after which the largest is a sample."""
    import torch
    from transformers import LogitsProcessor

    generators = [torch.Generator().manual_seed(seed) for seed in seeds]

    class GumbelNoise(LogitsProcessor):
        def __call__(self, input_ids: Any, scores: Any) -> Any:
            drawn = [torch.empty(scores.shape[1], dtype=torch.float64) for _ in generators]
            for row, generator in zip(drawn, generators, strict=True):
                row.exponential_(generator=generator)
            # Minus the logarithm of an exponential number is a Gumbel one.
            noise_BV = -torch.log(torch.stack(drawn))
            return scores.float() / temperature + noise_BV.float().to(scores.device)

    return GumbelNoise()
