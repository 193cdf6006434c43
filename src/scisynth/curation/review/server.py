"""The two pages of a review: one for reviewers, one for adjudicators, each behind a link of its own (`web.page`).

    GET  /state?rater=anna             what to look at now, and how far one is
    GET  /image/<item>/<candidate>     one image; items and candidates have names that say nothing
    POST /answer, /draft, /undo        JSON; saved before it is answered
    /adjudicate/...                    the same with the answers of the reviewers, for who has the second link

What reviewers get never says what others answered, nor which tasks have a known truth. All images are written again as PNG
without metadata.
"""

import socket
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from scisynth.core.errors import DataError, ImageError, one_line
from scisynth.core.images import open_image, png_bytes
from scisynth.core.progress import say
from scisynth.curation.records import SIDES, Candidate, RejectReason
from scisynth.curation.review.book import ReviewBook
from scisynth.curation.review.clicks import Action, Click, Person, Role, pseudonyms
from scisynth.curation.review.tasks import Task
from scisynth.web.page import Posted, PrivatePage, clean_rater, open_server, read_posted, refuse, try_to_save

if TYPE_CHECKING:
    import uvicorn
    from starlette.requests import Request
    from starlette.responses import Response

ASSETS = ("index.html", "review.css", "review.js")
HOMES: Mapping[Role, str] = {"reviewer": "/", "adjudicator": "/adjudicate/"}
MAX_SIDE_PX = 1600
CACHED_IMAGES = 64
MAX_CHARS = 1000
"""Of a prompt or a note."""
MAX_BODY_BYTES = 32_768
Text = Annotated[str, Field(max_length=MAX_CHARS)]


class _PostedDraft(Posted):
    explicit: str = Field(default="", max_length=64)
    superficial: str = Field(default="", max_length=64)
    words: dict[str, Text] = Field(default_factory=dict, max_length=3)
    note: Text = ""


class _PostedAnswer(_PostedDraft):
    action: Literal["accept", "reject", "abstain"]
    reason: RejectReason | Literal[""] = ""
    seconds: float = Field(ge=0, le=86_400, allow_inf_nan=False)


def open_review_server(
    book: ReviewBook, root: Path, *, host: str = "127.0.0.1", port: int = 0
) -> "tuple[uvicorn.Server, socket.socket, dict[Role, str]]":
    """(server, its socket, link by role); `server.run(sockets=[socket])` blocks until `server.should_exit` is set.

    Args:
        book: questions and answers.
        root: the curation folder, for the images.
        host: address to listen on; "0.0.0.0" lets phones of the same network in.
        port: 0 takes a free one.

    Raises:
        ConfigError: the address cannot be listened on.
        MissingExtraError: the web server is not installed.
    """
    images = lru_cache(CACHED_IMAGES)(lambda file: _encode(root / file))
    pages = [_Session(book, role, images).page for role in HOMES]
    server, listener, links = open_server(pages, host=host, port=port)
    return server, listener, dict(zip(HOMES, links, strict=True))


def _encode(path: Path) -> bytes:
    image = open_image(path)
    image.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX))
    return png_bytes(image)


