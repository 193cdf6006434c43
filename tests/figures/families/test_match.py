"""Which family could draw a problem: words, numbers, reasons, and what a file of patterns may not say."""

import json
import textwrap
from dataclasses import dataclass

import pytest
from typer.testing import CliRunner

from scisynth.cli.main import app
from scisynth.core.errors import DataError
from scisynth.figures.families.match import match_problem, patterns_of, problem_words
from scisynth.figures.families.registry import get_family

TYPE = "Physics - Mechanical"
HELD = (
    "A crate of mass $4.5\\,\\text{kg}$ is held at rest on a ramp inclined at $31^\\circ$. How large is the friction?"
)


@pytest.fixture
def incline():
    return get_family("incline_block")


def test_a_problem_in_tex_is_matched_and_its_numbers_are_read(incline):
    found = match_problem(HELD, TYPE, [incline])
    assert (found.family, found.reason) == ("incline_block", "")
    assert dict(found.values) == {"mass": 4.5, "angle": 31}
    scene = incline.scene(found.parameters)
    assert {given.text for given in scene.givens} == {"4.5 kg", "31°"}


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("A fox runs after a hare.", "nearest is incline_block, but no word of"),
        (HELD.replace("crate", "crate beside a pulley"), "nearest is incline_block, but it speaks of 'pulley'"),
    ],
)
def test_a_problem_without_a_family_is_told_why(incline, question, reason):
    found = match_problem(question, TYPE, [incline])
    assert found.family == "" and found.reason.startswith(reason) and found.parameters is None


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("4.5", "4500", "mass of the block is 4500 kg, drawn from 1.5 to 12 kg"),
        ("31^\\circ", "80^\\circ", "angle of the incline is 80 °, drawn from 22 to 38 °"),
        ("4.5\\,\\text{kg}", "m", ""),
    ],
)
def test_a_number_without_a_figure_is_named(incline, old, new, reason):
    found = match_problem(HELD.replace(old, new), TYPE, [incline])
    assert found.family == "incline_block" and found.reason == reason
    assert (found.parameters is None) == bool(reason)


def test_only_families_of_the_image_type_are_asked(incline):
    class Other:
        name, image_type = "incline_block", "Physics - Waveform"
        text_file, parameters = incline.text_file, incline.parameters

    other = Other()
    assert match_problem(HELD, TYPE, [other, incline]).image_type == TYPE
    assert match_problem(HELD, "Physics - Waveform", [other, incline]).image_type == "Physics - Waveform"
    assert match_problem(HELD, "Physics - Optical Ray", [other, incline]).family == ""


def test_words_of_another_subject_mean_something_else(incline):
    assert match_problem(HELD, "Biology - Cell Diagram", [incline]).family == ""
    assert match_problem(HELD, "", [incline]).family == "incline_block", "without a type all are asked"


def test_no_family_of_the_type_says_anything():
    assert "no family of Nothing says what it can draw" in match_problem("A word.", "Nothing", []).reason


def test_marks_of_collections_are_no_words():
    assert problem_words("{eq}\\displaystyle 35 \\rm \\ ft {/eq} and #3 cm#,\n{eq}4 \\times 10^{-5}{/eq} m") == (
        "35 ft and 3 cm , 4×10^-5 m"
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("{needs: [a]}", "expected a list"),
        ("[{need: [a]}]", "unknown key 'need'; did you mean 'needs'?"),
        ("[{needs: []}]", "expected needs"),
        ("[{needs: ['(']}]", "expected a regular expression, got '('"),
        ("[{needs: [a], reads: {weight: '{number} kg'}}]", "reads: unknown number 'weight'"),
        ("[{needs: [a], also: [Physics - Waves]}]", "also: unknown image type 'Physics - Waves'"),
        ("[{needs: [a], reads: {mass: 'kg'}}]", "reads, mass: expected one {number}, got 'kg'"),
    ],
)
def test_a_slip_in_a_pattern_is_one_line(tmp_path, incline, rows, said):
    file = tmp_path / "texts.yaml"
    file.write_text(f"incline_block:\n  match: {rows}\n")

    @dataclass(frozen=True)
    class Item:
        text_file = file
        name = incline.name
        parameters = incline.parameters

    with pytest.raises(DataError) as caught:
        patterns_of(Item())
    assert said in str(caught.value) and "\n" not in str(caught.value)


def problems_file(folder):
    rows = [
        {"id": "held/1", "question": HELD, "image_type": TYPE, "answer": "1 N", "quizzes": []},
        {"id": "fox", "question": "A fox runs after a hare.", "image_type": TYPE, "answer": "2", "quizzes": []},
    ]
    file = folder / "problems.json"
    file.write_text(json.dumps(rows))
    return file


def test_the_command_draws_what_it_can(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    problems_file(tmp_path)
    ran = CliRunner().invoke(app, ["imgcoder", "match", "problems.json", "--out", "out", "--json"])
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.stdout)
    assert (found["matched"], found["drawn"], found["share"]) == (1, 1, 0.5)
    rows = [json.loads(line) for line in (tmp_path / "out/matches.jsonl").read_text().splitlines()]
    assert [row["family"] for row in rows] == ["incline_block", ""]
    assert (tmp_path / "out" / rows[0]["file"]).is_file() and "fox" not in (tmp_path / "out/gallery.html").read_text()


def test_without_a_folder_nothing_is_drawn(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    problems_file(tmp_path)
    ran = CliRunner().invoke(app, ["imgcoder", "match", "problems.json"])
    assert (
        ran.exit_code == 0
        and "add --out FOLDER" in ran.output
        and list(tmp_path.iterdir()) == [tmp_path / "problems.json"]
    )
    ran = CliRunner().invoke(app, ["imgcoder", "match", "problems.json", "--type", "Physics - Mechanic"])
    assert ran.exit_code == 2 and "expected problems of Physics - Mechanic, found none" in textwrap.dedent(ran.output)


def test_a_pattern_names_further_image_types_whose_problems_are_of_its_kind():
    box = "Use the divergence theorem to find the flux of F = (x, y, z) out of the box 0 ≤ x ≤ 2, 0 ≤ y ≤ 1, 0 ≤ z ≤ 3."
    solids = [get_family("bounded_solid")]
    assert match_problem(box, "Physics - Field Diagram", solids).family == "bounded_solid"
    assert match_problem(box, "Physics - Mechanical", solids).family == ""
