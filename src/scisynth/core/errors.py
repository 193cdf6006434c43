"""Errors a user can cause. Each message is one line: what was expected, what came, what to do.

The command line prints a `ScisynthError` without a traceback and exits with 2. Our own mistakes are plain `assert`s.
"""

import difflib
from collections.abc import Iterable


class ScisynthError(ValueError):
    """Base of every error that the user can fix."""


class ConfigError(ScisynthError):
    """A setting is unknown, has the wrong type, or contradicts another."""


class DataError(ScisynthError):
    """An input file, table, prompt or row is not what was expected."""


class ImageError(DataError):
    """An image is missing, too large, truncated or in a refused format."""


class ModelError(ScisynthError):
    """A checkpoint is missing, broken, or of another kind."""


class DivergedError(ModelError):
    """A training whose loss or gradient is not finite; the same settings end the same way."""


class HubError(ModelError):
    """The hub does not give something out, and no copy of it is in the cache.

    Args:
        message: the line to show.
        repo: ORG/NAME, where the files may be fetched by another way.
        folder: where the command in the message puts them.
    """

    def __init__(self, message: str, *, repo: str = "", folder: str = "") -> None:
        super().__init__(message)
        self.repo, self.folder = repo, folder


class StorageError(ScisynthError):
    """The disk refused a write. Rows already acknowledged are safe; run the same command again to resume."""


class MissingExtraError(ScisynthError):
    """An optional dependency is needed. The message carries the command that installs it."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs the optional dependencies [{extra}]; run: pip install 'scisynth[{extra}]'")
        self._given = (feature, extra)

    def __reduce__(self) -> tuple[type["MissingExtraError"], tuple[str, str]]:
        """What a worker raises travels; by its message alone it could not be built again."""
        return type(self), self._given


MOST_NAMES = 30
"""So many known names a message lists at most; the 200 families and more would fill a screen."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Suggestion for an unknown word: `did you mean 'x'?`, or the first `MOST_NAMES` known words when nothing is near.

    Letter case does not count.
    """
    known = sorted(known)
    by_folded = {name.casefold(): name for name in reversed(known)}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    if close:
        return f"did you mean {by_folded[close[0]]!r}?"
    left = len(known) - MOST_NAMES
    return "known: " + ", ".join(known[:MOST_NAMES]) + (f" and {left} more" if left > 0 else "")


def one_line(error: BaseException, limit: int = 300) -> str:
    """An exception's text on one line, at most `limit` characters, for reasons kept in rows and shown to people."""
    return shorten(" ".join(str(error).split()) or type(error).__name__, limit)


def shorten(text: str, limit: int = 120) -> str:
    """At most `limit` characters of a text, the cut marked."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
