"""Planted faults in candidate images are found by kind, and the best sound image of each side comes first."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from scisynth.core.images import png_bytes
from scisynth.core.records import Judgement
from scisynth.curation.image_checks import Examiners, best, check_candidates, image_leaks
from scisynth.curation.records import Candidate, CurationItem
from scisynth.lab.render import LabGenerator
from scisynth.prompts.write import PromptsConfig, write_prompts


@pytest.fixture
def item():
    return CurationItem(prompts=write_prompts(PromptsConfig(num=1, laws=("buoyancy",)), 0)[0])


def drawn(item, side, seed, size_px=64):
    return png_bytes(LabGenerator().generate(item.prompts, side, seed=seed, size_px=size_px))


def candidate(name, side="explicit"):
    return Candidate(id=name, side=side, file=f"{name}.png", model="lab")


def names(found):
    return {item.id: {check.name for check in item.checks if check.status == "failed"} for item in found}


def written(text):
    image = Image.new("RGB", (512, 512), "#9fc5e8")
    ImageDraw.Draw(image).text((60, 200), text, fill="black", font_size=72)
    return png_bytes(image)


def test_pixels_alone(item):
    sound = drawn(item, "explicit", 1)
    small = Image.open(io.BytesIO(sound)).convert("RGB")
    almost = png_bytes(Image.fromarray(np.clip(np.asarray(small, dtype=int) + 1, 0, 255).astype(np.uint8)))
    data = {
        "sound": sound,
        "again": almost,
        "torn": sound[: len(sound) // 2],
        "none": b"",
        "blank": png_bytes(Image.new("RGB", (64, 64), "grey")),
        "other": drawn(item, "superficial", 1),
    }
    found = check_candidates(
        item, [candidate(name, "superficial" if name == "other" else "explicit") for name in data], data, Examiners()
    )
    assert names(found) == {
        "sound": set(),
        "again": {"duplicate"},
        "torn": {"decoding"},
        "none": {"decoding"},
        "blank": {"blank"},
        "other": set(),
    }
    assert best(found) == {"explicit": "sound", "superficial": "other"}
    assert [item.rank for item in found] == [0, None, None, None, None, 0]


def test_a_judge_ranks_and_its_scene_gate_fails(item):
    data = {name: drawn(item, "explicit", seed) for seed, name in enumerate(("poor", "good", "empty", "silent"))}
    grades = {
        "poor": Judgement(judge="j", status="ok", score=0.0, points={"scene": 1.0}),
        "good": Judgement(judge="j", status="ok", score=1.0, points={"scene": 1.0}),
        "empty": Judgement(judge="j", status="ok", score=0.0, points={"scene": 0.0}),
        "silent": Judgement(judge="j", status="refused", score=None, reason="no"),
    }
    found = check_candidates(
        item, [candidate(name) for name in data], data, Examiners(grades=grades, judge_grades_truth=True)
    )
    assert {one.id: one.rank for one in found} == {"good": 0, "silent": 1, "poor": 2, "empty": None}
    by_id = {one.id: {check.name: check.status for check in one.checks} for one in found}
    assert by_id["poor"] == {"outcome": "warned"} and by_id["silent"] == {"outcome": "unknown"}


def test_an_entity_that_is_missing(item):
    import torch

    class Nothing:
        name = "finder"

        def locate(self, phrases, images):
            return [torch.zeros((number % 2, 4)) for number in range(len(images))]

    data = {"without": drawn(item, "explicit", 1), "with": drawn(item, "explicit", 2)}
    found = check_candidates(item, [candidate(name) for name in data], data, Examiners(localizer=Nothing()))
    assert names(found) == {"without": {"entity"}, "with": set()}


def test_words_in_an_image():
    pytest.importorskip("rapidocr")
    from scisynth.pipelines.curation.examine import _read_texts

    one = CurationItem(prompts=write_prompts(PromptsConfig(num=1, laws=("buoyancy",)), 0)[0])
    data = {"words": written("Iron sinks"), "clean": drawn(one, "explicit", 3, size_px=256)}
    found = check_candidates(one, [candidate(name) for name in data], data, Examiners(texts=_read_texts))
    assert names(found) == {"words": {"text"}, "clean": set()}


def test_an_image_in_training_and_in_a_test():
    leaks = image_leaks({"a": ("train", [b"1", b"2"]), "b": ("test_S", [b"2"]), "c": ("val", [b"3"])})
    assert leaks == {"a": "its image stands in a test (b)"}
