"""Label Studio: the tasks of a review with their answers out, and annotations in.

    FOLDER/tasks.json    a list of tasks: `data` with item, version, prompts, images, candidates, facts and rubrics; `annotations`
    FOLDER/labels.xml    the labelling interface, with the controls below

    control                           type       what it says
    verdict                           choices    keep, swap, change, reject, not my field
    reason                            choices    of a rejection
    new_implicit_prompt, ...          textarea   edited words; empty: as written
    explicit_choice, ...              choices    another candidate for a side
    note                              textarea   a word on it
    reviewer                          textarea   whose answer this was before it came to Label Studio; else its annotator's

Label Studio refuses annotations by people who are not its users, so that what goes out names no annotator but `reviewer`.
Images are named as Label Studio serves local files, relative to its document root (`prefix`). What comes back is its JSON export: each
annotation becomes a click of its annotator, with the seconds it took. Cancelled annotations are skipped. Of two annotations of one
person to a task the later stands. An annotation that contradicts itself, has no reason for a rejection, or is of another task
or version is listed, and nothing is taken over, or it is left out where that is asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from scisynth.core.errors import DataError, one_line
from scisynth.core.store import write_atomic, write_json
from scisynth.core.strict_json import parse_json
from scisynth.core.texts import decode
from scisynth.curation.records import REJECT_REASONS, SIDES
from scisynth.curation.review.book import complete
from scisynth.curation.review.clicks import CLICKS_FILE, WORDS, Action, Click, ClickLog, Person, pseudonyms, standing
from scisynth.curation.review.consensus import Standing
from scisynth.curation.review.tasks import Task
from scisynth.web.page import MAX_NAME_CHARS, clean_rater

LOCAL_FILES = "/data/local-files/?d="
SOURCE = "label studio"
ABSTAIN = "not my field"
VERDICTS = ("keep", "swap", "change", "reject", ABSTAIN)
TASKS_FILE, LABELS_FILE = "tasks.json", "labels.xml"


@dataclass(frozen=True, kw_only=True)
class LabelStudioImport:
    """What came in."""

    taken: int
    """New answers."""
    known: int
    """Annotations that were here already, or that their annotator replaced by a later one."""
    cancelled: int
    left_out: list[tuple[str, str]]
    """(place, reason)."""


def export_label_studio(given: Standing, folder: Path, *, prefix: str = LOCAL_FILES) -> int:
    """Writes tasks with their answers, and the labelling interface; the number of tasks.

    Tasks of known truth go out like all others, without their truth.

    Args:
        given: all answers that stand.
        folder: written to; files of an earlier export are replaced.
        prefix: comes before the image paths, which are relative to the curation folder.
    """
    names = pseudonyms(given.by_person)
    rows = []
    for number, task in enumerate(given.tasks.values(), start=1):
        answers = [
            (names[person], click)
            for person in given.by_person
            if person[0] == "reviewer" and (click := given.by_person[person].get(task.id))
            if click.version == task.version
        ]
        rows.append(
            {
                "id": number,
                "data": _data(task, prefix),
                "annotations": [
                    _annotation(name, click, place) for place, (name, click) in enumerate(answers, start=1)
                ],
            }
        )
    write_json(folder / TASKS_FILE, rows)
    write_atomic(folder / LABELS_FILE, interface().encode())
    return len(rows)


def _data(task: Task, prefix: str) -> dict[str, Any]:
    prompts = task.item.prompts
    facts = [
        f"{fact.name}{f' of {fact.of}' if fact.of else ''}: {fact.value} {fact.unit} ({fact.source})"
        for fact in task.item.facts
    ]
    values: dict[str, Any] = {
        "item": task.id,
        "version": task.version,
        "law": prompts.law,
        **task.words(),
        "facts": "\n".join([prompts.derivation, *facts]),
        "rubrics": "\n".join(filter(None, (prompts.scene_rubric, prompts.reality_rubric))),
    }
    for side in SIDES:
        shown = task.candidate(task.shown[side])
        values[f"{side}_image"] = prefix + (shown.file if shown else "")
        values[f"{side}_candidates"] = [
            {"value": found.id, "html": f"<img width='96' src={quoteattr(prefix + found.file)}>"}
            for found in task.item.candidates
        ]
    return values


def _annotation(name: str, click: Click, place: int) -> dict[str, Any]:
    verdict = ABSTAIN if click.action == "abstain" else click.action
    result = [_choice("verdict", "implicit_text", verdict)]
    if click.reason:
        result.append(_choice("reason", "implicit_text", click.reason))
    if click.action == "change":
        result += [_choice(f"{side}_choice", f"{side}_view", getattr(click, side)) for side in SIDES]
    result += [_text(f"new_{word}", text) for word, text in click.words.items()]
    if click.note:
        result.append(_text("note", click.note))
    result.append(_text("reviewer", name))
    return {
        "id": place,
        "was_cancelled": False,
        "ground_truth": False,
        "created_at": click.time,
        "lead_time": click.seconds,
        "result": result,
    }


def _choice(name: str, on: str, value: str) -> dict[str, Any]:
    return {"from_name": name, "to_name": on, "type": "choices", "value": {"choices": [value]}}


def _text(name: str, text: str) -> dict[str, Any]:
    return {"from_name": name, "to_name": "implicit_text", "type": "textarea", "value": {"text": [text]}}


def interface() -> str:
    """The labelling interface as Label Studio's XML."""

    def choices(name: str, on: str, words: Sequence[str], more: str = "") -> str:
        inner = "".join(f"<Choice value={quoteattr(word)}/>" for word in words)
        return f'  <Choices name="{name}" toName="{on}" choice="single" showInline="true"{more}>{inner}</Choices>'

    lines = ["<View>", '  <Text name="implicit_text" value="$implicit_prompt"/>']
    for side in SIDES:
        lines += [
            f'  <Text name="{side}_text" value="${side}_prompt"/>',
            f'  <Image name="{side}_view" value="${side}_image"/>',
        ]
    lines += [
        '  <Text name="facts_text" value="$facts"/>',
        '  <Text name="rubrics_text" value="$rubrics"/>',
        choices("verdict", "implicit_text", VERDICTS, ' required="true"'),
        choices(
            "reason",
            "implicit_text",
            REJECT_REASONS,
            ' visibleWhen="choice-selected" whenTagName="verdict" whenChoiceValue="reject"',
        ),
    ]
    lines += [choices(f"{side}_choice", f"{side}_view", (), f' value="${side}_candidates"') for side in SIDES]
    lines += [
        f'  <TextArea name="{name}" toName="implicit_text" maxSubmissions="1" placeholder="{name.replace("_", " ")}"/>'
        for name in (*(f"new_{word}" for word in WORDS), "note", "reviewer")
    ]
    return "\n".join([*lines, "</View>", ""])


