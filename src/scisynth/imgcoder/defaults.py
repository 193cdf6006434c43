"""Claims that a plan of each type of figure should hold: what is drawn to scale, what names what, what joins what.

One row of `TYPES` for each of the 25 image types: the groups of claim kinds that its plans are shown, the rules that make claims out of
the givens, and lines that say what else such a figure claims. Ids follow the convention `role:name` with the symbol of the given, so that
a plan which takes a line over gives its marks these ids.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claim_checks.kinds import GROUPS, describe_kinds
from scisynth.grading.values.plain import GREEK_LETTERS, plain_text
from scisynth.grading.values.quantities import read_quantity
from scisynth.grading.values.units import Unit, conversion
from scisynth.imgcoder.claim_spellings import read_number_text
from scisynth.imgcoder.understanding import Given

MAX_LINES, MAX_LINE_CHARS = 8, 70
"""Of the prompt: about 120 tokens."""
MAX_RATIO = 50.0
"""Lengths that differ more than this are never drawn to one scale."""


@dataclass(frozen=True, kw_only=True)
class ProposedClaim:
    """A claim that a plan should hold."""

    words: str
    """As a line of a prompt: `angle(angle:theta) = 30`."""
    claim: Claim | None = None
    """For the checks; None where its ids or its value are the plan's to fill in."""


@dataclass(frozen=True, kw_only=True)
class _Quantity:
    name: str
    """Of its mark, after the colon."""
    symbol: str
    value: float
    unit: Unit | None
    text: str
    """As the problem prints it."""

    def measures(self, base: str) -> bool:
        """Whether its unit is one of this base: m, A s, ..."""
        return self.unit is not None and " ".join(f"{name}{power}" for name, power in self.unit.powers) == base


Rule = Callable[[Sequence[_Quantity]], list[Claim]]
LENGTH, CHARGE, OHM, VOLT = "m1", "A1 s1", "A-2 kg1 m2 s-3", "A-1 kg1 m2 s-3"


def _angles(givens: Sequence[_Quantity]) -> list[Claim]:
    """The arc of each angle spans it."""
    return [
        Claim(kind="angle", of=(f"angle:{given.name}",), value=float(f"{degrees:.6g}"))
        for given in givens
        if given.unit and given.unit.degrees and 0 < (degrees := given.value * given.unit.degrees) < 360
    ]


def _to_scale(role: str) -> Rule:
    """Lengths are to each other as their values, each against the first."""

    def rule(givens: Sequence[_Quantity]) -> list[Claim]:
        return [
            Claim(kind="ratio", of=(f"{role}:{other.name}", f"{role}:{first.name}"), value=ratio)
            for first, other, ratio in _ratios([given for given in givens if given.measures(LENGTH)])
        ]

    return rule


def _ratios(found: Sequence[_Quantity]) -> list[tuple[_Quantity, _Quantity, float]]:
    pairs = []
    for other in found[1:]:
        factor = conversion(other.unit, found[0].unit) if other.unit and found[0].unit else None
        ratio = other.value * factor / found[0].value if factor and found[0].value else 0.0
        if 1 / MAX_RATIO <= ratio <= MAX_RATIO:
            pairs.append((found[0], other, float(f"{ratio:.6g}")))
    return pairs


def _lens(givens: Sequence[_Quantity]) -> list[Claim]:
    """Focal length and distance of the object are to scale."""
    focal = next(
        (given for given in givens if given.measures(LENGTH) and re.match(r"f(?![a-z])|focal", given.symbol)), None
    )
    away = next(
        (
            given
            for given in givens
            if given.measures(LENGTH) and re.match(r"(?:u|p|g|a|[sd]_?\{?[o0]\}?|object.*)$", given.symbol)
        ),
        None,
    )
    if focal is None or away is None:
        return []
    return [
        Claim(kind="distance_ratio", of=("lens:1", "focus:F", "lens:1", "object:O"), value=abs(ratio))
        for _, _, ratio in _ratios([away, focal])
    ]


