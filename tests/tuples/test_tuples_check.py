import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from support.fake_generator import FakeGenerator

from scisynth.tuples.build import draw_pair, to_contrast_tuple
from scisynth.tuples.check import Leak, check_tuples, describe_tuples
from scisynth.tuples.parquet import read_tuples


@pytest.fixture
def make_tuples(make_prompt_sets):
    def make(num):
        tuples = []
        for prompt_set in make_prompt_sets(num):
            drawing = draw_pair(prompt_set, FakeGenerator(), seed=0, size_px=8)
            tuples.append(to_contrast_tuple(prompt_set, drawing.explicit, drawing.superficial))
        return tuples

    return make


def test_sound_tuples(make_tuples):
    report = check_tuples(make_tuples(12))
    assert (report.n, report.ok, report.broken) == (12, 12, ())
    assert report.sizes_px == {"8 x 8": 24}
    assert report.unknown_laws == {}
    assert not (report.same_picture_on_both_sides or report.same_prompt_on_both_sides)
    assert not (report.shared_pictures or report.repeated_ids or report.leaks)


def test_three_planted_corrupt_rows_of_twenty(make_tuples, tmp_path):
    tuples = make_tuples(20)
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8))
    noise.save(tmp_path / "noise.jpg")
    tuples[3] = replace(tuples[3], explicit_image=((tmp_path / "noise.jpg").read_bytes()[:1500],))
    tuples[7] = replace(tuples[7], superficial_image=(b"<svg/>",))
    tuples[19] = replace(tuples[19], status="broken", reason="explicit_image: no image", explicit_image=())
    report = check_tuples(iter(tuples))
    assert (report.n, report.ok) == (20, 17)
    reasons = dict(report.broken)
    assert list(reasons) == [tuples[3].id, tuples[7].id, tuples[19].id]
    assert "explicit_image" in reasons[tuples[3].id]
    assert "broken image" in reasons[tuples[3].id]
    assert "expected a PNG, JPEG or WEBP" in reasons[tuples[7].id]
    assert reasons[tuples[19].id] == "explicit_image: no image"
    as_json = json.loads(json.dumps(report.to_dict()))
    assert as_json["broken"][0] == {"id": tuples[3].id, "reason": reasons[tuples[3].id]}
    assert as_json["n"] == 20


def test_the_same_image_twice_in_whatever_format(make_tuples, encode):
    tuples = make_tuples(8)
    red = encode("red"), encode("red", kind="WEBP")
    lossless = Image.new("RGB", (8, 8), "red")
    tuples[1] = replace(tuples[1], explicit_image=(red[0],), superficial_image=(lossless,))
    # 0 is train, 4 is train, 5 is val (four splits in turn).
    tuples[4] = replace(tuples[4], explicit_image=tuples[0].explicit_image)
    report = check_tuples(tuples)
    assert report.same_picture_on_both_sides == (tuples[1].id,)
    assert report.shared_pictures == ((tuples[0].id, tuples[4].id),)
    assert report.leaks == ()
    tuples[5] = replace(tuples[5], superficial_image=tuples[0].superficial_image)
    assert check_tuples(tuples).leaks == (
        Leak(what="picture", ids=(tuples[0].id, tuples[5].id), splits=("train", "val")),
    )


def test_prompts_that_leak_or_say_the_same_on_both_sides(make_tuples):
    tuples = make_tuples(8)
    shout = tuples[0].implicit_prompt[0].upper()
    # 0: train, 2: test_S, 3 and 7: test_C, 6: test_S.
    tuples[2] = replace(tuples[2], implicit_prompt=(shout,), subject=tuples[0].subject)
    tuples[6] = replace(tuples[6], implicit_prompt=tuples[3].implicit_prompt, subject=tuples[3].subject)
    tuples[7] = replace(tuples[7], superficial_prompt=tuples[7].explicit_prompt)
    report = check_tuples(tuples)
    # test_S and test_C may share a prompt; train and test may not, whatever the case of the letters.
    assert report.leaks == (Leak(what="prompt", ids=(tuples[0].id, tuples[2].id), splits=("test_S", "train")),)
    assert report.same_prompt_on_both_sides == (tuples[7].id,)
    # The same words about another subject are another situation.
    tuples[2] = replace(tuples[2], subject="something else")
    assert check_tuples(tuples).leaks == ()


def test_unknown_laws_and_repeated_ids(make_tuples):
    tuples = make_tuples(4)
    tuples[1] = replace(tuples[1], law="telekinesis")
    tuples[2] = replace(tuples[2], id=tuples[3].id)
    report = check_tuples(tuples)
    assert report.unknown_laws == {"telekinesis": 1}
    assert report.repeated_ids == (tuples[3].id,)
    assert report.ok == 4


def test_the_photo_tuples_are_sound(photos):
    report = check_tuples(read_tuples(photos))
    assert (report.n, report.ok) == (10, 10)
    assert report.sizes_px == {"512 x 512": 20}
    assert report.unknown_laws == {}


def test_statistics(make_tuples):
    tuples = make_tuples(6)
    tuples[5] = replace(tuples[5], explicit_image=(b"no image",), subject="")
    found = describe_tuples(tuples)
    assert found["by_split"] == {"test_C": 1, "test_S": 1, "train": 2, "val": 2}
    assert found["by_law"] == {"buoyancy": 6}
    assert found["by_field"] == {"physics": 6}
    assert found["by_type"] == {"ST": 6}
    assert found["by_setting"] == {"C": 1, "S": 5}
    assert len(found["by_subject"]) == 5
    assert found["picture_sizes"] == {"8 x 8": 11, "unreadable": 1}
    # "Thing 0 placed in water." has five words, "Thing 0 lying at the bottom." six.
    assert found["prompt_words"]["implicit_prompt"] == {"least": 5, "median": 5, "most": 5}
    assert found["prompt_words"]["superficial_prompt"]["most"] == 6
    assert describe_tuples([])["prompt_words"]["implicit_prompt"] == {}
