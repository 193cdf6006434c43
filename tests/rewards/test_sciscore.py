"""SciScore on a tiny CLIP of the real class: what it computes, what it refuses."""

import json
import shutil

import pytest
import torch
from PIL import Image
from transformers import CLIPModel, CLIPProcessor

from scisynth import SciScore
from scisynth.core.errors import DataError, ImageError, ModelError
from scisynth.training.precision import choose_dtype

PROMPTS = ["an unripe tomato", "a ripe tomato", "a red square", "an unripe tomato"]


@pytest.fixture(scope="module")
def scorer(tiny_clip):
    return SciScore.from_pretrained(tiny_clip)


@pytest.fixture(scope="module")
def pictures():
    return [Image.new("RGB", (50, 60), color) for color in ("red", "green", "blue", "yellow")]


def test_score_equals_the_plain_forward_pass(scorer, tiny_clip, pictures):
    model = CLIPModel.from_pretrained(tiny_clip, dtype=torch.float32).eval()
    processor = CLIPProcessor.from_pretrained(tiny_clip, backend="pil")
    inputs = processor(text=PROMPTS, images=pictures, padding="max_length", max_length=77, return_tensors="pt")
    with torch.inference_mode():
        expected = model(**inputs).logits_per_text.diagonal()
    scores = scorer.score(PROMPTS, pictures)
    assert scores.dtype == torch.float32 and scores.shape == (4,)
    assert torch.allclose(scores, expected, atol=1e-4)


def test_a_hub_id_that_fails_may_have_been_meant_as_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError, match=r"^oot/run: no folder oot/run here, and as a hub id: HF_HUB_OFFLINE is set"):
        SciScore.from_pretrained("oot/run")


def test_equal_inputs_are_encoded_once(scorer, pictures, monkeypatch):
    seen = {"texts": 0, "images": 0}
    encode_texts, encode_images = scorer.encode_texts, scorer.encode_images
    monkeypatch.setattr(scorer, "encode_texts", lambda t: seen.update(texts=len(t)) or encode_texts(t))
    monkeypatch.setattr(scorer, "encode_images", lambda i: seen.update(images=len(i)) or encode_images(i))
    scores = scorer.score(["an unripe tomato"] * 4, [pictures[0], pictures[1], pictures[0], pictures[1]])
    assert seen == {"texts": 1, "images": 2}
    assert scores[0] == scores[2] and scores[1] == scores[3] and scores[0] != scores[1]


def test_batches_change_nothing(tiny_clip, pictures):
    one = SciScore.from_pretrained(tiny_clip, batch_size=1).score(PROMPTS, pictures)
    all_at_once = SciScore.from_pretrained(tiny_clip, batch_size=16).score(PROMPTS, pictures)
    assert torch.allclose(one, all_at_once, atol=1e-4)


def test_compare_is_the_softmax_of_the_scores(scorer, pictures):
    probabilities = scorer.compare(PROMPTS[0], pictures)
    assert float(probabilities.sum()) == pytest.approx(1.0, abs=1e-6)
    scores = scorer.score([PROMPTS[0]] * 4, pictures)
    assert torch.allclose(probabilities, torch.softmax(scores, 0))


def test_bfloat16_keeps_the_order_and_float32_results(tiny_clip, pictures):
    scores = SciScore.from_pretrained(tiny_clip, dtype=torch.bfloat16).score(PROMPTS, pictures)
    exact = SciScore.from_pretrained(tiny_clip, dtype=torch.float32).score(PROMPTS, pictures)
    assert scores.dtype == torch.float32
    assert torch.allclose(scores, exact, atol=0.2)


def test_small_models_stay_in_float32(scorer):
    assert choose_dtype(scorer.model, torch.device("cpu")) == torch.float32


def test_paths_and_bytes_score_like_the_image(scorer, pictures, tmp_path):
    path = tmp_path / "a.png"
    pictures[1].save(path)
    scores = scorer.score([PROMPTS[0]] * 3, [pictures[1], path, path.read_bytes()])
    assert scores[0] == scores[1] == scores[2]


def test_unequal_lengths_are_refused(scorer, pictures):
    with pytest.raises(DataError, match="3 prompts and 4 images"):
        scorer.score(PROMPTS[:3], pictures)
    with pytest.raises(DataError, match="as many prompts as images"):
        scorer.score("an unripe tomato", pictures)


@pytest.mark.parametrize("prompt", ["", "   \n"])
def test_empty_prompts_are_refused(scorer, pictures, prompt):
    with pytest.raises(DataError, match="empty"):
        scorer.score([prompt], pictures[:1])


def test_a_bad_image_is_named(scorer, tmp_path):
    path = tmp_path / "notes.png"
    path.write_text("not an image")
    with pytest.raises(ImageError, match=r"notes\.png"):
        scorer.score(["a red square"], [path])


def test_nothing_to_score_is_an_empty_tensor(scorer):
    assert scorer.score([], []).shape == (0,)


def test_unknown_names_and_wrong_kinds_are_model_errors(tmp_path, tiny_clip):
    with pytest.raises(ModelError, match="no such model folder"):
        SciScore.from_pretrained("no-such-model")
    bert = tmp_path / "bert"
    bert.mkdir()
    (bert / "config.json").write_text(json.dumps({"model_type": "bert"}))
    with pytest.raises(ModelError, match="expected a CLIP checkpoint, got model type 'bert'"):
        SciScore.from_pretrained(bert)
    with pytest.raises(ModelError, match=r"config\.json"):
        SciScore.from_pretrained(tmp_path)


def test_damaged_weights_are_refused(tmp_path, tiny_clip):
    torn = tmp_path / "torn"
    shutil.copytree(tiny_clip, torn)
    weights = torn / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:5000])
    with pytest.raises(ModelError, match="not a loadable CLIP checkpoint"):
        SciScore.from_pretrained(torn)


def test_missing_weights_are_refused_not_made_up(tmp_path, tiny_clip):
    from safetensors.torch import load_file, save_file

    partial = tmp_path / "partial"
    shutil.copytree(tiny_clip, partial)
    weights = load_file(partial / "model.safetensors")
    del weights["visual_projection.weight"]
    save_file(weights, partial / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match="1 weights missing"):
        SciScore.from_pretrained(partial)


def test_pickled_weights_are_never_loaded(tmp_path, tiny_clip):
    class Bomb:
        def __reduce__(self):
            return (open, (str(tmp_path / "exploded"), "w"))

    folder = tmp_path / "pickled"
    shutil.copytree(tiny_clip, folder)
    (folder / "model.safetensors").unlink()
    torch.save({"weights": Bomb()}, folder / "pytorch_model.bin")
    with pytest.raises(ModelError):
        SciScore.from_pretrained(folder)
    assert not (tmp_path / "exploded").exists()
