"""What a subject's `look` may say, law by law, checked before anything is drawn.

Each law's scene reads its own keys: a shape it can draw, colours, a few switches. A shape that nobody draws, an empty colour
or a key that no scene reads is one line that names the file, the subject and the nearest known word. A law without an entry
in `LOOKS` gets the checks that need no scene: no value is empty, and what starts with # is a colour.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, ValidationError

from scisynth.core.errors import DataError, nearest
from scisynth.lab.objects import (
    catalog,
    companions,
    devices,
    liquid_shapes,
    meltables,
    plant_shapes,
    surfaces,
    tree_signs,
    vessels,
)
from scisynth.lab.scenes import (
    flames,
    fruit,
    materials,
    plants,
    refraction,
    shadows,
    trees,
)
from scisynth.lab.scenes.devices import HANGING_Y
from scisynth.science.law_files import reads_laws
from scisynth.science.laws import get_law

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def _color(value: Any) -> str:
    if not isinstance(value, str) or not _COLOR.fullmatch(value):
        raise ValueError("expected a colour such as '#b4bdc6'")
    return value


def _known(names: Iterable[str]) -> AfterValidator:
    known = tuple(names)

    def check(value: Any) -> str:
        if value not in known:
            raise ValueError(f"expected one that the scene can draw; {nearest(str(value), known)}")
        return str(value)

    return AfterValidator(check)


Color = Annotated[Any, AfterValidator(_color)]
Scale = Annotated[StrictFloat | StrictInt, Field(gt=0, le=5)]
Vessel = Annotated[Any, _known(vessels.KINDS)]
Prop = Annotated[Any, _known([*liquid_shapes.CONTAINERS, *liquid_shapes.FRUITS, "cubes"])]
Thing = Annotated[Any, _known(catalog.SHAPES)]


class Look(BaseModel):
    """Base of the looks: no other keys."""

    model_config = ConfigDict(extra="forbid")


class _Thing(Look):
    shape: Thing
    color: Color
    size: Scale = 1
    rest: tuple[StrictFloat | StrictInt, StrictFloat | StrictInt] | None = None


class _Metal(Look):
    shape: Thing
    metal: Color
    crust: Color
    bloom: Color
    pits: Color


class _Liquid(Look):
    vessel: Vessel
    liquid: Color
    color: Color = "#ffffff"
    clear: StrictBool = False


class _Meltable(Look):
    shape: Annotated[Any, _known(meltables.MELTABLES)]
    color: Color
    puddle: Color = "#ffffff"


class _Material(Look):
    shape: Annotated[Any, _known(materials.SHAPES)]
    color: Color
    pattern: Annotated[Any, _known([*materials.PATTERNS, "none"])]
    prop: Annotated[Any, _known([*companions.COMPANIONS, ""])] = ""


class _Diffusing(Look):
    color: Color
    prop: Prop
    label: Color
    bubbles: StrictBool = False


class _Pair(Look):
    colors: tuple[Color, Color]
    props: tuple[Prop, Prop]
    mixed: Color = "#ffffff"


class _Device(Look):
    shape: Annotated[Any, _known(devices.DEVICES)]
    color: Color
    hangs: Annotated[Any, _known([*HANGING_Y, ""])] = ""


class _Surface(Look):
    shape: Annotated[Any, _known(surfaces.SURFACES)]
    color: Color


class _Flame(Look):
    color: Color
    holder: Annotated[Any, _known(flames.HOLDERS)]
    band: Color
    label: Annotated[str, Field(pattern=r"^[A-Z][a-z]?[2-9]? [A-Za-z0-9()]{1,6}$")] = ""
    """Symbols on the jar of a salt: those of the metal, a space, the rest."""

    def model_post_init(self, _: object) -> None:
        """Salts have a jar.

        Raises:
            ValueError: a salt without the symbols on its jar.
        """
        if not self.label and self.holder in flames.WITH_LABEL:
            raise ValueError(f"expected the label of the jar of a salt that is held in the flame on a {self.holder}")


class _Plant(Look):
    form: Annotated[Any, _known(plants.HABITS)]
    flower: Annotated[Any, _known([*plant_shapes.FLOWERS, ""])] = ""
    color: Color
    center: Color
    leaf: Annotated[Any, _known(plant_shapes.LEAF_SHAPES)]
    green: Color
    count: Annotated[StrictInt, Field(ge=1, le=9)] = 3

    def model_post_init(self, _: object) -> None:
        """Most forms bear flowers.

        Raises:
            ValueError: such a form without the kind of its flowers.
        """
        if not self.flower and self.form not in plants.WITHOUT_FLOWERS:
            raise ValueError(f"expected the kind of flower of a plant that grows in {self.form}")


class _Potted(_Plant):
    pot: Color


class _Fruit(Look):
    shape: Annotated[Any, _known(fruit.SHAPES)]
    unripe: Color
    ripe: Color
    top: Annotated[Any, _known(("stalk", "calyx", "leaf", "button"))] = "stalk"
    pores: StrictBool = False
    seam: StrictBool = False
    blush: Color = "#ffffff"


class _Tree(Look):
    shape: Annotated[Any, _known(trees.SILHOUETTES)]
    leaf: Annotated[Any, _known(tree_signs.LEAVES)]
    fruit: Annotated[Any, _known([*tree_signs.FRUITS, "none"])]
    green: Color
    bark: Color = "#ffffff"
    width: Scale = 1
    autumn: Color = "#ffffff"
    blossom: Color = "#ffffff"


class _Tube(Look):
    tube: Color
    liquid: Color


class _Immersed(Look):
    shape: Annotated[Any, _known(refraction.THICKNESS)]
    color: Color
    liquid: Color


class _Upright(Look):
    shape: Annotated[Any, _known(shadows.THINGS)]
    color: Color
    accent: Color = "#ffffff"


LOOKS: Mapping[str, type[Look]] = {
    "gravity": _Thing,
    "solidification": _Liquid,
    "melting": _Meltable,
    "absorption": _Material,
    "buoyancy": _Thing,
    "diffusion": _Diffusing,
    "electricity": _Device,
    "evaporation": _Liquid,
    "liquidation": _Surface,
    "rust": _Metal,
    "immiscibility": _Pair,
    "flame reaction": _Flame,
    "light requirement": _Potted,
    "watering requirement": _Plant,
    "ripeness": _Fruit,
    "seasonal change": _Tree,
    "capillarity": _Tube,
    "index matching": _Immersed,
    "shadow length": _Upright,
    "magnetism": _Thing,
    "acid base indicator": _Diffusing,
    "incandescence": _Thing,
}
"""Defaults only say that a key may be left out; the scenes have their own."""
OWN_SCENES = "scisynth.lab."
"""Where these scenes are: somebody's own law under the name of an extended one has a scene of its own."""


