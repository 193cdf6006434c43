"""Results small enough to check by hand, and a reader of HTML that keeps what a test asks about."""

from html.parser import HTMLParser

import pytest

from scisynth.core.images import png_bytes
from scisynth.reports.benchmark.input import BenchReport
from scisynth.reports.parts.input import ReportInput

VOID = {"meta", "img", "input", "br", "link"}


def metric(value, n=100, half=0.05):
    if value is None:
        return {"value": None, "low": None, "high": None, "n": n}
    return {"value": value, "low": max(0.0, value - half), "high": min(1.0, value + half), "n": n}


def split_result(value, *, broken=()):
    return {
        "accuracy": metric(value, 960, 0.03),
        "by_field": {"biology": metric(value), "physics": metric(value)},
        "by_law": {"ripeness": metric(value - 0.01), "buoyancy": metric(value + 0.01)},
        "by_type": {"ST": metric(value - 0.02), "CT": metric(value + 0.02)},
        "by_subject_seen": {"seen": metric(value), "unseen": metric(None, 0)},
        "by_type_and_seen": {"ST unseen": metric(value - 0.03)},
        "calibration_error": 0.0314,
        "margins": {"edges": [-2.0, 0.0, 2.0, 4.0], "counts": [3, 5, 2]},
        "outcomes": {"scored": 960, "broken": len(broken)},
        "broken": [{"id": name, "reason": reason} for name, reason in broken],
    }


def choice(is_right):
    return {"explicit": 2.0 if is_right else 1.0, "superficial": 1.5, "probability": 0.62 if is_right else 0.38}


def pair(number, *, base=False, trained=True, **changed):
    from PIL import Image

    values = {
        "id": f"pair-{number}",
        "law": "buoyancy" if number % 2 else "ripeness",
        "field": "physics" if number % 2 else "biology",
        "type": "ST",
        "setting": "C" if number % 3 else "S",
        "subject": "iron block",
        "subject_seen": False,
        "implicit_prompt": f"An iron block placed in water, number {number}.",
        "explicit_prompt": "An iron block on the bottom.",
        "superficial_prompt": "An iron block afloat.",
        "derivation": "An iron block sinks: 7870 kg/m3 is above 997 kg/m3.",
        "explicit_image": png_bytes(Image.new("RGB", (300, 200), (number % 256, 120, 40))),
        "superficial_image": png_bytes(Image.new("RGB", (30, 30), (200, number % 256, 40))),
        "choices": {"lab-clip": choice(base), "SciScore": choice(trained)},
    }
    return {**values, **changed}


def results_dict(**changed):
    values = {
        "title": "demo",
        "is_lab": True,
        "manifest": {"command": "demo", "seed": 7, "config": {"num": 3}},
        "notes": ["The photos are out of the lab's domain."],
        "models": [
            {
                "name": "lab-clip",
                "role": "base",
                "splits": {"test_S": split_result(0.521), "test_C": split_result(0.5)},
            },
            {
                "name": "SciScore",
                "role": "trained",
                "splits": {"test_S": split_result(0.973), "test_C": split_result(0.94)},
            },
        ],
        "training": [
            {"step": 0, "val_loss": 1.0, "val_accuracy": 0.5},
            {"step": 10, "loss": 0.5, "learning_rate": 1e-4},
            {"step": 10, "val_loss": 0.6, "val_accuracy": 0.9},
        ],
        "pairs": [pair(0), pair(1, base=True)],
        "reference": [{"name": "CLIP-H", "S": 54.69, "C": 59.47, "source": "Science-T2I, arXiv 2504.13129, table 1"}],
    }
    return {**values, **changed}


def cell(value, n=320, half=3.0):
    low, high = (None, None) if value is None else (value - half, value + half)
    return {"value": value, "low": low, "high": high, "n": n}


def sample(number, *, before=0.5, after=1.0, **changed):
    from PIL import Image

    def drawn(red, judge):
        return {
            "picture": png_bytes(Image.new("RGB", (48, 32), (red, number % 256, 40))),
            "reward": 21.4,
            "judge": judge,
        }

    values = {
        "id": f"sample-{number}",
        "law": "buoyancy" if number % 2 else "ripeness",
        "field": "physics" if number % 2 else "biology",
        "setting": "S",
        "prompt": f"An iron block placed in water, number {number}.",
        "entity": "iron block",
        "derivation": "An iron block sinks.",
        "stages": {"base": drawn(10, before), "SFT": drawn(100, 0.5), "SFT+OFT": drawn(200, after)},
        "boxes": [[0.5, 0.25, 0.4, 0.1]],
    }
    return {**values, **changed}


