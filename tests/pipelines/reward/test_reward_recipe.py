"""A reward run belongs to its data: the content of images and prompts, not their names."""

from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from scisynth.core.errors import ConfigError, ModelError
from scisynth.core.images import png_bytes
from scisynth.pipelines.reward.config import RewardRunConfig, lab_reward
from scisynth.pipelines.reward.data import digest_of
from scisynth.pipelines.reward.score import score_images
from scisynth.pipelines.reward.train import run_reward_training
from scisynth.rewards.checkpoint import load_clip
from scisynth.tuples.schema import SCHEMA

RED, GREEN, BLUE = (png_bytes(Image.new("RGB", (40, 40), color)) for color in ("red", "green", "blue"))


def write_rows(path, *, prompt="an unripe tomato", picture=GREEN):
    """Two splits of two rows; the last row of `val` can be changed."""

    def row(number, split, prompt="an unripe tomato", picture=GREEN):
        return {
            "id": f"{split}-{number}", "split": split, "law": "ripeness", "category": "biology",
            "implicit_prompt": [prompt], "explicit_prompt": ["a green tomato"], "superficial_prompt": ["a red tomato"],
            "explicit_image": [{"bytes": picture, "path": "a.png"}],
            "superficial_image": [{"bytes": RED, "path": "b.png"}],
        }  # fmt: skip

    rows = [row(0, "train"), row(1, "train"), row(0, "val"), row(1, "val", prompt, picture)]
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), path)


@pytest.mark.parametrize("change", [{"prompt": "a tomato that is not ripe"}, {"picture": BLUE}], ids=str)
def test_a_run_is_not_resumed_on_changed_data(tiny_clip, tmp_path, change):
    small = {"max_steps": 1, "eval_every": 1, "warmup_steps": 0, "batch_size": 2}
    config = RewardRunConfig(reward=lab_reward(str(tiny_clip)).replace(small), data=str(tmp_path / "rows.parquet"))
    write_rows(tmp_path / "rows.parquet")
    trained = run_reward_training(config, tmp_path / "run", seed=0)
    assert run_reward_training(config, tmp_path / "run", seed=0) == trained
    write_rows(tmp_path / "rows.parquet", **change)
    with pytest.raises(ConfigError, match="other settings of 'data_digest'"):
        run_reward_training(config, tmp_path / "run", seed=0)


def test_the_digest_is_of_content_and_order_of_sides(color_tuples, tmp_path):
    item = replace(color_tuples(1)[0], explicit_image=(GREEN, BLUE), superficial_image=(RED,))
    others = [
        replace(item, explicit_image=(GREEN,), superficial_image=(BLUE, RED)),
        replace(item, explicit_image=(RED,), superficial_image=(GREEN, BLUE)),
        replace(item, superficial_prompt=("a tomato",)),
        replace(item, status="broken"),
    ]
    assert len({digest_of([item]), *(digest_of([other]) for other in others)}) == 5
    (tmp_path / "green.png").write_bytes(GREEN)
    by_path = replace(item, explicit_image=(tmp_path / "green.png", BLUE))
    assert digest_of([by_path]) == digest_of([item]), "where an image lies does not matter"
    (tmp_path / "green.png").write_bytes(RED)
    assert digest_of([by_path]) != digest_of([item])
    decoded = replace(item, explicit_image=(Image.new("RGB", (40, 40), "green"), BLUE))
    assert digest_of([decoded]) == digest_of([item])


def test_a_damaged_model_scores_nothing(tiny_clip, tmp_path):
    checkpoint = load_clip(tiny_clip)
    checkpoint.model.visual_projection.weight.data.fill_(float("nan"))
    checkpoint.save(tmp_path / "damaged")
    (tmp_path / "a.png").write_bytes(GREEN)
    with pytest.raises(ModelError, match="expected finite scores"):
        score_images("an unripe tomato", [tmp_path / "a.png"], str(tmp_path / "damaged"))
