"""What the command line reads in the source of configs, against what pydantic knows of the same fields."""

import importlib

import pytest
from pydantic import BaseModel
from support.verbs import verbs

from scisynth.cli.fields import read_field


def configs():
    """(config, path of a field) of every option that comes from a field."""
    found = {}
    for _, command in verbs():
        for setting in getattr(command.callback, "settings", ()):
            for path in [f"{setting.path}.{part}" for part in setting.parts] or [setting.path]:
                found[command.callback.config, path] = None
    return found


def field_of(config, path):
    module, _, name = config.partition(":")
    cls = getattr(importlib.import_module(module), name)
    *parents, last = path.split(".")
    for parent in parents:
        options = getattr(cls.model_fields[parent].annotation, "__args__", (cls.model_fields[parent].annotation,))
        cls = next(option for option in options if isinstance(option, type) and issubclass(option, BaseModel))
    return cls, cls.model_fields[last]


@pytest.mark.parametrize(("config", "path"), configs(), ids=lambda part: part.rpartition(":")[2])
def test_a_field_is_read_as_pydantic_has_it(config, path):
    cls, field = field_of(config, path)
    facts = read_field(config, path)
    assert facts.help == " ".join(field.description.split()), "the docstring below the field"
    schema = cls.model_json_schema()["properties"][path.rpartition(".")[2]]
    # An array that may be null is an array.
    schema = next((part for part in schema.get("anyOf", []) if part.get("type") == "array"), schema)
    one = schema.get("items", schema)
    kinds = {part.get("type", "string") for part in one.get("anyOf", [one])} - {"null"}
    if facts.choices:
        assert [*facts.choices] == one["enum"]
    elif facts.type is not str:
        assert kinds == {{int: "integer", float: "number", bool: "boolean"}[facts.type]}
    else:
        assert not kinds & {"integer", "boolean"}
    assert facts.is_many == (schema.get("type") == "array")


def test_a_default_is_that_of_the_config_which_holds_the_part():
    bench = "scisynth.pipelines.science_t2i.config:BenchConfig"
    assert read_field(bench, "pictures.images_per_prompt").default == 2, "BenchConfig makes its pictures with 2"
    assert read_field(bench, "pictures.model").default == "lab-flux"
    assert read_field("scisynth.pipelines.scigenbench.config:FamiliesConfig", "files.dpi").default == 120, "a constant"


@pytest.mark.parametrize("path", ["no_such", "pictures.no_such", "data.model"])
def test_a_field_that_is_none_is_an_error(path):
    with pytest.raises(LookupError):
        read_field("scisynth.pipelines.science_t2i.config:BenchConfig", path)
