"""The benchmark page in a real browser: sorting, filters, one page of sheets, and a large report that opens."""

import json
import re

import pytest
from PIL import Image
from support.browser import needs_browser, rendered

from scisynth.core.images import png_bytes
from scisynth.reports.benchmark.write import write_bench_report

pytestmark = needs_browser

CHOOSE = """
  const choose = (name, value) => {
    const field = document.getElementById("bench-filters").elements[name];
    if (field instanceof RadioNodeList) [...field].find((radio) => radio.value === value).click();
    else { field.value = value; field.dispatchEvent(new Event(name === "text" ? "input" : "change", {bubbles: true})); }
  };
"""


def acted(path, tmp_path, actions):
    """The DOM after more script has run, for which the policy is taken away."""
    html = re.sub(r"<meta http-equiv[^>]*>", "", path.read_text())
    path.write_text(html.replace("</body>", f"<script>{CHOOSE}{actions}</script></body>"))
    return rendered(path, tmp_path)


def sheets(dom):
    """Numbers of the sheets in the DOM, in order."""
    return [int(number) for number in re.findall(r'<p class="prompt">“[^”]*number (\d+)', dom)]


def count_text(dom):
    return re.search(r'<p id="bench-count"[^>]*>(.*?)</p>', dom)[1]


@pytest.fixture
def path(make_bench, make_bench_item, tmp_path):
    """30 situations: 4 is judged wrong, on 5 the judges disagree, on 6 one judge refused."""
    special = {4: (0.0, 0.5), 5: (1.0, 0.0), 6: (1.0, "refused")}
    items = [make_bench_item(number, scores=special.get(number, (1.0, 1.0))) for number in range(30)]
    return write_bench_report(make_bench(items=items), tmp_path / "run" / "report")


def test_one_page_of_sheets_is_in_the_dom_and_the_next_one_replaces_it(path, tmp_path):
    dom = rendered(path, tmp_path)
    assert sheets(dom) == list(range(24))
    assert count_text(dom) == "Showing 1 to 24 of 30 matching prompt sets (30 in all)."
    assert 'id="bench-data"' not in dom, "the data leaves the DOM once it is read"
    dom = acted(path, tmp_path, 'document.getElementById("next").click();')
    assert sheets(dom) == list(range(24, 30))
    assert re.search(r'id="next" disabled', dom)


CASES = [
    ({"verdict": "some wrong"}, [4, 5]),
    ({"verdict": "judges disagree"}, [5]),
    ({"verdict": "failed"}, [6]),
    ({"verdict": "some wrong", "law": "buoyancy"}, [5]),
    ({"tier": "explicit", "verdict": "failed"}, []),
    ({"text": "NUMBER 2 ", "law": "ripeness"}, [2, 12, 20, 22, 24, 26, 28]),
    ({"verdict": "some wrong", "order": "lowest"}, [4, 5]),
    ({"verdict": "some wrong", "order": "disagreement"}, [5, 4]),
]


def test_filters_orders_and_how_many_each_choice_would_show(path, tmp_path):
    # One visit for all the cases, since starting the browser is what takes time.
    actions = f"""
      const seen = {json.dumps([wanted for wanted, _ in CASES])}.map((wanted) => {{
        for (const name of ["law", "tier", "verdict", "order", "text"]) choose(name, wanted[name] ?? "");
        const prompts = [...document.querySelectorAll(".sheet .prompt")];
        return prompts.map((prompt) => Number(prompt.textContent.match(/number (\\d+)/)[1]));
      }});
      for (const name of ["verdict", "order"]) choose(name, "");
      choose("law", "ripeness");
      document.title = JSON.stringify(seen);
    """
    dom = acted(path, tmp_path, actions)
    assert json.loads(re.search(r"<title>(.*?)</title>", dom)[1]) == [numbers for _, numbers in CASES]
    # Of the 15 even numbers 4 is wrong and 6 has a failure.
    counts = dict(re.findall(r'name="verdict" value="([\w ]*)"[^>]*><span>[\w ]+<small>(\d+)</small>', dom))
    assert counts == {"": "15", "all right": "13", "some wrong": "1", "judges disagree": "0", "failed": "1"}
    assert count_text(dom) == "Showing 1 to 15 of 15 matching prompt sets (30 in all)."


