"""What every page is made with: the template environment, its inlined style and script, and the rows of a manifest."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from scisynth.reports.parts import format as wording
from scisynth.reports.parts import plots


def make_environment() -> Environment:
    """Templates that escape everything and know how the report words its numbers."""
    environment = Environment(
        loader=PackageLoader("scisynth.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for function in (
        wording.percent,
        wording.interval,
        wording.score_interval,
        wording.clip,
        wording.count,
        wording.plural,
        wording.decimal,
        wording.split_label,
        wording.published_label,
        plots.model_style,
    ):
        environment.globals[function.__name__] = function
    environment.globals["split_notes"] = wording.SPLIT_NOTES
    environment.globals["dash"] = wording.DASH
    return environment


def inline_parts(environment: Environment, scripts: Sequence[str], styles: Sequence[str]) -> dict[str, Any]:
    """`style`, `script` and the `script_digest` by which the content security policy lets that script run.

    Args:
        environment: whose loader finds the files.
        scripts: names without `.js`, in the order in which they run.
        styles: names without `.css`, later ones rule.
    """
    script = "".join(_source(environment, f"{name}.js") for name in scripts)
    style = "".join(_source(environment, f"{name}.css") for name in styles)
    return {
        "style": Markup(style),
        "script": Markup(script),
        "script_digest": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    }


def manifest_rows(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(key, text); nested values as indented JSON."""
    return [
        (key, value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False))
        for key, value in manifest.items()
    ]


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]
