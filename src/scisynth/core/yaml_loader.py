"""The loader of files that people write: safe, fast, and strict about a key that stands twice."""

from typing import Any

import yaml


# The C loader is ten times faster; both are the safe one.
class UniqueKeyLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML itself lets a second key replace the first without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping of a node; `ConstructorError` with both lines where a key stands twice."""
        lines: dict[str, int] = {}
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag == "tag:yaml.org,2002:merge":
                continue
            line = key.start_mark.line + 1
            if key.value in lines:
                raise yaml.constructor.ConstructorError(
                    problem=f"{key.value!r} stands twice, in lines {lines[key.value]} and {line}; keep one"
                )
            lines[key.value] = line
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found
