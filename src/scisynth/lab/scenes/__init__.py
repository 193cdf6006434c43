"""One function a law: `(canvas, view) -> None`, drawing whatever outcome the view names, true or wrong."""

from collections.abc import Callable, Mapping

from scisynth.lab.canvas import Canvas
from scisynth.lab.scenes import devices, flames, fruit, liquids, metals, objects, phases, plants, surfaces, trees, water
from scisynth.lab.view import SceneView
from scisynth.science.laws import check_table

SceneFunction = Callable[[Canvas, SceneView], None]

SCENES: Mapping[str, SceneFunction] = {
    "gravity": objects.gravity,
    "solidification": phases.solidification,
    "melting": phases.melting,
    "absorption": liquids.absorption,
    "buoyancy": water.buoyancy,
    "diffusion": liquids.diffusion,
    "electricity": devices.electricity,
    "evaporation": phases.evaporation,
    "liquidation": surfaces.liquidation,
    "rust": metals.rust,
    "immiscibility": liquids.immiscibility,
    "flame reaction": flames.flame_reaction,
    "light requirement": plants.light_requirement,
    "watering requirement": plants.watering_requirement,
    "ripeness": fruit.ripeness,
    "seasonal change": trees.seasonal_change,
}
check_table("SCENES in lab/scenes/__init__.py", SCENES)
