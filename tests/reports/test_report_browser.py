"""The page in a real browser: our script runs, another one does not, filters and sorting work."""

import re
import shutil
import subprocess

import pytest

from scisynth.reports.write import write_report

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

pytestmark = pytest.mark.skipif(BROWSER is None, reason="neither chromium nor google-chrome is on the path")


def rendered(path, tmp_path):
    command = [BROWSER, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", path.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


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
