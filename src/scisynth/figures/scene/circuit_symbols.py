"""Draws circuit symbols (IEC 60617) on a sketch, with the ids that `figures.circuits.read` reads: leads, outline, plates, lever, plus.

A component lies on a straight stretch, its symbol in the middle. `unit` is the length of a resistor's body; leads fill the rest.
"""

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scisynth.core.errors import DataError, nearest
from scisynth.figures.scene.netlists import KIND_OF, kind_of

if TYPE_CHECKING:
    from scisynth.figures.scene.strokes import Place, Strokes

BODY = {
    "resistor": 0.5,
    "coil": 0.5,
    "fuse": 0.5,
    "battery": 0.09,
    "capacitor": 0.1,
    "diode": 0.22,
    "led": 0.22,
    "lamp": 0.3,
}
"""Half the length of a symbol in units; a switch has that of a resistor, a meter or another source is a circle of `ROUND`."""
ROUND = 0.32
LETTERS = {"ammeter": "A", "voltmeter": "V", "galvanometer": "G", "ohmmeter": "Ω", "motor": "M"}
CIRCLES = frozenset({*LETTERS, "lamp", "ac_source", "current_source"})
DRAWN = (*BODY, "switch", *LETTERS, "ac_source", "current_source", "ground")
WIDTH = 1.5
WARM, COOL, GLOW = "#fdebd0", "#dbe9f6", "#fff6d6"


def known_kind(words: str) -> str:
    """The kind that some words name, such as `bulb`, `inductor` or `closed switch`.

    Raises:
        DataError: no component is called so.
    """
    text = str(words).strip().casefold().replace(" ", "_").replace("-", "_")
    state = next((word for word in ("open", "closed") if word in text.split("_")), "")
    kind = kind_of("_".join(word for word in text.split("_") if word != state) or text)
    if kind not in DRAWN:
        words_of = {word for word, meant in KIND_OF.items() if meant in DRAWN and len(word) > 2}
        hint = nearest(text, words_of)
        hint = hint if hint.startswith("did") else nearest(text, DRAWN)
        raise DataError(f"component: unknown kind {str(words)[:40]!r}; {hint}")
    return f"switch-{state or 'open'}" if kind == "switch" else kind


def half_length(kind: str) -> float:
    """Of a symbol, in units."""
    base = kind.partition("-")[0]
    return BODY.get(base, ROUND if base in CIRCLES else 0.5)


def draw_component(
    sketch: "Strokes", kind: str, name: str, start: np.ndarray, stop: np.ndarray, unit: float = 1.0
) -> float:
    """Leads and symbol from `start`, the positive end, to `stop`; gives half the symbol's width."""
    middle, along = (start + stop) / 2, (stop - start) / np.linalg.norm(stop - start)
    half = half_length(kind) * unit
    sketch.line(f"lead:{name}.1", start, middle - half * along, width=WIDTH)
    sketch.line(f"lead:{name}.2", middle + half * along, stop, width=WIDTH)
    return draw_symbol(sketch, kind, name, middle, unit * along) * unit


def draw_symbol(sketch: "Strokes", kind: str, name: str, middle: np.ndarray, along: np.ndarray) -> float:
    """The symbol about its middle, `along` one unit long; gives half its width in units."""
    aside = np.asarray([-along[1], along[0]])
    base = kind.partition("-")[0]
    if base in ("resistor", "fuse"):
        return _box(sketch, base, name, middle, along, aside)
    if base in ("battery", "capacitor"):
        return _plates(sketch, base, name, middle, along, aside)
    if base == "switch":
        return _switch(sketch, kind, name, middle, along, aside)
    if base == "coil":
        return _coil(sketch, name, middle, along, aside)
    if base in ("diode", "led"):
        return _diode(sketch, base, name, middle, along, aside)
    return _circle(sketch, base, name, middle, along, aside)


Vector = np.ndarray


