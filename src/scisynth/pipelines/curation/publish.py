"""`curate publish`: the accepted items as a data set that `datasets`, the benches and every training take as it is.

    FOLDER/published/v1/<split>.parquet          the hub's columns, images inside, with `scene_scoring` and `real_scoring`
    FOLDER/published/v1/review/answers.parquet   every answer: item, question, annotator, answer, reason, seconds, time
    FOLDER/published/v1/review/answers.csv       the same
    FOLDER/published/v1/imagefolder, webdataset  where they are asked for
    FOLDER/published/v1/README.md                the data card
    FOLDER/published/v1/version.json             digests of items and files, and the difference from the version before

A version appears whole or not at all, and is never changed: other items are a new version, the same items are the old one.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from scisynth.core.errors import ConfigError, DataError, ImageError, one_line
from scisynth.core.hub import push_folder
from scisynth.core.images import content_hash, open_image
from scisynth.core.records import SPLITS, ContrastTuple, Metric, PromptSet
from scisynth.core.results import Result
from scisynth.core.store import whole_folder, write_json
from scisynth.core.strict_json import parse_json
from scisynth.curation.image_checks import image_leaks
from scisynth.curation.prompt_checks import LEAK, check_prompts
from scisynth.curation.publication import (
    CardFacts,
    Difference,
    PublishedItem,
    content_digest,
    describe,
    difference,
    version_record,
)
from scisynth.curation.records import PUBLISHED, CheckResult, CurationItem, ReviewAnswer, read_answers, read_items
from scisynth.judges.reality import rubrics_of
from scisynth.pipelines.curation.config import CuratePublishConfig
from scisynth.pipelines.curation.law import know_laws
from scisynth.pipelines.curation.review import summary_of
from scisynth.science.laws import get_law
from scisynth.tuples.build import to_contrast_tuple
from scisynth.tuples.export import export_imagefolder
from scisynth.tuples.published import columns_of, write_rows, write_webdataset
from scisynth.tuples.schema import data_card, schema_of

VERSION_FILE, CARD = "version.json", "README.md"
_VERSION = re.compile(r"v(\d+)")


@dataclass(frozen=True, kw_only=True)
class PublishResult(Result):
    """A published version."""

    out: Path
    version: str
    folder: Path
    is_new: bool
    """False where the items are those of the version that is there already."""
    items: int
    by_split: Mapping[str, int]
    left_out: Mapping[str, str]
    """Accepted items that are not in it, with the reason."""
    findings: Mapping[str, str]
    """Items whose prompts were accepted although a check fails, e.g. after a reviewer's edit, with what it says."""
    difference: Difference
    pushed_to: str
    """Repository of the hub; empty where nothing was pushed."""


def run_curate_publish(config: CuratePublishConfig, out: Path) -> PublishResult:
    """Writes the next version, unless its items are those of the last one, and pushes it where that is asked for.

    Raises:
        DataError: no accepted item, or none that can be published.
        ConfigError: the version named is there already with other items.
        HubError: the hub refused; the version is written, and the same command pushes it.
    """
    know_laws(out)
    every = read_items(out)
    items, left_out = publishable(out, every)
    digests = {found.item.id: found.digest for found in items}
    versions = read_versions(out)
    version, is_new = _choose_version(config, versions, digests)
    before = next((name for name in reversed(versions) if name != version), "") if is_new else ""
    changes = difference(before, versions[before]["items"] if before else {}, digests)
    folder = out / PUBLISHED / version
    if is_new:
        answers, agreement = review_evidence(out)
        facts = CardFacts(
            name=config.name or out.resolve().name,
            version=version,
            license=config.license,
            items=items,
            every=list(every.values()),
            left_out=left_out,
            answers=answers,
            agreement=agreement,
            difference=changes,
            hashes={},
        )
        _write(config, facts, digests, folder)
    else:
        changes = Difference(**versions[version]["difference"])
    pushed = _push(config, folder, version) if config.push_to_hub else ""
    return PublishResult(
        out=out,
        version=version,
        folder=folder,
        is_new=is_new,
        items=len(items),
        by_split=Counter(found.prompts.split for found in items),
        left_out=left_out,
        findings=findings_of(items),
        difference=changes,
        pushed_to=pushed,
    )


