"""The routes. Each reads a shape, asks the service, and writes the shape back; what all share is the door before them.

    GET  /live                           nothing but "up"; needs no token
    GET  /health, /metrics, /canary      what is served and how it stands; Prometheus' numbers; the canary, asked again
    POST /v1/score                       pairs to scores, JSON or binary
    POST /v1/answers, /v1/figures, /v1/texts
    POST /score, /compute, /verl, /trl   as UniRL, Flow-Factory, verl-omni and TRL's reward functions speak
    ...  /rewards/NAME/...               the same of one reward, for trainers that know nothing but an address

The door refuses requests without the token (401), from pages of a browser (403), beyond the limits (413), and while too much is under way
or waits (429 with Retry-After). An item that fails has a reason in the answer, whose status is 200.
"""

import asyncio
import base64
import binascii
import hmac
import math
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from scisynth.core.records import ItemScore
from scisynth.serve import shapes
from scisynth.serve.bodies import RefusedError, Reservations, parse_body, read_body
from scisynth.serve.canary import run_canary
from scisynth.serve.config import Check
from scisynth.serve.plain_pickle import dump_plain, load_plain
from scisynth.serve.queues import Ticket
from scisynth.serve.service import Service

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

MAX_WAIT_S = 60
"""Largest Retry-After."""
MAX_UNKNOWN = 16
"""Names in a request of UniRL beyond as many as there are rewards."""
PICKLE = "application/octet-stream"
Handler = Callable[[Request], Awaitable[Response]]


class _GoneError(Exception):
    """The client went away."""


def build_app(service: Service, token: str) -> "ASGIApp":
    """The application; an empty token lets everybody in who reaches it."""
    routes = _Routes(service)
    posts: dict[str, Handler] = {
        "/v1/score": routes.score,
        "/score": routes.unirl,
        "/compute": routes.flow_factory,
        "/verl": routes.verl_omni,
    }
    gets: dict[str, Handler] = {"/health": routes.health}
    found = [Route(path, routes.counted(path, handler), methods=["POST"]) for path, handler in posts.items()]
    found += [Route(path, routes.counted(path, handler), methods=["GET"]) for path, handler in gets.items()]
    # A name may hold slashes, as those of the hub do.
    found += [
        Route("/rewards/{reward:path}" + path, routes.counted(path, handler), methods=[method])
        for method, among in (("POST", posts), ("GET", gets))
        for path, handler in among.items()
    ]
    checks: dict[str, Handler] = {f"/v1/{name}": partial(routes.check, name) for name in service.checks.names}
    if "answers" in service.checks.names:
        checks["/trl"] = routes.trl
    found += [Route(path, routes.counted(path, handler), methods=["POST"]) for path, handler in checks.items()]
    found += [
        Route("/live", _live, methods=["GET"]),
        Route("/metrics", routes.metrics, methods=["GET"]),
        Route("/canary", routes.counted("/canary", routes.canary), methods=["GET"]),
    ]
    return _guard(Starlette(routes=found), token)


