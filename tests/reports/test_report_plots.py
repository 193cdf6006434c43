"""Plots: drawn to scale, in the page's own colours, and only with matplotlib."""

import re
import sys
import xml.etree.ElementTree as ET

import pytest

from scisynth.core.errors import MissingExtraError
from scisynth.core.records import Metric
from scisynth.reports.parts.input import Margins
from scisynth.reports.parts.law_tables import GroupRow, ModelColumn, Table
from scisynth.reports.parts.plots import plot_laws, plot_margins, plot_training
from scisynth.reports.reward.write import write_report


def at(value):
    return Metric(value=value, low=None, high=None, n=10)


def markers(svg, color):
    """x of every dot of a colour."""
    uses = [
        element for element in ET.fromstring(svg).iter("use") if f"stroke: var({color})" in element.get("style", "")
    ]
    return [float(element.get("x")) for element in uses]


def law_table(values, name="law"):
    column = ModelColumn(split="test_S", model="m")
    rows = [
        GroupRow(label=f"{name} {index}", group="physics", metrics=[at(value)]) for index, value in enumerate(values)
    ]
    return Table(columns=[column], rows=rows)


def test_dots_are_drawn_to_scale():
    zero, quarter, full = markers(plot_laws(law_table([0.0, 0.25, 1.0]), "test_S", ["m"]), "--orange")
    assert (quarter - zero) / (full - zero) == pytest.approx(0.25, abs=1e-3)


def test_what_was_not_measured_has_no_dot():
    svg = plot_laws(law_table([None, 0.5]), "test_S", ["m"])
    assert len(markers(svg, "--orange")) == 1
    assert "law 0" in svg


def test_training_curve_has_a_gap_where_the_loss_was_not_finite():
    def moves(losses):
        rows = [{"step": step, "loss": loss} for step, loss in enumerate(losses)]
        svg = plot_training(rows, {"loss": "training loss"}, name="curve", as_percent=False)
        line = next(path for path in re.findall(r'd="([^"]*)"[^>]*style="fill: none; stroke: var\(--blue\)', svg))
        return line.count("M")

    assert moves([3.0, 2.0, 1.0, 0.5]) == 1
    assert moves([3.0, 2.0, None, 1.0, 0.5]) == 2


def test_svg_is_made_for_the_page():
    svg = plot_margins([(0, "m", Margins(edges=(-1.0, 0.0, 1.0), counts=(2, 3)))], "test_S")
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label")
    assert "width" not in root.attrib, "the page scales it"
    assert "http" not in svg
    assert "<style" not in svg
    assert "var(--orange)" in svg
    assert not re.search(r"#b3560f|#1b2126|#59646e", svg), "every colour of the scheme follows the scheme"


def test_names_are_drawn_as_they_are():
    svg = plot_laws(law_table([0.5], name=r"$\frac{<b>}$ " + "\x01"), "test_S", ["m"])
    labels = [element.text for element in ET.fromstring(svg).iter("text")]
    assert "$\\frac{<b>}$ \N{REPLACEMENT CHARACTER} 0" in labels


def test_without_matplotlib_the_message_says_what_to_install(make_results, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"plots in the report .*scisynth\[report\]"):
        write_report(make_results(), tmp_path / "report")
    assert not (tmp_path / "report" / "report.html").exists()


def test_a_report_without_plots_needs_no_matplotlib(make_results, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert write_report(make_results(models=[], training=[]), tmp_path / "report").is_file()
