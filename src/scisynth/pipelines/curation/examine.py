"""What is found in the candidates of `curate images`: checks, a reward's scores and a judge's grades, kept so that nothing is looked at twice."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from scisynth.core.engine.choice import LOCAL_ENGINE, Engine, by_model
from scisynth.core.progress import say, track
from scisynth.core.records import Judgement
from scisynth.core.store import RunFolder
from scisynth.curation.image_checks import Examiners, best, check_candidates, rank
from scisynth.curation.records import SIDES, Candidate, CurationItem, CurationLog
from scisynth.pipelines.curation.config import CurateImagesConfig
from scisynth.pipelines.providers.access import Spending
from scisynth.pipelines.providers.judges import engine_of_model, grade_each, headline_unit, load_judge


def examine_candidates(
    config: CurateImagesConfig,
    fresh: Mapping[str, Sequence[Candidate]],
    log: CurationLog,
    run: RunFolder,
    spending: Spending,
    engine: Engine,
) -> None:
    """Checks and ranks what these examiners have not looked at yet; an event an item whose candidates change."""
    journal = run.journal("checks", "examined")
    signature = config.examiners
    done = {(row["item"], row["candidate"]) for row in journal if row["examiners"] == signature}
    new = {
        name: candidates
        for name, candidates in fresh.items()
        if any((name, candidate.id) not in done for candidate in candidates)
    }
    if not new:
        return
    data = {candidate.file: read_candidate(log.root, candidate) for found in new.values() for candidate in found}
    grades, grades_truth = _grade(config, log.items(), new, data, run, spending, engine)
    engine = engine_of_model(config.reward, engine)
    on_card = bool(config.localizer or config.reward)
    # Before the items are read: models take minutes.
    here = _examiners(config) if engine is LOCAL_ENGINE else Examiners()
    work = by_model(_look_at, here, partial(_examiners, config), engine, on_card=on_card)
    size, items = log.size, log.items()
    by = f"photographs:{Path(config.photographs).name}" if config.photographs else f"model:{config.name}"
    known = {name: {candidate.id: candidate for candidate in items[name].candidates} for name in new}
    looks = (
        _Look(
            item=items[name],
            candidates=tuple(known[name].get(candidate.id, candidate) for candidate in candidates),
            data={candidate.id: data[candidate.file] for candidate in candidates},
            grades=grades.get(name, {}),
            judge_grades_truth=grades_truth,
        )
        for name, candidates in new.items()
    )
    with closing(engine.map(work, looks, workers=0)) as found:
        for (name, candidates), seen in zip(new.items(), track(found, total=len(new), label="checks"), strict=True):
            if log.size != size:
                # Somebody reviews meanwhile.
                size, items = log.size, log.items()
            item = items[name]
            kept = {candidate.id: candidate for candidate in item.candidates}
            ranked = rank({**kept, **{candidate.id: candidate for candidate in seen}}.values())
            decided = any(event.action in ("chosen", "swapped") for event in item.history)
            # Empty where no candidate of a side is sound: what stood for it before failed since.
            none: dict[str, str] = dict.fromkeys(SIDES, "")
            chosen = {**none, **best(ranked), **(item.chosen if decided else {})}
            if (ranked, chosen) != (item.candidates, item.chosen):
                log.append(name, "drawn", by, {"candidates": ranked, "chosen": chosen})
                size = log.size
            for candidate in candidates:
                journal.append({"item": name, "candidate": candidate.id, "examiners": signature})


@dataclass(frozen=True, kw_only=True)
class _Look:
    """The candidates of one item that are to be looked at, with all that takes."""

    item: CurationItem
    candidates: tuple[Candidate, ...]
    data: Mapping[str, bytes]
    grades: Mapping[str, Judgement]
    judge_grades_truth: bool


def _look_at(examiners: Examiners, look: _Look) -> tuple[Candidate, ...]:
    own = replace(examiners, grades=look.grades, judge_grades_truth=look.judge_grades_truth)
    return check_candidates(look.item, look.candidates, look.data, own)


def read_candidate(root: Path, candidate: Candidate) -> bytes:
    """The encoded image of a candidate; nothing where its file is lost, which its check then says."""
    try:
        return (root / candidate.file).read_bytes()
    except OSError:
        say(f"{root / candidate.file}: the image is lost")
        return b""


def _examiners(config: CurateImagesConfig) -> Examiners:
    """Localizer, reward and reader of text, loaded where they are asked for."""
    from scisynth.figures.pixels.reader import is_installed

    localizer = reward = None
    if config.localizer:
        from scisynth.localizers.registry import load_localizer

        localizer = load_localizer(config.localizer)
    if config.reward:
        from scisynth.rewards.registry import load_reward

        reward = load_reward(config.reward)
    return Examiners(
        localizer=localizer, reward=reward, texts=_read_texts if config.check_text and is_installed() else None
    )


def _read_texts(image: bytes) -> list[tuple[str, float]]:
    from scisynth.figures.pixels.reader import read_texts

    return [(found.text, found.confidence) for found in read_texts(image)]


def _grade(
    config: CurateImagesConfig,
    items: Mapping[str, CurationItem],
    new: Mapping[str, Sequence[Candidate]],
    data: Mapping[str, bytes],
    run: RunFolder,
    spending: Spending,
    engine: Engine,
) -> tuple[dict[str, dict[str, Judgement]], bool]:
    """A judge's verdicts by item and candidate, all asked at once; and whether it grades the truth."""
    if not config.judge:
        return {}, False
    judge = load_judge(config.judge, config, spending, run.root / "judge-replies.jsonl")
    asked = [(name, candidate) for name, candidates in new.items() for candidate in candidates]
    asked = [(name, candidate) for name, candidate in asked if data[candidate.file]]
    found: dict[str, dict[str, Judgement]] = {}
    prompt_sets = [items[name].prompts for name, _ in asked]
    images = [data[candidate.file] for _, candidate in asked]
    for place, grade in grade_each(judge, prompt_sets, images, engine=engine, name=config.judge):
        name, candidate = asked[place]
        found.setdefault(name, {})[candidate.id] = grade
    return found, bool(headline_unit(config.judge))
