"""The Python API: light to import, the same runs as the command line, images of every kind, parts as objects."""

import inspect
import json
import subprocess
import sys
import typing

import numpy as np
import pytest
import torch
from PIL import Image

import scisynth
from scisynth import SciScore, build_tuples, check_answer, compare, generate, make_figures, run_bench, score
from scisynth.core.errors import ConfigError, DataError, ImageError
from scisynth.core.images import png_bytes
from scisynth.tuples.parquet import read_tuples

RED, GREEN = Image.new("RGB", (64, 64), (200, 30, 30)), Image.new("RGB", (64, 64), (30, 200, 30))
FUNCTIONS = [name for name in scisynth.__all__ if name not in ("SciScore", "__version__")]


def test_importing_is_light_and_every_name_is_there():
    code = (
        "import sys, scisynth; heavy = {'torch', 'transformers', 'numpy', 'pydantic'} & set(sys.modules); assert not heavy, heavy;"
        "assert set(scisynth.__all__) <= set(dir(scisynth)); from scisynth import *; assert callable(train_reward)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(AttributeError, match="no attribute 'scores'"):
        _ = scisynth.scores


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_typed_and_documented(name):
    function = getattr(scisynth, name)
    hints = typing.get_type_hints(function)
    parameters = inspect.signature(function).parameters
    assert set(hints) == {*parameters, "return"}
    text = function.__doc__ or ""
    for parameter in parameters.values() if "Args:" in text else ():
        assert f"{parameter.name}:" in text, parameter
    assert "Raises:" in text or name == "check_answer"


@pytest.mark.parametrize(
    "kind",
    [
        lambda image, folder: (image.save(folder / "a.png"), folder / "a.png")[1],
        lambda image, folder: png_bytes(image),
        lambda image, folder: image,
        lambda image, folder: np.asarray(image),
        lambda image, folder: np.asarray(image, dtype=np.float32) / 255,
        lambda image, folder: torch.from_numpy(np.array(image)).permute(2, 0, 1),
        lambda image, folder: torch.from_numpy(np.array(image)).permute(2, 0, 1).double() / 255,
    ],
    ids=["path", "bytes", "PIL", "uint8 array", "float array", "uint8 tensor", "float tensor"],
)
def test_an_image_of_every_kind_has_the_same_score(kind, tmp_path):
    wanted = score("a ripe tomato", RED).values
    assert score("a ripe tomato", kind(RED, tmp_path)).values == wanted
    assert SciScore.from_pretrained("lab-sciscore").score(["a ripe tomato"], [kind(RED, tmp_path)]).tolist() == wanted


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (np.zeros((3, 8, 8), np.uint8), r"expected the shape \[H, W, 3\] of an array, got \(3, 8, 8\)"),
        (np.full((8, 8, 3), 2.0), r"expected floats in \[0, 1\], got 2 to 2; scale them"),
        (np.zeros((8, 8, 3), np.int64), r"expected uint8 or floats in \[0, 1\], got int64"),
        (torch.zeros(2, 3, 8, 8), r"expected the shape \[3, H, W\] of a tensor"),
        (np.full((8, 8), np.nan), r"expected floats in \[0, 1\], got nan to nan"),
    ],
)
def test_pixels_that_are_no_image_are_one_line(image, expected):
    with pytest.raises(ImageError, match=expected):
        score("a", [image])


def test_scores_read_print_and_show_themselves():
    found = score("a <ripe> tomato", [RED, GREEN])
    assert len(found) == 2 and list(found) == found.values and found[0].score == found.values[0]
    assert found.best == int(np.argmax(found.values))
    assert (
        sum(found.probabilities) == pytest.approx(1) and compare("a <ripe> tomato", [RED, GREEN]) == found.probabilities
    )
    assert found.to_dict()["scores"][0]["image"] == "image 0" and json.dumps(found.to_dict())
    html = found._repr_html_()
    assert html.count("<img ") == 2 and "a &lt;ripe&gt; tomato" in html and "<ripe>" not in html
    assert "probability 0." in str(found)


