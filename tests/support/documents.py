"""The code on pages of the documentation: blocks by language, commands by line, and a terminal to run them in."""

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Block:
    """A fenced block; one with a title is a file that the reader writes."""

    language: str
    title: str
    text: str


def code_blocks(path):
    """All blocks with a language, in their order."""
    return [
        Block(language=language, title=title, text=text)
        for language, title, text in FENCE.findall(path.read_text(encoding="utf-8"))
    ]


def blocks(path, language):
    return [block.text for block in code_blocks(path) if block.language == language]


def command_lines(text):
    """The commands of a bash block, whole and without comments; `a && b` is two."""
    for line in text.replace("\\\n", " ").splitlines():
        for part in re.split(r"\s&&\s", line):
            words = shlex.split(part, comments=True)
            if words:
                yield shlex.join(words)


class Terminal:
    """`shell.py` in a folder, with a hub of the test's own."""

    def __init__(self, folder, hub_url):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "OPENAI_"))}
        own = {"HF_ENDPOINT": hub_url, "HF_HOME": str(folder.parent / "hf"), "OPENAI_API_KEY": "key-of-a-test"}
        self.environment = kept | own
        command = [sys.executable, str(ROOT / "tests" / "support" / "shell.py")]
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env=self.environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def run(self, asked):
        """Words of a command, or what else `shell.py` takes; `{"code", "out", "err"}`."""
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