def publishable(out: Path, every: Mapping[str, CurationItem]) -> tuple[list[PublishedItem], dict[str, str]]:
    """The accepted items in the order of their ids, and why others of them are left out.

    Raises:
        DataError: none is accepted, or none can be published.
    """
    accepted = {name: item for name, item in sorted(every.items()) if item.status == "accepted"}
    if not accepted:
        waiting = sum(item.status == "draft" for item in every.values())
        raise DataError(
            f"{out}: expected accepted items, found none, and {waiting} undecided; review them with `scisynth curate review`"
        )
    found: dict[str, PublishedItem] = {}
    left_out: dict[str, str] = {}
    for name, item in accepted.items():
        try:
            found[name] = _with_images(out, item)
        except (DataError, ImageError) as error:
            left_out[name] = one_line(error)
    left_out |= _leaks(found)
    if len(left_out) == len(accepted):
        raise DataError(
            f"{out}: none of {len(accepted)} accepted items can be published: {next(iter(left_out.values()))}"
        )
    return [item for name, item in found.items() if name not in left_out], left_out


def _with_images(out: Path, item: CurationItem) -> PublishedItem:
    data = []
    for side in ("explicit", "superficial"):
        image = item.image(side)
        if image is None:
            raise DataError(f"no {side} image is chosen")
        try:
            found = (out / image.file).read_bytes()
        except OSError:
            raise DataError(f"{image.file}: the image is lost") from None
        if content_hash(found) != Path(image.file).stem:
            raise DataError(f"{image.file}: the image was damaged or changed")
        open_image(found)
        data.append(found)
    return PublishedItem(item=item, explicit=data[0], superficial=data[1])


def _leaks(found: Mapping[str, PublishedItem]) -> dict[str, str]:
    """Training items that a test knows, by words or by image."""
    images = {name: (item.prompts.split, (item.explicit, item.superficial)) for name, item in found.items()}
    words = {name: check.message for name, check in _failed_checks(list(found.values())) if check.name == LEAK}
    return {**image_leaks(images), **words}


def findings_of(items: Sequence[PublishedItem]) -> dict[str, str]:
    """What the checks of prompts say of published items; an expert's word stands, and this stands next to it."""
    return {name: f"{check.name}: {check.message}" for name, check in _failed_checks(items)}


def _failed_checks(items: Sequence[PublishedItem]) -> list[tuple[str, CheckResult]]:
    prompts = [item.prompts for item in items]
    checks = check_prompts(prompts, {name: get_law(name) for name in {item.law for item in prompts}})
    return [(name, check) for name, found in checks.items() for check in found if check.status == "failed"]


def read_versions(out: Path) -> dict[str, dict[str, Any]]:
    """The `version.json` of every published version, oldest first."""
    folders = [
        path.parent for path in (out / PUBLISHED).glob(f"*/{VERSION_FILE}") if _VERSION.fullmatch(path.parent.name)
    ]
    found = {}
    for folder in sorted(folders, key=lambda path: int(path.name.removeprefix("v"))):
        found[folder.name] = parse_json((folder / VERSION_FILE).read_text(encoding="utf-8"))
    return found


def _choose_version(
    config: CuratePublishConfig, versions: dict[str, dict[str, Any]], digests: Mapping[str, str]
) -> tuple[str, bool]:
    """(name, whether it is to be written)."""
    content = content_digest(digests)
    last = next(reversed(versions), "") if versions else ""
    if config.version:
        if not _VERSION.fullmatch(config.version):
            raise ConfigError(f"--version {config.version}: expected v1, v2, ...")
        there = versions.get(config.version)
        if there is not None and there["content"] != content:
            raise ConfigError(
                f"--version {config.version}: is published with other items and is never changed; leave --version out"
            )
        return config.version, there is None
    if last and versions[last]["content"] == content:
        return last, False
    return f"v{int(last.removeprefix('v') or 0) + 1}", True


