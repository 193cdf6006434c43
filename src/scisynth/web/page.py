"""A page for people who have its link, served from the machine that holds the images.

    PrivatePage   what the page answers to: routes of its own, its files, and the files that all pages share
    guard         lets in who has the link, refuses posts from other origins, sets the security headers
    open_server   a server that listens and a link; `web.listening.run_server` serves until Ctrl-C

The link carries a token, made again at each start; arriving with it sets a cookie, which every other request needs. The page
loads nothing from elsewhere (a strict Content-Security-Policy). It listens on this machine only unless another address is given.
Whoever has the link may answer under any name. Not covered: encryption; on a network one does not trust, reach the page
through an SSH tunnel.
"""

import hashlib
import hmac
import secrets
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scisynth.core.errors import DataError, StorageError
from scisynth.core.progress import say
from scisynth.web.listening import listen

if TYPE_CHECKING:
    import uvicorn
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY_BYTES = 4096
MAX_NAME_CHARS = 40
MEDIA_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
SHARED = {"base.css": "scisynth.web", "base.js": "scisynth.web"}
"""Files of every page, and the package whose folder `assets` holds them."""
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


class Posted(BaseModel):
    """What a page sends of a person's doing; subclasses say what else."""

    model_config = ConfigDict(extra="forbid", strict=True)

    rater: str = Field(max_length=200)
    item: str = Field(max_length=64)


B = TypeVar("B", bound=BaseModel)
P = TypeVar("P", bound=Posted)


def clean_rater(name: str) -> str:
    """A rater's name as it is kept: lower case, single spaces.

    Raises:
        DataError: empty, too long, or with characters that cannot be seen.
    """
    cleaned = " ".join(name.split()).casefold()
    if not cleaned or len(cleaned) > MAX_NAME_CHARS or not cleaned.isprintable():
        raise DataError(f"expected a name of 1 to {MAX_NAME_CHARS} visible characters; choose another")
    return cleaned


@dataclass(frozen=True, kw_only=True)
class PrivatePage:
    """One page behind one link."""

    package: str
    """Its files lie in the folder `page` of this package."""
    assets: Sequence[str]
    """Names of its files, `index.html` among them."""
    routes: "Sequence[BaseRoute]"
    home: str = "/"
    """Path of the page on its server, with a slash at the end; several pages may share a server."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def key(self, name: str) -> str:
        """A name for the page: the same during one run, and nothing to be read from it."""
        return keyed(self.token, name)

    def app(self) -> "ASGIApp":
        """The application, guarded."""
        from starlette.applications import Starlette
        from starlette.routing import Mount, Route

        routes = [
            *self.routes,
            Route("/", self._asset, methods=["GET"]),
            Route("/{name}", self._asset, methods=["GET"]),
        ]
        inner = Starlette(routes=routes if self.home == "/" else [Mount(self.home.rstrip("/"), routes=routes)])
        return guard(inner, self.token, self.home)

    async def _asset(self, request: "Request") -> "Response":
        from starlette.responses import PlainTextResponse, Response

        name = request.path_params.get("name", "index.html")
        if name in self.assets:
            found = files(self.package).joinpath("page", name)
        elif name in SHARED:
            found = files(SHARED[name]).joinpath("assets", name)
        else:
            return PlainTextResponse("not found\n", 404)
        return Response(found.read_bytes(), media_type=MEDIA_TYPES["." + name.rpartition(".")[2]])


def keyed(token: str, name: str) -> str:
    """A name that only who has the token can make from another."""
    return hmac.new(token.encode(), name.encode(errors="replace"), hashlib.sha256).hexdigest()[:20]


def refuse(status: int, reason: str) -> "Response":
    """A refusal that the page shows to the person."""
    from starlette.responses import JSONResponse

    return JSONResponse({"error": reason}, status)


async def read_body(request: "Request", kind: type[B], max_bytes: int = MAX_BODY_BYTES) -> "B | Response":
    """What was posted, or the refusal of anything else."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            return refuse(413, "more than an answer")
    try:
        return kind.model_validate_json(body)
    except ValidationError:
        return refuse(400, "not an answer")


async def read_posted(request: "Request", kind: type[P], max_bytes: int = MAX_BODY_BYTES) -> "tuple[P, str] | Response":
    """(what was posted, the cleaned name of the rater), or the refusal of anything else."""
    posted = await read_body(request, kind, max_bytes)
    if not isinstance(posted, Posted):
        return posted
    try:
        return posted, clean_rater(posted.rater)
    except DataError as error:
        return refuse(400, str(error))


def try_to_save(save: Callable[[], object]) -> "Response | None":
    """None once it is saved; else the refusal, and a line for who runs the page."""
    try:
        save()
    except StorageError as error:
        say(str(error))
        return refuse(507, "the disk refused it; tell the person who runs this page")
    return None


def guard(app: "ASGIApp", token: str, home: str = "/") -> "ASGIApp":
    """Lets in who has the link, refuses posts from other origins, and puts the security headers on every answer."""
    from starlette.datastructures import MutableHeaders
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse

    # Cookies do not tell ports apart, so two pages on one machine need two names.
    cookie = f"people-{keyed(token, 'cookie')[:8]}"
    pass_on = f"{cookie}={token}; Path={home}; HttpOnly; SameSite=Strict"

    def is_token(text: str | None) -> bool:
        return hmac.compare_digest((text or "").encode(errors="replace"), token.encode())

    async def guarded(scope: "Scope", receive: "Receive", send: "Send") -> None:
        request = Request(scope)
        is_arrival = request.url.path == home and is_token(request.query_params.get("token"))
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


def open_server(
    pages: Sequence[PrivatePage], *, host: str = "127.0.0.1", port: int = 0
) -> "tuple[uvicorn.Server, socket.socket, list[str]]":
    """(server, its socket, a link a page); `server.run(sockets=[socket])` blocks until `server.should_exit` is set.

    Raises:
        ConfigError: the address cannot be listened on.
        MissingExtraError: the web server is not installed.
    """
    app = _by_home({page.home: page.app() for page in pages})
    server, listener, base = listen(app, host, port, feature="the people page", extra="people")
    return server, listener, [f"{base}{page.home}?token={page.token}" for page in pages]


def _by_home(apps: "Mapping[str, ASGIApp]") -> "ASGIApp":
    """The page with the longest home that the path begins with."""
    homes = sorted(apps, key=len, reverse=True)

    async def chosen(scope: "Scope", receive: "Receive", send: "Send") -> None:
        home = next((home for home in homes if scope["path"].startswith(home)), homes[-1])
        await apps[home](scope, receive, send)

    return apps[homes[0]] if len(homes) == 1 else chosen
