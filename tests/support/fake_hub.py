"""A hub on this machine: repositories from folders, and every way in which a hub says no.

    with FakeHub() as hub:                          # `HF_ENDPOINT=hub.url`
        hub.repos["org/name"] = folder              # its files, as the hub gives them out
        hub.refusals["org/gated"] = (403, "GatedRepo")
        hub.silent.add("org/slow")                  # takes the question and never answers

    hub.accepts.add("org/mine")                     # takes what is pushed there: `hub.pushed["org/mine"]`, name to bytes

Paths asked for are in `hub.asked`, tokens in `hub.tokens`.
"""

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class FakeHub:
    def __init__(self):
        self.repos: dict[str, Path] = {}
        self.refusals: dict[str, tuple[int, str]] = {}
        self.silent: set[str] = set()
        self.asked: list[str] = []
        self.tokens: list[str] = []
        self.accepts: set[str] = set()
        self.pushed: dict[str, dict[str, bytes]] = {}
        self.created: dict[str, dict] = {}
        self.tags: list[str] = []
        self._ended = threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self):
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                hub._answer(self)

            do_HEAD = do_GET

            def do_POST(self):
                hub._take(self)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, request):
        path = unquote(urlsplit(request.path).path).removeprefix("/datasets").strip("/")
        self.asked.append(path)
        self.tokens.append(request.headers.get("Authorization", ""))
        api = path.startswith("api/")
        repo = "/".join(path.removeprefix("api/models/").removeprefix("api/datasets/").split("/")[:2])
        if repo in self.silent:
            self._ended.wait(60)
        status, code = self.refusals.get(repo, (404, "RepoNotFound"))
        if repo in self.created and api:
            return _json(request, [] if "/tree/" in path else {"id": repo, "sha": COMMIT, "siblings": []})
        if repo not in self.repos:
            return _send(request, status, {"X-Error-Code": code}, b"")
        if api:
            names = sorted(
                str(file.relative_to(self.repos[repo])) for file in self.repos[repo].rglob("*") if file.is_file()
            )
            # `api/models/ORG/NAME/tree/REVISION/FOLDER` lists that folder.
            inside = "/".join(path.split("/tree/", 1)[-1].split("/")[1:]) if "/tree/" in path else ""
            names = [name for name in names if name.startswith(f"{inside}/" if inside else "")]
            if inside and not names:
                return _send(request, 404, {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": COMMIT}, b"")
            entries = [{"type": "file", "path": name, "size": 1, "oid": COMMIT} for name in names]
            body = (
                entries
                if "/tree/" in path
                else {"id": repo, "sha": COMMIT, "siblings": [{"rfilename": n} for n in names]}
            )
            return _send(request, 200, {"Content-Type": "application/json"}, json.dumps(body).encode())
        file = self.repos[repo] / path.split("/", 4)[4]
        if not file.is_file():
            return _send(request, 404, {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": COMMIT}, b"")
        data = file.read_bytes()
        return _send(request, 200, {"X-Repo-Commit": COMMIT, "ETag": f'"{hashlib.sha1(data).hexdigest()}"'}, data)

    def _take(self, request):
        """A push as `huggingface_hub` makes it: repository, questions about files, one commit with all of them, a tag."""
        data = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        path = unquote(urlsplit(request.path).path).strip("/")
        self.tokens.append(request.headers.get("Authorization", ""))
        if path == "api/repos/create":
            asked = json.loads(data)
            repo = f"{asked.get('organization') or 'me'}/{asked['name']}"
            if repo not in self.accepts:
                return _send(request, 403, {"X-Error-Message": "no right to write there"}, b"")
            # Versions of the client say it in two ways.
            self.created[repo] = {"private": bool(asked.get("private") or asked.get("visibility") == "private")}
            return _json(request, {"url": f"{self.url}/datasets/{repo}", "name": repo})
        if path == "api/validate-yaml":
            return _json(request, {"errors": [], "warnings": []})
        repo = "/".join(path.removeprefix("api/datasets/").split("/")[:2])
        if "/preupload/" in path:
            files = [
                {"path": file["path"], "uploadMode": "regular", "shouldIgnore": False}
                for file in json.loads(data)["files"]
            ]
            return _json(request, {"files": files})
        if "/tag/" in path:
            self.tags.append(json.loads(data)["tag"])
            return _json(request, {})
        lines = [json.loads(line) for line in data.decode().splitlines()]
        files = {line["value"]["path"]: line["value"]["content"] for line in lines if line["key"] == "file"}
        self.pushed[repo] = {name: base64.b64decode(content) for name, content in files.items()}
        return _json(
            request, {"commitOid": COMMIT, "commitUrl": f"{self.url}/datasets/{repo}/commit/{COMMIT}", "success": True}
        )


def _json(request, values):
    _send(request, 200, {"Content-Type": "application/json"}, json.dumps(values).encode())


def _send(request, status, headers, body):
    request.send_response(status)
    for name, value in {**headers, "Content-Length": str(len(body))}.items():
        request.send_header(name, value)
    request.end_headers()
    if request.command != "HEAD":
        request.wfile.write(body)
