"""Draws and checks scripts, and keeps what came of each, so that a run which is resumed goes the same way.

Whether a script meets a limit of time depends on how busy the machine is, and so does the sentence that a repair is told. Were it run
again after an interruption, it might end differently, and another question would be asked for money. Therefore every end is kept in
the run (`drawn.jsonl`, images next to it) and replayed instead of run; so a script that once cost twenty seconds costs them once.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scisynth.core.errors import ImageError
from scisynth.core.images import open_image, png_bytes
from scisynth.core.store import Journal, write_atomic
from scisynth.figures.pixels.confirm import add_pixels
from scisynth.figures.pixels.reader import read_texts
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.required import NOTHING_REQUIRED, Required
from scisynth.figures.verify.verify import Verification, verification_from_dict
from scisynth.imgcoder.checker import Checker
from scisynth.sandbox import RenderResult, Sandbox

MARKS = "marks.json"
RENDER_FIELDS = ("status", "reason", "tier", "stdout", "traceback", "wall_s", "num_figures")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A script and what its drawing is held against."""

    code: str
    claims: Sequence[Claim]
    hidden: Sequence[str]
    required: Required = NOTHING_REQUIRED

    @property
    def key(self) -> str:
        """Equal for what would be drawn and checked alike."""
        parts: list[Any] = [self.code, [asdict(claim) for claim in self.claims], list(self.hidden)]
        # Without anything required the key is as it was before there was such a thing, so that old runs are resumed.
        parts += [asdict(self.required)] if self.required != NOTHING_REQUIRED else []
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


Drawn = tuple[RenderResult, Verification | None]
"""The end of a script, and what the checks found where there is an image."""


class DrawnScripts:
    """Ends of scripts by what they were; kept in a folder where one is given."""

    def __init__(self, folder: Path | None = None, *, reads_pixels: bool = False) -> None:
        """`reads_pixels`: read the finished image as well, with the extra `[ocr]`; see `pixels.confirm`."""
        self._folder = folder
        self._reads_pixels = reads_pixels
        self._rows: dict[str, Mapping[str, Any]] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            journal = Journal(folder / "drawn.jsonl")
            journal.repair()
            self._rows = {row["key"]: row for row in journal}

    def draw(self, sandbox: Sandbox, checker: Checker, drafts: Sequence[Draft]) -> list[Drawn]:
        """Draws and checks all drafts, in order; those that were drawn before are not run again."""
        known = {draft.key: drawn for draft in drafts if (drawn := self._find(draft.key))}
        fresh = sandbox.render_many([draft.code for draft in drafts if draft.key not in known])
        results = []
        for draft in drafts:
            drawn = known.get(draft.key)
            if drawn is None:
                render = next(fresh)
                drawn = render, self._check(render, draft, checker)
                self._keep(draft.key, *drawn)
            results.append(drawn)
        return results

    def _check(self, render: RenderResult, draft: Draft, checker: Checker) -> Verification | None:
        if render.image is None:
            return None
        found = checker.check(render.marks_json, render.image, draft.claims, draft.hidden, required=draft.required)
        texts = read_texts(render.image) if self._reads_pixels else []
        return add_pixels(found, draft.claims, draft.hidden, texts, draft.required)

    def _find(self, key: str) -> Drawn | None:
        row = self._rows.get(key)
        if row is None or self._folder is None:
            return None
        if row["check"] is None:
            return RenderResult(**row["render"], marks_json=self._read(key, MARKS)), None
        with suppress(ImageError):
            image, svg, marks = open_image(self._image(key)), self._read(key, "svg"), self._read(key, MARKS)
            render = RenderResult(**row["render"], image=image, svg=svg, marks_json=marks)
            return render, verification_from_dict(row["check"])
        return None

    def _keep(self, key: str, render: RenderResult, found: Verification | None) -> None:
        if self._folder is None:
            return
        if render.image is not None:
            write_atomic(self._image(key), png_bytes(render.image), fsync=False)
        if render.svg is not None:
            write_atomic(self._image(key, "svg"), render.svg, fsync=False)
        if render.marks_json is not None and (found is None or found.faults):
            # A repair is told what is on the page.
            write_atomic(self._image(key, MARKS), render.marks_json, fsync=False)
        row = {
            "key": key,
            "render": {name: getattr(render, name) for name in RENDER_FIELDS},
            "check": asdict(found) if found else None,
        }
        Journal(self._folder / "drawn.jsonl").append(row)

    def _read(self, key: str, kind: str) -> bytes | None:
        path = self._image(key, kind)
        return path.read_bytes() if path.is_file() else None

    def _image(self, key: str, kind: str = "png") -> Path:
        assert self._folder is not None
        return self._folder / f"{key[:32]}.{kind}"
