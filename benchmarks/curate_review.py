"""Simulated reviewers of known error: are agreement and reliability recovered, and what does stopping early save?

Three reviewers answer 150 items and 15 canaries through the real server; an adjudicator decides conflicts on the second page. Each
reviewer gives the right answer (keep, swap, another image, reject) with a probability of their own, else one of the others at random.
The same is done with a fixed overlap, where every item gets three answers. The first seed goes over HTTP, the others drive the same
book in the process. Prints one JSON object.

    python benchmarks/curate_review.py [--items 150] [--canaries 15] [--seeds 10] [--errors 0.05 0.1 0.15]
"""

import argparse
import http.client
import json
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import numpy as np
from PIL import Image

from scisynth.core.images import png_bytes
from scisynth.core.records import PromptSet
from scisynth.core.seeds import derive_fraction, derive_seed
from scisynth.core.store import describe_measurement
from scisynth.curation.records import Candidate, CurationLog
from scisynth.curation.review.book import ReviewBook
from scisynth.curation.review.clicks import CLICKS_FILE, Click, Person
from scisynth.curation.review.server import open_review_server
from scisynth.curation.review.settings import ReviewConfig
from scisynth.curation.review.summary import ReviewSummary, summarize
from scisynth.curation.review.tasks import Known, load_tasks, write_known
from scisynth.stats.agreement import krippendorff_alpha

TRUTHS = {"keep": 0.7, "swap": 0.1, "reject": 0.15, "change": 0.05}
"""What is right for an item, and how often."""
CANARY_TRUTHS = {"keep": 0.4, "swap": 0.25, "reject": 0.35}
ADJUDICATOR_ERROR = 0.02
PEOPLE = ("anna", "ben", "cleo")


def draw(weights: Mapping[str, float], *name: str | int) -> str:
    """One of the words, by its weight and a name."""
    at = derive_fraction(*name) * sum(weights.values())
    for word, weight in weights.items():
        at -= weight
        if at < 0:
            return word
    return next(reversed(weights))


def make_folder(root: Path, num_items: int, num_canaries: int, seed: int) -> dict[str, str]:
    """A curation folder whose truths are known here: implicit prompt to what is right."""
    log, truths, known = CurationLog(root), {}, []
    files = []
    (root / "images").mkdir(parents=True)
    for colour in ("white", "grey", "black"):
        (root / "images" / f"{colour}.png").write_bytes(png_bytes(Image.new("RGB", (32, 32), colour)))
        files.append(f"images/{colour}.png")
    for number in range(num_items + num_canaries):
        is_canary = number >= num_items
        truth = draw(CANARY_TRUTHS if is_canary else TRUTHS, "truth", seed, number)
        prompts = PromptSet(
            id=f"item-{number:04d}", law="capillary rise", field="physics", type="ST", subject=f"tube {number}", condition="water",
            setting="S", place="", entity="tube", implicit_prompt=f"Tube {number} in water.", explicit_prompt="Water stands high.",
            superficial_prompt="Water stands level.", paraphrase=0, outcome="high", superficial_outcome="level", derivation="It rises.",
            split="train", subject_seen=True,
        )  # fmt: skip
        images = [
            Candidate(id=f"explicit-{number}a", side="explicit", file=files[0], model="none", rank=0),
            Candidate(id=f"explicit-{number}b", side="explicit", file=files[1], model="none", rank=1),
            Candidate(id=f"superficial-{number}", side="superficial", file=files[2], model="none", rank=0),
        ]
        chosen = {"explicit": images[0].id, "superficial": images[2].id}
        log.append(prompts.id, "written", "author", {"prompts": prompts, "candidates": images, "chosen": chosen})
        truths[prompts.implicit_prompt] = truth
        if is_canary:
            known.append(Known(item=prompts.id, expected=truth))  # type: ignore[arg-type]
    write_known(root, known)
    return truths


@dataclass(frozen=True)
class Reviewer:
    """Somebody who is right with a known probability."""

    name: str
    error: float
    seed: int

    def opinion(self, prompt: str, truth: str) -> str:
        """keep, swap, change or reject."""
        if derive_fraction("error", self.seed, self.name, prompt) >= self.error:
            return truth
        others = [word for word in TRUTHS if word != truth]
        return others[derive_seed("which", self.seed, self.name, prompt) % len(others)]


def images_of(opinion: str, shown: Mapping[str, str], other: str) -> dict[str, str]:
    """The images that an opinion stands for: as shown, exchanged, or with the second candidate."""
    if opinion == "swap":
        return {"explicit": shown["superficial"], "superficial": shown["explicit"]}
    return {**shown, **({"explicit": other} if opinion == "change" else {})}


