"""From facts to truth: one small rule a law, and the sentence that shows the derivation.

A rule reads the facts of a subject, of the condition and of the surroundings, and returns which outcome is true and
why. Rules never look at a list of answers: change a density in the YAML and the iron block floats.
A rule is a function that the law's file names, or one without code that the file states (`simple_rules`).
"""

import string
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from scisynth.core.errors import ConfigError, DataError, nearest
from scisynth.core.plugins.references import load_reference
from scisynth.science.law_files import TEMPLATE_WORDS, reads_laws
from scisynth.science.laws import Condition, Fact, Law, Subject, get_law
from scisynth.science.simple_rules import Limit, SimpleRule
from scisynth.science.verdict import Verdict

Rule = Callable[[Law, Subject, Condition], Verdict]
RULE_FAILURES = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
"""What a rule raises where facts and rule do not fit each other."""


@reads_laws
@lru_cache(maxsize=64)
def rule_of(law_name: str) -> Rule:
    """What a law's file names, or states, under `rule`.

    Raises:
        DataError: there is none.
    """
    law = get_law(law_name)
    if not isinstance(law.rule, str):
        return partial(_apply_simple, law.rule)
    try:
        rule: Rule = load_reference(law.rule)
    except ConfigError as error:
        raise DataError(f"{law.file}: rule: {error}") from None
    if not callable(rule):
        raise DataError(f"{law.file}: rule: expected a function (law, subject, condition), got {type(rule).__name__}")
    return rule


def values_of(law: Law, subject: Subject, condition: Condition) -> dict[str, Any]:
    """All facts that a rule may read, by name: constants, then those of the condition, then those of the subject."""
    constants = {name: fact.value for name, fact in law.constants.items()}
    return {**constants, **condition.facts, **{name: fact.value for name, fact in subject.facts.items()}}


def _apply_simple(rule: SimpleRule, law: Law, subject: Subject, condition: Condition) -> Verdict:
    """The verdict of a rule without code; its facts are words of the templates."""
    decision = rule.decide(values_of(law, subject, condition))
    shown = {**{name: _shown(fact) for name, fact in {**law.constants, **subject.facts}.items()}}
    shown |= {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in condition.facts.items()}

    def named(name: Limit) -> str:
        return f"{name.replace('_', ' ')}, {shown[name]}," if isinstance(name, str) else f"{name:g}"

    limit = "" if decision.limit is None else f" {named(decision.limit).removesuffix(',')}"
    comparison = (
        f"its {decision.fact.replace('_', ' ')} is {shown[decision.fact]}"
        if decision.relation == "is"
        else f"its {named(decision.fact)} {decision.relation}{limit}"
    )
    sentence = f"{subject.with_article}, {condition.phrase}: {law.outcomes[decision.outcome]}, since {comparison}."
    return Verdict(outcome=decision.outcome, sentence=sentence, words=shown)


def _shown(fact: Fact) -> str:
    value = ("yes" if fact.value else "no") if isinstance(fact.value, bool) else fact.value
    number = f"{value:g}" if isinstance(value, int | float) else str(value)
    return number if fact.unit in ("", "1", "-") or isinstance(value, str) else f"{number} {fact.unit}"


@dataclass(frozen=True, kw_only=True)
class Derivation:
    """What is true of a subject under a condition, and why."""

    law: str
    subject: str
    condition: str
    outcome: str
    """The true outcome, a key of `Law.outcomes`."""
    superficial: str
    """The outcome of the wrong image."""
    sentence: str
    """The derivation for people, e.g. `An iron block sinks: its density, 7870 kg/m3, is above water's 997 kg/m3.`"""
    words: Mapping[str, str] = field(default_factory=dict)
    """What the facts say in words (colours, upper liquid ...), for prompt templates and the renderer."""