async def _live(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


class _Routes:
    """The requests of one service."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._limits = service.config.limits
        self._reservations = Reservations(self._limits)

    def counted(self, route: str, handler: Handler) -> Handler:
        """The handler with its refusals written as answers, and its time and status counted."""

        async def counted(request: Request) -> Response:
            started = time.monotonic()
            try:
                response = await handler(request)
            except RefusedError as refused:
                response = _refusal(refused, is_pickle=route == "/verl")
            except _GoneError:
                # Nobody reads it.
                response = Response(status_code=499)
            self._service.metrics.request(route, response.status_code, time.monotonic() - started)
            return response

        return counted

    async def health(self, request: Request) -> Response:
        """503 where a reward has stopped, so that whoever watches starts the server again."""
        found = await run_in_threadpool(self._service.health)
        return JSONResponse(found, 503 if found["status"] == "dead" else 200)

    async def metrics(self, request: Request) -> Response:
        """Prometheus' text."""
        return Response(self._service.metrics.text(), media_type="text/plain; version=0.0.4")

    async def canary(self, request: Request) -> Response:
        """Asks every reward again; 503 where one fails."""
        found = await run_in_threadpool(run_canary, self._service)
        return JSONResponse(found, 200 if all(row["passed"] for row in found.values()) else 503)

    async def score(self, request: Request) -> Response:
        """The shape of our own."""

        async def answer(values: dict[str, Any]) -> Response:
            alias = self._alias(request, values.get("reward"))
            batch = await run_in_threadpool(shapes.read_native, values, self._limits)
            values.clear()
            scores = await self._scored(request, alias, batch)
            noted = {row: score.note for row, score in enumerate(scores) if score.note}
            described = self._service.described[alias]
            return JSONResponse({
                "reward": alias,
                "revision": described["revision"],
                "scores": [score.value for score in scores],
                "errors": [score.reason or None for score in scores],
                "notes": {batch.pairs[row].prompt: note for row, note in noted.items()},
            })  # fmt: skip

        return await self._with_body(request, answer)

    async def flow_factory(self, request: Request) -> Response:
        """Flow-Factory's `/compute`."""

        async def answer(values: dict[str, Any]) -> Response:
            alias = self._alias(request)
            batch = await run_in_threadpool(shapes.read_flow_factory, values, self._limits)
            return JSONResponse(shapes.write_flow_factory(await self._scored(request, alias, batch)))

        return await self._with_body(request, answer)

    async def verl_omni(self, request: Request) -> Response:
        """verl-omni's pickled request, read as plain data."""

        async def answer(values: dict[str, Any]) -> Response:
            alias = self._alias(request)
            batch = await run_in_threadpool(
                shapes.read_batch, values.get("prompts"), values.get("images"), self._limits
            )
            scores = await self._scored(request, alias, batch)
            if reasons := [f"item {row}: {score.reason}" for row, score in enumerate(scores) if score.value is None]:
                # Its client asks for one image at a time, and takes any number for a score.
                raise RefusedError(422, "; ".join(reasons[:3]))
            found = [score.value for score in scores if score.value is not None]
            return Response(dump_plain({"scores": found}), media_type=PICKLE)

        return await self._with_body(request, answer, _parse_pickle)

    async def unirl(self, request: Request) -> Response:
        """UniRL's `/score`: each request names its own rewards."""

        async def answer(values: dict[str, Any]) -> Response:
            requests = await run_in_threadpool(shapes.read_unirl, values, self._limits)
            found: list[dict[str, ItemScore]] = [{} for _ in requests]
            revisions = {alias: row["revision"] for alias, row in self._service.described.items()}
            rows_of: dict[str, list[int]] = {}
            for row, item in enumerate(requests):
                for alias in item.rewards:
                    rows_of.setdefault(alias, []).append(row)
            most = len(self._service.queues) + MAX_UNKNOWN
            if len(rows_of) > most:
                raise RefusedError(
                    400,
                    f"expected at most {most} names in `required_rewards`, got {len(rows_of):,}; ask for what /health names",
                )
            for alias, rows in rows_of.items():
                scores = await self._of_unirl(request, alias, [requests[row] for row in rows])
                for row, score in zip(rows, scores, strict=True):
                    found[row][alias] = score
            return JSONResponse(shapes.write_unirl(requests, found, revisions))

        return await self._with_body(request, answer)

    async def _of_unirl(self, request: Request, alias: str, items: Sequence[shapes.UnirlRequest]) -> list[ItemScore]:
        """The scores of one reward."""
        if alias not in self._service.queues:
            known = ", ".join(self._service.queues)
            return [ItemScore(reason=f"{alias!r} is not served; served are: {known}")] * len(items)
        revision = self._service.described[alias]["revision"]
        found = {
            row: ItemScore(reason=reason)
            for row, item in enumerate(items)
            if (reason := item.reason or _wrong_version(item, revision))
        }
        for _ in found:
            self._service.metrics.item(alias, is_error=True)
        asked = [row for row in range(len(items)) if row not in found]
        if asked:
            prompts, images = [items[row].prompt for row in asked], [items[row].image for row in asked]
            batch = await run_in_threadpool(shapes.read_batch, prompts, images, self._limits)
            found |= dict(zip(asked, await self._scored(request, alias, batch), strict=True))
        return [found[row] for row in range(len(items))]

    async def trl(self, request: Request) -> Response:
        """Completions of TRL against the column `solution`."""

        async def answer(values: dict[str, Any]) -> Response:
            found = await self._checked(request, "answers", shapes.read_trl(values, self._limits))
            return JSONResponse({
                "rewards": [row.get("reward") for row in found], "errors": [row.get("error") for row in found]
            })  # fmt: skip

        return await self._with_body(request, answer)

    async def check(self, name: Check, request: Request) -> Response:
        """`{items: [...]}` to `{results: [object | null], errors: [null | reason]}`."""

        async def answer(values: dict[str, Any]) -> Response:
            items = values.get("items")
            if not isinstance(items, list):
                raise RefusedError(400, "expected `items` as a list of objects")
            shapes.check_size(len(items), self._limits)
            found = await self._checked(request, name, items)
            return JSONResponse({
                "results": [None if "error" in row else row for row in found],
                "errors": [row.get("error") for row in found],
            })  # fmt: skip

        return await self._with_body(request, answer)

    async def _with_body(
        self,
        request: Request,
        answer: Callable[[dict[str, Any]], Awaitable[Response]],
        parse: Callable[[bytes, str], dict[str, Any]] = parse_body,
    ) -> Response:
        """Reads the body where there is room for it, and keeps that room until it is answered."""
        self._check_room(1)
        with self._reservations.reserve(request.headers.get("content-length")) as size:
            body = await read_body(request, size, self._limits.body_timeout_s)
            values = await run_in_threadpool(parse, body, request.headers.get("content-type", ""))
            del body
            return await answer(values)

    def _alias(self, request: Request, given: Any = None) -> str:
        """The reward that is asked."""
        if not isinstance(given, str | None):
            raise RefusedError(400, f"expected `reward` as a name, got {type(given).__name__}; name one of /health")
        alias = request.path_params.get("reward") or given or self._service.default
        if alias not in self._service.queues:
            known = ", ".join(self._service.queues) or "none"
            raise RefusedError(404, f"no reward {alias!r} is served; served are: {known}")
        return str(alias)

    def _check_room(self, num: int) -> None:
        most = self._service.config.queue.max_queue
        if num > most:
            raise RefusedError(413, f"expected at most {most:,} items, which is all that may wait, got {num:,}")
        if self._service.num_waiting + num > most:
            raise RefusedError(
                429, "too many items wait; send this request again later", retry_after_s=self._service.wait_s
            )

    async def _scored(self, request: Request, alias: str, batch: shapes.Batch) -> list[ItemScore]:
        self._check_room(len(batch.pairs))
        for _ in batch.reasons:
            self._service.metrics.item(alias, is_error=True)
        loop, done = asyncio.get_running_loop(), asyncio.Event()
        ticket = Ticket(pairs=list(batch.pairs.values()), on_done=partial(loop.call_soon_threadsafe, done.set))
        self._service.queues[alias].submit(ticket)
        try:
            await _unless_gone(request, done.wait())
        finally:
            # Without effect once everything is scored.
            ticket.is_abandoned = True
        return batch.joined(ticket.scores)

    async def _checked(self, request: Request, name: Check, items: Sequence[Any]) -> list[dict[str, Any]]:
        self._check_room(len(items))
        return await asyncio.wrap_future(self._service.checks.submit(name, items))


async def _unless_gone(request: Request, work: Awaitable[Any]) -> None:
    """Waits for the work; `_GoneError` where the client leaves before."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise _GoneError
    finally:
        working.cancel()
        leaving.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _parse_pickle(body: bytes, content_type: str) -> dict[str, Any]:
    """The dict of a pickled request, whatever its content type says."""
    try:
        values = load_plain(body)
    except ValueError as error:
        raise RefusedError(400, str(error)) from None
    if not isinstance(values, dict):
        raise RefusedError(400, "expected a dict with `images` and `prompts`")
    return values


def _wrong_version(item: shapes.UnirlRequest, revision: str) -> str:
    wanted = item.identity.get("scorer_version")
    return f"expected scorer_version {wanted}, serving {revision}" if wanted not in (None, revision) else ""


def _refusal(refused: RefusedError, *, is_pickle: bool = False) -> Response:
    headers = {}
    if refused.retry_after_s is not None:
        headers["Retry-After"] = str(min(max(math.ceil(refused.retry_after_s), 1), MAX_WAIT_S))
    if is_pickle:
        return Response(dump_plain({"error": refused.reason}), refused.status, headers, media_type=PICKLE)
    # Flow-Factory and we read `error`; the word that FastAPI's clients look for stands next to it.
    return JSONResponse({"error": refused.reason, "detail": refused.reason}, refused.status, headers)


def _guard(app: "ASGIApp", token: str) -> "ASGIApp":
    """Lets in who has the token, as a bearer or as the password of an address (`http://me:TOKEN@host`), and no page of a browser."""

    async def guarded(scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http":
            return
        request = Request(scope)
        if request.headers.get("origin"):
            refusal: Response | None = _refusal(RefusedError(403, "requests of web pages are refused"))
        # The path as it is routed: `request.url` is made of the header `Host`, which a client may write as it likes.
        elif token and scope["path"] != "/live" and not _has_token(request.headers.get("authorization", ""), token):
            refusal = _refusal(RefusedError(401, "expected the server's token: Authorization: Bearer TOKEN"))
            refusal.headers["www-authenticate"] = "Bearer"
        else:
            refusal = None
        await (refusal or app)(scope, receive, send)

    return guarded


def _has_token(header: str, token: str) -> bool:
    kind, _, given = header.partition(" ")
    if kind.lower() == "basic":
        try:
            given = base64.b64decode(given, validate=True).decode().partition(":")[2]
        except (binascii.Error, ValueError):
            return False
    elif kind.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(errors="replace"), token.encode())
