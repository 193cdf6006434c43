"""Which subjects stage 1 sees, where it is to leave some to stage 2.

Stage 2 adds nothing where SFT has seen the truth about every subject. With `subject_share` below 1, SFT learns from images of some
subjects of each law, and stage 2, which needs no images, is asked about all of them. Which these are follows from
the names of the subjects alone, so no seed changes it. Subjects held out for testing are in neither.
"""

from collections.abc import Iterable

from scisynth.core.seeds import derive_fraction
from scisynth.prompts.write import is_held_out
from scisynth.science.laws import choose_laws

Subject = tuple[str, str]
"""Law and subject."""


def choose_subjects(found: Iterable[Subject], share: float) -> set[Subject]:
    """That fraction of each law's subjects, one at least."""
    by_law: dict[str, set[str]] = {}
    for law, subject in found:
        by_law.setdefault(law, set()).add(subject)
    return {
        (law, subject)
        for law, subjects in by_law.items()
        for subject in sorted(subjects, key=lambda name: derive_fraction("sft-subjects", law, name))[
            : max(1, round(share * len(subjects)))
        ]
    }


def trained_subjects(share: float) -> set[Subject]:
    """Of the package's laws, without those that are held out."""
    laws = choose_laws(())
    return choose_subjects(
        ((law.name, subject) for law in laws for subject in law.subjects if not is_held_out(law, subject)), share
    )
