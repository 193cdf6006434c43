"""What serving a reward costs, and what it bears: a real `scisynth serve` in a process of its own, on one machine with its clients.

throughput   pairs a second of `score` in this process, and of the server asked by N clients, in turn in one run; the same scores
hostile      requests of which a fifth are hostile or broken: each item ends with a score or a reason, and memory stays flat
restart      a client scores while the server is killed (-9) and started again: every score is there, and right

Each part prints one JSON object. Long runs go in parts: `hostile --requests 2500 --seed 1` and so on, or against a server that keeps
running (`--url`), whose memory then shows all parts.

    python benchmarks/serve.py throughput [--clients 16] [--pairs 64] [--repeats 3]
    python benchmarks/serve.py hostile [--requests 2500] [--seed 0] [--url http://127.0.0.1:8000]
    python benchmarks/serve.py restart [--kills 5] [--pairs 400]
"""

import argparse
import base64
import http.client
import json
import random
import re
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from PIL import Image
from score_throughput import make_model, make_pairs

from scisynth.core.images import png_bytes
from scisynth.core.store import describe_machine, tracked_versions
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.rewards.registry import load_reward
from scisynth.rewards.remote.reward import RemoteReward

SHARE_HOSTILE = 0.2


@contextmanager
def server(reward: str, port: int = 0) -> Iterator[tuple[str, subprocess.Popen]]:
    """(address, process) of a server that answers."""
    command = [
        sys.executable,
        "-m",
        "scisynth",
        "serve",
        "--reward",
        reward,
        "--port",
        str(port),
        "--canary",
        "off",
        "--json",
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield json.loads(process.stdout.readline())["url"], process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def throughput(arguments: argparse.Namespace) -> dict:
    """Pairs a second of both sides; the median over repeats, the first pass left out."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        prompt_sets = write_prompts(PromptsConfig(num=max(1, arguments.pairs // 2)), seed=0)
        make_model(folder / "clip", prompt_sets)
        pairs = make_pairs(folder, prompt_sets)
        prompts = [prompt for prompt, *_ in pairs for _ in range(2)]
        images = [path.read_bytes() for _, *both in pairs for path in both]
        name = f"sciscore:{folder / 'clip'}"
        local = load_reward(name)
        with server(f"clip={name}") as (url, _):
            # A thread is a client: it sends its chunk, waits, and sends the next.
            remote = RemoteReward(url, chunk=arguments.chunk, num_threads=arguments.clients)
            sides = {"in process": local, "served": remote}
            seconds: dict[str, list[float]] = {side: [] for side in sides}
            scores = {}
            for repeat in range(arguments.repeats + 1):
                for side, reward in sides.items():
                    started = time.perf_counter()
                    scores[side] = reward.score(prompts, images).numpy()
                    if repeat:
                        seconds[side].append(time.perf_counter() - started)
    rate = {side: len(prompts) / statistics.median(values) for side, values in seconds.items()}
    return {
        "pairs_per_second": {side: round(value, 2) for side, value in rate.items()},
        "served / in process": round(rate["served"] / rate["in process"], 3),
        "ratios": [round(one / other, 3) for one, other in zip(seconds["in process"], seconds["served"], strict=True)],
        "largest difference of scores": float(np.abs(scores["in process"] - scores["served"]).max()),
        "clients": arguments.clients,
        "chunk": arguments.chunk,
    }


def hostile(arguments: argparse.Namespace) -> dict:
    """What became of every request and item, and the server's memory while they came."""
    if arguments.url:
        return _siege(arguments.url, arguments)
    with server("lab-sciscore") as (url, _):
        return _siege(url, arguments)


def _siege(url: str, arguments: argparse.Namespace) -> dict:
    outcomes: Counter[str] = Counter()
    memory_mb = []
    numbers = iter(range(arguments.requests))
    lock = threading.Lock()

    def client(_: int) -> None:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=300)
        while True:
            with lock:
                number = next(numbers, None)
                if number is not None and number % max(1, arguments.requests // 20) == 0:
                    memory_mb.append(_memory_mb(url))
            if number is None:
                return
            found = _one(connection, url, random.Random(f"{arguments.seed} {number}"))
            with lock:
                outcomes.update(found)

    with ThreadPoolExecutor(arguments.clients) as pool:
        list(pool.map(client, range(arguments.clients)))
    memory_mb.append(_memory_mb(url))
    half = len(memory_mb) // 2
    return {
        "requests": arguments.requests,
        "outcomes": dict(sorted(outcomes.items())),
        "lost": outcomes["lost"],
        "memory_mb": memory_mb,
        # The first half fills caches and arenas; a leak shows in the second.
        "growth_of_the_second_half_mb": round(max(memory_mb[half:]) - max(memory_mb[: half + 1]), 1),
    }


def _memory_mb(url: str) -> float:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=300)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    return round(float(re.search(r"^process_resident_memory_bytes (\S+)", text, re.M)[1]) / 1e6, 1)


