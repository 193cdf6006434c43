"""The adversarial set: no program harms or leaks, each ends as a state with a reason, and the next figure is unaffected."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.sandbox_attacks import ATTACKS, BITES, IMAGE
from support.sandbox_siege import SIEGE

from scisynth.sandbox import Limits, Sandbox, probe
from scisynth.sandbox.worker import PACKAGE

pytestmark = pytest.mark.skipif(not probe().confines, reason=f"this kernel cannot confine: {probe().found}")
ATTACKS = {**ATTACKS, **SIEGE}
LIMITS = Limits(
    wall_s=60, cpu_s=30, memory_mb=512, file_mb=8
)  # time enough for a slow machine to reach the limit that is meant
IMPATIENT = Limits(wall_s=5, cpu_s=1, memory_mb=512, file_mb=8)
SECRET = "key-4f1c2a"
NOBODY = 65534


class Surroundings:
    """What the attacks aim at: a file, a folder and three listeners."""

    def __init__(self, folder: Path) -> None:
        self.secret = folder / "manifest.json"
        self.secret.write_text(SECRET)
        self.secret.chmod(0o640)
        self.folder = folder
        self.before = self.state()
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.unix = socket.socket(socket.AF_UNIX)
        self.unix.bind(str(folder / "s"))
        self.unix.listen()
        self.known = sorted(path.name for path in folder.iterdir())

    def state(self) -> tuple:
        found = self.secret.stat()
        return self.secret.read_text(), found.st_mode, found.st_uid, found.st_mtime_ns, found.st_nlink

    def aim(self, code: str) -> str:
        places = {
            "@SECRET@": str(self.secret),
            "@OUTSIDE@": str(self.folder),
            "@PORT@": str(self.tcp.getsockname()[1]),
            "@UDP@": str(self.udp.getsockname()[1]),
            "@SOCKET@": str(self.folder / "s"),
        }
        for name, place in places.items():
            code = code.replace(name, place)
        return code

    def was_reached(self) -> bool:
        for listener in (self.tcp, self.udp, self.unix):
            listener.setblocking(False)
            try:
                listener.accept() if listener is not self.udp else listener.recv(100)
            except BlockingIOError:
                continue
            return True
        return False


@pytest.fixture(scope="module")
def around(tmp_path_factory):
    return Surroundings(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def private_folders(tmp_path_factory):
    return tmp_path_factory.mktemp("private")


@pytest.fixture(scope="module")
def ends(around, private_folders):
    """Every attack followed by a harmless figure in the same server; three servers, one of them for programs that never end."""

    def attack(names: list[str], limits: Limits) -> dict:
        with Sandbox(limits=limits, workers=1, preload=("numpy",)) as sandbox:
            sandbox.render(IMAGE)
            pid = sandbox._workers[0].pid
            found = {name: (sandbox.render(around.aim(ATTACKS[name][1])), sandbox.render(IMAGE)) for name in names}
            assert sandbox._workers[0].pid == pid, "the server did not survive"
            assert not Path(f"/proc/{pid}/task/{pid}/children").read_text(), "a child lingers"
        return found

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as threads:
        patch.setenv("OPENAI_API_KEY", SECRET)
        patch.setattr(tempfile, "tempdir", str(private_folders))
        endless = [name for name, (states, _) in ATTACKS.items() if "timeout" in states]
        others = [name for name in ATTACKS if name not in endless]
        parts = threads.map(attack, (endless, others[::2], others[1::2]), (IMPATIENT, LIMITS, LIMITS))
    return {name: end for part in parts for name, end in part.items()}


def test_the_set_is_large():
    assert len(ATTACKS) >= 170 and len(SIEGE) >= 60


@pytest.mark.parametrize("name", ATTACKS)
def test_attack(name, ends):
    result, after = ends[name]
    said = f"{result.status}: {result.reason}\n{result.stdout[-500:]}\n{result.traceback}"
    assert result.status in ATTACKS[name][0], said
    assert result.reason or result.ok
    assert "\n" not in result.reason and result.tier == "landlock"
    assert "ESCAPED" not in result.stdout and SECRET not in said, said
    assert (result.image is not None) == result.ok
    assert after.ok and after.image.size == (120, 90), f"the next figure: {after.reason}"


def test_nothing_outside_has_changed(around, private_folders, ends):
    assert around.state() == around.before
    assert sorted(path.name for path in around.folder.iterdir()) == around.known
    assert not around.was_reached()
    assert not Path("/tmp/scisynth-escaped").exists()
    assert not list(private_folders.iterdir())


def test_the_attacks_bite_where_nothing_confines_them(tmp_path):
    """In a plain process, as a runner with `subprocess` alone would have it."""
    with tempfile.TemporaryDirectory(dir="/tmp") as short:
        around = Surroundings(Path(short))
        running = {}
        for name in BITES:
            (tmp_path / name).mkdir()
            running[name] = subprocess.Popen(
                [sys.executable, "-I", "-c", around.aim(ATTACKS[name][1])],
                cwd=tmp_path / name,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        harmless = [name for name, process in running.items() if b"ESCAPED" not in process.communicate(timeout=20)[0]]
        assert not harmless
        assert around.was_reached()


# --- as another user -----------------------------------------------------------------------------------------------

AS_NOBODY = """
import json, os, sys
from scisynth.sandbox import Limits, Sandbox
codes = json.load(sys.stdin)
assert os.getuid() == 65534
with Sandbox(limits=Limits(wall_s=6, cpu_s=2, memory_mb=512, file_mb=8), workers=1, preload=()) as sandbox:
    print(json.dumps({name: [sandbox.render(code).status, sandbox.tier] for name, code in codes.items()}))
