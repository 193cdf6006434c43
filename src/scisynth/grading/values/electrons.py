r"""Electron configurations and hybridisations.

[He]2s2 2p4  1s^22s^22p^4  1s²2s²2p⁴       the same occupied subshells, in any order, with a core of a noble gas or without
sp3  sp^3  sp³ hybridized                   the same orbitals
"""

import re
from collections import Counter

_SUBSHELL = re.compile(
    r"(\d)\s*(?:([spdf])\s*\^?\s*\{\s*(\d{1,2})\s*\}|(s)\s*\^?\s*([12])|(p)\s*\^?\s*([1-6])|([df])\s*\^?\s*(1[0-4]|[1-9]))[\s,]*"
)
_CORE = re.compile(r"^\[\s*(He|Ne|Ar|Kr|Xe|Rn)\s*\]\s*")
_FILLING = "1s2 2s2 2p6 3s2 3p6 4s2 3d10 4p6 5s2 4d10 5p6 6s2 4f14 5d10 6p6".split()  # noqa: SIM905
_CORES = {"He": 2, "Ne": 10, "Ar": 18, "Kr": 36, "Xe": 54, "Rn": 86}
_HYBRID = re.compile(
    r"^(d\s*\^?\s*\{?\s*\d?\s*\}?)?\s*sp\s*\^?\s*\{?\s*(\d?)\s*\}?\s*(?:(d)\s*\^?\s*\{?\s*(\d?)\s*\}?)?(?:[\s-]*hybrid\w*)?$",
    re.IGNORECASE,
)


def same_hybridisation(said: str, wanted: str) -> tuple[bool | None, str] | None:
    """Whether two texts name one hybridisation; None where one names none."""
    one, other = _HYBRID.match(said.strip()), _HYBRID.match(wanted.strip())
    if one is None or other is None:
        return None
    return _hybrid(one) == _hybrid(other), "hybridisations"


def _hybrid(found: re.Match[str]) -> tuple[str, ...]:
    inner = re.sub(r"[^d\d]", "", (found[1] or "").lower())
    return (
        "d1" if inner == "d" else inner,
        found[2] or "1",
        (found[4] or "1") if found[3] else "",
    )


def same_configuration(said: str, wanted: str) -> tuple[bool | None, str] | None:
    """Whether two texts fill the same subshells; None where one is no configuration."""
    one, other = read_configuration(said), read_configuration(wanted)
    if one is None or other is None:
        return None
    return one == other, "electron configurations"


def read_configuration(text: str) -> dict[str, int] | None:
    """Electrons by subshell, the core of a noble gas included; None for anything else."""
    text = text.strip()
    core = _CORE.match(text)
    filled: Counter[str] = Counter()
    left = _CORES[core[1]] if core else 0
    for shell in _FILLING:
        if left <= 0:
            break
        filled[shell[:2]] += int(shell[2:])
        left -= int(shell[2:])
    place, num_shells = core.end() if core else 0, 0
    while found := _SUBSHELL.match(text, place):
        letter, count = (part for part in found.groups()[1:] if part)
        filled[found[1] + letter] += int(count)
        place, num_shells = found.end(), num_shells + 1
    is_whole = place == len(text) and (num_shells >= 2 or (num_shells == 1 and (core is not None or "^" in text)))
    return {shell: count for shell, count in filled.items() if count} if is_whole else None
