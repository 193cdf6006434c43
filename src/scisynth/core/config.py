"""Configs are typed Python: pydantic models that refuse unknown keys and name the nearest known one.

An experiment is a function that returns a complete config. The command line changes single fields, by an option of a verb or with
`--set train.lr=1e-4`. The string below a field is its description: in `--help`, in `--print-config` and in the reference.
A config builds objects; the maths never sees one.
"""

import hashlib
import json
import re
import reprlib
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Any, ClassVar, Self, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import to_jsonable_python

from scisynth.core.errors import ConfigError, nearest, one_line
from scisynth.core.progress import say
from scisynth.core.texts import decode

MANIFEST_KEYS = {"command", "config", "config_digest", "seed"}
"""What the manifest of every run has, and no file of settings."""
_SECRET = re.compile(
    r"api_?key|secret|passw|credential|authorization|bearer|(?:auth|access)_?token|(?:^|[._-])(?:key|token)$",
    re.IGNORECASE,
)
_BRANCH = re.compile(r"(?:constrained-)?(?:float|int|str|bool)|(?:literal|list|dict|tuple|nullable|function-\w+)\[.*\]")
"""What pydantic adds to the place of an error for each type that a field may have; no name of a setting."""
MAX_COMMENT = 100
"""Characters of a line of `to_yaml`."""
_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 120


class Config(BaseModel):
    """Base of every config: frozen, no unknown keys, finite numbers, JSON round trip, stable digest."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_default=True, allow_inf_nan=False, use_attribute_docstrings=True
    )

    earlier: ClassVar[Mapping[str, str]] = {}
    """Settings of earlier versions, and the path at which each stands now; `--set` takes them by both names."""

    @classmethod
    def parse(cls, values: Mapping[str, Any]) -> Self:
        """Builds the config, turning a validation failure into one line that names the field."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise ConfigError(_explain(cls, error)) from None

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads a YAML or JSON file of settings, or the manifest of a run, whose settings it takes."""
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ConfigError(f"{path}: expected a config file ({error.strerror}); check the path") from None
        try:
            values = _load_yaml(decode(data, path))
        except ValueError as error:
            raise ConfigError(f"{path}: expected YAML, {one_line(error)}") from None
        if not isinstance(values, dict):
            raise ConfigError(f"{path}: expected a mapping of settings, got {type(values).__name__}")
        if values.keys() >= MANIFEST_KEYS and isinstance(values["config"], dict):
            say(f"{path}: the settings of a run of `{values['command']}` with --seed {values['seed']}")
            values = values["config"]
        return cls.parse(values)

    def override(self, settings: Iterable[str]) -> Self:
        """A copy with `a.b=value` settings applied; values are read as YAML (`1e-4`, `true`, `[1, 2]`)."""
        values = self.model_dump(mode="json")
        for setting in settings:
            key, separator, text = setting.partition("=")
            if not separator or not key:
                raise ConfigError(f"--set {setting}: expected KEY=VALUE, for example --set train.lr=1e-4")
            _set_by_path(type(self), values, key.strip().split("."), _read_value(text), key.strip())
        return type(self).parse(values)

    def replace(self, given: Mapping[str, Any]) -> Self:
        """A copy with the fields whose given value is not None."""
        changed = {key: value for key, value in given.items() if value is not None}
        return type(self).parse({**self.model_dump(mode="json"), **changed})

    def digest(self) -> str:
        """Twelve hex digits that change when any field does."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def to_yaml(self) -> str:
        """Every setting with its description as a comment, for people to edit and `load` to read."""
        return "".join(f"{line}\n" for line in _yaml_lines(self, ""))


def _yaml_lines(config: BaseModel, indent: str) -> Iterator[str]:
    for name, field in type(config).model_fields.items():
        comment = " ".join((field.description or "").split())
        for line in textwrap.wrap(comment, MAX_COMMENT - len(indent), break_long_words=False, break_on_hyphens=False):
            yield f"{indent}# {line}"
        value = getattr(config, name)
        if isinstance(value, BaseModel):
            yield f"{indent}{name}:"
            yield from _yaml_lines(value, f"{indent}  ")
        else:
            text = yaml.safe_dump(
                {name: to_jsonable_python(value)}, sort_keys=False, allow_unicode=True, width=MAX_COMMENT
            )
            yield from (f"{indent}{line}" for line in text.splitlines())


def looks_secret(name: str) -> bool:
    """Whether a value under this name is likely a secret, which no message repeats."""
    return bool(_SECRET.search(name))


