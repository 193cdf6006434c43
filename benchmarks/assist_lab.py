"""Right images without training: what share of the implicit-explicit gap each way closes, against time and money, verifier included.

    rewrite          the prompt is told what must be seen, by science's facts
    best-of 1..16    the best by lab-sciscore, by lab-judge, or by the sum of both ranks; best-of-4 is part of best-of-16
    critique         lab-judge says what is missing, twice at most; the image it finds right is kept
    rewrite+best4    both

Each way runs on the base, and on every policy given with --policy (a run of `align sft` or `align oft`). All are measured by
lab-sciscore and by lab-judge on the original prompts and the written truth, so a best-of-N that pleases only the one that chose
shows as a difference between the two. The gap is that of the base: implicit to explicit prompts, from the same noise.
Intervals are paired and resample (law, subject). Every image and score is kept: give the same --out again to go on.
Seconds are timed at the end, on the machine at hand, drawing and choosing apart; money follows from the prices given.

    python benchmarks/assist_lab.py [--policy sft=out/sft] [--policy oft=out/oft] [--seeds 3] [--num 96] [--out out/assist_lab]
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np

from scisynth.core.progress import say
from scisynth.core.protocols import Generator, Judge
from scisynth.core.records import PromptSet, Split
from scisynth.core.store import Journal, describe_machine, tracked_versions, write_json
from scisynth.generators.seeds import image_seed
from scisynth.pipelines.assist.generator import AssistedGenerator
from scisynth.pipelines.assist.helpers import LabCritic
from scisynth.pipelines.assist.kept import Kept
from scisynth.pipelines.assist.records import Candidate, item_key
from scisynth.pipelines.providers.access import AskingConfig, JudgingConfig, Spending
from scisynth.pipelines.providers.generators import ImageSettings, load_source
from scisynth.pipelines.providers.judges import load_judge
from scisynth.prompts.rewrite import FactsRewriter
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.stats.intervals import mean_with_interval
from scisynth.stats.relative_improvement import improvement_ratio

SPLITS: tuple[Split, ...] = ("test_S", "test_C")
SCISCORE, JUDGE = "lab-sciscore", "lab-judge"
CHOOSERS = ((SCISCORE,), (JUDGE,), (SCISCORE, JUDGE))
QUARTERS = (0.25, 0.5, 0.75, 1.0)
BATCH_SIZE, ROUNDS, REWRITTEN = 32, 2, 4


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to an image, and what it takes."""

    name: str
    draws: float
    """Images drawn for each one kept, on average."""
    scored: Mapping[str, float]
    """Images that each chooser looked at."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One way of one policy on one split: a number for each prompt and each who measures."""

    policy: str
    split: Split
    way: Way
    values: Mapping[str, np.ndarray]


