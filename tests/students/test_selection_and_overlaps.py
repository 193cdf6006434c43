"""Items are chosen by verification, level and an exact dose of corrupted figures; what a test set knows is found."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from scisynth.core.errors import DataError
from scisynth.core.problems import Answer
from scisynth.pipelines.students import data
from scisynth.pipelines.students.config import SelectionConfig, StudentDataConfig
from scisynth.pipelines.students.data import drop_overlaps
from scisynth.pipelines.students.export import choose
from scisynth.students.decontaminate import Decontaminator, TestSet, grams
from scisynth.students.items import TrainingItem
from scisynth.students.selection import Selection, select

SOUND = [
    TrainingItem(
        id=f"fig-{number}#{name}",
        image=f"images/{number}.png",
        question="How large is F?",
        answer=Answer(text=f"{number} N"),
        source="families",
        group=f"family-{number % 4}",
        level=1 + number % 3,
        verification="verified",
        content=str(number),
        image_hash="",
    )
    for number in range(12)
    for name in ("problem", "mass")
]
CORRUPTED = [
    replace(
        item,
        id=item.id.replace("#", "-wrong_arrow#"),
        image="images/w.png",
        defect="wrong_arrow",
        verification="failed",
    )
    for item in SOUND
]
UNCHECKED = [
    replace(SOUND[0], id="u#problem", verification="unchecked"),
    replace(SOUND[0], id="f#problem", verification="failed"),
]


def test_filters_go_from_strict_to_none():
    items = [*SOUND, *CORRUPTED, *UNCHECKED, replace(SOUND[0], id="j#problem", verification="judged")]
    sizes = [len(select(items, Selection(filter=name))) for name in ("verified", "judged", "none")]
    assert sizes == [24, 25, 27]


@pytest.mark.parametrize("dose", [0.0, 0.25, 0.5, 1.0])
def test_the_dose_is_exact_and_all_else_is_equal(dose):
    clean = select([*SOUND, *CORRUPTED], Selection(num=20, seed=3))
    dosed = select([*SOUND, *CORRUPTED], Selection(num=20, seed=3, flawed=dose))
    assert sum(bool(item.defect) for item in dosed) == dose * 20
    assert [(item.answer, item.question, item.group) for item in dosed] == [
        (item.answer, item.question, item.group) for item in clean
    ]
    assert dosed == select([*CORRUPTED, *SOUND][::1], Selection(num=20, seed=3, flawed=dose)) or dose


def test_figures_come_from_all_families():
    chosen = select(SOUND, Selection(num=8, seed=1))
    assert len({item.group for item in chosen}) == 4 and len(chosen) == 8
    assert {item.level for item in select(SOUND, Selection(level=2))} == {2}


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Selection(num=99), "found 24 that pass"),
        (Selection(flawed=0.5), "found 0"),
        (Selection(level=9), "found none of 24"),
    ],
)
def test_too_few_items_are_one_line(wish, said):
    with pytest.raises(DataError, match=said) as caught:
        select(SOUND, wish)
    assert "\n" not in str(caught.value)


TEXT = "A crate of mass 12 kg rests on a rough incline of 30 degrees and is held by a rope that runs over a pulley to a bucket"


@pytest.mark.parametrize(
    ("question", "is_known"),
    [
        (TEXT, True),
        (TEXT.upper() + " . Find the tension.", True),
        (TEXT.replace("12 kg", "$12\\,\\mathrm{kg}$"), True),
        (TEXT.replace("12", "7").replace("30", "41").replace("rope", "chain"), False),
        ("How large is F?", False),
        ("A crate rests on an incline.", False),
    ],
)
def test_words_that_a_test_set_knows(question, is_known):
    known = Decontaminator([TestSet(name="bench", questions=["Another one.", TEXT])])
    found = known.of_question("i", question)
    assert bool(found) == is_known
    if found:
        assert found.test_set == "bench" and found.by == "words" and "question 2" in found.detail


def test_a_short_question_is_known_only_as_a_whole():
    known = Decontaminator([TestSet(name="bench", questions=["How large is F?"])])
    assert known.of_question("i", "how large is F") and not known.of_question("i", "How large is the force F?")
    assert grams("") == set() and known.of_question("i", "?!") is None


def photo(seed=0, noise=0):
    draw = np.random.default_rng(seed)
    small = Image.fromarray(draw.integers(0, 255, (12, 12), dtype=np.uint8))
    big = np.asarray(small.resize((240, 240), Image.Resampling.BICUBIC), dtype=int)
    return Image.fromarray(np.clip(big + draw.integers(-noise, noise + 1, big.shape), 0, 255).astype(np.uint8))


def data_of(image, kind="PNG", **options):
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, format=kind, **options)
    return buffer.getvalue()


def test_images_that_a_test_set_knows():
    known = Decontaminator([TestSet(name="bench", images=[data_of(photo(1)), data_of(photo(2))])])
    assert known.of_image("i", data_of(photo(1))).by == "image"
    for alike in (
        data_of(photo(1), "JPEG", quality=60),
        data_of(photo(1).resize((320, 320))),
        data_of(photo(1, noise=2)),
    ):
        assert known.of_image("i", alike).by == "alike"
    assert known.of_image("i", data_of(photo(3))) is None


def test_each_item_on_a_known_image_is_named_and_test_items_stay(tmp_path, capsys):
    (tmp_path / "known.png").write_bytes(data_of(photo(1)))
    items = [
        replace(SOUND[0], id=f"{name}#problem", image="known.png", split=split)
        for name, split in (("a", "train"), ("b", "val"), ("c", "train"), ("d", "test"))
    ]
    kept, dropped = drop_overlaps(items, [TestSet(name="bench", images=[data_of(photo(1))])], tmp_path)
    assert [item.id for item in kept] == ["d#problem"]
    assert [found.id for found in dropped] == ["a#problem", "b#problem", "c#problem"]
    assert "left out" not in capsys.readouterr().err, "`student check` leaves nothing out"


def test_sources_with_an_item_of_one_id_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(data, "items_of", lambda *_: SOUND[:1])
    config = StudentDataConfig(sources=("out/a", "out/b"))
    with pytest.raises(DataError, match=r"--sources out/a,out/b: the id 'fig-0#problem' stands twice"):
        data.run_student_data(config, tmp_path / "items", seed=0)
    assert not (tmp_path / "items" / "items.jsonl").exists()


def test_items_whose_check_failed_neither_validate_nor_test():
    others = [replace(item, split="val", id=f"val-{item.id}") for item in (*SOUND[:2], *UNCHECKED, *CORRUPTED[:1])]
    found = [item.id for item in choose([*SOUND, *others], SelectionConfig(), 0) if item.split == "val"]
    assert found == [f"val-{item.id}" for item in (*SOUND[:2], UNCHECKED[0])]


def test_two_line_drawings_on_white_are_not_alike():
    def drawing(x):
        page = Image.new("RGB", (400, 300), "white")
        ImageDraw.Draw(page).line((x, 40, 300, 200), fill="black", width=2)
        return data_of(page)

    known = Decontaminator([TestSet(name="bench", images=[drawing(30)])])
    assert known.of_image("i", drawing(30)).by == "image" and known.of_image("i", drawing(90)) is None
