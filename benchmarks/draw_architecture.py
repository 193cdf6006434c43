"""The image of the architecture page: packages by layer as boxes, the records that flow through the stages as arrows, written as SVG.

    python benchmarks/draw_architecture.py --out docs/images/architecture.svg

The layers are those of `tests/test_architecture.py`, so that image and test cannot disagree; `tests/test_site.py` compares the file.
"""

import argparse
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
FLOW = (
    ("prompts", "PromptSet"),
    ("tuples", "ContrastTuple"),
    ("rewards", "Reward"),
    ("alignment", "Policy"),
    ("generators", "ImageRecord"),
    ("judges", "Judgement"),
    ("reports", ""),
)
"""The chain, and the record that each stage hands on."""
WIDTH, BOX_HEIGHT, ROW, MARGIN = 1120, 34, 62, 20
FILLS = ("#e0f2f1", "#e8eaf6", "#fff8e1", "#fce4ec")


def layers() -> list[tuple[str, ...]]:
    """Rows from the top: cli, pipelines, the stages outside of the chain, the chain itself, then what they rest on."""
    sys.path.insert(0, str(ROOT / "tests"))
    from test_architecture import LAYERS

    rows = [tuple(row) for row in reversed(LAYERS)]
    chain = tuple(name for name, _ in FLOW)
    stages = next(row for row in rows if "prompts" in row)
    place = rows.index(stages)
    return [*rows[:place], tuple(name for name in stages if name not in chain), chain, *rows[place + 1 :]]


def box(name: str, x: float, y: float, width: float, fill: str) -> str:
    """One package."""
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{BOX_HEIGHT}" rx="6" fill="{fill}" stroke="#37474f"/>'
        f'<text x="{x + width / 2:.0f}" y="{y + BOX_HEIGHT / 2 + 5:.0f}" text-anchor="middle">{escape(name)}</text>'
    )


def draw() -> str:
    """The whole image."""
    parts, y = [], float(MARGIN)
    chain = tuple(name for name, _ in FLOW)
    for number, row in enumerate(layers()):
        inner = WIDTH - 2 * MARGIN
        if row == chain:
            y += 8
            step = inner / len(row)
            for place, (name, record) in enumerate(FLOW):
                x = MARGIN + place * step
                parts.append(box(name, x, y, step - 42, FILLS[3]))
                if record:
                    at = x + step - 42
                    parts.append(
                        f'<path d="M{at:.0f} {y + BOX_HEIGHT / 2:.0f}h36" stroke="#b71c1c" stroke-width="2" marker-end="url(#tip)"/>'
                        f'<text x="{at + 20:.0f}" y="{y + BOX_HEIGHT + 16:.0f}" text-anchor="middle" class="record">{record}</text>'
                    )
            y += ROW + 20
            continue
        width = min(190.0, (inner - 12 * (len(row) - 1)) / len(row))
        start = (WIDTH - width * len(row) - 12 * (len(row) - 1)) / 2
        parts += [box(name, start + k * (width + 12), y, width, FILLS[number % 3]) for k, name in enumerate(row)]
        y += ROW
    height = y - ROW + BOX_HEIGHT + MARGIN + 24
    note = f'<text x="{WIDTH / 2}" y="{height - 12:.0f}" text-anchor="middle" class="note">a package imports from rows below it only; red: the records that stages hand on</text>'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="Packages of scisynth by layer">'
        "<style>text{font:15px sans-serif;fill:#102027}.record{font-size:12px;fill:#b71c1c}.note{font-size:13px;fill:#455a64}</style>"
        '<defs><marker id="tip" markerWidth="7" markerHeight="7" refX="5" refY="3" orient="auto"><path d="M0 0L6 3L0 6z" fill="#b71c1c"/></marker></defs>'
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="#ffffff"/>'
    )
    return "\n".join([head, *parts, note, "</svg>", ""])


def main() -> None:
    """Writes the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images" / "architecture.svg")
    arguments = parser.parse_args()
    arguments.out.write_text(draw(), encoding="utf-8")


if __name__ == "__main__":
    main()
