"""Looks of figures, which change no claim; and splits, in which no figure stands twice."""

import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from support.thorough import some

from scisynth.core.errors import ConfigError, DataError
from scisynth.figures.families.registry import SceneOptions, family_names, get_family, image_types, make_scenes
from scisynth.figures.families.split import SPLITS, is_held_out, split_of
from scisynth.figures.families.stock import content_of
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.draw import draw_scene, render_png
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.style import STYLES, add_texture, settle_style
from scisynth.figures.verify.verify import verify_scene
from scisynth.pipelines.scigenbench.families import FamiliesConfig, run_families

LIGHT = [name for name, style in STYLES.items() if not style.is_dark]
MECHANICAL = "Physics - Mechanical"


@pytest.mark.parametrize("name", some(LIGHT, 3))
def test_a_figure_passes_its_checks_in_every_style(name):
    for kind in image_types()[::6]:
        for scene in make_scenes(kind, 2, 5):
            styled = replace(scene, style=name)
            found = verify_scene(styled, Drawing.of(draw_scene(styled)))
            assert found.passed, (scene.id, [fault.message for fault in found.faults])


def test_styles_look_different_and_mixed_takes_all_of_the_light_ones():
    scene = make_scenes(MECHANICAL, 1, 0)[0]
    pages = {name: render_png(replace(scene, style=name)) for name in STYLES}
    assert len(set(pages.values())) == len(STYLES) - 2, "scan and jpeg are laid on the finished image"
    assert {settle_style("mixed", seed) for seed in range(200)} == set(LIGHT)
    with pytest.raises(DataError, match="unknown style 'printed'; did you mean 'print'"):
        settle_style("printed", 0)


def test_grey_keeps_lightness_and_dark_turns_it_round():
    assert STYLES["print"].color("#b03a2e") == "#5c5c5c" and STYLES["print"].color("") == ""
    assert STYLES["dark"].paper == "#141414" and STYLES["dark"].ink > "#d0d0d0"
    scene = make_scenes(MECHANICAL, 1, 0)[0]
    colors = {mark.color for mark in STYLES["print"].restyle(scene.marks) if isinstance(mark, Path)}
    assert all(color[1:3] == color[3:5] == color[5:7] for color in colors)


def test_a_texture_moves_nothing_and_is_the_same_for_a_seed():
    page = Image.new("RGB", (120, 80), "white")
    page.paste("black", (40, 20, 80, 60))
    for name in ("scan", "jpeg"):
        worn = add_texture(page, STYLES[name].texture, 3)
        assert worn.size == page.size and worn.tobytes() == add_texture(page, STYLES[name].texture, 3).tobytes()
        assert worn.tobytes() != page.tobytes()
        difference = np.abs(np.asarray(worn, dtype=float) - np.asarray(page, dtype=float)).mean(axis=2)
        assert difference.mean() < 12 and difference[22:58, 42:78].mean() < 25, "black is black where it was"


def test_a_dark_figure_is_checked_on_the_light_page_of_the_same_scene(tmp_path):
    config = FamiliesConfig(families=("incline_block",), num=1, style="dark")
    found = run_families(config, tmp_path, seed=0)
    assert found.figures[0].passed and found.figures[0].style == "dark"
    assert Image.open(tmp_path / found.figures[0].file).convert("RGB").getpixel((2, 2)) == (20, 20, 20)


def test_no_figure_stands_in_two_splits_and_families_are_held_out_whole():
    held_out = {name for name in family_names() if is_held_out(name)}
    assert 0.04 < len(held_out) / len(family_names()) < 0.2
    names = list(family_names(MECHANICAL))
    contents = {}
    for split in SPLITS:
        scenes = make_scenes(MECHANICAL, 30, 1, names, SceneOptions(split=split))
        assert {split_of(scene) for scene in scenes} == {split}
        contents[split] = {content_of(scene) for scene in scenes}
        assert len(contents[split]) == 30, "no figure twice"
        families = {scene.family for scene in scenes}
        assert families.isdisjoint(held_out) if split != "test" else held_out & set(names) <= families
    assert contents["train"].isdisjoint(contents["val"]) and contents["train"].isdisjoint(contents["test"])


def test_the_seed_and_the_words_move_no_figure_to_another_split():
    family = get_family("incline_block")
    p = family.sample(5)
    assert {split_of(replace(family.scene(p, seed=seed), family="incline_block")) for seed in range(8)} == {
        split_of(replace(family.scene(p, seed=0, language="de"), family="incline_block"))
    }


def test_a_split_without_figures_is_refused(monkeypatch):
    monkeypatch.setattr("scisynth.figures.families.registry.is_held_out", lambda name: True)
    with pytest.raises(
        ConfigError, match="the split 'train' would be empty, since all families asked for are held out"
    ):
        make_scenes(MECHANICAL, 4, 0, ["incline_block"], SceneOptions(split="train"))


@pytest.mark.thorough
def test_a_family_with_too_few_figures_says_so(monkeypatch):
    monkeypatch.setattr("scisynth.figures.families.registry.content_of", lambda scene: "always the same")
    with pytest.raises(
        DataError, match="Physics - Mechanical: found 1 different figures in the split 'train', asked for 3"
    ):
        make_scenes(MECHANICAL, 3, 0, ["incline_block"], SceneOptions(split="train"))


def test_the_folder_opens_as_a_data_set(tmp_path):
    datasets = pytest.importorskip("datasets")
    run_families(FamiliesConfig(families=("incline_block", "two_cables"), num=4), tmp_path / "out", seed=0)
    rows = datasets.load_dataset(
        "imagefolder", data_dir=str(tmp_path / "out"), split="train", cache_dir=str(tmp_path / "cache")
    )
    assert {"image", "question", "multimodal_question", "answer", "quizzes", "level", "split"} <= set(rows.features)
    assert rows[0]["image"].size[0] > 100 and rows[0]["answer"]["unit"] == "N"
    assert rows[0]["quizzes"][0]["correct"] in "ABCD"
    figures = json.loads((tmp_path / "out/figures.json").read_text())
    assert figures[0]["parameters"]["mass"] and figures[0]["level"] in (1, 2, 3)
    family = get_family("incline_block")
    again = family.scene(family.parameters.from_dict({**figures[0]["parameters"], "mass": 10}))
    assert "10 kg" in again.problem
