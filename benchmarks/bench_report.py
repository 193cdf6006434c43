"""How long the benchmark's report takes: 2,000 images x 5 judges are written, opened in chromium, and joined in a leaderboard.

The numbers in it are random; only the times mean something. Prints one JSON object.

    python benchmarks/bench_report.py [--situations 1000] [--judges 5] [--out out/bench_report]
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from PIL import Image

from scisynth.core.images import png_bytes
from scisynth.core.records import FREE, ImageRecord, Judgement
from scisynth.core.store import RunFolder, describe_machine, write_lines
from scisynth.generators.run import STAGE
from scisynth.pipelines.science_t2i.config import BenchConfig
from scisynth.pipelines.science_t2i.images import GeneratedImage, ImageKey
from scisynth.pipelines.science_t2i.report import report_run
from scisynth.pipelines.science_t2i.rows import COMMAND, PROMPT_SETS, read_run, to_row, write_rows
from scisynth.pipelines.science_t2i.summarize import summarize
from scisynth.prompts.write import PromptsConfig, write_prompts

IMAGES_PER_PROMPT = 2


def make_run(out: Path, name: str, num: int, num_judges: int) -> None:
    """A finished run of made-up grades."""
    draw = random.Random(name)
    config = BenchConfig.parse({"num": num // 2, "judges": ["lab-judge"], "pictures": {"label": name}})
    run = RunFolder(out, config, command=COMMAND, seed=0)
    prompt_sets = [
        item
        for split in ("test_S", "test_C")
        for item in write_prompts(PromptsConfig.parse({"num": num // 2, "split": split}), 0)
    ]
    write_lines(out / PROMPT_SETS, [item.to_dict() for item in prompt_sets])
    records, rows = [], []
    for item in prompt_sets:
        for index in range(IMAGES_PER_PROMPT):
            picture = Image.effect_noise((64, 64), 60).convert("RGB")
            file = run.save_image(STAGE, png_bytes(picture))
            key = ImageKey(situation=item.id, tier="implicit", index=index)
            record = ImageRecord(
                id=key.id,
                prompt_id=key.prompt_id,
                prompt=item.implicit_prompt,
                index=index,
                seed=index,
                model=name,
                file=file,
            )
            records.append(record)
            image = GeneratedImage(generator=name, key=key, prompt_set=item, record=record)
            for judge in range(num_judges):
                grade = Judgement(
                    judge=f"judge-{judge}", status="ok", score=draw.randint(0, 3) / 3, raw="words " * 30, cost=FREE
                )
                rows.append(to_row(image, "points of 100", 100.0, grade))
    write_lines(run.stage(STAGE) / "images.jsonl", [record.to_dict() for record in records])
    write_rows(rows, out)


def write_report(folder: Path) -> Path:
    """Summarizes a finished run and writes its report; returns the page."""
    run = read_run(folder)
    report = report_run(summarize(run), run).report
    assert report is not None
    return report


def open_seconds(page: Path, browser: str) -> float:
    """From starting the browser to its finished DOM; a blank page's time is measured by the caller the same way."""
    began = time.perf_counter()
    subprocess.run(
        [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--dump-dom", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return time.perf_counter() - began


def main() -> None:
    """Measures everything once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--situations", type=int, default=1000)
    parser.add_argument("--judges", type=int, default=5)
    parser.add_argument("--out", type=Path, default=Path("out/bench_report"))
    arguments = parser.parse_args()
    arguments.out = arguments.out.resolve()  # a browser takes no relative path
    shutil.rmtree(arguments.out, ignore_errors=True)
    folders = [arguments.out / name for name in ("one", "two")]
    for folder in folders:
        make_run(folder, folder.name, arguments.situations, arguments.judges)
    began = time.perf_counter()
    report = write_report(folders[0])
    written = time.perf_counter() - began
    write_report(folders[1])
    began = time.perf_counter()
    subprocess.run(
        [
            sys.executable,
            "-m",
            "scisynth",
            "bench",
            "leaderboard",
            *map(str, folders),
            "--out",
            str(arguments.out / "board"),
        ],
        check=True,
        capture_output=True,
    )
    joined = time.perf_counter() - began
    result = {
        "items": arguments.situations * IMAGES_PER_PROMPT,
        "judges": arguments.judges,
        "report_written_s": round(written, 2),
        "report_mb": round(report.stat().st_size / 2**20, 2),
        "leaderboard_command_s": round(joined, 2),
        "machine": describe_machine(),
    }
    if browser := shutil.which("chromium") or shutil.which("google-chrome"):
        blank = arguments.out / "blank.html"
        blank.write_text("<!doctype html><title>blank</title>")
        open_seconds(blank, browser)
        result |= {
            "report_open_s": round(min(open_seconds(report, browser) for _ in range(3)), 2),
            "blank_page_open_s": round(min(open_seconds(blank, browser) for _ in range(3)), 2),
        }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
