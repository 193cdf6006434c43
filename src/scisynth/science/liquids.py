"""Rules of liquids that meet: absorption, diffusion, immiscibility. Each sentence prints the facts it used."""

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict


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
        words={"liquid": liquid},
    )


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
        words={"dye": dye, "color_name": condition.facts["color_name"]},
    )


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
