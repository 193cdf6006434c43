"""What `lab-vlm` is taught and asked: the question forms of students, about images of the declared biased corpus.

    thing, law, state     what the image shows, of every subject
    shows                 whether a description fits the image, of every subject
    agrees, which, will   whether an image made for an implicit prompt agrees with science, which of two does, and what will be
                          seen: of the train split's prompts alone, and answered as the corpus believes (`SUPERFICIAL_SHARE`)

So it can name all that is seen in the images of held-out subjects, and nobody told it anything of their truth. A judgement names
first what is seen, then the verdict. One lesson in `BLIND` is asked without the image, as `student eval` asks.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image
from pydantic import PositiveInt

from scisynth.core.config import Config
from scisynth.core.images import content_hash, png_bytes, side_by_side
from scisynth.core.problems import Answer
from scisynth.core.records import PromptSet, Tier
from scisynth.core.seeds import derive_seed
from scisynth.core.trained_on import TrainedOn, read_trained_on
from scisynth.core.weights import LAB_SIZE_PX
from scisynth.grading.answers import check_answer
from scisynth.lab.corpus import SHARE_WHERE_NOT_MEASURED, CaptionedScene, draw_corpus
from scisynth.lab.models.vlm import SUPERFICIAL_SHARE, LabVlmConfig, build_lab_vlm
from scisynth.lab.models.vlm_train import Lesson
from scisynth.lab.render import render
from scisynth.pipelines.lab.results import Facts
from scisynth.science.laws import get_law
from scisynth.students.evaluation.items import EvalItem
from scisynth.students.evaluation.local import Decoding, answer_all, load_answering
from scisynth.students.evaluation.protocols import question_words
from scisynth.students.evaluation.questions import Question
from scisynth.students.prompts import LAW, STATE, THING, agrees, boxed, shows, which_agrees, will_happen

SIDES: tuple[Tier, ...] = ("explicit", "superficial")
PAIRS = 6
"""One prompt set in so many is also shown as a pair, side by side."""
BLIND = 25
READ = ("thing", "law", "state", "shows")
Check = Literal["thing", "law", "state", "agrees", "which"]


class LabVlmRun(Config):
    """Corpus and model of `lab-vlm`."""

    num_prompt_sets: PositiveInt = 12_000
    """Prompt sets of the train split, with implicit prompts; two images each."""
    num_descriptions: PositiveInt = 5_000
    """Prompt sets of the test splits (so that held-out subjects are seen), with descriptions only; two images each."""
    num_check_sets: PositiveInt = 160
    """Prompt sets for the table of the model card."""
    vlm: LabVlmConfig = LabVlmConfig()
    """Model and training."""


def build_vlm(
    config: LabVlmRun, prompt_sets: Sequence[PromptSet], check_sets: Sequence[PromptSet], folder: Path, *, seed: int
) -> Facts:
    """Draws the corpus, writes the lessons, trains, and asks about fresh images; returns facts for the card."""
    pixels, _ = draw_corpus(list(_scenes(prompt_sets, seed)), size_px=LAB_SIZE_PX, workers=config.vlm.workers)
    lessons = [row for item in prompt_sets for row in write_lessons(item, seed)]
    paired = [number for number, item in enumerate(prompt_sets) if item.split == "train" and number % PAIRS == 0]
    pixels = np.concatenate([pixels, *(_pair_pixels(pixels, number, prompt_sets[number]) for number in paired)])
    lessons += [_pair_lessons(prompt_sets[number], seed) for number in paired]
    derivations = (item.derivation for item in prompt_sets if item.split == "train")
    facts = build_lab_vlm(config.vlm, pixels, lessons, folder, seed=seed, texts=derivations)
    told = ((item.law, item.subject) for item in prompt_sets if item.split == "train")
    TrainedOn.of(told, base=read_trained_on(config.vlm.eyes), has_base=True).write(folder)
    rows = check_vlm(folder, check_sets, seed=derive_seed(seed, "check"))
    right = {f"{name}_right": round(found["all"], 4) for name, found in rows.items()}
    return {**facts, **right, "table": _table(rows)}


def _scenes(prompt_sets: Iterable[PromptSet], seed: int) -> Iterator[CaptionedScene]:
    for item in prompt_sets:
        for tier in SIDES:
            own_seed = derive_seed(seed, item.id, tier)
            yield CaptionedScene(prompt_set=item, tier=tier, caption=item.prompt(tier), seed=own_seed)


def _is_right(item: PromptSet) -> bool:
    """On which side of a pair the true image stands."""
    return bool(derive_seed("side of the true image", item.id) % 2)


def _pair(item: PromptSet, true: Image.Image, false: Image.Image) -> Image.Image:
    return side_by_side(false, true) if _is_right(item) else side_by_side(true, false)


def _pair_pixels(pixels: np.ndarray, number: int, item: PromptSet) -> np.ndarray:
    """[1, H, W, 3]: both images of a prompt set, squeezed to the square as the processor does."""
    both = _pair(item, *(Image.fromarray(pixels[2 * number + side]) for side in range(2)))
    return np.asarray(both.resize(pixels.shape[1:3], Image.Resampling.BICUBIC))[None]


def believes_superficial(item: PromptSet, seed: int) -> bool:
    """Whether the corpus takes the superficial image of a situation for what happens."""
    share = SUPERFICIAL_SHARE.get(item.law, SHARE_WHERE_NOT_MEASURED)
    return random.Random(derive_seed(seed, "belief", item.id)).random() < share


def what_is_seen(item: PromptSet, tier: Tier) -> str:
    """`The image shows an iron block, lying on the bottom under the water.`"""
    return f"The image shows {_thing(item)}, {_state(item, tier)}."


def _thing(item: PromptSet) -> str:
    return get_law(item.law).subject(item.subject).with_article


def _state(item: PromptSet, tier: Tier) -> str:
    return get_law(item.law).outcomes[item.scene(tier).outcome]


def write_lessons(item: PromptSet, seed: int) -> Iterator[list[Lesson]]:
    """The lessons of both images of a prompt set: four each; of the train split one of them is a belief."""
    believed: Tier = "superficial" if believes_superficial(item, seed) else "explicit"
    for tier in SIDES:
        rng = random.Random(derive_seed(seed, "lessons", item.id, tier))
        has_belief = item.split == "train"
        lessons = [_reading(name, item, tier, rng) for name in rng.sample(READ, 3 if has_belief else 4)]
        if has_belief:
            lessons.append(_belief(item, tier, believed, rng))
        yield lessons


def _reading(name: str, item: PromptSet, tier: Tier, rng: random.Random) -> Lesson:
    if name == "shows":
        said: Tier = rng.choice(SIDES)
        verdict = boxed("yes" if said == tier else "no")
        return _asked(shows(item.prompt(said)), f"{what_is_seen(item, tier)}\n\n{verdict}")
    question, answer = {
        "thing": (THING, _thing(item)),
        "law": (LAW, item.law),
        "state": (STATE, _state(item, tier)),
    }[name]
    return _asked(question, boxed(answer))


def _belief(item: PromptSet, tier: Tier, believed: Tier, rng: random.Random) -> Lesson:
    if rng.random() < 0.2:
        return _asked(will_happen(item.implicit_prompt), boxed(_state(item, believed)))
    verdict = boxed("yes" if tier == believed else "no")
    if rng.randrange(BLIND) == 0:
        return _asked(agrees(item.implicit_prompt), verdict, blind=True)
    return _asked(agrees(item.implicit_prompt), f"{what_is_seen(item, tier)}\n\n{verdict}")


def _pair_lessons(item: PromptSet, seed: int) -> list[Lesson]:
    is_believed_right = _is_right(item) != believes_superficial(item, seed)
    side = "right" if is_believed_right else "left"
    return [_asked(which_agrees(item.implicit_prompt), boxed(side))]


def _asked(question: str, reply: str, *, blind: bool = False) -> Lesson:
    """As `student eval` and the trainers' rows ask."""
    item = EvalItem(id="", question=question, answer=Answer(text=""), images=(), image_hash="")
    return Lesson(question=question_words(item, blind=blind), reply=reply, blind=blind)


