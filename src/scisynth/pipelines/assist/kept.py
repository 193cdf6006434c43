"""The rows of `candidates/` of a run folder: read once, added to as they come (`records` says what they are)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scisynth.core.records import RETRIED, Cost, Judgement
from scisynth.core.store import Journal, storage_errors
from scisynth.pipelines.assist.records import Candidate, Choice, Finding
from scisynth.prompts.rewrite import Rewrite


class Kept:
    """The rows of `candidates/`, read once and added to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.rewrites = {found.original_prompt: found for found in self._journal("rewrites").parsed(Rewrite.from_dict)}
        self._candidates: dict[str, dict[str, Candidate]] = defaultdict(dict)
        for candidate in self._journal("candidates").parsed(Candidate.from_dict):
            self._candidates[candidate.item][candidate.id] = candidate
        self._findings: dict[str, dict[int, Finding]] = defaultdict(dict)
        for finding in self._journal("findings").parsed(Finding.from_dict):
            self._findings[finding.item][finding.round] = finding
        self._scores: dict[str, dict[str, Judgement]] = defaultdict(dict)
        for candidate_id, chooser, judgement in self._journal("scores").parsed(_score_of):
            self._scores[candidate_id][chooser] = judgement
        self._choices = {found.item: found for found in self._journal("chosen").parsed(Choice.from_dict)}

    def has_rewrite(self, prompt: str) -> bool:
        """Whether a rewrite is there and final."""
        found = self.rewrites.get(prompt)
        return found is not None and found.state not in RETRIED

    def add_rewrite(self, found: Rewrite) -> None:
        """Keeps one."""
        self.rewrites[found.original_prompt] = found
        self._append("rewrites", found.to_dict())

    def candidates_of(self, item: str) -> list[Candidate]:
        """Those drawn for an item so far."""
        return list(self._candidates[item].values())

    def add_candidate(self, candidate: Candidate) -> None:
        """Keeps one; its file is there already."""
        self._candidates[candidate.item][candidate.id] = candidate
        self._append("candidates", candidate.to_dict())

    def findings_of(self, item: str) -> list[Finding]:
        """Those about an item so far."""
        return list(self._findings[item].values())

    def add_finding(self, finding: Finding) -> None:
        """Keeps one."""
        self._findings[finding.item][finding.round] = finding
        self._append("findings", finding.to_dict())

    def has_score(self, candidate: str, chooser: str) -> bool:
        """Whether a score is there and final."""
        found = self._scores[candidate].get(chooser)
        return found is not None and found.status not in RETRIED

    def add_score(self, candidate: str, chooser: str, judgement: Judgement) -> None:
        """Keeps one."""
        self._scores[candidate][chooser] = judgement
        self._append("scores", {"candidate": candidate, "chooser": chooser, "judgement": judgement.to_dict()})

    def score(self, candidate: str, chooser: str) -> float | None:
        """None where there is none."""
        found = self._scores[candidate].get(chooser)
        return found.score if found else None

    def status(self, candidate: str, chooser: str) -> str:
        """How scoring ended; `missing` where nobody scored."""
        found = self._scores[candidate].get(chooser)
        return found.status if found else "missing"

    def score_costs(self, candidates: Iterable[str]) -> list[Cost]:
        """What scoring candidates took."""
        return [found.cost for name in candidates for found in self._scores[name].values()]

    def add_choice(self, choice: Choice) -> None:
        """Keeps one, unless it is the one that stood before."""
        if self._choices.get(choice.item) != choice:
            self._choices[choice.item] = choice
            self._append("chosen", choice.to_dict())

    @property
    def items(self) -> list[str]:
        """Keys of the images asked for, in the order of their first candidates."""
        return list(self._candidates)

    def choice_of(self, item: str) -> Choice | None:
        """Which candidate was kept; None while none is."""
        return self._choices.get(item)

    def scores_of(self, candidate: str) -> Mapping[str, Judgement]:
        """By who chooses."""
        return self._scores[candidate]

    def _journal(self, name: str) -> Journal:
        journal = Journal(self._folder / f"{name}.jsonl")
        journal.repair()
        return journal

    def _append(self, name: str, row: Mapping[str, Any]) -> None:
        with storage_errors(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
        Journal(self._folder / f"{name}.jsonl").append(row)


def _score_of(row: Mapping[str, Any]) -> tuple[str, str, Judgement]:
    return row["candidate"], row["chooser"], Judgement.from_dict(row["judgement"])
