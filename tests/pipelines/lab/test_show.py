"""`lab show`: true and false scenes on a sheet, with their prompts."""

from PIL import Image
from support.verbs import run_json

from scisynth.core.images import open_image
from scisynth.tuples.show import FALSE_COLOR, FRAME, GAP, TRUE_COLOR


def test_a_sheet_has_a_true_and_a_false_image_of_each_pair(tmp_path):
    sheet = tmp_path / "sheet.png"
    shown = run_json("lab", "show", "--law", "magnetism", "--law", "rust", "--num", 5, "--size", 32, "--out", sheet)
    assert [pair["law"] for pair in shown["pairs"][:2]] == ["magnetism", "rust"] and len(shown["pairs"]) == 5
    image = open_image(sheet)
    frames = [image.getpixel((GAP + 1 + side * (32 + GAP // 2), GAP + 16)) for side in (0, 1)]
    assert frames == [Image.new("RGB", (1, 1), color).getpixel((0, 0)) for color in (TRUE_COLOR, FALSE_COLOR)]
    inside = [
        image.crop((x + FRAME, GAP + FRAME, x + 32 - FRAME, GAP + 32 - FRAME)) for x in (GAP, GAP + 32 + GAP // 2)
    ]
    assert inside[0].tobytes() != inside[1].tobytes()
