"""Figures and plans that once ended a whole batch, or made its check take minutes: for tests and `benchmarks/verification_bounds.py`.

A forged figure writes its own results and ends its process, so its marks may be anything at all.
"""

import json
from itertools import pairwise

ROW = {"kind": "path", "id": "", "text": "", "points": [], "data": [], "bbox": [0, 0, 1, 1], "closed": False,
       "filled": False, "arrow": "", "size": 1.0, "color": "#000000", "axes": ""}  # fmt: skip
PAGE = {"width_px": 600, "height_px": 400, "dpi": 100, "is_exact": False}


def row(**values: object) -> dict[str, object]:
    """A mark as the reader writes it."""
    return {**ROW, **values}


def line(name: str, *points: tuple[float, float], **values: object) -> dict[str, object]:
    """A path with its box."""
    xs, ys = zip(*points, strict=True)
    return row(id=name, points=points, bbox=(min(xs), min(ys), max(xs), max(ys)), **values)


def text(words: str, place: tuple[float, float] = (100, 100), name: str = "") -> dict[str, object]:
    """A text of 40 x 12 pixels."""
    x, y = place
    return row(kind="text", text=words, id=name, bbox=(x, y, x + 40, y + 12), size=10.0)


def forged(marks: str) -> str:
    """A script that draws a disc and says of it whatever `marks` says."""
    return (
        "import os\nfrom PIL import Image, ImageDraw\npage = Image.new('RGB', (600, 400), 'white')\n"
        "ImageDraw.Draw(page).ellipse((100, 100, 300, 300), outline='black', width=4)\npage.save('../out/picture.png')\n"
        f"open('../out/marks.json', 'w').write({marks!r})\n"
        "open('../out/outcome.json', 'w').write('{\"status\": \"ok\", \"num_figures\": 1}')\nos._exit(0)\n"
    )


def page(*rows: dict[str, object], **changes: object) -> str:
    """The marks of a page as JSON."""
    return json.dumps([{**PAGE, **changes}, *rows])


