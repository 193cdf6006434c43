"""Data sets of the hub, fetched on first use and kept in its cache; where the hub does not answer, the copy there is taken."""

from pathlib import Path

from scisynth.core.errors import DataError, HubError, MissingExtraError, one_line
from scisynth.core.hub import reach


def fetch_dataset(data: str, revision: str = "") -> Path:
    """The folder with the Parquet files of a data set.

    Args:
        data: ORG/NAME.
        revision: a branch, a tag or a commit; empty for the main branch.

    Raises:
        DataError: it is not given out, and no copy is in the cache; the line says how to fetch it by another way.
        MissingExtraError: `huggingface_hub` is not installed.
    """
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError
    except ImportError:
        raise MissingExtraError("a data set of the hub", "models") from None
    try:
        found = Path(reach(data, ".gitattributes", holds="*.parquet", revision=revision or None, repo_type="dataset"))
        if found.is_dir():
            return found
        return Path(
            snapshot_download(data, repo_type="dataset", revision=revision or None, allow_patterns=["*.parquet"])
        )
    except HubError as error:
        raise DataError(f"{error}{f': --data {error.folder}' if error.folder else ''}") from None
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError, ValueError) as error:
        raise DataError(
            f"{data}: cannot be fetched ({one_line(error, 160)}); check the id and the connection"
        ) from None
