"""Every reward as a user meets it: `reward convert` makes folders of published files, `score --model` takes any of them."""

import json
import math

import pytest
import torch
from PIL import Image
from support.tiny_rewards import (
    bert_tokenizer,
    image_reward_layout,
    image_reward_model,
    open_clip_layout,
    randomize,
    write_blip,
    write_hps,
    write_image_reward,
    write_siglip,
)
from support.verbs import error_line, run, run_json
from transformers import CLIPModel

from scisynth.rewards.info import INFO
from scisynth.rewards.registry import REWARDS, load_reward


@pytest.fixture
def hps(tmp_path, tiny_clip):
    """An HPS checkpoint as it is published."""
    model = randomize(CLIPModel.from_pretrained(tiny_clip, dtype=torch.float32))
    torch.save({"epoch": 1, "state_dict": open_clip_layout(model)}, tmp_path / "hps.pt")
    return tmp_path / "hps.pt"


@pytest.fixture
def picture(tmp_path):
    Image.new("RGB", (40, 30), "green").save(tmp_path / "green.png")
    return tmp_path / "green.png"


def test_hps_is_converted_and_scores(hps, tiny_clip, tmp_path, picture):
    out = tmp_path / "made"
    result = run_json("reward", "convert", hps, "--out", out, "--tokenizer", tiny_clip, "--config", tiny_clip)
    assert (result["kind"], result["out"]) == ("hps", str(out)) and "cosine" in result["unit"]
    expected = load_reward(str(out)).score(["a ripe tomato"], [picture])
    found = load_reward(f"hps:{out}").score(["a ripe tomato"], [picture])
    assert expected.equal(found) and float(expected) != 0


def test_image_reward_is_converted(tmp_path, picture):
    tokenizer = bert_tokenizer()
    tokenizer.save_pretrained(tmp_path / "words")
    model = image_reward_model(tokenizer)
    model.config.save_pretrained(tmp_path / "sizes")
    torch.save(image_reward_layout(model), tmp_path / "ImageReward.pt")
    where = ("--out", tmp_path / "made", "--tokenizer", tmp_path / "words", "--config", tmp_path / "sizes")
    text = run("reward", "convert", tmp_path / "ImageReward.pt", *where).stdout
    assert text.startswith(f"image-reward in {tmp_path / 'made'}\n") and "standard deviations" in text
    assert load_reward(str(tmp_path / "made")).score(["a ripe tomato"], [picture]).isfinite().all()


def test_every_mistake_is_one_line_and_writes_nothing(hps, tiny_clip, tmp_path):
    out = tmp_path / "made"
    words = ("--out", out, "--tokenizer", tiny_clip)
    assert "no such file" in error_line("reward", "convert", tmp_path / "absent.pt", *words)
    assert "weights misshapen" in error_line("reward", "convert", hps, *words), "the published sizes are others"
    (tmp_path / "torn.pt").write_bytes(hps.read_bytes()[:500])
    assert "not a readable checkpoint" in error_line("reward", "convert", tmp_path / "torn.pt", *words)
    given = ("--config", tmp_path / "nowhere")
    assert f"{tmp_path / 'nowhere'}: " in error_line("reward", "convert", hps, *words, *given)
    (tmp_path / "siglip").mkdir()
    (tmp_path / "siglip" / "config.json").write_text(json.dumps({"model_type": "siglip"}))
    line = error_line("reward", "convert", hps, *words, "--config", tmp_path / "siglip")
    assert "expected the config of a CLIPModel, got model type 'siglip'" in line
    assert not out.exists()
    out.mkdir()
    (out / "mine.txt").write_text("kept")
    assert "new or empty folder" in error_line("reward", "convert", hps, *words, "--config", tiny_clip)


@pytest.fixture(scope="module")
def folders(tiny_clip, tmp_path_factory):
    """A tiny checkpoint of each kind."""
    blip, made = write_blip(tmp_path_factory.mktemp("blip")), tmp_path_factory.mktemp
    special = {"siglip": write_siglip(made("siglip")), "hps": write_hps(made("hps"), tiny_clip), "blip": blip}
    special |= {"blip-itc": blip, "image-reward": write_image_reward(made("image-reward"))}
    return {kind: special.get(kind, tiny_clip) for kind in REWARDS}


@pytest.mark.parametrize("kind", sorted(REWARDS))
def test_score_takes_every_reward(kind, folders, tmp_path):
    pictures = [tmp_path / f"{shade}.png" for shade in (40, 200)]
    for path, shade in zip(pictures, (40, 200), strict=True):
        Image.linear_gradient("L").point(lambda value, shade=shade: (value * shade) % 256).convert("RGB").save(path)
    name = f"{kind}:{folders[kind]}"
    result = run_json("score", "a ripe tomato", *pictures, "--model", name)
    found = torch.tensor([row["score"] for row in result["scores"]])
    assert torch.allclose(found, load_reward(name).score(["a ripe tomato"] * 2, pictures)) and found[0] != found[1]
    info = INFO[kind]
    assert (result["kind"], result["unit"]) == (kind, info.unit)
    row = result["scores"][0]
    assert ("probability" in row) == info.is_preference and ("match" in row) == info.is_logit
    if info.is_preference:
        assert sum(row["probability"] for row in result["scores"]) == pytest.approx(1)
        assert row["cosine"] == pytest.approx(row["score"] / result["logit_scale"])
    else:
        assert any(info.unit in note for note in result["notes"]), "a number nobody can guess says what it is"
    if info.is_logit:
        assert row["match"] == pytest.approx(1 / (1 + math.exp(-row["score"])))
    if "cosine" in row:
        assert -1 <= row["cosine"] <= 1
    assert run_json("score", "a ripe tomato", *pictures, "--model", f"reward:{name}")["scores"] == result["scores"]


def test_the_table_shows_what_the_reward_has(folders, picture):
    def header(kind):
        text = run("score", "a ripe tomato", picture, "--model", f"{kind}:{folders[kind]}").stdout
        return text.splitlines()[0].split()

    assert header("sciscore") == header("pickscore") == ["image", "logit", "cosine", "probability"]
    assert header("siglip") == ["image", "score", "cosine", "match"]
    assert header("image-reward") == ["image", "score"]


def test_an_unknown_reward_is_one_line(picture, tiny_clip):
    assert "did you mean 'pickscore'" in error_line("score", "a", picture, "--model", f"pikscore:{tiny_clip}")
    assert "expected a SigLIP checkpoint" in error_line("score", "a", picture, "--model", f"siglip:{tiny_clip}")
