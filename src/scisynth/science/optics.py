"""Rules of light that passes from one thing into another: index matching. Each sentence prints the numbers it used.

A clear solid in a clear liquid is seen by the light that its surface reflects and bends. Both go to zero with the difference of the two
refractive indices: at normal incidence the reflected part is R = ((n_1 - n_2) / (n_1 + n_2))^2 (Fresnel), and Snell's law,
n_1 sin(a_1) = n_2 sin(a_2), then leaves a ray as it was. Indices are those of the sodium D line at 20 C.

Not covered: coloured or cloudy solids and liquids, and dispersion, which leaves faint coloured edges.
"""

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict


def index_matching(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """Snell and Fresnel: without a step of the refractive index, nothing bends and nothing is reflected."""
    solid, liquid = subject.facts["solid_index"].value, subject.facts["liquid_index"].value
    limit = law.constants["seen_above"].value
    step = abs(solid - liquid)
    vanishes = step < limit
    reflected = ((solid - liquid) / (solid + liquid)) ** 2
    thing, _, name = subject.name.partition(" in ")
    return Verdict(
        outcome="vanishes" if vanishes else "shows",
        sentence=(
            f"{subject.with_article} {'vanishes' if vanishes else 'shows'} below the surface: {solid:.3f} and {liquid:.3f} differ by "
            f"{step:.3f}, {'below' if vanishes else 'above'} the {limit:g} from which an edge is seen; the edge reflects {reflected:.1g}."
        ),
        words={
            "thing": thing,
            "a_thing": f"{subject.article} {thing}".strip(),
            "liquid": name,
            "step": f"{solid - liquid:.3f}",
        },
    )
