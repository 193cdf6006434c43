"""What trainers send and what they expect back. Each shape is read into pairs and written from scores; no number stands for an error.

native         {prompts | prompt, images, reward?}       -> {scores: [number | null], errors: [null | reason], notes, reward, revision}
UniRL          {protocol_version, requests: [{history: [{text, image_b64}], required_rewards, ...identity}]}
                                                         -> {results: [{reward: {score}}], errors: [{reward: reason}], identities}
Flow-Factory   {prompt, image, ...} or {prompts, images, ...}   -> {rewards: [number]}, or {error, errors} where one is missing
TRL            {completions, solution, ...columns}       -> {rewards: [number | null], errors: [null | reason]}
verl-omni      a pickle {images, prompts, metadata}      -> a pickle {scores} or {error}: `plain_pickle`

Sources: UniRL `unirl-reward-service/reward_service/schemas.py` (protocol 1), Flow-Factory `rewards/my_reward_remote.py` and
`reward_server/example_server.py` (its two halves spell the keys differently; both are read), verl-omni
`utils/reward_score/http_scorer_client.py`, TRL's reward functions. Videos and differentiable scoring are refused with a reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scisynth.core.records import ItemScore
from scisynth.serve.bodies import RefusedError, read_image, read_prompt
from scisynth.serve.config import LimitsConfig
from scisynth.serve.queues import Pair

PROTOCOL = "1"
IDENTITY = ("request_id", "sample_id", "group_id", "source_rank", "policy_version", "idempotency_key")


@dataclass(frozen=True, kw_only=True)
class Batch:
    """N items of a request: those that can be scored as pairs, and the reasons of the others."""

    pairs: Mapping[int, Pair]
    """Row to pair."""
    reasons: Mapping[int, str]
    size: int

    def joined(self, scores: Sequence[ItemScore]) -> list[ItemScore]:
        """The outcome of every row; `scores` are those of the pairs in their order."""
        found = dict(zip(self.pairs, scores, strict=True))
        return [found.get(row) or ItemScore(reason=self.reasons[row]) for row in range(self.size)]


def read_batch(prompts: Any, images: Any, limits: LimitsConfig) -> Batch:
    """N prompts (or one for all) and N images as they were sent.

    Raises:
        RefusedError: 400 where these are no lists of one length, 413 for too many.
    """
    if not isinstance(images, list):
        raise RefusedError(400, "expected `images` as a list of images in base64")
    if isinstance(prompts, str):
        prompts = [prompts] * len(images)
    if not isinstance(prompts, list) or len(prompts) != len(images):
        given = f"{len(prompts)} prompts" if isinstance(prompts, list) else "none"
        raise RefusedError(400, f"expected `prompts` as a list, one for each of {len(images)} images, got {given}")
    check_size(len(images), limits)
    pairs, reasons = {}, {}
    for row, (prompt, image) in enumerate(zip(prompts, images, strict=True)):
        words, reason = read_prompt(prompt, limits.max_prompt_chars)
        data = b""
        if not reason:
            data, reason = read_image(image, int(limits.max_image_mb * 1e6))
        if reason:
            reasons[row] = reason
        else:
            pairs[row] = Pair(prompt=words, image=data)
    return Batch(pairs=pairs, reasons=reasons, size=len(images))


def check_size(num: int, limits: LimitsConfig) -> None:
    """Raises `RefusedError` for more items than a request may have."""
    if num > limits.max_items:
        raise RefusedError(413, f"expected at most {limits.max_items:,} items in a request, got {num:,}; send several")


def read_native(values: Mapping[str, Any], limits: LimitsConfig) -> Batch:
    """The request of `/v1/score`."""
    if unknown := values.keys() - {"prompt", "prompts", "images", "reward"}:
        raise RefusedError(400, f"unknown key {min(unknown)!r}; known: prompts, prompt, images, reward")
    return read_batch(values.get("prompts", values.get("prompt")), values.get("images"), limits)


def read_flow_factory(values: Mapping[str, Any], limits: LimitsConfig) -> Batch:
    """The request of Flow-Factory, as its client or as its example server spells it."""
    for key in ("video", "videos", "condition_images", "condition_videos"):
        if values.get(key):
            raise RefusedError(400, f"`{key}` is not served; send prompts and images")
    prompts = values.get("prompts") or values.get("prompt")
    return read_batch(prompts, values.get("images") or values.get("image"), limits)


def write_flow_factory(scores: Sequence[ItemScore]) -> dict[str, Any]:
    """Its answer; an `error` makes its client stop, which a hole in the rewards would not."""
    answer: dict[str, Any] = {"rewards": [score.value for score in scores]}
    if missing := [row for row, score in enumerate(scores) if score.value is None]:
        first = scores[missing[0]].reason
        answer["error"] = f"{len(missing)} of {len(scores)} images have no score; item {missing[0]}: {first}"
        answer["errors"] = [score.reason or None for score in scores]
    return answer


@dataclass(frozen=True, kw_only=True)
class UnirlRequest:
    """One of UniRL's requests."""

    rewards: tuple[str, ...]
    prompt: Any
    image: Any
    identity: Mapping[str, Any]
    reason: str = ""
    """Why none of its rewards can be given."""