def _one(connection: http.client.HTTPConnection, url: str, chance: random.Random) -> list[str]:
    """Sends one request; what became of it, a word an item, or of the whole."""
    if chance.random() >= SHARE_HOSTILE:
        num = chance.randint(1, 4)
        return _ask(connection, {"prompt": "an unripe tomato", "images": [_good(chance) for _ in range(num)]}, num)
    kind = chance.randrange(4)
    if kind == 0:
        # Broken items among good ones.
        bad = chance.sample(BAD, 3)
        items = [*bad, ("an unripe tomato", _good(chance))]
        return _ask(connection, {"prompts": [p for p, _ in items], "images": [i for _, i in items]}, len(items))
    if kind == 1:
        return _ask(connection, chance.choice(GARBAGE), 0)
    if kind == 2:
        # Somebody who leaves in the middle of a request, and one who leaves before the answer.
        body = json.dumps({"prompt": "an unripe tomato", "images": [_good(chance)]}).encode()
        with socket.create_connection((urlsplit(url).hostname, urlsplit(url).port), timeout=60) as gone:
            head = f"POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            gone.sendall(head + body[: len(body) // 2 if chance.random() < 0.5 else len(body)])
        return ["left"]
    return _ask(connection, {"images": [_good(chance)] * chance.choice((1025, 2000)), "prompt": "a"}, 0)


def _ask(connection: http.client.HTTPConnection, body: dict | bytes, num: int) -> list[str]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    while True:
        try:
            connection.request("POST", "/v1/score", data)
            reply = connection.getresponse()
            status, text = reply.status, reply.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            return ["lost"]
        if status != 429:
            break
        time.sleep(float(reply.getheader("retry-after")))
    if status != 200:
        return [f"refused {status}"] if json.loads(text)["error"] else ["lost"]
    found = json.loads(text)
    whole = len(found["scores"]) == len(found["errors"]) == num
    pairs = zip(found["scores"], found["errors"], strict=True)
    return (
        ["score" if score is not None else "error" for score, error in pairs if (score is None) == bool(error)]
        if whole
        else ["lost"]
    )


def _good(chance: random.Random) -> str:
    side = chance.choice((64, 256, 512))
    colour = tuple(chance.randrange(256) for _ in range(3))
    return base64.b64encode(png_bytes(Image.new("RGB", (side, side), colour))).decode()


def _bomb() -> bytes:
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(100_000))),
    ]
    parts = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


_PNG = png_bytes(Image.effect_noise((256, 256), 80).convert("RGB"))
BAD = [
    ("an unripe tomato", base64.b64encode(data).decode())
    for data in (b"", b"x", b"<svg/>", _bomb(), _PNG[:1000], _PNG[:-9], _PNG[:60] + bytes(90) + _PNG[150:], b"GIF89a" + bytes(99))
] + [("", "x"), ("\ud800", "x"), (None, None), ("a", "%%%"), ("a" * 20_000, "x"), ({}, []), ("a", 7)]  # fmt: skip
GARBAGE = [b"", b"{", b"[" * 100_000, b"\xff\xfe", b"null", b'{"prompt": 1e999}', {"prompts": ["a"], "images": []}, {"x": 1}, bytes(300_000)]  # fmt: skip


def restart(arguments: argparse.Namespace) -> dict:
    """Scores of a client whose server dies again and again."""
    images = [Image.new("RGB", (64, 64), (shade % 256, 255 - shade % 256, 60)) for shade in range(arguments.pairs)]
    prompts = ["an unripe tomato"] * len(images)
    expected = load_reward("lab-sciscore").score(prompts, images)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    ended = threading.Event()
    up = threading.Event()
    kills = 0

    def keep_alive() -> None:
        nonlocal kills
        chance = random.Random(0)
        while not ended.is_set():
            with server("lab-sciscore", port) as (_, process):
                up.set()
                if kills == arguments.kills:
                    ended.wait()
                    return
                ended.wait(chance.uniform(0.5, 3))
                process.kill()
                kills += 1

    keeper = threading.Thread(target=keep_alive)
    keeper.start()
    up.wait()
    rounds, worst = 0, 0.0
    try:
        reward = RemoteReward(f"http://127.0.0.1:{port}", chunk=4, first_patience_s=600)
        while kills < arguments.kills or not rounds:
            worst = max(worst, float((reward.score(prompts, images) - expected).abs().max()))
            rounds += 1
    finally:
        ended.set()
        keeper.join()
    return {"kills": kills, "rounds": rounds, "scores": rounds * len(images), "largest difference of scores": worst}


def main() -> None:
    """Runs one part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = parser.add_subparsers(required=True)
    for part in (throughput, hostile, restart):
        added = parts.add_parser(part.__name__, help=part.__doc__)
        added.set_defaults(run=part)
        added.add_argument("--clients", type=int, default=16)
        added.add_argument("--pairs", type=int, default=400 if part is restart else 64)
        added.add_argument("--chunk", type=int, default=4)
        added.add_argument("--repeats", type=int, default=3)
        added.add_argument("--requests", type=int, default=2500)
        added.add_argument("--kills", type=int, default=5)
        added.add_argument("--seed", type=int, default=0)
        added.add_argument("--url", default="")
    arguments = parser.parse_args()
    found = arguments.run(arguments)
    print(
        json.dumps(
            {"part": arguments.run.__name__, **found, "machine": describe_machine(), "versions": tracked_versions()}
        )
    )


if __name__ == "__main__":
    main()
