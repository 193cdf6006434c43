"""An image API as a generator: what fails is a state of one row, never a crash and never a blank page.

Few servers know seeds, so a run is repeatable through its kept replies only.
"""

from collections.abc import Sequence

from scisynth.clients.images import ImageClient
from scisynth.clients.records import CallEstimate, ImageReply, ImageRequest
from scisynth.core.images import open_image
from scisynth.core.records import DrawnImage


class ApiGenerator:
    """Images from one model behind an OpenAI-compatible server."""

    def __init__(self, client: ImageClient, *, name: str) -> None:
        self.name = name
        self._client = client

    def draw(self, prompts: Sequence[str], seeds: Sequence[int], *, size_px: int) -> list[DrawnImage]:
        """N prompts and N seeds to N images of about `size_px` x `size_px`, or what became of them."""
        requests = _requests(prompts, seeds, size_px)
        found = {number: _drawn(reply) for number, reply in self._client.run(requests, label=self.name)}
        return [found[number] for number in range(len(requests))]

    def estimate(self, prompts: Sequence[str], *, images_per_prompt: int, size_px: int) -> CallEstimate:
        """What drawing would cost at most, or at the price by the piece where there is one; nothing is sent."""
        pairs = [(prompt, index) for prompt in prompts for index in range(images_per_prompt)]
        # Negative, so that no kept image stands for one: a plan is for the whole run.
        return self._client.estimate(
            _requests([prompt for prompt, _ in pairs], [-1 - index for _, index in pairs], size_px)
        )


def _requests(prompts: Sequence[str], seeds: Sequence[int], size_px: int) -> list[ImageRequest]:
    """The seed is not sent, since most servers refuse one; it tells two images of one prompt apart in the kept replies."""
    size = f"{size_px}x{size_px}"
    return [ImageRequest(prompt=prompt, size=size, repeat=seed) for prompt, seed in zip(prompts, seeds, strict=True)]


def _drawn(reply: ImageReply) -> DrawnImage:
    if reply.status != "ok":
        return DrawnImage(status=reply.status, reason=reply.reason, cost=reply.cost)
    return DrawnImage(image=open_image(reply.data), cost=reply.cost)
