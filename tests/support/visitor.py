"""Somebody who opens a private page over HTTP, and a server that runs beside the test."""

import http.client
import io
import json
import threading
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

from PIL import Image


class Visitor:
    """Somebody with the link: arrives once, then asks with the cookie."""

    def __init__(self, url):
        parts = urlsplit(url)
        self.place, self.arrival = parts.netloc, f"{parts.path}?{parts.query}"
        self.home = parts.path.rstrip("/")
        self.headers = {}
        reply, _ = self.get(self.arrival)
        assert reply.status == 200
        self.headers = {"Cookie": reply.getheader("set-cookie").split(";")[0]}

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection(self.place, timeout=20)
        try:
            connection.request(method, path, body, {**self.headers, **headers})
            reply = connection.getresponse()
            return reply, reply.read()
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, body, **headers):
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask("POST", path, text, **{"Origin": f"http://{self.place}", **headers})

    def state(self, rater):
        reply, data = self.get(f"{self.home}/state?rater={quote(rater)}")
        assert reply.status == 200, data
        return json.loads(data)

    def answer(self, rater, item, answer="left"):
        reply, data = self.post(f"{self.home}/answer", {"rater": rater, "item": item, "answer": answer, "seconds": 1.0})
        assert reply.status == 200, data
        return json.loads(data)

    def picture(self, path):
        reply, data = self.get(f"{self.home}/{path}")
        assert reply.status == 200 and reply.getheader("content-type") == "image/png"
        return Image.open(io.BytesIO(data))


@contextmanager
def running(server, listener):
    """Serves in a thread until the end of the block."""
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()
        assert not thread.is_alive()
