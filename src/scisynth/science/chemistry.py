"""Rules of chemistry: rust, the flame reaction, and indicators of acid and base.

A metal M corrodes outdoors where the oxidant can take its electrons and every reagent of the product is there:

    E(M) < E(O2) - 0.0592 V * pH      oxygen in rain, O2 + 4 H+ + 4 e- = 2 H2O; Nernst's equation at 25 C and 1 bar
    oxygen, water film, and what the product holds besides (sulfur dioxide for green patina, hydrogen sulfide for silver tarnish)

In rain (pH 5.6) oxygen is at 0.90 V: silver (0.80 V) corrodes; palladium (0.951 V) and platinum (1.18 V) do not, as they would at
pH 0. Not covered: films that protect a metal (aluminium, chromium, titanium), sea salt, contact of two metals.
"""

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict

SOOT = "glowing soot"
"""Light that is no line or band."""
EARLIEST_ORANGE_NM = 590
"""Where yellow meets orange in the tables of colour names that draw the border earliest; the law's file has the latest."""
NAMED_REAGENTS = {"sulfur dioxide": "sulfur_dioxide_ug_m3", "hydrogen sulfide": "hydrogen_sulfide_ug_m3"}
"""What a product may need besides oxygen and water, and the fact of the condition that says how much of it is in the air."""


def flame_reaction(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """The line or band of visible light in a flame lends it its hue; glowing soot shines yellow-orange.

    Soot shines at every wavelength, and its dominant one lies on the border of yellow and orange, nearer to it than tables of colour
    names agree (590 or 597 nm). So it is named by its kind, not by the number.
    """
    light, emission = subject.facts["light"].value, subject.facts["emission"]
    borders = {name: law.constants[f"{name}_below"].value for name in ("violet", "blue", "green", "yellow", "orange")}
    color = next((name for name, border in borders.items() if emission.value < border), "red")
    why = f"its hue comes from the {light} near {emission.value:g} nm"
    if light == SOOT:
        color = "orange"
        why = (
            f"soot glows in it, at a dominant wavelength of {emission.value:g} nm, near where yellow meets orange "
            f"({EARLIEST_ORANGE_NM} to {borders['yellow']:g} nm, as tables of colour names differ)"
        )
    salt = subject.facts["role"].value == "salt"
    return Verdict(
        outcome=color,
        sentence=f"the flame of {subject.name} is {'yellow-orange' if color == 'orange' else color}: {why}.",
        words={
            "color": color,
            "treated": condition.phrase if salt else condition.facts["fuel"],
            "with": "held in" if salt else "burning with",
            "around": "around" if salt else "rising from",
        },
    )


def rust(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """A metal corrodes where oxygen can take its electrons, the reagents of its product are there, and years enough to show."""
    facts = {name: fact.value for name, fact in subject.facts.items()}
    air, constants = condition.facts, {name: fact.value for name, fact in law.constants.items()}
    oxygen = constants["oxygen_potential"] - constants["volts_per_ph"] * constants["rain_ph"]
    potential, reagent = facts["standard_potential"], facts["reagent"]
    metal = f"its metal's potential, {potential:g} V,"
    corrodes = False
    if air["oxygen_percent"] == 0:
        why = "the air around it holds 0 % oxygen"
    elif air["humidity_percent"] < constants["critical_humidity"]:
        why = f"air of {air['humidity_percent']:g} % humidity, below {constants['critical_humidity']:g} %, leaves no film of water on it"
    elif potential >= oxygen:
        why = f"{metal} is not below the {oxygen:.3g} V of oxygen in rain"
    elif reagent in NAMED_REAGENTS and air[NAMED_REAGENTS[reagent]] == 0:
        why = f"the air around it holds no {reagent}, which {facts['product']}, {facts['formula']}, is made with"
    elif air["years"] < facts["years_to_show"]:
        why = f"{air['years']:g} years are fewer than the {facts['years_to_show']:g} that {facts['corrosion']} takes"
    else:
        corrodes = True
        needed = f"oxygen, water and {reagent}" if reagent in NAMED_REAGENTS else reagent
        why = (
            f"{metal} is below the {oxygen:.3g} V of oxygen in rain, the air brings {needed}, and {air['years']:g} years are more "
            f"than the {facts['years_to_show']:g} it takes for {facts['product']}, {facts['formula']}, to cover it; "
            f"one sees {facts['corrosion']}"
        )
    return Verdict(
        outcome="corroded" if corrodes else "pristine",
        sentence=f"{subject.with_article} {'corrodes' if corrodes else 'stays bright'}: {why}.",
        words={"corrosion": facts["corrosion"]},
    )


def acid_base_indicator(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """An indicator shows the colour of its acid below its range of pH, that of its base above, and a mixture between."""
    ph = subject.facts["ph"].value
    low, high = (law.constants[f"{condition.name}_{end}"].value for end in ("from", "to"))
    part = "below" if ph < low else "above" if ph > high else "between"
    limits = {"below": f"{low:g}", "above": f"{high:g}", "between": f"{low:g} and {high:g}"}[part]
    color, wrong = (str(condition.facts[name]) for name in (part, "below" if part == "above" else "above"))
    sentence = f"{subject.name} with {condition.phrase} is {color}: its pH, {ph:g}, lies {part} {limits}."
    return Verdict(outcome=color, sentence=sentence, words={"color": color}, superficial=wrong)
