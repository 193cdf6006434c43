"""`--formats`, `--dpi` and `--width`: the files that come, their size, and that they show the same figure."""

import io
import json
import re

import pytest
from PIL import Image
from typer.testing import CliRunner

from scisynth.cli.main import app
from scisynth.core.errors import DataError
from scisynth.figures.families.registry import named_family
from scisynth.figures.scene.draw import render_as

pytest.importorskip("matplotlib")
TYPE = "Math - Plane Geometric"


def run(*arguments, code=0):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output + str(result.exception)
    return result


def families(out, *extra, code=0):
    return run("imgcoder", "families", "--type", TYPE, "--num", 1, "--out", out, *extra, code=code)


def only(folder, pattern):
    (path,) = folder.glob(pattern)
    return path


def looks_like(one, other):
    """Mean difference of two images of one page, in grey values, after both are made small."""
    small = [image.convert("L").resize((64, 64), Image.Resampling.BOX) for image in (one, other)]
    first, second = (image.tobytes() for image in small)
    return sum(abs(a - b) for a, b in zip(first, second, strict=True)) / len(first)


def test_families_write_what_was_asked_for_and_the_same_bytes_again(tmp_path):
    families(tmp_path / "plain")
    families(tmp_path / "all", "--formats", "svg,pdf", "--width", 1600)
    families(tmp_path / "again", "--formats", "png,svg,pdf", "--width", 1600)
    plain, all_, again = (tmp_path / name / "figures" for name in ("plain", "all", "again"))
    (name,) = {path.stem for path in plain.glob("*.png")}
    assert {path.suffix for path in plain.glob(f"{name}.*")} == {".png", ".json"}
    assert {path.suffix for path in all_.glob(f"{name}.*")} == {".png", ".json", ".svg", ".pdf"}, (
        "PNG is always written"
    )
    for path in all_.glob(f"{name}.*"):
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name
    small, large = Image.open(only(plain, "*.png")), Image.open(only(all_, "*.png"))
    assert large.width == 1600 and abs(large.height / large.width - small.height / small.width) < 0.01
    assert looks_like(small, large) < 3
    svg = only(all_, "*.svg").read_text()
    vl_convert = pytest.importorskip("vl_convert")
    assert looks_like(small, Image.open(io.BytesIO(vl_convert.svg_to_png(svg)))) < 3
    assert only(all_, "*.pdf").read_bytes().startswith(b"%PDF-")
    assert not re.search(rb"CreationDate|<dc:date", only(all_, "*.pdf").read_bytes() + svg.encode())


@pytest.mark.parametrize(("dpi", "factor"), [(60, 0.5), (240, 2)])
def test_dpi_scales_the_image(tmp_path, dpi, factor):
    families(tmp_path / "plain")
    families(tmp_path / "other", "--dpi", dpi)
    plain, other = (Image.open(only(tmp_path / name / "figures", "*.png")) for name in ("plain", "other"))
    assert other.width == pytest.approx(factor * plain.width, abs=2)


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (("--formats", "jpeg"), "known: pdf, png, svg"), (("--formats", ","), "known: pdf, png, svg"), (("--dpi", 5), "'files.dpi'"),
        (("--width", 100_000), "'files.width_px'"), (("--width", 5), "expected 0, or 100 pixels or more, got 5"), (("--dpi", 200, "--width", 900), "give one of them"), (("--formats", "pgn"), "'png'"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_one_line(tmp_path, extra, words):
    result = families(tmp_path / "out", *extra, code=2)
    assert words in result.stderr and result.stderr.count("\n") == 1 and not (tmp_path / "out").exists()


CIRCLE = (
    "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\naxes.add_patch(plt.Circle((0.5, 0.5), 0.3))\n"
    "axes.text(0.4, 0.9, 'a circle')\n"
)


def test_a_script_s_figure_becomes_an_svg_through_the_list_of_what_is_allowed(tmp_path):
    (tmp_path / "figure.py").write_text(CIRCLE)
    run("imgcoder", "render", tmp_path / "figure.py", "--out", tmp_path / "plain")
    assert not (tmp_path / "plain" / "picture.svg").exists()
    run("imgcoder", "render", tmp_path / "figure.py", "--out", tmp_path / "svg", "--formats", "svg")
    svg = (tmp_path / "svg" / "picture.svg").read_text()
    assert "<svg" in svg
    vl_convert = pytest.importorskip("vl_convert")
    picture = Image.open(tmp_path / "svg" / "picture.png")
    assert looks_like(picture, Image.open(io.BytesIO(vl_convert.svg_to_png(svg)))) < 6
    assert json.loads((tmp_path / "svg" / "result.json").read_text())["status"] == "ok"
    result = run("imgcoder", "render", tmp_path / "figure.py", "--out", tmp_path / "pdf", "--formats", "pdf", code=2)
    assert "known: png, svg" in result.stderr and not (tmp_path / "pdf").exists()


def test_an_svg_with_a_link_is_not_kept_and_that_is_said(tmp_path):
    (tmp_path / "figure.py").write_text(CIRCLE.replace("'a circle'", "'a circle', url='https://example.org/'"))
    result = run("imgcoder", "render", tmp_path / "figure.py", "--out", tmp_path / "svg", "--formats", "svg")
    assert "no SVG: the figure holds what is not allowed" in result.stderr
    assert (tmp_path / "svg" / "picture.png").exists() and not (tmp_path / "svg" / "picture.svg").exists()


@pytest.mark.parametrize(("size", "words"), [
    ({"width_px": 5}, "width_px: expected 100 to 10000, got 5"), ({"width_px": -3}, "width_px: expected 100"),
    ({"dpi": 1}, "dpi: expected 30 to 1200, got 1"), ({"dpi": 10**6}, "dpi: expected 30 to 1200"),
])  # fmt: skip
def test_an_impossible_size_is_refused_before_anything_is_drawn(size, words):
    scene = named_family("piston").make(0)
    with pytest.raises(DataError, match=words):
        render_as(scene, "png", **size)
