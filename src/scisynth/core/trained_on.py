"""Which subjects a model was trained on, stored next to its weights and read at evaluation.

"Seen" is a property of the model, not of the test: a subject that one model was trained on is new to another. So each model
that is trained here keeps a list, `trained_on.json`:

    {"subjects": {"buoyancy": ["apple", ...]}, "is_whole": true}

A subject is listed where training told its truth: an implicit prompt of it stood next to an image. Descriptions of what an image
shows tell no truth and are not counted. `is_whole` is false where the model's base, or rows without a subject, may hold more:
then what is not listed is `unknown`, and so is everything for a model without a list. Never `unseen` by default.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from scisynth.core.errors import DataError
from scisynth.core.store import write_atomic
from scisynth.core.weights import PACKAGED

FILE = "trained_on.json"
Seen = Literal["seen", "unseen", "unknown"]


@dataclass(frozen=True, kw_only=True)
class TrainedOn:
    """The subjects whose truth a model was told, by law."""

    subjects: Mapping[str, frozenset[str]]
    is_whole: bool
    """Whether nothing else was."""

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str]], *, base: "TrainedOn | None" = None, has_base: bool = False) -> Self:
        """What (law, subject) rows of a training tell, and its base told before.

        Args:
            rows: one for each training item; the subject may be empty where nobody named it.
            base: the list of the model that training began from, where it has one.
            has_base: whether there was such a model.
        """
        found = {law: set(names) for law, names in base.subjects.items()} if base else {}
        is_whole = (base is not None and base.is_whole) or not has_base
        for law, subject in rows:
            if subject:
                found.setdefault(law, set()).add(subject)
            else:
                is_whole = False
        return cls(subjects={law: frozenset(names) for law, names in found.items()}, is_whole=is_whole)

    def state(self, law: str, subject: str) -> Seen:
        """Whether a subject of a law is new to the model; spelling with capitals or underscores is the same name."""
        known = (name for own, names in self.subjects.items() if _plain(own) == _plain(law) for name in names)
        if _plain(subject) in map(_plain, known):
            return "seen"
        return "unseen" if self.is_whole else "unknown"

    def write(self, folder: Path) -> None:
        """Stores the list in a model's folder."""
        subjects = {law: sorted(self.subjects[law]) for law in sorted(self.subjects)}
        text = json.dumps({"subjects": subjects, "is_whole": self.is_whole}, indent=1, ensure_ascii=False)
        write_atomic(folder / FILE, (text + "\n").encode())


def read_trained_on(model: str | Path) -> TrainedOn | None:
    """The list of a model: packaged, a folder, or a run folder; None where it has none.

    Raises:
        DataError: the list is there and cannot be read.
    """
    name = str(model).removeprefix("sciscore:")
    places = (folder / FILE for folder in (PACKAGED / name, Path(name), Path(name) / "reward"))
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        return None
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        subjects = {str(law): frozenset(map(str, names)) for law, names in row["subjects"].items()}
        return TrainedOn(subjects=subjects, is_whole=row["is_whole"] is True)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            f"{path}: expected subjects by law and `is_whole` ({type(error).__name__}); remove it, or train the model again"
        ) from None


def _plain(name: str) -> str:
    return name.strip().casefold().replace("_", " ")
