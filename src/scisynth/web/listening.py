"""A server of this program: it listens before it serves, so that its address is known, and serves until Ctrl-C."""

import socket
import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING

from scisynth.core.errors import ConfigError, MissingExtraError

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp


def listen(
    app: "ASGIApp",
    host: str,
    port: int,
    *,
    feature: str,
    extra: str,
    grace_s: int = 1,
    tls: tuple[str, str] | None = None,
) -> "tuple[uvicorn.Server, socket.socket, str]":
    """(server, its socket, its address); `server.run(sockets=[socket])` blocks until `server.should_exit` is set.

    Args:
        app: what answers.
        host: address to listen on.
        port: 0 takes a free one.
        feature: what the server is, for the message where the web server is not installed.
        extra: what brings it.
        grace_s: seconds that requests under way get at the end.
        tls: PEM files of certificate and private key, for https.

    Raises:
        ConfigError: the address cannot be listened on, or the certificate cannot be read.
        MissingExtraError: the web server is not installed.
    """
    try:
        import uvicorn
    except ImportError:
        raise MissingExtraError(feature, extra) from None
    cert, key = tls or (None, None)
    config = uvicorn.Config(
        app, log_config=None, log_level="warning", access_log=False, lifespan="off", server_header=False, ws="none",
        timeout_graceful_shutdown=grace_s, timeout_keep_alive=75, ssl_certfile=cert, ssl_keyfile=key,
    )  # fmt: skip
    if tls:
        try:
            # The server itself would read it too late for a message.
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(*tls)
        except OSError as error:
            raise ConfigError(f"{cert}, {key}: expected a certificate and its key as PEM files ({error})") from None
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise ConfigError(
            f"{host}:{port}: cannot listen there ({error.strerror}); choose another host or port"
        ) from None
    # An address for all networks is no address to type.
    name = socket.gethostname() if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    return uvicorn.Server(config), listener, f"{'https' if tls else 'http'}://{name}:{listener.getsockname()[1]}"


def run_server(server: "uvicorn.Server", listener: socket.socket, on_ready: Callable[[], None]) -> None:
    """Serves until Ctrl-C; `on_ready` is called once, when answers are taken."""
    start = server.startup

    async def announce(sockets: list[socket.socket] | None = None) -> None:
        await start(sockets)
        # Only now Ctrl-C is the server's own signal; before, one that came while a module was loaded could be lost.
        on_ready()

    server.startup = announce  # type: ignore[method-assign]
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        # The way to end it; every answer is on disk already.
        pass
    finally:
        listener.close()
