"""From facts to truth: one small rule a law, and the sentence that shows the derivation.

A rule reads the facts of a subject, of the condition and of the surroundings, and returns which outcome is true and
why. Rules never look at a list of answers: change a density in the YAML and the iron block floats.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from scisynth.core.errors import DataError, nearest
from scisynth.science import biology, chemistry, liquids, mechanics, phases
from scisynth.science.laws import Condition, Law, Subject, get_law
from scisynth.science.verdict import Verdict

Rule = Callable[[Law, Subject, Condition], Verdict]

RULES: Mapping[str, Rule] = {
    "gravity": mechanics.gravity,
    "solidification": phases.solidification,
    "melting": phases.melting,
    "absorption": liquids.absorption,
    "buoyancy": mechanics.buoyancy,
    "diffusion": liquids.diffusion,
    "electricity": mechanics.electricity,
    "evaporation": phases.evaporation,
    "liquidation": phases.liquidation,
    "rust": chemistry.rust,
    "immiscibility": liquids.immiscibility,
    "flame reaction": chemistry.flame_reaction,
    "light requirement": biology.light_requirement,
    "watering requirement": biology.watering_requirement,
    "ripeness": biology.ripeness,
    "seasonal change": biology.seasonal_change,
}


@dataclass(frozen=True, kw_only=True)
class Derivation:
    """What is true of a subject under a condition, and why."""

    law: str
    subject: str
    condition: str
    outcome: str
    """The true outcome, a key of `Law.outcomes`."""
    superficial: str
    """The outcome of the wrong picture."""
    sentence: str
    """The derivation for people, e.g. `An iron block sinks: its density, 7870 kg/m3, is above water's 997 kg/m3.`"""
    words: Mapping[str, str] = field(default_factory=dict)
    """What the facts say in words (colours, upper liquid ...), for prompt templates and the renderer."""


def derive(law_name: str, subject_name: str, condition_name: str) -> Derivation:
    """Applies a law's rule to one subject under one condition."""
    law = get_law(law_name)
    subject = law.subject(subject_name)
    if condition_name not in law.conditions:
        raise DataError(
            f"unknown condition {condition_name!r} of {law.name}; {nearest(condition_name, law.conditions)}"
        )
    verdict = RULES[law.name](law, subject, law.conditions[condition_name])
    return Derivation(
        law=law.name,
        subject=subject.name,
        condition=condition_name,
        outcome=verdict.outcome,
        superficial=verdict.superficial or law.superficial[verdict.outcome],
        sentence=verdict.sentence[0].upper() + verdict.sentence[1:],
        words=verdict.words,
    )