def ladder(num: int) -> list[dict[str, object]]:
    """Wires that all cross each other, and a resistor."""
    rows = [line(f"wire:h{i}", (0, 7.0 * i), (4000, 7.0 * i)) for i in range(num // 2)]
    rows += [line(f"wire:v{i}", (7.0 * i, -5), (7.0 * i, 4000)) for i in range(num // 2)]
    leads = [line("lead:R1.1", (0, -50), (0, 0)), line("lead:R1.2", (10, -50), (10, 0))]
    return [*rows, *leads, line("resistor:R1", (0, -50), (10, -50))]


def chain(num: int) -> list[dict[str, object]]:
    """A molecule of many bonds."""
    places = [(30.0 * i, 20.0 * (i % 2)) for i in range(num + 1)]
    return [line(f"bond:{i}", *ends) for i, ends in enumerate(pairwise(places))]


PILED_TEXTS = (
    "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\naxes.plot([0, 1], [0, 1], gid='side:a')\n"
    "for n in range(600): axes.text(0.5, 0.5, f'label {n}')\n"
)
"""An honest script whose 600 texts lie in one place: 179,700 pairs."""
HUGE = "1" + "0" * 400

BOX = ((200.0, 0.0), (400.0, 0.0), (400.0, 400.0), (200.0, 400.0))
PAGES: dict[str, str] = {
    "a number of 401 digits": f'[{{"width_px": {HUGE}, "height_px": 10, "dpi": 100}}]',
    "a place of 401 digits": page(text("3 cm")).replace("[100, 100", f"[{HUGE}, 100"),
    "a box of three numbers": page(text("3 cm")).replace("[100, 100, 140, 112]", "[100, 100, 140]"),
    "a box of five numbers": page(text("3 cm")).replace("[100, 100, 140, 112]", "[100, 100, 140, 112, 7]"),
    "points at the end of numbers": page(
        line("side:a", (-1e308, 1e308), (1e308, -1e308)), line("side:b", (1e308, 1e308), (-1e308, 0)), text("3 cm", name="label:a")
    ),
    "infinite numbers": page(text("3 cm")).replace("100, 100, 140", "1e999, -1e999, 140"),
    "JSON without end": "[" * 4_000_000,
    "JSON that is deep": '[{"a":' * 50_000,
    "many empty lists": "[" + "[]," * 2_600_000 + "[]]",
    "half of a character": page(text("\ud800 3 cm", name="label:\udfff")),
    "a row that is no row": json.dumps([PAGE, 7]),
    "a text that is a number": page({**text("x"), "text": 7}),
    "a page of no size": page(text("x"), width_px=0),
    "5,000 texts in one place": page(*(text(f"t{n}") for n in range(4999))),
    "5,000 long texts": page(*(text("word " * 300) for _ in range(4999))),
    "crossing wires": page(*ladder(980)),
    "too many wires": page(*ladder(4900)),
    "a molecule of 390 bonds": page(*chain(390)),
    "a molecule of 1,000 bonds": page(*chain(1000)),
    "390 hashes": page(*(line(f"hash:{n}", (3.0 * n, 0), (3.0 * n, 10)) for n in range(390))),
    "lines of many points": page(*(line("side:a", *((3.0 * (n % 99), 7e3 * (n % 2)) for n in range(2000))) for _ in range(100))),
    "one arrow of 4,900 heads": page(
        line("side:a", (0, 0), (1, 0)), *(line("side:a", (n, 0), (n + 1.0, 0), arrow="end") for n in range(1, 4900))
    ),
    "4,300 strokes through 600 texts": page(
        *(text(f"word {n}", (9.0 * (n % 60), 30.0 * (n // 60))) for n in range(600)),
        *(line(f"side:{n}", (0, n % 400), (600, (7 * n) % 400), stroke="#000000", layer=n) for n in range(4300)),
    ),
    "curves of many points through 600 texts": page(
        *(text(f"word {n}", (9.0 * (n % 60), 30.0 * (n // 60))) for n in range(600)),
        *(line("curve", *((0.3 * n, 4.0 * (n % 99)) for n in range(2000)), stroke="#000000") for _ in range(100)),
    ),
    "2,000 arrows behind 2,000 areas with texts": page(
        *(text(f"word {n}", (n / 4, 150), name=f"label:{n}") | {"layer": 9000} for n in range(900)),
        *(line("", (0, n / 10), (600, n / 10), arrow="end", stroke="#000000", layer=1) for n in range(2000)),
        *(line("", *BOX, closed=True, filled=True, opaque=True, stroke="#000000", face="#ffffff", layer=n + 2) for n in range(2000)),
    ),
    "900 names on 4,000 points": page(
        *(text(f"word {n}", (n / 4, 150)) for n in range(900)),
        *(line("", *((n / 5, 155.0) for n in range(40)), marker_px=5.0, color="#000000") for _ in range(100)),
    ),
    "frames at the end of numbers": page(
        text("3 cm") | {"frame": [[-1e308, 0], [1e308, 0], [1e308, 1e308], [-1e308, 1e308]]},
        line("side:a", (-1e308, 1e308), (1e308, -1e308), stroke="#000000"),
        line("side:b", (100, 106), (140, 106), stroke="black", clipped=True),
        text("4 cm") | {"frame": [[100, 100], [100, 100], [100, 100], [100, 100]], "size": 1e308},
        row(kind="furniture", id="legend", points=[[0, 0]], bbox=[0, 0, 600, 400], opaque=True),
    ),
    "400 legends over 4,000 lines": page(
        *(row(kind="furniture", id="legend", points=BOX, bbox=[0, 0, 600, 400], closed=True, opaque=True, layer=9) for _ in range(400)),
        *(line("side:a", (0, n / 10), (600, n / 10), stroke="#000000") for n in range(4000)),
    ),
    "4,900 rivals of a label": page(text("3 cm", name="label:a"), *(line(f"side:{n}", (0, n), (9e4, n + 1.0)) for n in range(4900))),
}  # fmt: skip
"""Marks by what is wrong with them."""

NUMBERS = ["1e999", "-1e999", "1e308", HUGE, "-0.0", "5e-324"]
CLAIMS: list[dict[str, object]] = [
    *(
        {"kind": kind, "of": ["side:a", "side:b"], "value": "@"}
        for kind in ("count", "ratio", "angle", "direction", "value")
    ),
    {"kind": "at", "of": ["side:a"], "value": ["@", "@"]},
    {"kind": "near", "of": ["label:a", "side:a"]},
    {"kind": "formula", "of": ["side:a"], "value": "9**9**9**9*x"},
    {"kind": "formula", "of": ["side:a"], "value": "(" * 150 + "x" + ")" * 150},
    {"kind": "smiles", "value": "C1" * 90},
    {"kind": "netlist", "value": ";".join(f"resistor:R{n} a b" for n in range(25))},
    {"kind": "order", "of": ["side:a"] * 40, "value": "left_to_right"},
]
"""Claims that no figure can meet; @ stands for each of `NUMBERS` in turn."""


def hostile_claims(place: int) -> str:
    """The claims of a hostile plan, as a model would write them."""
    return json.dumps(CLAIMS).replace('"@"', NUMBERS[place % len(NUMBERS)])
