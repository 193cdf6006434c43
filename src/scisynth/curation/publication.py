"""What a published version holds: the accepted items, what was left out, its card, and the difference from the version before.

A version is never changed. Its `content` follows from the items alone (texts, images, splits, rubrics), so the same items are the
same version whatever wrote the files.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from scisynth.core.images import content_hash
from scisynth.core.records import SPLITS, PromptSet
from scisynth.core.results import Result
from scisynth.curation.records import CurationItem, ReviewAnswer


@dataclass(frozen=True, kw_only=True)
class PublishedItem:
    """An accepted item with the bytes of its two images."""

    item: CurationItem
    explicit: bytes
    superficial: bytes

    @property
    def prompts(self) -> PromptSet:
        """Its prompt set."""
        return self.item.prompts

    @property
    def digest(self) -> str:
        """Of everything that a reader of the data set gets of it."""
        values = {**self.prompts.to_dict(), "images": [content_hash(self.explicit), content_hash(self.superficial)]}
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class Difference(Result):
    """Ids that a version adds, changes and takes away, next to the one before it."""

    before: str
    """Name of the earlier version; empty for the first one."""
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def difference(before: str, old: Mapping[str, str], new: Mapping[str, str]) -> Difference:
    """From the digests of two versions by item."""
    return Difference(
        before=before,
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(name for name in new.keys() & old.keys() if new[name] != old[name])),
        removed=tuple(sorted(old.keys() - new.keys())),
    )


@dataclass(frozen=True, kw_only=True)
class CardFacts:
    """What the data card says beyond the items."""

    name: str
    version: str
    license: str
    items: Sequence[PublishedItem]
    every: Sequence[CurationItem]
    """All items of the folder, for what was rejected."""
    left_out: Mapping[str, str]
    """Accepted items that are not published, with the reason."""
    answers: Sequence[ReviewAnswer]
    agreement: Mapping[str, str]
    """By question, in words."""
    difference: Difference
    hashes: Mapping[str, str]
    """SHA-256 by file."""


def describe(facts: CardFacts) -> str:
    """The body of the data card, after the table of its splits."""
    parts = [
        _counts(facts.items),
        _made_of(facts.items),
        _review(facts),
        _bias(facts.items),
        _changes(facts),
        "## Files\n\n" + _table(("file", "SHA-256"), sorted(facts.hashes.items())),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    return "\n".join([*lines, *(f"| {' | '.join(str(cell).replace('|', '/') for cell in row)} |" for row in rows)])


def _counts(items: Sequence[PublishedItem]) -> str:
    by_law = Counter(item.prompts.law for item in items)
    rows = [
        (
            law,
            *(sum(item.prompts.law == law and item.prompts.split == split for item in items) for split in SPLITS),
            num,
        )
        for law, num in sorted(by_law.items())
    ]
    return "## Laws\n\n" + _table(("law", *SPLITS, "all"), rows)


def _made_of(items: Sequence[PublishedItem]) -> str:
    """Who wrote the words and made the images, and under which licences."""
    writers = Counter(item.item.history[0].by for item in items)
    chosen = [
        image for item in items for image in (item.item.image("explicit"), item.item.image("superficial")) if image
    ]
    makers = Counter((image.model, image.license or "that of the generator") for image in chosen)
    sources = {f"{fact.name}: {fact.source}" for item in items for fact in item.item.facts if fact.unit}
    return "\n\n".join(
        [
            "## Origin",
            _table(("prompts by", "items"), sorted(writers.items())),
            _table(("images by", "licence", "images"), [(*maker, num) for maker, num in sorted(makers.items())]),
            "Sources of the facts that decide:\n\n" + "\n".join(f"* {source}" for source in sorted(sources)),
        ]
    )


def _review(facts: CardFacts) -> str:
    statuses = Counter(item.status for item in facts.every)
    reasons = Counter(item.reason or "no reason given" for item in facts.every if item.status == "rejected")
    people = {answer.annotator for answer in facts.answers}
    words = (
        f"{statuses['accepted']} of {len(facts.every)} items accepted, {statuses['rejected']} rejected, {statuses['draft']} "
        f"undecided. {len(facts.answers)} answers by {len(people)} annotators, in `review/answers.parquet`."
    )
    parts = ["## Review", words]
    if facts.agreement:
        parts.append(_table(("question", "agreement (Krippendorff's alpha)"), facts.agreement.items()))
    if reasons:
        parts.append(_table(("reason of rejection", "items"), reasons.most_common()))
    if facts.left_out:
        parts.append(_table(("accepted and not published", "reason"), facts.left_out.items()))
    return "\n\n".join(parts)


def _bias(items: Sequence[PublishedItem]) -> str:
    """What a reader must know of how the items are spread."""
    outcomes = Counter((item.prompts.law, item.prompts.outcome) for item in items)
    laws = Counter(item.prompts.law for item in items)
    uneven = [
        f"* {law}: {num} of {laws[law]} items have the outcome `{outcome}`."
        for (law, outcome), num in sorted(outcomes.items())
        if num >= 0.8 * laws[law]
    ]
    complex_items = sum(item.prompts.setting == "C" for item in items)
    settings = f"* {complex_items} of {len(items)} items name a place (C); the others have a plain background (S)."
    return "\n".join(["## Known bias", "", settings, *uneven])


def _changes(facts: CardFacts) -> str:
    found = facts.difference
    if not found.before:
        return ""
    words = (
        f"Since {found.before}: {len(found.added)} added, {len(found.changed)} changed, {len(found.removed)} removed. "
        "`version.json` lists them."
    )
    return f"## Changes\n\n{words}"


def version_record(facts: CardFacts, digests: Mapping[str, str]) -> dict[str, object]:
    """What `version.json` keeps: the digest of each item, the difference and the hashes of the files."""
    return {
        "name": facts.name,
        "version": facts.version,
        "license": facts.license,
        "content": content_digest(digests),
        "items": dict(sorted(digests.items())),
        "left_out": dict(facts.left_out),
        "difference": asdict(facts.difference),
        "files": dict(sorted(facts.hashes.items())),
    }


def content_digest(digests: Mapping[str, str]) -> str:
    """Of all items of a version."""
    return hashlib.sha256(json.dumps(sorted(digests.items())).encode()).hexdigest()[:16]
