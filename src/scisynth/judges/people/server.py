"""The page on which people judge, served from the machine that holds the images.

    GET  /?token=...&rater=anna        the page; the token becomes a cookie that every other request needs
    GET  /state?rater=anna             the current question and how far one is
    GET  /image/<item>/<side>?...    one image; items have names that say nothing
    POST /answer, /undo                JSON; saved before it is answered

Nothing that leaves the server says which image is true: sides are drawn per rater, item names are keyed hashes, and
all images are written again as PNG without metadata and without their outermost 1/32, since images cut out of a
figure with coloured frames carry a line of the frame's colour along the edge, one for true and another for false. It listens on this machine only unless told otherwise, the token is
made again at each start, the page loads nothing from elsewhere (a strict Content-Security-Policy), and posts from other
origins are refused. Whoever has the link may answer under any name. Not covered: encryption; on a network one does not
trust, reach the page through an SSH tunnel.
"""

import hashlib
import hmac
import secrets
import socket
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import files
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scisynth.core.errors import ConfigError, DataError, ImageError, MissingExtraError, StorageError, one_line
from scisynth.core.images import open_image, png_bytes
from scisynth.core.progress import say
from scisynth.core.records import ContrastTuple, ImageSource
from scisynth.judges.people.answers import Answer, AnswerBook, Question, clean_rater

if TYPE_CHECKING:
    import uvicorn
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANSWERS_FILE = "answers.jsonl"
MAX_BODY_BYTES = 4096
MAX_SIDE_PX = 1600
"""Larger images are shrunk to this; a screen shows no more."""
CACHED_IMAGES = 32
BORDER = 1 / 32
"""Fraction of the longer side that is cut off all around."""
ASSETS = {"index.html": "text/html", "people.css": "text/css", "people.js": "text/javascript"}
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
WRONG_LINK = "This page needs the whole link that was shown when it was started. Please open that link again.\n"


