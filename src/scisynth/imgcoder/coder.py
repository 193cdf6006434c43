"""ImgCoder: understand, plan, code, render, verify, repair (arXiv 2601.17027, section 3; the last three are ours).

    understand   what the problem states, asks and hides                    Understanding
    plan         content, layout, labels, and claims for the checks         Plan
    code         one Python script                                          Script
    render       in the sandbox, never in this process                      RenderResult
    verify       claims, givens, labels, layout and leaks as drawn          Verification
    repair       findings, the page and its image go back; the best attempt is kept

Problems go through a step together, so that a server always has enough to do. Whatever fails is a state with its reason, and the
other problems go on. An understanding or a plan that cannot be read, asked for twice, or that a model declines in words, stops no
figure: it is drawn without, and says so.
Replies are cached by the client: a run that was killed asks no finished question again.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pydantic import BaseModel

from scisynth.clients.chat import ChatClient
from scisynth.clients.records import ChatReply, ChatRequest, Part, Reply, Topic
from scisynth.clients.refusals import is_refusal
from scisynth.core.problems import FigureProblem
from scisynth.core.progress import say
from scisynth.imgcoder.checker import Checker
from scisynth.imgcoder.coded import Attempt, CodedFigure
from scisynth.imgcoder.kept import Draft, DrawnScripts
from scisynth.imgcoder.plan import Plan
from scisynth.imgcoder.prompting import (
    SYSTEM,
    Prompt,
    code_prompt,
    plan_prompt,
    repair_prompt,
    single_prompt,
    understand_prompt,
)
from scisynth.imgcoder.replies import Script, find_script
from scisynth.imgcoder.settings import CoderSettings
from scisynth.imgcoder.understanding import Understanding
from scisynth.sandbox import Sandbox

MAX_PROBLEM_CHARS = 20_000
UNREADABLE = frozenset({"unparsed", "truncated"})
"""How an understanding or a plan may end without ending its figure, as it may in words that decline; a refusal that the server declares, or a dead server, ends it."""
BLIND = re.compile(r"image|vision|multi-?modal|modalit", re.IGNORECASE)
"""Words of a server whose model takes no images."""


class ImgCoder:
    """Draws figures with a chat model and a sandbox."""

    def __init__(
        self,
        client: ChatClient,
        sandbox: Sandbox,
        settings: CoderSettings,
        *,
        image_types: Sequence[str],
        drawn: DrawnScripts | None = None,
    ) -> None:
        self._client, self._sandbox, self._settings = client, sandbox, settings
        self._drawn = drawn or DrawnScripts()
        self._image_types = image_types
        self._shows_images = settings.repair_image != "off"

    def draw(self, problems: Sequence[FigureProblem]) -> list[CodedFigure]:
        """All problems through all steps, in their order."""
        figures = [_start(problem) for problem in problems]
        flow = self._settings.flow
        with Checker() as checker:
            if flow == "single":
                figures = self._code(figures, [single_prompt(figure) for figure in figures], checker, label="single")
                return [_finish(figure) for figure in figures]
            figures = self._understand(figures)
            figures = self._plan(figures)
            prompts = [code_prompt(figure, self._sandbox.limits.wall_s, flow) for figure in figures]
            figures = self._code(figures, prompts, checker, label="code")
            for _ in range(self._settings.repairs):
                if all(figure.is_settled for figure in figures):
                    break
                prompts = [repair_prompt(figure, flow, with_image=self._shows_images) for figure in figures]
                figures = self._code(figures, prompts, checker, label="repair")
        return [_finish(figure) for figure in figures]

    def _understand(self, figures: list[CodedFigure]) -> list[CodedFigure]:
        prompts = [understand_prompt(figure, self._image_types) for figure in figures]
        return [
            replace(figure, understanding=reply.value, understanding_reason=reply.reason) if reply else figure
            for figure, reply in self._ask(figures, prompts, Understanding, label="understand")
        ]

    def _plan(self, figures: list[CodedFigure]) -> list[CodedFigure]:
        planned = []
        for figure, reply in self._ask(figures, [plan_prompt(figure) for figure in figures], Plan, label="plan"):
            if reply and reply.value:
                kept, aside = reply.value.split_claims(figure.text)
                figure = replace(figure, plan=reply.value, claims=tuple(kept), set_aside=tuple(aside))
            elif reply:
                figure = replace(figure, plan_reason=reply.reason)
            planned.append(figure)
        return planned

    def _code(
        self, figures: list[CodedFigure], prompts: list[Prompt], checker: Checker, *, label: str
    ) -> list[CodedFigure]:
        """One script for everyone who still needs one, run and verified."""
        answered = self._ask(figures, prompts, None, label=label)
        scripts = {
            index: find_script(reply.text)
            for index, (_, reply) in enumerate(answered)
            if reply is not None and reply.status == "ok"
        }
        runnable = [index for index, script in scripts.items() if script.text]
        if runnable:
            say(f"rendering {len(runnable)} scripts in the sandbox")
        drafts = [_draft(scripts[index], figures[index]) for index in runnable]
        drawn = dict(zip(runnable, self._drawn.draw(self._sandbox, checker, drafts), strict=True))
        done = []
        for index, (figure, _) in enumerate(answered):
            if index in scripts:
                render, found = drawn.get(index, (None, None))
                attempt = Attempt(script=scripts[index], render=render, verification=found)
                seconds = figure.seconds + (render.wall_s if render else 0.0)
                figure = replace(figure, attempts=(*figure.attempts, attempt), seconds=seconds)
            done.append(figure)
        return done

    def _ask(
        self, figures: list[CodedFigure], prompts: list[Prompt], schema: type[BaseModel] | None, *, label: str
    ) -> list[tuple[CodedFigure, ChatReply | None]]:
        """One question for each figure that is still open; the others come back with None."""
        waiting = [index for index, figure in enumerate(figures) if not figure.is_settled]
        replies = self._replies(waiting, figures, prompts, schema, label)
        blind = [index for index in waiting if prompts[index].image is not None and _is_blind(replies[index])]
        if blind and self._settings.repair_image == "auto":
            say("the model takes no images; repairs go without from here on")
            self._shows_images = False
            words_only = [Prompt(prompt.text) for prompt in prompts]
            replies |= self._replies(blind, figures, words_only, schema, label)
        return [
            (_note(figure, replies.get(index), is_needed=schema is None), replies.get(index))
            for index, figure in enumerate(figures)
        ]

    def _replies(
        self,
        waiting: Sequence[int],
        figures: Sequence[CodedFigure],
        prompts: Sequence[Prompt],
        schema: type[BaseModel] | None,
        label: str,
    ) -> dict[int, ChatReply]:
        requests = [
            ChatRequest(
                content=_content(prompts[index]),
                system=SYSTEM,
                schema=schema,
                temperature=self._settings.temperature,
                max_tokens=self._settings.max_tokens,
                repeat=len(figures[index].attempts),
                topic=_topic(figures[index].problem, prompts[index], label),
            )
            for index in waiting
        ]
        return {waiting[number]: reply for number, reply in self._client.run(requests, label=label)}


def _topic(problem: FigureProblem, prompt: Prompt, step: str) -> Topic:
    """A script asked for with Sketch is another step: its reply is none for a flow without."""
    step = f"{step} with Sketch" if "sketch.figure()" in prompt.text and step == "code" else step
    return Topic(step=step, item=problem.id, text=problem.question)


def _content(prompt: Prompt) -> tuple[Part, ...]:
    return (prompt.text,) if prompt.image is None else (prompt.text, prompt.image)


def _is_blind(reply: ChatReply) -> bool:
    return reply.status == "transport" and BLIND.search(reply.reason) is not None


def _start(problem: FigureProblem) -> CodedFigure:
    if not problem.question.strip():
        return CodedFigure(problem=problem, status="missing", reason="the problem has no text")
    if len(problem.question) > MAX_PROBLEM_CHARS:
        return CodedFigure(
            problem=problem, status="error", reason=f"the problem has more than {MAX_PROBLEM_CHARS:,} characters"
        )
    return CodedFigure(problem=problem)


def _note(figure: CodedFigure, reply: Reply | None, *, is_needed: bool) -> CodedFigure:
    """Keeps the words and the cost of a reply; one that is no answer ends the figure, unless it can do without or has an image."""
    if reply is None:
        return figure
    figure = replace(
        figure,
        cost=figure.cost + reply.cost,
        seconds=figure.seconds + reply.seconds,
        replies=(*figure.replies, reply.text),
    )
    if reply.status == "ok" or (figure.best and figure.best.is_drawn):
        return figure
    if not is_needed and (reply.status in UNREADABLE or (reply.status == "refused" and is_refusal(reply.text))):
        return figure
    return replace(figure, status=reply.status, reason=reply.reason)


def _draft(script: Script, figure: CodedFigure) -> Draft:
    return Draft(code=script.text, claims=figure.claims, hidden=figure.hidden, required=figure.required)


def _finish(figure: CodedFigure) -> CodedFigure:
    """The final state: `ok` with an image, else why there is none."""
    best = figure.best
    if figure.status != "ok" or (best and best.is_drawn):
        is_cut = best is not None and figure.status == "ok" and not best.script.code
        return (
            replace(figure, reason=f"{best.script.reason}; drawn is what stands before") if best and is_cut else figure
        )
    if best is not None and not best.script.text and is_refusal(figure.replies[-1]):
        return replace(figure, status="refused", reason="it declined in words")
    if best is None or best.render is None:
        return replace(figure, status="unparsed", reason=best.script.reason if best else "no script")
    return replace(figure, status="error", reason=f"{best.render.status}: {best.render.reason}")