def read_unirl(values: Mapping[str, Any], limits: LimitsConfig) -> list[UnirlRequest]:
    """The requests of a body.

    Raises:
        RefusedError: 400 for another protocol or another shape, 413 for too many.
    """
    version = values.get("protocol_version", PROTOCOL)
    if version != PROTOCOL:
        raise RefusedError(400, f"expected protocol_version {PROTOCOL!r}, got {version!r}")
    if values.get("grad_mode"):
        raise RefusedError(400, "grad_mode is not served; score without gradients")
    requests = values.get("requests")
    if not isinstance(requests, list):
        raise RefusedError(400, "expected `requests` as a list")
    check_size(len(requests), limits)
    return [_unirl_request(row, request) for row, request in enumerate(requests)]


def _unirl_request(row: int, request: Any) -> UnirlRequest:
    if not isinstance(request, dict):
        raise RefusedError(400, f"requests[{row}]: expected an object")
    names, history = request.get("required_rewards"), request.get("history")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise RefusedError(400, f"requests[{row}]: expected `required_rewards` as names")
    turn = history[-1] if isinstance(history, list) and history else None
    reason = ""
    if not isinstance(turn, dict):
        reason, turn = "expected `history` with a turn of `text` and `image_b64`", {}
    elif turn.get("image_b64") is None:
        reason = "expected `image_b64` in the last turn; videos and shared memory are not served"
    return UnirlRequest(
        rewards=tuple(dict.fromkeys(names)),
        prompt=turn.get("text"),
        image=turn.get("image_b64"),
        identity={key: request.get(key) for key in (*IDENTITY, "scorer_version")},
        reason=reason,
    )


def write_unirl(
    requests: Sequence[UnirlRequest],
    found: Sequence[Mapping[str, ItemScore]],
    revisions: Mapping[str, str],
) -> dict[str, Any]:
    """Its answer: `found` has the score of each reward of each request."""
    identities = []
    for request in requests:
        version = revisions.get(request.rewards[0]) if len(request.rewards) == 1 else None
        own = {key: request.identity[key] for key in IDENTITY}
        identities.append({**own, "scorer_version": version or None})
    return {
        "protocol_version": PROTOCOL,
        "results": [
            {name: {"score": score.value} for name, score in row.items() if score.value is not None} for row in found
        ],
        "errors": [{name: score.reason for name, score in row.items() if score.value is None} for row in found],
        "identities": identities,
    }


def read_trl(values: Mapping[str, Any], limits: LimitsConfig) -> list[dict[str, Any]]:
    """Completions and the column of their answers (`solution`, or `answer`) as items of the check `answers`."""
    completions = values.get("completions")
    answers = values.get("solution", values.get("answer"))
    if not isinstance(completions, list) or not isinstance(answers, list) or len(completions) != len(answers):
        raise RefusedError(400, "expected `completions` and `solution` as lists of one length")
    check_size(len(completions), limits)
    return [{"reply": reply, "answer": answer} for reply, answer in zip(completions, answers, strict=True)]
