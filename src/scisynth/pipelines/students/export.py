"""`student check` and `student export`: the self-test of the reward, and the rows of a trainer."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from scisynth.core.errors import ConfigError, DataError
from scisynth.core.hub import is_hub_id, push_folder
from scisynth.core.progress import say
from scisynth.pipelines.students.config import SelectionConfig
from scisynth.pipelines.students.data import drop_overlaps, read_test_set
from scisynth.pipelines.students.results import StudentCheckResult, StudentExportResult
from scisynth.students.blind import hide_images
from scisynth.students.card import item_card
from scisynth.students.check import check_reward
from scisynth.students.formats.table import Format, get_format
from scisynth.students.formats.write import export_items
from scisynth.students.items import TrainingItem, check_images, read_items
from scisynth.students.pixels import PixelReport
from scisynth.students.reward import reward_of
from scisynth.students.selection import Selection, select

TRAIN = "train"


def run_student_check(
    data: Path, *, against: Sequence[str] = (), look: Callable[[list[TrainingItem]], PixelReport] | None = None
) -> StudentCheckResult:
    """The reward on every item, every image, and overlaps of the training items with test sets.

    Args:
        data: folder of items.
        against: test sets.
        look: tells what a model's processor makes of the images of training items.
    """
    items = read_items(data)
    training = [item for item in items if item.split == TRAIN]
    _, overlaps = drop_overlaps(training, [read_test_set(Path(name)) for name in against], data)
    reward = check_reward(items, reward_of)
    broken = tuple(check_images(data, items))
    pixels = look(training) if look and training and not broken else None
    return StudentCheckResult(
        reward=reward,
        broken_images=broken,
        overlaps=tuple(overlaps),
        pixels=pixels,
        passed=reward.passed and not broken and not overlaps and not (pixels and pixels.too_large),
    )


def run_student_export(
    data: Path, out: Path, config: SelectionConfig, *, format_name: str, seed: int
) -> StudentExportResult:
    """Writes a folder that a trainer reads: the chosen training items, and val and test as they are.

    Raises:
        ConfigError: an unknown format.
        DataError: too few items, or a key that the reward cannot read.
    """
    kind = get_format(format_name)
    items = read_items(data)
    say_failed(items)
    chosen = choose(items, config, seed)
    if kind.teaches != "replies":
        faults = check_reward(chosen, reward_of).faults
        if faults:
            first = faults[0]
            raise DataError(
                f"{data}: the reward errs on {len(faults)} items, first on {first.id}: {first.fault}, {first.detail}; see "
                "`scisynth student check`"
            )
    with TemporaryDirectory() as blank:
        if config.blind:
            chosen, data = hide_images(chosen, data, Path(blank)), Path(blank)
        return StudentExportResult(out=out, format=kind.name, rows=write_rows(chosen, data, out, kind))


def push_export(result: StudentExportResult, repo: str, *, public: bool) -> None:
    """Uploads an exported folder to a data set repository of the hub.

    Raises:
        HubError: the hub refused; the folder is whole.
    """
    push_folder(
        result.out,
        repo,
        message=f"Rows for {result.format}, by scisynth",
        then=f"then `hf upload {repo} {result.out} --repo-type dataset`",
        private=not public,
    )


def check_repo(repo: str) -> None:
    """Says before anything is written that a name is none of the hub's."""
    if repo and not is_hub_id(repo):
        raise ConfigError(f"--push-to-hub {repo}: expected ORG/NAME of a data set repository")


def write_rows(items: Sequence[TrainingItem], data: Path, out: Path, kind: Format) -> Mapping[str, int]:
    """Rows and card of items in the new folder `out`; rows by split."""
    return export_items(items, data, out, kind, item_card(items, kind))


def choose(items: list[TrainingItem], config: SelectionConfig, seed: int) -> list[TrainingItem]:
    """The selection of the training items, then the sound items of the other splits, without those whose check failed."""
    wish = Selection(**config.model_dump(exclude={"blind"}), seed=seed)
    training = select([item for item in items if item.split == TRAIN], wish)
    return training + [item for item in items if item.split != TRAIN and item.is_sound]


def say_failed(items: Sequence[TrainingItem]) -> None:
    """Says how many items of the other splits `choose` leaves out because their check failed."""
    left_out = sum(item.split != TRAIN and not item.defect and not item.is_sound for item in items)
    if left_out:
        say(f"{left_out} items of val and test are left out, since their check failed")
