"""A reward behind HTTP: what it scores, what it says of what it cannot, and that it outlives its server."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import torch
from support.reward_server import Green, ask, b64, config, picture, png, post, serving
from support.visitor import running

pytest.importorskip("uvicorn")
pytest.importorskip("prometheus_client")

from scisynth.alignment.rollout import combine_rewards
from scisynth.core.errors import ConfigError, ModelError
from scisynth.core.plugins.references import register
from scisynth.pipelines.providers.access import JudgingConfig, Spending
from scisynth.pipelines.providers.judges import load_judge
from scisynth.pipelines.reward.score import score_images
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.rewards.evaluate import evaluate_two_choice
from scisynth.rewards.info import RewardInfo
from scisynth.rewards.registry import load_reward
from scisynth.rewards.remote.reward import RemoteReward
from scisynth.rewards.remote.servers import MAX_FAULTS
from scisynth.serve.run import opened

PROMPT = "an unripe tomato"
INFO = RewardInfo(
    kind="green", unit="greenness", comparable_across_prompts=True, is_preference=True, note="n", source="s"
)


class Informed(Green):
    info = INFO


@pytest.fixture(scope="module")
def url():
    with serving(Informed(), rewards=["green", "org/two=green"]) as found:
        yield found


def test_it_scores_as_the_reward_itself(url, tmp_path):
    reward = load_reward(url)
    assert reward.info == INFO and reward.name == url
    shades = list(range(0, 250, 5))
    images = [picture(shade, 250 - shade) for shade in shades]
    images[1].save(path := tmp_path / "one.png")
    images[1] = path
    images[2] = png(shades[2], 250 - shades[2])
    found = reward.score([PROMPT] * len(shades), images)
    expected = [Green.of(PROMPT, picture(shade, 250 - shade)) for shade in shades]
    assert found.dtype == torch.float32 and torch.allclose(found, torch.tensor(expected))
    assert reward.score([], []).shape == (0,)
    assert load_reward(f"{url}/rewards/org/two").score([PROMPT], images[:1]) == found[0]


def test_what_has_no_score_has_a_reason(url, tmp_path):
    reward = RemoteReward(url, chunk=2)
    prompts = [PROMPT, "boom", PROMPT, PROMPT]
    images = [picture(0, 9), picture(0, 9), tmp_path / "missing.png", b"no image"]
    found = reward.score_each(prompts, images)
    assert found[0].value is not None and [score.value for score in found[1:]] == [None] * 3
    assert (
        "it went boom" in found[1].reason and "no such image" in found[2].reason and "expected a PNG" in found[3].reason
    )
    with pytest.raises(ModelError, match=r"3 of 4 pairs have no score; pair 1: .*boom"):
        reward.score(prompts, images)
    with pytest.raises(ModelError, match="1 of 2 pairs"):
        combine_rewards([(reward, 1.0)])(prompts[:2], images[:2])


def test_judges_benches_and_scores_take_it(url, color_tuples):
    judge = load_judge(url, JudgingConfig(), Spending(), None)
    sets = write_prompts(PromptsConfig.parse({"num": 2, "split": "test_S"}), 0)[:2]
    graded = judge.grade(sets, [picture(0, 9), b"no image"])
    assert judge.name == url and [grade.status for grade in graded] == ["ok", "missing"]
    result = score_images(PROMPT, [picture(0, 200), picture(200, 0)], url)
    assert result.kind == "green" and result.scores[0].score > result.scores[1].score
    assert result.scores[0].probability is not None
    tuples = color_tuples(4)
    found = evaluate_two_choice(load_reward(url), tuples)
    assert found.result.accuracy.value == 1.0 and not found.broken


def test_a_run_outlives_its_server(capsys):
    register("scisynth.rewards", "green", Informed())
    with opened(config()) as (server, listener, found), running(server, listener):
        url, port = found.url, listener.getsockname()[1]
        reward = RemoteReward(url, patience_s=60)
        before = reward.score([PROMPT], [picture(0, 100)])
    after = []
    thread = threading.Thread(target=lambda: after.append(reward.score([PROMPT] * 40, [picture(0, 100)] * 40)))
    thread.start()
    while "asking again" not in capsys.readouterr().err:
        pass
    with serving(Informed(), port=port):
        thread.join()
    assert torch.equal(after[0], before.repeat(40))
    other = Informed()
    other.revision = "second"
    with serving(other, port=port), pytest.raises(ModelError, match=r"began with revision first .* now gets second"):
        reward.score([PROMPT], [picture(0, 100)])
    with pytest.raises(ModelError, match=r"no answer for 0.2 s .*scisynth serve"):
        RemoteReward(url, first_patience_s=0.2)


def test_several_servers_share_the_work_and_one_may_be_gone():
    one, two = Informed(), Informed()
    with serving(one) as first:
        with serving(two) as second:
            reward = RemoteReward(f"{first},{second}", chunk=2, patience_s=60)
            images = [picture(shade, 200) for shade in range(32)]
            expected = torch.tensor([Green.of(PROMPT, image) for image in images])
            assert torch.allclose(reward.score([PROMPT] * 32, images), expected)
            assert sum(one.batches) > 0 and sum(two.batches) > 0 and sum(one.batches) + sum(two.batches) == 32
        assert torch.allclose(reward.score([PROMPT] * 32, images), expected), "the other takes its part"
        two.revision = "second"
        with serving(two) as second, pytest.raises(ModelError, match="serve the same weights"):
            RemoteReward(f"{first},{second}")


def test_a_server_that_takes_less_gets_less():
    with serving(Informed(), limits={"max_items": 3}) as url:
        reward = RemoteReward(url, chunk=16)
        assert len(reward.score([PROMPT] * 10, [picture(0, 9)] * 10)) == 10
    with serving(Informed(), limits={"max_body_mb": 0.0001}) as url:
        assert "at most 0.0001 MB" in RemoteReward(url).score_each([PROMPT], [picture(0, 9)])[0].reason


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("http://", "expected the address of a server"),
        ("http://127.0.0.1:99999", "expected the address of a server"),
        ("http://me:secret@127.0.0.1:1", "put the token in SCISYNTH_TOKEN"),
        ("http://127.0.0.1:1/?a=b", "expected the address of a server"),
    ],
)
def test_an_address_that_is_none_is_one_line(name, reason):
    with pytest.raises(ConfigError, match=reason) as error:
        load_reward(name)
    assert "secret" not in str(error.value)


def test_a_reward_that_is_not_served_and_a_wrong_token(url, monkeypatch):
    with pytest.raises(ConfigError, match="'red' is served; served are: green, org/two"):
        load_reward(f"{url}/rewards/red")
    monkeypatch.setenv("SCISYNTH_TOKEN", "a-token-of-some-length")
    with serving(Informed()) as other:
        assert load_reward(other).score([PROMPT], [picture(0, 9)]).shape == (1,)
        monkeypatch.setenv("SCISYNTH_TOKEN", "another-token-of-a-length")
        with pytest.raises(ConfigError, match="SCISYNTH_TOKEN; set it"):
            load_reward(other)


def test_a_server_that_fails_again_and_again_is_no_reason_to_wait():
    class Failing(BaseHTTPRequestHandler):
        asked = 0

        def do_GET(self):
            type(self).asked += 1
            self.send_error(500, "out of luck")

        def log_message(self, *_):
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Failing) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with pytest.raises(ModelError, match=r"refused the request.*500"):
                RemoteReward(f"http://127.0.0.1:{server.server_port}", first_patience_s=600)
        finally:
            server.shutdown()
            thread.join()
    assert Failing.asked == MAX_FAULTS


def test_a_request_for_other_weights_is_refused_before_it_is_scored():
    served = Informed()
    with serving(served) as url:
        alias = next(iter(json.loads(ask(url, "GET", "/health")[2])["rewards"]))
        turn = {"text": PROMPT, "image_b64": b64(png())}
        requests = [
            {"history": [turn], "required_rewards": [alias], "scorer_version": name} for name in (None, "other")
        ]
        found = post(url, "/score", {"protocol_version": "1", "requests": requests})
    assert [list(row) for row in found["results"]] == [[alias], []]
    assert "scorer_version other" in found["errors"][1][alias]
    assert sum(served.batches) == 1
