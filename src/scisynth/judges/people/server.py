"""The page on which people judge, served from the machine that holds the images (`web.page` keeps it private).

    GET  /?token=...&rater=anna        the page; the token becomes a cookie that every other request needs
    GET  /state?rater=anna             the current question and how far one is
    GET  /image/<item>/<side>?...    one image; items have names that say nothing
    POST /answer, /undo                JSON; saved before it is answered

Nothing that leaves the server says which image is true: sides are drawn per rater, item names are keyed hashes, and
all images are written again as PNG without metadata and without their outermost 1/32, since images cut out of a
figure with coloured frames carry a line of the frame's colour along the edge, one for true and another for false.
"""

import socket
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pydantic import Field

from scisynth.core.errors import DataError, ImageError, one_line
from scisynth.core.images import open_image, png_bytes
from scisynth.core.progress import say
from scisynth.core.records import ContrastTuple, ImageSource
from scisynth.judges.people.answers import Answer, AnswerBook, Question
from scisynth.web.listening import run_server
from scisynth.web.page import (
    Posted,
    PrivatePage,
    clean_rater,
    open_server,
    read_posted,
    refuse,
    try_to_save,
)

if TYPE_CHECKING:
    import uvicorn
    from starlette.requests import Request
    from starlette.responses import Response

ANSWERS_FILE = "answers.jsonl"
MAX_SIDE_PX = 1600
"""Larger images are shrunk to this; a screen shows no more."""
CACHED_IMAGES = 32
BORDER = 1 / 32
"""Fraction of the longer side that is cut off all around."""
ASSETS = ("index.html", "people.css", "people.js")


class _PostedAnswer(Posted):
    answer: Answer
    seconds: float = Field(ge=0, le=86_400, allow_inf_nan=False)


def serve_people(
    tuples: Sequence[ContrastTuple],
    out: Path,
    *,
    seed: int,
    host: str = "127.0.0.1",
    port: int = 0,
    on_ready: Callable[[str], None],
) -> None:
    """Serves the page until Ctrl-C; every click is a row of `out / "answers.jsonl"`, where a later call goes on.

    Args:
        tuples: what to ask about; broken ones are left out.
        out: folder of the answers, made when absent.
        seed: of the order and the sides.
        host: address to listen on; "0.0.0.0" lets phones of the same network in.
        port: 0 takes a free one.
        on_ready: called once with the link to hand out; `&rater=<name>` may be added to it.

    Raises:
        ConfigError: the address cannot be listened on.
        DataError: nothing to ask about, or two tuples of one id.
        MissingExtraError: the web server is not installed.
    """
    server, listener, url = open_people_server(tuples, out, seed=seed, host=host, port=port)
    run_server(server, listener, lambda: on_ready(url))


def open_people_server(
    tuples: Sequence[ContrastTuple], out: Path, *, seed: int, host: str = "127.0.0.1", port: int = 0
) -> "tuple[uvicorn.Server, socket.socket, str]":
    """(server, its socket, link); `server.run(sockets=[socket])` blocks until `server.should_exit` is set."""
    usable = [item for item in tuples if item.status == "ok"]
    if not usable:
        raise DataError(f"expected tuples with images to ask about, got none among {len(tuples)}; check the data set")
    if len({item.id for item in usable}) < len(usable):
        raise DataError("expected tuples of different ids, got one twice; leave out the copies")
    book = AnswerBook(usable, out / ANSWERS_FILE, seed=seed)
    page = _Session(book, usable).page
    server, listener, (url,) = open_server([page], host=host, port=port)
    return server, listener, url


