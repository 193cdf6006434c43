"""Rules of bodies and devices: gravity, buoyancy, electricity. Each sentence prints the numbers it used."""

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict


def buoyancy(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """Archimedes: a body floats when its mean density is below the liquid's."""
    density = subject.facts["density"].value
    water = law.constants["water_density"].value
    floats = density < water
    return Verdict(
        outcome="floats" if floats else "sinks",
        sentence=(
            f"{subject.with_article} {'floats' if floats else 'sinks'}: its mean density, {density:g} kg/m3, "
            f"is {'below' if floats else 'above'} the {water:g} kg/m3 of water."
        ),
    )