def _named(role: str, base: str) -> Rule:
    """Each value stands by its mark."""

    def rule(givens: Sequence[_Quantity]) -> list[Claim]:
        return [
            Claim(kind="names", of=(f"{role}:{given.name}",), value=given.text)
            for given in givens
            if given.measures(base)
        ]

    return rule


def _points(givens: Sequence[_Quantity]) -> list[Claim]:
    """A given (x, y) is a point of the axes."""
    found = []
    for given in givens:
        parts = re.fullmatch(r"\(\s*([^,;]+)[,;]\s*([^,;]+)\)", given.text)
        place = [read_number_text(part) for part in parts.groups()] if parts else []
        if len(place) == 2 and None not in place:
            found.append(
                Claim(kind="at", of=(f"point:{given.name}",), value=tuple(part for part in place if part is not None))
            )
    return found


def _curves(givens: Sequence[_Quantity]) -> list[Claim]:
    """A given formula of x or t is a curve."""
    return [
        Claim(kind="formula", of=(f"curve:{given.name}",), value=given.text)
        for given in givens
        if re.search(r"(?<![A-Za-z])[xt](?![A-Za-z])", given.text)
        and re.search(r"[-+*/^=\d]", given.text)
        and len(given.text) < 60
    ]


@dataclass(frozen=True, kw_only=True)
class TypeClaims:
    """What plans of one image type claim."""

    groups: str
    """Groups of claim kinds, by spaces."""
    kinds: str = ""
    """Further kinds, by spaces, of groups that are not shown whole."""
    lines: tuple[str, ...]
    rules: tuple[Rule, ...] = ()


