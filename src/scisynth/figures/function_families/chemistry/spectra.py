"""Chemistry - Spectra, absorption: infrared bands, proton NMR multiplets.

Bands are Lorentzians at characteristic wavenumbers; a bond's force constant is k = mu (2 pi c nu)^2. A signal with n equivalent
neighbours has n + 1 lines in the ratio of Pascal's triangle. Shifts and bands are rounded values
as reference tables (SDBS) give them for the pure compounds or in CDCl3.
"""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.chemistry import AVOGADRO, LIGHT, MASSES, PLANCK, other_options, plain_formula
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer
from scisynth.figures.verify.formula import evaluate

TYPE = "Chemistry - Spectra"
Bands = tuple[tuple[int, int, int], ...]
INFRARED: dict[str, tuple[str, str, Bands, tuple[tuple[int, str, str, str], ...]]] = {
    "propanone": ("C3H6O", "ketone", ((2970, 30, 40), (1715, 80, 18), (1365, 50, 16), (1222, 55, 16)), ((1715, "C=O", "C", "O"),)),
    "propan-2-ol": ("C3H8O", "alcohol", ((3350, 65, 150), (2970, 60, 40), (1380, 35, 20), (1130, 45, 22), (950, 40, 20)), ((3350, "O-H", "O", "H"), (2970, "C-H", "C", "H"))),
    "acetic acid": ("C2H4O2", "carboxylic acid", ((3000, 55, 330), (1710, 75, 25), (1410, 40, 25), (1290, 50, 30), (935, 25, 40)), ((1710, "C=O", "C", "O"),)),
    "ethyl acetate": ("C4H8O2", "ester", ((2985, 30, 35), (1743, 85, 16), (1374, 45, 16), (1241, 80, 20), (1048, 55, 20)), ((1743, "C=O", "C", "O"),)),
    "acetonitrile": ("C2H3N", "nitrile", ((3000, 25, 25), (2254, 55, 12), (1445, 40, 20), (1375, 35, 14), (1040, 30, 14)), ((2254, "C≡N", "C", "N"),)),
    "hex-1-yne": ("C6H10", "terminal alkyne", ((3310, 70, 22), (2945, 65, 50), (2120, 25, 12), (1465, 35, 18), (630, 60, 25)), ((3310, "≡C-H", "C", "H"), (2120, "C≡C", "C", "C"))),
    "aniline": ("C6H7N", "primary amine", ((3430, 42, 28), (3355, 45, 28), (1620, 65, 18), (1500, 60, 12), (1277, 50, 18), (750, 65, 14)), ((3430, "N-H", "N", "H"),)),
    "hex-1-ene": ("C6H12", "alkene", ((3080, 25, 14), (2930, 70, 50), (1642, 40, 12), (1460, 35, 16), (993, 35, 11), (910, 60, 11)), ((1642, "C=C", "C", "C"), (3080, "=C-H", "C", "H"))),
    "propanal": ("C3H6O", "aldehyde", ((2980, 45, 40), (2820, 30, 25), (2720, 35, 20), (1738, 80, 16), (1460, 30, 18)), ((1738, "C=O", "C", "O"), (2720, "C-H of CHO", "C", "H"))),
    "acetamide": ("C2H5NO", "amide", ((3350, 60, 60), (3180, 55, 70), (1670, 80, 32), (1395, 45, 22)), ((1670, "C=O", "C", "O"), (3350, "N-H", "N", "H"))),
    "phenol": ("C6H6O", "phenol", ((3330, 65, 140), (1595, 50, 12), (1498, 55, 12), (1225, 60, 28), (752, 60, 14)), ((3330, "O-H", "O", "H"),)),
    "hexane": ("C6H14", "alkane", ((2960, 60, 22), (2860, 50, 25), (1466, 40, 14), (1379, 25, 12), (725, 15, 12)), ((2960, "C-H", "C", "H"),)),
}  # fmt: skip
"""Formula, class, bands (wavenumber, depth in %, half width) and those that one bond explains."""


def follow(
    sketch: Sketch, name: str, axes: str, formula: str, low: float, high: float, num: int, **style: object
) -> None:
    """A path that follows a formula, and the claim that it does."""
    x = np.linspace(low, high, num)
    points = zip(x.tolist(), evaluate(formula, x).tolist(), strict=True)
    sketch.line(name, *points, axes=axes, **style)
    sketch.claim("formula", name, value=formula)


def force_constant(wavenumber: float, one: str, two: str) -> float:
    """N/m, of a diatomic oscillator with standard atomic masses (wavenumber in 1/cm)."""
    reduced = MASSES[one] * MASSES[two] / (MASSES[one] + MASSES[two]) * 1.66053907e-27
    return reduced * (2 * math.pi * LIGHT * 100 * wavenumber) ** 2


