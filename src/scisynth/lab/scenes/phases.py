"""Scenes of changing phase in a vessel (solidification, evaporation) and on a surface (melting)."""

import math

from scisynth.lab.backdrop import STAND
from scisynth.lab.canvas import Canvas, Color, darker, lighter, luminance, mix
from scisynth.lab.objects.meltables import MELTABLES
from scisynth.lab.objects.melting_pen import MeltingPen
from scisynth.lab.objects.pen import Pen, arc
from scisynth.lab.objects.vessels import Vessel, draw_vessel_back, draw_vessel_front, fill_vessel, make_vessel
from scisynth.lab.view import SceneView

ICE = "#dcedf7"
ICE_EDGE = "#86b4d0"
PALER = 0.2
"""How far the colour of ice is moved from that of its liquid towards `ICE`."""
DARK_ICE = 120
"""Brightness, of 255, below which cracks are drawn bright."""
STEAM = "#90a2b0"
NUM_PUFFS = 6


# --- solidification -----------------------------------------------------------------------------------------------


def solidification(canvas: Canvas, view: SceneView) -> None:
    """A vessel of ice, domed, cracked and frosted, or of glossy liquid."""
    vessel = make_vessel(canvas, view.look("vessel"), scale=1.12)
    color, liquid = view.look("color", "#ffffff"), view.look("liquid")
    frozen = view.outcome == "frozen"
    # Ice scatters light, so that it is paler than its liquid and matt; it keeps its colour.
    ice = mix(liquid, ICE, PALER)
    draw_vessel_back(canvas, vessel, color)
    with canvas.region():
        if frozen:
            _ice_body(canvas, vessel, ice)
        else:
            fill_vessel(canvas, vessel, _liquid(view))
            _gloss(canvas, vessel, liquid)
    draw_vessel_front(canvas, vessel, color)
    if frozen:
        with canvas.region():
            _frost(canvas, vessel)
            _dome(canvas, vessel, ice)
            _icicles(canvas, vessel, ice)


def _liquid(view: SceneView) -> Color:
    return view.look("liquid") + ("b8" if view.look("clear") else "f4")


def _gloss(canvas: Canvas, vessel: Vessel, color: Color) -> None:
    """A level shining surface with one small ripple."""
    x, y, rx, ry = vessel.surface()
    canvas.ellipse(x, y, rx, ry, None, outline=darker(color, 0.25), width=0.007)
    shift = canvas.rng.uniform(-0.2, 0.2) * rx
    canvas.ellipse(x + shift, y, rx * 0.5, ry * 0.45, None, outline=lighter(color, 0.55), width=0.007)
    canvas.polygon(
        [*arc(x, y, rx * 0.86, ry * 0.78, 190, 270, 8), *arc(x, y, rx * 0.62, ry * 0.4, 270, 190, 8)], "#ffffffb0"
    )


def _ice_body(canvas: Canvas, vessel: Vessel, ice: Color) -> None:
    """Opaque ice seen through a glass wall, with facets and cracks."""
    if vessel.opaque:
        return
    low, level = vessel.kind.floor, vessel.kind.level
    canvas.polygon(vessel.body(low, level, 0.012), ice)
    for _ in range(7):
        fraction = canvas.rng.uniform(low + 0.04, level - 0.04)
        half = vessel.half(fraction) * 0.7
        x, y, size = vessel.x + canvas.rng.uniform(-half, half), vessel.y(fraction), canvas.rng.uniform(0.03, 0.07)
        tone = canvas.rng.choice((lighter(ice, 0.45), lighter(ice, 0.25), darker(ice, 0.2)))
        canvas.polygon([(x - size, y + size * 0.3), (x, y - size), (x + size * 0.6, y + size * 0.7)], tone)
    _crack(
        canvas,
        _edge(ice),
        vessel.x - vessel.half(low) * 0.4,
        vessel.y(level) + 0.03,
        0.5 * (vessel.y(low) - vessel.y(level)),
    )


def _edge(ice: Color) -> Color:
    """Colour of cracks and rims: darker than pale ice, brighter than dark ice."""
    return mix(ICE_EDGE, darker(ice, 0.3), 0.5) if luminance(ice) > DARK_ICE else lighter(ice, 0.5)


def _crack(canvas: Canvas, edge: Color, x: float, y: float, length: float) -> None:
    points = [(x, y)]
    for step in range(1, 5):
        points.append((x + (-1) ** step * canvas.rng.uniform(0.01, 0.03) + 0.02 * step, y + length * step / 4))
    canvas.line(points, edge, 0.009)
    canvas.line([points[2], (points[2][0] + 0.06, points[2][1] + 0.03)], edge, 0.008)


