"""The page in a real browser: our script runs, another one does not, filters and sorting work."""

import re

import pytest
from support.browser import needs_browser, rendered

from scisynth.reports.reward.write import write_report

pytestmark = needs_browser


def sheets(dom):
    """(number, whether it is hidden) of every sample."""
    section = dom[dom.index('id="sheets"') : dom.index("</section>", dom.index('id="sheets"'))]
    articles = re.findall(r"<article([^>]*)>(.*?)</article>", section, re.DOTALL)
    return [(int(re.search(r"number (\d+)", body)[1]), "hidden" in head) for head, body in articles]


def visible(dom):
    """Numbers of the pairs that are not hidden, in order."""
    articles = re.findall(r"<article([^>]*)>(.*?)</article>", dom, re.DOTALL)
    return [int(re.search(r"number (\d+)", body)[1]) for head, body in articles if "hidden" not in head]


def count_text(dom):
    return re.search(r'<p id="count"[^>]*>(.*?)</p>', dom)[1]


def test_gallery_is_paged_and_only_our_script_runs(make_results, make_pair, tmp_path):
    pairs = [
        make_pair(number, implicit_prompt=f"number {number} <script>document.title = 'owned'</script>")
        for number in range(30)
    ]
    path = write_report(make_results(pairs=pairs), tmp_path / "report")
    # Even markup that did get in could do nothing: the policy refuses it.
    path.write_text(path.read_text().replace("</main>", "</main><script>document.title = 'owned'</script>"))
    dom = rendered(path, tmp_path)
    assert count_text(dom) == "Showing 24 of 30 matching pairs (30 in all)."
    assert visible(dom) == list(range(24))
    assert "<title>demo</title>" in dom


@pytest.fixture
def aligned_path(make_results, make_aligned, make_pair, make_sample, tmp_path):
    """A report with four pairs and eight samples."""
    samples = [make_sample(number, before=1.0 if number < 4 else 0.5) for number in range(8)]
    pairs = [make_pair(number) for number in range(4)]
    results = make_results(pairs=pairs, alignment=make_aligned(samples=samples).alignment)
    return write_report(results, tmp_path / "report")


def test_our_script_shows_every_sample(aligned_path, tmp_path):
    dom = rendered(aligned_path, tmp_path)
    assert sheets(dom) == [(number, False) for number in range(8)]
    assert "Showing 8 of 8 samples." in dom


def test_samples_are_filtered_apart_from_pairs_and_boxes_shown_at_will(aligned_path, tmp_path):
    # What a reader sees is worked out by the browser, so the page itself is asked.
    actions = """
      const shown = () => getComputedStyle(document.querySelector(".box")).display;
      const size = (query) => document.querySelector(query).getBoundingClientRect().width;
      const seen = [shown()];
      document.getElementById("show-boxes").click();
      seen.push(shown(), Math.round(100 * size(".box") / size(".canvas")));
      document.querySelector('#sample-filters input[value="fixed"]').click();
      const law = document.querySelector('#sample-filters select[name="law"]');
      law.value = "buoyancy"; law.dispatchEvent(new Event("change", {bubbles: true}));
      document.title = seen.join(" ");
    """
    html = re.sub(r"<meta http-equiv[^>]*>", "", aligned_path.read_text())
    aligned_path.write_text(html.replace("</body>", f"<script>{actions}</script></body>"))
    dom = rendered(aligned_path, tmp_path)
    # Mended are 4 to 7, buoyancy has the odd numbers; the box is 0.4 of the image wide.
    assert [number for number, is_hidden in sheets(dom) if not is_hidden] == [5, 7]
    assert "Showing 2 of 8 samples." in dom
    assert count_text(dom) == "Showing 4 of 4 matching pairs (4 in all)."
    assert "<title>none block 40</title>" in dom


def test_filters_and_sorting(make_results, make_pair, tmp_path):
    pairs = [make_pair(number, base=number < 4) for number in range(30)]
    path = write_report(make_results(pairs=pairs), tmp_path / "report")
    actions = """
      document.querySelector('input[value="both right"]').click();
      const law = document.querySelector('select[name="law"]');
      law.value = "buoyancy"; law.dispatchEvent(new Event("change", {bubbles: true}));
      document.querySelector('#laws th[data-kind="number"] button').click();
    """
    html = re.sub(r"<meta http-equiv[^>]*>", "", path.read_text())
    path.write_text(html.replace("</body>", f"<script>{actions}</script></body>"))
    dom = rendered(path, tmp_path)
    # Both right are 0 to 3, buoyancy has the odd numbers.
    assert visible(dom) == [1, 3]
    assert count_text(dom) == "Showing 2 of 2 matching pairs (30 in all)."
    # ripeness has 51.1 %, buoyancy 53.1 %: ascending turns the order of fields around.
    section = dom[dom.index('<section id="laws">') :]
    assert re.findall(r'<th scope="row" data-value="(\w+)"', section) == ["ripeness", "buoyancy"]
    assert 'aria-sort="ascending"' in section
