"""Reading pixels: digits must agree, letters may look alike, labels and leaks of any image, and the real reader on real figures."""

import numpy as np
import pytest
from PIL import Image

from scisynth.core.errors import MissingExtraError
from scisynth.core.problems import Answer, FigureProblem
from scisynth.figures.families.registry import make_scenes
from scisynth.figures.pixels import reader
from scisynth.figures.pixels.confirm import add_pixels
from scisynth.figures.pixels.labels import check_pixels, expected_labels, hidden_answer, visible_answers
from scisynth.figures.pixels.matching import candidates, is_checkable, stands_in
from scisynth.figures.pixels.reader import ReadText, read_texts
from scisynth.figures.scene.draw import render_png
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claims import Finding
from scisynth.figures.verify.verify import Verification

needs_reader = pytest.mark.skipif(not reader.is_installed(), reason="the extra [ocr] is not installed")


def text(words, left=0.0, top=0.0, width=60.0):
    return ReadText(text=words, confidence=0.9, box_px=(left, top, left + width, top + 20))


@pytest.mark.parametrize(
    ("label", "read"),
    [
        ("$R_2$ = 60 Ω", "R2 = 60Q"), ("30°", "30o"), ("5 µF", "5 μF"), ("$F_N$", "FN"), ("H₂SO₄, 20 mL", "H2SO4, 20 mL"),
        ("nucleus", "nuclcus"), ("3.0 × 10^8 m/s", "3.0x10^8 m/s"), ("$-3$ V", "−3V"), ("$\\theta$ = 30°", "0 = 30°"),
        ("$p \\wedge \\neg r$", "pΛ¬r"), ("$\\frac{2}{10}$", "2 10"), ("9.8 cm", "9.8cm"), ("$m$ = ?", "m ="),
    ],
)  # fmt: skip
def test_labels_are_found_as_the_reader_writes_them(label, read):
    assert stands_in(label, candidates([text(read)]))


@pytest.mark.parametrize(
    ("label", "read"),
    [
        ("5 cm", "15 cm"), ("5 cm", "2.5 cm"), ("1.5 V", "1.56 V"), ("12 V", "13 V"), ("R_1", "R_2"), ("cat", "category"),
        ("-3 V", "3 V"), ("10 Ω", "100"), ("nucleus", "nucleolus vacuole"), ("30°", "80°"), ("A1", "41"), ("2 kg", "2 km"),
    ],
)  # fmt: skip
def test_another_label_is_not_taken_for_it(label, read):
    assert not stands_in(label, candidates([text(read)]))


def test_a_label_may_be_read_in_parts():
    row = [text("primary", 0, 0), text("consumers", 70, 2)]
    stack = [text("primary", 0, 0), text("consumers", 2, 22)]
    apart = [text("primary", 0, 0), text("consumers", 2, 200)]
    assert [stands_in("primary consumers", candidates(item)) for item in (row, stack, apart)] == [True, True, False]
    assert not is_checkable("A") and not is_checkable("—") and is_checkable("2R")


def problem(**changes):
    values = {
        "id": "p", "source": "scigen", "image_type": "", "question": "A block of 2 kg on a 30° slope.",
        "answer": Answer(text="9.81 N"), "elements": ("Label '2 kg' on the block", "The angle is 30°", "A block labeled 'm'"),
    }  # fmt: skip
    return FigureProblem(**{**values, **changes})


def test_labels_come_from_quotes_and_quantities_and_never_from_the_answer():
    assert expected_labels(problem()) == ("2 kg", "30°")
    assert expected_labels(problem(elements=("Label '9.81 N' shown", "g = 9.81 m/s²"))) == ("9.81 m/s²",)
    assert expected_labels(problem(source="families", elements=("R_1 = 5 Ω", "U = ?"))) == ("5 Ω",)
    sentence = "The text 'an arrow that goes from the left to the right' is shown"
    assert expected_labels(problem(elements=(sentence,))) == ()


def test_an_answer_is_looked_for_only_where_reading_it_proves_something():
    assert hidden_answer(problem()) == "9.81 N"
    for answer in ("16", "yes", "B", "2 kg", "30°", "a very long explanation of what happens to the block"):
        assert hidden_answer(problem(answer=Answer(text=answer))) == "", answer


