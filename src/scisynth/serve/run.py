"""A server from its config: everything is loaded and asked the canary, then it listens, and serves until Ctrl-C or SIGTERM."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scisynth.clients.settings import is_loopback
from scisynth.core.errors import ConfigError
from scisynth.core.extras import require
from scisynth.core.progress import say
from scisynth.core.results import Result
from scisynth.serve.config import ServeConfig
from scisynth.web.listening import listen, run_server

if TYPE_CHECKING:
    import uvicorn

    from scisynth.serve.service import Service

GRACE_S = 30
"""What requests under way get at the end."""
TOLD_EVERY_S = 60.0


@dataclass(frozen=True, kw_only=True)
class Serving(Result):
    """Where a server listens and what it serves."""

    url: str
    rewards: dict[str, str]
    """Alias to revision."""
    checks: tuple[str, ...]
    has_token: bool
    warnings: tuple[str, ...] = ()
    """What the canary found."""


@contextmanager
def opened(config: ServeConfig) -> "Iterator[tuple[uvicorn.Server, socket.socket, Serving]]":
    """(server, its socket, what it serves), loaded and listening; `server.run(sockets=[socket])` serves.

    Raises:
        ConfigError: no token for an address beyond this machine, an unknown reward, or an address that cannot be listened on.
        ModelError: a reward cannot be loaded.
        MissingExtraError: the web server, or the packages of a check, are not installed.
    """
    require("serve", "scisynth serve")
    # What can be refused at once is refused before a model is loaded.
    token = config.token()
    if bool(config.tls_cert) != bool(config.tls_key):
        raise ConfigError("expected --tls-cert and --tls-key, got one of them")
    if not config.named_rewards and not config.wanted_checks():
        raise ConfigError("expected something to serve: --reward NAME, or --check answers")
    from scisynth.serve.app import build_app
    from scisynth.serve.canary import check_canary
    from scisynth.serve.service import Service

    service = Service(config)
    try:
        warnings = check_canary(service)
        server, listener, url = listen(
            build_app(service, token), config.host, config.port, feature="scisynth serve", extra="serve", grace_s=GRACE_S,
            tls=(config.tls_cert, config.tls_key) if config.tls_cert else None,
        )  # fmt: skip
        try:
            with _told(service):
                yield (
                    server,
                    listener,
                    Serving(
                        url=url,
                        rewards={alias: row["revision"] for alias, row in service.described.items()},
                        checks=service.checks.names,
                        has_token=bool(token),
                        warnings=tuple(warnings),
                    ),
                )
        finally:
            listener.close()
    finally:
        service.close()


def serve(config: ServeConfig, on_ready: Callable[[Serving], None]) -> None:
    """Serves until Ctrl-C; `on_ready` is called once, when requests are answered. Raises as `opened` does."""
    with opened(config) as (server, listener, serving):
        run_server(server, listener, lambda: on_ready(serving))


@contextmanager
def _told(service: "Service") -> Iterator[None]:
    """A line a minute on stderr as long as something happens."""
    ended = threading.Event()

    def tell() -> None:
        before = (0, 0)
        while not ended.wait(TOLD_EVERY_S):
            now = service.metrics.items()
            if now != before:
                scored, failed = now[0] - before[0], now[1] - before[1]
                say(
                    f"{time.strftime('%H:%M')} {scored:,} items, {failed:,} errors in the last minute; {service.num_waiting:,} wait"
                )
            before = now

    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()


def describe_serving(serving: Serving, config: ServeConfig) -> str:
    """Lines for people."""
    rewards = ", ".join(f"{alias} ({revision or 'revision not stated'})" for alias, revision in serving.rewards.items())
    lines = [f"serving {', '.join(filter(None, [rewards, *serving.checks]))} at {serving.url}; Ctrl-C ends it"]
    lines += [f"Warning: {line}" for line in serving.warnings]
    if not is_loopback(config.host) and not config.tls_cert:
        lines.append(
            "Note: requests and the token are not encrypted; on a network you do not trust use --tls-cert and --tls-key"
        )
    return "\n".join(lines)