class Page:
    """A reviewer's browser: the link, a cookie, and JSON."""

    def __init__(self, link: str) -> None:
        parts = urlsplit(link)
        self.place, self.home = parts.netloc, parts.path
        self._headers = {"Origin": f"http://{self.place}"}
        reply, _ = self._ask("GET", f"{parts.path}?{parts.query}")
        self._headers["Cookie"] = str(reply.getheader("set-cookie")).split(";")[0]

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[http.client.HTTPResponse, bytes]:
        # A connection kept open would wait for delayed acknowledgements, 40 ms each.
        connection = http.client.HTTPConnection(self.place, timeout=60)
        try:
            connection.request(method, path, body, self._headers)
            reply = connection.getresponse()
            return reply, reply.read()
        finally:
            connection.close()

    def state(self, name: str) -> dict[str, Any]:
        """What the person sees."""
        return dict(json.loads(self._ask("GET", f"{self.home}state?{urlencode({'rater': name})}")[1]))

    def work(self, reviewer: Reviewer, truths: Mapping[str, str]) -> bool:
        """One answer; whether there was something to do."""
        now = self.state(reviewer.name)["now"]
        if now is None:
            return False
        opinion = reviewer.opinion(now["prompts"]["implicit_prompt"], truths[now["prompts"]["implicit_prompt"]])
        other = next(c["id"] for c in now["candidates"] if c["id"] not in now["shown"].values())
        body = {
            "rater": reviewer.name, "item": now["item"], "seconds": 5.0, **images_of(opinion, now["shown"], other),
            "action": "reject" if opinion == "reject" else "accept", "reason": "both wrong" if opinion == "reject" else "",
        }  # fmt: skip
        reply, data = self._ask("POST", f"{self.home}answer", json.dumps(body))
        assert reply.status == 200, data
        return True


def work_in_process(book: ReviewBook, person: Person, reviewer: Reviewer, truths: Mapping[str, str]) -> bool:
    """The same without a server."""
    task = book.next_task(person)
    if task is None:
        return False
    prompt = task.item.prompts.implicit_prompt
    opinion = reviewer.opinion(prompt, truths[prompt])
    other = next(found.id for found in task.item.candidates if found.id not in task.shown.values())
    images = images_of(opinion, task.shown, other)
    return book.answer(
        Click(
            rater=person[1], role=person[0], item=task.id, version=task.version, seconds=5.0, **images,  # type: ignore[arg-type]
            action="reject" if opinion == "reject" else "change", reason="both wrong" if opinion == "reject" else "",
        )
    )  # fmt: skip


