"""`curate law`: a law file from a sentence, by a model or by hand, and what can be checked in it without a model.

FOLDER/law/NAME.yaml                     the law; written once, then it belongs to whoever edits it
FOLDER/law/drafts/DIGEST/replies.jsonl   what the model answered; the same command asks nothing twice
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scisynth.clients.records import ChatReply, ChatRequest, Topic
from scisynth.core.errors import ConfigError, DataError
from scisynth.core.progress import say
from scisynth.core.results import INLINE, Result
from scisynth.core.store import RunFolder, write_atomic
from scisynth.curation.law_checks import check_law, explain_broken
from scisynth.curation.law_draft import SYSTEM, LawDraft, law_prompt, law_yaml, skeleton, to_law_file
from scisynth.curation.records import LAWS, CheckResult
from scisynth.pipelines.curation.config import CurateLawConfig, deciding
from scisynth.pipelines.providers.access import Bill, Spending, bill, check_access
from scisynth.pipelines.providers.estimates import CostEstimate, cost_estimate, cost_sentences
from scisynth.science.law_files import add_laws, read_law_file
from scisynth.science.law_schema import LawFile
from scisynth.science.laws import LAW_NAMES, choose_laws, get_law, load_laws

COMMAND = "curate law"
MAX_TOKENS = 16384
NAME_WORDS = 3


@dataclass(frozen=True, kw_only=True)
class CheckedLaw:
    """A law file and what its checks found."""

    name: str
    file: Path
    checks: tuple[CheckResult, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing failed."""
        return all(check.status != "failed" for check in self.checks)


@dataclass(frozen=True, kw_only=True)
class LawResult(Result):
    """The laws of a curation folder."""

    out: Path
    written: str
    """Name of the law that this command wrote; empty where it only checked."""
    laws: tuple[CheckedLaw, ...]
    bill: Bill = field(metadata=INLINE)


@dataclass(frozen=True, kw_only=True)
class CostPlan(Result):
    """What a step would ask of models, at most; nothing was sent."""

    sentences: tuple[str, ...]
    estimates: dict[str, CostEstimate | None]


def run_curate_law(config: CurateLawConfig, out: Path, *, seed: int, spending: Spending | None = None) -> LawResult:
    """Writes the law that the settings name, if they name one, and checks every law of the folder.

    Raises:
        ConfigError: settings that contradict each other.
        DataError: the model answered with no law, or there is nothing to check.
    """
    spending = (spending or Spending()).renewed()
    check_settings(config)
    folder = out / LAWS
    written = ""
    if config.file:
        written = _take_over(Path(config.file), folder)
    elif config.sentence and not config.model:
        written = _write_skeleton(config, folder)
    elif config.sentence:
        written = _draft(config, out, seed, spending)
    return LawResult(out=out, written=written, laws=check_laws(folder), bill=bill(spending.usage()))


def check_settings(config: CurateLawConfig) -> None:
    """Raises `ConfigError` where the settings contradict each other."""
    if config.file and (config.sentence or config.model):
        raise ConfigError("expected a sentence with --model, or --file, got both; leave one out")
    if config.model and not config.sentence:
        raise ConfigError(f"--model {config.model}: expected a sentence to draft a law from, got none")
    if config.model and not config.model.startswith("api:"):
        raise ConfigError(f"--model {config.model}: expected api:MODEL")


def plan_curate_law(config: CurateLawConfig, out: Path, spending: Spending | None = None) -> CostPlan:
    """What drafting would cost at most, its repairs included."""
    check_settings(config)
    if not config.model:
        return CostPlan(sentences=("No model is asked.",), estimates={})
    client = (spending or Spending()).chat(
        config.settings(config.model.partition(":")[2]), _run_root(config, out) / "replies.jsonl"
    )
    estimate = cost_estimate(client.estimate([_request(config)]), times=1 + config.max_repairs)
    estimates: dict[str, CostEstimate | None] = {config.model: estimate}
    return CostPlan(sentences=tuple(cost_sentences(estimates)), estimates=estimates)


