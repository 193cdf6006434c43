"""The reader of pixels on figures whose labels are known: what it finds, what it claims to find, and how long it takes.

    families    figures of all 25 types: recall of the labels that are drawn (two characters or more) by length and type; labels of
                *other* figures of the type that it confirms wrongly; answers that it sees where none is; answers written into the figure
    photos      real figures of SeePhys (--real FOLDER with seephys.json): 24 of them transcribed by eye, 100 read for time and leaks

Prints one JSON object. `--write` stores what `bench scigenbench` shows beside its numbers (figures/pixels/own_error.json).

    python benchmarks/pixel_reader.py [--num 8] [--seed 77] [--real FOLDER] [--write] [--out pixel_reader.json]
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from scisynth.core.progress import track
from scisynth.core.store import describe_measurement
from scisynth.figures import pixels
from scisynth.figures.families.registry import image_types, make_scenes
from scisynth.figures.labels.text import plain
from scisynth.figures.pixels.labels import check_pixels, hidden_answer
from scisynth.figures.pixels.matching import candidates, is_checkable, stands_in
from scisynth.figures.pixels.reader import read_texts, reader_name
from scisynth.figures.scene.draw import render_png
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene
from scisynth.grading.problems import read_problems
from scisynth.stats.intervals import mean_with_interval

LENGTHS = ((2, 2), (3, 5), (6, 10), (11, 60))
NUM_REAL = 100
TRANSCRIBED = {
    "1000": ["e^-"], "1146": ["0°C", "热图2.11.1"], "1453": ["R_1", "R_2"], "1714": ["R_1", "R_2", "Fig. 1.127"],
    "1716": ["charged sphere A", "26 cm", "Fig. 6.1"], "1758": ["题10图"], "1784": ["R_1", "R_2", "ε_0", "ε_r", "题8图"],
    "1790": ["习题1-29图"], "1844": ["Fig. 2.38"],
    "1855": ["atmospheric pressure", "liquid helium", "liquid nitrogen", "Fig. 2.38"],
    "1875": ["graphite", "crystal", "Fig. 4.11"], "1881": ["m_1", "m_2", "习题3-3图"], "1888": ["m, q", "固定轴"],
    "1894": ["cylinder", "piston", "9.8 cm", "maximum height", "minimum height", "Fig. 3.1"], "1897": ["m'", "习题10-8图"],
    "1952": ["习题1-38图"], "1971": ["oscillator"], "1990": ["S, l", "ε_r", "U_0"],
    "303": ["UP (z)", "North (y)", "East (x)", "Fig. 2.50"], "324": ["Fig. 3.66"],
    "352": ["Na", "to experiment", "beam", "Fig. 2.42"], "397": ["light", "target", "axle", "Fig. 2.84"],
    "498": ["2R", "3R"], "636": ["p_0", "x过程", "等温过程", "(T_0)", "热图2.2.1"],
}  # fmt: skip
"""Labels of two characters or more, by eye."""


def labels_of(scene: FigureScene) -> list[str]:
    """The texts that a scene's claims say are drawn."""
    found = [str(claim.value) for claim in scene.claims if claim.kind == "label"]
    return [label for label in dict.fromkeys(found) if is_checkable(label)]


