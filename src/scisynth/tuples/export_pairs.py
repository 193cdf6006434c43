"""Tuples as the pairs that preference trainers take.

    diffusion-dpo   Parquet with `caption`, `jpg_0`, `jpg_1`, `label_0`, `label_1` and more, the columns of Pick-a-Pic, which the
                    Diffusion-DPO scripts read; which image comes first is drawn by the pair's name
    kohya           SPLIT/1_pairs/w and /l with images of equal names and `.caption` files, and dataset.toml: the pairs of the
                    preference branch of sd-scripts
    trl-dpo         Parquet with `prompt`, `chosen`, `rejected` and `images`: which of two images is right, for `trl.DPOTrainer` on a
                    vision-language model. TRL trains no image generator

The caption is the implicit prompt, so that a generator learns the true image from words that only imply it; or the explicit one.
Of several images a side the first goes with the first, and so on. The folder appears whole or not at all.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from scisynth.core.errors import DataError, ImageError, one_line
from scisynth.core.images import content_hash, examine_image, open_image, png_bytes
from scisynth.core.progress import track
from scisynth.core.records import ContrastTuple
from scisynth.core.seeds import derive_fraction
from scisynth.core.store import whole_folder
from scisynth.tuples.export import EXTENSIONS, ExportReport, encoded_image, split_folder
from scisynth.tuples.schema import data_card

PairFormat = Literal["diffusion-dpo", "kohya", "trl-dpo"]
Caption = Literal["implicit", "explicit"]
QUESTION = "Which image shows what would really be seen, the first or the second? {prompt}"
HELD_OUT = ("val", "test_S", "test_C")
KOHYA_TOML = """[general]
caption_extension = ".caption"

[[datasets]]
resolution = {resolution}
"""
KOHYA_SUBSET = """
  [[datasets.subsets]]
  image_dir = "{folder}"
  preference = true
  num_repeats = 1
"""
CARD = "Pairs of images for one prompt each, of which science says that one is right. Written by `scisynth tuples export`.\n\n"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One preference."""

    id: str
    split: str
    prompt: str
    better: bytes
    worse: bytes

    @property
    def is_better_first(self) -> bool:
        """Whether the preferred image stands first, drawn by the pair's name."""
        return derive_fraction("first", self.id) < 0.5

    @property
    def images(self) -> tuple[bytes, bytes]:
        """Both in the order in which they are shown."""
        return (self.better, self.worse) if self.is_better_first else (self.worse, self.better)


def export_pairs(
    tuples: Sequence[ContrastTuple], folder: Path, kind: PairFormat, *, caption: Caption = "implicit"
) -> ExportReport:
    """Writes the pairs of tuples into a new or an empty folder; `n` counts tuples.

    Raises:
        DataError: the folder has something in it, no tuple is usable, or a split's name is not a plain word.
    """
    left_out: list[tuple[str, str]] = []
    pairs: list[Pair] = []
    with whole_folder(folder) as temporary:
        for item in track(tuples, total=len(tuples), label="export"):
            try:
                pairs += _pairs(item, caption)
            except ImageError as error:
                left_out.append((item.id, one_line(error)))
        if not pairs:
            raise DataError(f"none of {len(tuples)} tuples has usable images; see `tuples check`")
        WRITERS[kind](pairs, temporary)
    return ExportReport(n=len(tuples) - len(left_out), left_out=tuple(left_out))


def _pairs(item: ContrastTuple, caption: Caption) -> list[Pair]:
    if item.status != "ok":
        raise ImageError(item.reason or "broken")
    prompts = item.implicit_prompt if caption == "implicit" else item.explicit_prompt
    sides = zip(item.explicit_image, item.superficial_image, strict=False)
    return [
        Pair(
            id=f"{item.id}-{number}" if number else item.id,
            split=split_folder(item.split),
            prompt=prompts[number % len(prompts)],
            better=encoded_image(better)[1],
            worse=encoded_image(worse)[1],
        )
        for number, (better, worse) in enumerate(sides)
    ]


def _by_split(pairs: Sequence[Pair]) -> Iterator[tuple[str, list[Pair]]]:
    for split in dict.fromkeys(pair.split for pair in pairs):
        yield split, [pair for pair in pairs if pair.split == split]


# --- Parquet -----------------------------------------------------------------------------------------------------------


