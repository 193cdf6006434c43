"""Claims as models write them, brought to the spelling of the registry: names of kinds, keys, ids and values.

    {"type": "is_parallel", "marks": "side:AB and side:DC"}       parallel, of side:AB and side:DC
    {"kind": "above", "of": ["body:A", "body:B"]}                 order of body:B and body:A, bottom_to_top
    {"kind": "angle", "of": [...], "value": "45 degrees"}         45
    "ratio(side:AB, side:AC) = 2:1"                               2

Only the form is forgiven. What says nothing that can be checked is a ValueError with its reason.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from scisynth.figures.verify.claim_checks.kinds import KINDS, Takes
from scisynth.grading.quiz_keys import first_of
from scisynth.grading.values.plain import plain_text
from scisynth.grading.values.quantities import read_quantity
from scisynth.imgcoder.loose_fields import as_text, fold

MAX_READ_CHARS = 200
"""Of a text that is read as a number."""
KEYS: Mapping[str, Sequence[str]] = {
    "kind": ("type", "claim", "check", "relation", "predicate", "claim_type", "claim_kind", "assertion"),
    "of": (
        "marks", "ids", "id", "target", "targets", "args", "arguments", "elements", "objects", "mark", "between", "items", "of_ids",
        "entities", "operands", "mark_ids", "refs",
    ),
    "value": (
        "expected", "val", "equals", "expected_value", "is", "degrees", "angle_deg", "words", "texts", "number", "param", "params",
        "target_value", "values",
    ),
}  # fmt: skip
PAIRS = (
    ("subject", "object"),
    ("from", "to"),
    ("a", "b"),
    ("mark1", "mark2"),
    ("source", "target"),
    ("label", "mark"),
    ("id1", "id2"),
)
"""Keys that hold one id each."""
_SPELLINGS: Mapping[str, str] = {
    "names": "named naming labelled labeled labels named_by is_named identifies labelled_as",
    "label": "text label_text text_is has_text label_is printed shows_text has_label",
    "value": "label_value value_label states number_label labelled_value has_value value_of",
    "near": "next_to beside adjacent_to close_to label_near by placed_near adjacent",
    "count": "number number_of num quantity cardinality how_many",
    "ratio": "length_ratio ratio_of_lengths proportion radius_ratio proportional lengths",
    "angle": "angle_between angle_of angle_value measures_angle",
    "direction": "arrow_direction orientation heading points_in_direction pointing direction_of",
    "shape": "form has_shape outline_shape geometry figure_shape shape_of",
    "shaded": "shade filled fill hatched hatch coloured colored shading is_hatched fill_state",
    "axis_labels": "axes_labels axis_label axis_names axes_names axis_titles labels_of_axes xy_labels",
    "legend": "legend_entry legend_label in_legend legend_text legend_is key key_entry",
    "parallel": "parallel_to parallels parallel_with",
    "perpendicular": "perpendicular_to orthogonal orthogonal_to right_angle normal_to at_right_angle",
    "tangent": "tangent_to tangency",
    "on": "lies_on on_line rests_on located_on sits_on on_curve point_on",
    "connected": "joined attached connected_to attached_to joined_to meets linked",
    "crosses": "intersects intersect crossing cross intersecting",
    "symmetric": "symmetry mirror mirrored mirror_image symmetrical symmetric_about",
    "distance_ratio": "ratio_of_distances distances",
    "height_ratio": "ratio_of_heights",
    "width_ratio": "ratio_of_widths",
    "points_to": "pointing_to points_at pointing_at point_to directed_to directed_at toward towards points_toward points_towards",
    "head": "arrow_head arrowhead heads has_head",
    "connects": "edge runs_from links link edge_between arrow_from_to goes_from from_to",
    "inside": "within contained_in in is_in lies_in inside_of enclosed contained located_in",
    "outside": "outside_of not_inside disjoint not_in",
    "in_overlap": "overlap in_intersection in_common intersection in_both",
    "touches": "touching touch contact in_contact rests_against adjacent_outlines",
    "order": "ordered ordering sequence order_of arranged",
    "equal_spacing": "evenly_spaced equally_spaced equidistant even_spacing uniform_spacing",
    "level": "same_height same_level aligned_horizontally at_same_height horizontal_alignment collinear_horizontal",
    "heights": "height_values level_heights heights_proportional proportional_heights",
    "at": "position located_at coordinates at_point point_at location placed_at",
    "through": "passes_through goes_through passes contains_point curve_through",
    "values": "bar_values data_values data bar_heights",
    "formula": "equation function curve_formula follows graph_of plots",
    "monotone": "monotonic monotonicity trend",
    "row": "table_row in_row row_of",
    "column": "table_column in_column col",
    "smiles": "molecule structure smiles_is",
    "netlist": "circuit circuit_is",
}
SPELLINGS = {fold(alias): kind for kind, others in _SPELLINGS.items() for alias in (kind, *others.split())}
_SAYINGS: Mapping[str, tuple[str, str, Any]] = {
    "above higher_than over": ("order", "reversed", "bottom_to_top"),
    "below lower_than under beneath": ("order", "same", "bottom_to_top"),
    "left_of to_left_of before to_the_left_of": ("order", "same", "left_to_right"),
    "right_of to_right_of after to_the_right_of": ("order", "reversed", "left_to_right"),
    "left_to_right": ("order", "same", "left_to_right"),
    "bottom_to_top": ("order", "same", "bottom_to_top"),
    "top_to_bottom": ("order", "same", "top_to_bottom"),
    "horizontal": ("direction", "same", "horizontal"),
    "vertical": ("direction", "same", "vertical"),
    "equal_length equal_lengths same_length equal_size congruent equal_radius equal_radii": ("ratio", "same", 1.0),
    "equal_height equal_heights": ("height_ratio", "same", 1.0),
    "equal_width equal_widths same_width": ("width_ratio", "same", 1.0),
    "increasing rising": ("monotone", "same", "increasing"),
    "decreasing falling": ("monotone", "same", "decreasing"),
    "contains encloses": ("inside", "reversed", None),
    "midpoint midpoint_of bisects": ("equal_spacing", "middle", None),
    "circle circular": ("shape", "same", "circle"),
    "ellipse elliptical": ("shape", "same", "ellipse"),
    "square": ("shape", "same", "square"),
    "rectangle rectangular": ("shape", "same", "rectangle"),
    "triangle triangular": ("shape", "same", "triangle"),
    "polygon": ("shape", "same", "polygon"),
    "straight straight_line": ("shape", "same", "straight"),
    "curved curve": ("shape", "same", "curved"),
    "zigzag zig_zag": ("shape", "same", "zigzag"),
    "convex biconvex": ("shape", "same", "convex"),
    "concave biconcave": ("shape", "same", "concave"),
    "unshaded unfilled not_shaded not_filled hollow": ("shaded", "same", "false"),
    "two_headed double_headed": ("head", "same", "both"),
}
SAYINGS = {fold(alias): saying for aliases, saying in _SAYINGS.items() for alias in aliases.split()}
"""Kinds of one meaning more than those of the registry: (kind, what becomes of the order of the ids, value)."""
_SENTENCE = re.compile(
    r"^\s*([A-Za-z_ ]{2,40}?)\s*(?:\(([^()]*)\)|:\s+(\S[^=]*?))\s*(?:(?:=+|->|→|\bis\b)\s*(.+?))?\s*\.?\s*$", re.DOTALL
)
_BETWEEN_IDS = re.compile(r"\s*(?:[,;&|]|\band\b|\bto\b|->|→)\s*")
_NAMED = re.compile(r"^[^\W\d]\w{0,11}\s*[=≈]\s*(?=[-+\d.√(])")
"""A symbol before its number."""
_WORDS = {
    "equal": 1.0,
    "same": 1.0,
    "twice": 2.0,
    "double": 2.0,
    "triple": 3.0,
    "right": 90.0,
    "straight": 180.0,
    "none": 0.0,
}
_TRENDS = {"rising": "increasing", "increases": "increasing", "up": "increasing", "growing": "increasing", "falling": "decreasing",
           "decreases": "decreasing", "down": "decreasing", "decaying": "decreasing"}  # fmt: skip


def read_row(row: Any) -> tuple[str, list[str], Any]:
    """(kind, ids, value) of one claim as a model wrote it; a kind that no check knows comes back as it is.

    Raises:
        ValueError: what was expected instead.
    """
    said, names, value = _parts(row)
    kind = SPELLINGS.get(_kind_name(said), "")
    if not kind and (saying := SAYINGS.get(_kind_name(said))):
        kind, turn, implied = saying
        names = names[::-1] if turn == "reversed" else names
        names = [names[1], names[0], *names[2:]] if turn == "middle" and len(names) > 2 else names
        value = implied
    if not kind:
        return said, names, value
    if kind == "direction" and value is None and len(names) == 2:
        kind = "points_to"
    if kind == "axis_labels" and value is None:
        value = _at_axes(row)
    takes = KINDS[kind].takes
    if takes == "nothing":
        return kind, [*names, *_more_ids(value)], None
    return kind, names, _default(kind, names) if value is None else read_value(value, takes, kind)


def _at_axes(row: Any) -> Any:
    """Words for x and y under keys of their own."""
    if not isinstance(row, Mapping):
        return None
    found = [first_of(row, (side, f"{side}label", f"{side}_label", f"{side}_axis")) for side in ("x", "y")]
    return [as_text(words) if words is not None else "" for words in found] if any(found) else None


def _kind_name(said: str) -> str:
    """`is_parallel` and `isParallel` are `parallel`."""
    return fold(re.sub(r"^(?:(?:is|are)[_\s-]+|is(?=[A-Z]))", "", said.strip()))


def _parts(row: Any) -> tuple[str, list[str], Any]:
    """Kind, ids and value as they stand."""
    if isinstance(row, str):
        return _sentence(row)
    if not isinstance(row, Mapping):
        raise ValueError("expected an object with a kind")
    found = {str(key).strip().lower().replace(" ", "_").lstrip("#"): value for key, value in list(row.items())[:40]}
    kind = first_of(found, ("kind", *KEYS["kind"]))
    if not isinstance(kind, str):
        raise ValueError("expected an object with a kind")
    names, value = first_of(found, ("of", *KEYS["of"])), first_of(found, ("value", *KEYS["value"]))
    if names is None:
        pair = next((pair for pair in PAIRS if all(isinstance(found.get(key), str) for key in pair)), ())
        names = [found[key] for key in pair]
    if value is None and SPELLINGS.get(fold(kind)) in ("label", "names", "legend"):
        value = found.get("text")
    return kind, read_ids(names), value


def _sentence(text: str) -> tuple[str, list[str], Any]:
    """`ratio(side:AB, side:AC) = 2`."""
    found = _SENTENCE.match(text[: 4 * MAX_READ_CHARS])
    if found is None or not (fold(found[1]) in SPELLINGS or fold(found[1]) in SAYINGS):
        raise ValueError("expected an object with a kind")
    return found[1], read_ids(found[2] or found[3] or []), found[4]


def read_ids(names: Any) -> list[str]:
    """Ids of a list, of one text, or of objects with an id."""
    if names is None:
        return []
    if isinstance(names, str):
        # An id may have a space in it, but `side:AB and side:BC` are two.
        parts = _BETWEEN_IDS.split(names)
        names = parts if len(parts) > 1 and all(":" in part or len(parts) > 2 for part in parts) else [names]
    if isinstance(names, Mapping):
        names = [names["id"]] if "id" in names else list(names.values())
    if not isinstance(names, list | tuple):
        raise ValueError("expected a list of ids in `of`")
    found = [name["id"] if isinstance(name, Mapping) and "id" in name else name for name in names]
    if not all(isinstance(name, str) or (isinstance(name, int) and not isinstance(name, bool)) for name in found):
        raise ValueError("expected a list of ids in `of`, got what is no text")
    return [
        tidy for name in found if (tidy := re.sub(r"\s*:\s*", ":", str(name)[:400].strip().lstrip("#").strip("'\"` ")))
    ]


def _more_ids(value: Any) -> list[str]:
    """Ids that stand where a kind without a value has its value; `true` adds nothing."""
    if value is False:
        raise ValueError("expected what is true of the figure, got a claim that is false")
    if isinstance(value, str) and ":" in value:
        return read_ids(value)
    return (
        read_ids(value)
        if isinstance(value, list) and all(isinstance(item, str) and ":" in item for item in value)
        else []
    )


def _default(kind: str, names: Sequence[str]) -> Any:
    """What a claim without a value can only mean."""
    if kind in ("ratio", "height_ratio", "width_ratio", "distance_ratio"):
        return 1.0
    if kind == "head":
        return "end"
    if kind == "shaded":
        return "true"
    if kind == "order":
        return "left_to_right"
    if kind in ("row", "column") and len(names) > 1:
        return None
    raise ValueError(f"expected a value, as in {KINDS[kind].example.get('value')!r}")


def read_value(value: Any, takes: Takes, kind: str) -> Any:
    """A value as a kind takes it.

    Raises:
        ValueError: what was expected instead.
    """
    if takes == "truth":
        return _truth_of(value)
    if isinstance(value, bool):
        raise ValueError(f"expected a value, as in {KINDS[kind].example.get('value')!r}, got {value}")
    if takes == "number":
        return _number_of(value, kind)
    if takes == "numbers":
        return _numbers_of(value)
    if takes == "texts":
        if isinstance(value, Mapping):
            value = [words for _, words in sorted(value.items(), key=lambda item: str(item[0]))]
        parts = re.split(r"\s*[|;,]\s*", value) if isinstance(value, str) else value
        return [
            item if isinstance(item, int | float) else as_text(item)
            for item in (parts if isinstance(parts, list) else [parts])
        ]
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if takes == "direction":
        number = value if isinstance(value, int | float) else _plain_degrees(as_text(value))
        return as_text(value) if number is None else number
    if takes == "quantity":
        return value if isinstance(value, int | float) else as_text(value)
    text = "; ".join(map(as_text, value)) if isinstance(value, list) and kind == "netlist" else as_text(value)
    if kind == "monotone":
        return _TRENDS.get(text.strip().lower(), text.strip().lower())
    return text.strip().lower() if kind == "head" else text


def _truth_of(value: Any) -> str:
    """`true` or `false`."""
    said = as_text(value).strip().casefold() if not isinstance(value, bool) else str(value).casefold()
    if said in (
        "false",
        "no",
        "none",
        "empty",
        "white",
        "unshaded",
        "unfilled",
        "not shaded",
        "not filled",
        "hollow",
        "0",
    ):
        return "false"
    if said in ("true", "yes", "shaded", "filled", "hatched", "solid", "coloured", "colored", "grey", "gray", "1"):
        return "true"
    raise ValueError(f"expected true or false, got {said[:40]!r}")


def _number_of(value: Any, kind: str) -> Any:
    if isinstance(value, Mapping):
        value = next(iter(value.values()), None)
    if isinstance(value, list):
        if kind.endswith("ratio") and len(value) == 2:
            one, two = (_number_of(item, kind) for item in value)
            if not two:
                raise ValueError("expected a ratio, got a division by zero")
            return one / two
        value = value[0] if len(value) == 1 else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    found = read_number_text(value, is_angle=kind == "angle") if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"expected a number, as in {KINDS[kind].example.get('value')!r}")
    return found


def _numbers_of(value: Any) -> list[Any]:
    """A list of numbers out of a list, of pairs, of a mapping, or of a text."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, str):
        said = value[:MAX_READ_CHARS].strip("()[]{} ")
        # `3 m, 5 m` has spaces within its numbers; `3 5 2` has nothing else between them.
        ways = [re.split(r"\s*(?:[,;]|\band\b)\s*", said), re.split(r"[,;\s]+(?:and\s+)?", said)]
        ways = [[part for part in way if part] for way in ways]
        value = next((way for way in ways if all(read_number_text(part) is not None for part in way)), ways[-1])
    flat: list[Any] = value if isinstance(value, list) else [value]
    if all(isinstance(item, list | Mapping) for item in flat):
        flat = [part for item in flat for part in (item.values() if isinstance(item, Mapping) else item)]
    found = [read_number_text(item) if isinstance(item, str) else item for item in flat]
    if not all(isinstance(item, int | float) and not isinstance(item, bool) for item in found):
        raise ValueError("expected a number, a text or a list of numbers as its value")
    return found