def test_a_function_scores_and_has_no_probabilities():
    def width(prompts, images):
        return [image.width for image in images]

    found = score("wide", [RED, RED.resize((8, 8))], model=width)
    assert found.values == [64, 8] and found.result.model == "width"
    with pytest.raises(ConfigError, match="expected a reward trained on preferences"):
        _ = found.probabilities


def test_sciscore_moves_and_is_saved_as_a_plain_clip(tmp_path):
    scorer = SciScore.from_pretrained("lab-sciscore")
    assert scorer.to("cpu") is scorer and scorer.device == torch.device("cpu")
    folder = scorer.save_pretrained(tmp_path / "mine")
    again = SciScore.from_pretrained(folder)
    assert torch.equal(again.score(["a"], [RED]), scorer.score(["a"], [RED]))


def red(prompts, seeds, size_px):
    return [Image.new("RGB", (size_px, size_px), (seed % 256, 0, 0)) for seed in seeds]


def test_generate_draws_resumes_and_shows_what_failed(tmp_path):
    images = generate(["one", "two"], model=red, size_px=16, out=tmp_path / "run", seed=3)
    assert len(images) == 2 and [image.size for image in images] == [(16, 16)] * 2 and not images.failed
    assert all(path.is_file() for path in images.paths)
    again = generate(["one", "two"], model=red, size_px=16, out=tmp_path / "run", seed=3)
    assert again.records == images.records and again._repr_html_().count("<img ") == 2

    def fails(prompts, seeds, size_px):
        raise RuntimeError("out of <ink>")

    failed = generate("one", model=fails, size_px=16, out=tmp_path / "failed")
    assert len(failed) == 0 and failed.failed[0].reason == "RuntimeError: out of <ink>"
    assert "out of &lt;ink&gt;" in failed._repr_html_()
    with pytest.raises(DataError, match="expected a prompt"):
        generate([], out=tmp_path / "none")


def test_a_benchmark_of_ones_own_with_parts_of_ones_own(tmp_path):
    rows = [{"prompt": f"thing {number}", "group": "ab"[number % 2]} for number in range(6)]
    (tmp_path / "mine.json").write_text(json.dumps(rows))

    class Half:
        name = "half"

        def grade(self, prompt_sets, images):
            return [0.5] * len(images)

    found = run_bench(
        tmp_path / "run", generator=red, judges=[Half()], data=tmp_path / "mine.json", images_per_prompt=1, size_px=16
    ).to_dict()
    assert found["reality_score"]["overall"]["value"] == 50 and found["outcomes"]["ok"] == 6
    assert set(found["reality_score"]["by_law"]) == {"a", "b"}


def test_tuples_are_those_of_the_command(tmp_path):
    from typer.testing import CliRunner

    from scisynth.cli.main import app

    folder = build_tuples(tmp_path / "mine", num=8, laws=["buoyancy"], size_px=16, seed=1)
    assert {item.law for item in read_tuples(folder)} == {"buoyancy"}
    command = ["tuples", "build", "--out", str(tmp_path / "mine"), "--num", "8", "--law", "buoyancy", "--seed", "1"]
    assert CliRunner().invoke(app, [*command, "--set", "size_px=16"]).exit_code == 0, "the same run, resumed"


def test_figures_are_made_and_results_show_themselves(tmp_path):
    found = make_figures(tmp_path / "figures", image_type="Physics - Optical Ray", num=1)
    assert found.to_dict()["outcomes"] == {"ok": 1}
    assert "<th>outcomes</th>" in found._repr_html_()


def test_settings_of_ones_own_are_checked(tmp_path):
    with pytest.raises(ConfigError, match="did you mean"):
        build_tuples(tmp_path, settings={"complex_shar": 0.1})
    assert check_answer("12.0 m/s", "12 m/s").status == "right"