def import_label_studio(
    tasks: Mapping[str, Task], root: Path, source: Path, *, skip_broken: bool = False
) -> LabelStudioImport:
    """Takes the annotations of a JSON export over as clicks.

    Args:
        tasks: what is asked, by id.
        root: the curation folder.
        source: the export.
        skip_broken: leave annotations out that cannot be used, instead of taking none.

    Raises:
        DataError: no JSON export of Label Studio, or annotations that cannot be used.
    """
    log = ClickLog(root / CLICKS_FILE)
    log.repair()
    here = standing(log.read())
    # Answers that went out from here come back under their pseudonyms.
    names = {name: person[1] for person, name in pseudonyms(here).items() if person[0] == "reviewer"}
    found: dict[tuple[Person, str], Click] = {}
    left_out: list[tuple[str, str]] = []
    num, cancelled = 0, 0
    for place, row, annotation in _annotations(source):
        if annotation.get("was_cancelled"):
            cancelled += 1
            continue
        num += 1
        try:
            click = _click(tasks, row, annotation, names)
        except DataError as error:
            left_out.append((place, one_line(error)))
            continue
        earlier = found.get((click.person, click.item))
        if earlier is None or click.time >= earlier.time:
            found[click.person, click.item] = click
    if left_out and not skip_broken:
        place, reason = left_out[0]
        raise DataError(
            f"{place}: {reason}; {len(left_out)} of {num} annotations cannot be used: correct them, or add --skip-broken"
        )
    log.path.parent.mkdir(parents=True, exist_ok=True)
    new = [click for click in found.values() if not _is_here(click, here.get(click.person, {}).get(click.item))]
    for click in sorted(new, key=lambda click: click.time):
        log.append(click)
    return LabelStudioImport(
        taken=len(new), known=num - len(left_out) - len(new), cancelled=cancelled, left_out=left_out
    )


