"""The input of a report: validated, and unchanged by a trip through JSON."""

import json
import math

import pytest
from PIL import Image

from scisynth.core.errors import DataError
from scisynth.core.images import open_image
from scisynth.core.records import Metric
from scisynth.reports.parts.input import ReportInput, SplitResult


def through_json(results):
    return ReportInput.from_dict(json.loads(json.dumps(results.to_dict(), allow_nan=False)))


def test_json_round_trip_keeps_everything(make_results, make_pair):
    results = make_results(pairs=[make_pair(0), make_pair(1, superficial_image="tuples/images/a.png")])
    assert isinstance(results.pairs[0].explicit_image, bytes)
    assert through_json(results) == results


def test_a_decoded_image_travels_as_its_pixels(make_results, make_pair):
    picture = Image.new("RGB", (3, 2), (1, 2, 3))
    results = make_results(pairs=[make_pair(0, explicit_image=picture)])
    assert list(open_image(through_json(results).pairs[0].explicit_image).getdata()) == [(1, 2, 3)] * 6


def test_what_is_not_finite_becomes_none(make_results):
    results = make_results(training=[{"step": 1, "loss": math.nan}, {"step": 2, "loss": math.inf}])
    assert [row["loss"] for row in through_json(results).training] == [None, None]


def test_half_a_character_does_not_break_the_file(make_results):
    results = through_json(make_results(title="a\ud800b"))
    assert results.title == "a?b"


def test_a_metric_record_is_taken_as_it_is():
    result = SplitResult(accuracy=Metric(value=0.5, low=0.4, high=0.6, n=10), outcomes={"scored": 10})
    assert result.accuracy.n == 10
    assert result.outcomes.broken == 0


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"titel": "x"}, "titel"),
        ({"models": [{"name": "a", "splits": {"test_S": {}}}]}, "models.0.splits.test_S.accuracy"),
        ({"pairs": [{"id": 3}]}, "pairs.0"),
        ({"format": 2}, "format"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_its_place(make_results, changed, named):
    with pytest.raises(DataError, match=named) as caught:
        make_results(**changed)
    assert "\n" not in str(caught.value)


def test_a_damaged_data_uri_is_the_users_error(make_results, make_pair):
    with pytest.raises(DataError, match=r"pairs\.0\.explicit_image"):
        make_results(pairs=[make_pair(0, explicit_image="data:application/octet-stream;base64,@@@")])