"""
SUBSET = (
    "fork_bomb", "shell", "thread_bomb", "ten_gigabytes", "many_files", "passwd", "parents_environ_file", "write_to_tmp",
    "symbolic_link", "tcp", "udp", "kill_the_parent", "trace_the_parent", "io_uring", "segfault", "sudden_exit",
    "closed_streams",
)  # fmt: skip


def interpreter_for_nobody() -> tuple[str, dict[str, str]]:
    """A Python that the other user may run: this one may lie in a home that is closed to others."""
    packages = [path for path in sys.path if path.endswith("-packages")]
    environment = {"PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), *packages]), "PATH": "/usr/bin:/bin"}
    wanted = f"import sys, numpy, PIL, matplotlib, yaml; assert sys.version_info[:2] == {sys.version_info[:2]}"
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            subprocess.run(
                [python, "-c", wanted], env=environment, cwd="/", user=NOBODY, group=NOBODY, extra_groups=[], check=True,
                capture_output=True,
            )  # fmt: skip
        except (OSError, subprocess.CalledProcessError):
            continue
        return python, environment
    pytest.skip("no Python of this version that another user may run")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user; the set above ran as one already")
def test_as_another_user():
    python, environment = interpreter_for_nobody()
    codes = {name: ATTACKS[name][1] for name in SUBSET} | {"harmless": IMAGE}
    codes["tcp"] = codes["tcp"].replace("@PORT@", "9")
    codes["udp"] = codes["udp"].replace("@UDP@", "9")
    with tempfile.TemporaryDirectory() as home:
        os.chown(home, NOBODY, NOBODY)
        run = subprocess.run(
            [python, "-c", AS_NOBODY], input=json.dumps(codes), env={**environment, "HOME": home}, cwd="/", user=NOBODY,
            group=NOBODY, extra_groups=[], capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert run.returncode == 0, run.stderr
    ends = json.loads(run.stdout)
    assert {tier for _, tier in ends.values()} == {"landlock"}
    assert ends.pop("harmless")[0] == "ok"
    wrong = {name: status for name, (status, _) in ends.items() if status not in ATTACKS[name][0]}
    assert not wrong
