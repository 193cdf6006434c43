"""lab-flux: a minute version of the whole build, and the parts whose answer is known."""

from collections import Counter
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import FluxPipeline

from scisynth.core.weights import PACKAGED
from scisynth.lab.corpus import caption_pairs
from scisynth.lab.models import flux_train
from scisynth.lab.models.flux import SUPERFICIAL_SHARE, LabFluxConfig, build_lab_flux, region_of_tokens, words_of
from scisynth.lab.models.flux_text import LabT5Config, new_t5, t5_tokens, train_t5_tokenizer
from scisynth.lab.models.flux_train import (
    FlowModel,
    FlowTrainee,
    GuidanceTrainee,
    LabFlowConfig,
    LabGuidanceConfig,
    LatentCaptions,
    train_phase,
)
from scisynth.lab.models.flux_vae import LabVaeConfig, encode_with_vae, train_vae
from scisynth.lab.models.muon import Muon, orthogonal
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
    guidance=LabGuidanceConfig(max_steps=2, batch_size=4, checkpoint_every=1, compiled=False),
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


def test_no_config_says_where_it_was_built(folder):
    configs = {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.json")}
    assert "vae/config.json" in configs and not [name for name, text in configs.items() if str(folder) in text]


def test_a_build_repeats(folder, prompt_sets, tmp_path):
    build_lab_flux(MICRO, prompt_sets, tmp_path, seed=0)
    for path in sorted(folder.rglob("*.safetensors")):
        assert path.read_bytes() == (tmp_path / path.relative_to(folder)).read_bytes(), path.name


OPTIONS = {
    "empty": (torch.zeros(1, 6, dtype=torch.long), torch.zeros(1, 4)),
    "sigma_shift": 0.5,
    "average_decay": 0.9,
    "region_weight": 1.0,
}


def tiny_model() -> FlowModel:
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
    tokenizer = train_t5_tokenizer(MICRO.t5, words_of(write_prompts(PromptsConfig(num=16), 0)))
    return FlowModel(transformer, new_t5(MICRO.t5, tokenizer))


def tiny_trainee(**options) -> FlowTrainee:
    return FlowTrainee(tiny_model(), **OPTIONS | options)


def tiny_guidance(scale: float) -> GuidanceTrainee:
    return GuidanceTrainee(tiny_model(), scale=scale, **OPTIONS)


def tiny_dataset() -> LatentCaptions:
    generator = torch.Generator().manual_seed(1)
    return LatentCaptions(
        torch.randn(12, 2, 4, 4, generator=generator),
        torch.randint(0, 40, (12, 6), generator=generator),
        torch.randn(12, 4, generator=generator),
        torch.randint(0, 256, (12, 4), dtype=torch.uint8, generator=generator),
    )


def trained_weights(trainee: FlowTrainee) -> torch.Tensor:
    return torch.cat([tensor.flatten() for tensor in trainee.averaged().state_dict().values()])


@pytest.mark.parametrize("new", [partial(tiny_trainee, caption_dropout=0.5), partial(tiny_guidance, 2.0)])
def test_a_killed_training_goes_on_to_the_same_weights(new, tmp_path, monkeypatch):
    config = LabFlowConfig(max_steps=4, batch_size=4, checkpoint_every=2, compiled=False)
    train = partial(train_phase, config, dataset=tiny_dataset(), label="tiny", bf16=False, seed=3)
    whole = new()
    train(trainee=whole, folder=tmp_path / "whole")

    killed, calls, forward = new(), Counter(), FlowTrainee.forward

    def die_at_the_fourth(self, **batch):
        calls["forward"] += 1
        if calls["forward"] == 4:
            raise KeyboardInterrupt
        return forward(self, **batch)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(FlowTrainee, "forward", die_at_the_fourth)
        train(trainee=killed, folder=tmp_path / "killed")
    resumed = new()
    assert not torch.equal(trained_weights(resumed), trained_weights(whole))
    train(trainee=resumed, folder=tmp_path / "killed")
    torch.testing.assert_close(trained_weights(resumed), trained_weights(whole), rtol=0, atol=1e-7)


def batch_of(num: int, clean: float, region: torch.Tensor) -> dict[str, torch.Tensor]:
    """Equal latents [num, 2, 4, 4] with empty captions; `region` [4], one value a token."""
    return {
        "latents": torch.full((num, 2, 4, 4), clean),
        "tokens": torch.zeros(num, 6, dtype=torch.long),
        "pooled": torch.zeros(num, 4),
        "region": region.to(torch.uint8).expand(num, 4),
    }


def answer_zero(model: FlowModel) -> None:
    torch.nn.init.zeros_(model.transformer.proj_out.weight)
    torch.nn.init.zeros_(model.transformer.proj_out.bias)


def test_the_loss_of_a_model_that_answers_zero_is_the_power_of_noise_minus_clean():
    trainee = tiny_trainee()
    answer_zero(trainee.model)
    torch.manual_seed(0)
    # noise - clean has mean -2 and variance 1 everywhere: power 5.
    assert trainee(**batch_of(500, 2.0, torch.zeros(4)))["loss"].item() == pytest.approx(5.0, abs=0.15)


def test_tokens_on_the_region_weigh_more():
    trainee = tiny_trainee(region_weight=3.0)
    answer_zero(trainee.model)
    batch = batch_of(500, 0.0, torch.tensor([255, 0, 0, 0]))
    # The upper left quarter is 2 and the rest 0: powers 5 and 1, weights 3 and 1.
    batch["latents"][:, :, :2, :2] = 2.0
    torch.manual_seed(0)
    assert trainee(**batch)["loss"].item() == pytest.approx((3 * 5 + 3 * 1) / 6, abs=0.1)


def test_a_token_s_region_is_the_fraction_of_its_square():
    mask = np.zeros((1, 8, 8), dtype=np.uint8)
    mask[0, :4, :2] = 255
    assert region_of_tokens(mask, 2).tolist() == [[127, 0, 0, 0]]


def test_dropped_captions_are_empty_ones():
    trainee = tiny_trainee(caption_dropout=0.999999)
    batch = batch_of(64, 1.0, torch.zeros(4))
    torch.manual_seed(0)
    without = trainee(**batch)["loss"]
    torch.manual_seed(0)
    assert trainee(**batch | {"tokens": torch.full((64, 6), 3), "pooled": torch.ones(64, 4)})["loss"] == without


def test_guidance_of_scale_1_is_the_teacher_itself_and_more_is_further_from_the_empty_caption():
    sample, sigma = torch.randn(3, 4, 8, generator=torch.Generator().manual_seed(0)), torch.full((3,), 0.5)
    text = torch.full((3, 6), 3), torch.ones(3, 4)
    teacher = tiny_model().eval()
    with torch.no_grad():
        said, empty = (
            teacher(sample, sigma, *text),
            teacher(sample, sigma, *(part.expand(3, -1) for part in OPTIONS["empty"])),
        )
    assert (said - empty).abs().max() > 1e-4
    for scale, expected in ((1.0, said), (3.0, empty + 3 * (said - empty))):
        torch.testing.assert_close(tiny_guidance(scale)._target(sample, sample, sigma, text), expected)


def test_what_is_in_no_checkpoint_moves_to_a_card_with_the_module():
    trainee = tiny_guidance(2.0)
    parts = ("_empty", "teacher")
    assert not any(part in name for name in trainee.state_dict() for part in parts)
    trainee.to("meta")
    assert {tensor.device.type for tensor in (*trainee.buffers(), *trainee._teacher[0].parameters())} == {"meta"}


def test_muon_makes_matrices_orthogonal_and_finds_the_least_square():
    torch.manual_seed(0)
    for shape in ((3, 16, 64), (2, 64, 16)):
        values = torch.linalg.svdvals(orthogonal(torch.randn(shape)))
        assert values.min() > 0.5 and values.max() < 1.3
    # As torch's own, whose steps are rounded to bfloat16.
    matrix = torch.randn(24, 40)
    mine, theirs = (torch.nn.Parameter(matrix.clone()) for _ in range(2))
    for parameter, optimizer in (
        (mine, Muon([mine], lr=0.01, weight_decay=0.1)),
        (theirs, torch.optim.Muon([theirs], lr=0.01, weight_decay=0.1, adjust_lr_fn="match_rms_adamw")),
    ):
        parameter.grad = torch.randn(24, 40, generator=torch.Generator().manual_seed(2))
        optimizer.step()
    torch.testing.assert_close(mine, theirs, rtol=0, atol=2e-3)


def test_a_convolution_is_a_matrix_to_muon():
    torch.manual_seed(0)
    kernel = torch.nn.Parameter(torch.randn(8, 4, 3, 3).to(memory_format=torch.channels_last))
    matrix = torch.nn.Parameter(kernel.detach().reshape(8, 36).clone())
    kernel.grad = torch.randn(8, 4, 3, 3)
    matrix.grad = kernel.grad.reshape(8, 36)
    for parameter in (kernel, matrix):
        Muon([parameter]).step()
    torch.testing.assert_close(kernel.reshape(8, 36), matrix)


def test_muon_leaves_vectors_and_embeddings_to_adam():
    torch.manual_seed(0)
    mine = [torch.nn.Parameter(torch.randn(shape)) for shape in ((7,), (100, 4))]
    theirs = [torch.nn.Parameter(parameter.detach().clone()) for parameter in mine]
    ours, adam = (
        Muon(mine, lr=0.01, weight_decay=0.1),
        torch.optim.AdamW(theirs, lr=0.01, betas=(0.9, 0.99), weight_decay=0.1),
    )
    for _ in range(5):
        for a, b in zip(mine, theirs, strict=True):
            a.grad = b.grad = torch.randn_like(a)
        ours.step()
        adam.step()
    for a, b in zip(mine, theirs, strict=True):
        torch.testing.assert_close(a, b)


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
    tokenizer = train_t5_tokenizer(LabT5Config(), words_of(prompt_sets))
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
