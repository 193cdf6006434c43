"""Rules of bodies and devices: gravity, buoyancy, electricity. Each sentence prints the numbers it used."""

from scisynth.science.flotation import say_draft
from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict


def gravity(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """Newton: a thing lies on the ground when it has weight, m g, and stays in mid-air when it has none."""
    mass, g = subject.facts["mass"].value, condition.facts["gravity_m_s2"]
    weight, on_earth = mass * g, mass * law.constants["standard_gravity"].value
    floats = weight == 0
    return Verdict(
        outcome="floats" if floats else "lies",
        sentence=(
            f"{subject.with_article} {'floats' if floats else 'lies on the ground'}: its weight is {mass:g} kg x {g:g} m/s2 "
            f"= {weight:.3g} N, against {on_earth:.3g} N on Earth, so {'nothing' if floats else 'its weight'} pulls it down."
        ),
    )


def buoyancy(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """Archimedes: a body floats when its mean density is below the liquid's, as deep as the two stand to each other."""
    density = subject.facts["density"].value
    water = law.constants["water_density"].value
    floats = density < water
    return Verdict(
        outcome="floats" if floats else "sinks",
        sentence=(
            f"{subject.with_article} {'floats' if floats else 'sinks'}: its mean density, {density:g} kg/m3, "
            f"is {'below' if floats else 'above'} the {water:g} kg/m3 of water"
            f"{f', so that {density / water:.0%} of it lie under water' if floats else ''}."
        ),
        words={"draft": say_draft(density / water) if floats else "with a part of it above the water"},
    )


def electricity(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """Energy: a device shines while the mains feed it or its store lasts; time is energy over power."""
    power, stored = subject.facts["rated_power"].value, subject.facts["stored_energy"].value
    mains = condition.facts["mains_voltage_v"]
    hours = stored / power
    lit = mains > 0 or hours > 0
    return Verdict(
        outcome="lit" if lit else "dark",
        sentence=(
            f"{subject.with_article} {'shines' if lit else 'stays dark'}: it needs {power:g} W, the mains give {mains:g} V, "
            f"and the {stored:g} Wh it stores last {hours:g} h."
        ),
    )