def measure_families(num: int, seed: int) -> dict[str, Any]:
    """Recall, false confirmations, false and planted answers over `num` figures of each type."""
    found: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    false, leaks, planted = [], [], []
    seconds = 0.0
    scenes = {kind: make_scenes(kind, num, seed) for kind in image_types()}
    for kind in track(list(scenes), label="types"):
        for number, scene in enumerate(scenes[kind]):
            began = time.perf_counter()
            texts = read_texts(render_png(scene))
            seconds += time.perf_counter() - began
            places, own = (
                candidates(texts),
                "".join(plain(mark.text) for mark in scene.marks if isinstance(mark, Label)),
            )
            found[kind] += [(scene.id, label, stands_in(label, places)) for label in labels_of(scene)]
            other = scenes[kind][(number + 1) % num]
            false += [stands_in(label, places) for label in labels_of(other) if plain(label) not in own]
            leak = check_pixels(scene.problem_record(), texts).leak
            leaks += [] if leak is None else [leak]
            if number == 0 and (answer := hidden_answer(scene.problem_record())):
                planted.append(stands_in(answer, candidates(read_texts(render_png(plant(scene, answer)))), fuzzy=False))
    rows = [row for kind in found for row in found[kind]]
    return {
        "num_figures": sum(len(kind) for kind in scenes.values()),
        "label_recall": rate(rows),
        "by_length": {
            f"{low} to {high}": rate([r for r in rows if low <= len(plain(r[1])) <= high]) for low, high in LENGTHS
        },
        "by_type": {kind: rate(found[kind]) for kind in scenes},
        "false_confirmations": mean_with_interval([float(value) for value in false]).to_dict(),
        "false_leaks": mean_with_interval([float(value) for value in leaks]).to_dict(),
        "planted_answers": mean_with_interval([float(value) for value in planted]).to_dict(),
        "seconds_per_figure": round(seconds / sum(len(kind) for kind in scenes.values()), 3),
        "missed": [f"{name}: {label}" for name, label, is_read in rows if not is_read],
    }


def plant(scene: FigureScene, answer: str) -> FigureScene:
    """The scene with its answer written above it."""
    points = [mark.at for mark in scene.marks if isinstance(mark, Label) and not mark.axes] or [(0.0, 0.0)]
    top = (min(x for x, _ in points), max(y for _, y in points))
    label = Label(id="label:planted", at=top, text=answer, shift_pt=(0.0, 34.0), size=12.0, align="left")
    return replace(scene, marks=(*scene.marks, label))


def measure_real(folder: Path) -> dict[str, Any]:
    """Recall on transcribed figures; states, visible answers and time on the first hundred."""
    problems = {str(problem.id): problem for problem in read_problems(folder / "seephys.json")}
    rows, states, leaks, seconds = [], Counter[str](), [], 0.0
    images = {path.stem: path for path in sorted((folder / "seephys_images").glob("*.png"))}
    chosen = [*TRANSCRIBED, *(name for name in images if name not in TRANSCRIBED)][:NUM_REAL]
    for name in track(chosen, label="real figures"):
        began = time.perf_counter()
        texts = read_texts(images[name])
        seconds += time.perf_counter() - began
        places = candidates(texts)
        rows += [(name, label, stands_in(label, places)) for label in TRANSCRIBED.get(name, ())]
        row = check_pixels(problems[name], texts)
        states[row.status] += 1
        leaks += [name] if row.leak else []
    return {
        "num_figures": len(chosen),
        "transcribed_recall": rate(rows),
        "by_length": {
            f"{low} to {high}": rate([r for r in rows if low <= len(plain(r[1])) <= high]) for low, high in LENGTHS
        },
        "states": dict(states),
        "answers_seen": leaks,
        "seconds_per_figure": round(seconds / len(chosen), 3),
        "missed": [f"{name}: {label}" for name, label, is_read in rows if not is_read],
    }


def rate(rows: list[tuple[str, str, bool]]) -> dict[str, Any]:
    """Share of labels read, figures resampled."""
    return mean_with_interval([float(row[2]) for row in rows], clusters=[row[0] for row in rows]).to_dict()


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--num", type=int, default=8)
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--real", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    families = measure_families(given.num, given.seed)
    result = {
        "reader": reader_name(),
        "families": families,
        "real": measure_real(given.real) if given.real else None,
        **describe_measurement({"num": given.num, "seed": given.seed, "real": NUM_REAL if given.real else 0}),
    }
    text = json.dumps(result, indent=1, ensure_ascii=False)
    print(text)
    if given.out:
        given.out.write_text(text + "\n", encoding="utf-8")
    if given.write:
        shown = ("num_figures", "label_recall", "false_confirmations", "planted_answers", "by_type")
        path = Path(pixels.__file__).parent / "own_error.json"
        values = {"reader": reader_name(), **{key: families[key] for key in shown}}
        path.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