SIDES, DIMENSIONS = _to_scale("side"), _to_scale("dim")
TYPES: Mapping[str, TypeClaims] = {
    "Math - Plane Geometric": TypeClaims(groups="text shape region", rules=(_angles, SIDES), lines=(
        "on(point:P, circle:O)", "perpendicular(side:h, side:AB)", "tangent(side:t, circle:O)", "names(side:AB) = its length")),
    "Math - Solid Geometric": TypeClaims(groups="text shape place", rules=(_angles, DIMENSIONS), lines=(
        "parallel(edge:AB, edge:DC)", "count(edge) = number", "names(dim:h) = its length", "connected(edge:AB, edge:BC)")),
    "Math - Analytic Geometry": TypeClaims(groups="text shape axes", kinds="shaded", rules=(_curves, _points), lines=(
        "formula(curve:f) = ...", "at(point:P) = [x, y]", "through(curve:f) = [x, y]", "names(point:P) = its name")),
    "Math - Set & Probability": TypeClaims(groups="text region arrow place", kinds="shape axis_labels", lines=(
        "in_overlap(label:both, set:A, set:B)", "outside(label:a, set:B)", "connects(branch:1, node:0, node:A)",
        "names(branch:1) = its probability")),
    "Physics - Mechanical": TypeClaims(groups="text shape arrow place region", rules=(_angles, DIMENSIONS), lines=(
        "direction(force:W) = down", "angle(side:base, side:slope) = incline's angle", "perpendicular(force:N, side:slope)",
        "touches(body:A, side:slope)", "connects(rope:1, body:A, pulley:P)", "ratio(force:A, force:B) = their sizes")),
    "Physics - Field Diagram": TypeClaims(
        groups="text arrow place region", kinds="shape parallel", rules=(_named("charge", CHARGE), _to_scale("dim")), lines=(
        "direction(field:E) = right", "points_to(force:F, charge:q1)", "distance_ratio(charge:1, charge:2, charge:2, point:P) = ...",
        "count(dot) = number")),
    "Physics - Waveform": TypeClaims(groups="text axes place", kinds="shaded", rules=(_curves,), lines=(
        "formula(curve:y) = ...", "through(curve:y) = [x, y]", "equal_spacing(node)", "names(dim:lambda) = its length")),
    "Physics - Optical Ray": TypeClaims(groups="text shape arrow place", kinds="shaded legend", rules=(_lens, _angles), lines=(
        "distance_ratio(lens:1, focus:F, lens:1, object:O) = f/u", "parallel(ray:1, axis:x)", "connected(ray:1, lens:1)",
        "on(focus:F, axis:x)", "direction(ray:1) = right", "order(object:O, lens:1) = left_to_right")),
    "Physics - Astronomical": TypeClaims(groups="text shape arrow place region", rules=(_angles, DIMENSIONS), lines=(
        "on(body:planet, orbit:1)", "distance_ratio(body:a, body:b, body:b, body:c) = ...", "inside(body:star, orbit:1)",
        "names(body:planet) = its name")),
    "Physics - Circuit": TypeClaims(
        groups="text circuit arrow", kinds="shape order", rules=(_named("resistor", OHM), _named("battery", VOLT)), lines=(
        "netlist() = battery:V1 n1 n2; resistor:R1 n1 n2; ...", "names(resistor:R1) = its value", "direction(current:I) = right")),
    "Physics - Thermodynamic": TypeClaims(groups="text axes arrow place region", kinds="parallel", rules=(_points,), lines=(
        "at(state:1) = [V, p]", "connects(process:12, state:1, state:2)", "level(state:1, state:2)", "inside(gas:1, cylinder:1)")),
    "Chemistry - Molecular Structure": TypeClaims(groups="text molecule", kinds="shape order level direction connects", lines=(
        "smiles() = SMILES of the molecule", "names(atom:1) = its label", "count(electron) = number")),
    "Chemistry - Electron Config": TypeClaims(groups="text arrow place", lines=(
        "heights(level:1, level:2, level:3) = energies", "count(electron) = number", "direction(spin:1) = up",
        "names(level:1) = its name", "connects(transition:1, level:2, level:1)")),
    "Chemistry - Reaction Scheme": TypeClaims(groups="text molecule arrow place", kinds="shape shaded", lines=(
        "order(reactant:1, arrow:1, product:1) = left_to_right", "direction(arrow:1) = right", "names(arrow:1) = its conditions",
        "connects(push:1, atom:Nu, atom:C)")),
    "Chemistry - Crystal Structure": TypeClaims(groups="text shape place region", kinds="legend", rules=(DIMENSIONS,), lines=(
        "count(ion_Na) = number", "equal_spacing(ion:1, ion:2, ion:3)", "ratio(edge:a, edge:b) = 1", "names(dim:a) = its length")),
    "Chemistry - Spectra": TypeClaims(groups="text axes", kinds="order shaded", lines=(
        "at(peak:1) = [x, y]", "values(peak) = heights in order of x", "names(peak:1) = its label", "count(peak) = number")),
    "Chemistry - Orbital / Quantum": TypeClaims(groups="text arrow place axes", rules=(_curves,), lines=(
        "heights(level:1, level:2, level:3) = energies", "symmetric(lobe:1, lobe:2, axis:y)", "count(electron) = number",
        "connects(link:1, level:a, level:b)")),
    "Biology - Cell Diagram": TypeClaims(groups="text region place", kinds="shape", lines=(
        "names(organelle:nucleus) = its name", "inside(organelle:nucleus, cell:1)", "count(chromosome) = number")),
    "Biology - Ecological": TypeClaims(groups="text arrow place axes", lines=(
        "connects(arrow:1, species:grass, species:rabbit)", "names(species:grass) = its name", "width_ratio(level:1, level:2) = ...",
        "order(level:1, level:2) = bottom_to_top")),
    "Biology - Genetics": TypeClaims(groups="text arrow place table", kinds="shape shaded", lines=(
        "row() = texts of one row of the square", "connects(line:1, person:1, person:2)", "level(person:1, person:2)",
        "count(affected) = number")),
    "Biology - Molecular Process": TypeClaims(groups="text arrow place region", lines=(
        "order(gene:1, rna:1, protein:1) = left_to_right", "direction(arrow:1) = right", "names(strand:1) = its name",
        "connects(arrow:1, part:a, part:b)", "inside(substrate:1, enzyme:1)")),
    "Universal - Plot & Chart": TypeClaims(groups="text axes", kinds="shape shaded order", rules=(_curves, _points), lines=(
        "values(bar) = heights in order of x", "formula(curve:f) = ...", "through(curve:f) = [x, y]", "count(bar) = number")),
    "Universal - Graph & Flow": TypeClaims(groups="text arrow place", kinds="shape shaded", lines=(
        "connects(edge:AB, node:A, node:B)", "names(edge:AB) = its weight", "names(node:A) = its name", "count(node) = number")),
    "Universal - Table / Grid": TypeClaims(groups="text table region", lines=(
        "row() = texts of one row", "column() = texts of one column", "count(cell) = number")),
    "Universal - Exp. Setup": TypeClaims(groups="text place region arrow shape", rules=(_angles, DIMENSIONS), lines=(
        "names(part:flask) = its name", "inside(liquid:1, part:beaker)", "connected(tube:1, part:flask)", "touches(part:a, part:b)",
        "order(part:a, part:b) = bottom_to_top")),
}  # fmt: skip
OTHER = TypeClaims(groups=" ".join(GROUPS), rules=(_angles,), lines=("names(part:1) = its name",))
"""For a type that is none of the 25."""


