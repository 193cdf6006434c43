"""A problem on its way to a figure drawn by a model's code: its understanding, its plan, and every attempt with what came of it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from scisynth.core.problems import FigureProblem
from scisynth.core.records import FREE, Cost, Outcome
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claim_checks.marks import UNNAMED
from scisynth.figures.verify.hidden_text import unstated
from scisynth.figures.verify.required import GivenValue, Required, required_texts
from scisynth.figures.verify.verify import Verification
from scisynth.grading.values.readable import readable
from scisynth.imgcoder.plan import Plan
from scisynth.imgcoder.replies import Script
from scisynth.imgcoder.understanding import Understanding
from scisynth.sandbox import RenderResult

MAX_LINES = 40
"""Of what a repair is told."""
MAX_UNSEEN = 5
MAX_LISTED_BYTES = 2**20
"""Of the marks of a page; of a longer list nothing is told."""
STALLED = 2
"""Repairs in a row that brought nothing, after which none is asked for any more."""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One script and what came of it."""

    script: Script
    render: RenderResult | None = None
    """None when there was no script to run."""
    verification: Verification | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether there is an image."""
        return self.render is not None and self.render.image is not None

    @property
    def rank(self) -> tuple[bool, bool, bool, float, int]:
        """For choosing the best: has an image, could be checked, of a whole script, fraction of held claims, few faults."""
        found = self.verification
        checked = found is not None and found.status == "checked"
        score = found.score if found else None
        is_whole = bool(self.script.code)
        return self.is_drawn, checked, is_whole, score if score is not None else 0.0, -found.num_faults if found else 0

    @property
    def is_done(self) -> bool:
        """Whether a repair has nothing to work on."""
        found = self.verification
        return (
            bool(self.script.code)
            and self.is_drawn
            and found is not None
            and found.status != "check_failed"
            and not found.faults
            and not any(UNNAMED in item.message for item in found.unchecked)
        )

    def complaints(self) -> str:
        """What a repair is told is wrong, at most `MAX_LINES` lines."""
        lines = self._complaints().splitlines()
        more = len(lines) - MAX_LINES + 1
        return "\n".join(lines if more <= 1 else [*lines[: MAX_LINES - 1], f"- and {more:,} more lines"])

    def _complaints(self) -> str:
        if self.render is None:
            return f"- {self.script.reason}"
        if self.render.image is None:
            empty = f"; {self._emptiness()}" if self.render.status in ("blank", "single_colour", "no_picture") else ""
            return f"- {self.render.reason}{empty}\n{self.render.traceback}".rstrip()
        found = self.verification
        cut = f"- {self.script.reason}; drawn is what stands before\n" if not self.script.code else ""
        if found is not None and found.status == "check_failed":
            return f"{cut}- the figure could not be checked: {found.reason}; draw it with fewer and simpler parts"
        told = [*found.faults, *(item for item in found.unchecked if UNNAMED in item.message)] if found else []
        return cut + "\n".join(f"- {item.kind}: {item.message}" for item in told)

    def _emptiness(self) -> str:
        """What is known of a page on which nothing is seen."""
        assert self.render is not None
        artists = [row for row in self._rows if row.get("kind") not in (None, "axes")]
        unseen = [f"{_named(row)} ({str(row['unseen'])[:120]})" for row in artists if row.get("unseen")][:MAX_UNSEEN]
        printed = " ".join(self.render.stdout.split())[:300]
        parts = {
            f"{self.render.num_figures} Matplotlib figures were opened": True,
            f"the last has {len(artists)} artists": True,
            f"not to be seen: {', '.join(unseen)}": unseen,
            f"it printed: {printed}": printed,
        }
        return ", ".join(part for part, is_so in parts.items() if is_so)

    def page(self) -> str:
        """Ids and texts of what is drawn, as a line for a prompt: `label:a "3 cm", side:a, "b"`."""
        return ", ".join(dict.fromkeys(filter(None, map(_named, self._rows))))

    @cached_property
    def _rows(self) -> list[Any]:
        """The marks as the script's own process lists them; they are words for a prompt here, and prove nothing."""
        render = self.render
        if render is None or render.marks_json is None or len(render.marks_json) > MAX_LISTED_BYTES:
            return []
        return render.marks or []