def _box(sketch: "Strokes", kind: str, name: str, middle: Vector, along: Vector, aside: Vector) -> float:
    up, on = 0.2 * aside, 0.5 * along
    corners = (middle - on - up, middle + on - up, middle + on + up, middle - on + up)
    sketch.area(f"{kind}:{name}", *corners, fill=WARM if kind == "resistor" else "#ffffff", width=WIDTH, z=3)
    if kind == "fuse":
        sketch.line(f"thread:{name}", middle - on, middle + on, width=WIDTH, z=4)
    return 0.2


def _plates(sketch: "Strokes", kind: str, name: str, middle: Vector, along: Vector, aside: Vector) -> float:
    sizes = (0.45, 0.22) if kind == "battery" else (0.36, 0.36)
    half = BODY[kind]
    for number, size in enumerate(sizes, 1):
        at = middle + (-half if number == 1 else half) * along
        weight = 3.0 if size < 0.3 else 2.0
        sketch.line(f"plate:{name}.{number}", at - size * aside, at + size * aside, width=weight, z=3)
    _place(sketch, f"{kind}:{name}", middle, half * along, 0.3 * aside)
    return 0.45


def _place(sketch: "Strokes", mark: str, middle: Vector, on: Vector, up: Vector) -> None:
    """An outline without ink, for a symbol made of several lines."""
    sketch.area(mark, middle - on - up, middle + on - up, middle + on + up, middle - on + up, width=0, z=0)


def _switch(sketch: "Strokes", kind: str, name: str, middle: Vector, along: Vector, aside: Vector) -> float:
    unit = float(np.linalg.norm(along))
    for number, at in ((1, middle - 0.5 * along), (2, middle + 0.5 * along)):
        sketch.dot(f"contact:{name}.{number}", at, 0.07 * unit, z=5)
    tip = middle + 0.5 * along if kind.endswith("closed") else middle + 0.36 * along + 0.5 * aside
    sketch.line(f"lever:{name}", middle - 0.5 * along, tip, width=1.8, z=4)
    corners = (middle + x * 0.5 * along + y * 0.1 * aside for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)))
    sketch.area(f"switch:{name}", *corners, width=0, z=0)
    return 0.2


def _coil(sketch: "Strokes", name: str, middle: Vector, along: Vector, aside: Vector) -> float:
    """Four half circles."""
    points = [
        middle + (-0.5 + 0.25 * turn + 0.125 * (1 - math.cos(angle))) * along + 0.125 * math.sin(angle) * aside
        for turn in range(4)
        for angle in np.linspace(0, math.pi, 13)
    ]
    sketch.line(f"coil:{name}", *points, width=WIDTH, z=3)
    return 0.16


def _diode(sketch: "Strokes", kind: str, name: str, middle: Vector, along: Vector, aside: Vector) -> float:
    """The anode first; light leaves an LED as two arrows."""
    on, up = BODY["diode"] * along, 0.24 * aside
    sketch.area(f"{kind}:{name}", middle - on + up, middle + on, middle - on - up, fill="#1a1a1a", width=1.0, z=3)
    sketch.line(f"bar:{name}", middle + on + up, middle + on - up, width=2.0, z=4)
    sketch.line(f"plus:{name}", middle - 1.02 * on, middle - on, width=WIDTH)
    if kind == "led":
        for number, shift in enumerate((-0.1, 0.12), 1):
            tail = middle + shift * along + 0.3 * aside
            sketch.line(f"ray:{name}.{number}", tail, tail + 0.22 * (aside + 0.6 * along), arrow="end", width=0.9)
    return 0.5 if kind == "led" else 0.24


