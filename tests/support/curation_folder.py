"""A curation folder with items to review: prompts, facts and coloured images."""

from PIL import Image

from scisynth.core.images import content_hash, png_bytes
from scisynth.core.records import PromptSet
from scisynth.curation.records import SIDES, Candidate, CheckResult, CurationLog, DecidingFact
from scisynth.curation.review.book import ReviewBook
from scisynth.curation.review.clicks import CLICKS_FILE, Click
from scisynth.curation.review.settings import ReviewConfig
from scisynth.curation.review.tasks import Known, load_tasks, write_known

LAWS = ("capillary rise", "magnetism", "refraction")


def prompt_set(number):
    law = LAWS[number % len(LAWS)]
    return PromptSet(
        id=f"{law.replace(' ', '-')}-{number:05d}",
        law=law,
        field="physics",
        type="ST",
        subject=f"subject {number}",
        condition="as usual",
        setting="S",
        place="",
        entity="tube",
        implicit_prompt=f"Tube {number} in water.",
        explicit_prompt=f"Water high in tube {number}.",
        superficial_prompt=f"Water level in tube {number}.",
        paraphrase=0,
        outcome="high",
        superficial_outcome="level",
        derivation=f"Water rises {number} mm.",
        split="train",
        subject_seen=True,
        scene_rubric="A tube stands in water.",
        reality_rubric="3: the water in the tube is higher than outside.",
    )


def candidate(root, side, number, rank, **given):
    colour = (20 + number % 200, 200 if side == "explicit" else 40, 30 + 40 * rank)
    data = png_bytes(Image.new("RGB", (48, 40), colour))
    name = content_hash(data)
    file = root / "images" / "images" / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return Candidate(id=f"{side}-{name}", side=side, file=str(file.relative_to(root)), model="lab", rank=rank, **given)


def make_folder(root, num=6, per_side=1, sides=SIDES, warned=False):
    """Writes `num` items with `per_side` candidates on each of the sides; their ids."""
    log = CurationLog(root)
    fact = DecidingFact(name="radius", value=0.5, unit="mm", source="CRC Handbook", uncertainty="0.05", of="tube")
    checks = (CheckResult(name="text", status="warned", message="says STOP"),)
    given, ids = {"checks": checks} if warned else {}, []
    for number in range(num):
        prompts = prompt_set(number)
        log.append(prompts.id, "written", "model:writer", {"prompts": prompts, "facts": [fact]})
        images = [candidate(root, side, number, rank, **given) for side in sides for rank in range(per_side)]
        chosen = {side: next(image.id for image in images if image.side == side) for side in sides}
        log.append(prompts.id, "drawn", "model:lab", {"candidates": images, "chosen": chosen})
        ids.append(prompts.id)
    return ids


def set_known(root, *rows):
    """Tasks of known truth: rows of (item, expected, use, flaw)."""
    known = [Known(item=item, expected=expected, use=use, flaw=flaw) for item, expected, use, flaw in rows]
    write_known(root, known)


def open_book(root, *, seed=0, clock=None, **config):
    """The book of a folder as a server has it."""
    given = {} if clock is None else {"clock": clock}
    tasks = load_tasks(root).tasks
    return ReviewBook(tasks, root / CLICKS_FILE, ReviewConfig(**config), seed=seed, **given)


def click(book, person, action="keep", **given):
    """One answer of a person (a name, or a role and a name) to what is on the screen; its task."""
    person = ("reviewer", person) if isinstance(person, str) else person
    task = book.next_task(person)
    swapped = {"explicit": task.shown["superficial"], "superficial": task.shown["explicit"]} if action == "swap" else {}
    action = action if action in ("reject", "abstain") else "change"
    given = {**swapped, **({"reason": "both wrong"} if action == "reject" else {}), **given}
    row = Click(
        rater=person[1], role=person[0], item=task.id, version=task.version, action=action, seconds=2.0, **given
    )
    assert book.answer(row)
    return task