class Study:
    """Everything that is drawn for one seed."""

    def __init__(self, out: Path, seed: int, num: int, steps: int, most: int) -> None:
        self.out, self.seed, self.most = out / f"seed-{seed}", seed, most
        self.steps = steps
        self.prompts = {split: write_prompts(PromptsConfig(num=num, split=split), seed) for split in SPLITS}
        self.judges = {
            name: load_judge(name, JudgingConfig(), Spending(), self.out / "none.jsonl") for name in (SCISCORE, JUDGE)
        }

    def run(self, policy: str, path: str) -> list[Cell]:
        """Every way of one policy; the base answers explicit prompts too."""
        settings = ImageSettings(policy=path, num_steps=self.steps)
        direct = load_source(settings, self.out, AskingConfig(), Spending(), batch_size=BATCH_SIZE)
        assert isinstance(direct, Generator)
        return [cell for split in SPLITS for cell in self._split(policy, direct, split)]

    def _split(self, policy: str, direct: Generator, split: Split) -> list[Cell]:
        items = self.prompts[split]
        prompts = [item.implicit_prompt for item in items]
        # One seed a situation, so that tiers, ways and policies start from the same noise.
        seeds = [image_seed(self.seed, item.id, 0) for item in items]
        folder = self.out / policy / split
        say(f"{folder}: best-of-{self.most}")
        many = self._assisted(direct, folder / "best", best_of=self.most, choosers=(SCISCORE, JUDGE))
        many.draw(prompts, seeds, size_px=64)
        kept = Kept(folder / "best")
        candidates = [_in_order(kept, prompt, seed) for prompt, seed in zip(prompts, seeds, strict=True)]
        measured = self._measure(folder / "best", items, candidates)
        cells = []
        for number in _powers(self.most):
            for choosers in CHOOSERS if number > 1 else CHOOSERS[:1]:
                chosen = [_choose(kept, own[:number], choosers) for own in candidates]
                name = f"best{number} by {' + '.join(choosers)}" if number > 1 else "direct"
                way = Way(name=name, draws=number, scored=dict.fromkeys(choosers if number > 1 else (), number))
                cells.append(_cell(policy, split, way, chosen, measured))
        cells.append(self._one(policy, split, direct, items, seeds, folder, "rewrite", rewriter=FactsRewriter()))
        best = f"rewrite+best{REWRITTEN} by {SCISCORE}"
        cells.append(
            self._one(
                policy, split, direct, items, seeds, folder, best,
                rewriter=FactsRewriter(), best_of=REWRITTEN, choosers=(SCISCORE,),
            )
        )  # fmt: skip
        critic = LabCritic(self.judges[JUDGE])
        cells.append(self._one(policy, split, direct, items, seeds, folder, "critique", critic=critic, rounds=ROUNDS))
        if policy == "base":
            cells.append(self._one(policy, split, direct, items, seeds, folder, "explicit", tier="explicit"))
        return cells

    def _one(
        self,
        policy: str,
        split: Split,
        direct: Generator,
        items: Sequence[PromptSet],
        seeds: Sequence[int],
        folder: Path,
        name: str,
        *,
        tier: str = "implicit",
        **assist: Any,
    ) -> Cell:
        """A way whose choice is the generator's own."""
        say(f"{folder}: {name}")
        place = folder / name.split(" ")[0]
        prompts = [item.explicit_prompt if tier == "explicit" else item.implicit_prompt for item in items]
        self._assisted(direct, place, **assist).draw(prompts, seeds, size_px=64)
        kept = Kept(place)
        choices = [kept.choice_of(item_key(prompt, seed)) for prompt, seed in zip(prompts, seeds, strict=True)]
        candidates = [_in_order(kept, prompt, seed) for prompt, seed in zip(prompts, seeds, strict=True)]
        chosen = [
            next((one for one in own if choice and one.id == choice.candidate), own[0])
            for own, choice in zip(candidates, choices, strict=True)
        ]
        drawn = sum(len(own) for own in candidates) / len(candidates)
        looked = {JUDGE: drawn} if assist.get("critic") else {}
        way = Way(name=name, draws=drawn, scored=looked | dict.fromkeys(assist.get("choosers", ()), drawn))
        return _cell(policy, split, way, chosen, self._measure(place, items, [[one] for one in chosen]))

    def _assisted(
        self, direct: Generator, folder: Path, *, choosers: Sequence[str] = (), **assist: Any
    ) -> AssistedGenerator:
        judges: list[Judge] = [self.judges[name] for name in choosers]
        return AssistedGenerator(
            direct, name=folder.name, folder=folder, choosers=judges, batch_size=BATCH_SIZE, **assist
        )

    def _measure(
        self, folder: Path, items: Sequence[PromptSet], candidates: Sequence[Sequence[Candidate]]
    ) -> Mapping[tuple[str, str], float]:
        """(candidate, who measures) to its score against the written truth; kept, so nothing is measured twice."""
        journal = Journal(folder / "measured.jsonl")
        journal.repair()
        found = {(row["candidate"], row["by"]): row["score"] for row in journal}
        for name, judge in self.judges.items():
            missing = [
                (item, one)
                for item, own in zip(items, candidates, strict=True)
                for one in own
                if one.file and (one.id, name) not in found
            ]
            for first in range(0, len(missing), 256):
                part = missing[first : first + 256]
                judged = judge.grade([item for item, _ in part], [folder / one.file for _, one in part])
                for (_, one), judgement in zip(part, judged, strict=True):
                    found[one.id, name] = judgement.score
                    journal.append({"candidate": one.id, "by": name, "score": judgement.score})
        return {key: np.nan if score is None else score for key, score in found.items()}


def _in_order(kept: Kept, prompt: str, seed: int) -> list[Candidate]:
    return sorted(kept.candidates_of(item_key(prompt, seed)), key=lambda one: (one.round, one.number))