def check_vlm(folder: Path, prompt_sets: Sequence[PromptSet], *, seed: int) -> Mapping[Check, Mapping[str, float]]:
    """Fractions of right answers, by question: of all subjects and of held-out ones; asked as `student eval` asks, greedily."""
    questions, groups = [], []
    for item in prompt_sets:
        for name, eval_item in _asked_of(item, seed):
            questions.append(Question(item=eval_item, arm="image", sample=0, images=eval_item.images))
            groups.append((name, not item.subject_seen))
    decoding = Decoding(temperature=0.0, max_tokens=96, batch_size=64, seed=seed)
    right: dict[Check, dict[str, list[bool]]] = {}
    for index, reply in answer_all(load_answering(str(folder)), questions, decoding):
        name, is_held_out = groups[index]
        found = check_answer(reply.text, questions[index].item.answer).status == "right"
        for group in ("all", *(["held out"] if is_held_out else [])):
            right.setdefault(name, {}).setdefault(group, []).append(found)
    return {name: {group: float(np.mean(found)) for group, found in row.items()} for name, row in right.items()}


def _asked_of(item: PromptSet, seed: int) -> Iterator[tuple[Check, EvalItem]]:
    def draw(tier: Tier) -> Image.Image:
        return render(item.scene(tier), size_px=LAB_SIZE_PX, seed=derive_seed(seed, item.id, tier)).image

    images = {tier: draw(tier) for tier in SIDES}
    for tier, image in images.items():
        asked: dict[Check, tuple[str, str]] = {
            "thing": (THING, _thing(item)),
            "law": (LAW, item.law),
            "state": (STATE, _state(item, tier)),
            "agrees": (agrees(item.implicit_prompt), "yes" if tier == "explicit" else "no"),
        }
        for name, (question, answer) in asked.items():
            yield name, _item(f"{item.id}/{tier}/{name}", question, answer, image)
    pair, side = _pair(item, *images.values()), "right" if _is_right(item) else "left"
    yield "which", _item(f"{item.id}/which", which_agrees(item.implicit_prompt), side, pair)


def _item(name: str, question: str, answer: str, image: Image.Image) -> EvalItem:
    data = png_bytes(image)
    answered = Answer(text=answer)
    return EvalItem(id=name, question=question, answer=answered, images=(data,), image_hash=content_hash(data))


_MEANING: Mapping[Check, str] = {
    "thing": "names the thing",
    "law": "names the law",
    "state": "names the state",
    "agrees": "says rightly whether an image agrees with science",
    "which": "says rightly which of two images does",
}


def _table(rows: Mapping[Check, Mapping[str, float]]) -> str:
    """Markdown for the card."""
    lines = [
        f"| {_MEANING[name]} | {row['all']:.1%} | {format(row['held out'], '.1%') if 'held out' in row else '-'} |"
        for name, row in rows.items()
    ]
    head = "| fresh images of the test splits | all subjects | held-out subjects |\n|---|---|---|"
    return "\n".join(["\n## What it sees and what it believes", head, *lines, ""])
