"""The part of report.html about an aligned generator: samples with their images, and curves."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from scisynth.reports.alignment import sentences as words
from scisynth.reports.parts.filters import FilterChoices, count_choices
from scisynth.reports.parts.input import Alignment, Curve, PublishedImprovement, ReportInput, Sample, StageImage
from scisynth.reports.parts.plots import Plot, plot_panels
from scisynth.reports.parts.thumbnails import Shown, show_image

CURVE_PLOTS = (
    ("loss", {"sft/loss": "SFT loss", "oft/loss": "OFT loss"}, False),
    ("evaluation", {"eval/reward": "reward", "eval/judge": "judge", "eval/diversity": "diversity"}, False),
    ("training reward", {"oft/reward": "reward"}, False),
    ("distance to the reference", {"oft/kl": "KL"}, False),
    ("images in which the localizer found nothing", {"mask/fallback_rate": "fraction"}, True),
)
"""(name, keys of the rows with their labels, whether fractions are shown in percent); a panel a key."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What one stage made of a sample."""

    stage: str
    shown: Shown
    picture: StageImage
    is_right: bool | None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sample as the page shows it: a frame per stage, None where a stage drew nothing."""

    sample: Sample
    frames: Sequence[Frame | None]
    outcome: str
    boxes: Sequence[str]
    """CSS of each box on the last frame, in percent of it."""


@dataclass(frozen=True, kw_only=True)
class AlignmentPart:
    """Everything the template shows."""

    stages: Sequence[str]
    sentences: Sequence[str]
    """Of the scorers that the verdict leaves out."""
    scorer: str
    """The one of the verdict."""
    tables: Sequence[Sequence[words.ScoreTable]]
    """A group a scorer."""
    improvements: words.ImprovementTable
    published: Sequence[PublishedImprovement]
    samples: str
    """What became of them, in a sentence."""
    sheets: Sequence[Sheet]
    choices: FilterChoices
    plots: Sequence[Plot]


def build_sheets(results: ReportInput, run_folder: Path) -> list[Sheet]:
    """One sheet a sample, in the order of the results."""
    alignment = results.alignment
    if alignment is None:
        return []
    return [
        Sheet(
            sample=sample,
            frames=[_frame(sample, stage, run_folder) for stage in alignment.stages],
            outcome=words.sample_outcome(sample, alignment),
            boxes=[_box_style(*box) for box in sample.boxes],
        )
        for sample in alignment.samples
    ]


def unshown_frames(sheets: Sequence[Sheet]) -> list[str]:
    """One line for each image that has a placeholder."""
    return [
        f"{sheet.sample.id}, {frame.stage}: {frame.shown.reason}"
        for sheet in sheets
        for frame in sheet.frames
        if frame and frame.shown.reason
    ]


def alignment_part(alignment: Alignment, sheets: Sequence[Sheet]) -> AlignmentPart:
    """The part of the page, ready for its template."""
    first, *others = words.scorers(alignment) or [""]
    rows = [(sheet.sample.law, sheet.sample.field, sheet.sample.setting, sheet.outcome) for sheet in sheets]
    return AlignmentPart(
        stages=alignment.stages,
        sentences=[words.improvement_sentence(alignment, scorer) for scorer in others],
        scorer=first,
        tables=[list(group) for _, group in groupby(words.score_tables(alignment), key=lambda table: table.scorer)],
        improvements=words.improvement_table(alignment),
        published=alignment.published,
        samples=words.outcome_sentence(alignment),
        sheets=sheets,
        choices=count_choices(rows, words.OUTCOME_ORDER),
        plots=[plot for index, curve in enumerate(alignment.curves) for plot in _curve_plots(curve, index)],
    )


def _frame(sample: Sample, stage: str, run_folder: Path) -> Frame | None:
    image = sample.stages.get(stage)
    if image is None:
        return None
    return Frame(
        stage=stage,
        shown=show_image(image.picture, run_folder),
        picture=image,
        is_right=words.is_right(image.judge),
    )


def _box_style(center_x: float, center_y: float, width: float, height: float) -> str:
    """`left:..%;top:..%;width:..%;height:..%`; what lies outside the image is cut by its frame."""
    sides = {"left": center_x - width / 2, "top": center_y - height / 2, "width": width, "height": height}
    return ";".join(f"{side}:{100 * fraction:.2f}%" for side, fraction in sides.items())


def _curve_plots(curve: Curve, index: int) -> list[Plot]:
    shown = []
    for name, keys, as_percent in CURVE_PLOTS:
        present = {key: label for key, label in keys.items() if any(row.get(key) is not None for row in curve.rows)}
        if present:
            svg = plot_panels(curve.rows, present, name=f"curve-{index}-{name}", as_percent=as_percent)
            shown.append(Plot(caption=f"{curve.name}: {name}", svg=Markup(svg)))
    return shown
