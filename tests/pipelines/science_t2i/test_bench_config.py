"""The benchmark's config: made of the settings of its steps, flat as it always was, and carried through few files."""

import inspect
import json
import sys
from pathlib import Path

import pytest

import scisynth
from scisynth.core.config import Config
from scisynth.core.errors import ConfigError
from scisynth.core.store import RunFolder
from scisynth.generators.folder import METADATA
from scisynth.lab.render import LabGenerator
from scisynth.pipelines.providers.access import part_of
from scisynth.pipelines.science_t2i.config import BenchChecks, BenchConfig, BenchData, BenchGeneration, BenchJudging
from scisynth.pipelines.science_t2i.rows import COMMAND
from scisynth.pipelines.science_t2i.run import run_bench
from scisynth.prompts.write import PromptsConfig, write_prompts

PARTS = (BenchData, BenchGeneration, BenchJudging, BenchChecks)
MOST_FILES = 15
EARLIER = {
    "access": {
        "base_url": "https://api.openai.com/v1", "api_key_env": "OPENAI_API_KEY", "price": None, "timeout_s": 180.0,
        "max_attempts": 8, "backoff_s": 1.0, "max_concurrency": 64,
    },
    "temperature": "auto", "max_tokens": None, "reasoning_effort": "", "extra_body": {},
    "judge_access": {
        "base_url": None, "api_key_env": None, "price": None, "timeout_s": None, "max_attempts": None,
        "backoff_s": None, "max_concurrency": None,
    },
    "data": "lab", "revision": "", "num": 120,
    "pictures": {
        "label": "", "model": "lab-flux", "policy": "", "images_per_prompt": 2, "num_steps": 0, "guidance": None,
        "size_px": 0, "dtype": "auto", "offload": "none", "revision": "", "route": "image",
    },
    "tiers": ["implicit"], "judges": ["lab-judge"], "repeats": 1, "panel": False, "canary": 0, "blind": 0,
}  # fmt: skip
"""The settings of a manifest that a run of an earlier version wrote."""


def test_every_setting_is_stated_in_one_step_alone():
    for name in BenchConfig.model_fields:
        stated = [cls.__name__ for cls in BenchConfig.__mro__ if name in inspect.get_annotations(cls)]
        assert len(stated) == 1, (name, stated)
    own = {cls: set(inspect.get_annotations(cls)) for cls in PARTS}
    assert sum(len(names) for names in own.values()) == len(set().union(*own.values()))


def test_a_step_is_given_its_own_settings_and_no_others():
    whole = BenchConfig.parse({"num": 7, "judges": ["api:m"], "canary": 3, "access": {"backoff_s": 9}})
    parts = {cls: part_of(whole, cls) for cls in PARTS}
    assert {cls: type(part) for cls, part in parts.items()} == {cls: cls for cls in PARTS}
    assert parts[BenchData].num == 7 and not hasattr(parts[BenchData], "judges")
    assert parts[BenchJudging].judges == ("api:m",) and parts[BenchJudging].judging.backoff_s == 9
    assert not hasattr(parts[BenchJudging], "num") and not hasattr(parts[BenchGeneration], "judges")
    assert parts[BenchChecks] == BenchChecks(canary=3)


def test_a_run_of_an_earlier_version_resumes_and_one_of_other_settings_is_refused(tmp_path):
    assert BenchConfig.parse(EARLIER) == BenchConfig() and BenchConfig().model_dump(mode="json") == EARLIER
    RunFolder(tmp_path / "run", BenchConfig(), command=COMMAND, seed=3)
    path = tmp_path / "run" / "manifest.json"
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps({**manifest, "config": EARLIER}))
    RunFolder(tmp_path / "run", BenchConfig(), command=COMMAND, seed=3)
    path.write_text(json.dumps({**manifest, "config": {key: EARLIER[key] for key in EARLIER if key != "judge_access"}}))
    with pytest.raises(ConfigError, match="'judge_access'"):
        RunFolder(tmp_path / "run", BenchConfig(), command=COMMAND, seed=3)


def test_names_of_settings_are_those_of_today(tmp_path):
    file = tmp_path / "bench.yaml"
    file.write_text(
        "num: 3\npictures: {model: 'api:d', images_per_prompt: 4}\njudges: [api:m]\naccess: {max_attempts: 2}\n"
    )
    chosen = BenchConfig.load(file).override(["repeats=3", "judge_access.backoff_s=2", "tiers=[explicit]"])
    assert (chosen.num, chosen.pictures.images_per_prompt, chosen.judges) == (3, 4, ("api:m",))
    assert (chosen.repeats, chosen.judging.backoff_s, chosen.tiers) == (3, 2.0, ("explicit",))


def test_an_image_api_is_not_asked_as_a_judge_is():
    chosen = BenchConfig.parse({"temperature": 0.3, "judges": ["api:m"]})
    assert part_of(chosen, BenchGeneration).image_settings("d") == chosen.image_settings("d")
    assert chosen.image_settings("d").sampling.body == {}
    assert part_of(chosen, BenchJudging).judge_settings("m").sampling.temperature == 0.3


@pytest.fixture
def chosen(tmp_path):
    """A benchmark of two images made elsewhere."""
    folder, rows = tmp_path / "images", []
    folder.mkdir()
    for split in ("test_S", "test_C"):
        (item,) = write_prompts(PromptsConfig(num=1, split=split), 0)
        LabGenerator().generate(item, "explicit", seed=0, size_px=64).save(folder / f"{split}.png")
        rows.append(json.dumps({"file_name": f"{split}.png", "prompt": item.implicit_prompt}))
    (folder / METADATA).write_text("\n".join(rows) + "\n")
    return BenchConfig.parse({"num": 1, "pictures": {"model": f"folder:{folder}", "images_per_prompt": 1}})


@pytest.mark.thorough
def test_the_config_passes_few_files(chosen, tmp_path):
    """Counted as the run goes: files with a function that is given the config, or the settings of a step."""
    root = Path(scisynth.__file__).parent
    known, files = {id(chosen): chosen}, set()

    def watch(frame, event, value):
        code = frame.f_code
        path = Path(code.co_filename)
        if not path.is_relative_to(root):
            return
        if event == "return" and code.co_name == part_of.__name__ and isinstance(value, Config):
            known[id(value)] = value
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        if event == "call" and any(id(frame.f_locals.get(name)) in known for name in names):
            files.add(path.relative_to(root).as_posix())

    sys.setprofile(watch)
    try:
        run_bench(chosen, tmp_path / "out", seed=0)
    finally:
        sys.setprofile(None)
    assert "pipelines/science_t2i/judge.py" in files and len(files) <= MOST_FILES, sorted(files)