def _read_value(text: str) -> Any:
    """YAML, except that `1e-4` is the number everybody means (YAML 1.1 reads it as a string)."""
    if "e" in text.lower():
        try:
            return float(text)
        except ValueError:
            pass
    try:
        return _load_yaml(text)
    except ValueError:
        # A date that is none, too many digits, brackets without end: words, which the setting's type then refuses.
        return text


class _Loader(yaml.SafeLoader):
    """YAML's plain values without dates: no setting is one, and `2001-99-99` is none either."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _load_yaml(text: str) -> Any:
    """Plain values; `ValueError` for all that is no YAML, too deep, or a number of thousands of digits."""
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise ValueError(one_line(error)) from None
    except RecursionError:
        raise ValueError("brackets nested too deep") from None


def _set_by_path(cls: type[BaseModel], values: dict[str, Any], path: list[str], value: Any, key: str) -> None:
    head, *rest = path
    if head not in cls.model_fields:
        now = getattr(cls, "earlier", {}).get(head)
        if now:
            return _set_by_path(cls, values, [*now.split("."), *rest], value, key)
        # Its value is not repeated: it may be a key that somebody typed where its name belongs.
        raise ConfigError(f"--set {key}: unknown setting {head!r}; {nearest(head, cls.model_fields)}")
    if not rest:
        values[head] = value
        return None
    tag = cls.model_fields[head].discriminator
    if isinstance(tag, str):
        # One of several configs, by its kind: another kind starts from its own defaults.
        chosen = values[head] if isinstance(values[head], dict) else {tag: values[head]}
        values[head] = chosen if rest != [tag] or chosen[tag] == value else {}
    part = _part(cls, head, values.get(head))
    if part is None:
        raise ConfigError(f"--set {key}: {head!r} is a single value and has no setting {'.'.join(rest)!r}")
    if values.get(head) is None:
        # A part that may be missing begins with its defaults.
        values[head] = {}
    return _set_by_path(part, values[head], rest, value, key)


def _part(cls: type[BaseModel], name: str, value: Any = None) -> type[BaseModel] | None:
    """The config class behind a field, of several that which `value` is by its kind; None for a plain value."""
    field = cls.model_fields[name]
    if isinstance(field.discriminator, str):
        kind = value.get(field.discriminator) if isinstance(value, Mapping) else value
        options: tuple[type[BaseModel], ...] = get_args(field.annotation)
        return next((one for one in options if one.model_fields[field.discriminator].default == kind), options[0])
    # `Part | None` is the part that may be missing.
    annotation = field.annotation
    if isinstance(annotation, UnionType):
        found = [one for one in get_args(annotation) if one is not type(None)]
        annotation = found[0] if len(found) == 1 else None
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _explain(cls: type[BaseModel], error: ValidationError) -> str:
    first = error.errors()[0]
    path, holder = _walk(cls, [str(part) for part in first["loc"]])
    while len(path) > 1 and _BRANCH.fullmatch(path[-1]):
        path.pop()
    where = ".".join(path) or cls.__name__
    if first["type"] == "extra_forbidden":
        return f"unknown setting {where!r}; {nearest(path[-1], holder.model_fields)}"
    if first["type"] == "union_tag_invalid":
        facts = {name: str(value).replace("'", "") for name, value in first["ctx"].items()}
        hint = nearest(facts["tag"], facts["expected_tags"].split(", "))
        return f"setting {where!r}: unknown {facts['discriminator']} {facts['tag']!r}; {hint}"
    if first["type"] == "value_error":
        # A check of ours; its words name the settings themselves.
        return str(first["ctx"]["error"])
    # Bounded: an input may be long, deep, or a number too long to print.
    got = "a value that is not repeated here" if looks_secret(where) else _SHORT.repr(first.get("input"))
    return f"setting {where!r}: {_expected(first['msg'])}, got {got}"


def _walk(cls: type[BaseModel], place: list[str]) -> tuple[list[str], type[BaseModel]]:
    """The names of settings in the place of an error, without the kinds that pydantic puts between, and the class of the last."""
    path, rest, holder = [], place, cls
    while rest:
        name, *rest = rest
        path.append(name)
        if not rest or name not in holder.model_fields:
            break
        tagged = holder.model_fields[name].discriminator is not None
        part = _part(holder, name, rest[0])
        if part is None:
            break
        rest, holder = rest[1:] if tagged else rest, part
    return [*path, *rest], holder


def _expected(message: str) -> str:
    """`Input should be greater than 0` is `expected a value greater than 0`; other messages stay as they are."""
    wanted = message.removeprefix("Input should be ")
    if wanted == message:
        return message
    return f"expected {'a value ' if wanted.startswith(('greater', 'less')) else ''}{wanted}"
