"""Rewards, judges, generators and localizers that are no part of the package: named by file, by module, by entry point, or given."""

import sys
import textwrap

import pytest
import torch
from PIL import Image

from scisynth.core.errors import ConfigError, ModelError
from scisynth.core.plugins.references import GROUPS, is_reference, load_reference, register
from scisynth.core.records import Cost
from scisynth.generators.outside import as_generator, outside_generator
from scisynth.judges.outside import as_judge
from scisynth.localizers.registry import load_localizer
from scisynth.pipelines.providers.access import JudgingConfig, Spending
from scisynth.pipelines.providers.generators import ImageSettings, load_source
from scisynth.pipelines.providers.judges import RewardJudge, load_judge
from scisynth.rewards.info import NOT_STATED, info_of
from scisynth.rewards.registry import load_reward

PARTS = '''
from PIL import Image

def red(prompts, images):
    """How red an image is, 0 to 1."""
    return [image.resize((1, 1)).getpixel((0, 0))[0] / 255 for image in images]

class Redness:
    name = "redness"
    def __init__(self, model="plain"):
        self.model = model
    def score(self, prompts, images):
        return red(prompts, images)

class Grader:
    name = "grader"
    def grade(self, prompt_sets, images):
        return [0.5, None, 7][: len(images)]

def grade(prompt_sets, images):
    return [1.0] * len(images)

def draw(prompts, seeds, size_px):
    return [Image.new("RGB", (size_px, size_px), (seed % 256, 0, 0)) for seed in seeds]

def fails(prompts, seeds, size_px):
    raise RuntimeError("out of ink")

def locate(phrases, images):
    return [[[0.5, 0.5, 0.2, 0.2]] if "ball" in phrase else [] for phrase in phrases]

def pixels(phrases, images):
    return [[[32, 32, 10, 10]] for _ in images]

def make_redness():
    return Redness("made")

class Useless:
    """Does nothing."""

def short(prompts, images):
    return [1.0]
'''
RED, BLACK = Image.new("RGB", (8, 8), (255, 0, 0)), Image.new("RGB", (8, 8))


