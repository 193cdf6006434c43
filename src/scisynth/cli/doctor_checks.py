"""What is installed, what is found, what is missing, and how to fix it. Loads no heavy library but torch."""

import os
import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from scisynth.core.extras import all_extras, found_and_missing
from scisynth.core.store import tracked_versions
from scisynth.core.weights import PACKAGED

WEIGHTS = ("lab-clip", "lab-sciscore", "lab-flux", "lab-judge", "lab-localizer", "lab-vlm", "lab-crystal")
"""Models that every installation has; others are found by their folders."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "firefox")
CJK_LANGUAGES = ("zh", "ja", "ko")


def examine() -> dict[str, Any]:
    """One check a line: name, ok, what was found, and how to fix it. What only some need is ok without it."""
    checks = [
        _check("python", True, platform.python_version(), ""),
        _check("processor", True, f"{os.cpu_count()} cores, {platform.machine()}", ""),
        *(_extra(extra) for extra in all_extras()),
        *(_weights(name) for name in packaged_models()),
        _accelerator(),
        _four_bit(),
        _browser(),
        _cjk_fonts(),
    ]
    return {"ok": all(check["ok"] for check in checks), "versions": tracked_versions(), "checks": checks}


def packaged_models() -> list[str]:
    """`WEIGHTS`, and any other model with a card in the folder of weights."""
    more = sorted(path.parent.name for path in PACKAGED.glob("*/README.md"))
    return [*WEIGHTS, *(name for name in more if name not in WEIGHTS)]


def _check(name: str, ok: bool, found: str, mend: str) -> dict[str, Any]:
    return {"name": name, "ok": ok, "found": found, "mend": mend}


def _extra(extra: str) -> dict[str, Any]:
    found, missing = found_and_missing(extra)
    text = ", ".join(found + [f"no {package}" for package in missing])
    return _check(f"extra [{extra}]", not missing, text, f"pip install 'scisynth[{extra}]'")


def _weights(name: str) -> dict[str, Any]:
    ok = any((PACKAGED / name / index).is_file() for index in ("config.json", "model_index.json"))
    return _check(name, ok, "in the package" if ok else "not in the package", f"scisynth lab build {name}")


def _accelerator() -> dict[str, Any]:
    """Asks torch only when it is there; a machine without a GPU is not ill."""
    if find_spec("torch") is None:
        return _check("accelerator", True, "torch is not installed", "")
    import torch

    if torch.cuda.is_available():
        return _check("accelerator", True, torch.cuda.get_device_name(0), "")
    return _check("accelerator", True, "none; the lab needs none, real models are slow without", "")


def _four_bit() -> dict[str, Any]:
    try:
        found = f"bitsandbytes {version('bitsandbytes')}"
    except PackageNotFoundError:
        found = "no bitsandbytes; training a large model on a 24 GB card needs it: pip install 'scisynth[quant]'"
    return _check("4-bit base models", True, found, "")


def _browser() -> dict[str, Any]:
    found = next((name for name in BROWSERS if shutil.which(name)), "")
    return _check("browser for report.html", True, found or "none on the path; copy the file elsewhere to open it", "")


def _cjk_fonts() -> dict[str, Any]:
    name = "fonts for Chinese, Japanese, Korean"
    if not (command := shutil.which("fc-list")):
        return _check(name, True, "not known, fontconfig is not installed", "")
    found = {language: _has_font(command, language) for language in CJK_LANGUAGES}
    lacking = ", ".join(language for language, there in found.items() if not there)
    return _check(
        name, True, f"none for {lacking}; figures show boxes instead: apt-get install fonts-noto-cjk" if lacking else "found", ""
    )  # fmt: skip


def _has_font(command: str, language: str) -> bool:
    try:
        asked = subprocess.run([command, f":lang={language}", "family"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return bool(asked.stdout.strip())