@contextmanager
def served(book: ReviewBook, root: Path) -> Iterator[dict[str, Page]]:
    """The pages of a running server, by role."""
    server, listener, links = open_review_server(book, root)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield {role: Page(link) for role, link in links.items()}
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def take_turns(works: Sequence[Callable[[], bool]]) -> None:
    """Lets everybody answer in turn until nobody finds more to do."""
    while sum(work() for work in works):
        pass


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One simulated review."""

    summary: ReviewSummary
    answers: int
    """To items of unknown truth, by reviewers."""
    errors: float
    """Items of unknown truth that are not decided rightly in the end, undecided ones among them."""
    majority_errors: float
    """The same where the most frequent answer decides, and the adjudicator where there is none."""
    reviewer_errors: dict[str, float]
    """Of each reviewer, among the answers given to items of unknown truth."""


def simulate(
    root: Path, *, num_items: int, num_canaries: int, errors: Sequence[float], seed: int, over_http: bool, **config: Any
) -> Outcome:
    """A whole review, adjudicated."""
    truths = make_folder(root, num_items, num_canaries, seed)
    tasks = load_tasks(root).tasks
    book = ReviewBook(tasks, root / CLICKS_FILE, ReviewConfig(**config), seed=seed)
    reviewers = [Reviewer(name, error, seed) for name, error in zip(PEOPLE, errors, strict=True)]
    head = Reviewer("head", ADJUDICATOR_ERROR, seed)
    if over_http:
        with served(book, root) as pages:
            take_turns([lambda one=one: pages["reviewer"].work(one, truths) for one in reviewers])  # type: ignore[misc]
            take_turns([lambda: pages["adjudicator"].work(head, truths)])
    else:
        take_turns([lambda one=one: work_in_process(book, ("reviewer", one.name), one, truths) for one in reviewers])  # type: ignore[misc]
        take_turns([lambda: work_in_process(book, ("adjudicator", "head"), head, truths)])
    # What counts is what a later session reads from the disk.
    again = ReviewBook(tasks, root / CLICKS_FILE, ReviewConfig(**config), seed=seed)
    found = again.consensus
    right = {task.id: truths[task.item.prompts.implicit_prompt] for task in tasks if task.known is None}
    decided = {item: click for item in right if (click := found.decision(item))}
    wrong = sum(item not in decided or decided[item].action != truth for item, truth in right.items())
    given = [click for clicks in found.answers.values() for click in clicks if click.item in right]
    by_name = {one.name: [click for click in given if click.rater == one.name] for one in reviewers}
    return Outcome(
        summary=summarize(again.standing, {}),
        answers=len(given),
        errors=wrong / len(right),
        majority_errors=sum(
            (majority([click.action for click in found.answers[item]]) or head.opinion(item, truth)) != truth
            for item, truth in right.items()
        )
        / len(right),
        reviewer_errors={
            name: sum(click.action != right[click.item] for click in clicks) / max(len(clicks), 1)
            for name, clicks in by_name.items()
        },
    )


def majority(answers: Sequence[str]) -> str | None:
    """The most frequent answer, where there is one."""
    ranked = Counter(answers).most_common(2)
    return None if len(ranked) == 2 and ranked[0][1] == ranked[1][1] else ranked[0][0]


def true_alpha(errors: Sequence[float], question: str, num: int = 20_000) -> float:
    """Alpha of these reviewers on very many items."""
    people = [Reviewer(name, error, 12345) for name, error in zip(PEOPLE, errors, strict=True)]
    codes = {"usable": {"reject": 0}, "images": {"swap": 0, "change": 2, "reject": None}}[question]
    ratings_RN = np.full((len(people), num), np.nan)
    for number in range(num):
        truth = draw(TRUTHS, "truth", 12345, number)
        for row, one in enumerate(people):
            code = codes.get(one.opinion(str(number), truth), 1)
            ratings_RN[row, number] = np.nan if code is None else code
    alpha = krippendorff_alpha(ratings_RN, "nominal")
    assert alpha is not None
    return alpha


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Both ways of stopping over all seeds, and what is recovered."""
    truth = {question: true_alpha(args.errors, question) for question in ("usable", "images")}
    ways: dict[str, list[Outcome]] = {"adaptive": [], "fixed overlap": []}
    for seed in range(args.seeds):
        for way, found in ways.items():
            with tempfile.TemporaryDirectory() as folder:
                found.append(
                    simulate(
                        Path(folder) / "review", num_items=args.items, num_canaries=args.canaries, errors=args.errors,
                        seed=seed, over_http=seed == 0, adaptive=way == "adaptive",
                    )
                )  # fmt: skip
    result: dict[str, Any] = {
        "items": args.items,
        "canaries": args.canaries,
        "seeds": args.seeds,
        "errors": args.errors,
    }
    for way, found in ways.items():
        result[way] = _describe(found, truth, args.errors)
    adaptive, fixed = (np.array([one.answers for one in ways[way]]) for way in ways)
    result["answers saved"] = {
        "mean": float(1 - adaptive.sum() / fixed.sum()),
        "worst": float((1 - adaptive / fixed).min()),
    }
    return result


def _describe(found: Sequence[Outcome], truth: Mapping[str, float], errors: Sequence[float]) -> dict[str, Any]:
    num = len(found)
    covered = {
        name: sum(
            (metric := one.summary.reviewers[row].reliability.overall).low <= 1 - error <= metric.high  # type: ignore[union-attr, operator]
            for one in found
        )
        for row, (name, error) in enumerate(zip(PEOPLE, errors, strict=True))
    }
    alphas = {question: [one.summary.agreement[question] for one in found] for question in truth}
    return {
        "answers": float(np.mean([one.answers for one in found])),
        "final errors": float(np.mean([one.errors for one in found])),
        "final errors by majority": float(np.mean([one.majority_errors for one in found])),
        "best reviewer's errors": float(np.mean([min(one.reviewer_errors.values()) for one in found])),
        "runs with fewer errors than every reviewer": sum(
            one.errors < min(one.reviewer_errors.values()) for one in found
        ),
        "adjudicated": float(np.mean([one.summary.adjudicated for one in found])),
        "reliability": {
            name: {
                "true": 1 - error,
                "mean": float(np.mean([one.summary.reviewers[row].reliability.overall.value for one in found])),  # type: ignore[union-attr]
                "inside the interval": f"{covered[name]} of {num}",
            }
            for row, (name, error) in enumerate(zip(PEOPLE, errors, strict=True))
        },
        "alpha": {
            question: {
                "true": round(truth[question], 3),
                "mean": float(np.mean([metric.value for metric in metrics if metric.value is not None])),
                "inside the interval": sum(
                    metric.low is not None and metric.low <= truth[question] <= (metric.high or 0) for metric in metrics
                ),
                "n": float(np.mean([metric.n for metric in metrics])),
            }
            for question, metrics in alphas.items()
        },
    }


def main() -> None:
    """Parses, runs, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=150)
    parser.add_argument("--canaries", type=int, default=15)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--errors", type=float, nargs=3, default=[0.05, 0.1, 0.15])
    args = parser.parse_args()
    print(json.dumps({**run(args), **describe_measurement(vars(args))}, indent=1))


if __name__ == "__main__":
    main()
