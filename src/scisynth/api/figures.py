"""Exact figures: `make_figures` from the families, `draw_figure` of a problem with a chat model."""

from collections.abc import Sequence
from pathlib import Path

from scisynth.api.parts import Settings, configured, spending
from scisynth.pipelines.scigenbench.families import FamiliesConfig, run_families
from scisynth.pipelines.scigenbench.imgcoder import ImgCoderConfig, run_imgcoder
from scisynth.pipelines.scigenbench.results import FamiliesResult, ImgCoderResult


def make_figures(
    out: str | Path,
    *,
    image_type: str = "all",
    num: int = 8,
    families: Sequence[str] = (),
    corrupted: int = 0,
    level: int = 0,
    style: str = "textbook",
    split: str = "",
    seed: int = 0,
    settings: Settings | None = None,
) -> FamiliesResult:
    """Draws exact figures without a model, as `scisynth imgcoder families` does: problem, image, answer, quizzes.

    Image types are those of SciGenBench (arXiv 2601.17027); every figure is checked on the page.

    Args:
        out: the run folder with `problems.jsonl`, `metadata.jsonl`, the images and a gallery.
        image_type: one of the 25, e.g. "Physics - Optical Ray", or `all`.
        num: figures of each type.
        families: which families draw, by name or as `file.py:NAME`; empty: all of them.
        corrupted: corrupted figures next to each true one, for the validation of judges.
        level: of difficulty, 1 to 3; 0 takes the levels in turn.
        style: the look: `textbook`, `sans`, `serif`, `bold`, `fine`, `margins`, `print`, `dark`, `scan`, `jpeg`, or `mixed`.
        split: only figures of `train`, `val` or `test`, which share no figure; a tenth of the families is in `test` alone.
        seed: of the figures; a figure follows from its family and the seed alone.
        settings: further settings of `FamiliesConfig`, e.g. `{"files.dpi": 300}`.

    Raises:
        ConfigError: an unknown type or family, or a folder of other settings.
    """
    given = {
        "image_type": image_type,
        "num": num,
        "families": tuple(families) or None,
        "twins": corrupted,
        "level": level,
        "style": style,
        "split": split,
    }
    return run_families(configured(FamiliesConfig(), given, settings), Path(out), seed=seed)


def draw_figure(
    problem: str | Sequence[str],
    *,
    model: str,
    out: str | Path,
    seed: int = 0,
    max_usd: float | None = None,
    settings: Settings | None = None,
) -> ImgCoderResult:
    """Draws the figure of a problem with a chat model, as `scisynth imgcoder draw` does (ImgCoder, arXiv 2601.17027, section 4).

    Understand, plan, code, render in a sandbox, verify, repair.

    Args:
        problem: one problem in words, or several.
        model: the chat model's name at its server; the key is read from OPENAI_API_KEY.
        out: the run folder with every step, the figure and a gallery.
        seed: kept in the manifest; the server decides how far replies repeat.
        max_usd: at most so many dollars; needs the model's price in `settings`.
        settings: further settings of `ImgCoderConfig`, e.g. `{"access.base_url": "http://127.0.0.1:8000/v1"}`.

    Raises:
        ConfigError: no key, no model, or a folder of other settings.
        MissingExtraError: the extra `[figures]` or `[api]` is not installed.
    """
    problems = (problem,) if isinstance(problem, str) else tuple(problem)
    config = configured(ImgCoderConfig(), {"problems": problems, "model": model}, settings)
    return run_imgcoder(config, Path(out), seed=seed, spending=spending(max_usd))