def _choose(kept: Kept, candidates: Sequence[Candidate], choosers: Sequence[str]) -> Candidate:
    """The best by the sum of ranks, the first one of equals; as `AssistedGenerator` chooses."""
    totals = np.zeros(len(candidates))
    for name in choosers:
        scores = [kept.score(one.id, name) for one in candidates]
        values = np.array([-np.inf if score is None else score for score in scores])
        totals += [np.sum(values < own) + np.sum(values == own) / 2 for own in values]
    return candidates[int(np.argmax(totals))]


def _cell(
    policy: str, split: Split, way: Way, chosen: Sequence[Candidate], measured: Mapping[tuple[str, str], float]
) -> Cell:
    values = {name: np.array([measured.get((one.id, name), np.nan) for one in chosen]) for name in (SCISCORE, JUDGE)}
    return Cell(policy=policy, split=split, way=way, values=values)


def _powers(most: int) -> list[int]:
    return [number for number in (1, 2, 4, 8, 16) if number <= most]


def summarize(
    seeds: Mapping[int, Sequence[Cell]], studies: Mapping[int, Study], prices: "Prices"
) -> list[dict[str, Any]]:
    """A row for each policy, split, way and who measures: the share of the base's gap, over all seeds together and by seed."""
    rows = []
    first = next(iter(seeds.values()))
    for place, cell in enumerate(first):
        if cell.way.name == "explicit":
            continue
        for by in cell.values:
            parts, clusters, shares = [], [], []
            for seed, cells in seeds.items():
                base, explicit = (_base(cells, cell.split, name).values[by] for name in ("direct", "explicit"))
                part = np.stack([cells[place].values[by], base, explicit], axis=1)
                known = ~np.isnan(part).any(axis=1)
                own = [(item.law, item.subject) for item in studies[seed].prompts[cell.split]]
                own = [cluster for cluster, is_known in zip(own, known, strict=True) if is_known]
                parts.append(part[known])
                clusters += own
                shares.append(improvement_ratio(part[known], own).value)
            pooled = np.concatenate(parts)
            gained = mean_with_interval(pooled[:, 0] - pooled[:, 1], clusters=clusters)
            rows.append(
                {
                    "policy": cell.policy,
                    "split": cell.split,
                    "way": cell.way.name,
                    "measured by": by,
                    "has chosen": by in cell.way.scored,
                    "share of the gap": improvement_ratio(pooled, clusters).to_dict(),
                    "share by seed": shares,
                    "gain over the base": gained.to_dict(),
                    "score": float(pooled[:, 0].mean()),
                    "draws": cell.way.draws,
                    "scored": dict(cell.way.scored),
                    "seconds": prices.seconds(cell.way),
                    "usd": prices.usd(cell.way),
                }
            )
    return rows


def _base(cells: Sequence[Cell], split: Split, name: str) -> Cell:
    return next(one for one in cells if (one.policy, one.split, one.way.name) == ("base", split, name))


@dataclass(frozen=True, kw_only=True)
class Prices:
    """Seconds and USD of one image drawn and of one looked at."""

    draw_s: float
    score_s: Mapping[str, float]
    draw_usd: float
    score_usd: float

    def seconds(self, way: Way) -> float:
        """Of one image kept, the verifier included."""
        return way.draws * self.draw_s + sum(number * self.score_s[name] for name, number in way.scored.items())

    def usd(self, way: Way) -> float:
        """Of one image kept, the verifier included."""
        return way.draws * self.draw_usd + sum(way.scored.values()) * self.score_usd


def time_parts(study: Study, draw_usd: float, score_usd: float, num: int = 32) -> Prices:
    """Times drawing and choosing on this machine, both in one run."""
    items = study.prompts["test_S"][:num]
    prompts = [item.implicit_prompt for item in items]
    direct = load_source(
        ImageSettings(num_steps=study.steps), study.out, AskingConfig(), Spending(), batch_size=BATCH_SIZE
    )
    assert isinstance(direct, Generator)
    seconds: dict[str, float] = {}
    start = time.perf_counter()
    images = list(direct.draw(prompts, list(range(len(items))), size_px=64))
    seconds["draw"] = (time.perf_counter() - start) / len(items)
    for name, judge in study.judges.items():
        start = time.perf_counter()
        judge.grade(items, images)
        seconds[name] = (time.perf_counter() - start) / len(items)
    return Prices(draw_s=seconds.pop("draw"), score_s=seconds, draw_usd=draw_usd, score_usd=score_usd)


