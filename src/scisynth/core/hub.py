"""Names of the hub, answered at once: is the model given out, is a copy in the cache, and if neither, which command fetches it?

The libraries ask again and again when nobody answers, a minute in all, and then speak of a broken checkpoint. So one file of
the model is asked for first, once and by its head alone:

    given out        the libraries may fetch it
    in the cache     where the hub does not answer, or refuses, the copy of an earlier call is used as it is
    HF_HUB_OFFLINE   nothing is asked: the cache or nothing
    neither          `HubError`: what was answered, and the command that fetches the model, or the page with its licence

`push_folder` is the way there: a folder as the whole of a data set repository.

`HF_ENDPOINT`, `HF_HOME` and the token are those of `huggingface_hub`. Not covered: a hub that falls silent half way through.
"""

import re
import threading
from functools import lru_cache
from http.client import HTTPException
from pathlib import Path
from typing import Literal
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from scisynth.core.errors import HubError, one_line
from scisynth.core.extras import require

TIMEOUT_S = 5.0
"""For the whole answer, the search for the server's address included."""
RepoType = Literal["model", "dataset"]
_HUB_ID = re.compile(r"\w[\w.-]*/\w[\w.-]*")


def is_hub_id(text: str) -> bool:
    """Whether a text has the form ORG/NAME and its first part is no folder here."""
    return bool(_HUB_ID.fullmatch(text)) and not Path(text.split("/")[0]).is_dir()


def split_revision(name: str) -> tuple[str, str | None]:
    """`ORG/NAME@REVISION` to the id and its branch, tag or commit; any other name as it is."""
    repo, mark, revision = name.partition("@")
    return (repo, revision) if mark and revision and is_hub_id(repo) else (name, None)


def reach(
    repo: str, file: str, *, holds: str = "*.safetensors", revision: str | None = None, repo_type: RepoType = "model"
) -> str:
    """What a `from_pretrained` can load: the id itself where the hub gives it out, else the folder of its copy in the cache.

    Args:
        repo: ORG/NAME.
        file: one that every repository of this kind has, such as `config.json`.
        holds: pattern of files without which a copy is of no use.
        revision: a branch, a tag or a commit; the main branch when left out.
        repo_type: of the id.

    Raises:
        HubError: the hub does not give it out, and no copy is in the cache.
    """
    from huggingface_hub import constants

    try:
        if constants.HF_HUB_OFFLINE:
            raise _error(repo, repo_type, "HF_HUB_OFFLINE is set", "unset it, or ")
        _ask(constants.ENDPOINT, repo, file, revision, repo_type)
    except HubError:
        if copy := _find_copy(repo, (file, holds), revision, repo_type):
            return copy
        raise
    return repo


def push_folder(folder: Path, repo: str, *, message: str, then: str, private: bool = True, tag: str = "") -> None:
    """Uploads a folder as the whole of a data set repository, which is made where there is none.

    Args:
        folder: what the repository will hold.
        repo: ORG/NAME.
        message: of the commit.
        then: what to do where the hub refuses, after a login; ends the line of the error.
        private: of a new repository.
        tag: of the commit; empty for none.

    Raises:
        HubError: no ORG/NAME, no token, or the hub refuses.
        MissingExtraError: `huggingface_hub` is not installed.
    """
    require("models", "--push-to-hub")
    from huggingface_hub import HfApi, constants
    from huggingface_hub.errors import HfHubHTTPError

    api = HfApi(endpoint=constants.ENDPOINT)
    # Its base is the error of whichever HTTP library the client uses, a lost connection among them.
    http_error: type[Exception] = HfHubHTTPError.__mro__[1]
    try:
        api.create_repo(repo, repo_type="dataset", private=private, exist_ok=True)
        api.upload_folder(
            repo_id=repo, repo_type="dataset", folder_path=folder, commit_message=message, delete_patterns="*"
        )
        if tag:
            api.create_tag(repo, repo_type="dataset", tag=tag, exist_ok=True)
    except (http_error, OSError, ValueError) as error:
        raise HubError(
            f"{repo}: the hub refused ({one_line(error, 120)}); {folder} is whole: run `hf auth login` with a token that may "
            f"write there, {then}"
        ) from None