def _circle(sketch: "Strokes", kind: str, name: str, middle: Vector, along: Vector, aside: Vector) -> float:
    radius = half_length(kind)
    unit = float(np.linalg.norm(along))
    sketch.circle(f"{kind}:{name}", middle, radius * unit, fill=GLOW if kind == "lamp" else COOL, width=WIDTH, z=3)
    if kind == "lamp":
        for number, way in enumerate((along + aside, along - aside)):
            reach = radius * unit * way / np.linalg.norm(way)
            sketch.line(f"filament:{name}.{number}", middle - reach, middle + reach, width=1.2, z=4)
    elif kind == "ac_source":
        steps = np.linspace(-1, 1, 25)
        wave = [
            middle + 0.18 * x * unit * np.asarray([1.0, 0.0]) + _up(0.1 * unit * math.sin(math.pi * x)) for x in steps
        ]
        sketch.line(f"sine:{name}", *wave, width=1.2, z=4)
    elif kind == "current_source":
        sketch.line(f"sense:{name}", middle + 0.2 * along, middle - 0.2 * along, arrow="end", width=1.2, z=4)
        sketch.line(f"plus:{name}", middle - radius * along, middle - 0.98 * radius * along, width=WIDTH)
    else:
        letter = sketch.text(f"letter:{name}", LETTERS[kind], middle, of=f"{kind}:{name}", size=13)
        sketch.claim("inside", letter, f"{kind}:{name}")
    return radius


def _up(height: float) -> Vector:
    return np.asarray([0.0, height])


def draw_ground(sketch: "Strokes", name: str, at: np.ndarray, unit: float = 1.0) -> None:
    """An earth below a point: a lead and three bars."""
    end = at - _up(0.3 * unit)
    sketch.line(f"lead:{name}.1", at, end, width=WIDTH)
    for number, half in enumerate((0.3, 0.19, 0.08)):
        middle = end - _up(0.11 * number * unit)
        mark = f"ground:{name}" if number == 0 else f"bar:{name}.{number}"
        reach = np.asarray([half * unit, 0.0])
        sketch.line(mark, middle - reach, middle + reach, width=1.8)


def place_component(
    sketch: "Strokes",
    name: str,
    kind: str,
    start: "Place",
    stop: "Place | None",
    words: str,
    toward: "Place | None",
    size: float,
) -> str:
    """What `Sketch.component` does."""
    kind, name = known_kind(kind), str(name).partition(":")[2] or str(name)
    base = kind.partition("-")[0]
    one = np.asarray(start, dtype=float)
    two = one - _up(1.0) if stop is None else np.asarray(stop, dtype=float)
    long = float(np.linalg.norm(two - one))
    if not name.strip() or one.shape != (2,) or two.shape != (2,) or not 0 < long < math.inf:
        raise DataError(
            f"component {name[:40]!r}: expected a name and two places apart, got {start!r} and {stop!r}"[:200]
        )
    if stop is None and base != "ground":
        raise DataError(f"component {name[:40]!r}: a {base} needs a place where it stops")
    if not sketch.symbol_size:
        sketch.symbol_size = size or long / 3
    unit = min(size or sketch.symbol_size, 0.8 * long / (2 * half_length(kind)))
    if base == "ground":
        draw_ground(sketch, name, one, unit)
        at, way = one - _up(0.3 * unit), np.asarray(toward or (1.0, 0.0), dtype=float)
        wide = 0.3 * unit
    else:
        wide = draw_component(sketch, kind, name, one, two, unit)
        at, step = (one + two) / 2, two - one
        way = np.asarray(toward if toward is not None else (-step[1], step[0]), dtype=float)
    if base in ("battery", "capacitor", "switch"):
        # Their outline has no ink; a plate or the lever stands for them.
        seen, of = f"lever:{name}" if base == "switch" else f"plate:{name}.1", f"{base}:{name}"
        sketch.marks = [replace(mark, id=of) if mark.id == seen else mark for mark in sketch.marks if mark.id != of]
    if base in LETTERS:
        sketch.letters[f"letter:{name}"] = 0.42 * unit
    if words:
        of, place = f"{base}:{name}", at + wide * way / np.linalg.norm(way)
        sketch.text(f"label:{name}", words, place, of=of, toward=way, gap_pt=5)
    return f"{base}:{name}"
