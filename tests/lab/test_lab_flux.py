"""lab-flux: a minute version of the whole build, and the parts whose answer is known."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import FluxPipeline

from scisynth.core.weights import PACKAGED
from scisynth.lab.corpus import caption_pairs
from scisynth.lab.models import flux_train
from scisynth.lab.models.flux import SUPERFICIAL_SHARE, LabFluxConfig, build_lab_flux
from scisynth.lab.models.flux_text import LabT5Config, new_t5, t5_tokens, train_t5_tokenizer
from scisynth.lab.models.flux_train import FlowTrainee, LabFlowConfig, LatentCaptions, train_flow
from scisynth.lab.models.flux_vae import LabVaeConfig, encode_with_vae, train_vae
from scisynth.prompts.write import PromptsConfig, write_prompts

MICRO = LabFluxConfig(
    heads=1,
    head_dim=16,
    double_layers=1,
    single_layers=1,
    size_px=32,
    t5=LabT5Config(width=16, layers=1, heads=1, feed_forward=16),
    vae=LabVaeConfig(widths=(4, 4, 4), latent_channels=2, max_steps=2),
    flow=LabFlowConfig(max_steps=2, batch_size=4, checkpoint_every=1, compiled=False),
    bf16=False,
    workers=1,
)


@pytest.fixture(scope="module")
def prompt_sets():
    return write_prompts(PromptsConfig(num=16), 0)


@pytest.fixture(scope="module")
def folder(prompt_sets, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab-flux")
    facts = build_lab_flux(MICRO, prompt_sets, folder, seed=0)
    assert facts["pictures"] == 32
    return folder


def draw(folder: Path, prompt: str, seed: int = 0) -> np.ndarray:
    pipeline = FluxPipeline.from_pretrained(folder)
    pipeline.set_progress_bar_config(disable=True)
    size = {"height": 32, "width": 32, "num_inference_steps": 2}
    length = pipeline.tokenizer_2.model_max_length
    generator = torch.Generator().manual_seed(seed)
    return np.asarray(pipeline([prompt], max_sequence_length=length, generator=generator, **size).images[0])


def test_the_folder_is_a_pipeline_that_draws_the_same_image_for_the_same_seed(folder):
    first = draw(folder, "A rose, realistic.")
    assert first.shape == (32, 32, 3)
    np.testing.assert_array_equal(first, draw(folder, "A rose, realistic."))
    assert (first != draw(folder, "A rose, realistic.", seed=1)).any()


def test_nothing_but_the_pipeline_is_left(folder):
    assert {path.suffix for path in folder.rglob("*") if path.is_file()} == {".json", ".safetensors"}


def test_a_build_repeats(folder, prompt_sets, tmp_path):
    build_lab_flux(MICRO, prompt_sets, tmp_path, seed=0)
    for path in sorted(folder.rglob("*.safetensors")):
        assert path.read_bytes() == (tmp_path / path.relative_to(folder)).read_bytes(), path.name


def tiny_trainee() -> FlowTrainee:
    torch.manual_seed(0)
    transformer = flux_train.FluxTransformer2DModel(
        in_channels=8,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=1,
        joint_attention_dim=16,
        pooled_projection_dim=4,
        axes_dims_rope=(4, 6, 6),
    )
    tokenizer = train_t5_tokenizer(MICRO.t5, write_prompts(PromptsConfig(num=16), 0))
    return FlowTrainee(transformer, new_t5(MICRO.t5, tokenizer), sigma_shift=0.5, average_decay=0.9)


def tiny_dataset() -> LatentCaptions:
    generator = torch.Generator().manual_seed(1)
    return LatentCaptions(
        torch.randn(12, 2, 4, 4, generator=generator),
        torch.randint(0, 40, (12, 6), generator=generator),
        torch.randn(12, 4, generator=generator),
    )


def trained_weights(trainee: FlowTrainee) -> torch.Tensor:
    return torch.cat([tensor.flatten() for part in trainee.averaged() for tensor in part.state_dict().values()])


def test_a_killed_training_goes_on_to_the_same_weights(tmp_path, monkeypatch):
    config = LabFlowConfig(max_steps=4, batch_size=4, checkpoint_every=2, compiled=False)
    whole = tiny_trainee()
    train_flow(config, whole, tiny_dataset(), tmp_path / "whole", bf16=False, seed=3)

    killed, calls, forward = tiny_trainee(), Counter(), FlowTrainee.forward

    def die_at_the_fourth(self, **batch):
        calls["forward"] += 1
        if calls["forward"] == 4:
            raise KeyboardInterrupt
        return forward(self, **batch)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(FlowTrainee, "forward", die_at_the_fourth)
        train_flow(config, killed, tiny_dataset(), tmp_path / "killed", bf16=False, seed=3)
    resumed = tiny_trainee()
    assert not torch.equal(trained_weights(resumed), trained_weights(whole))
    train_flow(config, resumed, tiny_dataset(), tmp_path / "killed", bf16=False, seed=3)
    torch.testing.assert_close(trained_weights(resumed), trained_weights(whole), rtol=0, atol=1e-7)


def test_the_loss_of_a_model_that_answers_zero_is_the_power_of_noise_minus_clean():
    trainee = tiny_trainee()
    output = trainee.model["transformer"].proj_out
    torch.nn.init.zeros_(output.weight)
    torch.nn.init.zeros_(output.bias)
    torch.manual_seed(0)
    tokens, pooled = torch.zeros(500, 6, dtype=torch.long), torch.zeros(500, 4)
    # noise - clean has mean -2 and variance 1 everywhere: power 5.
    loss = trainee(latents=torch.full((500, 2, 4, 4), 2.0), tokens=tokens, pooled=pooled)["loss"]
    assert loss.item() == pytest.approx(5.0, abs=0.15)


def test_the_average_forgets_chance_first_and_then_keeps_its_decay():
    averaged = [torch.tensor([10.0])]
    flux_train._move_average(0.99, averaged, [torch.tensor([0.0])], torch.tensor(1))
    assert averaged[0].item() == pytest.approx(10 * 2 / 11)
    averaged = [torch.tensor([10.0])]
    flux_train._move_average(0.5, averaged, [torch.tensor([0.0])], torch.tensor(1000))
    assert averaged[0].item() == pytest.approx(5.0)


def test_positions_are_those_of_the_pipeline():
    theirs = FluxPipeline._prepare_latent_image_ids(1, 3, 5, torch.device("cpu"), torch.float32)
    torch.testing.assert_close(flux_train._positions(3, 5, torch.device("cpu")), theirs)


def test_every_caption_is_words_and_fits(prompt_sets):
    tokenizer = train_t5_tokenizer(LabT5Config(), prompt_sets)
    captions = [text for item in prompt_sets for text in (item.implicit_prompt, item.explicit_prompt)]
    tokens = t5_tokens(tokenizer, captions)
    assert tokens.shape == (32, 40)
    assert not (tokens == tokenizer.unk_token_id).any()
    decoded = tokenizer.batch_decode(tokens, skip_special_tokens=True)
    assert [text.replace(" ", "") for text in decoded] == [text.replace(" ", "") for text in captions]
    words = tokenizer.tokenize(captions[0])
    assert sum(token not in {",", "."} for token in words) == len(captions[0].split())
    # A word it never saw is spelled, not lost.
    assert tokenizer.unk_token_id not in tokenizer("realisticrealistic")["input_ids"]


def test_the_autoencoder_learns_and_its_latents_have_unit_variance():
    rng = np.random.default_rng(0)
    colours = rng.integers(0, 256, (64, 1, 1, 3), dtype=np.uint8)
    pixels = np.ascontiguousarray(np.broadcast_to(colours, (64, 16, 16, 3)))
    config = LabVaeConfig(widths=(8, 8, 8), latent_channels=4, max_steps=120)
    torch.manual_seed(0)
    vae, error = train_vae(config, pixels, bf16=False, seed=0)
    latents = encode_with_vae(vae, pixels).float()
    assert latents.shape == (64, 4, 4, 4)
    assert latents.mean().item() == pytest.approx(0, abs=0.01)
    assert latents.std().item() == pytest.approx(1, abs=0.01)
    # Grey for every colour would miss by a quarter.
    assert error < 0.2


def test_implicit_captions_stand_beside_the_superficial_image_as_often_as_declared():
    sets = write_prompts(PromptsConfig(num=3200), 0)
    rows = caption_pairs(sets, implicit_share=1.0, seed=0, superficial_share=SUPERFICIAL_SHARE)
    sides = [row.tier for row in rows if row.caption == row.prompt_set.implicit_prompt]
    assert sides.count("superficial") / len(sides) == pytest.approx(0.85, abs=0.03)


@pytest.mark.skipif(not (PACKAGED / "lab-flux" / "model_index.json").is_file(), reason="lab-flux is not built yet")
def test_the_packaged_pipeline_is_small_and_bound_to_its_length():
    folder = PACKAGED / "lab-flux"
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= 25e6
    pipeline = FluxPipeline.from_pretrained(folder)
    assert pipeline.tokenizer_2.model_max_length == LabFluxConfig().t5.max_length
    assert pipeline.vae_scale_factor == 4
    assert next(pipeline.transformer.parameters()).dtype == torch.float32
