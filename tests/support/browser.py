"""Pages in a real browser, without a driver to install.

    needs_browser             marks tests that are skipped where there is none, with the reason
    rendered(path, tmp)       the DOM after the page's own script, as Chromium's `--dump-dom` prints it
    with Browser(tmp) as b    one browser for many pages, over the pipe of its debugging protocol
        b.images(path)        every `<img>` of the page with the width of what it shows; 0 where nothing came

`images` looks at the page as it is, its content security policy included: an image that the policy refuses shows nothing there either.
"""

import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TIMEOUT_S = 180
"""For one page, on a machine where much else runs."""
needs_browser = pytest.mark.skipif(
    BROWSER is None, reason="no browser: neither chromium nor google-chrome is on the path"
)
LOOK = """
(async () => {
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done));
  const images = [...document.images];
  for (const image of images) image.loading = "eager";
  await Promise.all(images.map((image) => image.decode().catch(() => 0)));
  return JSON.stringify([location.href, images.map((image) => ({alt: image.alt, src: image.getAttribute("src").slice(0, 120), width: image.naturalWidth}))]);
})()
"""


def rendered(path, tmp_path):
    """The DOM of a page."""
    command = [BROWSER, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", path.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S, check=True).stdout


class Browser:
    """A headless Chromium asked over two pipes, messages end in a zero byte."""

    def __init__(self, tmp_path):
        self._profile = tmp_path / "browser-profile"
        self._asked = 0

    def __enter__(self):
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()
        command = [BROWSER, *FLAGS, "--remote-debugging-pipe", f"--user-data-dir={self._profile}", "about:blank"]
        # Chromium reads from descriptor 3 and writes to 4, whatever numbers the pipes have here.
        shell = f"exec {shlex.join(command)} 3<&{to_browser} 4>&{from_browser}"
        self._process = subprocess.Popen(
            ["bash", "-c", shell],
            pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._lines = self._messages()
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return self

    def __exit__(self, *_):
        os.close(self._out)
        os.close(self._in)
        self._process.kill()
        self._process.wait()

    def images(self, path):
        """`[{"alt", "src", "width"}]` of a page's images, in the order of the page."""
        address = Path(path).absolute().as_uri()
        self._ask("Page.navigate", self._session, url=address)
        found = self._ask("Runtime.evaluate", self._session, expression=LOOK, awaitPromise=True)
        shown, images = json.loads(found["result"]["value"])
        assert unquote(shown) == unquote(address), f"the browser shows {shown}"
        return images

    def broken_images(self, path):
        """Those that show nothing."""
        return [image for image in self.images(path) if not image["width"]]

    def _ask(self, method, session=None, **params):
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": params}
        os.write(self._out, json.dumps(message | ({"sessionId": session} if session else {})).encode() + b"\0")
        reply = next(message for message in self._lines if message.get("id") == self._asked)
        assert "result" in reply, reply
        return reply["result"]

    def _messages(self):
        kept = b""
        while data := os.read(self._in, 1 << 16):
            *whole, kept = (kept + data).split(b"\0")
            yield from map(json.loads, whole)