def _named(row: Any) -> str:
    name, text = (str(row.get(key) or "")[:80] for key in ("id", "text"))
    if row.get("is_tick") or not (name or text.strip()):
        return ""
    return f"{name} {text!r}".strip() if text else name


@dataclass(frozen=True, kw_only=True)
class CodedFigure:
    """A problem on its way through the steps, and at its end."""

    problem: FigureProblem
    status: Outcome = "ok"
    """`ok` as soon as one attempt gave an image; `verified` tells whether it is right."""
    reason: str = ""
    understanding: Understanding | None = None
    understanding_reason: str = ""
    """Why there is none, where the flow wanted one."""
    plan: Plan | None = None
    plan_reason: str = ""
    """Why there is none, where the flow wanted one; the figure is drawn without."""
    claims: tuple[Claim, ...] = ()
    set_aside: tuple[Claim, ...] = ()
    """Claims of the plan that the problem does not support; those that cannot be read are in `plan.refused`."""
    attempts: tuple[Attempt, ...] = ()
    cost: Cost = FREE
    seconds: float = 0.0
    """Waited for replies and for scripts, waits of replies that ran side by side counted for each figure."""
    replies: tuple[str, ...] = field(default=(), repr=False)
    """The model's own words, in order."""

    @property
    def text(self) -> str:
        """The problem as a model and a page are shown it, without markup."""
        return readable(self.problem.question)

    @property
    def image_type(self) -> str:
        """Of the data, else as the model understood it."""
        return self.problem.image_type or (self.understanding.image_type if self.understanding else "")

    @property
    def best(self) -> Attempt | None:
        """The best attempt by the verifier; the earliest of equals."""
        return max(self.attempts, key=lambda attempt: attempt.rank, default=None)

    @property
    def to_repair(self) -> Attempt | None:
        """The attempt that a repair starts from: the last one, unless an earlier one is better or it holds no code."""
        last = self.attempts[-1] if self.attempts else None
        best = self.best
        return last if last and best and last.script.text and last.rank >= best.rank else best

    @property
    def verified(self) -> bool:
        """Whether everything that was claimed and required holds, with nothing overlapping, cut off or given away."""
        best = self.best
        return bool(best and best.script.code and best.verification and best.verification.passed)

    @property
    def is_settled(self) -> bool:
        """Nothing more to ask: failed for good, an attempt without fault, or repairs that bring nothing."""
        return self.status != "ok" or any(attempt.is_done for attempt in self.attempts) or self._is_stalled

    @property
    def _is_stalled(self) -> bool:
        """The last repairs gave no better figure, and no other failure either."""
        before, last = self.attempts[:-STALLED], self.attempts[-STALLED:]
        if not before:
            return False
        best = max(attempt.rank for attempt in before)
        known = {attempt.complaints() for attempt in before}
        return all(attempt.rank <= best and (attempt.rank[0] or attempt.complaints() in known) for attempt in last)

    @property
    def hidden(self) -> list[str]:
        """The answer, and what the model itself would hide, unless the problem says it anyway."""
        named = [*(self.understanding.hidden if self.understanding else ()), self.problem.answer.text]
        return unstated(named, self.problem.question)

    @property
    def required(self) -> Required:
        """What must be printed without a claim: the givens as understood, the labels as planned."""
        named = self.understanding.givens if self.understanding else ()
        givens = [GivenValue(symbol=given.symbol, value=given.value, unit=given.unit) for given in named if given.value]
        labels = self.plan.labels if self.plan else ()
        return required_texts(givens, labels, self.problem.question, self.hidden)
