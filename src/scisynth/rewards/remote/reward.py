"""A reward that another process scores: `http://HOST:PORT` of a `scisynth serve`, wherever a reward is named.

    http://127.0.0.1:8000                     the server's first reward
    http://127.0.0.1:8000/rewards/NAME        one by its name
    http://gpu1:8000,http://gpu2:8000         several servers of the same weights, which share the work

Pairs are sent in chunks by several threads, so that encoding, the way and scoring overlap. A server that is killed and started again
costs time and nothing else; one that comes back with other weights is refused, since scores of two models must not be mixed.
A pair that fails has its reason (`score_each`); `score`, which has no place for one, raises it.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import MISSING, fields
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from scisynth.core.errors import ConfigError, ImageError, ModelError, one_line
from scisynth.core.images import png_bytes, read_image_bytes, to_rgb
from scisynth.core.progress import progress_bar, say
from scisynth.core.records import ImageSource, ItemScore
from scisynth.rewards.info import NOT_STATED, RewardInfo
from scisynth.rewards.pairs import check_prompts, pair_up
from scisynth.rewards.remote import binary_form
from scisynth.rewards.remote.servers import RewardServers, TooLargeError, read_address

PATIENCE_S = 900.0
"""How long a server may be gone under a run."""
FIRST_PATIENCE_S = 20.0
"""How long it may be gone before the run begins."""
TIMEOUT_S = 300.0
CHUNK = 16
THREADS_PER_SERVER = 4
REWARD_FIELDS = {field.name: field.default is MISSING for field in fields(RewardInfo)}


class RemoteReward:
    """A reward behind one or several servers."""

    def __init__(
        self,
        name: str,
        *,
        patience_s: float = PATIENCE_S,
        first_patience_s: float = FIRST_PATIENCE_S,
        timeout_s: float = TIMEOUT_S,
        chunk: int = CHUNK,
        num_threads: int = THREADS_PER_SERVER,
    ) -> None:
        """Asks every server what it serves.

        Args:
            name: one address, or several with commas between them.
            patience_s: how long a request is repeated while no server answers.
            first_patience_s: the same before the first answer.
            timeout_s: seconds that one answer may take.
            chunk: pairs of one request.
            num_threads: requests at a time for each server.

        Raises:
            ConfigError: no address, a wrong token, or a reward that is not served.
            ModelError: a server does not answer, or two of them have different weights.
        """
        self.name = name
        addresses = [read_address(url.strip()) for url in name.split(",")]
        self._servers = RewardServers(addresses, patience_s=patience_s, timeout_s=timeout_s)
        self._chunk, self._num_threads = chunk, num_threads * len(addresses)
        self._has_told = False
        known = [self._described(number, first_patience_s) for number in range(len(addresses))]
        self._alias, self._description = known[0]
        self.revision = str(self._description.get("revision", ""))
        for address, (alias, other) in zip(addresses, known, strict=True):
            if (alias, other.get("revision")) != (self._alias, self._description.get("revision")):
                raise ModelError(
                    f"{address}: serves {alias} {other.get('revision')}, the first server {self._alias} {self.revision}; "
                    "serve the same weights under the same name on all of them"
                )
        self.info = _info(self._description)

    def score(self, prompts: Sequence[str], images: Sequence[ImageSource]) -> Tensor:
        """N prompts and N images (PIL, path or bytes) to float32 [N] on the CPU.

        Raises:
            DataError: lengths differ, or a prompt is empty.
            ModelError: a pair has no score, or no server answers.
        """
        check_prompts(prompts)
        scores = self.score_each(prompts, images)
        if missing := [row for row, score in enumerate(scores) if score.value is None]:
            first = missing[0]
            raise ModelError(
                f"{self.name}: {len(missing)} of {len(scores)} pairs have no score; pair {first}: {scores[first].reason}"
            )
        return torch.tensor([score.value for score in scores], dtype=torch.float32)

    def score_each(self, prompts: Sequence[str], images: Sequence[ImageSource]) -> list[ItemScore]:
        """N prompts and N images to N scores or reasons."""
        pair_up(prompts, images)
        starts = range(0, len(prompts), self._chunk)
        with (
            progress_bar("images", total=len(prompts)) as advance,
            ThreadPoolExecutor(self._num_threads, thread_name_prefix="reward") as pool,
        ):

            def ask(start: int) -> list[ItemScore]:
                rows = slice(start, start + self._chunk)
                found = self._encode_and_ask(prompts[rows], images[rows], start // self._chunk)
                advance(len(found))
                return found

            scores = [score for found in pool.map(ask, starts) for score in found]
        self._tell_notes(scores)
        return scores

    def _described(self, number: int, patience_s: float) -> tuple[str, dict[str, Any]]:
        """(name of the reward, what its server says of it)."""
        address = self._servers.addresses[number]
        one = RewardServers([address], patience_s=patience_s, timeout_s=TIMEOUT_S)
        found = one.ask("GET", "/health")
        models = found.get("models")
        if not isinstance(models, dict):
            raise ModelError(f"{address}: expected a `scisynth serve`, got another server; check the address")
        alias = address.reward or next(iter(models), "")
        if alias not in models:
            served = ", ".join(models) or "none"
            raise ConfigError(f"{address}: no reward {alias!r} is served; served are: {served}")
        if found.get("status") != "ok":
            say(f"{address}: {found.get('reason') or found.get('status')}")
        return alias, models[alias]

    def _encode_and_ask(self, prompts: Sequence[str], images: Sequence[ImageSource], number: int) -> list[ItemScore]:
        rows, reasons, encoded = [], {}, []
        for row, image in enumerate(images):
            try:
                encoded.append(_encoded(image))
                rows.append(row)
            except ImageError as error:
                reasons[row] = one_line(error)
        found = dict(zip(rows, self._ask([prompts[row] for row in rows], encoded, number), strict=True))
        return [found.get(row) or ItemScore(reason=reasons[row]) for row in range(len(images))]

    def _ask(self, prompts: Sequence[str], images: Sequence[bytes], number: int) -> list[ItemScore]:
        """One request, or two halves where the server takes less at a time."""
        if not prompts:
            return []
        body = binary_form.pack({"prompts": list(prompts), "reward": self._alias}, images)
        try:
            answer = self._servers.ask("POST", "/v1/score", body, binary_form.MEDIA_TYPE, first=number)
        except TooLargeError as error:
            if len(prompts) == 1:
                return [ItemScore(reason=one_line(error))]
            half = len(prompts) // 2
            return [
                *self._ask(prompts[:half], images[:half], number),
                *self._ask(prompts[half:], images[half:], number),
            ]
        if answer.get("revision") != self._description.get("revision"):
            raise ModelError(
                f"{self.name}: began with revision {self.revision or 'unknown'} of {self._alias} and now gets "
                f"{answer.get('revision') or 'unknown'}; serve the first weights again, scores of two models cannot be compared"
            )
        return self._read(answer, prompts)

    def _read(self, answer: dict[str, Any], prompts: Sequence[str]) -> list[ItemScore]:
        scores, errors, notes = answer.get("scores"), answer.get("errors"), answer.get("notes") or {}
        if not (isinstance(scores, list) and isinstance(errors, list) and len(scores) == len(errors) == len(prompts)):
            raise ModelError(
                f"{self.name}: expected {len(prompts)} scores, got another answer; check the server's version"
            )
        return [
            ItemScore(reason=str(error or "no score and no reason"))
            if not isinstance(score, int | float)
            else ItemScore.of(score, str(notes.get(prompt, "")))
            for score, error, prompt in zip(scores, errors, prompts, strict=True)
        ]

    def _tell_notes(self, scores: Sequence[ItemScore]) -> None:
        noted = [score.note for score in scores if score.note]
        if noted and not self._has_told:
            self._has_told = True
            say(f"{self.name}: {noted[0]} ({len(noted)} of {len(scores)} pairs); the rest has no effect on the score")


def _encoded(image: ImageSource) -> bytes:
    """The image's file as it is; pixels as PNG, so that nothing is lost on the way."""
    if isinstance(image, Image.Image):
        return png_bytes(to_rgb(image))
    return read_image_bytes(image)[1]


def _info(description: dict[str, Any]) -> RewardInfo:
    """What the number means, as the server says."""
    if not all(name in description for name, is_needed in REWARD_FIELDS.items() if is_needed):
        return NOT_STATED
    return RewardInfo(**{name: description[name] for name in REWARD_FIELDS if name in description})