def _write_dpo(pairs: Sequence[Pair], folder: Path) -> None:
    def row(pair: Pair) -> dict[str, Any]:
        first, second = pair.images
        label = int(pair.is_better_first)
        names = [content_hash(image) for image in (first, second)]
        return {
            "caption": pair.prompt, "jpg_0": first, "jpg_1": second, "label_0": label, "label_1": 1 - label, "has_label": True,
            "are_different": True, "image_0_uid": names[0], "image_1_uid": names[1], "best_image_uid": names[1 - label],
            "ranking_id": pair.id,
        }  # fmt: skip

    _write_parquet(pairs, folder, row, {})


def _write_trl(pairs: Sequence[Pair], folder: Path) -> None:
    def row(pair: Pair) -> dict[str, Any]:
        words = ["first", "second"] if pair.is_better_first else ["second", "first"]
        chosen, rejected = ([{"role": "assistant", "content": word}] for word in words)
        prompt = [{"role": "user", "content": QUESTION.format(prompt=pair.prompt)}]
        images = [{"bytes": image, "path": None} for image in pair.images]
        return {"prompt": prompt, "images": images, "chosen": chosen, "rejected": rejected}

    text = {"dtype": "string", "_type": "Value"}
    messages = [{"role": text, "content": text}]
    features = {"prompt": messages, "images": [{"_type": "Image"}], "chosen": messages, "rejected": messages}
    _write_parquet(pairs, folder, row, features)


def _write_parquet(
    pairs: Sequence[Pair], folder: Path, row: Callable[[Pair], dict[str, Any]], features: Mapping[str, Any]
) -> None:
    import pyarrow as pa

    from scisynth.tuples.published import write_rows

    for split, found in _by_split(pairs):
        schema = _schema(pa.Table.from_pylist([row(found[0])]).schema, pa)
        if features:
            schema = schema.with_metadata({"huggingface": json.dumps({"info": {"features": features}})})
        write_rows(folder / f"{split}.parquet", found, schema, row)
    counts = Counter(pair.split for pair in pairs)
    (folder / "README.md").write_text(data_card("Preference pairs", counts, ".parquet", CARD), encoding="utf-8")


def _schema(schema: Any, pa: Any) -> Any:
    """What the first row shows, with text where it has nothing to show: an image's path."""
    if "images" not in schema.names:
        return schema
    images = pa.list_(pa.struct([("bytes", pa.binary()), ("path", pa.string())]))
    return schema.set(schema.get_field_index("images"), pa.field("images", images))


# --- folders -----------------------------------------------------------------------------------------------------------


def _write_kohya(pairs: Sequence[Pair], folder: Path) -> None:
    shortest = min(min(examine_image(pair.better)[1:]) for pair in pairs)
    text = KOHYA_TOML.format(resolution=max(64, shortest // 64 * 64))
    # What is held out lies there, and is no subset of the training.
    names = list(dict.fromkeys(pair.split for pair in pairs))
    trained = [name for name in names if name not in HELD_OUT] or names
    text += "".join(KOHYA_SUBSET.format(folder=f"{name}/1_pairs") for name in trained)
    for split, found in _by_split(pairs):
        home = folder / split / "1_pairs"
        for side in ("w", "l"):
            (home / side).mkdir(parents=True)
        for number, pair in enumerate(found):
            for side, data, ending in zip(("w", "l"), *_alike(pair), strict=True):
                (home / side / f"{number:06d}.{ending}").write_bytes(data)
                (home / side / f"{number:06d}.caption").write_text(pair.prompt + "\n", encoding="utf-8")
    (folder / "dataset.toml").write_text(text, encoding="utf-8")


def _alike(pair: Pair) -> tuple[tuple[bytes, bytes], tuple[str, str]]:
    """Both images and their file endings, which must be equal since pairs are found by their names."""
    kinds = {examine_image(image)[0] for image in pair.images}
    if len(kinds) > 1:
        return (png_bytes(open_image(pair.better)), png_bytes(open_image(pair.worse))), ("png", "png")
    ending = EXTENSIONS[kinds.pop()]
    return (pair.better, pair.worse), (ending, ending)


WRITERS: Mapping[PairFormat, Callable[[Sequence[Pair], Path], None]] = {
    "diffusion-dpo": _write_dpo,
    "kohya": _write_kohya,
    "trl-dpo": _write_trl,
}