def _plain_degrees(text: str) -> float | None:
    """Degrees that stand alone; words with a number in them stay words."""
    return (
        read_number_text(text, is_angle=True)
        if re.fullmatch(r"[-+\d.,/eE\sπ√()]*(?:°|deg\w*|rad\w*)?", text.strip())
        else None
    )


def read_number_text(text: str, *, is_angle: bool = False) -> float | None:
    """A number as people write it, percent as a part of 1 and an angle in degrees; None for anything else.

    >>> [read_number_text(text) for text in ("45°", "½ m", "1e3", "2:1", "≈ 1.33", "sqrt(3)/2", "half", "25 %", "tall")]
    [45.0, 0.5, 1000.0, 2.0, 1.33, 0.8660254037844386, 0.5, 0.25, None]
    """
    said = _NAMED.sub("", plain_text(text[:MAX_READ_CHARS]))
    if (word := said.lower().removesuffix(" angle").replace(" ", "")) in _WORDS:
        return _WORDS[word]
    if parts := re.fullmatch(r"(-?[\d.]+)\s*:\s*(-?[\d.]+)", said):
        below = _float(parts[2])
        return _float(parts[1]) / below if below else None
    found = read_quantity(said)
    if found is None or any(map(str.isdigit, found.remark)):
        return None
    unit = found.unit
    if unit is not None and unit.text == "%":
        return found.value * unit.scale
    return found.value * (unit.degrees or 1.0) if unit is not None and is_angle else found.value


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
