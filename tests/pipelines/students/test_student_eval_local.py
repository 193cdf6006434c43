"""A tiny LLaVA answers on this machine: the same in any batch, after a kill, and with an adapter; what cannot see is refused."""

import json

import pytest
from PIL import Image

pytest.importorskip("torch")

import torch
from support.tiny_qwen import register, tiny_qwen
from support.tiny_vlm import tiny_llava
from support.verbs import error_line, run, run_json
from transformers import LlamaConfig, LlamaForCausalLM

from scisynth.pipelines.students.evaluation import answer
from scisynth.students.evaluation import local
from scisynth.students.evaluation.local import _gumbel, load_answering


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("local")
    tiny_llava(folder / "llava")
    (folder / "images").mkdir()
    rows = []
    for number in range(5):
        Image.new("RGB", (40, 32), (40 * number, 90, 200)).save(folder / "images" / f"q{number}.png")
        rows.append({"id": f"q{number}", "question": f"How large is F{number}?", "answer": f"{number + 2} N"})
    (folder / "problems.json").write_text(json.dumps(rows))
    return folder


def asks(home, out, *further, model="llava"):
    return [
        "student", "eval", "--protocol", "seephys", "--data", home / "problems.json", "--images", home / "images",
        "--model", home / model, "--max-tokens", "6", "--samples", "2", "--out", out, *further,
    ]  # fmt: skip


def words_of(out):
    rows = [json.loads(line) for line in (out / "answers" / "rows.jsonl").read_text().splitlines()]
    return {(row["item"], row["arm"], row["sample"]): (row["raw"], row["status"]) for row in rows}


def test_batches_and_a_kill_change_nothing(home, tmp_path, monkeypatch):
    whole = run_json(*asks(home, tmp_path / "whole", "--batch-size", "1"))
    assert whole["outcomes"]["image"] and whole["cost"]["requests"] == 0 and whole["num_items"] == 5
    assert len({text for (_, arm, _), (text, _) in words_of(tmp_path / "whole").items() if arm == "image"}) > 5, (
        "no sampling"
    )

    plain, left = answer.answer_all, [7]

    def killed(student, questions, decoding):
        for found in plain(student, questions, decoding):
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            yield found

    with monkeypatch.context() as patch:
        patch.setattr(answer, "answer_all", killed)
        with pytest.raises(AssertionError):
            run_json(*asks(home, tmp_path / "run", "--batch-size", "3"))
    assert len((tmp_path / "run" / "answers" / "replies.jsonl").read_text().splitlines()) == 7
    again = run_json(*asks(home, tmp_path / "run", "--batch-size", "3"))
    assert words_of(tmp_path / "run") == words_of(tmp_path / "whole")
    assert again["avg_at_k"] == whole["avg_at_k"] and again["digest"] == whole["digest"]


def test_a_batch_too_large_for_the_memory_is_halved(home, tmp_path, monkeypatch):
    plain, sizes = local._generate, []

    def small_memory(student, questions, decoding):
        sizes.append(len(questions))
        if len(questions) > 2:
            raise torch.OutOfMemoryError("no memory")
        return plain(student, questions, decoding)

    run_json(*asks(home, tmp_path / "whole", "--batch-size", "1"))
    monkeypatch.setattr(local, "_generate", small_memory)
    run_json(*asks(home, tmp_path / "run", "--batch-size", "4"))
    assert 4 in sizes and 2 in sizes and words_of(tmp_path / "run") == words_of(tmp_path / "whole")
    monkeypatch.setattr(local, "_generate", lambda *_: (_ for _ in ()).throw(torch.OutOfMemoryError("no memory")))
    assert "does not suffice for one question" in run(*asks(home, tmp_path / "none"), code=2).stderr


def test_qwen3_vl_answers_in_mixed_batches(home, tmp_path):
    register()
    tiny_qwen(home / "qwen")
    result = run_json(*asks(home, tmp_path / "run", model="qwen"))
    assert sum(result["outcomes"]["image"].values()) == 10 and result["tokens"] > 0
    alone = run_json(*asks(home, tmp_path / "alone", "--batch-size", "1", model="qwen"))
    assert words_of(tmp_path / "alone") == words_of(tmp_path / "run") and alone["digest"] == result["digest"]


def test_noise_draws_tokens_with_the_probabilities_of_the_model(home):
    logits = torch.tensor([[2.0, 1.0, 0.0, -1.0]])
    noise = _gumbel(list(range(4000)), 0.5)
    drawn = noise(None, logits.expand(4000, 4)).argmax(dim=1)
    found = torch.bincount(drawn, minlength=4) / 4000
    assert torch.allclose(found, torch.softmax(logits[0] / 0.5, 0), atol=0.03)


def test_an_adapter_answers_on_its_base(home, tmp_path):
    peft = pytest.importorskip("peft")
    student = load_answering(str(home / "llava"))
    config = peft.LoraConfig(r=2, target_modules=["q_proj"], init_lora_weights=False)
    student.model.name_or_path = str(home / "llava")
    torch.manual_seed(1)
    peft.get_peft_model(student.model, config).save_pretrained(str(tmp_path / "trained" / "adapter"))
    run_json(*asks(home, tmp_path / "base"))
    run_json(*asks(home, tmp_path / "adapted", model=tmp_path / "trained"))
    assert words_of(tmp_path / "base") != words_of(tmp_path / "adapted")


def test_a_model_without_a_vision_tower_is_one_line(home, tmp_path):
    small = {
        "hidden_size": 16,
        "intermediate_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "vocab_size": 40,
    }
    LlamaForCausalLM(LlamaConfig(**small)).save_pretrained(tmp_path / "text")
    line = error_line(*asks(home, tmp_path / "x", model=tmp_path / "text"))
    assert "expected a model with a vision tower" in line and not (tmp_path / "x").exists()
    assert "nowhere" in error_line(*asks(home, tmp_path / "x", model=tmp_path / "nowhere"))
