"""A page to try it on: a prompt goes in, and the direct, the rewritten and the best image come out side by side, with the derivation.

    GET  /?token=...     the page (`web.page` keeps it private); the token becomes a cookie that every other request needs
    GET  /about          which generator, who rewrites and who chooses
    POST /draw           {"prompt": ..., "number": ...} to three images; drawn one prompt at a time
    GET  /image/<key>    one image, with its prompt and derivation in its metadata

Everything is kept in the run folder as `scisynth generate` keeps it, so the same prompt and number are drawn once.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from scisynth.core.errors import ScisynthError
from scisynth.core.images import content_hash, png_bytes
from scisynth.core.records import DrawnImage
from scisynth.core.store import RunFolder
from scisynth.generators.seeds import image_seed
from scisynth.pipelines.assist.config import AssistConfig
from scisynth.pipelines.assist.generator import AssistedGenerator
from scisynth.pipelines.assist.records import FOLDER
from scisynth.pipelines.providers.access import Spending, check_access
from scisynth.pipelines.providers.generate import GenerateConfig
from scisynth.pipelines.providers.generators import load_source
from scisynth.prompts.rewrite import FACTS
from scisynth.web.listening import run_server
from scisynth.web.page import PrivatePage, open_server, read_body, refuse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

COMMAND, DIRECT = "generate --page", "direct"
DEFAULT = AssistConfig(rewrite=FACTS, best_of=4)
MAX_PROMPT_CHARS, MAX_WAITING = 800, 8
KEPT_IMAGES = 600
"""In memory, for browsers that have not fetched them yet; all of them are in the run folder."""


class Wanted(BaseModel):
    """What the page asks for."""

    model_config = ConfigDict(extra="forbid", strict=True)

    prompt: str = Field(min_length=1, max_length=MAX_PROMPT_CHARS)
    number: int = Field(default=0, ge=0, le=999)
    """Which of the prompt's images; another number has another seed."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One of the images side by side."""

    title: str
    image: bytes | None
    prompt: str
    """What the generator was given."""
    note: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What comes out for a prompt."""

    columns: tuple[Column, ...]
    derivation: str
    change: str
    """What became of the prompt."""


class Front:
    """Three ways to one image, one prompt at a time."""

    def __init__(self, direct: AssistedGenerator, assisted: AssistedGenerator, *, size_px: int, seed: int) -> None:
        self.name = assisted.name
        self._direct, self._assisted = direct, assisted
        self._size_px, self._seed = size_px, seed

    def draw(self, prompt: str, number: int = 0) -> Answer:
        """The direct image, the first one from the rewritten prompt, and the best that was found."""
        seed = image_seed(self._seed, prompt, number)
        direct = self._direct.draw([prompt], [seed], size_px=self._size_px)[0]
        best = self._assisted.draw([prompt], [seed], size_px=self._size_px)[0]
        rewrite = self._assisted.rewrite([prompt])[prompt]
        first = self._assisted.candidate(prompt, seed)
        change = f"Left alone: {rewrite.reason}." if rewrite.reason else rewrite.generation_prompt
        return Answer(
            columns=(
                _column("Direct", direct, prompt),
                _column("Rewritten", first, rewrite.generation_prompt),
                _column("Best", best, best.generation_prompt or rewrite.generation_prompt),
            ),
            derivation=rewrite.derivation,
            change=change,
        )


def _column(title: str, drawn: DrawnImage, prompt: str) -> Column:
    if drawn.image is None:
        return Column(title=title, image=None, prompt=prompt, note=f"{drawn.status}: {drawn.reason}")
    texts = {"generation_prompt": prompt, "derivation": drawn.derivation}
    image = png_bytes(drawn.image, {keyword: text for keyword, text in texts.items() if text})
    return Column(title=title, image=image, prompt=prompt, note=drawn.note)


def open_front(config: GenerateConfig, out: Path, *, seed: int, spending: Spending | None = None) -> Front:
    """The generator of a config, direct and assisted (by facts and best of four unless the config says how), in a run folder.

    Raises:
        ConfigError, ModelError: what was asked for cannot be had, or the folder is another run's.
    """
    spending = (spending or Spending()).renewed()
    if not config.assist.is_on:
        config = config.model_copy(update={"assist": DEFAULT})
    check_access([(config.model, config.access), *config.assist.sides(config)], out, spending)
    assisted = load_source(config, out, config, spending)
    assert isinstance(assisted, AssistedGenerator)
    RunFolder(out, config, command=COMMAND, seed=seed)
    direct = AssistedGenerator(assisted.direct, name=config.base_name, folder=out / DIRECT / FOLDER)
    return Front(direct, assisted, size_px=config.side_px, seed=seed)


def serve_front(front: Front, *, host: str = "127.0.0.1", port: int = 0, on_ready: Callable[[str], None]) -> None:
    """Serves the page until Ctrl-C; `on_ready` is called once with the link.

    Raises:
        ConfigError: the address cannot be listened on.
        MissingExtraError: the web server is not installed.
    """
    server, listener, (url,) = open_server([front_page(front)], host=host, port=port)
    run_server(server, listener, lambda: on_ready(url))


def front_page(front: Front) -> PrivatePage:
    """The page of a front."""
    return _Session(front).page


class _Session:
    """The requests of the page."""

    def __init__(self, front: Front) -> None:
        from starlette.routing import Route

        self._front = front
        self._images: dict[str, bytes] = {}
        self._lock = asyncio.Lock()
        self._waiting = 0
        self.page = PrivatePage(
            package="scisynth.pipelines.assist",
            assets=("index.html", "front.css", "front.js"),
            routes=[
                Route("/about", self._about, methods=["GET"]),
                Route("/draw", self._draw, methods=["POST"]),
                Route("/image/{key}", self._image, methods=["GET"]),
            ],
        )

    async def _about(self, request: "Request") -> "Response":
        from starlette.responses import JSONResponse

        return JSONResponse({"name": self._front.name})

    async def _draw(self, request: "Request") -> "Response":
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import JSONResponse

        wanted = await read_body(request, Wanted)
        if not isinstance(wanted, Wanted):
            return wanted
        prompt = " ".join(wanted.prompt.split())
        if not prompt:
            return refuse(400, "expected a prompt, got an empty one; write what the image should show")
        if self._waiting >= MAX_WAITING:
            return refuse(429, f"{MAX_WAITING} prompts are waiting already; try again in a moment")
        self._waiting += 1
        try:
            async with self._lock:
                answer = await run_in_threadpool(self._front.draw, prompt, wanted.number)
        except ScisynthError as error:
            return refuse(400, str(error))
        finally:
            self._waiting -= 1
        return JSONResponse(
            {
                "prompt": prompt,
                "change": answer.change,
                "derivation": answer.derivation,
                "columns": [self._shown(column, prompt, answer.derivation) for column in answer.columns],
            }
        )

    def _shown(self, column: Column, prompt: str, derivation: str) -> dict[str, Any]:
        shown = {"title": column.title, "prompt": column.prompt, "note": column.note, "image": "", "alt": ""}
        if column.image is not None:
            key = self.page.key(content_hash(column.image))
            self._images[key] = column.image
            while len(self._images) > KEPT_IMAGES:
                del self._images[next(iter(self._images))]
            # What must be seen is said of the images that were told so; the direct one may show anything.
            told = "" if column.prompt == prompt else f" {derivation}"
            shown |= {"image": f"image/{key}", "alt": f"{column.title}: {prompt}{told}"}
        return shown

    async def _image(self, request: "Request") -> "Response":
        from starlette.responses import Response

        found = self._images.get(request.path_params["key"])
        if found is None:
            return refuse(404, "no such image")
        return Response(found, media_type="image/png", headers={"cache-control": "private, max-age=3600"})
