"""Families to a folder: figures, problems, an image data set, a gallery; confined where the machine can."""

import json
from dataclasses import replace

import pytest
from PIL import Image
from support.families import family_called

from scisynth.core.errors import ConfigError
from scisynth.core.problems import FigureProblem
from scisynth.figures.families import registry
from scisynth.figures.families.registry import family_names
from scisynth.figures.scene.scene import FigureScene
from scisynth.pipelines.scigenbench import families
from scisynth.pipelines.scigenbench.config import FamiliesConfig
from scisynth.pipelines.scigenbench.families import run_families, scene_script
from scisynth.pipelines.scigenbench.results import FamilyRow

TYPE = "Math - Plane Geometric"


class Unconfined:
    confines = False


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("families")
    return out, run_families(FamiliesConfig(image_type=TYPE, num=3, twins=1), out, seed=5).to_dict()


def test_every_figure_has_its_files_and_passes(run):
    out, result = run
    true = [row for row in result["figures"] if not row["defect"]]
    assert len(true) == 3 and result["outcomes"] == {"ok": 3}
    for row in true:
        with Image.open(out / row["file"]) as image:
            assert min(image.size) > 100
        assert FigureScene.from_json((out / "figures" / f"{row['id']}.json").read_text()).id == row["id"]


def test_twins_are_drawn_beside_them_and_caught(run):
    _, result = run
    assert result["twins"] == {"drawn": 3, "caught": 3}
    assert all(row["defect"] and row["faults"] for row in result["figures"] if not row["passed"])


def test_the_folder_is_a_benchmark_and_an_image_data_set(run):
    out, _ = run
    problems = [FigureProblem.from_dict(json.loads(line)) for line in (out / "problems.jsonl").read_text().splitlines()]
    assert len(problems) == 3 and all(problem.image_type == TYPE and problem.quizzes for problem in problems)
    rows = [json.loads(line) for line in (out / "metadata.jsonl").read_text().splitlines()]
    assert all((out / row["file_name"]).is_file() and row["prompt"] for row in rows) and len(rows) == 3


def test_the_gallery_shows_every_figure_and_asks_the_network_for_nothing(run):
    out, _ = run
    page = (out / "gallery.html").read_text()
    assert page.count("<article") == 6 and page.count("data:image/webp") == 6
    assert "default-src 'none'" in page and "http://" not in page and "https://" not in page


def test_without_a_sandbox_our_own_scenes_are_drawn_here(tmp_path, monkeypatch, run):
    monkeypatch.setattr(families, "probe", Unconfined)
    result = run_families(FamiliesConfig(image_type=TYPE, num=1), tmp_path, seed=5).to_dict()
    assert result["tier"] == "in-process" and result["outcomes"] == {"ok": 1}


def test_what_failed_or_is_of_another_scene_is_drawn_again(tmp_path, monkeypatch):
    monkeypatch.setattr(families, "probe", Unconfined)
    config, draw = FamiliesConfig(image_type=TYPE, num=3), families._draw_here
    drawn = []

    def fails_once(scene):
        drawn.append(scene.id)
        found = draw(scene)
        return replace(found, image=None, verification=None, reason="timeout") if len(drawn) == 1 else found

    monkeypatch.setattr(families, "_draw_here", fails_once)
    first = run_families(config, tmp_path, seed=5)
    assert first.figures[0].faults == ("timeout",) and not first.figures[0].file
    again = families.ensure_families(config, tmp_path, seed=5)
    assert drawn[3:] == drawn[:1] and all(row.passed for row in again)
    # As after an upgrade that changed the family.
    old = tmp_path / "figures" / f"{drawn[1]}.json"
    text = old.read_bytes()
    old.write_bytes(text.replace(b'"', b' "', 1))
    run_families(config, tmp_path, seed=5)
    assert drawn[4:] == [drawn[1]] and old.read_bytes() == text
    run_families(config, tmp_path, seed=5)
    assert len(drawn) == 5


def test_all_ways_of_confinement_are_named(run):
    rows = [FamilyRow.from_dict(row) for row in run[1]["figures"]]
    assert families._tiers([replace(rows[0], tier="b"), replace(rows[0], tier="a"), *rows[:1]]).startswith("a, b")


def test_words_of_a_scene_never_become_code(run):
    out, result = run
    scene = FigureScene.from_json((out / "figures" / f"{result['figures'][0]['id']}.json").read_text())
    hostile = scene.to_json().replace(scene.problem[:10], "')\\nraise SystemExit #")
    script = scene_script(FigureScene.from_json(hostile))
    assert compile(script, "scene", "exec") and script.count("\n") == 3


def test_the_manifest_names_the_families_and_a_run_goes_on_with_those(tmp_path, monkeypatch, capsys):
    config = FamiliesConfig(image_type=TYPE, num=9)
    first = run_families(config, tmp_path / "run", seed=5).to_dict()
    listed = json.loads((tmp_path / "run/manifest.json").read_text())["config"]["families"]
    assert tuple(listed) == family_names(TYPE) and len(listed) >= 4
    problems = (tmp_path / "run/problems.jsonl").read_bytes()

    new = family_called("brand_new", like=listed[0])
    monkeypatch.setattr(registry, "_FAMILIES", {"brand_new": new, **registry._FAMILIES})
    again = run_families(config, tmp_path / "run", seed=5).to_dict()
    assert [row["id"] for row in again["figures"]] == [row["id"] for row in first["figures"]]
    assert (tmp_path / "run/problems.jsonl").read_bytes() == problems
    assert f"the {len(listed)} families it started with, of the {len(listed) + 1}" in capsys.readouterr().err
    named = run_families(config.replace({"families": listed}), tmp_path / "named", seed=5).to_dict()
    assert [row["id"] for row in named["figures"]] == [row["id"] for row in first["figures"]]
    fresh = run_families(config.replace({"num": len(listed) + 1}), tmp_path / "fresh", seed=5).to_dict()
    assert "brand_new" in {row["family"] for row in fresh["figures"]}


def test_families_that_are_named_must_be_there(tmp_path):
    first = family_names(TYPE)[0]
    for names, expected in (
        (["thin_lense"], "unknown family 'thin_lense' of Math - Plane Geometric"),
        ([first[:-1]], f"did you mean '{first}'"),
        ([first, first], "stands twice"),
    ):
        with pytest.raises(ConfigError, match=expected):
            run_families(FamiliesConfig(image_type=TYPE, families=names), tmp_path / "new", seed=0)
    assert not (tmp_path / "new").exists()


def test_all_types_with_two_families_named_draw_those_two(tmp_path):
    names = [family_names(TYPE)[1], family_names("Biology - Genetics")[0]]
    result = run_families(FamiliesConfig(num=2, families=names), tmp_path, seed=0).to_dict()
    assert [row["family"] for row in result["figures"]] == [names[0]] * 2 + [names[1]] * 2


def test_an_unknown_type_is_one_line_with_the_nearest_name(tmp_path):
    with pytest.raises(ConfigError, match="did you mean 'Physics - Circuit'"):
        run_families(FamiliesConfig(image_type="Physics - Circuits"), tmp_path, seed=0)
