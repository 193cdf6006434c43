"""A server of a reward without a model, beside the test, and what trainers would send to it."""

import base64
import http.client
import io
import json
import threading
from contextlib import contextmanager
from urllib.parse import urlsplit

import numpy as np
from PIL import Image

from scisynth.core.plugins.references import register
from scisynth.serve.config import ServeConfig
from scisynth.serve.run import opened
from support.visitor import running


class Green:
    """How much greener than red an image is, -1 to 1, plus the length of its prompt; errs where a prompt says so."""

    name = "green"
    revision = "first"

    def __init__(self):
        self.gate = threading.Event()
        self.gate.set()
        self.is_busy = threading.Event()
        self.batches = []

    def score(self, prompts, images):
        self.is_busy.set()
        assert self.gate.wait(60)
        self.batches.append(len(prompts))
        if any("boom" in prompt for prompt in prompts):
            raise RuntimeError("it went boom")
        return [float("nan") if "nothing" in p else self.of(p, image) for p, image in zip(prompts, images, strict=True)]

    @staticmethod
    def of(prompt, image):
        pixels = np.asarray(image, dtype=float)
        return float((pixels[..., 1] - pixels[..., 0]).mean() / 255 + len(prompt))


def config(**values):
    return ServeConfig.parse({"rewards": ["green"], "port": 0, "canary": "off", "checks": ["answers"], **values})


@contextmanager
def serving(reward=None, **values):
    """The address of a server of `reward`."""
    register("scisynth.rewards", "green", reward or Green())
    with opened(config(**values)) as (server, listener, found), running(server, listener):
        yield found.url


def picture(red, green, size=(8, 8)):
    return Image.new("RGB", size, (red, green, 0))


def png(red=0, green=255, size=(8, 8)):
    buffer = io.BytesIO()
    picture(red, green, size).save(buffer, format="PNG")
    return buffer.getvalue()


def b64(data):
    return base64.b64encode(data).decode()


def ask(url, method, path, body=None, **headers):
    """(status, headers, body) of one request; a body that is no bytes goes as JSON."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    try:
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection.request(method, urlsplit(url).path + path, data, headers)
        reply = connection.getresponse()
        return reply.status, {key.lower(): value for key, value in reply.getheaders()}, reply.read()
    finally:
        connection.close()


def post(url, path, body, **headers):
    """The JSON of an answer that has to be 200."""
    status, _, data = ask(url, "POST", path, body, **headers)
    assert status == 200, data
    return json.loads(data)
