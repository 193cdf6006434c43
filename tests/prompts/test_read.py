"""The reader: 312 published prompts with hand-made labels, our own prompts, a table of free ones, hostile input."""

import hashlib
import json
import time
from pathlib import Path

import pytest
import yaml

from scisynth.core.errors import DataError
from scisynth.prompts.files import MAX_FILE_BYTES, load_prompt_file
from scisynth.prompts.read import UNKNOWN, load_cues, read_prompt, read_prompts
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.science.laws import LAW_NAMES, get_law, load_laws

LABELS = Path(__file__).with_name("labels_312.json")

FREE = yaml.safe_load(Path(__file__).with_name("free_prompts.yaml").read_text(encoding="utf-8"))
KNOWN, NOTHING = FREE["known"], FREE["unknown"]


def test_published_prompts_are_read_back(shared_data):
    labels = {digest: (law, subject) for digest, law, subject in json.loads(LABELS.read_text())}
    readings = read_prompts(load_prompt_file(shared_data / "science_t2i" / "prompts_simple.json"))
    wanted = [labels[hashlib.sha256(reading.prompt.encode()).hexdigest()[:12]] for reading in readings]
    assert len(readings) == len(labels) == 312
    assert sum(r.law == law for r, (law, _) in zip(readings, wanted, strict=True)) >= 0.95 * 312
    assert sum(r.subject == subject for r, (_, subject) in zip(readings, wanted, strict=True)) >= 0.9 * 312


def test_published_tuples_are_read_back(shared_data):
    from pyarrow import parquet

    columns = ["implicit_prompt", "law", "subject"]
    for row in parquet.read_table(shared_data / "science_t2i" / "tuples.parquet", columns=columns).to_pylist():
        reading = read_prompt(row["implicit_prompt"][0])
        assert (reading.law, reading.subject) == (get_law(row["law"]).name, row["subject"])


@pytest.mark.parametrize("split", ["train", "val", "test_S", "test_C"])
def test_written_prompts_are_read_back(split):
    prompt_sets = write_prompts(PromptsConfig(num=25 * len(load_laws()), split=split, laws=("extended",)), seed=5)
    right = dict.fromkeys(load_laws(), 0)
    for prompt_set in prompt_sets:
        right[prompt_set.law] += read_prompt(prompt_set.implicit_prompt).law == prompt_set.law
    assert sum(right.values()) >= 0.98 * len(prompt_sets), right
    assert min(right.values()) >= 0.9 * 25, right


def test_what_is_drawn_never_turns_a_prompt_into_another_law():
    prompt_sets = write_prompts(PromptsConfig(num=20 * len(load_laws()), split="train", laws=("extended",)), seed=6)
    texts = [(p.law, text) for p in prompt_sets for text in (p.explicit_prompt, p.superficial_prompt)]
    wrong = [(law, text) for law, text in texts if read_prompt(text).law not in (law, UNKNOWN)]
    assert len(wrong) <= 0.01 * len(texts), wrong


@pytest.mark.parametrize(
    ("law", "prompt", "subject"), [(law, *pair) for law, pairs in KNOWN.items() for pair in pairs.items()]
)
def test_free_prompts(law, prompt, subject):
    reading = read_prompt(prompt)
    assert (reading.prompt, reading.law, reading.subject) == (prompt, law, subject)


@pytest.mark.parametrize("prompt", NOTHING)
def test_unknown_rather_than_a_guess(prompt):
    reading = read_prompt(prompt)
    assert (reading.law, reading.subject) == (UNKNOWN, "")


def test_the_table_covers_every_law_and_a_third_of_it_is_unknown():
    num_known = sum(len(pairs) for pairs in KNOWN.values())
    assert tuple(KNOWN) == LAW_NAMES[: len(KNOWN)], "in the laws' order; a law added since may have none"
    assert num_known + len(NOTHING) >= 60 and 0.3 < len(NOTHING) / (num_known + len(NOTHING)) < 0.5


@pytest.mark.parametrize(
    "style",
    [
        "{}",
        "A simple, realistic image of {}.",
        "{}, simple, clear, and realistic.",
        "Create a photo of {} in a simple and realistic way.",
        "In the garden, {}, with high realism",
    ],
)
def test_style_words_change_nothing(style):
    for law, text, subject in (
        ("rust", "an iron key left outdoors for decades", "iron key"),
        ("gravity", "a shoe without gravity", "shoe"),
        ("ripeness", "an unripe mango", "mango"),
    ):
        reading = read_prompt(style.format(text))
        assert (reading.law, reading.subject) == (law, subject)