@family(TYPE, "infrared")
def infrared(draw: Random) -> FigureScene:
    """An infrared spectrum; the class of the compound, or the force constant behind a marked band."""
    name = draw.choice(sorted(INFRARED))
    formula, kind, bands, known = INFRARED[name]
    base = draw.choice((96, 97, 98))
    trace = f"{base}" + "".join(f"-{depth}/(1+((x-{place})/{width})**2)" for place, depth, width in bands)
    sketch = Sketch()
    sketch.axes(
        "axes:ir", (0, 0, 6.4, 3.6), x_limits=(4000, 500), y_limits=(0, 105), x_label="wavenumber in cm$^{-1}$", y_label="transmittance in %",
        x_ticks=tuple(range(4000, 499, -500)), y_ticks=(0, 20, 40, 60, 80, 100), grid=True,
    )  # fmt: skip
    follow(sketch, "curve:ir", "axes:ir", trace, 4000, 500, 1401, color=BLUE, width=1.5)
    place, bond, one, two = draw.choice(known)
    depth = float(evaluate(trace, np.asarray([float(place)]))[0])
    dot = sketch.circle(
        "point:band", (place, depth), 28, radius_y=28 * 105 / 3500 * 6.4 / 3.6, fill=RED, color=RED, axes="axes:ir", z=4
    )
    sketch.claim("at", dot, value=(place, depth))
    sketch.claim("on", dot, "curve:ir")
    sketch.text(
        "label:band", f"{place}", (place, depth), of=dot, toward=(-0.2, -1), axes="axes:ir", color=RED, halo=True
    )
    sketch.text("title:formula", f"compound X, {plain_formula(formula)}", (3.2, 3.72), valign="bottom", size=12)
    asked, answer, solution, hidden = _ask_band(draw, kind, place, bond, one, two)
    deepest = max(bands, key=lambda band: band[1])[0]
    places = [str(band[0]) for band in bands]
    triple = [f"{value}" for value in (2500, 3700, 2400, 1850, 600)]
    strong = sum(band[1] >= 50 for band in bands)
    region = "above 2600" if place > 2600 else "2000 to 2600" if place > 2000 else "1500 to 2000"
    return sketch.scene(
        problem=f"The infrared spectrum of X ({plain_formula(formula)}) has bands at {', '.join(places)} cm⁻¹; that at {place} cm⁻¹ is marked. {asked}",
        multimodal_question=f"The figure shows the infrared spectrum of X. {asked}",
        givens=(Quantity(symbol="ν", value=place, unit="cm⁻¹", meaning="marked band"),),
        unknown=asked.removesuffix("?").lower(),
        answer=answer,
        solution=solution,
        hidden=(hidden,),
        quizzes=(
            make_quiz(
                draw,
                "Which wavenumber is written at the marked band, in cm⁻¹?",
                str(place),
                [*other_options(draw, places, str(place)), *triple],
            ),
            make_quiz(
                draw,
                "In which region (cm⁻¹) does the marked band lie?",
                region,
                other_options(draw, ["above 2600", "2000 to 2600", "1500 to 2000", "below 1000"], region),
            ),
            make_quiz(
                draw,
                "Near which wavenumber (cm⁻¹) is the deepest band?",
                str(deepest),
                [str(deepest + step) for step in (700, -500, 1200) if 600 < deepest + step < 3950] + triple,
            ),
        ),
        alt_text=f"Infrared spectrum of a compound {plain_formula(formula)} with {strong} strong bands; one at {place} cm⁻¹ is marked.",
    )


def _ask_band(draw: Random, kind: str, place: int, bond: str, one: str, two: str) -> tuple[str, Answer, str, str]:
    """What is asked of the marked band, with answer, solution and what must stay hidden."""
    constant = force_constant(place, one, two)
    energy = AVOGADRO * PLANCK * LIGHT * 100 * place / 1000
    asked, answer, solution, hidden = draw.choice(
        [
            (
                "Find the energy of the photons of the marked band in kJ/mol.",
                number_answer(energy, "kJ/mol"),
                f"E = N_A h c ν = {format_number(energy)} kJ/mol",
                f"{format_number(energy)} kJ/mol",
            ),
            (
                "To which class of compounds does X belong?",
                Answer(text=kind),
                f"The band at {place} cm⁻¹ belongs to {bond}: {kind}",
                kind,
            ),
            (
                f"The marked band is the {bond} stretch. Find the force constant of the bond in N/m from the reduced mass of {one} and {two}.",
                number_answer(constant, "N/m"),
                f"k = μ (2π c ν)² = {format_number(constant)} N/m",
                f"{format_number(constant)} N/m",
            ),
        ]
    )
    return asked, answer, solution, hidden


