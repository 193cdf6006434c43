"""Contact sheets of tuples for inspection: the true image framed green, the false one red, the prompt beneath."""

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont, ImageOps

from scisynth.core.errors import DataError, ImageError, one_line
from scisynth.core.images import open_image
from scisynth.core.records import ContrastTuple, ImageSource

TRUE_COLOR, FALSE_COLOR = "#1b8a3c", "#c0392b"
BROKEN_COLOR, INK, FAINT_INK = "#d5d5d5", "#222222", "#777777"
FRAME, GAP, FONT_PX = 3, 12, 13
PROMPT_LINES = 3
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def contact_sheet_of(tuples: Sequence[ContrastTuple], *, size_px: int = 192, columns: int = 3) -> Image.Image:
    """One cell a tuple; an image that cannot be shown is a grey box with the reason."""
    if not tuples:
        raise DataError("expected tuples to show, got none")
    font = ImageFont.load_default(FONT_PX)
    line_px = FONT_PX + 4
    columns = min(columns, len(tuples))
    cell_w, cell_h = 2 * size_px + GAP // 2, size_px + (PROMPT_LINES + 1) * line_px
    rows = -(-len(tuples) // columns)
    sheet = Image.new("RGB", (columns * (cell_w + GAP) + GAP, rows * (cell_h + GAP) + GAP), "white")
    draw = ImageDraw.Draw(sheet)
    for index, item in enumerate(tuples):
        x = GAP + index % columns * (cell_w + GAP)
        y = GAP + index // columns * (cell_h + GAP)
        sides = ((item.explicit_image, TRUE_COLOR), (item.superficial_image, FALSE_COLOR))
        for side, (sources, color) in enumerate(sides):
            image = _framed(sources if item.status == "ok" else (), item.reason, size_px, color, font)
            sheet.paste(image, (x + side * (size_px + GAP // 2), y))
        title = ": ".join(filter(None, (item.law, item.subject)))
        lines = [*wrap(title, font, cell_w, 1), *wrap(_prompt(item), font, cell_w, PROMPT_LINES)]
        for number, line in enumerate(lines):
            where = (x, y + size_px + 3 + number * line_px)
            draw.text(where, line, fill=FAINT_INK if number == 0 else INK, font=font)
    return sheet


def wrap(text: str, font: Font, width_px: int, max_lines: int) -> list[str]:
    """Lines that fit the width; a word too long for a line is cut, and what is left over ends in an ellipsis."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width_px:
            lines[-1] = longer
        else:
            lines.append(_cut(word, font, width_px))
    lines = [line for line in lines if line]
    if len(lines) > max_lines:
        last = _cut(lines[max_lines - 1] + " …", font, width_px)
        lines = [*lines[: max_lines - 1], last]
    return lines


def _cut(text: str, font: Font, width_px: int) -> str:
    if font.getlength(text) <= width_px:
        return text
    while text and font.getlength(text + "…") > width_px:
        text = text[:-1]
    return text.rstrip(" …") + "…"


def _prompt(item: ContrastTuple) -> str:
    return item.implicit_prompt[0] if item.implicit_prompt else "(no prompt)"


def _framed(sources: Sequence[ImageSource], reason: str, size_px: int, color: str, font: Font) -> Image.Image:
    inner = size_px - 2 * FRAME
    if not sources:
        return ImageOps.expand(_grey_box(reason or "no image", inner, font), FRAME, color)
    try:
        image = ImageOps.pad(open_image(sources[0]), (inner, inner), color="white")
    except ImageError as error:
        image = _grey_box(one_line(error), inner, font)
    return ImageOps.expand(image, FRAME, color)


def _grey_box(reason: str, size_px: int, font: Font) -> Image.Image:
    box = Image.new("RGB", (size_px, size_px), BROKEN_COLOR)
    lines = wrap(reason, font, size_px - 2 * FRAME, max(1, size_px // (FONT_PX + 4) - 1))
    ImageDraw.Draw(box).multiline_text((FRAME, FRAME), "\n".join(lines), fill=INK, font=font)
    return box