@reads_laws
@lru_cache(maxsize=64)
def check_looks(law_name: str) -> None:
    """Checks every subject's look of a law, once a process.

    Raises:
        DataError: one line: file, subject, key, what was expected, what came.
    """
    law = get_law(law_name)
    for condition in law.conditions.values():
        _check_plainly(f"{law.file}: conditions, {condition.name!r}", condition.facts)
    for subject in law.subjects.values():
        where = f"{law.file}: subjects, {subject.name!r}, look"
        if law_name in LOOKS and law.scene.startswith(OWN_SCENES):
            _check(where, LOOKS[law_name], subject.look)
        else:
            _check_plainly(where, subject.look)


def _check(where: str, model: type[Look], look: Mapping[str, Any]) -> None:
    try:
        model.model_validate(look)
    except ValidationError as error:
        first = error.errors()[0]
        path = ", ".join(str(part) for part in first["loc"] if part not in ("int", "float"))
        key = f"{where}, {path}" if path else where
        if first["type"] == "missing":
            raise DataError(f"{key}: expected this key, found none; write it") from None
        if first["type"] == "extra_forbidden":
            raise DataError(f"{key}: unknown key; {nearest(path, model.model_fields)}") from None
        expected, _, hint = str(first["msg"]).removeprefix("Value error, ").partition("; ")
        expected = expected.replace("Input should be", "expected")
        raise DataError(f"{key}: {expected}, got {first['input']!r}; {hint or 'correct it'}") from None


def _check_plainly(where: str, look: Mapping[str, Any]) -> None:
    for key, value in look.items():
        if value is None or value == "":
            raise DataError(f"{where}, {key}: expected a value, got none; write it")
        if isinstance(value, str) and value.startswith("#") and not _COLOR.fullmatch(value):
            raise DataError(f"{where}, {key}: expected a colour such as '#b4bdc6', got {value!r}; correct it")
