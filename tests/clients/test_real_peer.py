"""A server that nobody here wrote: `transformers serve` with a LLaVA of random weights, two layers and a 32 px eye.

Its words mean nothing: every answer is one letter. What must hold all the same are the typed outcome, the id that it gives itself,
the usage it counts, and that what was answered once is never asked again. It ignores `response_format`, as small servers do.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from urllib.error import URLError

import pytest
from PIL import Image
from pydantic import BaseModel, Field

from scisynth.clients.chat import ChatClient
from scisynth.clients.records import ChatRequest
from scisynth.clients.settings import ApiSettings
from scisynth.judges.reality import RealityJudge
from scisynth.prompts.write import PromptsConfig, write_prompts

IMAGE_TOKENS = 16  # (32 px / 8 px a patch) ** 2
START_S = 60
TEMPLATE = (
    "{% for message in messages %}{{ message.role }}: {% for part in message.content %}"
    "{{ '<image>' if part.type == 'image' else part.text }}{% endfor %}\n{% endfor %}assistant: "
)


class Score(BaseModel):
    """What no random model will answer."""

    score: int = Field(ge=0, le=5)


def write_llava(folder):
    """A LLaVA folder whose every token ends the answer, and whose answers are letters."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import (
        CLIPImageProcessorPil,
        CLIPVisionConfig,
        LlamaConfig,
        LlavaConfig,
        LlavaForConditionalGeneration,
        LlavaProcessor,
        PreTrainedTokenizerFast,
    )

    words = Tokenizer(models.BPE())
    words.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    words.decoder = decoders.ByteLevel()
    special = ["<pad>", "<end>", "<image>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    words.train_from_iterator([], trainers.BpeTrainer(special_tokens=special, initial_alphabet=alphabet))
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", eos_token="<end>", extra_special_tokens={"image_token": "<image>"}
    )
    processor = LlavaProcessor(
        image_processor=CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32}),
        tokenizer=tokenizer,
        patch_size=8,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
        chat_template=TEMPLATE,
    )
    small = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
    text = {"vocab_size": len(tokenizer), "max_position_embeddings": 4096, "pad_token_id": 0, "eos_token_id": 1}
    torch.manual_seed(0)
    model = LlavaForConditionalGeneration(
        LlavaConfig(
            vision_config=CLIPVisionConfig(**small, image_size=32, patch_size=8),
            text_config=LlamaConfig(**small, **text, bos_token_id=1),
            image_token_index=tokenizer.convert_tokens_to_ids("<image>"),
        )
    )
    ids = range(len(tokenizer))
    letters = {number for number in ids if tokenizer.decode([number]).isalpha() and number >= len(special)}
    model.generation_config.eos_token_id = list(ids)
    model.generation_config.suppress_tokens = [number for number in ids if number not in letters]
    model.generation_config.pad_token_id = 0
    model.save_pretrained(folder)
    processor.save_pretrained(folder)


class Peer:
    """The running server."""

    def __init__(self, model, port, log):
        self.model, self.base_url, self._log = str(model), f"http://127.0.0.1:{port}/v1", log

    @property
    def num_requests(self):
        """Chat completions that it has answered, by its own log."""
        return self._log.read_text().count('"POST /v1/chat/completions')

    def client(self, cache=None, **changes):
        values = {"model": self.model, "base_url": self.base_url, "timeout_s": 30.0, "max_attempts": 2}
        return ChatClient(ApiSettings.parse({**values, **changes}), cache=cache)


def is_up(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False


@pytest.fixture(scope="module")
def peer(tmp_path_factory):
    for package in ("fastapi", "uvicorn", "transformers"):
        pytest.importorskip(package, reason=f"`transformers serve` needs {package}")
    folder = tmp_path_factory.mktemp("peer")
    write_llava(folder / "llava")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = "from transformers.cli.transformers import app; app()"
    command = [sys.executable, "-u", "-c", code, "serve", str(folder / "llava"), "--host", "127.0.0.1"]
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [*command, "--port", str(port), "--device", "cpu"],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "HF_HUB_OFFLINE": "1"},
        )
    try:
        ends = time.monotonic() + START_S
        while not is_up(port):
            if process.poll() is not None or time.monotonic() > ends:
                words = (folder / "log.txt").read_text().strip().splitlines()
                pytest.skip(f"`transformers serve` does not start here: {words[-1] if words else 'no word from it'}")
            time.sleep(0.1)
        yield Peer(folder / "llava", port, folder / "log.txt")
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def picture():
    return Image.new("RGB", (48, 40), "red")


def test_a_image_reaches_the_model_and_everything_is_counted(peer, picture):
    client = peer.client()
    bare, one, two = (client.ask(ChatRequest(content=("look", *[picture] * n), max_tokens=8)) for n in range(3))
    assert {reply.status for reply in (bare, one, two)} == {"ok"}
    assert {reply.model for reply in (bare, one, two)} == {f"{peer.model}@main"}, "it answers under a longer name"
    assert one.text.isalpha() and one.completion_tokens == 1 and one.attempts == 1
    assert one.prompt_tokens - bare.prompt_tokens == two.prompt_tokens - one.prompt_tokens == IMAGE_TOKENS


def test_a_cut_answer_is_asked_for_once_more_with_more_room(peer, picture):
    # One token is cut before its end; with four there is room for the end.
    reply = peer.client().ask(ChatRequest(content=("look", picture), max_tokens=1))
    assert (reply.status, reply.completion_tokens, reply.attempts) == ("ok", 2, 2)


def test_what_was_answered_is_not_asked_again(peer, picture, tmp_path):
    requests = [ChatRequest(content=("look", picture), max_tokens=8, repeat=repeat) for repeat in range(3)]
    before = peer.num_requests
    first = dict(peer.client(tmp_path / "replies.jsonl").run(requests))
    assert peer.num_requests == before + 3 and not any(reply.cached for reply in first.values())
    again = dict(peer.client(tmp_path / "replies.jsonl").run(requests))
    assert peer.num_requests == before + 3
    assert all(reply.cached and reply.status == "ok" for reply in again.values())
    for number, reply in first.items():
        kept = again[number]
        assert (kept.text, kept.model, kept.prompt_tokens) == (reply.text, reply.model, reply.prompt_tokens)


def test_without_schemas_the_answer_is_read_and_mended_once(peer, picture, tmp_path):
    request = ChatRequest(content=("how true?", picture), schema=Score, max_tokens=8)
    before = peer.num_requests
    for _ in range(2):
        reply = peer.client(tmp_path / "replies.jsonl").ask(request)
        assert (reply.status, reply.value, reply.reason) == ("unparsed", None, "no JSON object in the answer")
        assert (reply.attempts, reply.completion_tokens, reply.model) == (2, 2, f"{peer.model}@main")
    assert peer.num_requests == before + 4, "what could not be read is not kept, and asked anew"


def test_a_judge_of_random_weights_is_no_score(peer, picture):
    situation = write_prompts(PromptsConfig(num=1, split="test_S"), seed=0)[0]
    found = RealityJudge(peer.client(), name="api:llava").grade([situation], [picture])[0]
    assert (found.status, found.score) == ("unparsed", None)
    assert found.raw.isalpha() and found.cost.requests == 2
    assert found.cost.input_tokens > 2 * IMAGE_TOKENS and found.cost.usd == 0


def test_another_model_is_refused_in_its_own_words(peer):
    reply = peer.client(model="gpt-4o").ask(ChatRequest(content=("look",), max_tokens=8))
    assert (reply.status, reply.attempts) == ("transport", 1)
    assert reply.reason.startswith("400") and "gpt-4o" in reply.reason
