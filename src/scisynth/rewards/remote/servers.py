"""Requests to servers that `scisynth serve` runs: one answer, from whichever of them gives it.

Attempt k goes to the next of the servers. A server that is not there, breaks off, is busy (429) or ill (5xx) is asked again after
the wait it names, or a doubling one, as long as `patience_s` lasts: a server may be killed and started again under a training run.
What no repetition can fix is raised at once: a wrong token, an unknown reward, a request it does not understand.

The token comes from the environment variable SCISYNTH_TOKEN, and from nowhere else: addresses end in manifests and logs.
"""

import http.client
import json
import os
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from scisynth.clients.settings import is_loopback
from scisynth.core.errors import ConfigError, ModelError, one_line, shorten
from scisynth.core.progress import say

PREFIXES = ("http://", "https://")
"""What the name of a reward begins with that a server scores."""
TOKEN_ENV = "SCISYNTH_TOKEN"
AGAIN = (408, 429, 502, 503, 504)
FAULT, MAX_FAULTS = 500, 3
"""A server that answers so has met an error of its own; one that does so as often for one request will do so again."""
BROKEN = (OSError, http.client.HTTPException)
"""What a connection that breaks raises."""
BACKOFF_S, MAX_WAIT_S = 0.25, 15.0
MAX_ANSWER_BYTES = 64 << 20
START = "start it with: scisynth serve"


class TooLargeError(ModelError):
    """The server takes fewer items, or fewer bytes, at a time."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where one server is."""

    scheme: str
    host: str
    port: int | None
    path: str
    """What stands before its routes, e.g. behind a proxy."""
    reward: str
    """The reward that the address names (`http://HOST:PORT/rewards/NAME`); empty for the server's default."""

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}{f':{self.port}' if self.port else ''}{self.path}"


def read_address(url: str) -> Address:
    """An address as the user wrote it.

    Raises:
        ConfigError: it is none, or it carries a password or a query.
    """
    expected = f"{shorten(url)}: expected the address of a server, such as http://127.0.0.1:8000 or http://127.0.0.1:8000/rewards/NAME"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ConfigError(expected) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ConfigError(expected)
    if "@" in parts.netloc:
        raise ConfigError(
            f"{parts.scheme}://{parts.hostname}: expected no password in the address; put the token in {TOKEN_ENV}"
        )
    path, _, reward = parts.path.rstrip("/").partition("/rewards/")
    return Address(scheme=parts.scheme, host=parts.hostname, port=port, path=path, reward=unquote(reward))


class RewardServers:
    """Several servers of the same rewards; safe to call from several threads, each with its own connections."""

    def __init__(self, addresses: Sequence[Address], *, patience_s: float, timeout_s: float) -> None:
        self.addresses = tuple(addresses)
        self._patience_s, self._timeout_s = patience_s, timeout_s
        self._own = threading.local()
        self._told: set[Address] = set()
        self._token = os.environ.get(TOKEN_ENV, "").strip()
        for address in self.addresses:
            if self._token and address.scheme == "http" and not is_loopback(address.host):
                say(f"{address}: the token goes there unencrypted; use https or a tunnel on a network you do not trust")

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        media_type: str = "",
        *,
        first: int = 0,
        patience_s: float | None = None,
    ) -> dict[str, Any]:
        """The JSON object that a server answers with; `first` is the number of the server that is asked first.

        Raises:
            ModelError: no server answered in time, or one answers what no server of ours does.
            TooLargeError: the request has to be split.
            ConfigError: the token is wrong, or there is no such reward.
        """
        started, patience_s = time.monotonic(), self._patience_s if patience_s is None else patience_s
        num = len(self.addresses)
        attempt = faults = 0
        while True:
            address = self.addresses[(first + attempt) % num]
            try:
                status, headers, data = self._exchange(address, method, path, body, media_type)
                reason = f"{status} {_words(data)}"
                retry_after = headers.get("retry-after", "")
            except BROKEN as error:
                status, reason, retry_after = 0, one_line(error), ""
            if status == 200:
                self._tell(address, "")
                return _object(address, data)
            faults += status == FAULT
            if status and status not in AGAIN and not (status == FAULT and faults < MAX_FAULTS):
                raise _final(address, status, _words(data))
            attempt += 1
            wait_s = 0.0 if attempt % num else _wait_s(attempt // num, retry_after)
            if time.monotonic() + wait_s - started > patience_s:
                raise ModelError(
                    f"{address}: no answer for {patience_s:g} s ({reason}); {START}. What was finished is saved: run the same command again"
                )
            if status != 429:
                self._tell(address, reason)
            time.sleep(wait_s)

    def _exchange(
        self, address: Address, method: str, path: str, body: bytes, media_type: str
    ) -> tuple[int, dict[str, str], bytes]:
        connections: dict[Address, http.client.HTTPConnection] = self._own.__dict__.setdefault("connections", {})
        connection = connections.get(address)
        is_used = connection is not None
        if connection is None:
            kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
            connection = connections[address] = kind(address.host, address.port, timeout=self._timeout_s)
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        if media_type:
            headers["Content-Type"] = media_type
        try:
            connection.request(method, address.path + path, body or None, headers)
            reply = connection.getresponse()
            data = reply.read(MAX_ANSWER_BYTES)
        except BROKEN as error:
            connections.pop(address).close()
            if is_used and not isinstance(error, TimeoutError):
                # A connection that idled may have been closed meanwhile, which says nothing of the server.
                return self._exchange(address, method, path, body, media_type)
            raise
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, data

    def _tell(self, address: Address, reason: str) -> None:
        """One line when a server goes, one when it is back."""
        if reason and address not in self._told:
            self._told.add(address)
            say(f"{address}: {reason}; asking again for {self._patience_s:g} s")
        elif not reason and address in self._told:
            self._told.discard(address)
            say(f"{address}: answers again")


def _wait_s(rounds: int, retry_after: str) -> float:
    """What the server asks for, or a doubling wait; with jitter, so that workers do not come back together."""
    wait_s = float(retry_after) if retry_after.isdecimal() else BACKOFF_S * 2 ** min(rounds - 1, 10)
    return min(wait_s, MAX_WAIT_S) * random.uniform(1.0, 1.5)


def _words(data: bytes) -> str:
    """What a refusal says."""
    try:
        found = json.loads(data)
    except ValueError:
        found = None
    said = found.get("error") if isinstance(found, dict) else data.decode(errors="replace")
    return shorten(" ".join(str(said).split()), 300)


def _object(address: Address, data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ModelError(f"{address}: expected JSON of a `scisynth serve`, got something else; check the address")
    return found


def _final(address: Address, status: int, words: str) -> Exception:
    if status == 401:
        return ConfigError(f"{address}: expected the server's token in the environment variable {TOKEN_ENV}; set it")
    if status == 413:
        return TooLargeError(f"{address}: {words}")
    if status == 404:
        return ConfigError(f"{address}: {words}; name one as {address}/rewards/NAME, or check the address")
    return ModelError(f"{address}: refused the request ({status}: {words})")