def _dome(canvas: Canvas, vessel: Vessel, ice: Color) -> None:
    """Ice takes more room than water: it bulges out of the rim."""
    x, y, rx, ry = vessel.surface()
    height = max(0.55 * rx, 0.07) * canvas.rng.uniform(0.9, 1.15)
    bulge = [*arc(x, y, rx, height, 180, 360, 14), *arc(x, y, rx, ry, 0, 180, 10)]
    canvas.polygon(bulge, ice, outline=_edge(ice), width=0.009)
    canvas.polygon(arc(x - rx * 0.3, y - height * 0.38, rx * 0.4, height * 0.34, 0, 360, 12), lighter(ice, 0.4))
    canvas.line(
        [
            (x - rx * 0.1, y - height * 0.9),
            (x + rx * 0.12, y - height * 0.5),
            (x, y - height * 0.2),
            (x + rx * 0.25, y + ry * 0.5),
        ],
        _edge(ice),
        0.009,
    )
    canvas.line([(x + rx * 0.12, y - height * 0.5), (x + rx * 0.55, y - height * 0.3)], _edge(ice), 0.009)


def _frost(canvas: Canvas, vessel: Vessel) -> None:
    """A white veil with crystals on the outside, and snow about the foot."""
    low = vessel.kind.profile[0][0]
    canvas.polygon(vessel.body(low, 1), "#eef6fb22")
    for _ in range(16):
        fraction = low + (1 - low) * canvas.rng.random() ** 1.3
        half = vessel.half(fraction) * 0.92
        x, y, size = (
            vessel.x + canvas.rng.uniform(-half, half),
            vessel.y(fraction) + 0.01,
            canvas.rng.uniform(0.014, 0.03),
        )
        canvas.polygon(
            [
                (x - size, y),
                (x - size * 0.2, y - size * 0.3),
                (x, y - size),
                (x + size * 0.2, y - size * 0.3),
                (x + size, y),
                (x, y + size * 0.8),
            ],
            "#ffffffd0",
        )
    foot = max(vessel.half(0), 0.12)
    canvas.ellipse(vessel.x, STAND + 0.022, foot * 1.3, 0.026, "#cfe1ed")
    for step in range(9):
        x, high = vessel.x + foot * 1.15 * (step / 4 - 1), canvas.rng.uniform(0.014, 0.026)
        canvas.ellipse(x, STAND + 0.016, 0.045, high, "#f6fafd")


def _icicles(canvas: Canvas, vessel: Vessel, ice: Color) -> None:
    """Hanging from the near rim."""
    rim, tilt, y = vessel.half(1), vessel.kind.tilt, vessel.y(1)
    num = 7 if rim > 0.1 else 4
    for step in range(num):
        turn = math.pi * (step + 0.5 + canvas.rng.uniform(-0.2, 0.2)) / num
        x, top = vessel.x + rim * math.cos(turn), y + rim * tilt * math.sin(turn)
        width, length = canvas.rng.uniform(0.014, 0.022), canvas.rng.uniform(0.05, 0.14)
        canvas.polygon(
            [(x - width, top - 0.008), (x + width, top - 0.008), (x, top + length)],
            mix(ice, ICE, 0.35),
            outline=_edge(ice),
            width=0.005,
        )
        canvas.line([(x - width * 0.3, top), (x - 0.002, top + length * 0.6)], "#ffffff", 0.006)
    canvas.line(arc(vessel.x, y, rim, rim * tilt, 0, 180, 12), "#f4fafd", 0.022)


# --- evaporation --------------------------------------------------------------------------------------------------


def evaporation(canvas: Canvas, view: SceneView) -> None:
    """A vessel at a rolling boil under clouds of steam, or of calm liquid."""
    vessel = make_vessel(canvas, view.look("vessel"), scale=0.92)
    color, liquid = view.look("color", "#ffffff"), view.look("liquid")
    boils = view.outcome == "boiling"
    draw_vessel_back(canvas, vessel, color)
    with canvas.region():
        if boils:
            _steam(canvas, vessel, far=True)
        fill_vessel(canvas, vessel, _liquid(view))
        if boils and not vessel.opaque:
            _rising_bubbles(canvas, vessel, liquid)
        if not boils:
            _gloss(canvas, vessel, liquid)
    draw_vessel_front(canvas, vessel, color)
    if boils:
        with canvas.region():
            _bursting_bubbles(canvas, vessel, liquid)
            _steam(canvas, vessel, far=False)


def _rising_bubbles(canvas: Canvas, vessel: Vessel, color: Color) -> None:
    low, level = vessel.kind.floor, vessel.kind.level
    for _ in range(22):
        fraction = canvas.rng.uniform(low + 0.04, level)
        size = 0.009 + 0.018 * (fraction - low) / (level - low) * canvas.rng.uniform(0.6, 1.2)
        half = vessel.half(fraction) - size - 0.02
        x, y = vessel.x + canvas.rng.uniform(-half, half), vessel.y(fraction)
        canvas.ellipse(x, y, size, size, lighter(color, 0.6) + "a0", outline="#ffffff", width=0.006)


