"""What becomes of drawing code: the published runner's failures mended, and every faulty image a state with a reason."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from scisynth.core.errors import ConfigError
from scisynth.sandbox import Limits, Probe, Sandbox, probe
from scisynth.sandbox.marks import clean, read_marks
from scisynth.sandbox.private import PrivateFolder, remove_stale, remove_tree
from scisynth.sandbox.verdict import image_fault, size_fault

confined = pytest.mark.skipif(not probe().confines, reason=f"this kernel cannot confine: {probe().found}")
LINE = "import matplotlib.pyplot as plt\nplt.plot([0, 1], [0, 1])\n"


@pytest.fixture(scope="module")
def sandbox():
    if not probe().confines:
        pytest.skip(f"this kernel cannot confine: {probe().found}")
    with Sandbox(limits=Limits(wall_s=20, cpu_s=10, memory_mb=1024), workers=1, preload=()) as opened:
        yield opened


# --- what the published runner gets wrong --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "end",
    [
        "",
        "plt.show()",
        "# at the end comes plt.show()",
        "plt.close()",
        "plt.close('all')",
        "plt.close(plt.gcf())\nplt.show()",
        "import sys\nsys.exit()",
        "raise SystemExit(0)",
        "plt.savefig('mine.png')\nplt.clf()",
        "import matplotlib\nmatplotlib.use('TkAgg')\nplt.switch_backend('Qt5Agg')",
    ],
)
def test_a_figure_is_kept_however_the_code_ends(sandbox, end):
    result = sandbox.render(LINE + end)
    assert result.ok, result.reason
    assert result.image.mode == "RGB" and min(result.image.size) > 200
    assert result.num_figures == 1


def test_no_state_leaks_into_the_next_figure(sandbox):
    before = sandbox.render(LINE)
    leak = (
        "import os, random, builtins, numpy\nplt.rcParams['figure.facecolor'] = 'black'\nplt.style.use('dark_background')\n"
        "numpy.random.seed(7)\nos.environ['LEAK'] = '1'\nbuiltins.leak = 1\nplt.plot = None\n"
    )
    assert sandbox.render(LINE + leak).ok
    after = sandbox.render(LINE)
    assert before.image.tobytes() == after.image.tobytes()
    assert before.image.getpixel((2, 2)) == (255, 255, 255)
    asked = sandbox.render("import builtins, os\nprint(hasattr(builtins, 'leak'), 'LEAK' in os.environ)")
    assert asked.stdout == "False False\n"


def test_random_numbers_are_the_same_in_every_figure(sandbox):
    code = "import random, numpy\nprint(random.random(), numpy.random.rand())"
    assert sandbox.render(code).stdout == sandbox.render(code).stdout


def test_of_several_figures_the_last_that_shows_something(sandbox):
    result = sandbox.render(
        "import matplotlib.pyplot as plt\nplt.figure(figsize=(2, 2)).text(0.1, 0.1, 'A', size=60)\nplt.figure(figsize=(5, 5))"
    )
    assert result.ok and result.num_figures == 2 and "2 figures" in result.reason
    assert max(result.image.size) < 250, "the empty page of 5 inches was taken"


def test_exit_with_a_message_is_a_failure(sandbox):
    result = sandbox.render(LINE + "import sys\nsys.exit('no data')")
    assert (result.status, result.image) == ("exception", None) and "no data" in result.reason


# --- states ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "status", "words"),
    [
        ("", "no_code", "empty"),
        ("  \n\t\n", "no_code", "empty"),
        ("# only a remark\n", "no_code", "no statement"),
        ("x = 1", "no_picture", "no figure"),
        ("\\begin{tikzpicture}\\draw (0,0);\\end{tikzpicture}", "syntax_error", "line 1"),
        ("def f(:\n", "syntax_error", "line 1"),
        ("x = '\0'", "syntax_error", ""),
        ("(" * 5000, "syntax_error", ""),
        ("import matplotlib.pyplot as plt\nplt.figure()", "blank", "white"),
        ("import matplotlib.pyplot as plt\nplt.figure(facecolor='navy')", "single_colour", "#000080"),
        ("import matplotlib.pyplot as plt\nplt.figure(figsize=(400, 400))", "too_large", "40000"),
        ("from PIL import Image\nImage.new('RGB', (9, 900), 'red').save('a.png')", "too_small", "9 x 900"),
        ("import matplotlib.pyplot as plt\nplt.title('$\\\\frac{1$')\nplt.plot([1])", "exception", ""),
        ("x" * 600_000, "refused", "512 KiB"),
        ("x = '\ud800'", "refused", "Unicode"),
    ],
)
def test_states(sandbox, code, status, words):
    result = sandbox.render(code)
    assert (result.status, result.image) == (status, None)
    assert words in result.reason and "\n" not in result.reason


def test_a_traceback_has_the_frames_of_the_code_and_no_path(sandbox):
    result = sandbox.render("def inner():\n    raise KeyError('mass')\n\ninner()")
    assert result.status == "exception" and result.reason == "KeyError: 'mass'"
    assert result.traceback.splitlines()[:2] == [
        "  line 4, in <module>: inner()",
        "  line 2, in inner: raise KeyError('mass')",
    ]
    assert "/" not in result.traceback


def test_printed_words_come_back_cut_and_harmless(sandbox):
    result = sandbox.render("print('\\x1b[2J' + 'a' * 50_000)")
    assert len(result.stdout) == 20_000 and "\x1b" not in result.stdout


def test_files_count_where_there_is_no_figure(sandbox):
    code = (
        "import os\nfrom PIL import Image, ImageDraw\nos.makedirs('out/deep')\nfor n, ink in enumerate(['red', 'blue']):\n"
        "    page = Image.new('RGB', (100, 80), 'white')\n    ImageDraw.Draw(page).rectangle((20, 20, 60, 60), fill=ink)\n"
        "    page.save(f'out/deep/{n}.png')\n    os.utime('.')\n"
    )
    result = sandbox.render(code)
    assert result.ok and result.image.getpixel((40, 40)) == (0, 0, 255), "the newest counts"
    assert result.num_figures == 0 and "1.png" in result.reason


def test_svg(sandbox):
    pytest.importorskip("vl_convert")
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="90" height="60" fill="white"/>{}</svg>'
    circle = '<circle cx="45" cy="30" r="20" fill="#00ff00"/>'
    result = sandbox.render(f"open('a.svg', 'w').write('{drawing.format(circle)}')")
    assert result.ok and result.image.getpixel((45, 30)) == (0, 255, 0) and b"circle" in result.svg
    hostile = sandbox.render(f"open('a.svg', 'w').write('{drawing.format(circle + '<script>1</script>')}')")
    assert hostile.ok and hostile.svg is None


def test_marks_are_read_in_the_child(sandbox):
    pytest.importorskip("scisynth.figures.read_back.drawing")
    result = sandbox.render(LINE + "plt.title('Ohm')\nplt.close()")
    assert any(mark.get("text") == "Ohm" for mark in result.marks)


def test_render_many_keeps_the_order_and_outlives_failures():
    codes = [LINE + f"print({n})" if n % 3 else "import os\nos._exit(1)" for n in range(7)]
    if not probe().confines:
        pytest.skip(f"this kernel cannot confine: {probe().found}")
    with Sandbox(workers=2, preload=()) as sandbox:
        results = list(sandbox.render_many(iter(codes)))
    assert [result.status for result in results] == ["ok" if n % 3 else "killed" for n in range(7)]
    assert [result.stdout for result in results] == [f"{n}\n" if n % 3 else "" for n in range(7)]


# --- the server ------------------------------------------------------------------------------------------------------


def test_a_dead_server_is_started_again_single_threaded_and_without_secrets(sandbox, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    sandbox.render("x = 1")
    before = sandbox._workers[0].pid
    os.kill(before, signal.SIGKILL)
    time.sleep(0.1)
    assert sandbox.render(LINE).ok
    server = sandbox._workers[0].pid
    assert server != before
    assert len(list(Path(f"/proc/{server}/task").iterdir())) == 1
    assert b"hf_secret" not in Path(f"/proc/{server}/environ").read_bytes()


def test_a_server_that_dies_with_its_figure_is_a_state(sandbox):
    sandbox.render("x = 1")
    server = sandbox._workers[0].pid
    threading.Timer(0.3, os.kill, (server, signal.SIGKILL)).start()
    result = sandbox.render("import time\ntime.sleep(10)")
    assert result.status == "killed" and "server" in result.reason


def test_nothing_is_left_behind_and_no_random_name_is_told(sandbox, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    result = sandbox.render(
        "import os\nprint(os.getcwd())\nos.mkdir('../out/outcome.json')\nopen(os.path.abspath('a'))"
    )
    assert result.status in ("broken_output", "killed")
    result = sandbox.render("import os\nprint(os.getcwd())\nopen(os.path.abspath('a'))")
    assert result.stdout == "./work\n"
    assert result.reason == "FileNotFoundError: [Errno 2] No such file or directory: 'a'"
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, sys, tempfile
from scisynth.sandbox.private import CACHE, HeldFolder, PrivateFolder
tempfile.tempdir = sys.argv[1]
HeldFolder(CACHE), PrivateFolder(b"x = 1")
print("made", flush=True)
sys.stdin.read()
"""