def review_evidence(out: Path) -> tuple[list[ReviewAnswer], dict[str, str]]:
    """Every answer of the review, and the agreement by question in words."""
    summary = summary_of(out)
    if summary is None:
        return [], {}
    agreement = {name: metric for name, metric in summary.agreement.items() if metric.value is not None}
    return read_answers(out), {name: _alpha(metric) for name, metric in agreement.items()}


def _alpha(metric: Metric) -> str:
    interval = "" if metric.low is None or metric.high is None else f" [{metric.low:.2f}, {metric.high:.2f}]"
    return f"{metric.value:.2f}{interval}, {metric.n} items"


def _write(config: CuratePublishConfig, facts: CardFacts, digests: Mapping[str, str], folder: Path) -> None:
    """All files of a version, into a folder that appears when they are whole."""
    (folder.parent).mkdir(parents=True, exist_ok=True)
    makers = sorted({image.model for found in facts.items for image in found.item.candidates})
    schema = schema_of(", ".join(makers), rubrics=True)
    counts: dict[str, int] = {
        split: num for split in SPLITS if (num := sum(item.prompts.split == split for item in facts.items))
    }
    with whole_folder(folder) as temporary:
        for split in counts:
            rows = [item for item in facts.items if item.prompts.split == split]
            write_rows(temporary / f"{split}.parquet", rows, schema, _columns)
        _write_answers(facts.answers, temporary / "review")
        if "imagefolder" in config.formats:
            export_imagefolder([_as_tuple(item) for item in facts.items], temporary / "imagefolder")
        if "webdataset" in config.formats:
            write_webdataset(temporary / "webdataset", ((item.prompts.split, _columns(item)) for item in facts.items))
        hashes = {
            path.relative_to(temporary).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(temporary.rglob("*"))
            if path.is_file()
        }
        shown = {name: digest for name, digest in hashes.items() if not name.startswith("imagefolder/")}
        facts = replace(facts, hashes=shown)
        (temporary / CARD).write_text(_card(facts, counts), encoding="utf-8")
        write_json(temporary / VERSION_FILE, {**version_record(facts, digests), "files": hashes})


def _with_rubrics(found: PublishedItem) -> PromptSet:
    """The prompts with the rubrics that judges use, also where the law has none of its own."""
    scene, reality = rubrics_of(found.prompts)
    return replace(found.prompts, scene_rubric=scene, reality_rubric=reality)


def _columns(found: PublishedItem) -> dict[str, object]:
    return columns_of(_with_rubrics(found), found.explicit, found.superficial)


def _as_tuple(found: PublishedItem) -> ContrastTuple:
    return to_contrast_tuple(_with_rubrics(found), found.explicit, found.superficial)


def _card(facts: CardFacts, counts: Mapping[str, int]) -> str:
    card = data_card(facts.name, counts, ".parquet")
    license_line = f"license: other\nlicense_name: {facts.license}\n" if facts.license else ""
    card = card.replace("---\n", f"---\n{license_line}pretty_name: {facts.name} {facts.version}\n", 1)
    stated = facts.license or "not stated; ask whoever made the images before you share them"
    return f"{card}\nVersion {facts.version}. Licence: {stated}.\n\n{describe(facts)}"


def _write_answers(answers: Sequence[ReviewAnswer], folder: Path) -> None:
    """The long table, as Parquet and as CSV; with its heads alone where nobody has answered."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir()
    names = [item.name for item in fields(ReviewAnswer)]
    kinds = {name: pa.float64() if name == "seconds" else pa.string() for name in names}
    rows = [asdict(answer) for answer in answers]
    pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(list(kinds.items()))), folder / "answers.parquet")
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (folder / "answers.csv").write_text(text.getvalue(), encoding="utf-8")


def _push(config: CuratePublishConfig, folder: Path, version: str) -> str:
    """Uploads a version to a data set repository of the hub and tags it."""
    repo = config.push_to_hub
    push_folder(
        folder,
        repo,
        message=f"Publish {version}",
        then="and the same command again",
        private=not config.public,
        tag=version,
    )
    return repo
