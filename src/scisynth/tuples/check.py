"""Is a tuple data set what it says? Every image decoded; what is broken, doubled, leaking or unknown, by id.

A *leak* is an image, or a subject with the same implicit prompt, that stands in two of train, val and test: it makes
a test number say more than it means. test_S and test_C may share, they are one test in two settings.
"""

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import islice
from statistics import median
from typing import Any

from scisynth.core.errors import ImageError, one_line
from scisynth.core.images import examine_image, open_image
from scisynth.core.progress import track
from scisynth.core.records import ContrastTuple, ImageSource
from scisynth.science.laws import find_law
from scisynth.tuples.schema import IMAGE_COLUMNS, PROMPT_COLUMNS

CHUNK = 256


@dataclass(frozen=True, kw_only=True)
class Leak:
    """The same thing in two splits."""

    what: str
    """`image` or `prompt`."""
    ids: tuple[str, ...]
    splits: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """What `check_tuples` found."""

    n: int
    ok: int
    broken: tuple[tuple[str, str], ...]
    """(id, reason)."""
    same_picture_on_both_sides: tuple[str, ...]
    """Ids of tuples whose true and false image are pixel for pixel the same."""
    same_prompt_on_both_sides: tuple[str, ...]
    """Ids of tuples whose explicit and superficial prompt say the same."""
    shared_pictures: tuple[tuple[str, ...], ...]
    """Groups of ids with an image in common."""
    repeated_ids: tuple[str, ...]
    leaks: tuple[Leak, ...]
    unknown_laws: Mapping[str, int]
    """Law names that are not known (none of the 22, none of your own), with their number of tuples."""
    sizes_px: Mapping[str, int]
    """`width x height` of sound images, with their number."""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return {**asdict(self), "broken": [{"id": name, "reason": reason} for name, reason in self.broken]}


@dataclass(frozen=True, slots=True)
class _Examined:
    """A tuple after its images were decoded; the images themselves are let go."""

    id: str
    split: str
    law: str
    prompt_keys: tuple[tuple[str, str], ...]
    is_prompt_shared: bool
    digests: tuple[frozenset[str], frozenset[str]]
    """Of the true and the false images."""
    sizes: tuple[tuple[int, int], ...]
    reason: str


def check_tuples(tuples: Iterable[ContrastTuple]) -> CheckReport:
    """Decodes every image on all cores; a tuple that cannot be used is a row with a reason, never a crash."""
    examined = list(_examine_all(tuples))
    broken = tuple((item.id, item.reason) for item in examined if item.reason)
    by_image = _group((digest, item) for item in examined for digest in item.digests[0] | item.digests[1])
    by_prompt = _group((key, item) for item in examined for key in item.prompt_keys)
    shared = sorted({_ids(items) for items in by_image.values() if len(items) > 1})
    laws = Counter(item.law for item in examined if find_law(item.law) is None)
    sizes = Counter(f"{width} x {height}" for item in examined for width, height in item.sizes)
    return CheckReport(
        n=len(examined),
        ok=len(examined) - len(broken),
        broken=broken,
        same_picture_on_both_sides=tuple(item.id for item in examined if item.digests[0] & item.digests[1]),
        same_prompt_on_both_sides=tuple(item.id for item in examined if item.is_prompt_shared),
        shared_pictures=tuple(shared),
        repeated_ids=tuple(sorted(name for name, num in Counter(item.id for item in examined).items() if num > 1)),
        leaks=(*_leaks("picture", by_image.values()), *_leaks("prompt", by_prompt.values())),
        unknown_laws=dict(sorted(laws.items())),
        sizes_px=dict(sizes.most_common()),
    )


def describe_tuples(tuples: Sequence[ContrastTuple]) -> dict[str, Any]:
    """Counts by split, field, law, type, setting and subject; image sizes; lengths of prompts in words."""
    groups = {
        "by_split": Counter(item.split for item in tuples),
        "by_field": Counter(item.category for item in tuples),
        "by_law": Counter(item.law for item in tuples),
        "by_type": Counter(item.type for item in tuples),
        "by_setting": Counter(item.setting for item in tuples),
        "by_subject": Counter(item.subject for item in tuples),
    }
    counts = {name: {key: num for key, num in sorted(group.items()) if key} for name, group in groups.items()}
    sizes = Counter(
        _describe_size(source) for item in tuples for source in (*item.explicit_image, *item.superficial_image)
    )
    lengths = {
        name: _describe_lengths([len(prompt.split()) for item in tuples for prompt in getattr(item, name)])
        for name in PROMPT_COLUMNS
    }
    return {**counts, "picture_sizes": dict(sizes.most_common()), "prompt_words": lengths}


def _examine_all(tuples: Iterable[ContrastTuple]) -> Iterator[_Examined]:
    waiting = iter(tuples)
    total = len(tuples) if isinstance(tuples, Sequence) else None
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        # A chunk at a time: `map` alone would read the whole iterable ahead.
        chunks = iter(lambda: list(islice(waiting, CHUNK)), [])
        yield from track((item for chunk in chunks for item in pool.map(_examine, chunk)), total=total, label="check")


def _examine(item: ContrastTuple) -> _Examined:
    problems = [item.reason or "broken"] if item.status != "ok" else []
    digests, sizes = [], []
    for name in IMAGE_COLUMNS:
        found = set()
        for source in getattr(item, name):
            try:
                image = open_image(source)
            except ImageError as error:
                problems.append(f"{name}: {one_line(error)}")
            else:
                # Pixels, not bytes: the same image may be stored in two formats.
                found.add(hashlib.sha256(repr(image.size).encode() + image.tobytes()).hexdigest())
                sizes.append(image.size)
        digests.append(frozenset(found))
    explicit, superficial = (
        {_normal(p) for p in prompts} for prompts in (item.explicit_prompt, item.superficial_prompt)
    )
    return _Examined(
        id=item.id,
        split=item.split,
        law=item.law,
        prompt_keys=tuple({(item.subject, _normal(prompt)) for prompt in item.implicit_prompt}),
        is_prompt_shared=bool(explicit & superficial),
        digests=(digests[0], digests[1]),
        sizes=tuple(sizes),
        reason="; ".join(problems),
    )


def _normal(prompt: str) -> str:
    return " ".join(prompt.lower().split())


def _group(pairs: Iterable[tuple[Any, _Examined]]) -> dict[Any, list[_Examined]]:
    groups: dict[Any, list[_Examined]] = defaultdict(list)
    for key, item in pairs:
        groups[key].append(item)
    return groups


def _ids(items: Iterable[_Examined]) -> tuple[str, ...]:
    return tuple(item.id for item in items)


def _leaks(what: str, groups: Iterable[Sequence[_Examined]]) -> Iterator[Leak]:
    """One leak a set of tuples, however many images or prompts they share."""
    found = {
        (_ids(items), tuple(sorted({item.split for item in items})))
        for items in groups
        if len({item.split.partition("_")[0] for item in items}) > 1
    }
    for ids, splits in sorted(found):
        yield Leak(what=what, ids=ids, splits=splits)


def _describe_size(source: ImageSource) -> str:
    try:
        _, width, height = examine_image(source)
    except ImageError:
        return "unreadable"
    return f"{width} x {height}"


def _describe_lengths(lengths: Sequence[int]) -> dict[str, float]:
    if not lengths:
        return {}
    return {"least": min(lengths), "median": median(lengths), "most": max(lengths)}
