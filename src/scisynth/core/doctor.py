"""What is installed, what is found, what is missing, and the command that mends it. Loads no heavy library."""

import os
import platform
import shutil
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from scisynth.core.store import tracked_versions
from scisynth.core.weights import packaged_names

EXTRAS = {
    "models": ("torch", "transformers", "accelerate", "safetensors", "tokenizers"),
    "data": ("datasets",),
    "report": ("matplotlib",),
    "figures": ("matplotlib", "rdkit", "scipy", "sympy"),
    "ocr": ("rapidocr", "onnxruntime"),
}
WEIGHTS = ("lab-clip", "lab-sciscore")


def examine() -> dict[str, Any]:
    """One check a line: name, ok, what was found, and how to mend it."""
    checks = [
        _check("python", True, platform.python_version(), ""),
        _check("processor", True, f"{os.cpu_count()} cores, {platform.machine()}", ""),
        *(_extra(extra, packages) for extra, packages in EXTRAS.items()),
        *(_weights(name) for name in WEIGHTS),
        _accelerator(),
        _browser(),
    ]
    return {"ok": all(check["ok"] for check in checks), "versions": tracked_versions(), "checks": checks}


def _check(name: str, ok: bool, found: str, mend: str) -> dict[str, Any]:
    return {"name": name, "ok": ok, "found": found, "mend": mend}


def _extra(extra: str, packages: tuple[str, ...]) -> dict[str, Any]:
    found, missing = [], []
    for package in packages:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    text = ", ".join(found + [f"no {package}" for package in missing])
    return _check(f"extra [{extra}]", not missing, text, f"pip install 'scisynth[{extra}]'")


def _weights(name: str) -> dict[str, Any]:
    ok = name in packaged_names()
    return _check(name, ok, "in the package" if ok else "not in the package", f"scisynth lab build {name}")


def _accelerator() -> dict[str, Any]:
    """Asks torch only when it is there; a machine without a GPU is not ill."""
    if find_spec("torch") is None:
        return _check("accelerator", True, "torch is not installed", "")
    import torch

    if torch.cuda.is_available():
        return _check("accelerator", True, torch.cuda.get_device_name(0), "")
    return _check("accelerator", True, "none; the lab needs none, real models are slow without", "")


def _browser() -> dict[str, Any]:
    names = ("chromium", "google-chrome", "firefox")
    found = next((name for name in names if shutil.which(name)), "")
    return _check("browser for report.html", True, found or "none on the path; copy the file elsewhere to open it", "")
