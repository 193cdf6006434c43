"""From facts to truth: one small rule a law, and the sentence that shows the derivation.

A rule reads the facts of a subject, of the condition and of the surroundings, and returns which outcome is true and
why. Rules never look at a list of answers: change a density in the YAML and the iron block floats.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from scisynth.core.errors import DataError, nearest
from scisynth.science import biology, chemistry, liquids, mechanics, phases
from scisynth.science.laws import LAW_NAMES, Condition, Law, Subject, get_law
from scisynth.science.verdict import Verdict

Rule = Callable[[Law, Subject, Condition], Verdict]

def _find_rules() -> dict[str, Rule]:
    modules = (mechanics, phases, liquids, chemistry, biology)
    slugs = {name: name.replace(" ", "_") for name in LAW_NAMES}
    return {name: getattr(m, slug) for name, slug in slugs.items() for m in modules if hasattr(m, slug)}


RULES: Mapping[str, Rule] = _find_rules()


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
        raise DataError(f"unknown condition {condition_name!r} of {law.name}; {nearest(condition_name, law.conditions)}")
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
