"""A benchmark shared out among N machines, each with every N-th prompt set, in a folder of its own inside the run folder.

    out/shards/0-of-3/    a run folder like any other: images, judgements and kept replies of prompt sets 0, 3, 6, ...
    out/                  the run without shards; it first takes over what the shards have, then does what is missing

A shard is resumed by its own command. Shards made elsewhere are copied into `out/shards`, nothing else is needed to join them.
"""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from scisynth.clients.cache import FAILED, ReplyCache
from scisynth.core.config import Config
from scisynth.core.errors import ConfigError
from scisynth.core.progress import say
from scisynth.core.records import RETRIED
from scisynth.core.store import Journal, RunFolder, storage_errors, write_atomic
from scisynth.generators.run import STAGE
from scisynth.pipelines.assist.records import FOLDER
from scisynth.pipelines.science_t2i.rows import COMMAND, JUDGEMENTS

SHARDS = "shards"
REPLIES = ".replies.jsonl"
_NAME = re.compile(r"(\d+)-of-(\d+)")


def shard_folder(out: Path, shard: tuple[int, int]) -> Path:
    """Where shard (number, count) of the run `out` works; raises `ConfigError` where it would not fit the others."""
    number, count = shard
    if not 0 <= number < count:
        raise ConfigError(f"--shard {number}/{count}: expected I/N with I from 0 to N - 1")
    found = _found(out)
    others = sorted({other for _, other in found} - {count})
    if others:
        raise ConfigError(
            f"{out / SHARDS}: holds shards of {others[0]}, asked for one of {count}; keep to {others[0]}, or choose "
            "another --out"
        )
    if not found and (out / STAGE).exists():
        raise ConfigError(f"{out}: started without --shard; continue without it, or choose another --out")
    return out / SHARDS / f"{number}-of-{count}"


def open_shard(config: Config, out: Path, shard: tuple[int, int], seed: int) -> RunFolder:
    """The run folder of a shard; the run `out` is claimed first, so that all shards have one config and seed."""
    RunFolder(out, config, command=COMMAND, seed=seed)
    number, count = shard
    return RunFolder(shard_folder(out, shard), config, command=f"{COMMAND} --shard {number}/{count}", seed=seed)


def join_shards(config: Config, out: Path, seed: int) -> None:
    """Takes over what the shards in `out` have and the run does not; without shards nothing happens.

    Raises:
        ConfigError: a shard is of another config or seed, or the shards are of different counts.
        ModelError: an API answered two shards as two different models.
    """
    found = _found(out)
    if not found:
        return
    counts = sorted({count for _, count in found})
    if len(counts) > 1:
        raise ConfigError(
            f"{out / SHARDS}: expected shards of one count, found of {' and of '.join(map(str, counts))}; they overlap, "
            "so remove those of one count"
        )
    shards = [open_shard(config, out, shard, seed) for shard in found]
    run = RunFolder(out, config, command=COMMAND, seed=seed)
    say(f"joining {len(found)} of {counts[0]} shards; what they lack is done here")
    with run.exclusive(STAGE), run.exclusive(JUDGEMENTS):
        for shard in shards:
            _copy_images(shard.root / STAGE, run.stage(STAGE))
            _copy_candidates(shard.root / FOLDER, run.root / FOLDER)
            for stage in (STAGE, JUDGEMENTS):
                for journal in sorted((shard.root / stage).glob("*.jsonl")):
                    _copy_rows(journal, run.stage(stage) / journal.name)


def _found(out: Path) -> list[tuple[int, int]]:
    """(number, count) of every shard there is."""
    matches = [_NAME.fullmatch(path.name) for path in (out / SHARDS).glob("*-of-*")]
    return sorted((int(match[1]), int(match[2])) for match in matches if match)


def _copy_images(shard: Path, run: Path) -> None:
    for source in (shard / "images").glob("[!.]*"):
        target = run / "images" / source.name
        if not target.exists():
            # Named by content, as in `save_image`; an image comes before the row that names it.
            write_atomic(target, source.read_bytes(), fsync=False)


def _copy_candidates(shard: Path, run: Path) -> None:
    """What assisting images has drawn and scored; the last row of a thing counts, so rows keep their order."""
    _copy_images(shard, run)
    for source in sorted(shard.glob("*.jsonl")):
        journal = Journal(run / source.name)
        journal.repair()
        held = {json.dumps(row) for row in journal}
        for row in Journal(source):
            if json.dumps(row) not in held:
                with storage_errors(run):
                    run.mkdir(parents=True, exist_ok=True)
                journal.append(row)


def _copy_rows(source: Path, target: Path) -> None:
    if source.name.endswith(FAILED):
        # Of equal rows as many as the shard has: each was paid for.
        kept = Counter(map(json.dumps, Journal(target))) if target.exists() else Counter()
        for text in (Counter(map(json.dumps, Journal(source))) - kept).elements():
            Journal(target).append(json.loads(text))
        return
    if source.name.endswith(REPLIES) or source.name == REPLIES[1:]:
        cache = ReplyCache(target, "live")
        for row in Journal(source):
            if cache.get(row["key"]) is None:
                cache.put(row)
        return
    journal = Journal(target)
    journal.repair()
    held = {row["id"]: row for row in journal}
    # The last row of an id counts.
    for name, row in {row["id"]: row for row in Journal(source)}.items():
        if name not in held or (_is_open(held[name]) and not _is_open(row)):
            journal.append(row)


def _is_open(row: dict[str, Any]) -> bool:
    """Whether a row of an image or of a judgement ended in a state that another try may change."""
    return row.get("judgement", row)["status"] in RETRIED