def alignment_dict(**changed):
    """lab-judge: 23 to 96 in S, of which 40.15 (55 %) and 56.94 (78 %) are closed; 20 to 90 in C; SciScore only in S."""
    means = {
        ("test_S", "lab-judge"): {"implicit": 23.0, "explicit": 96.0, "SFT": 63.15, "SFT+OFT": 79.94},
        ("test_C", "lab-judge"): {"implicit": 20.0, "explicit": 90.0, "SFT": 41.0, "SFT+OFT": 55.0},
        ("test_S", "SciScore"): {"implicit": 2.0, "explicit": 3.0, "SFT": 2.25, "SFT+OFT": 1.5},
    }
    scores, improvements = [], []
    for (split, scorer), by_name in means.items():
        half = 3.0 if scorer == "lab-judge" else 0.1
        for name, value in by_name.items():
            stage, tier = (name, "implicit") if "SFT" in name else ("base", name)
            place = {"split": split, "scorer": scorer, "metric": cell(value, half=half)}
            scores.append({"stage": stage, "tier": tier, **place})
        if split == "test_S" and scorer == "lab-judge":
            place = {"split": split, "scorer": scorer}
            improvements.append({"stage": "SFT", "metric": cell(0.55, half=0.06), **place})
            improvements.append({"stage": "SFT+OFT", "metric": cell(0.78, half=0.05), **place})
    values = {
        "stages": ["base", "SFT", "SFT+OFT"],
        "scores": scores,
        "improvements": improvements,
        "samples": [sample(0), sample(1, before=1.0)],
        "curves": [
            {
                "name": "OFT",
                "rows": [
                    {"step": 1, "oft/loss": 0.7, "mask/fallback_rate": 0.1},
                    {"step": 2, "oft/loss": 0.6, "eval/reward": 14.0, "eval/judge": 0.3},
                ],
            }
        ],
        "units": {"lab-judge": "points of 100"},
        "published": [{"name": "FLUX.1-dev, SFT", "S": 41.66, "C": 29.97, "source": "Science-T2I, arXiv 2504.13129"}],
    }
    return {**values, **changed}


class Page(HTMLParser):
    """Tags with their attributes, the text under each id and class, and the tables as rows of cell texts."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.tables = []
        self._open = []
        self._texts = []
        self.feed(html)
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")
        if tag not in VOID:
            self._open.append((tag, attributes))

    def handle_endtag(self, tag):
        assert self._open.pop()[0] == tag, f"</{tag}> closes another element"

    def handle_data(self, data):
        self._texts.append((list(self._open), data))
        if any(tag in ("td", "th") for tag, _ in self._open):
            self.tables[-1][-1][-1] += data

    def find(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]

    def text(self, css_class=None, tag=None):
        """Text of every element of a class or tag, joined and with single spaces."""
        pieces = [
            data
            for parents, data in self._texts
            if any(
                (css_class is None or css_class in (attributes.get("class") or "").split()) and tag in (None, name)
                for name, attributes in parents
            )
        ]
        return " ".join("".join(pieces).split())

    def row(self, table, label):
        """The cells of a row, single-spaced, after the cell that carries its label."""
        rows = [[" ".join(cell.split()) for cell in row] for row in self.tables[table]]
        return next(row[1:] for row in rows if row[0].endswith(label))


@pytest.fixture(scope="session")
def make_results():
    return lambda **changed: ReportInput.from_dict(results_dict(**changed))


@pytest.fixture(scope="session")
def make_aligned():
    """A report of nothing but an alignment."""

    def make(*, report=None, **changed):
        empty = {"models": [], "training": [], "pairs": [], "reference": []}
        return ReportInput.from_dict(results_dict(**{**empty, **(report or {})}, alignment=alignment_dict(**changed)))

    return make


@pytest.fixture(scope="session")
def make_sample():
    return sample


@pytest.fixture(scope="session")
def make_pair():
    return pair


@pytest.fixture(scope="session")
def make_split():
    return split_result


@pytest.fixture(scope="session")
def read_page():
    return lambda path: Page(path.read_text(encoding="utf-8"))


def bench_score(value, n=100, half=2.0, coverage=1.0):
    if value is None:
        return {"value": None, "n": 0, "coverage": 0.0}
    zero = value * coverage
    return {
        "value": value,
        "low": value - half,
        "high": value + half,
        "n": n,
        "coverage": coverage,
        "with_failures_as_zero": zero,
    }


def bench_item(number, *, scores=(1.0, 1.0), **changed):
    """A situation with an implicit and an explicit image of `alpha`; `scores` are the two judges' of the implicit one."""
    from PIL import Image

    def verdict(judge, score):
        if isinstance(score, str):
            return {"judge": judge, "status": score, "reason": f"reason {number}", "raw": f"raw {number}"}
        return {"judge": judge, "score": score, "reason": f"reason {number}", "raw": f"raw {number}"}

    def drawn(tier, red, scores):
        picture = png_bytes(Image.new("RGB", (400, 200), (red, number % 256, 40)))
        verdicts = [verdict(judge, score) for judge, score in zip(("first", "second"), scores, strict=True)]
        return {"generator": "alpha", "tier": tier, "picture": picture, "verdicts": verdicts}

    values = {
        "id": f"item-{number}",
        "law": "buoyancy" if number % 2 else "ripeness",
        "field": "physics" if number % 2 else "biology",
        "setting": "S",
        "implicit_prompt": f"An iron block placed in water, number {number}.",
        "explicit_prompt": "An iron block on the bottom.",
        "superficial_prompt": "An iron block afloat.",
        "derivation": "Iron is denser than water.",
        "pictures": [drawn("implicit", 10, scores), drawn("explicit", 200, (1.0, 1.0))],
    }
    return {**values, **changed}


