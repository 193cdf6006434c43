"""A served page that a script of the test operates, in a real browser.

No driver is needed: the server under test hands out one more script, which presses keys and waits for what they do. An image that is
not delivered until that script is through keeps the browser from calling the page loaded, and so from dumping it. What the script
pushes to `note` is the title in the end.
"""

import asyncio
import re
import subprocess

from support.browser import BROWSER, FLAGS

WAIT_S = 60
DRIVER = """
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function until(what) {
  for (let tries = 0; tries < 400; tries += 1) {
    if (what()) return;
    await sleep(25);
  }
  throw new Error(`never came true: ${what}; ${document.body.innerText}`);
}
const press = (code) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { code, bubbles: true, cancelable: true }));
const note = [];
HELPERS
(async () => { ACTIONS })()
  .catch((error) => note.push(String(error)))
  .finally(() => { document.title = note.join(" | "); return fetch("/finished"); });
"""


def driven(app, helpers, actions, home="/"):
    """The app with one more script on the page at `home`, and the image that arrives when the script is through."""
    from starlette.responses import Response

    finished = asyncio.Event()

    async def wrapped(scope, receive, send):
        path = scope.get("path")
        if path == "/driver.js":
            script = DRIVER.replace("HELPERS", helpers).replace("ACTIONS", actions)
            await Response(script, media_type="text/javascript")(scope, receive, send)
        elif path in ("/finished", "/held"):
            if path == "/finished":
                finished.set()
            await asyncio.wait_for(finished.wait(), WAIT_S)
            await Response(status_code=204)(scope, receive, send)
        elif path == home:
            messages = []

            async def keep(message):
                messages.append(message)

            await app(scope, receive, keep)
            start, body = messages[0], messages[1]["body"]
            page = body.replace(b"</body>", b'<img src="/held"><script src="/driver.js" defer></script></body>')
            length = (b"content-length", str(len(page)).encode())
            kept = [pair for pair in start["headers"] if pair[0] != b"content-length"]
            await send({**start, "headers": [*kept, length]})
            await send({"type": "http.response.body", "body": page})
        else:
            await app(scope, receive, send)

    return wrapped


def dumped(url, profile, *flags):
    """(DOM, title) once the script is through."""
    command = [BROWSER, *FLAGS, *flags, f"--user-data-dir={profile}", "--dump-dom", url]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=WAIT_S, check=True).stdout
    return dom, re.search(r"<title>(.*?)</title>", dom)[1]