NMR = {
    "ethyl acetate": ("C4H8O2", ((4.12, 2, 3), (2.04, 3, 0), (1.26, 3, 2))), "bromoethane": ("C2H5Br", ((3.44, 2, 3), (1.68, 3, 2))),
    "iodoethane": ("C2H5I", ((3.20, 2, 3), (1.84, 3, 2))), "chloroethane": ("C2H5Cl", ((3.57, 2, 3), (1.49, 3, 2))),
    "diethyl ether": ("C4H10O", ((3.48, 4, 3), (1.21, 6, 2))), "butanone": ("C4H8O", ((2.45, 2, 3), (2.14, 3, 0), (1.06, 3, 2))),
    "2-bromopropane": ("C3H7Br", ((4.29, 1, 6), (1.71, 6, 1))), "2-chloropropane": ("C3H7Cl", ((4.14, 1, 6), (1.54, 6, 1))),
    "1,1-dichloroethane": ("C2H4Cl2", ((5.89, 1, 3), (2.06, 3, 1))), "1,1,2-trichloroethane": ("C2H3Cl3", ((5.77, 1, 2), (3.97, 2, 1))),
    "3-methylbutan-2-one": ("C5H10O", ((2.88, 1, 6), (2.14, 3, 0), (1.10, 6, 1))), "ethanal": ("C2H4O", ((9.80, 1, 3), (2.20, 3, 1))),
    "methyl propanoate": ("C4H8O2", ((3.67, 3, 0), (2.32, 2, 3), (1.15, 3, 2))), "ethyl formate": ("C3H6O2", ((8.03, 1, 0), (4.22, 2, 3), (1.29, 3, 2))),
    "isopropyl acetate": ("C5H10O2", ((4.99, 1, 6), (2.02, 3, 0), (1.23, 6, 1))), "pentan-3-one": ("C5H10O", ((2.44, 4, 3), (1.06, 6, 2))),
    "2-iodopropane": ("C3H7I", ((4.32, 1, 6), (1.89, 6, 1))), "isopropyl formate": ("C4H8O2", ((8.02, 1, 0), (5.12, 1, 6), (1.28, 6, 1))),
}  # fmt: skip
"""Formula, and each signal's shift in ppm, protons and equivalent neighbours."""
COUPLING_PPM = 7.0 / 60
"""7 Hz at 60 MHz."""
WORDS = {1: "singlet", 2: "doublet", 3: "triplet", 4: "quartet", 7: "septet"}