def derive(law_name: str, subject_name: str, condition_name: str) -> Derivation:
    """Applies a law's rule to one subject under one condition.

    Raises:
        DataError: no such law, subject or condition, a condition under which the subject is not shown, or a file whose rule does not
            fit it.
    """
    law = get_law(law_name)
    subject = law.subject(subject_name)
    if condition_name not in law.conditions:
        raise DataError(
            f"unknown condition {condition_name!r} of {law.name}; {nearest(condition_name, law.conditions)}"
        )
    if condition_name in subject.not_under:
        raise DataError(
            f"{law.file}: {subject_name!r} is not shown under {condition_name!r} (`not_under`); "
            f"take {' or '.join(law.conditions_of(subject_name)) or 'another subject'}"
        )
    _check_law(law.name)
    return _derive(law, subject, law.conditions[condition_name])


def apply_rule(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """What a law's rule says of a subject, of the law's file or not, under a condition.

    Raises:
        One of `RULE_FAILURES`: the facts and the rule do not fit each other, or it returns something else.
    """
    verdict = rule_of(law.name)(law, subject, condition)
    if not isinstance(verdict, Verdict) or not verdict.sentence:
        got = "an empty sentence" if isinstance(verdict, Verdict) else repr(verdict)
        raise TypeError(f"expected it to return a Verdict with a sentence, got {got}")
    return verdict


def _derive(law: Law, subject: Subject, condition: Condition) -> Derivation:
    verdict = apply_rule(law, subject, condition)
    return Derivation(
        law=law.name,
        subject=subject.name,
        condition=condition.name,
        outcome=verdict.outcome,
        superficial=verdict.superficial or law.superficial.get(verdict.outcome, ""),
        sentence=verdict.sentence[0].upper() + verdict.sentence[1:],
        words=verdict.words,
    )


@reads_laws
@lru_cache(maxsize=64)
def _check_law(name: str) -> None:
    """Applies the rule to every subject under every condition, once a process, and fills every template.

    Raises:
        DataError: the first place where file and rule do not fit.
    """
    law = get_law(name)
    file = law.file
    # A rule that is not there is said as such, not as one that cannot be applied.
    rule_of(name)
    for subject in law.subjects.values():
        for condition in (law.conditions[name] for name in law.conditions_of(subject.name)):
            where = f"{file}: subject {subject.name!r}, condition {condition.name!r}"
            try:
                derivation = _derive(law, subject, condition)
            except RULE_FAILURES as error:
                raise DataError(
                    f"{where}: the rule {rule_name(law)} cannot be applied ({type(error).__name__}: {error}); "
                    "give the facts and constants that it reads"
                ) from None
            for outcome in (derivation.outcome, derivation.superficial):
                if outcome not in law.outcomes:
                    raise DataError(
                        f"{where}: expected an outcome of the file, got {outcome!r} from the rule; "
                        f"{nearest(outcome, law.outcomes)}"
                    )
            _check_templates(file, law, derivation)


def rule_name(law: Law) -> str:
    """What messages call a law's rule: its function, or the kind of a rule without code."""
    rule = law.rule
    return rule.rpartition(":")[2] if isinstance(rule, str) else type(rule).__name__.lower()


def _check_templates(file: str, law: Law, derivation: Derivation) -> None:
    known = {*TEMPLATE_WORDS, *derivation.words}
    shown = (law.shown_templates[outcome] for outcome in (derivation.outcome, derivation.superficial))
    for template in (law.entity, *law.implicit_templates, *(text for texts in shown for text in texts)):
        _check_template(file, template, known)
    for rubric in (law.rubrics.scene, law.rubrics.reality) if law.rubrics else ():
        _check_template(f"{file}: rubrics", rubric, {*known, "outcome", "superficial"})


def _check_template(where: str, template: str, known: Set[str]) -> None:
    for _, name, _, _ in string.Formatter().parse(template):
        if name is not None and name not in known:
            raise DataError(f"{where}: {template!r}: unknown word {{{name}}}; {nearest(name, known)}")
    try:
        template.format(**dict.fromkeys(known, "word"))
    except (ValueError, LookupError) as error:
        raise DataError(
            f"{where}: {template!r}: expected {{name}} for what is filled in ({error}); correct it"
        ) from None
