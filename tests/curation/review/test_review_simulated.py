"""Three simulated reviewers of known error over HTTP: what they are is recovered, and stopping early costs no errors.

`benchmarks/curate_review.py` does the same with more seeds; here it is one, smaller.
"""

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from curate_review import PEOPLE, simulate, true_alpha

ERRORS = (0.05, 0.1, 0.15)
SIZE = {"num_items": 90, "num_canaries": 15, "errors": ERRORS, "seed": 4}


@pytest.fixture(scope="module")
def adaptive(tmp_path_factory):
    return simulate(tmp_path_factory.mktemp("adaptive") / "review", over_http=True, **SIZE)


@pytest.fixture(scope="module")
def fixed(tmp_path_factory):
    return simulate(tmp_path_factory.mktemp("fixed") / "review", over_http=False, adaptive=False, **SIZE)


def test_what_the_reviewers_are_is_recovered(adaptive, fixed):
    for found in (adaptive, fixed):
        by_name = {one.name: one for one in found.summary.reviewers}
        for name, error in zip(PEOPLE, ERRORS, strict=True):
            metric = by_name[name].reliability.overall
            assert metric.low <= 1 - error <= metric.high and metric.high - metric.low < 0.3
            assert by_name[name].trust == "trusted" and by_name[name].known_asked >= 10
        for question in ("usable", "images"):
            alpha = found.summary.agreement[question]
            assert alpha.low <= true_alpha(ERRORS, question, 4000) <= alpha.high
    assert fixed.summary.agreement["usable"].n == 90 > adaptive.summary.agreement["usable"].n > 5


def test_stopping_early_saves_answers_and_costs_no_errors(adaptive, fixed):
    assert fixed.answers == 270 and adaptive.answers <= 0.75 * 270
    assert adaptive.errors <= 0.02 and fixed.errors <= 0.02
    for found in (adaptive, fixed):
        assert found.errors < min(found.reviewer_errors.values())
        assert found.summary.queue.open == found.summary.queue.conflict == 0
        assert found.summary.queue.accepted + found.summary.queue.rejected == 90
