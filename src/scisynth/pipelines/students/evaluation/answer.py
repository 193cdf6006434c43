"""Second step of `student eval`: every question answered once, by a model behind an API or by one of this machine.

answers/replies.jsonl     replies as they come; what the model answered, also in a state, is final and not asked again
answers/requests.jsonl    what the API was paid for
answers/rows.jsonl        the graded answers

A model that is cut off or declines has answered: asking it again until it does better would be another protocol. What nobody answered
(a server that fell silent, a spent budget) is asked again by the same command.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scisynth.clients.chat import ChatClient
from scisynth.clients.parts import image_part
from scisynth.clients.records import ChatReply, ChatRequest, Topic
from scisynth.core.progress import say
from scisynth.core.records import RETRIED, with_cost
from scisynth.core.store import RunFolder, write_lines
from scisynth.pipelines.providers.access import Spending
from scisynth.pipelines.providers.estimates import CostEstimate, cost_estimate
from scisynth.pipelines.students.evaluation.config import API, EvalConfig
from scisynth.students.evaluation.grading import AnswerRow, grade_reply
from scisynth.students.evaluation.local import Decoding, answer_all
from scisynth.students.evaluation.questions import Question
from scisynth.students.model import Student

STAGE, REPLIES, REQUESTS, ROWS = "answers", "replies", "requests.jsonl", "rows.jsonl"
KEPT = ("status", "reason", "text", "thinking", "model", "prompt_tokens", "completion_tokens", "usd", "attempts")
"""Of a reply, in `replies.jsonl`."""


def answer_questions(
    config: EvalConfig,
    questions: Sequence[Question],
    run: RunFolder,
    student: Student | None,
    *,
    seed: int,
    spending: Spending,
) -> list[AnswerRow]:
    """The graded answers, in the order of the questions.

    Args:
        student: the model of this machine; None for one behind an API.
    """
    with run.exclusive(STAGE):
        journal = run.journal(STAGE, REPLIES)
        # A recording asks everything again.
        kept = {} if spending.mode == "record" else {row["key"]: row for row in journal}
        replies = {key: _read_reply(row) for key, row in kept.items()}
        left = [question for question in questions if question.key not in replies]
        if replies:
            say(f"{len(questions) - len(left)} of {len(questions)} questions are answered already")
        if student is None:
            found = _ask_api(_client(config, run.stage(STAGE) / REQUESTS, spending), config, left)
        else:
            found = answer_all(student, left, decoding(config, seed))
        for index, reply in found:
            replies[left[index].key] = reply
            if reply.status not in RETRIED:
                row = {name: getattr(reply, name) for name in KEPT}
                journal.append({"key": left[index].key, **row, "cost": asdict(reply.cost)})
    rows = [grade_reply(question, replies[question.key]) for question in questions]
    write_lines(run.stage(STAGE) / ROWS, [row.to_dict() for row in rows])
    return rows


def decoding(config: EvalConfig, seed: int) -> Decoding:
    """How a model of this machine writes."""
    return Decoding(
        temperature=config.asked_temperature or 0.0,
        max_tokens=config.asked_max_tokens,
        batch_size=config.batch_size,
        seed=seed,
    )


def estimate_answers(
    config: EvalConfig, questions: Sequence[Question], out: Path, spending: Spending
) -> CostEstimate | None:
    """What an API would take at most; None for a model of this machine. Nothing is sent or written."""
    if not config.is_api:
        return None
    client = _client(config, out / "none.jsonl", spending)
    return cost_estimate(client.estimate([request_of(config, question) for question in questions]))


def request_of(config: EvalConfig, question: Question) -> ChatRequest:
    """A question as an API is asked: images, then words. What is cut off is not asked for again with more room."""
    images = [image_part(image) for image in question.images]
    return ChatRequest(
        content=(*images, question.words),
        temperature=config.asked_temperature,
        max_tokens=config.asked_max_tokens,
        asks_longer=False,
        repeat=question.sample,
        topic=Topic(step=question.arm, item=f"{question.item.id} {question.sample + 1}"),
    )


def _ask_api(client: ChatClient, config: EvalConfig, questions: Sequence[Question]) -> Iterator[tuple[int, ChatReply]]:
    return client.run([request_of(config, question) for question in questions], label="answers")


def _client(config: EvalConfig, cache: Path, spending: Spending) -> ChatClient:
    return spending.chat(config.settings(config.model.removeprefix(API)), cache)


def _read_reply(row: dict[str, Any]) -> ChatReply:
    known = with_cost(row)
    return ChatReply(**{name: known[name] for name in KEPT}, cached=True, spent_before=known["cost"])
