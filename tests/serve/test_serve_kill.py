"""The command as it is run, in a process of its own: killed and started again under a training run, ended by Ctrl-C."""

import json
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest
from support.verbs import run

pytest.importorskip("uvicorn")
pytest.importorskip("prometheus_client")

from scisynth.backbones.tiny import tiny_flux

REWARD = """
from pathlib import Path

class Mine:
    name, revision = "mine", "one"

    def score(self, prompts, images):
        Path("asked").touch()
        while Path("hold").exists():
            pass
        return [float(image.getpixel((0, 0))[1]) for image in images]
"""
ALIGN = {
    "num_prompts": 4,
    "localizer": "whole-image",
    "evaluation": {"judge": "none", "num_prompts": 2, "num_steps": 2},
    "oft": {
        "num_rounds": 2, "prompts_per_round": 2, "images_per_prompt": 2, "num_steps": 3, "window": [0, 2], "size_px": 16, "micro_batch_size": 4,
        "eval_every": 1, "lora": {"rank": 2, "alpha": 2},
    },
}  # fmt: skip


@contextmanager
def server(folder, port=0):
    """(what it printed, its process) once it answers."""
    command = [
        sys.executable,
        "-m",
        "scisynth",
        "serve",
        "--reward",
        "mine=mine.py:Mine",
        "--check",
        "answers",
        "--canary",
        "off",
    ]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--json"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        try:
            yield json.loads(process.stdout.readline()), process
        finally:
            process.kill()


def test_a_training_run_goes_on_when_its_server_is_killed_under_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(REWARD)
    tiny_flux(0).save_pretrained(tmp_path / "model")
    (tmp_path / "oft.yaml").write_text(json.dumps({"model": str(tmp_path / "model"), **ALIGN}))
    words = ["align", "oft", "--config", tmp_path / "oft.yaml", "--sft", "none", "--json"]
    (tmp_path / "hold").touch()
    found = []
    with server(tmp_path) as (said, process):
        assert said["rewards"] == {"mine": "one"} and said["checks"] == ["answers"] and not said["has_token"]
        url = said["url"]
        training = threading.Thread(
            target=lambda: found.append(run(*words, "--reward", url, "--out", tmp_path / "remote"))
        )
        training.start()
        while not (tmp_path / "asked").exists():
            assert training.is_alive() and process.poll() is None
        # A batch is with the reward, and its request is open.
        process.kill()
    (tmp_path / "hold").unlink()
    with server(tmp_path, int(url.rpartition(":")[2])) as (_, process):
        training.join()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=120)
        assert (
            process.returncode == 0
            and "serving mine (one), answers at http://127.0.0.1" in told
            and "Traceback" not in told
        )
    log = json.loads(found[0].stdout)["log"]
    assert len(log) >= 2 and "asking again" in found[0].stderr and "answers again" in found[0].stderr
    here = run(*words, "--reward", f"{tmp_path / 'mine.py'}:Mine", "--out", tmp_path / "local")
    assert [row["eval/reward"] for row in json.loads(here.stdout)["log"]] == [row["eval/reward"] for row in log]
