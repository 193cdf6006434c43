"""Shared parts: a tiny CLIP of the real class, tuples of solid colours, and the way to data that is not in the project."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from support.scripted_problems import OWN
from support.warm_processes import keep_processes

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Workers of Ray give way to all else by default, and would wait here for the other tests.
os.environ.setdefault("RAY_worker_niceness", "0")

pytest_plugins = ["support.drawing", "support.ray_cluster"]
LONGEST = "test_every_documented_command_works"
"""Minutes in one test: begun first, so that the other workers are not waiting for it at the end."""
SLOW = (
    "_kill.py",
    "alignment/",
    "backbones/",
    "benchmark_files.py",
    "browser.py",
    "cli/",
    "clients/test_clients_cache.py::test_a_killed_run",
    "clients/test_clients_cache.py::test_two_processes",
    "clients/test_real_peer.py",
    "contracts/",
    "core/test_hub.py::test_the_verb_fetches",
    "curation/review/test_review_simulated.py",
    "figures/test_claims_drawn.py",
    "figures/test_claims_looks.py",
    "figures/test_domain_drawings.py",
    "figures/test_families_",
    "figures/test_ink.py::test_a_page_that_takes_long",
    "figures/test_molecules.py",
    "figures/test_ordinary_code.py",
    "figures/test_pixels.py",
    "figures/test_read_",
    "generators/",
    "grading/test_answers.py::test_a_real_key_with",
    "grading/test_pixel_metrics.py::test_what_each_metric",
    "grading/test_readers_are_linear.py",
    "imgcoder/test_checker.py",
    "imgcoder/test_coder.py",
    "imgcoder/test_kept.py",
    "imgcoder/test_prompts.py",
    "imgcoder/test_real_problems.py",
    "imgcoder/test_recorded_replies.py",
    "imgcoder/test_sloppy",
    "lab/test_lab_",
    "localizers/",
    "pipelines/alignment/",
    "pipelines/demo/",
    "pipelines/lab/",
    "pipelines/providers/test_provenance.py",
    "pipelines/reward/",
    "pipelines/science_t2i/",
    "pipelines/scigenbench/",
    "rewards/",
    "sandbox/",
    "test_documented_commands.py",
    "test_packaging.py",
    "test_site.py",
    "test_tutorials.py",
    "tuples/test_tuples_build.py",
)
"""Parts of `path::test` below `tests` that are marked `slow`: they train, draw by the hundred, start processes, or open a browser.

Measured with `pytest --durations=0`: what is left takes less than 400 seconds of one core, all tests together.
"""
LIGHT = (
    "alignment/test_align_watch.py",
    "backbones/test_backbone_registry.py",
    "backbones/test_latents.py",
    "backbones/test_schedule.py",
    "cli/test_fields.py",
    "cli/test_help.py",
    "contracts/test_every_law.py",
    "contracts/test_every_reward.py",
    "generators/test_cut_prompts.py",
    "generators/test_folder_pictures.py",
    "localizers/test_region.py",
    "pipelines/alignment/test_plan.py",
    "pipelines/demo/test_demo_plan.py",
    "pipelines/science_t2i/test_bench_result.py",
    "rewards/test_loss.py",
    "rewards/test_preprocess.py",
    "rewards/test_registry.py",
    "sandbox/test_sandbox_filter.py",
)
"""Files of slow folders that take few seconds, so that `make test-fast` asks something of every package."""
OWN_PROCESSES = ("sandbox/", "imgcoder/test_checker.py")
"""Tests of the very processes that the others share."""
SHARED = Path(__file__).parents[2] / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test first, the others in their order; what is slow is marked."""
    for item in items:
        place = f"{item.path.relative_to(Path(__file__).parent).as_posix()}::{item.name}"
        is_slow = any(part in place for part in SLOW) and not place.startswith(LIGHT)
        if is_slow or item.get_closest_marker("thorough"):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: not item.name.startswith(LONGEST))


@pytest.fixture(scope="module", autouse=True)
def warm_processes(request: pytest.FixtureRequest) -> Iterator[None]:
    """Sandboxes and checkers of tests take over running processes."""
    with pytest.MonkeyPatch.context() as patch:
        if not request.path.relative_to(Path(__file__).parent).as_posix().startswith(OWN_PROCESSES):
            keep_processes(patch)
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real photos and prompts that are not part of the project."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("real data lies beside the checkout (../shared/data) and is absent here")
    return folder


@pytest.fixture(scope="module", params=["own", "published"])
def problem_file(request: pytest.FixtureRequest) -> Path:
    """Problems in the form of SciGenBench: 13 of our own, and those published where they lie beside the checkout."""
    if request.param == "own":
        return OWN
    return request.getfixturevalue("shared_data") / "scigenbench" / "scigen.json"


@pytest.fixture(scope="session")
def tiny_clip(tmp_path_factory) -> Path:
    """A CLIP folder with random weights: 32 px, two layers, a tokenizer trained on a few captions."""
    import torch
    from transformers import CLIPConfig, CLIPImageProcessorPil, CLIPModel, CLIPTokenizer

    folder = tmp_path_factory.mktemp("tiny-clip")
    captions = ["a red square", "a green square", "a blue circle that floats", "an unripe tomato", "a ripe tomato"]
    tokenizer = CLIPTokenizer().train_new_from_iterator(iter(captions * 20), vocab_size=600)
    tower = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
    special = {key: getattr(tokenizer, key) for key in ("bos_token_id", "eos_token_id", "pad_token_id")}
    torch.manual_seed(0)
    model = CLIPModel(
        CLIPConfig(
            text_config={**tower, **special, "vocab_size": len(tokenizer), "max_position_embeddings": 77},
            vision_config={**tower, "image_size": 32, "patch_size": 8},
            projection_dim=16,
        )
    )
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32}).save_pretrained(folder)
    return folder


@pytest.fixture
def color_tuples():
    """Makes contrast tuples whose truth is a colour: green is unripe, red is ripe."""
    from scisynth.core.records import ContrastTuple

    def make(num: int, *, seed: int = 0) -> list[ContrastTuple]:
        tuples = []
        for index in range(num):
            shade = (index * 37 + seed * 11) % 60
            tuples.append(
                ContrastTuple(
                    id=f"tuple-{seed}-{index}",
                    law="ripeness",
                    category="biology",
                    implicit_prompt=("an unripe tomato", "a tomato that is not ripe"),
                    explicit_prompt=("a green tomato",),
                    superficial_prompt=("a red tomato",),
                    explicit_image=(Image.new("RGB", (40, 40), (shade, 180 + shade, 40)),),
                    superficial_image=(Image.new("RGB", (40, 40), (180 + shade, shade, 40)),),
                    subject="tomato",
                    type="CT",
                    setting="S",
                    split="train",
                    subject_seen=True,
                )
            )
        return tuples

    return make


@pytest.fixture
def law_files(tmp_path, monkeypatch, forget_laws) -> Iterator[Path]:
    """A copy of the law files that a test may change; everything reads them as long as the test runs."""
    import shutil

    from scisynth.science import law_files

    folder = tmp_path / "laws"
    shutil.copytree(str(law_files.DATA), folder)
    monkeypatch.setattr(law_files, "DATA", folder)
    forget_laws()
    yield folder
    monkeypatch.undo()
    forget_laws()


@pytest.fixture(scope="session")
def forget_laws() -> Callable[[], None]:
    """Empties what was read from the law files, so that they are read again."""
    from scisynth.science import law_files

    return law_files.forget_laws
