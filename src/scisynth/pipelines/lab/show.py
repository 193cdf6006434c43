"""Looking at the lab."""

from pathlib import Path

from scisynth.core.errors import ConfigError
from scisynth.core.images import png_bytes
from scisynth.core.records import Split
from scisynth.core.store import write_atomic
from scisynth.pipelines.lab.results import LabSheet
from scisynth.pipelines.lab.tuples import draw_tuple
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.tuples.show import contact_sheet_of

COLUMNS = 4
_SPLIT_OF: dict[str, Split] = {"S": "test_S", "C": "test_C"}


def show_lab(out: Path, *, laws: tuple[str, ...], setting: str, num: int, size_px: int, seed: int) -> LabSheet:
    """Writes a contact sheet of true and false scenes to the PNG `out`."""
    if setting not in _SPLIT_OF:
        raise ConfigError(f"unknown setting {setting!r}; expected S (plain background) or C (a place)")
    prompt_sets = write_prompts(PromptsConfig.parse({"num": num, "split": _SPLIT_OF[setting], "laws": laws}), seed)
    tuples = [draw_tuple(item, seed=seed, size_px=size_px) for item in prompt_sets]
    write_atomic(out, png_bytes(contact_sheet_of(tuples, size_px=size_px, columns=COLUMNS)))
    return LabSheet(out=out, pairs=tuple(prompt_sets))