def test_two_sure_laws_contradict_and_a_sure_one_beats_a_hint():
    assert read_prompt("an unripe mango").law == "ripeness"
    assert read_prompt("an unripe mango in zero gravity").law == UNKNOWN
    assert read_prompt("an ice cube in the desert").law == "melting"
    assert read_prompt("an ice cube in the desert in zero gravity").law == "gravity"


def test_every_law_has_cues_and_every_hint_has_things_or_names_its_subject():
    for law in load_cues().laws:
        assert law.sure or law.hint
        assert law.things or all("subject" in pattern.groupindex for pattern in law.hint), law.law


@pytest.mark.parametrize(
    "unit",
    ["a ", "a little bit of ", "drop of ", "a glass of water and ", "potted ", "left in the rain ", "simple, clear, ",
     "x", "hot warm ", "in the kitchen, ", "hundred and ", "\n", "dark room for weeks ", "(((", "\U0001f600 "],
)  # fmt: skip
def test_hostile_prompts_are_read_fast(unit):
    prompt = (unit * (100_000 // len(unit) + 1))[:100_000] + " end"
    load_cues()
    start = time.process_time()
    read_prompt(prompt)
    assert time.process_time() - start < 1


def test_a_prompt_of_a_megabyte_is_read_by_its_beginning():
    start = time.process_time()
    assert read_prompt("A laptop without power. " + "Blue sky. " * 100_000).law == "electricity"
    assert time.process_time() - start < 1


@pytest.mark.parametrize("prompt", ["", "  \n\t", None, 3, ["a rose"]])
def test_bad_prompts_are_refused(prompt):
    with pytest.raises(DataError, match="expected a prompt"):
        read_prompt(prompt)


def test_a_bad_prompt_among_many_is_named():
    with pytest.raises(DataError, match="prompt 2: expected a prompt"):
        read_prompts(["a rose", " "])
    with pytest.raises(DataError, match="expected a list of prompts"):
        read_prompts("a rose")
    assert read_prompts([]) == []


@pytest.mark.parametrize(
    "text",
    [
        '["a rose", "an ice cube"]',
        '[{"prompt": "a rose", "object": "flower"}, {"prompt": "an ice cube"}]',
        '{"prompts": ["a rose", {"prompt": "an ice cube"}]}',
        '{"prompt": "a rose"}\n\n{"prompt": "an ice cube"}\n',
        '"a rose"\n"an ice cube"\n',
        "a rose\n\n  an ice cube  \r\n",
        "\ufeffa rose\nan ice cube",
    ],
    ids=["list", "objects", "prompts", "lines of objects", "lines of strings", "text", "byte order mark"],
)
def test_every_kind_of_file(tmp_path, text):
    path = tmp_path / "prompts"
    path.write_bytes(text.encode())
    assert load_prompt_file(path) == ["a rose", "an ice cube"]


def test_plain_text_may_open_with_a_quotation_mark(tmp_path):
    path = tmp_path / "prompts.txt"
    path.write_text('"Sunrise", a rose\nan ice cube')
    assert load_prompt_file(path) == ['"Sunrise", a rose', "an ice cube"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "found none"),
        (b" \n ", "found none"),
        (b"[]", "found none"),
        (b"a rose \xff\xfe", "expected UTF-8"),
        (b'[{"words": "a rose"}]', "entry 1: expected an object with the key 'prompt'"),
        (b'["a rose", ""]', "entry 2: expected a prompt, got an empty one"),
        (b'["a rose", 3]', "entry 2: expected a prompt as text, got int"),
        (b'[{"prompt": null}]', "expected a prompt as text, got NoneType"),
        (b'{"prompts": "a rose"}', "expected a list under 'prompts', got str"),
        (b'["a rose",', "expected JSON, got invalid JSON"),
        (b'{"prompt": "a rose"}\n{"prompt": ', "line 2: expected JSON like the first line"),
        (b'["\\ud800 rose"]', "half of a surrogate pair"),
        (b"[" * 200_000, "invalid JSON"),
    ],
)
def test_bad_files_are_refused_in_one_line(tmp_path, data, message):
    path = tmp_path / "prompts"
    path.write_bytes(data)
    with pytest.raises(DataError) as caught:
        load_prompt_file(path)
    assert message in str(caught.value) and "\n" not in str(caught.value) and len(str(caught.value)) < 400


def test_missing_folders_and_huge_files_are_refused(tmp_path):
    with pytest.raises(DataError, match="found none; check the path"):
        load_prompt_file(tmp_path / "absent.json")
    with pytest.raises(DataError, match="expected a readable file"):
        load_prompt_file(tmp_path)
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(DataError, match="at most 64 MiB"):
        load_prompt_file(huge)