def test_rows_tell_read_missed_leaked_and_unknown_apart():
    row = check_pixels(problem(), [text("2kg"), text("F = 9.81 N", 0, 40)])
    assert row.status == "read" and row.labels == {"2 kg": True, "30°": False} and row.leak is True
    assert check_pixels(problem(), [text("2kg")]).leak is False
    assert check_pixels(problem(answer=Answer(text="16")), [text("16")]).leak is None
    empty = check_pixels(problem(), [])
    assert empty.status == "empty" and empty.leak is None and empty.labels == {}
    assert visible_answers(["9.81 N", "x"], [text("9.81N")]) == ["9.81 N"]


def test_long_and_hostile_texts_end():
    places = candidates([text("a" * 5000), text("(" * 3000), text("\\frac{" * 500), text("1" * 4000)])
    assert not stands_in("$\\frac{a}{b}$ = 3", places) and not stands_in("b" * 60, places)


@needs_reader
def test_the_reader_reads_figures_it_never_saw():
    read = expected = 0
    for kind in ("Physics - Circuit", "Biology - Ecological", "Universal - Exp. Setup"):
        scene = make_scenes(kind, 1, 11)[0]
        places = candidates(read_texts(render_png(scene)))
        labels = [
            str(claim.value) for claim in scene.claims if claim.kind == "label" and is_checkable(str(claim.value))
        ]
        expected += len(labels)
        read += sum(stands_in(label, places) for label in labels)
    assert expected >= 8 and read >= 0.9 * expected


@needs_reader
def test_a_blank_page_is_unknown_and_text_along_the_side_is_read():
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    assert read_texts(Image.new("RGB", (300, 200), "white")) == ()
    figure = Figure(figsize=(5, 4))
    FigureCanvasAgg(figure)
    figure.add_subplot().set_ylabel("transmittance in %", fontsize=13)
    figure.canvas.draw()
    image = Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB")
    assert stands_in("transmittance in %", candidates(read_texts(image)))


def test_without_the_extra_the_command_to_install_it_is_named(monkeypatch):
    monkeypatch.setattr("scisynth.core.extras.find_spec", lambda name: None)
    reader._engine.cache_clear()
    with pytest.raises(MissingExtraError, match=r"pip install 'scisynth\[ocr\]'"):
        read_texts(Image.new("RGB", (30, 20)))


def claim(value, of=()):
    return Claim(kind="label", of=of, value=value)


def test_pixels_confirm_what_could_not_be_checked_and_report_a_visible_answer():
    claims = [claim("2 kg"), claim("30°"), claim("5 N"), Claim(kind="count", of=("line",), value=3)]
    before = Verification(
        claims=(
            Finding(kind="label", status="unchecked", message="no id"),
            Finding(kind="label", status="unchecked", message="no id"),
            Finding(kind="label", status="failed", message="found another"),
            Finding(kind="count", status="unchecked", message="no id"),
        )
    )
    found = add_pixels(before, claims, ["9.81 N"], [text("2kg"), text("5 N", 0, 60), text("F = 9.81N", 0, 120)])
    assert [item.status for item in found.claims] == ["held", "unchecked", "failed", "unchecked"]
    assert [leak.kind for leak in found.leaks] == ["leak"] and not found.passed
    # What was read takes nothing away, and reading nothing changes nothing.
    assert add_pixels(before, claims, ["9.81 N"], []) is before


def test_an_image_without_marks_is_checked_by_its_labels_alone():
    unreadable = Verification(status="unreadable", reason="no marks")
    found = add_pixels(unreadable, [claim("2 kg"), claim("7 kg")], [], [text("2 kg")])
    assert [item.status for item in found.claims] == ["held", "unchecked"] and found.score == 1.0


def test_an_answer_that_the_marks_show_already_is_told_once():
    leak = Finding(kind="leak", status="failed", message="the text 'F = 9.81 N' gives away '9.81 N'")
    found = add_pixels(Verification(leaks=(leak,)), [], ["9.81 N"], [text("F = 9.81 N")])
    assert found.leaks == (leak,)