@lru_cache
def _ask(endpoint: str, repo: str, file: str, revision: str | None, repo_type: RepoType) -> None:
    """Asks for the head of one file; returns when the hub gives it out, and remembers that it does."""
    from huggingface_hub import get_token

    place = f"{endpoint}/{'datasets/' if repo_type == 'dataset' else ''}{quote(repo)}"
    request = Request(f"{place}/resolve/{quote(revision or 'main', safe='')}/{quote(file)}", method="HEAD")
    token = get_token()
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    found = _head(request)
    if isinstance(found, str):
        raise _error(repo, repo_type, f"{endpoint} does not answer ({found})")
    status, code = found
    if status < 400 or (code == "EntryNotFound" and repo_type == "dataset"):
        return
    if code == "GatedRepo" or status == 403:
        reason = f"its authors give it only to those who have accepted the licence (HTTP {status})"
        raise _error(repo, repo_type, reason, f"accept it at {place}, run `hf auth login` and repeat the command; or ")
    if code == "RevisionNotFound":
        raise HubError(f"{_start(repo)}: {endpoint} has no revision {revision!r} of it; see {place}/commits/main")
    if code == "EntryNotFound":
        raise HubError(
            f"{_start(repo)}: {endpoint} has no {file} in it, so it is of another kind; see {place}/tree/main"
        )
    if status in (401, 404):
        reason = "the token was not accepted, or there is" if token else "there is"
        raise HubError(
            f"{_start(repo)}: {reason} no public {repo_type} of that name (HTTP {status}); check the name at {place}; "
            "if it is private or gated, run `hf auth login` first"
        )
    raise _error(repo, repo_type, f"{endpoint} answered HTTP {status}", "try again later, or ")


def _error(repo: str, repo_type: RepoType, reason: str, first: str = "") -> HubError:
    """What stops us, and the command that fetches the files by another way."""
    folder = repo.rpartition("/")[2].lower()
    kind = "" if repo_type == "model" else f" --repo-type {repo_type}"
    return HubError(
        f"{_start(repo)}: {reason}, and no copy is in the cache; {first}where there is a connection run "
        f"`hf download {repo}{kind} --local-dir {folder}`, then name that folder instead",
        repo=repo,
        folder=folder,
    )


def _start(repo: str) -> str:
    """A name with a slip in its folder is taken for an id of the hub."""
    return f"{repo}: no folder {repo} here, and as a hub id"


def _find_copy(repo: str, patterns: tuple[str, ...], revision: str | None, repo_type: RepoType) -> str:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    wanted = [*patterns, *(f"*/{pattern}" for pattern in patterns)]
    try:
        folder = Path(
            snapshot_download(
                repo, revision=revision, repo_type=repo_type, allow_patterns=wanted, local_files_only=True
            )
        )
    except (LocalEntryNotFoundError, ValueError):
        return ""
    return str(folder) if all(any(folder.rglob(pattern)) for pattern in patterns) else ""


def _head(request: Request) -> tuple[int, str] | str:
    """(HTTP status, the hub's own word for an error), or why there is no answer within `TIMEOUT_S`."""
    answers: list[tuple[int, str] | str] = []
    # The search for an address has no timeout of its own; a thread can be left behind.
    thread = threading.Thread(target=lambda: answers.append(_send(request)), daemon=True)
    thread.start()
    thread.join(TIMEOUT_S)
    return answers[0] if answers else f"nothing within {TIMEOUT_S:g} seconds"


def _send(request: Request) -> tuple[int, str] | str:
    try:
        with build_opener(_NoRedirect).open(request, timeout=TIMEOUT_S) as reply:
            return reply.status, ""
    except HTTPError as error:
        return error.code, error.headers.get("X-Error-Code", "")
    except URLError as error:
        return one_line(error.reason if isinstance(error.reason, BaseException) else error, 120)
    except (OSError, HTTPException, ValueError) as error:
        return one_line(error, 120)


class _NoRedirect(HTTPRedirectHandler):
    """A file that lies elsewhere is given out as well; following would show the token to whoever keeps it."""

    def redirect_request(self, *_: object) -> None:
        return None
