"""What verified images are worth to a student, in the lab: draws the items of all arms and runs the study of `examples/student_lab.yaml`.

    python benchmarks/student_lab.py --plan
    python benchmarks/student_lab.py --out out/student_lab [--aligned out/lab-oft] [--photos TUPLES] [--items-only]

The aligned lab-flux is trained by the lab's recipes (SFT, then OFT) where `--aligned` names none. Everything resumes: give the same --out again.
The study's report tells every comparison with its interval; `items/quality.json` tells how often each arm's images of implicit prompts are
true, by lab-judge. With `--photos` the models are also asked about real photo tuples, which are out of their domain. Prints the plan and one
JSON object.

Minutes in the plan are of two free cores with AVX2 and no bfloat16; measured on a busy machine and scaled, so rough.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image

from scisynth.alignment.lora import install, read_lora
from scisynth.backbones.registry import load_backbone
from scisynth.core.images import content_hash, png_bytes
from scisynth.core.progress import say
from scisynth.core.records import PromptSet, Tier
from scisynth.core.seeds import derive_seed
from scisynth.core.store import write_json
from scisynth.core.weights import LAB_SIZE_PX
from scisynth.generators.flow import FlowGenerator, image_seed
from scisynth.lab.models.judge import LabJudge
from scisynth.lab.render import render
from scisynth.pipelines.alignment.config import OftRunConfig, SftRunConfig, lab_flux_oft, lab_flux_sft
from scisynth.pipelines.alignment.run import run_oft, run_sft
from scisynth.pipelines.lab.vlm import what_is_seen
from scisynth.pipelines.students.config import StudentDataConfig
from scisynth.pipelines.students.data import run_student_data
from scisynth.pipelines.students.evaluation.config import EvalConfig
from scisynth.pipelines.students.study.cells import cells_of
from scisynth.pipelines.students.study.config import StudyConfig
from scisynth.pipelines.students.study.lab import EXACT, NUM_ITEMS, TEST, lab_study
from scisynth.pipelines.students.study.run import plan_student_study, run_student_study
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.rewards.sciscore import SciScore
from scisynth.students.items import ITEMS, TrainingItem, write_items
from scisynth.students.prompts import agrees

SIDES: tuple[Tier, ...] = ("explicit", "superficial")
"""What the question takes an image for: true or false."""
QUALITY = "quality.json"
CANDIDATES = 4
"""Images of which a filter keeps one."""
TRUE = 0.99
MINUTES = {"align": 12.0, "image": 0.0015, "sft step": 0.01, "grpo step": 0.05, "evaluation": 0.25}


@dataclass(frozen=True)
class Shown:
    """An image with what it is taken for."""

    prompt_set: PromptSet
    side: Tier
    image: Image.Image


def main() -> None:
    """Draws what is missing, runs the study, prints its result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("out/student_lab"))
    parser.add_argument("--aligned", type=Path, help="Run of `align oft` or `align sft`. Default: trained here.")
    parser.add_argument("--photos", type=Path, help="Tuples of real photos: a second test, out of domain.")
    parser.add_argument("--situations", type=int, default=NUM_ITEMS // 2, help="Two items each.")
    parser.add_argument("--tests", type=int, default=160, help="Situations of held-out subjects, two items each.")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--plan", action="store_true", help="Say what it takes, and do nothing.")
    parser.add_argument("--items-only", action="store_true", help="Draw the items; `student study` trains.")
    arguments = parser.parse_args()
    config = study_config(arguments.out, has_photos=arguments.photos is not None)
    print(plan(config, arguments.situations, needs_aligned=arguments.aligned is None))
    if arguments.plan:
        return
    draw_items(arguments.out, arguments.aligned, arguments.situations, arguments.tests, arguments.seed)
    if arguments.photos:
        photo_items(arguments.photos, arguments.out / "items" / "photos")
    print("\n".join(plan_student_study(config).sentences))
    if not arguments.items_only:
        result = run_student_study(config, arguments.out / "study", seed=arguments.seed)
        print(json.dumps(result.to_dict()))


def study_config(out: Path, *, has_photos: bool = False) -> StudyConfig:
    """The recipe, with the second test where there are photos."""
    config = lab_study(out.as_posix())
    if not has_photos:
        return config
    photos: EvalConfig = config.tests[0].model_copy(update={"data": (out / "items" / "photos").as_posix()})
    return config.model_copy(update={"tests": (*config.tests, photos)})


def plan(config: StudyConfig, situations: int, *, needs_aligned: bool) -> str:
    """Trainings, evaluations and minutes."""
    cells = cells_of(config)
    num_sft = sum(cell.method == "sft" for cell in cells)
    num_grpo = len(cells) - num_sft
    num_evaluations = (len(cells) + 1) * len(config.tests)
    images = situations * len(SIDES) * (CANDIDATES + 1)
    parts = {
        "alignment of lab-flux": MINUTES["align"] * needs_aligned,
        f"{images:,} images": MINUTES["image"] * images,
        f"{num_sft} trainings by SFT, {config.sft.max_steps} steps each": MINUTES["sft step"]
        * config.sft.max_steps
        * num_sft,
        f"{num_grpo} trainings by GRPO, {config.grpo.max_steps} steps each": MINUTES["grpo step"]
        * config.grpo.max_steps
        * num_grpo,
        f"{num_evaluations} evaluations": MINUTES["evaluation"] * num_evaluations,
    }
    lines = [f"{name}: {minutes:.0f} min" for name, minutes in parts.items() if minutes]
    return "; ".join([*lines, f"in all about {sum(parts.values()):.0f} min on two cores"])


def draw_items(out: Path, aligned: Path | None, situations: int, tests: int, seed: int) -> None:
    """A folder of items for each arm and the test; what is there stays."""
    folder = out / "items"
    prompts = write_prompts(PromptsConfig(num=situations, split="train"), derive_seed(seed, "student lab"))
    if not (folder / TEST / ITEMS).is_file():
        keep(folder / TEST, rendered(held_out_prompts(tests, seed), seed), "verified")
    drawn = cache(lambda number: generated(prompts, None, number, seed))

    def candidates() -> dict[int, list[Shown]]:
        return {number: drawn(number) for number in range(CANDIDATES)}

    arms: dict[str, Callable[[], list[Shown]]] = {
        EXACT: lambda: rendered(prompts, seed),
        "unfiltered": lambda: drawn(0),
        "sciscore": lambda: best_of(candidates(), score_by_reward),
        "lab-judge": lambda: best_of(candidates(), score_by_judge),
        "aligned": lambda: generated(prompts, aligned or align(out / "aligned", seed), 0, seed),
    }
    known = folder / QUALITY
    quality: dict[str, float | None] = json.loads(known.read_text(encoding="utf-8")) if known.exists() else {}
    for name, draw in arms.items():
        if name in quality:
            continue
        shown = draw()
        keep(folder / name, shown, "verified" if name == EXACT else "unchecked")
        quality[name] = truth_of(shown)
        write_json(known, quality)


def held_out_prompts(num: int, seed: int) -> list[PromptSet]:
    """Of subjects that no training saw, half of each setting."""
    found: list[PromptSet] = []
    for split in ("test_S", "test_C"):
        many = write_prompts(PromptsConfig.parse({"num": 20 * num, "split": split}), derive_seed(seed, "student test"))
        found += islice((item for item in many if not item.subject_seen), num // 2)
    return found


def rendered(prompts: Iterable[PromptSet], seed: int) -> list[Shown]:
    """The renderer's exact images."""
    return [
        Shown(
            item,
            side,
            render(item.scene(side), size_px=LAB_SIZE_PX, seed=derive_seed(seed, "exact", item.id, side)).image,
        )
        for item in prompts
        for side in SIDES
    ]


def generated(prompts: Sequence[PromptSet], policy: Path | None, number: int, seed: int) -> list[Shown]:
    """Images of lab-flux: of the implicit prompt, taken for true, and of the superficial one, taken for false."""
    backbone = load_backbone("lab-flux")
    if policy:
        install(backbone.transformer, read_lora(policy, backbone))
    generator = FlowGenerator(backbone, name="lab-flux", num_steps=12, batch_size=64)
    wanted = [(item, side) for item in prompts for side in SIDES]
    words = [item.implicit_prompt if side == "explicit" else item.superficial_prompt for item, side in wanted]
    seeds = [image_seed(seed, f"{item.id}/{side}", number) for item, side in wanted]
    say(f"drawing {len(wanted)} images of {policy or 'lab-flux'}")
    images = generator.draw(words, seeds, size_px=LAB_SIZE_PX)
    return [Shown(item, side, image) for (item, side), image in zip(wanted, images, strict=True)]


def best_of(drawn: dict[int, list[Shown]], score: Callable[[Sequence[Shown]], np.ndarray]) -> list[Shown]:
    """Of each situation and side the image that fits what it is taken for best: the highest score, or the lowest."""
    scores = np.stack([score(shown) for shown in drawn.values()])
    signs = np.array([1.0 if shown.side == "explicit" else -1.0 for shown in drawn[0]])
    return [drawn[int(number)][place] for place, number in enumerate(np.argmax(signs * scores, axis=0))]


def score_by_reward(shown: Sequence[Shown]) -> np.ndarray:
    """SciScore on the implicit prompt [N]."""
    reward = SciScore.from_pretrained("lab-sciscore")
    prompts = [item.prompt_set.implicit_prompt for item in shown]
    return np.asarray(reward.score(prompts, [item.image for item in shown]).double())


def score_by_judge(shown: Sequence[Shown]) -> np.ndarray:
    """lab-judge's grade [N]; 0 for what it does not cover."""
    grades = LabJudge.from_pretrained().grade([item.prompt_set for item in shown], [item.image for item in shown])
    return np.array([grade.score or 0.0 for grade in grades])


def truth_of(shown: Sequence[Shown]) -> float | None:
    """Fraction of the images taken for true that lab-judge gives full marks."""
    taken = [item for item in shown if item.side == "explicit"]
    return float((score_by_judge(taken) >= TRUE).mean()) if taken else None


def align(folder: Path, seed: int) -> Path:
    """lab-flux aligned by the lab's recipes."""
    run_sft(SftRunConfig(sft=lab_flux_sft()), folder / "sft", seed=seed)
    run_oft(OftRunConfig(sft=str(folder / "sft"), oft=lab_flux_oft()), folder / "oft", seed=seed)
    return folder / "oft"


def keep(folder: Path, shown: Sequence[Shown], verification: str) -> None:
    """Writes items as `student data` does."""
    if (folder / ITEMS).is_file():
        return
    (folder / "images").mkdir(parents=True, exist_ok=True)
    write_items(folder, [_item(folder, one, verification) for one in shown])


def _item(folder: Path, shown: Shown, verification: str) -> TrainingItem:
    item, is_true = shown.prompt_set, shown.side == "explicit"
    data = png_bytes(shown.image)
    name = content_hash(data)
    (folder / "images" / f"{name}.png").write_bytes(data)
    return TrainingItem.from_dict(
        {
            "id": f"{item.id}#{'true' if is_true else 'false'}",
            "image": f"images/{name}.png",
            "question": agrees(item.implicit_prompt),
            "answer": {"text": "yes" if is_true else "no"},
            "wrong": ["no" if is_true else "yes"],
            # In the words of its lessons, what the image is taken to show. Derivations have words that it never met, and it does
            # not learn to write them in 80 steps (3.6 nats a token); of the answer alone it learns to ignore the image.
            "solution": what_is_seen(item, shown.side),
            "kind": "contrast",
            "source": "tuples" if verification == "verified" else "generated",
            "group": item.law,
            "split": "test" if item.split.startswith("test") else "train",
            "verification": verification,
            "content": content_hash(f"{item.id}:{shown.side}".encode()),
            "image_hash": name,
        }
    )


def photo_items(tuples: Path, folder: Path) -> None:
    """Whether each real photo agrees with science, and which of two does."""
    if not (folder / ITEMS).is_file():
        run_student_data(StudentDataConfig.parse({"sources": [str(tuples)]}), folder, seed=0)


if __name__ == "__main__":
    main()