def cheapest(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each quarter of the gap by the judge: the way of the fewest seconds an image whose share reaches it."""
    found = []
    for split in SPLITS:
        own = [row for row in rows if row["split"] == split and row["measured by"] == JUDGE]
        for quarter in QUARTERS:
            able = [row for row in own if (row["share of the gap"]["value"] or 0) >= quarter]
            best = min(able, key=lambda row: row["seconds"], default=None)
            words = {key: best[key] for key in ("policy", "way", "seconds", "usd")} if best else None
            found.append({"split": split, "share": quarter, "cheapest": words})
    return found


def draw_figure(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """The share closed against seconds an image: a panel for each split and who measures; lines are best-of-N on the base."""
    figure, axes = plt.subplots(2, 2, figsize=(10, 7), sharex=True, sharey=True)
    for line, by in zip(axes, (JUDGE, SCISCORE), strict=True):
        for axis, split in zip(line, SPLITS, strict=True):
            own = [row for row in rows if (row["split"], row["measured by"]) == (split, by)]
            lines: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
            for row in own:
                is_curve = row["policy"] == "base" and row["way"].startswith("best")
                lines[
                    f"best-of-N by {row['way'].partition(' by ')[2]}" if is_curve else f"{row['policy']}: {row['way']}"
                ].append(row)
            shown = [name for name in lines if name.startswith("best-of") or " best" not in name]
            for name in shown:
                part = lines[name]
                metrics = [row["share of the gap"] for row in part]
                values = [100 * (metric["value"] or 0) for metric in metrics]
                bars = np.array(
                    [
                        [value - 100 * (m["low"] or 0), 100 * (m["high"] or 0) - value]
                        for value, m in zip(values, metrics, strict=True)
                    ]
                ).T
                style = "o-" if name.startswith("best-of") else "s"
                axis.errorbar(
                    [row["seconds"] for row in part], values, yerr=np.abs(bars), fmt=style, capsize=2, label=name
                )
            axis.set_xscale("log")
            axis.set_title(f"{split.removeprefix('test_')}, measured by {by}", fontsize=9)
    for axis in axes[:, 0]:
        axis.set_ylabel("share of the gap closed, %")
    for axis in axes[1]:
        axis.set_xlabel("seconds an image, verifier included")
    axes[0, 0].legend(fontsize=6)
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def main() -> None:
    """Runs, measures and writes everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--policy", action="append", default=[], metavar="NAME=RUN", help="a trained policy; repeatable"
    )
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--num", type=int, default=96, help="prompts of each split")
    parser.add_argument("--steps", type=int, default=12, help="ODE steps")
    parser.add_argument("--most", type=int, default=16, help="the largest N of best-of-N")
    parser.add_argument("--usd-per-image", type=float, default=0.0)
    parser.add_argument("--usd-per-look", type=float, default=0.0, help="of a chooser or critic looking at one image")
    parser.add_argument("--out", type=Path, default=Path("out/assist_lab"))
    options = parser.parse_args()
    policies = {"base": "", **dict(text.split("=", 1) for text in options.policy)}
    studies = {
        seed: Study(options.out, seed, options.num, options.steps, options.most) for seed in range(options.seeds)
    }
    cells = {
        seed: [cell for name, path in policies.items() for cell in study.run(name, path)]
        for seed, study in studies.items()
    }
    prices = time_parts(studies[0], options.usd_per_image, options.usd_per_look)
    rows = summarize(cells, studies, prices)
    results = {
        "machine": describe_machine(),
        "versions": tracked_versions(),
        "settings": {key: str(value) if isinstance(value, Path) else value for key, value in vars(options).items()},
        "prices": asdict(prices),
        "cheapest": cheapest(rows),
        "rows": rows,
    }
    write_json(options.out / "assist_lab.json", results)
    draw_figure(rows, options.out / "assist_lab.png")
    print(json.dumps({"out": str(options.out), "cheapest": results["cheapest"]}))


if __name__ == "__main__":
    main()
