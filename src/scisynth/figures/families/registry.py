"""The families by name and image type. A family is a function from a random source to a scene, in the module of its type.

A scene follows from its family's name and its own number alone, so a new family changes no scene of another. Which families
take part is the caller's to say and to keep: a run's manifest lists them, since tomorrow there may be more.

@family("Physics - Optical Ray", "thin_lens")
def thin_lens(draw: Random) -> FigureScene: ...
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module

from scisynth.core.errors import ConfigError, nearest
from scisynth.figures.scene.scene import FigureScene
from scisynth.science.image_types import image_type as get_image_type

Build = Callable[[random.Random], FigureScene]
Corruption = Callable[[FigureScene, random.Random], FigureScene]
"""Makes one named defect: other marks, the same claims."""

MODULES: Mapping[str, tuple[str, ...]] = {
    "Math - Plane Geometric": ("plane_geometry", "plane_circles"),
    "Math - Solid Geometric": ("solid_geometry", "solid_cubes", "solid_round"),
    "Math - Analytic Geometry": ("analytic_geometry", "analytic_conics"),
    "Math - Set & Probability": ("set_probability", "probability_charts"),
    "Physics - Mechanical": ("mechanics", "motion"),
    "Physics - Field Diagram": ("fields", "magnetic_fields"),
    "Physics - Waveform": ("waves", "interference"),
    "Physics - Optical Ray": ("optics", "refraction"),
    "Physics - Astronomical": ("astronomy", "sky_geometry"),
    "Physics - Circuit": ("circuit_figures", "circuit_meters"),
    "Physics - Thermodynamic": ("thermodynamics", "heat_figures", "heat_engines"),
    "Chemistry - Molecular Structure": ("molecular_structure", "stereochemistry", "molecular_shapes"),
    "Chemistry - Electron Config": ("electron_config", "electron_energies"),
    "Chemistry - Reaction Scheme": ("reaction_scheme", "electrochemistry", "reaction_curves"),
    "Chemistry - Crystal Structure": ("crystal_structure", "crystal_planes"),
    "Chemistry - Spectra": ("spectra", "spectral_lines", "absorbance"),
    "Chemistry - Orbital / Quantum": ("orbital_quantum", "wave_functions", "crystal_field"),
    "Biology - Cell Diagram": ("cell_diagram", "cell_division", "membranes"),
    "Biology - Ecological": ("ecology", "ecosystems"),
    "Biology - Genetics": ("genetics", "inheritance"),
    "Biology - Molecular Process": ("molecular_process", "enzymes", "dna_lab"),
    "Universal - Plot & Chart": ("plot_chart", "statistics_plots"),
    "Universal - Graph & Flow": ("graph_flow", "flow_machines"),
    "Universal - Table / Grid": ("table_grid", "grids"),
    "Universal - Exp. Setup": ("experimental_setup", "apparatus"),
}
"""Image type to the modules that draw it, in the folder of its subject."""


@dataclass(frozen=True, kw_only=True)
class Family:
    """One generator and the defects that only it knows."""

    name: str
    image_type: str
    build: Build
    corruptions: dict[str, Corruption] = field(default_factory=dict)

    def make(self, seed: int) -> FigureScene:
        """The scene of a seed; the same for the same seed."""
        scene = self.build(random.Random(f"{self.name}:{seed}"))
        return replace(scene, id=f"{self.name}-{seed}", image_type=self.image_type, family=self.name, seed=seed)


_FAMILIES: dict[str, Family] = {}


def family(image_type: str, name: str) -> Callable[[Build], Build]:
    """Registers a generator."""

    def register(build: Build) -> Build:
        assert name not in _FAMILIES, f"two families are called {name}"
        assert image_type in MODULES, f"unknown image type {image_type}"
        _FAMILIES[name] = Family(name=name, image_type=image_type, build=build)
        return build

    return register


def defect(family_name: str, name: str) -> Callable[[Corruption], Corruption]:
    """Registers a defect of one family, beside those of `figures.corruptions` that fit every scene."""

    def register(corruption: Corruption) -> Corruption:
        _FAMILIES[family_name].corruptions[name] = corruption
        return corruption

    return register


def image_types() -> list[str]:
    """All types, in the order of the benchmark."""
    return list(MODULES)


def families_of(image_type: str) -> list[Family]:
    """The families of a type; `ConfigError` with the nearest name for an unknown one."""
    get_image_type(image_type)
    folder = image_type.partition(" - ")[0].lower()
    for module in MODULES[image_type]:
        import_module(f"scisynth.figures.families.{folder}.{module}")
    return [item for item in _FAMILIES.values() if item.image_type == image_type]


def get_family(name: str) -> Family:
    """A family by its name; `ConfigError` with the nearest name for an unknown one."""
    every = {item.name: item for image_type in MODULES for item in families_of(image_type)}
    if name not in every:
        raise ConfigError(f"unknown family {name!r}; {nearest(name, every)}")
    return every[name]


def family_names(image_type: str = "") -> tuple[str, ...]:
    """The families of a type, or of all of them, in the order in which they take turns."""
    kinds = [image_type] if image_type else image_types()
    return tuple(item.name for kind in kinds for item in families_of(kind))


def make_scenes(image_type: str, num: int, seed: int, names: Sequence[str] = ()) -> list[FigureScene]:
    """`num` scenes of a type, its families in turn; `names` says which, in which order, and may hold those of other types.

    The k-th scene of a family is the same whatever the others are.

    Raises:
        ConfigError: an unknown image type, or no family of it among `names`.
    """
    known = families_of(image_type)
    if names:
        by_name = {item.name: item for item in known}
        known = [by_name[name] for name in names if name in by_name]
        if not known:
            raise ConfigError(
                f"{image_type}: expected one of its families, {', '.join(by_name)}; got {', '.join(names)}"
            )
    return [known[index % len(known)].make(seed * 100_003 + index // len(known)) for index in range(num)]
