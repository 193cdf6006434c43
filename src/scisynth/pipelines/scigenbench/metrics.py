"""The standard image metrics of `bench scigenbench`: against reference figures where there are some, and CLIP against the problem.

Reference figures are `<id>.png` (or another image suffix, in any case) in `references`, else what the data's own `image` field names inside its folder.
Every mean stands next to white pages and shuffled images, since these metrics see paper before they see science.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scisynth.core.errors import ConfigError
from scisynth.core.images import examine_image, fold_name, images_by_name
from scisynth.core.problems import FigureProblem
from scisynth.core.progress import say
from scisynth.grading.metrics.pixels import ImagePair, compare_images
from scisynth.pipelines.scigenbench.config import MetricsConfig
from scisynth.reports.figures.results import FigureMetrics

if TYPE_CHECKING:
    from scisynth.grading.metrics.features import ClipScorer

MIN_SET = 4
"""Images from which on two sets can be compared."""


def find_references(problems: Sequence[FigureProblem], references: str, data: Path | None) -> dict[str, Path]:
    """Reference figures by problem.

    Args:
        references: a folder of `<id>.png`; empty: the data's own.
        data: the file that the problems are from; None for problems without references.

    Raises:
        ConfigError: the folder is none, or holds a figure of no problem.
        ImageError: a reference is no image that is read.
    """
    if references:
        folder = Path(references)
        if not folder.is_dir():
            raise ConfigError(
                f"--references {references}: expected a folder of reference figures, one <id>.png a problem"
            )
        by_name = images_by_name(folder)
        found = {
            problem.id: path
            for problem in problems
            if (path := by_name.get(problem.id) or by_name.get(fold_name(problem.id)))
        }
        if not found:
            raise ConfigError(f"--references {references}: expected <id>.png of at least one problem, found none")
        if missing := len(problems) - len(found):
            say(f"--references {references}: no figure of {missing} of {len(problems)} problems")
        return _readable(found)
    if data is None:
        return {}
    root = data.parent.resolve()
    named = {problem.id: path for problem in problems if (path := _inside(root, problem.image))}
    if missing := sum(bool(problem.image) for problem in problems) - len(named):
        say(f"{data}: {missing} of its reference figures are not there")
    return _readable(named)


def _readable(references: dict[str, Path]) -> dict[str, Path]:
    """The references, whose headers are read now: the comparison comes last, after everything that is paid for."""
    for path in references.values():
        examine_image(path)
    return references


def _inside(root: Path, name: str) -> Path | None:
    """The file of that name below a folder, if there is one."""
    try:
        path = (root / name).resolve()
        return path if name and path.is_relative_to(root) and path.is_file() else None
    except (OSError, ValueError):
        return None


def measure_figures(
    config: MetricsConfig,
    problems: Sequence[FigureProblem],
    images: Sequence[Path | None],
    references: dict[str, Path],
    scorer: "ClipScorer | None",
    *,
    seed: int,
) -> FigureMetrics | None:
    """PSNR, SSIM and edge F1 against references, and with a CLIP its score, KID and FID; None when nothing can be measured."""
    pairs = [
        ImagePair(id=problem.id, image=image, reference=references[problem.id])
        for problem, image in zip(problems, images, strict=True)
        if problem.id in references
    ]
    if not pairs and scorer is None:
        return None
    found = FigureMetrics(num_references=len(pairs))
    if pairs:
        compared = compare_images(pairs, paper_compat=config.paper_compat).metrics
        psnr, ssim, ssim_win3, edge_f1 = (compared.get(name) for name in ("psnr", "ssim", "ssim_win3", "edge_f1"))
        found = replace(found, psnr=psnr, ssim=ssim, ssim_win3=ssim_win3, edge_f1=edge_f1)
    return found if scorer is None else _with_clip(found, problems, images, pairs, scorer, seed)


def load_clip_scorer(name: str) -> "ClipScorer":
    """A CLIP by name, before anything is drawn for it; raises `ModelError`."""
    from scisynth.grading.metrics.features import ClipScorer
    from scisynth.rewards.checkpoint import load_clip

    loaded = load_clip(name)
    return ClipScorer(loaded.model, loaded.tokenizer, mean=loaded.preprocess.mean, std=loaded.preprocess.std, name=name)


def _with_clip(
    metrics: FigureMetrics,
    problems: Sequence[FigureProblem],
    images: Sequence[Path | None],
    pairs: Sequence[ImagePair],
    scorer: "ClipScorer",
    seed: int,
) -> FigureMetrics:
    """With CLIPScore, and KID and FID where there are enough pairs."""
    from scisynth.grading.metrics.features import compare_sets

    metrics = replace(metrics, clip_model=scorer.name)
    drawn = [(problem.question, image) for problem, image in zip(problems, images, strict=True) if image]
    if not drawn:
        return metrics
    fit = scorer.compare([question for question, _ in drawn], [image for _, image in drawn])
    both = [(pair.image, pair.reference) for pair in pairs if pair.image is not None]
    if len(both) < MIN_SET:
        return replace(metrics, clip=fit.means)
    sets = compare_sets(
        [image for image, _ in both],
        [reference for _, reference in both],
        scorer.features,
        size_px=scorer.size_px,
        seed=seed,
    )
    return replace(metrics, clip=fit.means, sets=sets)
