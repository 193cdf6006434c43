"""Reference figures are found under any image suffix, and what is not there is said."""

import pytest
from PIL import Image

from scisynth.core.errors import ConfigError, ImageError
from scisynth.core.problems import Answer, FigureProblem
from scisynth.pipelines.scigenbench.metrics import find_references


def problem(name, image=""):
    return FigureProblem(id=name, source="x", question="?", image_type="", answer=Answer(text="1"), image=image)


def draw(path, kind="PNG"):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (32, 32), "white").save(path, kind)
    return path


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("q0.png", "PNG"),
        ("q0.PNG", "PNG"),
        ("q0.JPG", "JPEG"),
        ("q0.jpeg", "JPEG"),
        ("q0.WebP", "WEBP"),
        ("Q0.Png", "PNG"),
    ],
)
def test_any_case_of_a_suffix_is_found(tmp_path, name, kind):
    file = draw(tmp_path / name, kind)
    assert find_references([problem("q0")], str(tmp_path), None) == {"q0": file}
    assert find_references([problem("q0", name)], "", tmp_path / "data.json") == {"q0": file.resolve()}


def test_a_reference_in_a_format_that_is_not_read_is_one_line_and_not_left_out(tmp_path):
    draw(tmp_path / "refs" / "q0.TIFF", "TIFF")
    draw(tmp_path / "refs" / "q1.png")
    with pytest.raises(ImageError, match=r"q0\.TIFF: expected a PNG, JPEG or WEBP"):
        find_references([problem("q0"), problem("q1")], str(tmp_path / "refs"), None)


def test_missing_references_are_said(tmp_path, capsys):
    draw(tmp_path / "q0.png")
    problems = [problem("q0"), problem("q1"), problem("n" * 300), problem("../q0"), problem("a\0b")]
    assert set(find_references(problems, str(tmp_path), None)) == {"q0"}
    assert "no figure of 4 of 5 problems" in capsys.readouterr().err
    named = [
        problem("a", "q0.png"),
        problem("b", "gone.png"),
        problem("c", "n" * 300),
        problem("d", "a\0b"),
        problem("e", "../x.png"),
    ]
    assert set(find_references(named, "", tmp_path / "data.json")) == {"a"}
    assert "4 of its reference figures are not there" in capsys.readouterr().err
    with pytest.raises(ConfigError, match="found none"):
        find_references([problem("other")], str(tmp_path), None)