def test_what_a_killed_run_left_is_removed_and_what_a_live_one_holds_is_not(tmp_path):
    other = tmp_path / "somebody-elses"
    other.mkdir()
    run = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert run.stdout.readline() == "made\n"
    made = sorted(path.name for path in tmp_path.iterdir())
    assert len(made) == 3 and remove_stale(str(tmp_path)) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == made
    run.kill()
    run.communicate()
    (tmp_path / "scisynth-figure-link").symlink_to(other)
    fresh = tmp_path / "scisynth-new-abc"
    fresh.mkdir()
    assert remove_stale(str(tmp_path)) == 2, "one that is being made has no lock yet"
    assert {path.name for path in tmp_path.iterdir()} == {"somebody-elses", "scisynth-figure-link", "scisynth-new-abc"}


# --- tiers -----------------------------------------------------------------------------------------------------------

NO_LANDLOCK = Probe(landlock_abi=0, seccomp=True, machine="x86_64")


@pytest.mark.parametrize("found", [NO_LANDLOCK, Probe(landlock_abi=4, seccomp=False, machine="riscv64")])
def test_without_a_kernel_that_confines_nothing_runs(found):
    with pytest.raises(ConfigError, match="allow-unsafe-exec"):
        Sandbox(ask=lambda: found)


