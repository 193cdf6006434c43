"""Scenes to images: the truth and its counterfeit, deterministic by seed, at any resolution.

    render(scene, size_px=256, seed=0)              -> Rendering(image, region_mask)

One function draws each law, named by its file; backgrounds come from `places`. The same seed gives the same room, light and
camera to both sides of a pair only if asked to (`LabGenerator` does not: the two images of a tuple differ in more
than the science, as two photos would).
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageOps

from scisynth.core.errors import ConfigError, DataError
from scisynth.core.plugins.references import load_reference
from scisynth.core.records import PromptSet, Scene, Tier
from scisynth.core.seeds import derive_fraction, derive_seed
from scisynth.lab.canvas import Canvas
from scisynth.lab.looks import check_looks
from scisynth.lab.places import draw_background, draw_distractors
from scisynth.lab.view import SceneView
from scisynth.science.law_files import reads_laws
from scisynth.science.laws import choose_laws, get_law
from scisynth.science.rules import derive

SceneFunction = Callable[[Canvas, SceneView], None]


@dataclass(frozen=True, kw_only=True)
class Rendering:
    """An image and where its science is."""

    image: Image.Image
    """RGB."""
    region_mask: Image.Image | None
    """Mode L, 255 on the science-bearing thing; None when no mask was asked for."""


def render(scene: Scene, *, size_px: int, seed: int, with_mask: bool = False) -> Rendering:
    """Draws one scene.

    Raises:
        DataError: an unknown law, subject, condition or place, or a look in the law's file that cannot be drawn.
    """
    law = get_law(scene.law)
    draw = scene_of(law.name)
    check_looks(law.name)
    truth = derive(law.name, scene.subject, scene.condition)
    rng = random.Random(derive_seed(seed, "render"))
    canvas = Canvas(size_px, rng, with_mask=with_mask)
    canvas.mirrored = derive_fraction(seed, "mirror") < 0.5
    canvas.season = str(law.conditions[scene.condition].facts.get("season", ""))
    draw_background(canvas, scene.place)
    canvas.jitter(rng.uniform(0.86, 1.04), rng.uniform(-0.05, 0.05), rng.uniform(-0.03, 0.03))
    if scene.place:
        draw_distractors(canvas, scene.place)
    view = SceneView(
        law=law,
        subject=law.subject(scene.subject),
        condition=law.conditions[scene.condition],
        outcome=scene.outcome,
        true_outcome=truth.outcome,
        words=truth.words,
        rng=rng,
    )
    try:
        draw(canvas, view)
    except DataError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise DataError(
            f"{law.file}: the scene {law.scene} cannot draw {view.subject.name!r} ({type(error).__name__}: {error}); "
            "give the looks and outcomes that it reads"
        ) from None
    image, mask = canvas.finish(), canvas.finish_mask() if with_mask else None
    if canvas.mirrored:
        image, mask = ImageOps.mirror(image), ImageOps.mirror(mask) if mask else None
    return Rendering(image=image, region_mask=mask)


@reads_laws
@lru_cache(maxsize=64)
def scene_of(law_name: str) -> SceneFunction:
    """The function that a law's file names under `scene`.

    Raises:
        DataError: there is none.
    """
    law = get_law(law_name)
    if not law.scene:
        raise DataError(f"{law.file}: scene: expected the function that draws the law, found none; write it")
    try:
        scene: SceneFunction = load_reference(law.scene)
    except ConfigError as error:
        raise DataError(f"{law.file}: scene: {error}") from None
    if not callable(scene):
        raise DataError(f"{law.file}: scene: expected a function (canvas, view), got {type(scene).__name__}")
    return scene


class LabGenerator:
    """The lab as a generator: draws what the prompt set's tier really asks for."""

    name = "lab"

    def __init__(self, laws: Sequence[str] = ()) -> None:
        """Laws as in `science.laws.choose_laws`: a process that draws for another has to know laws from outside, too."""
        self._laws = laws

    def generate(self, prompt_set: PromptSet, tier: Tier, *, seed: int, size_px: int) -> Image.Image:
        """One RGB image; explicit and implicit tiers show the truth, superficial the counterfeit."""
        choose_laws(self._laws)
        return render(prompt_set.scene(tier), size_px=size_px, seed=derive_seed(seed, tier)).image