def _bursting_bubbles(canvas: Canvas, vessel: Vessel, color: Color) -> None:
    """A heaving surface: domes of all sizes, and drops thrown up."""
    x, y, rx, ry = vessel.surface()
    for step in range(13):
        turn = 2.4 * step
        fraction = math.sqrt((step + 0.5) / 13) * 0.92
        bx, by = x + rx * fraction * math.cos(turn), y + ry * fraction * math.sin(turn)
        size = canvas.rng.uniform(0.16, 0.26) * max(rx, 0.1)
        canvas.ellipse(bx, by - size * 0.35, size, size, lighter(color, 0.42), outline=darker(color, 0.28), width=0.007)
        canvas.ellipse(bx - size * 0.3, by - size * 0.7, size * 0.3, size * 0.26, "#ffffff")
    for _ in range(7):
        size = canvas.rng.uniform(0.008, 0.015)
        canvas.ellipse(
            x + canvas.rng.uniform(-1.1, 1.1) * rx, y - canvas.rng.uniform(0.05, 0.13), size, size * 1.2, color
        )


def _steam(canvas: Canvas, vessel: Vessel, *, far: bool) -> None:
    """Rising, widening clouds: grey behind, white before."""
    x, y, rx, _ = vessel.surface()
    y = min(y, vessel.y(1))
    for step in range(NUM_PUFFS):
        rise = (step + canvas.rng.uniform(0.1, 0.9)) / NUM_PUFFS
        spread = rx * (0.3 + 0.6 * rise) + 0.02
        px, py = x + canvas.rng.uniform(-1, 1) * spread, y - 0.02 - rise * (y - 0.06)
        size = (0.1 + 0.09 * rise) * canvas.rng.uniform(0.85, 1.15)
        if far:
            _puff(canvas, px, py, size, STEAM)
        else:
            _puff(canvas, px - 0.02, py - 0.02, size * 0.55, "#ffffff")


def _puff(canvas: Canvas, x: float, y: float, size: float, color: Color) -> None:
    """A soft round cloud: thin ellipses one in another."""
    for fraction in (1.0, 0.86, 0.72, 0.56):
        canvas.ellipse(x, y, size * fraction, size * fraction * 0.86, color + "34")


# --- melting ------------------------------------------------------------------------------------------------------


def melting(canvas: Canvas, view: SceneView) -> None:
    """The subject crisp, or slumped in its own puddle; on a pan where the condition is one."""
    x, foot = view.rng.uniform(0.44, 0.56), STAND
    pan = view.condition.name == "pan"
    if pan:
        _pan(canvas, x, foot)
    thing = MELTABLES[view.look("shape")]
    size = 0.2 * view.rng.uniform(0.92, 1.08)
    center = foot - size * thing.half_height
    color, puddle = view.look("color"), view.look("puddle", view.look("color"))
    hard = Pen(canvas, x, center, size)
    if view.outcome == "firm":
        canvas.ellipse(x + 0.015, foot, size * thing.half_width * 1.12, 0.022, "#00000050")
        with canvas.region():
            thing.draw(hard, hard, color)
        return
    with canvas.region():
        _puddle(canvas, x, foot, size * max(thing.half_width, 0.75) * 1.5, puddle)
        thing.draw(
            MeltingPen(canvas, x, center, size, foot=thing.half_height, base=thing.base, rng=view.rng), hard, color
        )
        _drips(canvas, x, foot, size, thing.base, thing.half_height, thing.drip_half_width, puddle)


def _puddle(canvas: Canvas, x: float, y: float, half: float, color: Color) -> None:
    half = min(half, 0.36)
    high = 0.062
    canvas.blob(x, y + 0.012, half * 1.04, high * 1.1, darker(color, 0.35), wobble=0.1)
    canvas.blob(x, y + 0.004, half, high * 0.95, color, wobble=0.1)
    canvas.polygon(
        [*arc(x, y, half * 0.84, high * 0.66, 100, 172, 8), *arc(x, y, half * 0.7, high * 0.4, 172, 100, 8)],
        "#ffffffd0",
    )
    canvas.ellipse(x + half * 0.62, y + 0.002, half * 0.14, high * 0.16, "#ffffffc0")


def _drips(
    canvas: Canvas, x: float, foot: float, size: float, base: float, reach: float, half: float, color: Color
) -> None:
    """Streams from a thing that melts above its stand, down to the puddle."""
    fall = (reach - base) * size
    if fall < 0.02:
        return
    for side, fraction in ((-0.8, 0.95), (0.15, 0.6), (0.75, 0.8)):
        at = x + side * half * size
        top, end = foot - fall - 0.03, foot - fall + fall * fraction
        canvas.line([(at, top), (at, end)], color, 0.026)
        canvas.ellipse(at, end, 0.019, 0.026, color)
        canvas.ellipse(at - 0.006, end - 0.006, 0.006, 0.01, "#ffffffd0")


def _pan(canvas: Canvas, x: float, y: float) -> None:
    canvas.line([(x + 0.3, y - 0.02), (x + 0.56, y - 0.09)], "#1f2327", 0.05)
    canvas.line([(x + 0.34, y - 0.042), (x + 0.55, y - 0.102)], "#565d64", 0.012)
    canvas.ellipse(x, y + 0.035, 0.41, 0.1, "#24282c")
    canvas.ellipse(x, y + 0.012, 0.41, 0.1, "#6a7178")
    canvas.ellipse(x, y + 0.016, 0.385, 0.088, "#3a3f45")
    canvas.ellipse(x - 0.05, y + 0.02, 0.3, 0.058, "#454b52")
