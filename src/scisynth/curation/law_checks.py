"""What a law's file can be told without a model: units, sources, ranges, duplicates, undecided subjects, border cases.

`science.law_files` and `science.rules` refuse what cannot be read or decided at all; here is what reads well and is still wrong or
doubtful. A `failed` check must be corrected before prompts are written; a `warned` one is for the author's eye.

Not covered: whether a value or a source is true. That is what the review by an expert is for.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from scisynth.core.errors import DataError, one_line
from scisynth.curation.outcome_words import leaked_words, outcome_words
from scisynth.curation.records import CheckResult
from scisynth.grading.values.units import Unit, conversion, parse_unit, read_unit
from scisynth.science.laws import Fact, Law
from scisynth.science.rules import Derivation, derive, values_of

MIN_SUBJECTS = 4
BORDER = 0.05
"""Relative distance to a limit below which a subject is a border case, where no uncertainty is stated."""
ALIKE = 0.85
MEASURES = (
    (r"(?:fraction|humidity|porosity|reflectance|albedo)$", "1", 0, 1),
    (r"(?:ratio|coefficient)$|(?:^|_)(?:molar|molecular|specific|thermal|angular)_\w+$", "", None, None),
    (
        r"(?:energy|power|flux|current|charge|number|optical)_density$|(?:chemical|water|gravitational)_potential$",
        "",
        None,
        None,
    ),
    (r"density$", "kg/m^3", 0, None),
    (r"temperature$|_point$|_c$", "°C", -273.15, None),
    (r"mass$|weight$", "kg", 0, None),
    (r"(?:length|height|(?<!band)width|radius|diameter|thickness|depth|distance)$", "m", 0, None),
    (r"area$", "m^2", 0, None),
    (r"volume$", "m^3", 0, None),
    (r"pressure$", "Pa", 0, None),
    (r"(?:duration|(?:^|_)time|half_life)$", "s", 0, None),
    (r"(?:speed|velocity)$", "m/s", None, None),
    (r"(?:voltage|potential)$", "V", None, None),
    (r"^ph$|_ph$", "1", 0, 14),
    (r"surface_tension$", "N/m", 0, None),
    (r"viscosity$", "Pa s or m^2/s", 0, None),
    (r"(?:permeability|refractive_index)$", "1", 0, None),
)
"""By the end of a fact's name, the first that fits: units it can be converted to, and the range of a plausible value in the first."""
NO_UNIT = ("1", "-", "", "none", "yes or no", "text", "name", "kind", "word", "colour", "color", "category", "class")
NO_SOURCE = re.compile(
    r"^\W*$|^(?:unknown|n/?a|none|todo|tbd|source|common knowledge|general knowledge|internet|web|google|chatgpt|gpt.*|llm|model|"
    r"i (?:know|think)|estimate[d]?|wikipedia|various|handbook|textbook|literature)\W*$",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\b[A-Z]{3,}(?: [A-Z]{2,})+\b|\b(?:FACT|LIMIT|UNIT|TODO|SUBJECT)\b")


def check_law(law: Law, known: Sequence[Law]) -> list[CheckResult]:
    """Every finding; a law without one passes with a single `law` result.

    Args:
        law: as `science.laws` reads it.
        known: the laws it must not repeat; itself among them is passed over.

    Raises:
        DataError: its rule cannot be applied, as `science.rules` says.
    """
    derivations = [
        derive(law.name, subject, condition) for subject in law.subjects for condition in law.conditions_of(subject)
    ]
    found = [
        *_placeholders(law),
        *_facts(law),
        *_outcomes(law, derivations),
        *_duplicates(law, known),
        *_borders(law),
        *_templates(law),
        *_rubrics(law),
    ]
    return found or [CheckResult(name="law", status="passed")]


def _failed(name: str, message: str) -> CheckResult:
    return CheckResult(name=name, status="failed", message=message)


def _warned(name: str, message: str) -> CheckResult:
    return CheckResult(name=name, status="warned", message=message)


def _placeholders(law: Law) -> Iterator[CheckResult]:
    texts = [*law.outcomes.values(), *(item.phrase for item in law.conditions.values()), *law.subjects]
    texts += [text for shown in law.shown_templates.values() for text in shown]
    for text in texts:
        if _PLACEHOLDER.search(text):
            yield _failed("placeholder", f"{text!r}: expected your own words; fill the place in")


def _facts(law: Law) -> Iterator[CheckResult]:
    """Units, sources and ranges; a fact's unit and source are told once, its values one by one."""
    kinds: dict[str, Fact] = {}
    for subject in law.subjects.values():
        for name, fact in subject.facts.items():
            kinds.setdefault(name, fact)
            yield from _range(f"{subject.name}, {name}", name, fact)
    for name, fact in law.constants.items():
        yield from _range(name, name, fact)
    for name, fact in {**kinds, **law.constants}.items():
        yield from _unit(name, fact)
        if NO_SOURCE.match(fact.source):
            yield _failed("source", f"{name}: expected a source that somebody can look up, got {fact.source!r}")
    yield from _constants(law)


def _constants(law: Law) -> Iterator[CheckResult]:
    """A limit and the fact it is compared with must have units of one kind."""
    if isinstance(law.rule, str):
        return
    subject, *_ = law.subjects.values()
    units = {name: fact.unit for name, fact in {**law.constants, **subject.facts}.items()}
    for fact, limit in law.rule.limits():
        if isinstance(limit, str) and fact in units and limit in units:
            one, other = (parse_unit(_spelled(name, units[name])) for name in (fact, limit))
            if (one is None) != (other is None) or (one and other and conversion(one, other) is None):
                yield _failed(
                    "unit", f"{fact} in {units[fact]} is compared with {limit} in {units[limit]}; use one unit"
                )
            elif one and other and conversion(one, other) != 1:
                yield _failed(
                    "unit", f"{fact} in {units[fact]} is compared with {limit} in {units[limit]} as plain numbers"
                )


def _spelled(name: str, unit: str) -> str:
    """`C` is a degree Celsius where the fact is a temperature."""
    return "°C" if unit == "C" and _measure(name)[1] == "°C" else unit


def _measure(name: str) -> tuple[str, str, float | None, float | None]:
    return next((row for row in MEASURES if re.search(row[0], name)), ("", "", None, None))


def _units(wanted: str) -> Iterator[Unit]:
    return (unit for text in wanted.split(" or ") if (unit := parse_unit(text)))


def _unit(name: str, fact: Fact) -> Iterator[CheckResult]:
    if isinstance(fact.value, str | bool):
        return
    wanted = _measure(name)[1]
    # Words may stand after a unit: `years outdoors`.
    unit, _ = read_unit(_spelled(name, fact.unit))
    if unit is None:
        if wanted not in ("", "1"):
            yield _warned("unit", f"{name}: expected a unit such as {wanted}, got {fact.unit!r}")
        elif fact.unit.lower() not in NO_UNIT:
            yield _warned("unit", f"{name}: {fact.unit!r} is no unit that is known here; is it spelled right?")
    # By its name alone: what was meant may be another measure.
    elif wanted not in ("", "1") and all(conversion(unit, meant) is None for meant in _units(wanted)):
        yield _warned("unit", f"{name}: expected a unit such as {wanted}, got {fact.unit!r}")


def _range(where: str, name: str, fact: Fact) -> Iterator[CheckResult]:
    _, wanted, least, most = _measure(name)
    if isinstance(fact.value, str | bool) or not wanted:
        return
    unit, meant = parse_unit(_spelled(name, fact.unit)), next(_units(wanted), None)
    if unit and meant and unit.powers and conversion(unit, meant) is None:
        return
    factor = conversion(unit, meant) if unit and meant else unit.scale if unit and not unit.powers else 1.0
    value = fact.value * (factor or 1.0) + ((unit.offset - meant.offset) if unit and meant else 0.0)
    if (least is not None and value < least) or (most is not None and value > most):
        words = f"at least {least}" if most is None else f"{least} to {most}"
        yield _failed(
            "range", f"{where}: expected {words} {wanted if wanted != '1' else ''}, got {fact.value} {fact.unit}"
        )


def _outcomes(law: Law, derivations: Sequence[Derivation]) -> Iterator[CheckResult]:
    counts = Counter(item.outcome for item in derivations)
    shown = {item.superficial for item in derivations}
    missing = [name for name in law.outcomes if not counts[name] and name not in shown]
    if len(counts) < 2 and law.type == "ST":
        yield _failed(
            "outcomes", f"every subject has the outcome {next(iter(counts))!r}; add subjects with another one"
        )
    elif missing and law.type == "ST":
        yield _warned("outcomes", f"no image shows the outcome {missing[0]!r}")
    if len(law.subjects) < MIN_SUBJECTS:
        yield _failed("subjects", f"expected at least {MIN_SUBJECTS} subjects, got {len(law.subjects)}")
    for name, num in counts.items():
        if law.type == "ST" and len(counts) > 1 and num > 0.9 * len(derivations):
            yield _warned("outcomes", f"{num} of {len(derivations)} situations have the outcome {name!r}")


def normal_name(name: str) -> str:
    """A name without case, articles and a plural ending, to find it written twice."""
    words = [word for word in re.findall(r"\w+", name.casefold()) if word not in ("a", "an", "the", "of")]
    return " ".join(re.sub(r"(?<=\w\w\w)s$", "", word) for word in words)


def _duplicates(law: Law, known: Sequence[Law]) -> Iterator[CheckResult]:
    for other in known:
        if other.name == law.name and other.file == law.file:
            continue
        names = {normal_name(name) for name in (other.name, *other.aliases)}
        if normal_name(law.name) in names or set(law.aliases) & {other.name, *other.aliases}:
            yield _failed("known law", f"{other.name!r} exists already; extend it with subjects, or draft another law")
        elif shared := _shared_facts(law, other):
            yield _warned("known law", f"{other.name!r} is decided by the same facts ({shared}); is it the same law?")
    for one, two in combinations(law.subjects, 2):
        if normal_name(one) == normal_name(two):
            yield _failed("duplicate subject", f"{one!r} and {two!r} are one subject; remove one")
    phrases = Counter(normal_name(item.phrase) for item in law.conditions.values())
    for phrase, num in phrases.items():
        if num > 1:
            yield _failed("duplicate condition", f"{num} conditions say {phrase!r}")
    templates = [*law.implicit_templates]
    for one, two in combinations(templates, 2):
        if SequenceMatcher(None, one.casefold(), two.casefold()).ratio() > 0.97:
            yield _warned("duplicate wording", f"{one!r} and {two!r} say the same")


def _shared_facts(law: Law, other: Law) -> str:
    """Names of the deciding facts where two laws rest on the same ones and show the same outcomes."""
    one = {name for subject in law.subjects.values() for name in subject.facts}
    two = {name for subject in other.subjects.values() for name in subject.facts}
    same = SequenceMatcher(None, " ".join(law.outcomes.values()), " ".join(other.outcomes.values())).ratio()
    return ", ".join(sorted(one)) if one == two and same > ALIKE else ""


def _borders(law: Law) -> Iterator[CheckResult]:
    """Subjects so near to a limit that the uncertainty of a fact may decide."""
    if isinstance(law.rule, str):
        return
    found: dict[str, str] = {}
    for subject in law.subjects.values():
        for condition in law.conditions_of(subject.name):
            values = values_of(law, subject, law.conditions[condition])
            facts = {**law.constants, **subject.facts}
            for name, limit in law.rule.limits():
                value, other = values[name], values[limit] if isinstance(limit, str) else limit
                if _is_near(value, other, [facts.get(name), facts.get(str(limit))]):
                    found[subject.name] = f"{name} {value:g} against {other:g}"
    if found:
        words = "; ".join(f"{name} ({why})" for name, why in found.items())
        yield _warned("border case", f"near the limit, where experts may disagree: {words}")


def _is_near(value: float, limit: float, facts: Sequence[Fact | None]) -> bool:
    stated = [fact.uncertainty for fact in facts if fact is not None]
    numbers = [number for text in stated if (number := _number(text, value)) is not None]
    margin = sum(numbers) if numbers else BORDER * max(abs(value), abs(limit))
    return abs(value - limit) <= margin


def _number(uncertainty: float | str, value: float) -> float | None:
    """`0.5`, `± 0.5 mm` and `5 %` as a number in the fact's unit."""
    if not isinstance(uncertainty, str):
        return float(uncertainty)
    found = re.search(r"\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", uncertainty)
    if found is None:
        return None
    number = float(found[0])
    return number / 100 * abs(value) if "%" in uncertainty else number


def _templates(law: Law) -> Iterator[CheckResult]:
    """Implicit templates that tell the outcome, or leave the subject out."""
    words = outcome_words(law)
    for template in law.implicit_templates:
        if leaked := leaked_words(template, words):
            yield _failed("implicitness", f"{template!r} tells the outcome: {', '.join(sorted(leaked))}")
        if "subject}" not in template and "{" in template and law.type == "ST":
            yield _failed("subject", f"{template!r}: expected {{a_subject}} or {{subject}}, since the subject decides")
    for outcome, texts in law.shown_templates.items():
        for other, theirs in law.shown_templates.items():
            if outcome < other and (both := set(texts) & set(theirs)):
                yield _failed("contradiction", f"{outcome!r} and {other!r} are shown by the same words: {both.pop()!r}")


def _rubrics(law: Law) -> Iterator[CheckResult]:
    if law.rubrics is None:
        yield _warned("rubrics", "no rubrics for judges and reviewers; write `rubrics: {scene: ..., reality: ...}`")


def explain_broken(error: DataError) -> CheckResult:
    """A law that cannot be read or decided, as a finding."""
    return _failed("file", one_line(error))