def describe_claim_kinds(image_type: str = "") -> str:
    """The kinds that a plan of this type is shown, a line each; all kinds for a type that is none of the 25."""
    found = TYPES.get(image_type, OTHER)
    return describe_kinds(found.groups.split(), found.kinds.split())


def default_claims(image_type: str, givens: Sequence[Given]) -> list[ProposedClaim]:
    """What a plan should claim: first what follows from the givens, then what figures of the type claim otherwise."""
    found = TYPES.get(image_type, OTHER)
    known = [quantity for given in givens if (quantity := _read(given)) is not None]
    claims = [claim for rule in found.rules for claim in rule(known)]
    from_givens = [ProposedClaim(words=_line(claim), claim=claim) for claim in dict.fromkeys(claims)]
    said = {_about(proposal.words) for proposal in from_givens}
    return [*from_givens, *(ProposedClaim(words=line) for line in found.lines if _about(line) not in said)]


def _about(line: str) -> str:
    """The kind and the role of a line: `angle(angle`."""
    return line.partition(":")[0]


def describe_proposals(image_type: str, givens: Sequence[Given]) -> str:
    """The proposals as lines of a prompt, at most about 120 tokens."""
    lines = [f"  {proposal.words[:MAX_LINE_CHARS]}" for proposal in default_claims(image_type, givens)]
    return "\n".join(lines[:MAX_LINES])


def _line(claim: Claim) -> str:
    value = claim.value
    parts = [f"{part:g}" if isinstance(part, float | int) else str(part) for part in _parts(value)]
    shown = f"[{', '.join(parts)}]" if isinstance(value, tuple) else parts[0]
    return f"{claim.kind}({', '.join(claim.of)}) = {shown}"


def _parts(value: object) -> Sequence[object]:
    return value if isinstance(value, tuple) else (value,)


def _read(given: Given) -> _Quantity | None:
    """A given with its value and unit, wherever the unit stands; None for one without a symbol."""
    text = f"{given.value}{'' if given.unit in ('°', '%') else ' '}{given.unit}".strip()
    name = _name(given.symbol)
    if not name:
        return None
    found = read_quantity(plain_text(text[:200]))
    if found is not None and (found.remark or (found.unit and not found.unit.is_known)):
        found = None
    value, unit = (found.value, found.unit) if found is not None else (0.0, None)
    return _Quantity(name=name, symbol=plain_text(given.symbol[:40]).strip(), value=value, unit=unit, text=text[:120])


def _name(symbol: str) -> str:
    """Of a mark: `\\theta_1` is theta1, `∠ABC` is ABC, `side AB` is AB."""
    spelled = {letter: macro for macro, letter in reversed(GREEK_LETTERS.items())}
    said = "".join(spelled.get(character, character) for character in plain_text(symbol[:40]).replace("∠", ""))
    said = re.sub(r"\(.*\)$", "", said.strip())
    said = re.sub(r"^(?:angle|side|length|distance|segment|mass|charge)\s+(?:of\s+)?(?=\S)", "", said.strip())
    return re.sub(r"[^A-Za-z0-9]+", "", said)[:20]