def test_the_weaker_tier_is_named_and_starts_anew_each_time():
    with Sandbox(ask=lambda: NO_LANDLOCK, allow_unsafe=True, workers=1, preload=()) as sandbox:
        result = sandbox.render(LINE)
        assert result.ok and result.tier == "subprocess"
        assert sandbox._workers[0].pid is None, "unconfined code had this server in reach"
    assert sandbox.render("").tier == "subprocess"


@confined
def test_the_flag_weakens_nothing_where_the_kernel_confines():
    assert Sandbox(allow_unsafe=True).tier == "landlock"


@pytest.mark.parametrize("wrong", [{"wall_s": 0}, {"memory_mb": -1}])
def test_limits_are_positive(wrong):
    with pytest.raises(ConfigError, match="positive"):
        Limits(**wrong)


# --- what the parent makes of hostile results ----------------------------------------------------------------------


def page(width=200, height=150, colour="white"):
    image = Image.new("RGB", (width, height), colour)
    return image, ImageDraw.Draw(image)


def test_images_are_judged_by_their_pixels():
    assert image_fault(page()[0])[0] == "blank"
    assert image_fault(page(colour="black")[0])[0] == "single_colour"
    dust, draw = page()
    draw.point([(5, 5), (9, 9)], fill="black")
    assert image_fault(dust)[0] == "blank"
    whole, draw = page()
    draw.rectangle((20, 20, 100, 100), outline="black")
    assert image_fault(whole) is None
    cut, draw = page()
    draw.text((150, 60), "a label that is too long", fill="black", font_size=30)
    assert image_fault(cut) == ("cut_off", "something runs out of the image at the right")
    ground, draw = page()
    draw.rectangle((0, 100, 200, 150), fill="brown")
    draw.line((0, 50, 200, 50), fill="black", width=8)
    assert image_fault(ground) is None
    framed, draw = page()
    draw.rectangle((0, 0, 199, 149), outline="black")
    draw.line((20, 20, 80, 80), fill="black", width=3)
    assert image_fault(framed) is None


def test_sizes():
    limits = Limits(min_side_px=32, max_side_px=1000)
    assert size_fault(31, 500, limits)[0] == "too_small"
    assert size_fault(500, 1001, limits)[0] == "too_large"
    assert size_fault(32, 1000, limits) is None


def test_links_pipes_and_giants_are_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    with PrivateFolder(b"x = 1", str(tmp_path)) as folder:
        out = Path(folder.path, "out")
        (out / "link").symlink_to(secret)
        os.mkfifo(out / "pipe")
        (out / "folder").mkdir()
        (out / "giant").write_bytes(b"x" * 5000)
        assert [folder.read(name, 10) for name in ("link", "pipe", "folder", "missing")] == [None] * 4
        assert len(folder.read("giant", 10)) == 11
        (out / "giant").unlink()
        remove_tree(str(out))
        out.symlink_to(tmp_path)
        assert folder.read("secret", 100) is None
        out.unlink()
        out.mkdir()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret"]


def test_deep_and_closed_folders_are_removed(tmp_path):
    top = tmp_path / "top"
    top.mkdir()
    before = Path.cwd()
    os.chdir(top)
    for _ in range(1100):
        Path("d").mkdir()
        os.chdir("d")
    os.chdir(before)
    (top / "closed").mkdir(mode=0)
    (top / "out").symlink_to(tmp_path)
    remove_tree(str(top))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "data",
    [
        b"[1, 2]", b"{}", b"not json", b"[" * 100_000, b'[{"a": NaN}]', b'[{"a": 1e999}]',
        json.dumps([{"a": [[[[[[[1]]]]]]]}]).encode(), b'[{"a": ' + b"9" * 5000 + b"}]", b'["a"]', b"\xff", None,
    ],
)  # fmt: skip
def test_hostile_marks(data):
    assert read_marks(data) is None


def test_plain_marks():
    assert read_marks(b'[{"kind": "text", "bbox": [0, 1, 2.5, 3]}]') == [{"kind": "text", "bbox": [0, 1, 2.5, 3]}]


def test_reasons_cannot_move_the_cursor():
    assert clean("a\x1b[31mb\u202ec\nd", 20) == "a?[31mb?c\nd"
