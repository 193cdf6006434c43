"""The page of a run's candidates, from its journals alone."""

from pathlib import Path

from scisynth.pipelines.assist.kept import Kept
from scisynth.pipelines.assist.records import FOLDER, Candidate, Finding
from scisynth.prompts.rewrite import Rewrite
from scisynth.reports.candidates import ShownCandidate, ShownItem, write_candidates_page


def write_page(out: Path) -> Path:
    """Writes `candidates/index.html` of a run folder; returns its path."""
    kept = Kept(out / FOLDER)
    return write_candidates_page(out / FOLDER, [_item(kept, key) for key in kept.items], "Candidates")


def _item(kept: Kept, key: str) -> ShownItem:
    candidates = sorted(kept.candidates_of(key), key=lambda one: (one.round, one.number))
    prompt = candidates[0].original_prompt
    rewrite, choice = kept.rewrites.get(prompt), kept.choice_of(key)
    derivation = rewrite.derivation if rewrite else ""
    return ShownItem(
        prompt=prompt,
        change=_change(rewrite),
        derivation=derivation,
        outcome=choice.reason if choice else "not chosen yet",
        candidates=[
            _candidate(kept, one, f"{prompt} {derivation}".strip(), is_kept=bool(choice and choice.candidate == one.id))
            for one in candidates
        ],
        findings=[_words(found) for found in kept.findings_of(key)],
    )


def _candidate(kept: Kept, one: Candidate, alt: str, *, is_kept: bool) -> ShownCandidate:
    scores = [
        (name, f"{found.score:.3f}" if found.score is not None else f"{found.status}: {found.reason}")
        for name, found in kept.scores_of(one.id).items()
    ]
    return ShownCandidate(
        file=one.file,
        title=f"Round {one.round}, image {one.number + 1}, seed {one.seed}",
        alt=alt,
        prompt=one.generation_prompt,
        scores=scores,
        is_kept=is_kept,
        reason=f"{one.status} {one.reason}".strip(),
    )


def _change(rewrite: Rewrite | None) -> str:
    if rewrite is None:
        return ""
    if rewrite.status == "left alone":
        return f"The prompt was left alone: {rewrite.reason}."
    return f"Rewritten by {rewrite.by}: {rewrite.generation_prompt}"


def _words(found: Finding) -> str:
    said = "nothing is wrong" if found.is_right else found.wrong or f"no finding ({found.status})"
    more = f" Next prompt: {found.correction}" if found.correction else ""
    reason = f" Not used: {found.reason}." if found.reason else ""
    return f"{found.critic}, round {found.round}: {said}.{more}{reason}"
