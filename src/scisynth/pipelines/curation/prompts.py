"""`curate prompts`: prompt triples of the laws of a curation folder, in templates or in a model's words, and their checks.

    FOLDER/prompts/DIGEST/        settings and replies of one command; the same command resumes, another one adds items
    FOLDER/items/items.jsonl      every item that was written, and every finding

Situations are drawn, split and derived by `prompts.write`; a model only words them. An item is written once: what people edit stays.
Checks are done again over all items whenever the command runs, so an edited prompt loses its finding.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from scisynth.clients.settings import ApiSettings
from scisynth.core.errors import ConfigError, DataError
from scisynth.core.progress import say
from scisynth.core.records import Outcome, PromptSet, Split
from scisynth.core.results import INLINE, Result
from scisynth.core.seeds import derive_seed
from scisynth.core.store import RunFolder, exclusive_folder
from scisynth.curation.blind_reader import BlindReading, read_blindly
from scisynth.curation.prompt_checks import check_prompts
from scisynth.curation.records import ITEMS, CurationItem, CurationLog, DecidingFact
from scisynth.curation.wording import Wording, wording_request
from scisynth.pipelines.curation.config import CuratePromptsConfig, deciding
from scisynth.pipelines.curation.law import CostPlan, know_laws, sound_laws
from scisynth.pipelines.providers.access import Bill, Spending, bill, check_access
from scisynth.pipelines.providers.estimates import CostEstimate, cost_estimate, cost_sentences
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.science.laws import get_law
from scisynth.stats.scores import count_outcomes

COMMAND = "curate prompts"
PROMPTS = "prompts"
DRAWS = 4
"""Situations drawn for each that is wanted: those that repeat another one are left out."""


@dataclass(frozen=True, kw_only=True)
class PromptsResult(Result):
    """What was written and found."""

    out: Path
    written: int
    """Items that this command wrote."""
    items: int
    """All items of the folder."""
    by_split: Mapping[str, int]
    sound: int
    """Items without a failed check."""
    findings: Mapping[str, int]
    """Items by the name of a failed check."""
    blind_readers: tuple[BlindReading, ...]
    outcomes: Mapping[Outcome, int]
    """Of the questions to the model, by state; all 0 where the templates are used."""
    bill: Bill = field(metadata=INLINE)


def run_curate_prompts(
    config: CuratePromptsConfig, out: Path, *, seed: int, spending: Spending | None = None
) -> PromptsResult:
    """Writes what is missing and checks all items of the folder.

    Raises:
        DataError: no law, or a law whose checks failed.
        ConfigError: a model of no known kind.
    """
    spending = (spending or Spending()).renewed()
    situations = draw_situations(config, out, seed)
    root = _run_root(config, out)
    if config.model:
        check_access([(config.model, config.access)], root, spending)
    RunFolder(root, deciding(config), command=COMMAND, seed=seed)
    log = CurationLog(out)
    with exclusive_folder(out / ITEMS):
        log.repair()
        known = log.items()
        missing = [item for item in situations if item.id not in known]
        states = _write(config, missing, log, root, spending)
        items = check_items(log)
    return PromptsResult(
        out=out,
        written=len(items) - len(known),
        items=len(items),
        by_split=Counter(item.prompts.split for item in items.values()),
        sound=sum(item.is_sound for item in items.values()),
        findings=count_findings(items.values()),
        blind_readers=tuple(_blind_readers(items.values(), seed)),
        outcomes=count_outcomes(states),
        bill=bill(spending.usage()),
    )


def plan_curate_prompts(
    config: CuratePromptsConfig, out: Path, *, seed: int, spending: Spending | None = None
) -> CostPlan:
    """What wording would cost at most."""
    situations = draw_situations(config, out, seed)
    sentences = [f"{len(situations):,} prompt triples of {len({item.law for item in situations})} laws."]
    if not config.model:
        return CostPlan(sentences=(*sentences, "No model is asked."), estimates={})
    known = CurationLog(out).items()
    requests = [wording_request(item, get_law(item.law)) for item in situations if item.id not in known]
    client = (spending or Spending()).chat(_settings(config), _run_root(config, out) / "replies.jsonl")
    estimates: dict[str, CostEstimate | None] = {config.model: cost_estimate(client.estimate(requests))}
    return CostPlan(sentences=(*sentences, *cost_sentences(estimates)), estimates=estimates)


def _settings(config: CuratePromptsConfig) -> ApiSettings:
    kind, _, name = config.model.partition(":")
    if kind != "api" or not name:
        raise ConfigError(f"--model {config.model}: expected api:MODEL")
    return config.settings(name)


def _run_root(config: CuratePromptsConfig, out: Path) -> Path:
    return out / PROMPTS / deciding(config).digest()


def draw_situations(config: CuratePromptsConfig, out: Path, seed: int) -> list[PromptSet]:
    """The triples as the templates word them, no situation and wording twice; more of them begin with the same ones."""
    know_laws(out)
    laws = sound_laws(out, config.laws)
    test = config.test_fraction / 2
    fractions: dict[Split, float] = {"val": config.val_fraction, "test_S": test, "test_C": test}
    numbers = {split: round(config.num * fraction) for split, fraction in fractions.items()}
    wanted: dict[Split, int] = {"train": config.num - sum(numbers.values()), **numbers}
    found = [item for split, num in wanted.items() if num > 0 for item in _draw(config, laws, split, num, seed)]
    if len(found) < config.num:
        say(f"the laws have {len(found)} different prompts for these splits, of {config.num} asked for")
    # Ids tell who words an item, so that a folder may hold both.
    mark = f"-{derive_seed(0, config.model) % 16**6:06x}" if config.model else ""
    return [replace(item, id=f"{item.id}{mark}") for item in found]


def _draw(config: CuratePromptsConfig, laws: Sequence[str], split: Split, num: int, seed: int) -> list[PromptSet]:
    settings = {"num": DRAWS * num, "split": split, "laws": tuple(laws), "complex_share": config.complex_fraction}
    try:
        drawn = write_prompts(PromptsConfig.parse(settings), derive_seed(seed, split))
    except DataError as error:
        if split == "train":
            raise
        say(f"{error}; the split {split} is left out")
        return []
    first: dict[tuple[object, ...], PromptSet] = {}
    for item in drawn:
        key = (item.law, item.subject, item.condition, item.setting, item.place, item.paraphrase)
        first.setdefault(key, item)
    return list(first.values())[:num]


def _write(
    config: CuratePromptsConfig, missing: Sequence[PromptSet], log: CurationLog, root: Path, spending: Spending
) -> list[Outcome]:
    """Writes items as they are worded; returns the state of each question."""
    if not config.model:
        for item in missing:
            log.append(item.id, "written", "templates", {"prompts": item, "facts": deciding_facts(item)})
        return []
    client = spending.chat(_settings(config), root / "replies.jsonl")
    states: list[Outcome] = []
    for index, reply in client.run([wording_request(item, get_law(item.law)) for item in missing], label=PROMPTS):
        states.append(reply.status)
        if isinstance(reply.value, Wording):
            worded = _worded(missing[index], reply.value)
            changes = {"prompts": worded, "facts": deciding_facts(worded)}
            log.append(worded.id, "written", f"model:{reply.model or config.model}", changes)
    return states


def _worded(item: PromptSet, wording: Wording) -> PromptSet:
    implicit, explicit, superficial = (
        " ".join(text.split()) for text in (wording.implicit, wording.explicit, wording.superficial)
    )
    return replace(item, implicit_prompt=implicit, explicit_prompt=explicit, superficial_prompt=superficial)


def deciding_facts(item: PromptSet) -> tuple[DecidingFact, ...]:
    """The facts that decide an item's outcome; of a law whose rule is a function, all that it may read."""
    law = get_law(item.law)
    subject, condition = law.subject(item.subject), law.conditions[item.condition]
    names = None if isinstance(law.rule, str) else law.rule.names
    found = [
        DecidingFact(
            name=name,
            value=fact.value,
            unit=fact.unit,
            source=fact.source,
            uncertainty=str(fact.uncertainty),
            of=owner,
        )
        for owner, facts in ((item.subject, subject.facts), ("the surroundings", law.constants))
        for name, fact in facts.items()
        if names is None or name in names
    ]
    stated = [
        DecidingFact(name=name, value=value, unit="", source="stated in the prompt", of=condition.phrase)
        for name, value in condition.facts.items()
        if names is None or name in names
    ]
    return (*found, *stated)


def check_items(log: CurationLog) -> dict[str, CurationItem]:
    """Checks the prompts of every item and writes what changed; returns the items as they are then."""
    items = log.items()
    laws = {name: get_law(name) for name in {item.prompts.law for item in items.values()}}
    found = check_prompts([item.prompts for item in items.values() if item.status != "rejected"], laws)
    for name, checks in found.items():
        if checks != items[name].checks:
            log.append(name, "checked", "check", {"checks": [asdict(check) for check in checks]})
    return log.items()


def count_findings(items: Iterable[CurationItem]) -> dict[str, int]:
    """Items by the name of a check that failed."""
    names = [{check.name for check in item.checks if check.status == "failed"} for item in items]
    return dict(sorted(Counter(name for found in names for name in found).items()))


def _blind_readers(items: Iterable[CurationItem], seed: int) -> Iterator[BlindReading]:
    by_law: dict[str, list[PromptSet]] = defaultdict(list)
    for item in items:
        if item.is_sound:
            by_law[item.prompts.law].append(item.prompts)
    for name, prompts in by_law.items():
        if reading := read_blindly(prompts, get_law(name), seed=seed):
            yield reading