def multiplet(shift: float, neighbours: int) -> list[tuple[float, float]]:
    """Lines of a first-order multiplet: place in ppm and height, the tallest 1."""
    tallest = math.comb(neighbours, neighbours // 2)
    return [
        (shift + (neighbours / 2 - line) * COUPLING_PPM, math.comb(neighbours, line) / tallest)
        for line in range(neighbours + 1)
    ]


@family(TYPE, "nmr_multiplets")
def nmr_multiplets(draw: Random) -> FigureScene:
    """A proton spectrum with integrals; the compound, or what a marked multiplet tells."""
    name = draw.choice(sorted(NMR))
    formula, signals = NMR[name]
    top = 10.5 if signals[0][0] > 6 else 6.6
    sketch = Sketch()
    sketch.axes(
        "axes:nmr", (0, 0, 6.6, 3.4), x_limits=(top, 0), y_limits=(-0.04, 1.3), x_label=r"chemical shift $\delta$ in ppm", y_ticks=(),
        y_label="signal, each to its tallest line", x_ticks=tuple(range(int(top), -1, -1)),
    )  # fmt: skip
    letters = _draw_signals(sketch, signals, top)
    sketch.text("title:formula", f"{plain_formula(formula)}, 60 MHz", (3.3, 3.5), valign="bottom", size=12)
    sketch.claim("count", "signal", value=len(signals))
    sketch.claim("order", *(f"signal:{letter}" for letter in letters), value="left_to_right")
    marked = draw.choice(sorted(letters))
    _, protons, neighbours = letters[marked]
    ratio = " : ".join(str(math.comb(neighbours, line)) for line in range(neighbours + 1))
    asked, answer, solution, hidden = draw.choice(
        [
            ("Which compound is it?", Answer(text=name), f"Shifts, integrals and splitting fit {name}", name),
            (
                f"How many equivalent neighbouring protons do the protons of signal {marked} couple with?",
                Answer(text=str(neighbours), value=neighbours),
                f"{neighbours + 1} lines mean n = {neighbours}",
                f"n = {neighbours}",
            ),
            (
                f"In which ratio do the lines of signal {marked} stand?",
                Answer(text=ratio),
                f"Row {neighbours} of Pascal's triangle: {ratio}",
                ratio if neighbours else "ratio 1",
            ),
        ]
    )
    kind = WORDS[neighbours + 1]
    fewest = min(letters, key=lambda letter: letters[letter][0])
    listed = "; ".join(
        f"{letter} {place:g} ppm ({count} H, {WORDS[near + 1]})" for letter, (place, count, near) in letters.items()
    )
    return sketch.scene(
        problem=f"The ¹H NMR spectrum of {plain_formula(formula)} shows {listed}. {asked}",
        multimodal_question=f"The figure shows the ¹H NMR spectrum of a compound {plain_formula(formula)}. {asked}",
        givens=tuple(
            Quantity(symbol=f"δ_{letter}", value=place, unit="ppm") for letter, (place, _, _) in letters.items()
        ),
        unknown=asked.removesuffix("?").lower(),
        answer=answer,
        solution=solution,
        hidden=(hidden,),
        quizzes=(
            make_quiz(draw, "How many signals does the spectrum have?", str(len(signals)), ["1", "2", "3", "4", "5"]),
            make_quiz(draw, f"Which shape has signal {marked}?", kind, other_options(draw, list(WORDS.values()), kind)),
            make_quiz(
                draw,
                f"What does the integral of signal {marked} say?",
                f"{protons} H",
                [f"{value} H" for value in (1, 2, 3, 4, 6, 9) if value != protons],
            ),
            make_quiz(draw, "Which signal has the smallest shift?", fewest, ["a", "b", "c", "d"]),
        ),
        alt_text=f"¹H NMR spectrum with {len(signals)} signals: {listed}.",
    )


def _draw_signals(
    sketch: Sketch, signals: tuple[tuple[float, int, int], ...], top: float
) -> dict[str, tuple[float, int, int]]:
    """Multiplets with their letters and integrals, and the line between them."""
    edges = [top]
    letters = dict(zip("abc", signals, strict=False))
    for letter, (shift, protons, neighbours) in letters.items():
        lines, width = multiplet(shift, neighbours), 0.014
        trace = "+".join(f"{height:.4g}/(1+((x-{place:.4f})/{width})**2)" for place, height in lines)
        reach = (neighbours / 2 + 1.1) * COUPLING_PPM
        follow(sketch, f"signal:{letter}", "axes:nmr", trace, shift + reach, shift - reach, 601, color=BLUE, width=1.3)
        edges += [shift + reach, shift - reach]
        sketch.text(
            f"integral:{letter}",
            f"{protons} H",
            (shift, 1.0),
            of=f"signal:{letter}",
            toward=(0, 1),
            gap_pt=18,
            axes="axes:nmr",
            color=RED,
        )
        sketch.text(
            f"name:{letter}",
            f"({letter})",
            (shift, 1.0),
            of=f"signal:{letter}",
            toward=(0, 1),
            gap_pt=5,
            axes="axes:nmr",
        )
        sketch.claim("value", f"integral:{letter}", value=protons)
    for index, (start, stop) in enumerate(zip(edges[::2], [*edges[1::2], 0.0], strict=True)):
        if start - stop > 0.01:
            sketch.line(f"base:{index}", (start, 0.003), (stop, 0.003), axes="axes:nmr", color=BLUE, width=1.3)
    return letters


@defect("infrared", "missing_band")
def missing_band(scene: FigureScene, draw: Random) -> FigureScene:
    """The spectrum is flat where the marked band should be."""
    curve, dot = scene.mark("curve:ir"), scene.mark("point:band")
    assert isinstance(curve, Path)
    at = dot.center[0]  # type: ignore[union-attr]
    points = tuple((x, 96.0 if abs(x - at) < 120 else y) for x, y in curve.points)
    return scene.with_marks(
        tuple(replace(curve, points=points) if mark.id == curve.id else mark for mark in scene.marks)
    )


@defect("nmr_multiplets", "wrong_splitting")
def wrong_splitting(scene: FigureScene, draw: Random) -> FigureScene:
    """A signal has one line more than its neighbours allow."""
    signal = draw.choice([mark for mark in scene.marks if mark.id.startswith("signal:") and isinstance(mark, Path)])
    assert isinstance(signal, Path)
    xs = np.asarray([x for x, _ in signal.points])
    middle, neighbours = float(xs.mean()), round((xs[0] - xs[-1]) / 2 / COUPLING_PPM * 2 - 2.2)
    trace = sum(height / (1 + ((xs - place) / 0.014) ** 2) for place, height in multiplet(middle, neighbours + 1))
    points = tuple(zip(xs.tolist(), np.asarray(trace).tolist(), strict=True))
    return scene.with_marks(
        tuple(replace(signal, points=points) if mark.id == signal.id else mark for mark in scene.marks)
    )
