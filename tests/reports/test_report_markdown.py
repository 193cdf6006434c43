"""report.md: tables that any renderer shows, with the numbers of the input."""

from scisynth.reports.parts.summary import Failure, find_failures
from scisynth.reports.reward.markdown import render_markdown


def cells(markdown, label):
    line = next(line for line in markdown.splitlines() if line.startswith(f"| {label} |"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_tables_hold_the_numbers(make_results):
    markdown = render_markdown(make_results(), [])
    assert cells(markdown, "SciScore") == ["97.3 % [94.3, 100.0], n 960", "94.0 % [91.0, 97.0], n 960"]
    assert cells(markdown, "CLIP-H") == ["54.7 %", "59.5 %", "Science-T2I, arXiv 2504.13129, table 1"]
    assert cells(markdown, "unseen subjects")[1:] == ["–, n 0"] * 4
    assert cells(markdown, "buoyancy")[:2] == ["physics", "53.1 % [48.1, 58.1], n 100"]
    assert "Published, on the real test sets: not comparable with the lab." in markdown
    assert "say nothing about real models" in markdown
    assert '- config: {"num": 3}' in markdown


def test_every_row_of_a_table_has_as_many_cells_as_its_head(make_results):
    for block in render_markdown(make_results(), []).split("\n\n"):
        if block.startswith("|"):
            assert len({line.count(" |") for line in block.strip().splitlines()}) == 1


def test_text_from_outside_makes_no_tag_and_no_column(make_results, make_split):
    name = "a|b<script>`x`\n# [c](d) *e*"
    markdown = render_markdown(
        make_results(title=name, models=[{"name": name, "splits": {"test_S": make_split(0.5)}}]), []
    )
    escaped = r"a\|b&lt;script&gt;\`x\` # [c]\(d) \*e\*"
    assert markdown.startswith(f"# {escaped}\n")
    assert f"| {escaped} | 50.0 % [47.0, 53.0], n 960 |" in markdown


def test_failures_are_listed_and_long_lists_cut(make_results, make_split):
    split = make_split(0.5, broken=[(f"row-{number}", "truncated") for number in range(25)])
    results = make_results(models=[{"name": "m", "splits": {"test_S": split}}])
    markdown = render_markdown(results, find_failures(results))
    assert "- m, S: 25 of 985 rows could not be scored" in markdown
    assert markdown.count(": truncated") == 20
    assert "and 5 more" in markdown
    assert "None. All 3,840 choices" in render_markdown(make_results(), [])
    assert "- gone" in render_markdown(make_results(), [Failure(what="gone")])