class _Posted(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    rater: str = Field(max_length=200)
    item: str = Field(max_length=64)


class _PostedAnswer(_Posted):
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
    start = server.startup

    async def announce(sockets: list[socket.socket] | None = None) -> None:
        await start(sockets)
        # Only now Ctrl-C is the server's own signal; before, one that came while a module was loaded could be lost.
        on_ready(url)

    server.startup = announce  # type: ignore[method-assign]
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        # The way to end it; every answer is on disk already.
        pass
    finally:
        listener.close()


def open_people_server(
    tuples: Sequence[ContrastTuple], out: Path, *, seed: int, host: str = "127.0.0.1", port: int = 0
) -> "tuple[uvicorn.Server, socket.socket, str]":
    """(server, its socket, link); `server.run(sockets=[socket])` blocks until `server.should_exit` is set."""
    try:
        import uvicorn
    except ImportError:
        raise MissingExtraError("the people page", "people") from None
    usable = [item for item in tuples if item.status == "ok"]
    if not usable:
        raise DataError(f"expected tuples with images to ask about, got none among {len(tuples)}; check the data set")
    if len({item.id for item in usable}) < len(usable):
        raise DataError("expected tuples of different ids, got one twice; leave out the copies")
    book = AnswerBook(usable, out / ANSWERS_FILE, seed=seed)
    token = secrets.token_urlsafe(24)
    app = _guard(_Session(book, usable, token).app(), token)
    config = uvicorn.Config(
        app, log_config=None, log_level="warning", access_log=False, lifespan="off", server_header=False, ws="none",
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise ConfigError(
            f"{host}:{port}: cannot listen there ({error.strerror}); choose another host or port"
        ) from None
    # An address for all networks is no address to type.
    name = socket.gethostname() if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    return uvicorn.Server(config), listener, f"http://{name}:{listener.getsockname()[1]}/?token={token}"


class _Session:
    """The requests of the page."""

    def __init__(self, book: AnswerBook, tuples: Sequence[ContrastTuple], token: str) -> None:
        self._book = book
        self._key_of = {item.id: _keyed(token, item.id) for item in tuples}
        self._item_of = {self._key_of[item.id]: item for item in tuples}
        self._png = lru_cache(CACHED_IMAGES)(self._encode)

    def app(self) -> "ASGIApp":
        """The application, still open to everybody."""
        from starlette.applications import Starlette
        from starlette.routing import Route

        return Starlette(
            routes=[
                Route("/", self._asset, methods=["GET"]),
                Route("/state", self._state, methods=["GET"]),
                Route("/image/{key}/{side}", self._image, methods=["GET"]),
                Route("/answer", self._answer, methods=["POST"]),
                Route("/undo", self._undo, methods=["POST"]),
                Route("/{name}", self._asset, methods=["GET"]),
            ]
        )

    async def _asset(self, request: "Request") -> "Response":
        from starlette.responses import PlainTextResponse, Response

        name = request.path_params.get("name", "index.html")
        if name not in ASSETS:
            return PlainTextResponse("not found\n", 404)
        return Response(files("scisynth.judges.people").joinpath("page", name).read_bytes(), media_type=ASSETS[name])

    async def _state(self, request: "Request") -> "Response":
        try:
            return self._reply(clean_rater(request.query_params.get("rater", "")))
        except DataError as error:
            return _refuse(400, str(error))

    async def _image(self, request: "Request") -> "Response":
        from starlette.responses import Response

        item, side = self._item_of.get(request.path_params["key"]), request.path_params["side"]
        if item is None or not self._book.has(item.id) or side not in ("left", "right"):
            return _refuse(404, "no such image")
        try:
            question = self._book.question(clean_rater(request.query_params.get("rater", "")), item.id)
            data = self._png(item.id, question.left if side == "left" else question.right)
        except DataError:
            return _refuse(404, "no such image")
        # The name holds for one start of the server and one rater, so the browser may fetch the next one early.
        return Response(data, media_type="image/png", headers={"cache-control": "private, max-age=3600"})

    async def _answer(self, request: "Request") -> "Response":
        return await self._save(request, _PostedAnswer)

    async def _undo(self, request: "Request") -> "Response":
        return await self._save(request, _Posted)

    async def _save(self, request: "Request", kind: type[_Posted]) -> "Response":
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY_BYTES:
                return _refuse(413, "more than an answer")
        try:
            posted = kind.model_validate_json(body)
            rater = clean_rater(posted.rater)
        except (ValidationError, DataError) as error:
            return _refuse(400, "not an answer" if isinstance(error, ValidationError) else str(error))
        item = self._item_of.get(posted.item)
        try:
            if item is not None and isinstance(posted, _PostedAnswer):
                self._book.answer(rater, item.id, posted.answer, posted.seconds)
            elif item is not None:
                self._book.take_back(rater, item.id)
        except StorageError as error:
            say(str(error))
            return _refuse(507, "the disk refused it; tell the person who runs this page")
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


def _keyed(token: str, name: str) -> str:
    """A name for the page: the same during one run, and nothing to be read from it."""
    return hmac.new(token.encode(), name.encode(errors="replace"), hashlib.sha256).hexdigest()[:20]


def _refuse(status: int, reason: str) -> "Response":
    from starlette.responses import JSONResponse

    return JSONResponse({"error": reason}, status)


def _guard(app: "ASGIApp", token: str) -> "ASGIApp":
    """Lets in who has the link, refuses posts from other origins, and puts the security headers on every answer."""
    from starlette.datastructures import MutableHeaders
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse

    # Cookies do not tell ports apart, so two pages on one machine need two names.
    cookie = f"people-{_keyed(token, 'cookie')[:8]}"
    pass_on = f"{cookie}={token}; Path=/; HttpOnly; SameSite=Strict"

    def is_token(text: str | None) -> bool:
        return hmac.compare_digest((text or "").encode(errors="replace"), token.encode())

    async def guarded(scope: "Scope", receive: "Receive", send: "Send") -> None:
        request = Request(scope)
        is_arrival = request.url.path == "/" and is_token(request.query_params.get("token"))
        own = {f"{scheme}://{request.headers.get('host')}" for scheme in ("http", "https")}

        async def send_guarded(message: "Message") -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if is_arrival:
                    headers.append("set-cookie", pass_on)
            await send(message)

        if not (is_arrival or is_token(request.cookies.get(cookie))):
            await PlainTextResponse(WRONG_LINK, 403)(scope, receive, send_guarded)
        elif request.method == "POST" and request.headers.get("origin") not in own:
            await PlainTextResponse("posts from other pages are refused\n", 403)(scope, receive, send_guarded)
        else:
            await app(scope, receive, send_guarded)

    return guarded