def bench_dict(**changed):
    """alpha 47 and beta 34 implicit, 82 and 70 explicit by `first`; four less by `second`; gaps 35 and 36."""
    cells = []
    for judge, less in (("first", 0), ("second", 4)):
        for name, implicit, explicit in (("beta", 34.0, 70.0), ("alpha", 47.0, 82.0)):
            for tier, value in (("implicit", implicit - less), ("explicit", explicit - less)):
                for split in ("all", "S"):
                    cells.append(
                        {
                            "generator": name,
                            "tier": tier,
                            "judge": judge,
                            "split": split,
                            "unit": "points of 100",
                            "overall": bench_score(value, 95 if split == "all" else 50, coverage=0.95),
                            "by_field": {
                                "biology": bench_score(value - 5, 45),
                                "physics": bench_score(value + 5, 50),
                            },
                            "by_law": {
                                "ripeness": bench_score(value - 5, 45),
                                "buoyancy": bench_score(None if tier == "explicit" else value + 5, 50),
                            },
                        }
                    )
    gaps = [
        {"generator": name, "judge": "first", "law": law, "difference": metric(value, 95, 0.0)}
        for name, value in (("beta", 36.0), ("alpha", 35.0))
        for law in ("all", "ripeness")
    ]
    for gap in gaps:
        gap["difference"].update(low=30.0, high=40.0)
    difference = {"value": -13.0, "low": -16.0, "high": -10.0, "n": 95}
    values = {
        "title": "bench demo",
        "is_lab": True,
        "manifest": {"command": "bench", "seed": 7},
        "notes": ["A note."],
        "detectable": "This run can tell 5 points apart.",
        "cost": {
            "requests": 190,
            "cached": 10,
            "input_tokens": 12000,
            "output_tokens": 800,
            "usd": 12.4,
            "seconds": 4342.0,
        },
        "cells": cells,
        "gaps": gaps,
        "normalized": [
            {"generator": "alpha", "judge": "first", "split": "S", "kind": "ND", "metric": metric(0.5, 95)},
        ],
        "comparisons": [
            {
                "judge": "first",
                "tier": "implicit",
                "first": "beta",
                "second": "alpha",
                "difference": difference,
                "p_value": 0.0004,
                "p_holm": 0.0008,
            }
        ],
        "outcomes": {"first": {"ok": 95, "refused": 3, "unparsed": 2}, "second": {"ok": 100}},
        "failures": [{"picture": "item-3/implicit/0", "judge": "first", "status": "refused", "reason": "declined"}],
        "judge_checks": [{"judge": "first", "name": "blind accuracy", "value": 0.31, "text": "chance is 0.5"}],
        "published": [
            {"name": "SDXL", "scores": {"overall": 19.6, "physics": 16.11}, "source": "arXiv 2504.13129v2"},
            {"name": "FLUX.2-dev", "scores": {"overall": 47.8}, "source": "arXiv 2504.13129v2"},
        ],
        "items": [bench_item(0), bench_item(1, scores=(1.0, 0.5))],
    }
    values["normalized"][0]["metric"].update(value=53.39, low=50.0, high=57.0)
    return {**values, **changed}


@pytest.fixture(scope="session")
def make_bench():
    return lambda **changed: BenchReport.from_dict(bench_dict(**changed))


@pytest.fixture(scope="session")
def make_bench_item():
    return bench_item
