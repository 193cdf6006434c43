"""Rules of liquids that meet something: absorption, diffusion, immiscibility, capillarity. Each sentence prints the facts it used.

    V = pi h^2 (3 R - h) / 3,  cos(theta) = 1 - h / R    a drop on a dense surface: the cap of a sphere at its contact angle
    v = 2 (rho_dye - rho) g r^2 / (9 mu)                 a drop of dye that keeps together sinks (Stokes)
    h = 2 gamma cos(theta) / (rho g r)                   the step between the levels in a tube and outside (Jurin)

Not covered: hysteresis of contact angles, soap, and liquids that mix in part.
"""

import math

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict

STANDARD_GRAVITY = 9.80665
"""m/s2 (CGPM 1901); a density difference in kg/m3, a radius in mm and a viscosity in mPa s then give a speed in mm/s."""
DROPS = ((40, "a low flat cap"), (80, "a rounded cap"), (100, "a half-round bead"), (180, "a nearly round bead"))
"""What a drop is called up to a contact angle in degrees."""
TOP, BOTTOM, MIDDLE = "floating at the top of", "lying at the bottom of", "hanging in the upper half of"
"""Where a drop of dye rests, in the words of the prompts."""


def absorption(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """Capillarity: open pores draw a drop in and spread it; a surface without them leaves it standing."""
    porosity = subject.facts["open_porosity"].value
    threshold = law.constants["absorbing_porosity"].value
    liquid = condition.facts["liquid"]
    spreads = porosity > threshold
    return Verdict(
        outcome="spreads" if spreads else "beads",
        sentence=(
            f"{condition.phrase} {'spreads in' if spreads else 'beads on'} {subject.with_article}: its open porosity, "
            f"{porosity:g} %, is {'above' if spreads else 'not above'} the {threshold:g} % from which capillarity "
            "draws a liquid in."
        ),
        words={
            "liquid": liquid,
            "drop": say_drop(subject.facts["contact_angle"].value) if not spreads else "a rounded drop",
        },
    )


def say_drop(contact_angle: float) -> str:
    """The form of a drop in words."""
    return next(words for limit, words in DROPS if contact_angle <= limit)


def drop_form(contact_angle: float) -> tuple[float, float]:
    """Radius of the sphere and height of the cap that a drop of the volume of a unit sphere forms at a contact angle in degrees.

    A cap of height h on a sphere of radius R has the volume pi h^2 (3 R - h) / 3 and meets its base at cos(angle) = 1 - h / R.
    Small drops only: gravity flattens those of more than a few mm.
    """
    height = 1 - math.cos(math.radians(contact_angle))
    radius = (4 / (height**2 * (3 - height))) ** (1 / 3)
    return radius, radius * height


def diffusion(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """A watery dye streams through a thin liquid it mixes with; a thick or an oily one keeps it together."""
    viscosity = subject.facts["viscosity"].value
    mixes = subject.facts["mixes_with_water"].value
    threshold = law.constants["streaming_viscosity"].value
    dye = condition.facts["dye"]
    if not mixes:
        outcome, reason = "intact", "keeps together: a watery dye does not mix with it"
    elif viscosity < threshold:
        outcome = "plumes"
        reason = (
            f"spreads in plumes: the two mix, and a viscosity of {viscosity:g} mPa s, below {threshold:g} mPa s, "
            "lets the sinking dye break into streams"
        )
    else:
        outcome = "intact"
        reason = f"keeps together: a viscosity of {viscosity:g} mPa s, not below {threshold:g} mPa s, stops it from streaming"
    return Verdict(
        outcome=outcome,
        sentence=f"{dye} in {subject.name} {reason}.",
        words={"dye": dye, "color_name": condition.facts["color_name"], "where": where_dye_rests(law, subject)},
    )


def where_dye_rests(law: Law, subject: Subject) -> str:
    """Where a drop let in at the surface is after the settling time, if it keeps together.

    A lighter drop stays at the surface; a heavier one, of radius r, sinks at the speed of Stokes, 2 (difference of densities) g r^2 / (9 viscosity).
    """
    heavier = law.constants["dye_density"].value - subject.facts["density"].value
    if heavier < 0:
        return TOP
    radius, depth = law.constants["drop_radius"].value, law.constants["glass_depth"].value
    speed_mm_s = 2 * heavier * STANDARD_GRAVITY * radius**2 / (9 * subject.facts["viscosity"].value)
    return BOTTOM if speed_mm_s * law.constants["settling_time"].value > depth else MIDDLE


def immiscibility(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """Like dissolves like; liquids of different kinds part, and the lighter one rises."""
    names = subject.name.split(" and ")
    densities = [subject.facts[f"{place}_density"].value for place in ("first", "second")]
    kinds = [subject.facts[f"{place}_kind"].value for place in ("first", "second")]
    top = densities.index(min(densities))
    words = {"upper": names[top], "lower": names[1 - top], "vessel": condition.facts["vessel"]}
    if kinds[0] == kinds[1]:
        sentence = f"{subject.name} mix: both are {kinds[0]} liquids, and like dissolves like."
        return Verdict(outcome="mixed", sentence=sentence, words=words)
    sentence = (
        f"{subject.name} part into layers: {names[0]} is {kinds[0]} and {names[1]} is {kinds[1]}; {words['upper']}, "
        f"{densities[top]:g} kg/m3, lies on {words['lower']}, {densities[1 - top]:g} kg/m3."
    )
    return Verdict(outcome="layers", sentence=sentence, words=words)


def capillarity(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """Jurin: the step between the levels in a tube of radius r and outside is h = 2 gamma cos(theta) / (rho g r).

    Holds where r is well below the capillary length, about 2 mm; the angle decides the sign, the radius only how far.
    """
    angle, bore_mm = subject.facts["contact_angle"].value, condition.facts["bore_mm"]
    tension, density = subject.facts["surface_tension"].value / 1000, subject.facts["density"].value
    weight = density * law.constants["standard_gravity"].value * bore_mm / 2000
    step_mm = 1000 * 2 * tension * math.cos(math.radians(angle)) / weight
    climbs = step_mm > 0
    material, _, liquid = subject.name.partition(" tube in ")
    return Verdict(
        outcome="climbs" if climbs else "dips",
        sentence=(
            f"in {subject.with_article} the liquid stands {abs(step_mm):.2g} mm {'above' if climbs else 'below'} the level outside: "
            f"{liquid} meets {material} at {angle:g} degrees, {'below' if climbs else 'above'} 90, and the bore is {bore_mm:g} mm wide."
        ),
        words={"liquid": liquid, "step_mm": f"{step_mm:.3g}"},
    )
