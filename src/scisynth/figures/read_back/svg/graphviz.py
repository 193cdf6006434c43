"""Nodes and edges of Graphviz in an SVG: its groups have a class, `node` or `edge`, and a title that says which one, `A` or `A->B`.

They get the ids `node:A`, `edge:A-B`, and `label:A`, `label:A-B` for their texts; the triangle at the end of an edge is its head.
"""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np

from scisynth.figures.read_back.drawn_mark import DrawnMark

MAX_NAME = 80
EDGE = re.compile(r"(.+?)(?:->|--)(.+)", re.DOTALL)


def group_id(element: ElementTree.Element) -> str:
    """The id of a group of Graphviz; empty for anything else."""
    kind = element.get("class", "")
    title = next((child.text or "" for child in element if str(child.tag).rpartition("}")[2] == "title"), "").strip()
    if kind not in ("node", "edge") or not 0 < len(title) <= MAX_NAME:
        return ""
    edge = EDGE.fullmatch(title) if kind == "edge" else None
    return f"edge:{edge[1]}-{edge[2]}" if edge else f"node:{title}" if kind == "node" else ""


def as_part(mark: DrawnMark) -> DrawnMark:
    """A mark in such a group, with the group's id: a text becomes its label, a filled triangle of an edge its head."""
    role, _, name = mark.id.partition(":")
    if mark.kind == "text":
        return replace(mark, id=f"label:{name}")
    if role != "edge" or not mark.filled or len(mark.points) not in (4, 5):
        return mark
    corners = mark.xy[:3]
    sides = [float(np.linalg.norm(corners[(i + 1) % 3] - corners[(i + 2) % 3])) for i in range(3)]
    tip = int(np.argmin(sides))
    base = (corners.sum(axis=0) - corners[tip]) / 2
    ends = ((float(base[0]), float(base[1])), (float(corners[tip][0]), float(corners[tip][1])))
    return replace(mark, points=ends, arrow="end", closed=False, filled=False)
