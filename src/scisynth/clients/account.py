"""What the requests of one client took: in this invocation, and in all whose replies are kept.

A run may be ended and resumed: each start of its command is an invocation. A reply that is kept costs nothing a second time, so a
resumed run asks less than it rests on. Both figures are told: what the whole run has cost (from the kept rows), and what this
invocation has spent and replayed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from scisynth.clients.cache import ReplyCache, cost_of, read_kept
from scisynth.clients.dialect import Change, Dialect
from scisynth.clients.records import Reply
from scisynth.clients.settings import ApiSettings
from scisynth.core.progress import say
from scisynth.core.records import FREE, Cost

R = TypeVar("R", bound=Reply)


@dataclass(frozen=True, kw_only=True)
class RunCost(Cost):
    """What a run took over all of its invocations, and what this one did."""

    usd_this_session: float
    """Paid by this invocation."""
    replayed: int
    """Replies that this invocation took from the kept rows of earlier ones."""


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What asking has taken."""

    total: Cost = FREE
    """Of all invocations."""
    invocation: Cost = FREE
    """Of this one."""
    replayed: int = 0
    """Replies that this invocation took from the kept rows of earlier ones."""
    changes: tuple[dict[str, str], ...] = ()
    """Parameters that a server refused: endpoint, model, parameter, done, reason."""

    def __add__(self, other: "Usage") -> "Usage":
        known = {_identity(change): change for change in (*self.changes, *other.changes)}
        return Usage(
            total=self.total + other.total,
            invocation=self.invocation + other.invocation,
            replayed=self.replayed + other.replayed,
            changes=tuple(known.values()),
        )

    @property
    def run_cost(self) -> RunCost:
        """For `results.json`."""
        return RunCost(**asdict(self.total), usd_this_session=self.invocation.usd, replayed=self.replayed)


class Account:
    """Books the replies of one client, and keeps a row of each next to its cache."""

    def __init__(self, settings: ApiSettings, cache: ReplyCache, dialect: Dialect) -> None:
        self._settings, self._cache, self._dialect = settings, cache, dialect
        self._spent, self._replayed = FREE, 0
        self._closed: set[str] = set()
        self._told: set[str] = set()

    def close(self, key: str, reply: R, **further: Any) -> R:
        """Books a reply and returns it with what earlier invocations paid; one that was asked for is kept, whatever its state."""
        if reply.cached:
            self._replayed += self._cache.held_before(key)
        elif reply.attempts:
            self._spent += reply.own_cost
            row = self.row(key, reply) | further
            if reply.status == "ok":
                self._cache.put(row)
            else:
                self._cache.put_failed({"status": reply.status, "reason": reply.reason, **row})

        # Of equal questions the first one bears the cost.
        before = FREE if key in self._closed else self._cache.spent_before(key)
        self._closed.add(key)
        return replace(reply, spent_before=before)

    def tell_changes(self) -> None:
        """One line for each parameter that the server has refused since the last call."""
        for name, change in self._dialect.changes.items():
            if f"{name} {change.done}" not in self._told:
                self._told.add(f"{name} {change.done}")
                say(f"{self._settings.model}: {name} {change.done}, for the server refused it ({change.reason})")

    def usage(self) -> Usage:
        """What was taken so far."""
        path = self._cache.path
        kept = usage_of_rows(path) if path else Usage(total=self._spent)
        # Replies of this invocation name their changes too; those that gave no reply at all are known here only.
        now = Usage(changes=tuple(self._described(change) for change in self._dialect.changes.values()))
        return replace(kept + now, invocation=self._spent, replayed=self._replayed)

    def row(self, key: str, reply: Reply) -> dict[str, Any]:
        """What is kept of a reply."""
        changes = [self._described(change) for change in self._dialect.changes.values()]
        return {
            "key": key,
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "asked": self._settings.model,
            "model": reply.model,
            "text": reply.text,
            "thinking": reply.thinking,
            "prompt_tokens": reply.prompt_tokens,
            "completion_tokens": reply.completion_tokens,
            "usd": reply.usd,
            "attempts": reply.attempts,
            "seconds": round(reply.seconds, 3),
            **({"changes": changes} if changes else {}),
        }

    def _described(self, change: Change) -> dict[str, str]:
        return {"endpoint": self._settings.base_url, "model": self._settings.model, **asdict(change)}


def usage_of_rows(path: Path) -> Usage:
    """What the replies kept at `path` took, and with what changes they were asked, over all invocations."""
    total, changes = FREE, dict[tuple[str, ...], dict[str, str]]()
    for row in read_kept(path):
        total += cost_of(row)
        changes |= {_identity(change): change for change in row.get("changes", ())}
    return Usage(total=total, changes=tuple(changes.values()))


def _identity(change: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(change.get(name, "") for name in ("endpoint", "model", "parameter", "done"))


def sum_usage(parts: Iterable[Usage]) -> Usage:
    """Of several clients."""
    return sum(parts, Usage())
