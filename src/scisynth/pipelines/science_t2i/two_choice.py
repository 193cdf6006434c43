"""Two-choice accuracy of any judge in a run folder: rewards batch by batch, chat models pair by pair in both orders."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, PositiveInt

from scisynth.core.cuts import cuts_of, describe_cuts
from scisynth.core.engine.choice import LOCAL_ENGINE, Engine, by_model
from scisynth.core.errors import ConfigError, nearest
from scisynth.core.progress import progress_bar, say
from scisynth.core.protocols import Reward
from scisynth.core.records import RETRIED, SPLITS, ContrastTuple, Outcome
from scisynth.core.results import INLINE, OPTIONAL, Result
from scisynth.core.splits import plain_split
from scisynth.core.store import RunFolder
from scisynth.judges.two_choice import (
    ORDERS,
    ChatChooser,
    ChoiceSummary,
    PairVerdict,
    failed_verdict,
    summarize_choices,
)
from scisynth.pipelines.lab.tuples import draw_lab_tuples
from scisynth.pipelines.providers.access import AskingConfig, Bill, Spending, bill, check_access
from scisynth.pipelines.providers.judges import LAB_JUDGE, engine_of_model
from scisynth.pipelines.providers.provenance import LAB
from scisynth.pipelines.science_t2i.data import resolve_data
from scisynth.tuples.parquet import read_tuples

STAGE, RESULTS = "choices", "results.json"
BATCH, CLUSTER_BATCH = 128, 16
"""Tuples that a reward scores at once: here, and as one of many workers."""


class ChoosingConfig(AskingConfig):
    """Everything that decides a two-choice run."""

    data: str = "lab"
    """Image pairs: `lab`, a tuple data set (Parquet file, folder, run folder), or a hub id."""
    split: Annotated[str, AfterValidator(plain_split)] = ""
    """Split of the data. Empty: all; for the lab test_S and test_C."""
    revision: str = ""
    """Revision of a hub id."""
    num: PositiveInt = 240
    """Number of tuples per split that the lab draws (with data=lab)."""
    judge: str = "sciscore:lab-sciscore"
    """Judge: `sciscore:ID`, `reward:NAME` or `api:MODEL`."""
    blind: bool = False
    """Ask a chat model without the images, to measure what it can tell from the text alone."""


@dataclass(frozen=True, kw_only=True)
class TwoChoiceResult(Result):
    """What `results.json` of a two-choice run holds: the keys of the summary and of the bill stand among its own."""

    out: Path | None = field(default=None, metadata=OPTIONAL)
    """The run folder; not in `results.json`, since it may be moved."""
    judge: str
    is_lab: bool
    num_pairs: int
    """Tuples."""
    summary: ChoiceSummary = field(metadata=INLINE)
    bill: Bill = field(metadata=INLINE)


def run_two_choice(
    config: ChoosingConfig, out: Path, *, seed: int, spending: Spending | None = None, engine: Engine = LOCAL_ENGINE
) -> TwoChoiceResult:
    """Asks what is missing in the run folder; returns accuracy, consistency, position bias and outcomes.

    `engine` is where a reward scores; chat models are asked from this process.
    """
    spending = (spending or Spending()).renewed()
    check_access([(config.judge, config.access)], out, spending)
    tuples = load_pairs(config, seed)
    # Before the folder is claimed, so that a name with a slip leaves nothing behind.
    ask = _load_asking(config, out, spending, engine)
    run = RunFolder(out, config, command="judge two-choice", seed=seed)
    with run.exclusive(STAGE):
        journal = run.journal(STAGE, "verdicts")
        done = {(verdict.id, verdict.order): verdict for verdict in journal.parsed(PairVerdict.from_dict)}
        wanted = [(item.id, order) for item in tuples for order in ORDERS]
        missing = [item for item in tuples if any(_is_open(done.get((item.id, order))) for order in ORDERS)]
        with progress_bar(config.judge, total=len(wanted), done=2 * (len(tuples) - len(missing))) as advance:
            for verdict in ask(missing):
                journal.append(verdict.to_dict())
                done[verdict.id, verdict.order] = verdict
                advance(1)
    verdicts = [done[place] for place in wanted]
    result = TwoChoiceResult(
        judge=config.judge,
        is_lab=config.data == LAB,
        num_pairs=len(tuples),
        summary=summarize_choices(verdicts, tuples),
        bill=bill(spending.usage()),
    )
    result.save(run.root / RESULTS)
    return replace(result, out=out)


def _is_open(verdict: PairVerdict | None) -> bool:
    return verdict is None or verdict.status in RETRIED


def load_pairs(config: ChoosingConfig, seed: int) -> list[ContrastTuple]:
    """The tuples to choose within."""
    if config.data != LAB:
        return read_tuples(resolve_data(config.data, config.revision), config.split or None)
    if config.split not in ("", *SPLITS):
        raise ConfigError(f"setting 'split': the lab has no split {config.split!r}; {nearest(config.split, SPLITS)}")
    splits = [split for split in SPLITS if split == config.split] or ["test_S", "test_C"]
    return [item for split in splits for item in draw_lab_tuples(split, num=config.num, seed=seed)]


def _load_asking(
    config: ChoosingConfig, out: Path, spending: Spending, engine: Engine
) -> Callable[[Sequence[ContrastTuple]], Iterator[PairVerdict]]:
    """Asks the judge that a name stands for; raises `ConfigError` or `ModelError` where there is none."""
    kind, _, model = config.judge.partition(":")
    if kind == "api":
        client = spending.chat(config.settings(model), out / STAGE / "replies.jsonl")
        return ChatChooser(client, name=config.judge, blind=config.blind).choose
    if config.blind:
        raise ConfigError(f"--blind: expected a chat model (api:MODEL), got {config.judge}; a reward needs the image")
    if config.judge == LAB_JUDGE:
        raise ConfigError(
            f"{LAB_JUDGE}: grades single images; for two-choice use sciscore:ID, reward:NAME or api:MODEL"
        )
    # Chat models are asked without torch.
    from scisynth.rewards.registry import load_reward

    name = model if kind == "reward" else config.judge
    reward = load_reward(name)
    engine = engine_of_model(name, engine)
    work = by_model(_choose, reward, partial(load_reward, name), engine)
    size = BATCH if engine is LOCAL_ENGINE else CLUSTER_BATCH
    return partial(_of_reward, reward, name, partial(engine.map, work, workers=0), size)


def _of_reward(
    reward: Reward,
    name: str,
    choose: Callable[[Sequence[Sequence[ContrastTuple]]], Generator[list[PairVerdict], None, None]],
    size: int,
    tuples: Sequence[ContrastTuple],
) -> Iterator[PairVerdict]:
    if cuts := cuts_of(reward, [item.implicit_prompt[0] for item in tuples if item.status == "ok"]):
        say(describe_cuts(cuts, name))
    with closing(choose([tuples[first : first + size] for first in range(0, len(tuples), size)])) as found:
        for verdicts in found:
            yield from verdicts


def _choose(reward: Reward, tuples: Sequence[ContrastTuple]) -> list[PairVerdict]:
    """The image with the higher score; a tie is wrong, as published. A reward sees no order."""
    from scisynth.rewards.evaluate import evaluate_two_choice

    evaluation = evaluate_two_choice(reward, tuples)
    by_id = {item.id: item for item in tuples}
    verdicts = []
    for choice in evaluation.choices:
        raw = f"{choice.explicit:.6g} (true) against {choice.superficial:.6g} (false)"
        for order in ORDERS:
            verdicts.append(
                PairVerdict(id=choice.tuple.id, order=order, status="ok", is_right=choice.is_right, raw=raw)
            )
    for name_of, reason in evaluation.broken:
        status: Outcome = "error" if name_of in evaluation.not_finite else "missing"
        verdicts += [failed_verdict(by_id[name_of], order, status, reason) for order in ORDERS]
    return verdicts