@pytest.fixture
def parts(tmp_path):
    path = tmp_path / "parts.py"
    path.write_text(PARTS)
    return path


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A package with entry points, as pip would have installed it."""
    site = tmp_path / "site"
    (site / "some_parts-1.0.dist-info").mkdir(parents=True)
    (site / "some_parts.py").write_text(PARTS)
    (site / "some_parts-1.0.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: some-parts\nVersion: 1.0\n")
    (site / "some_parts-1.0.dist-info/entry_points.txt").write_text(
        textwrap.dedent(
            """
            [scisynth.rewards]
            redness = some_parts:Redness
            gone = some_parts:Gone
            [scisynth.judges]
            grader = some_parts:Grader
            [scisynth.generators]
            ink = some_parts:draw
            [scisynth.localizers]
            balls = some_parts:locate
            """
        )
    )
    monkeypatch.syspath_prepend(str(site))
    yield
    sys.modules.pop("some_parts", None)


def test_a_reference_is_told_from_a_kind_and_a_model():
    assert is_reference("a/b/parts.py:Redness") and is_reference("package.module:Name") and is_reference("json:loads")
    for name in (
        "lab-flux",
        "api:gpt-4o",
        "folder:images",
        "diffusers:org/model",
        "clip:openai/clip",
        "x.y",
        "no_such:name",
    ):
        assert not is_reference(name), name


@pytest.mark.parametrize("attribute", ["red", "Redness", "make_redness"])
def test_a_reward_of_a_file_is_a_function_a_class_or_what_a_function_makes(parts, attribute):
    reward = load_reward(f"{parts}:{attribute}")
    scores = reward.score(["a", "b"], [RED, BLACK])
    assert scores.dtype == torch.float32 and scores.tolist() == [1, 0]
    assert reward.score([], []).shape == (0,) and info_of(reward) is NOT_STATED


def test_a_reward_of_a_module_and_of_an_entry_point(installed):
    assert load_reward("some_parts:red").score(["a"], [RED]).tolist() == [1]
    assert load_reward("redness").name == "redness"
    assert load_reward("redness:large")._source.model == "large"
    with pytest.raises(ConfigError, match=r"gone: some-parts registers it as some_parts:Gone, which cannot be loaded"):
        load_reward("gone")
    with pytest.raises(ConfigError, match=r"unknown reward 'rednes' .*did you mean 'redness'"):
        load_reward("rednes:large")


def test_score_reads_nothing_that_the_protocol_does_not_name(parts, tmp_path):
    from scisynth.pipelines.reward.score import score_images

    RED.save(tmp_path / "red.png")
    found = score_images("a red thing", [tmp_path / "red.png"], f"{parts}:Redness")
    assert found.scores[0].score == 1 and found.unit == NOT_STATED.unit


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ("Redness2", r"has no 'Redness2'; did you mean 'Redness'\?"),
        ("Useless", r"expected a reward with a method score\(prompts, images\) -> N numbers, got Useless without one"),
    ],
)
def test_what_an_object_lacks_is_said(parts, attribute, expected):
    with pytest.raises(ConfigError, match=expected) as caught:
        load_reward(f"{parts}:{attribute}")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_missing_or_broken_is_one_line(tmp_path):
    with pytest.raises(ConfigError, match=r"none\.py: expected a Python file, found none"):
        load_reward(f"{tmp_path}/none.py:Mine")
    (tmp_path / "broken.py").write_text("import no_such_module_anywhere\n")
    with pytest.raises(
        ConfigError, match=r"broken\.py cannot be imported \(ModuleNotFoundError: .*no_such_module"
    ) as caught:
        load_reference(f"{tmp_path}/broken.py:Mine")
    assert "\n" not in str(caught.value)


def test_another_number_of_scores_is_refused(parts):
    with pytest.raises(ModelError, match=r"short: expected 2 scores, one a pair, got the shape \(1,\)"):
        load_reward(f"{parts}:short").score(["a", "b"], [RED, BLACK])


def test_judges_grade_and_what_is_no_grade_is_a_state(parts, installed):
    for name in (f"{parts}:Grader", "grader"):
        found = load_judge(name, JudgingConfig(), Spending(), parts).grade([None] * 3, [RED] * 3)
        assert [(item.status, item.score) for item in found] == [("ok", 0.5), ("unparsed", None), ("unparsed", None)]
        assert found[0].judge == "grader" and found[0].cost == Cost()
    assert load_judge(f"{parts}:grade", JudgingConfig(), Spending(), parts).grade([None], [RED])[0].score == 1
    assert isinstance(load_judge(f"{parts}:Redness", JudgingConfig(), Spending(), parts), RewardJudge)
    assert isinstance(load_judge(f"reward:{parts}:red", JudgingConfig(), Spending(), parts), RewardJudge)


def test_generators_draw_and_a_failed_batch_is_a_state(parts, installed, tmp_path):
    for name in (f"{parts}:draw", "ink"):
        source = load_source(ImageSettings(model=name), tmp_path, JudgingConfig(), Spending())
        (image,) = source.draw(["a"], [7], size_px=16)
        assert image.size == (16, 16) and image.getpixel((0, 0)) == (7, 0, 0)
    (failed,) = outside_generator(f"{parts}:fails", ()).draw(["a"], [1], size_px=8)
    assert (failed.status, failed.reason) == ("error", "RuntimeError: out of ink")
    with pytest.raises(ConfigError, match="takes none; name a flow model"):
        load_source(ImageSettings(model=f"{parts}:draw", policy="x"), tmp_path, JudgingConfig(), Spending())


def test_localizers_find_boxes_in_fractions(parts, installed):
    for name in (f"{parts}:locate", "balls"):
        found, missed = load_localizer(name).locate(["a ball", "a cube"], [RED, RED])
        assert found.shape == (1, 4) and missed.shape == (0, 4)
    with pytest.raises(ModelError, match="divide pixels by the image's sides"):
        load_localizer(f"{parts}:pixels").locate(["a ball"], [RED])


def test_an_object_of_this_process_goes_by_its_name():
    class Constant:
        name = "constant"

        def score(self, prompts, images):
            return torch.ones(len(prompts), dtype=torch.float64)

    assert load_reward(register(GROUPS[0], "constant", Constant())).score(["a"], [RED]).tolist() == [1]
    assert as_judge(lambda prompt_sets, images: [0.25] * len(images)).grade([None], [RED])[0].score == 0.25
    assert as_generator(lambda prompts, seeds, size_px: [RED] * len(prompts)).draw(["a"], [1], size_px=8) == [RED]


def test_a_judge_from_outside_sees_decoded_images(tmp_path):
    RED.convert("P").save(tmp_path / "red.png")
    seen = []

    def grade(prompt_sets, images):
        seen.extend((image.mode, image.getpixel((0, 0))) for image in images)
        return [1.0] * len(images)

    (judgement,) = as_judge(grade).grade([None], [tmp_path / "red.png"])
    assert judgement.score == 1.0 and seen == [("RGB", (255, 0, 0))]