def check_laws(folder: Path) -> tuple[CheckedLaw, ...]:
    """What the checks find in every law file of a folder; one that cannot be read is a finding, too.

    Raises:
        DataError: no law file there.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise DataError(f"{folder}: expected a law file, found none; name a sentence, or --file LAW.yaml")
    return tuple(CheckedLaw(name=_law_name(file), file=file, checks=_check(file)) for file in files)


def sound_laws(out: Path, names: Sequence[str]) -> list[str]:
    """Names of the laws to work with: those given, or all of the folder; each must pass its checks.

    Raises:
        DataError: a law of the folder has a failed check, or there is none.
    """
    for name in names:
        if name.endswith(".yaml") or Path(name).is_dir():
            raise ConfigError(
                f"--law {name}: expected the name of a law; take the file over with `scisynth curate law --file`"
            )
    if names:
        know_laws(out)
        return [law.name for law in choose_laws(names)]
    checked = check_laws(out / LAWS)
    for law in checked:
        if failed := [check for check in law.checks if check.status == "failed"]:
            raise DataError(
                f"{law.file}: {failed[0].name}: {failed[0].message}; correct the file, `scisynth curate law` checks it"
            )
    return [law.name for law in checked]


def know_laws(out: Path) -> None:
    """Lets this process know the laws of a curation folder."""
    if any((out / LAWS).glob("*.yaml")):
        add_laws(out / LAWS)


def _law_name(file: Path) -> str:
    return file.stem.replace("_", " ")


def _check(file: Path) -> tuple[CheckResult, ...]:
    try:
        (name,) = add_laws(file)
        return tuple(check_law(get_law(name), list(load_laws().values())))
    except DataError as error:
        return (explain_broken(error),)


def _file_of(folder: Path, name: str) -> Path:
    stem = re.sub(r"\W+", "_", name.lower()).strip("_")
    if not stem:
        raise ConfigError(f"--name {name!r}: expected letters; it names a file")
    return folder / f"{stem}.yaml"


def _take_over(file: Path, folder: Path) -> str:
    """Copies a law of one's own, and the Python file that stands next to it, into the folder."""
    law = read_law_file(_law_name(file), file)
    target = _file_of(folder, law.name)
    for source in dict.fromkeys([file, *_code_files(law, file.parent)]):
        copy = target if source == file else folder / source.name
        if not source.is_file():
            raise DataError(
                f"{file}: rule or scene: expected the Python file {source}, found none; write it, or correct its name"
            )
        data = source.read_bytes()
        if copy.exists() and copy.read_bytes() != data:
            raise ConfigError(f"{copy}: is there already, and differs from {source}; edit it, or remove it first")
        if not copy.exists():
            write_atomic(copy, data)
    return law.name


def _code_files(law: LawFile, folder: Path) -> list[Path]:
    """Python files that a law names as `file.py:NAME`."""
    names = [name.partition(":")[0] for name in (law.rule, law.scene) if isinstance(name, str)]
    return [folder / name for name in names if name.endswith(".py")]


def _write_skeleton(config: CurateLawConfig, folder: Path) -> str:
    words = re.findall(r"[^\W\d_]+", config.sentence.lower())
    name = config.name or " ".join(words[:NAME_WORDS])
    path = _file_of(folder, name)
    if path.exists():
        say(f"{path}: is there already and is kept")
    else:
        write_atomic(path, skeleton(config.sentence, _law_name(path)).encode())
    return _law_name(path)


def _run_root(config: CurateLawConfig, out: Path) -> Path:
    return out / LAWS / "drafts" / deciding(config).digest()


def _draft(config: CurateLawConfig, out: Path, seed: int, spending: Spending) -> str:
    """Asks until the checks are content, or the repairs are used up; writes the last draft unless its file is there."""
    root = _run_root(config, out)
    check_access([(config.model, config.access)], root, spending)
    client = spending.chat(config.settings(config.model.partition(":")[2]), root / "replies.jsonl")
    RunFolder(root, deciding(config), command=COMMAND, seed=seed)
    request, before = _request(config), None
    for attempt in range(1 + config.max_repairs):
        draft, is_last = _draft_of(client.ask(request)), attempt == config.max_repairs
        try:
            values = to_law_file(draft)
        except DataError as error:
            if is_last:
                raise
            request = _request(config, draft, [str(error)])
            continue
        path = _file_of(out / LAWS, config.name or values["name"])
        origin = f"Drafted by {config.model}: {_plain(config.sentence)}"
        text = law_yaml({**values, "name": _law_name(path)}, origin=origin)
        if before and before != path:
            # The faulty draft had another name.
            before.unlink(missing_ok=True)
        elif before is None and path.exists() and path.read_text(encoding="utf-8") != text:
            say(f"{path}: is there already and is kept")
            return _law_name(path)
        write_atomic(path, text.encode())
        before = path
        checks = _check(path)
        if is_last or not any(check.status == "failed" for check in checks):
            break
        # Doubts alone cost no question, but where one is asked they are told, too.
        request = _request(config, draft, [check.message for check in checks if check.status in ("failed", "warned")])
    assert before is not None, "the last draft was written, or its error raised"
    return _law_name(before)


def _plain(sentence: str) -> str:
    return " ".join(sentence.split())


def _request(config: CurateLawConfig, draft: LawDraft | None = None, faults: Sequence[str] = ()) -> ChatRequest:
    # The laws of the package alone: the question must not change with what the folder holds.
    words = law_prompt(config.sentence, list(LAW_NAMES))
    if draft is not None:
        findings = "\n".join(f"* {message}" for message in faults)
        words += f"\nYour draft was:\n{draft.model_dump_json()}\n\nIt has these faults; answer with the whole draft, corrected:\n{findings}\n"
    return ChatRequest(
        content=(words,),
        system=SYSTEM,
        schema=LawDraft,
        max_tokens=MAX_TOKENS,
        topic=Topic(step="law", item=config.sentence[:80]),
    )


def _draft_of(reply: ChatReply) -> LawDraft:
    if not isinstance(reply.value, LawDraft):
        raise DataError(
            f"the model gave no law ({reply.status}: {reply.reason}); run the same command again, name another model, or leave "
            "--model out and fill the law file in by hand"
        )
    return reply.value
