"""What a model was trained on: listed beside it, read back, and never guessed."""

import pytest

from scisynth.core.errors import DataError
from scisynth.core.trained_on import FILE, TrainedOn, read_trained_on
from scisynth.prompts.write import is_held_out
from scisynth.science.laws import EXTENDED_LAW_NAMES, LAW_NAMES, get_law


def test_a_list_is_read_back_as_it_was_written(tmp_path):
    told = TrainedOn.of([("buoyancy", "apple"), ("buoyancy", "LED strip"), ("rust", "iron key"), ("rust", "iron key")])
    told.write(tmp_path)
    assert read_trained_on(tmp_path) == told and told.is_whole
    assert [told.state(*pair) for pair in (("buoyancy", "apple"), ("rust", "apple"), ("melting", "apple"))] == [
        "seen", "unseen", "unseen",
    ]  # fmt: skip
    assert told.state("Buoyancy", "led strip") == "seen"


def test_what_a_base_may_have_seen_is_unknown_unless_it_says():
    rows = [("light requirement", "rose")]
    silent = TrainedOn.of(rows, has_base=True)
    assert silent.state("light_requirement", "Rose") == "seen" and silent.state("rust", "iron key") == "unknown"
    base = TrainedOn.of([("rust", "iron key")])
    both = TrainedOn.of(rows, base=base, has_base=True)
    assert [both.state("rust", name) for name in ("iron key", "coin")] == ["seen", "unseen"]
    assert TrainedOn.of(rows, base=silent, has_base=True).state("rust", "coin") == "unknown"


def test_rows_without_a_subject_may_have_told_anything():
    told = TrainedOn.of([("rust", "iron key"), ("rust", "")])
    assert told.state("rust", "iron key") == "seen" and told.state("rust", "coin") == "unknown"


def test_a_model_without_a_list_has_none_and_a_run_folder_has_its_models(tmp_path):
    assert read_trained_on(tmp_path) is None and read_trained_on("openai/clip-vit-large-patch14") is None
    (tmp_path / "reward").mkdir()
    told = TrainedOn.of([("rust", "iron key")])
    told.write(tmp_path / "reward")
    assert read_trained_on(tmp_path) == read_trained_on(f"sciscore:{tmp_path}") == told


@pytest.mark.parametrize("text", ["{", "[]", '{"subjects": {"rust": 3}, "is_whole": true}', '{"is_whole": true}'])
def test_a_broken_list_is_one_line(text, tmp_path):
    (tmp_path / FILE).write_text(text)
    with pytest.raises(DataError, match=rf"{FILE}: expected subjects by law"):
        read_trained_on(tmp_path)


@pytest.mark.parametrize("name", ["lab-clip", "lab-sciscore", "lab-flux"])
def test_the_packaged_models_were_told_of_no_held_out_subject(name):
    told = read_trained_on(name)
    assert told is not None and told.is_whole and set(told.subjects) == {*LAW_NAMES, *EXTENDED_LAW_NAMES}
    for law, names in told.subjects.items():
        assert names == {name for name in get_law(law).subjects if not is_held_out(get_law(law), name)}
        # What is added later is new to them, held out or not.
        assert told.state(law, "a subject of tomorrow") == "unseen"