class _Session:
    """The requests of one page."""

    def __init__(self, book: ReviewBook, role: Role, images: Any) -> None:
        from starlette.routing import Route

        self._book, self._role, self._png = book, role, images
        self.page = PrivatePage(
            package="scisynth.curation.review",
            assets=ASSETS,
            home=HOMES[role],
            routes=[
                Route("/state", self._state, methods=["GET"]),
                Route("/image/{item}/{candidate}", self._image, methods=["GET"]),
                Route("/answer", self._answer, methods=["POST"]),
                Route("/draft", self._draft, methods=["POST"]),
                Route("/undo", self._undo, methods=["POST"]),
            ],
        )
        self._id_of = {self.page.key(name): name for name in book.tasks}

    async def _state(self, request: "Request") -> "Response":
        try:
            return self._reply(clean_rater(request.query_params.get("rater", "")))
        except DataError as error:
            return refuse(400, str(error))

    async def _image(self, request: "Request") -> "Response":
        from starlette.responses import Response

        task = self._book.tasks.get(self._id_of.get(request.path_params["item"], ""))
        found = task and self._candidate(task, request.path_params["candidate"])
        if not found:
            return refuse(404, "no such image")
        try:
            data = self._png(found.file)
        except ImageError:
            return refuse(404, "no such image")
        # The name holds for one start of the server, so the browser may fetch the next one early.
        return Response(data, media_type="image/png", headers={"cache-control": "private, max-age=3600"})

    async def _answer(self, request: "Request") -> "Response":
        return await self._save(request, _PostedAnswer)

    async def _draft(self, request: "Request") -> "Response":
        return await self._save(request, _PostedDraft)

    async def _undo(self, request: "Request") -> "Response":
        return await self._save(request, Posted)

    async def _save(self, request: "Request", kind: type[Posted]) -> "Response":
        found = await read_posted(request, kind, MAX_BODY_BYTES)
        if not isinstance(found, tuple):
            return found
        posted, rater = found
        task = self._book.tasks.get(self._id_of.get(posted.item, ""))
        if task is None:
            return self._reply(rater)
        try:
            refusal = try_to_save(lambda: self._do(posted, task, (self._role, rater)))
        except DataError as error:
            return refuse(400, str(error))
        # Whether or not the click was to what is on the screen, the page goes on from what is true.
        return refusal or self._reply(rater)

    def _do(self, posted: Posted, task: Task, person: Person) -> bool:
        if not isinstance(posted, _PostedDraft):
            return self._book.take_back(person, task.id)
        click = Click(
            rater=person[1],
            role=self._role,
            item=task.id,
            version=task.version,
            action="draft",
            explicit=self._candidate_id(task, posted.explicit),
            superficial=self._candidate_id(task, posted.superficial),
            words=posted.words,
            note=posted.note,
        )
        if not isinstance(posted, _PostedAnswer):
            return self._book.draft(click)
        if (posted.action == "reject") != bool(posted.reason):
            raise DataError("expected a reason for a rejection, and for nothing else")
        # What is accepted is called keep, swap or change by what it names.
        action: Action = "change" if posted.action == "accept" else posted.action
        return self._book.answer(replace(click, action=action, reason=posted.reason, seconds=posted.seconds))

    def _candidate_id(self, task: Task, key: str) -> str:
        """The candidate that a page's name stands for; empty for none."""
        found = self._candidate(task, key)
        if key and found is None:
            raise DataError("expected images of this item, got another; reload the page")
        return found.id if found else ""

    def _candidate(self, task: Task, key: str) -> Candidate | None:
        return next((found for found in task.item.candidates if self.page.key(found.id) == key), None)

    # --- what the page shows -----------------------------------------------------------------------------------------

    def _reply(self, rater: str) -> "Response":
        from starlette.responses import JSONResponse

        person: Person = (self._role, rater)
        book = self._book
        now = self._next_that_opens(person)
        ahead = book.following(person, now.id) if now else None
        states = list(book.consensus.states.values())
        last = book.last_answered(person)
        return JSONResponse(
            {
                "rater": rater,
                "role": self._role,
                "done": book.num_answered(person),
                "left": len(book.open_for(person)),
                "decided": sum(state in ("decided", "adjudicated") for state in states),
                "total": len(states),
                "last": self.page.key(last) if last else None,
                "stopped": self._role == "reviewer" and book.standing.trust(rater) != "trusted",
                "trial": self._describe_trial(person),
                "now": now and self._describe(person, now),
                "ahead": ahead and [self._url(ahead, ahead.shown[side]) for side in SIDES],
            }
        )

    def _next_that_opens(self, person: Person) -> Task | None:
        """The person's task; those whose images do not open are dropped for everybody."""
        while task := self._book.next_task(person):
            try:
                for side in SIDES:
                    found = task.candidate(task.shown[side])
                    assert found
                    self._png(found.file)
                return task
            except ImageError as error:
                say(f"{task.id}: not shown; {one_line(error)}")
                self._book.lose(task.id)
        return None

    def _describe_trial(self, person: Person) -> dict[str, Any] | None:
        click = self._book.last_trial(person)
        known = self._book.tasks[click.item].known if click else None
        if click is None or known is None:
            return None
        return {"right": click.label == known.expected, "expected": known.expected, "why": known.why}

    def _describe(self, person: Person, task: Task) -> dict[str, Any]:
        prompts, draft = task.item.prompts, self._book.draft_of(person, task.id)
        chosen = {side: getattr(draft, side) for side in SIDES} if draft else task.shown
        return {
            "item": self.page.key(task.id),
            "law": prompts.law,
            "subject": prompts.subject,
            "condition": prompts.condition,
            "prompts": task.words(),
            "words": dict(draft.words) if draft else {},
            "note": draft.note if draft else "",
            "shown": {side: self.page.key(task.shown[side]) for side in SIDES},
            "chosen": {side: self.page.key(chosen[side]) for side in SIDES},
            "derivation": prompts.derivation,
            "scene_rubric": prompts.scene_rubric,
            "reality_rubric": prompts.reality_rubric,
            "facts": [
                {name: getattr(fact, name) for name in ("name", "value", "unit", "source", "uncertainty", "of")}
                for fact in task.item.facts
            ],
            "warnings": [f"{check.name}: {check.message}" for check in task.item.checks if check.status == "warned"],
            "candidates": self._candidates(task),
            "answers": self._earlier_answers(task) if self._role == "adjudicator" else [],
        }

    def _candidates(self, task: Task) -> list[dict[str, Any]]:
        """All candidates, the best first; a canary with exchanged images has them on the other sides."""
        other = {"explicit": "superficial", "superficial": "explicit"}
        is_swapped = bool(task.known and task.known.flaw == "swapped")
        ranked = sorted(task.item.candidates, key=lambda found: (found.rank is None, found.rank or 0))
        return [
            {
                "id": self.page.key(found.id),
                "side": other[found.side] if is_swapped else found.side,
                "image": self._url(task, found.id),
                "warnings": [f"{c.name}: {c.message}" for c in found.checks if c.status in ("warned", "failed")],
            }
            for found in ranked
        ]

    def _earlier_answers(self, task: Task) -> list[dict[str, Any]]:
        standing = self._book.standing
        names = pseudonyms(standing.by_person)
        found = []
        for person in standing.by_person:
            click = self._book.answer_of(person, task.id)
            if click and person[0] == "reviewer":
                chosen = {side: self.page.key(getattr(click, side)) for side in SIDES if getattr(click, side)}
                found.append(
                    {
                        "who": names[person].replace("-", " "), "action": click.action, "reason": click.reason,
                        "note": click.note, "words": dict(click.words), "chosen": chosen,
                    }
                )  # fmt: skip
        return found

    def _url(self, task: Task, candidate: str) -> str:
        return f"image/{self.page.key(task.id)}/{self.page.key(candidate)}"
