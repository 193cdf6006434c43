"""A pipeline from its folder or hub id, complete or not at all.

The libraries fill what is missing with chance and a warning: a text encoder without weights, a tokenizer without words.
Whatever was trained with such a model would be worthless, so each model is loaded by itself and its missing weights
are counted, and each tokenizer must have its file. Only safetensors are read, and only the classes of the two libraries.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError

from scisynth.core.errors import ModelError, one_line
from scisynth.training.quiet import quiet_libraries

INDEX = "model_index.json"
LIBRARIES = ("diffusers", "transformers")
LOADING_ERRORS = (OSError, ValueError, RuntimeError, LookupError, TypeError, AttributeError, SafetensorError)


def read_index(source: str, revision: str | None) -> dict[str, Any]:
    """The pipeline's `model_index.json`; `ModelError` when there is none that can be read."""
    import diffusers

    try:
        index: dict[str, Any] = diffusers.DiffusionPipeline.load_config(source, revision=revision)
    except LOADING_ERRORS as error:
        raise ModelError(
            f"{source}: cannot read {INDEX} ({one_line(error)}); check the name and the connection"
        ) from None
    return index


def load_pipeline(
    source: str,
    index: Mapping[str, Any],
    *,
    dtype: torch.dtype,
    device: torch.device,
    revision: str | None,
    quantization: Mapping[str, Any] | None = None,
    is_staged: bool = False,
) -> Any:
    """The pipeline of an index; `ModelError` when a part is missing, torn or of another kind.

    `quantization` is what `diffusers.BitsAndBytesConfig` takes, for the transformer alone. Staged, the transformer stays on the CPU.
    """
    arguments: dict[str, Any] = {"dtype": dtype, "revision": revision, "use_safetensors": True}
    try:
        with quiet_libraries("transformers", "diffusers", bars=True):
            pipeline = _load_parts(index, source, arguments, quantization)
    except ModelError:
        raise
    except ImportError as error:
        raise ModelError(f"{source}: needs another package ({one_line(error)}); install it") from None
    except LOADING_ERRORS as error:
        raise ModelError(
            f"{source}: cannot be loaded ({one_line(error)}); a file is missing, half written or of another kind, "
            "fetch or build the model again"
        ) from None
    if not is_staged or quantization:
        # A packed transformer is made on the card.
        return pipeline.to(device)
    for name, part in pipeline.components.items():
        if name != "transformer" and isinstance(part, torch.nn.Module):
            part.to(device)
    return pipeline


def _load_parts(
    index: Mapping[str, Any],
    source: str,
    arguments: Mapping[str, Any],
    quantization: Mapping[str, Any] | None,
) -> Any:
    import diffusers

    parts: dict[str, Any] = {}
    for part, library, class_name in _parts(index):
        if library is None:  # saved as absent (SD3 without its T5), which has to be said again
            parts[part] = None
        elif library not in LIBRARIES:
            raise ModelError(f"{source}: {part} needs code from {library!r}; only {' and '.join(LIBRARIES)} are run")
        elif issubclass(kind := getattr(import_module(library), class_name), torch.nn.Module):
            own = arguments
            if quantization and part == "transformer":
                own = {**arguments, "quantization_config": diffusers.BitsAndBytesConfig(**quantization)}
            parts[part] = _load_model(kind, source, part, own)
        elif "okenizer" in class_name:
            _check_tokenizer(kind, source, part)
    return getattr(diffusers, index["_class_name"]).from_pretrained(source, **arguments, **parts)


def _parts(index: Mapping[str, Any]) -> Iterator[tuple[str, str | None, str]]:
    for name, origin in index.items():
        if not name.startswith("_") and isinstance(origin, list | tuple) and len(origin) == 2:
            yield name, *origin


def _load_model(kind: Any, source: str, part: str, arguments: Mapping[str, Any]) -> torch.nn.Module:
    model, report = kind.from_pretrained(source, subfolder=part, output_loading_info=True, **arguments)
    # Language models are read for their states; some are published without the head that predicts words.
    missing = sorted(key for key in report["missing_keys"] if not key.startswith("lm_head."))
    if missing:
        raise ModelError(
            f"{source}: {part} lacks {len(missing)} of its weights, first {missing[0]}; fetch or build the model again"
        )
    return model


def _check_tokenizer(kind: Any, source: str, part: str) -> None:
    folder = Path(source)
    files = set(kind.vocab_files_names.values())
    if folder.is_dir() and not any((folder / part / file).is_file() for file in files):
        raise ModelError(f"{source}: {part} lacks {' or '.join(sorted(files))}; fetch or build the model again")
