"""Rules of chemistry: rust and the flame reaction."""

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict


def flame_reaction(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """The line or band of visible light that what burns gives off lends the flame its hue."""
    emission = subject.facts["emission"].value
    borders = ((name, law.constants[f"{name}_below"].value) for name in ("violet", "blue", "green", "yellow", "orange"))
    color = next((name for name, border in borders if emission < border), "red")
    return Verdict(
        outcome=color,
        sentence=f"the flame of {subject.name} is {color}: its hue comes from light near {emission:g} nm.",
        words={"color": color},
    )


def rust(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """A metal corrodes where oxygen can take its electrons: potential below oxygen's, and years enough to show."""
    potential, oxygen = subject.facts["standard_potential"].value, law.constants["oxygen_potential"].value
    years, needed = condition.facts["years"], subject.facts["years_to_show"].value
    corrosion, product = subject.facts["corrosion"].value, subject.facts["product"].value
    potentials = (
        f"its metal's standard potential, {potential:g} V, is {'below' if potential < oxygen else 'above'} the "
    )
    potentials += f"{oxygen:g} V of oxygen"
    corrodes = False
    if condition.facts["oxygen_percent"] == 0:
        why = "the air around it holds 0 % oxygen"
    elif potential >= oxygen:
        why = potentials
    elif years < needed:
        why = f"{years:g} years are fewer than the {needed:g} that {corrosion} takes"
    else:
        corrodes = True
        why = f"{potentials}, and {years:g} years are more than the {needed:g} it takes for {product}, "
        why += f"{subject.facts['formula'].value}, to cover it; one sees {corrosion}"
    return Verdict(
        outcome="corroded" if corrodes else "pristine",
        sentence=f"{subject.with_article} {'corrodes' if corrodes else 'stays bright'}: {why}.",
        words={"corrosion": corrosion},
    )
