"""Instrument images as runs: made, measured, compared and put to use, killed and resumed, and what bad input says."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scisynth.core.errors import ConfigError, DataError
from scisynth.core.images import open_image
from scisynth.grading.problems import read_problems
from scisynth.instruments.claims import claims_of_cell, read_claim
from scisynth.instruments.findings import Claim, Finding
from scisynth.pipelines.instruments.compare import run_compare
from scisynth.pipelines.instruments.config import CompareConfig, MakeConfig, UtilityConfig, ValidateConfig
from scisynth.pipelines.instruments.make import read_image_rows, run_make
from scisynth.pipelines.instruments.results import ValidatedRow
from scisynth.pipelines.instruments.utility import run_utility
from scisynth.pipelines.instruments.validate import read_subjects, run_validate
from scisynth.pipelines.students.config import StudentDataConfig
from scisynth.pipelines.students.data import run_student_data
from scisynth.students.items import read_items

QUICK = "powder_diffraction"
SMALL = {"instruments": (QUICK,), "size_px": 96, "workers": 0}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("made") / "run"
    run_make(MakeConfig.parse({**SMALL, "num": 12, "twins": 1}), out, seed=0)
    return out


def test_a_run_has_images_masks_truth_tables_and_a_page(made):
    rows = read_image_rows(made)
    true = [row for row in rows if not row.violation]
    assert len(true) == 12
    assert len(rows) > len(true)
    for row in rows:
        for file in (row.image, row.counts, row.mask, row.truth):
            assert (made / file).is_file()
        assert json.loads((made / row.truth).read_text())["mask_labels"]
    assert {problem.id for problem in read_problems(made / "problems.jsonl")} == {row.id for row in true}
    assert rows[0].id in (made / "gallery.html").read_text()


def test_the_folder_opens_as_a_data_set(made):
    datasets = pytest.importorskip("datasets")
    found = datasets.load_dataset("imagefolder", data_dir=str(made), split="train")
    named = {row["id"]: row for row in found if row["id"]}
    assert set(named) == {row.id for row in read_image_rows(made)}
    assert named[read_image_rows(made)[0].id]["image"].size == (96, 96)


def test_a_killed_run_goes_on_and_ends_as_one_that_was_not(tmp_path, made):
    settings = "{" + f"'instruments': ['{QUICK}'], 'size_px': 96, 'workers': 0, 'num': 12, 'twins': 1" + "}"
    code = (
        "import sys; from pathlib import Path; from scisynth.pipelines.instruments.make import run_make; "
        "from scisynth.pipelines.instruments.config import MakeConfig; "
        f"run_make(MakeConfig.parse({settings}), Path(sys.argv[1]), seed=0)"
    )
    out = tmp_path / "killed"
    process = subprocess.Popen([sys.executable, "-c", code, str(out)], stderr=subprocess.DEVNULL)
    journal = out / "images.jsonl"
    while process.poll() is None and not (journal.is_file() and journal.read_bytes().count(b"\n") >= 4):
        time.sleep(0.02)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with journal.open("ab") as file:
        file.write(b'{"id": "torn')
    run_make(MakeConfig.parse({**SMALL, "num": 12, "twins": 1}), out, seed=0)
    assert [row.to_dict() for row in read_image_rows(out)] == [row.to_dict() for row in read_image_rows(made)]


def test_stored_counts_say_the_same_as_the_image_did_when_it_was_made(tmp_path, made):
    result = run_validate(ValidateConfig.parse({"data": str(made), "workers": 0}), tmp_path / "out", seed=0)
    said = {row["id"]: row["verdict"] for row in map(json.loads, (tmp_path / "out/findings.jsonl").open())}
    rows = read_image_rows(made)
    assert result.images == len(rows)
    assert sum(said[row.id] == row.verdict for row in rows) >= len(rows) - 1
    page = (tmp_path / "out/gallery.html").read_text()
    found = [ValidatedRow.from_dict(row) for row in map(json.loads, (tmp_path / "out/findings.jsonl").open())]
    assert [row.to_dict() for row in found] == [json.loads(line) for line in (tmp_path / "out/findings.jsonl").open()]
    assert all(row.marks and row.size_px == (96, 96) for row in found)
    assert page.count('<svg class="marks" viewBox="-0.5 -0.5 96 96"') == len(rows)
    shown = (tmp_path / "out/shown" / f"{rows[0].id}.png").read_bytes()
    assert np.array_equal(open_image(shown), open_image(made / rows[0].image))


def test_anybodys_images_are_measured_and_broken_ones_are_states(tmp_path, made):
    true = next(row for row in read_image_rows(made) if not row.violation)
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "good.tif").write_bytes((made / true.counts).read_bytes())
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n not one")
    Image.fromarray(np.zeros((8, 8), np.uint8)).save(folder / "tiny.png")
    claim = true.claims[-1]
    config = {
        "data": str(folder),
        "instrument": QUICK,
        "claims": (f"{claim.quantity}={claim.value} {claim.unit}",),
        "workers": 0,
        **({"pixel_size": true.pixel_size, "unit": true.unit} if true.pixel_size else {}),
    }
    result = run_validate(ValidateConfig.parse(config), tmp_path / "out", seed=0)
    rows = {row["id"]: row for row in map(json.loads, (tmp_path / "out/findings.jsonl").open())}
    assert result.outcomes == {"ok": 1, "error": 2}
    assert "32 pixels" in rows["tiny.png"]["reason"]
    assert rows["broken.png"]["verdict"] == "cannot tell"


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("spacing=2.355 Å ± 0.02", Claim(quantity="spacing", value=2.355, unit="Å", tolerance=0.02)),
        ("spacing=2.355 Å +/- 0.02", Claim(quantity="spacing", value=2.355, unit="Å", tolerance=0.02)),
        ("stars=12", Claim(quantity="stars", value=12.0)),
        ("plane_group=p4mm", Claim(quantity="plane_group", value="p4mm")),
        ("zone=1 1 0", Claim(quantity="zone", value="1 1 0")),
        ("share=.5", Claim(quantity="share", value=0.5)),
        ("cell_area=1200 µm²", Claim(quantity="cell_area", value=1200.0, unit="µm²")),
        ("date=2024-04-08T18:00", Claim(quantity="date", value="2024-04-08T18:00")),
    ],
)
def test_claims_are_read_as_people_write_them(text, claim):
    assert read_claim(text, {}) == claim


def test_claims_of_tables_are_objects_or_lists_and_nothing_else():
    assert claims_of_cell('{"spacing": "2 Å", "stars": 3}', "row 1")[0].unit == "Å"
    assert claims_of_cell([{"quantity": "a", "value": 1}], "row 1") == (Claim(quantity="a", value=1),)
    with pytest.raises(DataError, match="row 7: claims"):
        claims_of_cell("about two", "row 7")
    with pytest.raises(DataError, match="row 8: claims"):
        claims_of_cell('[{"quantity": "a", "value": 1, "tolerance": NaN}]', "row 8")


def test_images_of_every_folder_are_measured_and_the_runs_own_pictures_are_not(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a").mkdir()
    pixels = np.random.default_rng(0).integers(0, 255, (64, 64), dtype=np.uint8)
    for name in ("a/1.png", "a-1.png", "a 1.png"):
        Image.fromarray(pixels).save(name)
    Path("bad.png").write_bytes(b"\x89PNG\r\n\x1a\n not one")
    config = {"data": ".", "instrument": QUICK, "claims": ("ellipticity=0 %",), "workers": 0}
    first = run_validate(ValidateConfig.parse(config), Path("out"), seed=0)
    assert first.outcomes == {"ok": 3, "error": 1}
    assert len(list(Path("out/shown").iterdir())) == 3
    assert Path("out/shown/a-1.png.png").is_file()
    Image.fromarray(pixels).save("bad.png")
    assert run_validate(ValidateConfig.parse(config), Path("out"), seed=0).outcomes == {"ok": 4}


@pytest.mark.parametrize("size", [[1], -0.1, 0, "wide"])
def test_a_pixel_size_that_is_none_is_one_line_with_its_place(tmp_path, size):
    table = tmp_path / "mine.jsonl"
    table.write_text(json.dumps({"file_name": "a.png", "claims": {"ellipticity": 0}, "pixel_size": size}))
    with pytest.raises(DataError, match="pixel_size: expected a number above 0"):
        read_subjects(ValidateConfig.parse({"data": str(table), "instrument": QUICK}))


@pytest.mark.parametrize("channels", ["dna, tubulin", ["dna", "tubulin"]])
def test_channels_of_a_table_are_a_list_or_names_with_commas(tmp_path, channels):
    table = tmp_path / "mine.jsonl"
    table.write_text(json.dumps({"file_name": "a.tif", "claims": {"cells": 3}, "channels": channels}))
    subject = read_subjects(ValidateConfig.parse({"data": str(table), "instrument": "fluorescence"}))[0]
    assert subject.channels == ("dna", "tubulin")
    table.write_text(json.dumps({"file_name": "a.tif", "claims": {"cells": 3}, "channels": {"dna": 1}}))
    with pytest.raises(DataError, match="channels: expected names such as dna,tubulin"):
        read_subjects(ValidateConfig.parse({"data": str(table), "instrument": "fluorescence"}))


def test_two_sets_of_one_source_do_not_differ_and_other_settings_do(tmp_path, made):
    same, other = tmp_path / "same", tmp_path / "other"
    run_make(MakeConfig.parse({**SMALL, "num": 12}), same, seed=1)
    run_make(MakeConfig.parse({**SMALL, "num": 12, "size_px": 160}), other, seed=2)
    config = {"reference": str(made), "data": str(same), "wrong": str(other)}
    result = run_compare(CompareConfig.parse(config), tmp_path / "out", seed=0)
    assert result.n == (12, 12)
    assert result.quantities
    assert len(result.sentences) == len(result.quantities)
    assert result.features.wrong_source is not None
    assert result.features.kid_wrong_source.value > result.features.kid.value
    assert "Wasserstein-1" in (tmp_path / "out/report.html").read_text()


def measured_run(root, findings):
    root.mkdir()
    pixels = np.random.default_rng(0).integers(0, 255, (12, 64, 64), dtype=np.uint8)
    for number, image in enumerate(pixels):
        Image.fromarray(image).save(root / f"{number}.png")
    rows = [
        ValidatedRow(id=f"{number}", file=str(root / f"{number}.png"), instrument="hrtem", status="ok", findings=found)
        for number, found in enumerate(findings)
    ]
    (root / "findings.jsonl").write_text("".join(json.dumps(row.to_dict()) + "\n" for row in rows))
    return str(root)


def length(value, unit, quantity="spacing"):
    return Finding(
        quantity=quantity, verdict="pass", claimed=value, measured=value, uncertainty=0.01, unit=unit, sentence="So."
    )


def test_lengths_are_compared_in_one_unit_and_rare_quantities_left_out(tmp_path):
    values = np.linspace(2.3, 2.4, 12)
    rare = length(30.0, "°", "angle")
    first = measured_run(tmp_path / "a", [(length(v, "Å"), *(() if v > 2.32 else (rare,))) for v in values])
    second = measured_run(tmp_path / "b", [(length(v / 10, "nm"), rare) for v in values])
    plain = measured_run(tmp_path / "c", [(length(v, ""),) for v in values])
    for reference, data, unit in ((first, second, "Å"), (second, first, "nm"), (second, plain, "nm")):
        result = run_compare(
            CompareConfig.parse({"reference": reference, "data": data}), tmp_path / f"{reference[-1]}{data[-1]}", seed=0
        )
        (item,) = result.quantities
        assert (item.quantity, item.unit) == ("spacing", unit)
        assert item.wasserstein.value == pytest.approx(0, abs=1e-9)
        assert set(result.few) == {"angle"}
        assert "left out" in result.sentences[-1]
    other = measured_run(tmp_path / "d", [(length(v, "%"),) for v in values])
    with pytest.raises(DataError, match="spacing: expected Å in both sets, got %"):
        run_compare(CompareConfig.parse({"reference": first, "data": other}), tmp_path / "ad", seed=0)
    few = measured_run(tmp_path / "e", [(rare,) if v < 2.32 else () for v in values])
    with pytest.raises(DataError, match="10 measured values a set, got 3 and 3 of angle"):
        run_compare(CompareConfig.parse({"reference": few, "data": few}), tmp_path / "ee", seed=0)
    assert not (tmp_path / "ee").exists()


def test_utility_is_a_curve_with_intervals_that_resumes(tmp_path, made):
    real, synthetic = tmp_path / "real", tmp_path / "synthetic"
    run_make(MakeConfig.parse({**SMALL, "num": 12, "level": 3}), real, seed=5)
    run_make(MakeConfig.parse({**SMALL, "num": 16, "twins": 1}), synthetic, seed=6)
    labels = json.loads((real / read_image_rows(real)[0].truth).read_text())["mask_labels"]
    config = UtilityConfig.parse(
        {
            "task": f"mask:{next(iter(labels.values()))}",
            "real": str(real),
            "synthetic": str(synthetic),
            "num_real": 2,
            "num_test": 3,
            "ratios": (0, 2),
            "seeds": 2,
        }
    )
    first = run_utility(config, tmp_path / "out", seed=0)
    again = run_utility(config, tmp_path / "out", seed=0)
    assert first == again
    assert first.points[0].gain is None
    assert {point.arm for point in first.points} >= {"real only", "valid"}
    assert all(0 <= score <= 1 for point in first.points for score in point.by_seed)
    assert (tmp_path / "out/report.html").is_file()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"world": "geology"}, "unknown world"),
        ({"instruments": ("hrtm",)}, "did you mean 'hrtem'"),
        ({"world": "astronomy", "instruments": ("hrtem",)}, "expected an instrument of astronomy"),
        ({"instruments": ("stm", "stm")}, "stands twice"),
    ],
)
def test_what_cannot_be_made_is_one_line_and_leaves_no_folder(tmp_path, settings, words):
    with pytest.raises(ConfigError, match=words):
        run_make(MakeConfig.parse(settings), tmp_path / "out", seed=0)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"data": "nowhere"}, "found none"),
        ({"data": "image.png"}, "name the instrument"),
        ({"data": "image.png", "instrument": "hrtem"}, "nothing is claimed"),
        ({"data": "image.png", "instrument": "hrtem", "claims": ("gold",)}, "expected quantity=value"),
        ({"data": "image.png", "instrument": "hrtem", "claims": ("beauty=3",), "workers": 0}, "measures no 'beauty'"),
        (
            {"data": "image.png", "instrument": "hrtem", "claims": ("spacing=wide",)},
            "image.png: spacing: expected a number",
        ),
        ({"data": "image.png", "instrument": "hrtem", "claims": ("structure=3",)}, "expected words such as"),
        ({"data": "image.png", "instrument": "hrtem", "claims": ("spacing=2 arcsec",)}, "expected Å or nm"),
        ({"data": "image.png", "instrument": "stm", "claims": ("vacancies=2 nm",)}, "a number without a unit"),
        ({"data": "image.png", "instrument": "hrtem", "claims": ("spacing=1e999 Å",)}, "expected a finite number"),
        ({"data": "image.png", "instrument": "hrtem", "claims": ("spacing=2 Å ± -0.1",)}, "expected a tolerance of 0"),
        ({"data": "image.png", "instrument": QUICK, "claims": ("structure=magnesium",)}, "expected a cubic crystal"),
        (
            {
                "data": "image.png",
                "instrument": QUICK,
                "claims": ("lattice_constant=3",),
                "given": ("structure=titanium",),
            },
            "expected a cubic crystal",
        ),
        ({"data": "image.png", "instrument": "xray", "claims": ("beauty=3",)}, "unknown instrument"),
        ({"data": "empty"}, "expected images"),
    ],
)
def test_what_cannot_be_validated_is_one_line(tmp_path, monkeypatch, settings, words):
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64), dtype=np.uint8)).save("image.png")
    with pytest.raises((ConfigError, DataError), match=words):
        run_validate(ValidateConfig.parse(settings), tmp_path / "out", seed=0)


def test_tasks_and_runs_that_are_none_are_one_line(tmp_path, made):
    for settings in ({"ratios": ()}, {"num_test": 1}):
        with pytest.raises(ConfigError, match=f"setting '{next(iter(settings))}'"):
            UtilityConfig.parse(settings)
    for task in ("nucleus", "shape:x", "mask:"):
        with pytest.raises(ConfigError, match="expected mask:LABEL"):
            run_utility(UtilityConfig.parse({"task": task}), tmp_path / "out", seed=0)
    with pytest.raises(ConfigError, match="found none"):
        run_utility(UtilityConfig.parse({"task": "mask:a", "real": "x"}), tmp_path / "out", seed=0)
    with pytest.raises(DataError, match="expected 48 images"):
        config = UtilityConfig.parse({"task": "mask:a", "real": str(made), "synthetic": str(made)})
        run_utility(config, tmp_path / "out", seed=0)


def test_students_take_the_images_as_they_take_figures(tmp_path, made):
    config = StudentDataConfig.parse({"sources": (str(made),)})
    result = run_student_data(config, tmp_path / "items", seed=0)
    items = read_items(tmp_path / "items")
    assert result.by_source == {"instruments": len(items)}
    assert {item.verification for item in items} == {"verified", "failed"}
    assert {item.kind for item in items} == {"problem", "reading"}
    by_image = {}
    for item in items:
        by_image.setdefault(item.content, set()).add(item.split)
    assert all(len(splits) == 1 for splits in by_image.values())