def test_tables_sort_best_first_by_click_and_one_judge_is_shown(path, tmp_path):
    actions = """
      const heads = document.querySelectorAll(".by-judge table")[0].tHead.querySelectorAll("button");
      heads[2].click();
      document.querySelector('#judge-choice input[value="second"]').click();
      const parts = [...document.querySelectorAll(".by-judge")];
      document.title = parts.filter((part) => !part.hidden).map((part) => part.dataset.judge).join();
    """
    dom = acted(path, tmp_path, actions)
    board = dom[dom.index("Leaderboard by first") : dom.index("</table>", dom.index("Leaderboard by first"))]
    assert re.findall(r'scope="row" data-value="(\w+)"', board) == ["alpha", "beta", "alpha", "beta"]
    assert re.findall(r'<span class="value">(\d+\.0)</span>', board)[::4] == ["82.0", "70.0", "47.0", "34.0"]
    assert 'aria-sort="descending"' in board
    assert "<title>second</title>" in dom


def test_hostile_words_are_text_and_a_click_away(make_bench, make_bench_item, tmp_path):
    text = "</script><img src=x onerror=\"document.title='owned'\"><b>bold</b>"
    verdict = {"judge": text, "status": "unparsed", "reason": text, "raw": text}
    picture = {"generator": text, "tier": "implicit", "picture": None, "verdicts": [verdict]}
    item = make_bench_item(0, implicit_prompt=f"{text} number 0", pictures=[picture])
    path = write_bench_report(make_bench(items=[item]), tmp_path / "run" / "report")
    assert "What the judges said" in rendered(path, tmp_path)
    actions = """
      const words = document.querySelector(".words");
      words.open = true;
      words.dispatchEvent(new Event("toggle"));
    """
    dom = acted(path, tmp_path, actions)
    escaped = "&lt;/script&gt;&lt;img src=x onerror=\"document.title='owned'\"&gt;&lt;b&gt;bold&lt;/b&gt;"
    assert f"<pre>{escaped}</pre>" in dom
    assert "<title>bench demo</title>" in dom
    assert "<img" not in dom and "<b>bold" not in dom


def test_a_failure_is_shown_by_its_name_and_a_reward_by_its_number(make_bench, make_bench_item, tmp_path):
    verdicts = [
        {"judge": "a", "status": "refused", "reason": "declined"},
        {"judge": "b", "reward": 23.456},
        {"judge": "c", "score": 2 / 3},
    ]
    picture = {"generator": "alpha", "tier": "implicit", "picture": None, "verdicts": verdicts}
    path = write_bench_report(make_bench(items=[make_bench_item(0, pictures=[picture])]), tmp_path / "run" / "report")
    dom = rendered(path, tmp_path)
    badges = re.findall(r'<li class="(\w+)" title="\w">(.)<span class="name">(\w)</span>([\w.]+)</li>', dom)
    assert badges == [
        ("failed", "!", "a", "refused"),
        ("unknown", "·", "b", "23.46"),
        ("bad", "✗", "c", "0.67"),
    ]
    assert "0 of 1 right" in dom, "c alone says what is right"


def test_images_link_to_their_files(make_bench, make_bench_item, tmp_path):
    file = tmp_path / "run" / "images" / "a.png"
    file.parent.mkdir(parents=True)
    file.write_bytes(png_bytes(Image.new("RGB", (300, 300))))
    drawn = {"generator": "alpha", "tier": "implicit", "picture": "images/a.png"}
    path = write_bench_report(make_bench(items=[make_bench_item(0, pictures=[drawn])]), tmp_path / "run" / "report")
    dom = rendered(path, tmp_path)
    assert re.search(r'<a href="\.\./images/a\.png"[^>]*><img alt="alpha: An iron block', dom)


def test_a_large_report_opens_with_one_page_of_sheets(make_bench, make_bench_item, tmp_path):
    judges = [f"judge-{number}" for number in range(5)]
    (tmp_path / "run").mkdir()
    for number in range(8):
        (tmp_path / "run" / f"{number}.png").write_bytes(png_bytes(Image.effect_noise((64, 64), 20.0 + number)))
    items = []
    for number in range(2000):
        verdicts = [
            {"judge": judge, "score": 1.0, "reason": "as it should be", "raw": "words " * 60} for judge in judges
        ]
        picture = {"generator": "alpha", "tier": "implicit", "picture": f"{number % 8}.png", "verdicts": verdicts}
        items.append(make_bench_item(number, pictures=[picture]))
    path = write_bench_report(make_bench(items=items), tmp_path / "run" / "report")
    dom = acted(path, tmp_path, "document.title = `opened after ${Math.round(performance.now())} ms`;")
    print(re.search(r"<title>(.*?)</title>", dom)[1], f"{path.stat().st_size:,} bytes")
    assert "<title>opened after" in dom
    assert len(sheets(dom)) == 24
    assert count_text(dom) == "Showing 1 to 24 of 2000 matching prompt sets (2000 in all)."
