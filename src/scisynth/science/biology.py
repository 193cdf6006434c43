"""Rules of living things: light, water, ripeness, seasons. Each sentence prints the facts it used."""

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict

SEASONS = ("winter", "spring", "autumn")
"""What the rule of seasons decides; in summer every tree looks alike."""
NO_COLOR = "none"
"""What the facts say of a tree without autumn colours or without showy blossom."""
COUNTERFACTUAL_COLORS = {"autumn_color": "orange", "blossom_color": "pink"}
"""Colours that a wrong image gives to a tree which in truth has none."""


def light_requirement(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """A plant withers when its daily light stays below the least on which its kind keeps up."""
    needed = subject.facts["minimum_daily_light"]
    received = condition.facts["daily_light_mol_m2"]
    return _supply_verdict(subject, received, needed.value, f"{needed.unit} of light")


def watering_requirement(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """A plant withers when the water it gets stays below what its kind uses."""
    needed = subject.facts["water_need"]
    received = condition.facts["water_mm_per_week"]
    return _supply_verdict(subject, received, needed.value, f"{needed.unit} of water")


def _supply_verdict(subject: Subject, received: float, needed: float, what: str) -> Verdict:
    enough = received >= needed
    return Verdict(
        outcome="thriving" if enough else "withered",
        sentence=(
            f"{subject.with_article} {'thrives' if enough else 'withers'}: it receives {received:g} {what}, "
            f"{'no less' if enough else 'less'} than the {needed:g} it needs."
        ),
    )


def ripeness(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """A fruit keeps its unripe colour until the stage at which its kind turns."""
    stage, turning = condition.facts["color_stage"], law.constants["turning_stage"].value
    unripe_color, ripe_color = subject.facts["unripe_color"].value, subject.facts["ripe_color"].value
    unripe = stage < turning
    return Verdict(
        outcome="unripe" if unripe else "ripe",
        sentence=(
            f"{subject.with_article} at colour stage {stage:g} is {unripe_color if unripe else ripe_color}: "
            f"it turns from {unripe_color} to {ripe_color} from stage {turning:g} of 6 on."
        ),
        words={"unripe_color": unripe_color, "ripe_color": ripe_color},
    )


def seasonal_change(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """Deciduous trees colour and shed, evergreens stay green, and blossom trees flower in spring."""
    season = condition.facts["season"]
    habit, form = subject.facts["leaf_habit"].value, subject.facts["leaf_form"].value
    outcome = _seasonal_outcome(season, habit, subject.facts["blossom_color"].value)
    colors = {kind: subject.facts[kind].value for kind in COUNTERFACTUAL_COLORS}
    words = {k: COUNTERFACTUAL_COLORS[k] if color == NO_COLOR else color for k, color in colors.items()}
    leaf, leaves = ("needle", "needles") if form == "needle" else ("leaf", "leaves")
    reasons = {
        "bare": f"{subject.name} is {habit} and sheds its {leaves} before winter.",
        "autumn": f"{subject.name} is {habit} and its {leaves} turn {colors['autumn_color']}.",
        "blossom": f"{subject.name} opens its {colors['blossom_color']} blossom in spring.",
        "green": f"{subject.name} is {habit} and {'bears' if habit == 'deciduous' else 'keeps'} green {leaves} then.",
    }
    shown = {"bare": "bare", "autumn": "in autumn colours", "blossom": "in blossom", "green": "green"}[outcome]
    return Verdict(
        outcome=outcome,
        sentence=f"{condition.phrase} {subject.with_article} is {shown}: {reasons[outcome]}",
        words={**words, "leaf": leaf, "leaves": leaves},
        superficial=_seasonal_illusion(season, outcome),
    )


def _seasonal_outcome(season: str, habit: str, blossom_color: str) -> str:
    if season not in SEASONS:
        raise ValueError(f"expected a season of {', '.join(SEASONS)}, got {season!r}")
    if season == "spring":
        return "green" if blossom_color == NO_COLOR else "blossom"
    if habit == "evergreen":
        return "green"
    return "bare" if season == "winter" else "autumn"


def _seasonal_illusion(season: str, outcome: str) -> str:
    """The usual mistake: every tree sheds in winter and colours in autumn, or none does."""
    if season == "autumn":
        return "autumn" if outcome == "green" else "green"
    return "bare" if outcome in ("green", "blossom") else "green"