class _Session:
    """The requests of the page."""

    def __init__(self, book: AnswerBook, tuples: Sequence[ContrastTuple]) -> None:
        from starlette.routing import Route

        self._book = book
        self.page = PrivatePage(
            package="scisynth.judges.people",
            assets=ASSETS,
            routes=[
                Route("/state", self._state, methods=["GET"]),
                Route("/image/{key}/{side}", self._image, methods=["GET"]),
                Route("/answer", self._answer, methods=["POST"]),
                Route("/undo", self._undo, methods=["POST"]),
            ],
        )
        self._key_of = {item.id: self.page.key(item.id) for item in tuples}
        self._item_of = {self._key_of[item.id]: item for item in tuples}
        self._png = lru_cache(CACHED_IMAGES)(self._encode)

    async def _state(self, request: "Request") -> "Response":
        try:
            return self._reply(clean_rater(request.query_params.get("rater", "")))
        except DataError as error:
            return refuse(400, str(error))

    async def _image(self, request: "Request") -> "Response":
        from starlette.responses import Response

        item, side = self._item_of.get(request.path_params["key"]), request.path_params["side"]
        if item is None or not self._book.has(item.id) or side not in ("left", "right"):
            return refuse(404, "no such image")
        try:
            question = self._book.question(clean_rater(request.query_params.get("rater", "")), item.id)
            data = self._png(item.id, question.left if side == "left" else question.right)
        except DataError:
            return refuse(404, "no such image")
        # The name holds for one start of the server and one rater, so the browser may fetch the next one early.
        return Response(data, media_type="image/png", headers={"cache-control": "private, max-age=3600"})

    async def _answer(self, request: "Request") -> "Response":
        return await self._save(request, _PostedAnswer)

    async def _undo(self, request: "Request") -> "Response":
        return await self._save(request, Posted)

    async def _save(self, request: "Request", kind: type[Posted]) -> "Response":
        found = await read_posted(request, kind)
        if not isinstance(found, tuple):
            return found
        posted, rater = found
        if item := self._item_of.get(posted.item):
            if isinstance(posted, _PostedAnswer):
                answer, seconds = posted.answer, posted.seconds
                refusal = try_to_save(lambda: self._book.answer(rater, item.id, answer, seconds))
            else:
                refusal = try_to_save(lambda: self._book.take_back(rater, item.id))
            if refusal:
                return refusal
        # Whether or not the click was to the current question, the page goes on from what is true.
        return self._reply(rater)

    def _reply(self, rater: str) -> "Response":
        from starlette.responses import JSONResponse

        now, ahead = [*self._showable(rater, 2), None, None][:2]
        done, total = self._book.progress(rater)
        last = self._book.last_answered(rater)
        return JSONResponse(
            {
                "rater": rater,
                "done": done,
                "total": total,
                "last": self._key_of[last] if last else None,
                "now": now and self._describe(rater, now),
                "ahead": ahead and self._describe(rater, ahead),
            }
        )

    def _describe(self, rater: str, question: Question) -> dict[str, str]:
        key, who = self._key_of[question.item.id], urlencode({"rater": rater})
        return {
            "item": key,
            "prompt": question.item.implicit_prompt[0],
            "left": f"image/{key}/left?{who}",
            "right": f"image/{key}/right?{who}",
        }

    def _showable(self, rater: str, num: int) -> list[Question]:
        """The next questions whose images open; the others are dropped for everybody."""
        while True:
            questions = self._book.questions(rater, num)
            broken = [question.item.id for question in questions if not self._opens(question.item.id)]
            if not broken:
                return questions
            for name in broken:
                self._book.drop(name)

    def _opens(self, item_id: str) -> bool:
        try:
            self._png(item_id, "explicit")
            self._png(item_id, "superficial")
        except ImageError as error:
            say(f"{item_id}: not shown; {one_line(error)}")
            return False
        return True

    def _encode(self, item_id: str, picture: str) -> bytes:
        item = self._item_of[self._key_of[item_id]]
        sources: Sequence[ImageSource] = item.explicit_image if picture == "explicit" else item.superficial_image
        image = open_image(sources[0])
        # Never all of a tiny image.
        border = min(ceil(BORDER * max(image.size)), (min(image.size) - 1) // 2)
        image = image.crop((border, border, image.width - border, image.height - border))
        image.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX))
        return png_bytes(image)
