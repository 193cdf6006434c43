"""The gallery of figures and their leaderboard in a real browser: filters, sorting, the plot, and words that stay words."""

import re

import pytest
from PIL import Image
from support.browser import needs_browser, rendered

from scisynth.pipelines.providers.published import read_published
from scisynth.pipelines.scigenbench.leaderboard import PUBLISHED
from scisynth.reports.figures.gallery import Check, FigureRecord, write_figures_page
from scisynth.reports.figures.leaderboard import BoardRun, render_figure_board
from scisynth.reports.figures.results import FigureBenchResult

pytestmark = needs_browser
HOSTILE = "<script>document.title = 'owned'</script>"


def acted(path, tmp_path, actions):
    """The DOM after more script has run, for which the policy is taken away."""
    html = re.sub(r"<meta http-equiv[^>]*>", "", path.read_text())
    path.write_text(html.replace("</body>", f"<script>{actions}</script></body>"))
    return rendered(path, tmp_path)


def card(number, *, group="Math - Plane Geometric", passed=True, picture=None):
    return FigureRecord(
        id=f"f{number}", group=group, title=f"figure {number}", picture=picture, problem=f"number {number} {HOSTILE}",
        answer="5 cm", verdict="passes" if passed else "fails", passed=passed, checks=(
            Check(status="held", words="label: 5 cm", part="claims", boxes=((0.1, 0.2, 0.4, 0.3),)),
            *(() if passed else (Check(status="failed", words=f"leak {HOSTILE}", boxes=((0.5, 0.5, 0.75, 1.0),)),)),
        ),
        parts=(("code", HOSTILE),),
    )  # fmt: skip


@pytest.fixture
def gallery(tmp_path):
    Image.new("RGB", (60, 40), "red").save(tmp_path / "one.png")
    cards = [
        card(1, picture=tmp_path / "one.png"), card(2, passed=False, picture=tmp_path / "one.png"), card(3, group="Physics - Circuit"),
        card(4, group="Physics - Circuit", passed=False),
    ]  # fmt: skip
    write_figures_page(
        cards, tmp_path / "gallery.html", title=f"Figures {HOSTILE}", headline="2 of 4 pass.", note="of a test"
    )
    return tmp_path / "gallery.html"


def shown(dom):
    articles = re.findall(r"<article([^>]*)>(.*?)</article>", dom, re.DOTALL)
    return [int(re.search(r"figure (\d)", body)[1]) for head, body in articles if "hidden" not in head]


def test_the_gallery_opens_with_its_image_and_runs_no_other_script(gallery, tmp_path):
    dom = rendered(gallery, tmp_path)
    assert shown(dom) == [1, 2, 3, 4] and "4 shown" in dom and "2 of 4 pass." in dom
    assert "<title>owned" not in dom and dom.count("data:image") == 2 and dom.count('class="missing"') == 2


@pytest.mark.parametrize(
    ("choices", "wanted"),
    [
        ({"group": "Physics - Circuit"}, [3, 4]),
        ({"verdict": "failed"}, [2, 4]),
        ({"group": "Physics - Circuit", "verdict": "passed"}, [3]),
        ({"words": "NUMBER 2"}, [2]),
    ],
)
def test_filters(gallery, tmp_path, choices, wanted):
    actions = "".join(
        f'const {name}_ = document.getElementById("{name}"); {name}_.value = "{value}"; {name}_.dispatchEvent(new Event("input"));'
        for name, value in choices.items()
    )
    dom = acted(gallery, tmp_path, actions)
    assert shown(dom) == wanted and f"{len(wanted)} shown" in dom


def marks_shown(gallery, tmp_path, actions=""):
    """Numbers of the checks whose place is shown on the figures, with the share of the image's width where each begins."""
    looked = """
    const found = [...document.querySelectorAll(".spot")].filter((spot) => getComputedStyle(spot).display !== "none").map((spot) => {
      const [box, image] = [spot.getBoundingClientRect(), spot.parentElement.querySelector("img").getBoundingClientRect()];
      return `${spot.dataset.check}@${((box.left - image.left) / image.width).toFixed(2)},${(box.height / image.height).toFixed(2)}`;
    });
    document.getElementById("count").textContent = `marks ${found.join(" ")}.`;"""
    return re.search(r"marks ([^<]*)\.<", acted(gallery, tmp_path, actions + looked))[1].split()


def test_faults_are_marked_on_the_figure_and_other_checks_where_one_asks(gallery, tmp_path):
    assert marks_shown(gallery, tmp_path) == ["2@0.50,0.50"]


def test_every_check_can_be_marked(gallery, tmp_path):
    choose = 'marking.value = "all"; marking.dispatchEvent(new Event("input"));'
    assert sorted(marks_shown(gallery, tmp_path, choose)) == ["1@0.10,0.10", "1@0.10,0.10", "2@0.50,0.50"]


def test_a_check_lights_up_where_it_is_pointed_at(gallery, tmp_path):
    point = 'document.querySelector("li[data-check]").dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));'
    assert sorted(marks_shown(gallery, tmp_path, point)) == ["1@0.10,0.10", "2@0.50,0.50"]


def test_checks_are_counted_by_what_they_are_about(gallery, tmp_path):
    dom = rendered(gallery, tmp_path)
    assert "claims: 1 of 1 hold" in dom and "checks: 1 failed" in dom


def result(value, grade):
    metric = {"value": value, "low": value - 0.1, "high": value + 0.1, "n": 40}
    graded = {"value": grade, "low": grade, "high": grade, "n": 40, "coverage": 1.0, "with_failures_as_zero": grade}
    nothing = {"value": None, "low": None, "high": None, "n": 0}
    found = {
        "out": "run",
        "generator": "g",
        "judge": "api:fake",
        "paper_compat": False,
        "r_inv": metric,
        "dimensions": {
            "overall": {"expressiveness": graded},
            "by_group": {},
            "failures": {},
            "ceiling": nothing,
            "outcomes": {"ok": 40},
            "reasons": {},
        },
        "structural": nothing,
        "outcomes": {"pictures": {"ok": 40}},
        "cost": {"usd_this_session": 0.0, "replayed": 0},
    }
    return FigureBenchResult.from_dict(found)


def test_the_leaderboard_sorts_and_its_plot_has_every_point(tmp_path):
    runs = [
        BoardRun(name=f"low {HOSTILE}", result=result(0.2, 0.5)),
        BoardRun(name="high", result=result(0.9, 1.5)),
    ]
    path = tmp_path / "leaderboard.html"
    path.write_text(render_figure_board(runs, [], [read_published(name) for name in PUBLISHED]))
    dom = rendered(path, tmp_path)
    assert "<title>owned" not in dom and dom.count("<circle") == 13
    assert re.search(r'<g class="ours" transform="translate\(525\.0 60\.0\)">', dom), "1.5 of 2 and 90 %"
    dom = acted(path, tmp_path, 'document.querySelector("#scores th.number button").click();')
    body = dom[dom.index("Leaderboard</h3>") : dom.index("Published by others")]
    assert body.index(">high<") < body.index(">low "), "a click puts the best first"
