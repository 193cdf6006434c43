"""Remembers which scripts and checks ended at a limit, so that a run which is resumed goes the same way.

Whether a script meets its limit of time depends on how busy the machine is, and so does the sentence that a repair is told. Were it run
again after an interruption, its end might read differently, and a question that was paid for would be asked once more. Therefore the
end is kept (`coded/limits.jsonl`), and is replayed instead of run: that also saves the time that hostile scripts take. Ends that
depend on nothing but the script are not kept, since running it again costs little and gives the picture.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from scisynth.core.store import Journal
from scisynth.imgcoder.checker import Checker
from scisynth.imgcoder.sandbox import RenderResult, Sandbox
from scisynth.imgcoder.scene import Claim
from scisynth.imgcoder.verify import Verification

BY_LIMIT = ("timeout", "memory", "killed", "too_many_files")


class LimitsMet:
    """Ends of scripts and checks by what they were; kept in a file where one is given."""

    def __init__(self, path: Path | None = None) -> None:
        self._journal = Journal(path) if path else None
        if self._journal:
            self._journal.repair()
        self._ends = {row["key"]: row["end"] for row in self._journal or ()}

    def render_many(self, sandbox: Sandbox, codes: Sequence[str]) -> list[RenderResult]:
        """The results of all scripts, in order; those that met a limit before are not run again."""
        keys = [_key("script", code) for code in codes]
        known = {key: self._ends[key] for key in keys if key in self._ends}
        drawn = sandbox.render_many([code for key, code in zip(keys, codes, strict=True) if key not in known])
        results = []
        for key in keys:
            if key in known:
                results.append(RenderResult(tier=sandbox.tier, **known[key]))
                continue
            result = next(drawn)
            results.append(result)
            if result.status in BY_LIMIT:
                self._keep(key, {"status": result.status, "reason": result.reason, "stdout": result.stdout})
        return results

    def check(
        self, checker: Checker, code: str, render: RenderResult, claims: Sequence[Claim], hidden: Sequence[str]
    ) -> Verification:
        """What the checks find on a figure; one whose check met a limit before is not checked again."""
        key = _key("check", code, *map(repr, claims), *hidden)
        if key in self._ends:
            return Verification(**self._ends[key])
        found = checker.check(render.marks_json, render.image, claims, hidden)
        if found.status == "check_failed":
            self._keep(key, {"status": found.status, "reason": found.reason})
        return found

    def _keep(self, key: str, end: dict[str, str]) -> None:
        self._ends[key] = end
        if self._journal:
            self._journal.append({"key": key, "end": end})


def _key(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
