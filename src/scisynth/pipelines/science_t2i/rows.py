"""A benchmark run as one flat table: a row for every image and judge, stored as Parquet, read by every summary.

A row whose image could not be drawn has the state that drawing ended in, once for every judge, so that the wanted items
are the same for all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from scisynth.clients.cache import read_spent, replies_in
from scisynth.core.errors import DataError, one_line
from scisynth.core.records import FREE, Cost, Judgement, Outcome, PromptSet, Tier
from scisynth.core.store import Journal, read_manifest, write_atomic_with
from scisynth.generators.run import STAGE
from scisynth.pipelines.providers.provenance import LAB, world_of_data
from scisynth.pipelines.science_t2i.images import GeneratedImage, ImageKey
from scisynth.stats.scores import ScoredItem

COMMAND = "bench science-t2i"
TABLE, PROMPT_SETS, JUDGEMENTS = "judgements.parquet", "prompts/situations.jsonl", "judgements"


@dataclass(frozen=True, kw_only=True)
class BenchRow:
    """One judge on one image."""

    generator: str
    judge: str
    unit: str
    scale: float
    """What scores are multiplied by to be numbers in `unit`."""
    situation: str
    law: str
    field: str
    setting: str
    tier: Tier
    index: int
    file: str
    """Of the image, relative to the run folder; empty where there is none."""
    status: Outcome
    score: float | None
    reason: str
    raw: str
    requests: int
    input_tokens: int
    output_tokens: int
    usd: float

    @property
    def key(self) -> ImageKey:
        """Which image."""
        return ImageKey(situation=self.situation, tier=self.tier, index=self.index)

    @property
    def id(self) -> str:
        """Of the image."""
        return self.key.id

    @property
    def cost(self) -> Cost:
        """Of the judgement."""
        return Cost(
            requests=self.requests, input_tokens=self.input_tokens, output_tokens=self.output_tokens, usd=self.usd
        )

    def to_item(self) -> ScoredItem:
        """The number behind the row."""
        return ScoredItem(
            prompt_id=self.situation, law=self.law, field=self.field, status=self.status, score=self.score
        )


@dataclass(frozen=True, kw_only=True)
class BenchRun:
    """One generator under the benchmark: its rows, and what was asked."""

    root: Path
    is_lab: bool
    prompt_sets: Mapping[str, PromptSet]
    rows: Sequence[BenchRow]
    cost: Cost
    """Of drawing and judging, in all invocations, probes of the judges included."""

    @property
    def name(self) -> str:
        """Of the generator."""
        return self.rows[0].generator

    @property
    def judges(self) -> tuple[str, ...]:
        """In the order in which they were asked."""
        return tuple(dict.fromkeys(row.judge for row in self.rows))

    def tiers(self, judge: str) -> tuple[Tier, ...]:
        """Prompts whose images a judge has graded, in the order in which they were asked for; none for a judge that was not asked."""
        return tuple(dict.fromkeys(row.tier for row in self.rows if row.judge == judge))

    def part(self, judge: str, tier: str, setting: str = "") -> list[ScoredItem]:
        """The numbers of one judge and tier, of S or C alone if asked."""
        return [
            row.to_item()
            for row in self.rows
            if (row.judge, row.tier) == (judge, tier) and setting in ("", row.setting)
        ]


def to_row(image: GeneratedImage, unit: str, scale: float, judgement: Judgement) -> BenchRow:
    """A judgement with what it is about."""
    item, record = image.prompt_set, image.record
    return BenchRow(
        generator=image.generator,
        judge=judgement.judge,
        unit=unit,
        scale=scale,
        situation=item.id,
        law=item.law,
        field=item.field,
        setting=item.setting,
        tier=image.key.tier,
        index=image.key.index,
        file=f"{STAGE}/{record.file}" if record.file else "",
        status=judgement.status,
        score=judgement.score,
        reason=judgement.reason,
        raw=judgement.raw,
        **asdict(judgement.cost),
    )


def write_rows(rows: Sequence[BenchRow], root: Path) -> None:
    """The table of a run, replaced whole."""
    columns = {field.name: [getattr(row, field.name) for row in rows] for field in fields(BenchRow)}
    table = pa.table({**columns, "score": pa.array(columns["score"], pa.float64())})
    write_atomic_with(root / TABLE, lambda path: pq.write_table(table, path))


def is_lab_data(data: str) -> bool:
    """Whether the prompt sets are the lab's, so that numbers on them say nothing of the real world."""
    return data == LAB or (Path(data).exists() and world_of_data(data) == LAB)


def read_run(root: Path) -> BenchRun:
    """A finished run.

    Raises:
        DataError: no such run, of another command, or not finished.
    """
    manifest = read_manifest(root)
    if manifest["command"] != COMMAND:
        raise DataError(f"{root}: expected a run of `{COMMAND}`, found one of `{manifest['command']}`; check the path")
    if not (root / TABLE).is_file():
        raise DataError(f"{root}: the benchmark is not finished; run the same command again to resume")
    try:
        rows = [BenchRow(**row) for row in pq.read_table(root / TABLE).to_pylist()]
    except (pa.ArrowException, OSError, TypeError) as error:
        raise DataError(
            f"{root / TABLE}: cannot be read ({one_line(error, 120)}); remove it and run the same command again"
        ) from None
    prompt_sets = list(Journal(root / PROMPT_SETS).parsed(PromptSet.from_dict))
    return BenchRun(
        root=root,
        is_lab=is_lab_data(manifest["config"]["data"]),
        prompt_sets={item.id: item for item in prompt_sets},
        rows=rows,
        cost=sum((read_spent(path) for stage in (STAGE, JUDGEMENTS) for path in replies_in(root / stage)), FREE),
    )