def _annotations(source: Path) -> list[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """(place, `data` of the task, annotation)."""
    try:
        rows = parse_json(decode(source.read_bytes(), source))
    except OSError as error:
        raise DataError(f"{source}: cannot be read ({error.strerror}); check the path") from None
    except DataError:
        raise
    except ValueError as error:
        raise DataError(f"{source}: not JSON ({one_line(error, 80)}); export the project as JSON") from None
    is_export = isinstance(rows, list) and all(
        isinstance(row, Mapping) and isinstance(row.get("data"), Mapping) for row in rows
    )
    if not is_export or not all(isinstance(row.get("annotations", []), list) for row in rows):
        raise DataError(
            f"{source}: expected a list of Label Studio tasks with data; export the project as JSON, not JSON-MIN"
        )
    return [
        (f"{source}, task {row.get('id', number)}", row["data"], annotation)
        for number, row in enumerate(rows, start=1)
        for annotation in row.get("annotations", [])
        if isinstance(annotation, Mapping)
    ]


def _click(
    tasks: Mapping[str, Task], data: Mapping[str, Any], annotation: Mapping[str, Any], names: Mapping[str, str]
) -> Click:
    task = tasks.get(str(data.get("item", "")))
    if task is None:
        raise DataError(f"item {str(data.get('item', ''))[:60]!r} is none of this review")
    if data.get("version") not in (None, task.version):
        raise DataError(f"item {task.id} was changed since it was exported")
    given = _given(annotation)
    verdict = _one(given, "verdict")
    if verdict not in VERDICTS:
        raise DataError(f"expected one verdict of {', '.join(VERDICTS)}; got {verdict or 'none'!r}")
    reason = _one(given, "reason") if verdict == "reject" else ""
    if verdict == "reject" and reason not in REJECT_REASONS:
        raise DataError(f"expected one reason of {', '.join(REJECT_REASONS)}; got {reason or 'none'!r}")
    chosen = {side: _one(given, f"{side}_choice") for side in SIDES}
    words = {word: text for word in WORDS if (text := _one(given, f"new_{word}"))}
    if verdict in ("keep", "swap") and (words or any(chosen.values())):
        raise DataError(f"the verdict is {verdict}, but images or words were changed")
    action: Action = "abstain" if verdict == ABSTAIN else verdict  # type: ignore[assignment]
    seconds = annotation.get("lead_time")
    reviewer = _one(given, "reviewer")
    click = Click(
        rater=names.get(reviewer) or _rater(reviewer or annotation.get("completed_by")),
        item=task.id,
        version=task.version,
        action=action,
        explicit=chosen["explicit"],
        superficial=chosen["superficial"],
        words=words,
        reason=reason,
        note=_one(given, "note"),
        seconds=round(float(seconds), 3) if isinstance(seconds, int | float) and 0 <= seconds < 86_400 else 0.0,
        time=_time(annotation),
        source=SOURCE,
    )
    completed = complete(task, click)
    if verdict == "change" and completed.action == "keep":
        raise DataError("the verdict is change, but nothing was changed")
    return completed


def _given(annotation: Mapping[str, Any]) -> dict[str, list[str]]:
    """What was entered, by control."""
    found: dict[str, list[str]] = {}
    for part in annotation.get("result") or []:
        value = part.get("value") if isinstance(part, Mapping) else None
        if isinstance(value, Mapping):
            entered = value.get("choices") or value.get("text") or []
            entered = [entered] if isinstance(entered, str) else entered
            found.setdefault(str(part.get("from_name")), []).extend(str(word).strip() for word in entered)
    return found


def _one(given: Mapping[str, Sequence[str]], name: str) -> str:
    words = list(dict.fromkeys(word for word in given.get(name, ()) if word))
    if len(words) > 1:
        raise DataError(f"{name}: expected one answer, got {words[0]!r} and {words[1]!r}")
    return words[0] if words else ""


def _rater(who: Any) -> str:
    """A name from what Label Studio says of an annotator: a number, a user with an email address, or a name."""
    if isinstance(who, Mapping):
        who = who.get("email") or who.get("username") or who.get("id")
    elif isinstance(who, int):
        who = f"annotator {who}"
    return clean_rater(str(who or "")[-MAX_NAME_CHARS:])


def _time(annotation: Mapping[str, Any]) -> str:
    """When it was last changed, as clicks write it."""
    for name in ("updated_at", "created_at"):
        try:
            found = datetime.fromisoformat(str(annotation.get(name)))
        except ValueError:
            continue
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC).isoformat(timespec="milliseconds")
    return datetime.fromtimestamp(0, UTC).isoformat(timespec="milliseconds")


def _is_here(new: Click, old: Click | None) -> bool:
    """Whether an answer stands already; one given on the page, or later, is never replaced by an import of an older one."""
    return old is not None and (
        old.time >= new.time or replace(old, time="", source="") == replace(new, time="", source="")
    )
