"""Images depend on prompt and seed alone, and a run that was stopped draws only what is missing."""

import json

import numpy as np
import pytest
import torch

from scisynth.backbones.registry import wrap
from scisynth.backbones.tiny import tiny_flux
from scisynth.core.config import Config
from scisynth.core.errors import ConfigError
from scisynth.core.images import open_image
from scisynth.core.store import RunFolder
from scisynth.generators.flow import FlowGenerator, image_seed
from scisynth.generators.run import STAGE, ImageRequest, generate_images

REQUESTS = [ImageRequest(prompt_id=f"p{n}", prompt=f"thing {n}") for n in range(3)]


class Nothing(Config):
    """No settings."""


@pytest.fixture(scope="module")
def backbone():
    torch.set_num_threads(1)
    return wrap(tiny_flux(0))


def generator(backbone, batch_size=8):
    return FlowGenerator(backbone, name="tiny", num_steps=3, batch_size=batch_size)


def run(folder, drawer, *, seed=0, **options):
    folder = RunFolder(folder, Nothing(), command="generate", seed=seed)
    return generate_images(drawer, REQUESTS, folder, images_per_prompt=2, size_px=16, seed=seed, **options)


def pixels(folder, records):
    return {record.id: np.asarray(open_image(folder / STAGE / record.file)).astype(int) for record in records}


def test_batches_and_shards_change_no_image(tmp_path, backbone):
    whole = pixels(tmp_path / "a", run(tmp_path / "a", generator(backbone)))
    single = pixels(tmp_path / "b", run(tmp_path / "b", generator(backbone, batch_size=1), batch_size=1))
    shards = {}
    for number in range(2):
        records = run(tmp_path / "c", generator(backbone), shard=(number, 2))
        shards |= pixels(tmp_path / "c", records)
    assert whole.keys() == single.keys() == shards.keys() and len(whole) == 6
    for name, image in whole.items():
        # One level of 256 is rounding: sums run in another order in another batch.
        assert np.abs(image - single[name]).max() <= 1
        assert np.abs(image - shards[name]).max() <= 1


def test_other_seeds_prompts_and_indices_are_other_images(tmp_path, backbone):
    first = pixels(tmp_path / "a", run(tmp_path / "a", generator(backbone)))
    other = pixels(tmp_path / "b", run(tmp_path / "b", generator(backbone), seed=1))
    images = [*first.values(), *other.values()]
    assert all(np.abs(a - b).mean() > 1 for i, a in enumerate(images) for b in images[:i])
    seeds = {image_seed(s, p, i) for s in (0, 1) for p in ("a", "b") for i in (0, 1)}
    assert len(seeds) == 8


def test_a_resumed_run_draws_only_what_is_missing(tmp_path, backbone):
    class Counting(FlowGenerator):
        drawn = 0

        def draw(self, prompts, seeds, *, size_px):
            if self.drawn >= 2 and self.stops:
                raise KeyboardInterrupt
            self.drawn += len(prompts)
            return super().draw(prompts, seeds, size_px=size_px)

    first = Counting(backbone, name="tiny", num_steps=3)
    first.stops = True
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "cut", first, batch_size=2)
    second = Counting(backbone, name="tiny", num_steps=3)
    second.stops = False
    records = run(tmp_path / "cut", second, batch_size=2)
    assert (first.drawn, second.drawn) == (2, 4)
    whole = run(tmp_path / "whole", generator(backbone), batch_size=2)
    assert [record.id for record in records] == [record.id for record in whole]
    assert [record.seed for record in records] == [record.seed for record in whole]
    rows = (tmp_path / "cut" / STAGE / "images.jsonl").read_text().splitlines()
    assert len({json.loads(row)["id"] for row in rows}) == len(rows) == 6


def test_bad_requests_are_refused_before_anything_is_drawn(tmp_path, backbone):
    folder = RunFolder(tmp_path, Nothing(), command="generate", seed=0)
    options = {"images_per_prompt": 1, "size_px": 16, "seed": 0}
    with pytest.raises(ConfigError, match="two prompts have the id 'p0'"):
        generate_images(generator(backbone), [REQUESTS[0], REQUESTS[0]], folder, **options)
    with pytest.raises(ConfigError, match="I from 0 to N - 1"):
        generate_images(generator(backbone), REQUESTS, folder, shard=(2, 2), **options)
    with pytest.raises(ConfigError, match="multiple"):
        generate_images(generator(backbone), REQUESTS, folder, **{**options, "size_px": 15})
