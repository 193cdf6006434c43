"""A policy is a LoRA: its update adds up, leaves as one file, and can be switched off."""

import pytest
import torch
from diffusers import FluxPipeline
from safetensors.torch import load_file, save_file
from support.alignment_parts import LORA, new_policy, velocity_of

from scisynth.alignment.lora import FILE_NAME, Policy, install, join_loras, read_lora, save_lora
from scisynth.backbones.diffusers_backbone import compile_blocks
from scisynth.backbones.registry import wrap
from scisynth.backbones.tiny import tiny_flux
from scisynth.core.errors import ConfigError, ModelError


def perturb(policy: Policy, seed: int = 1) -> None:
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in policy.parameters.values():
            parameter += 0.1 * torch.randn(parameter.shape, generator=generator)


def test_a_fresh_policy_is_the_base_and_trains_nothing_else():
    policy = new_policy()
    bare = wrap(tiny_flux(0))
    assert torch.equal(velocity_of(policy.backbone), velocity_of(bare))
    trained = {name for name, p in policy.backbone.transformer.named_parameters() if p.requires_grad}
    assert trained == set(policy.parameters) and all("lora_" in name for name in trained)


def test_the_reference_is_the_start_and_gradients_survive_the_switch():
    policy = new_policy()
    before = velocity_of(policy.backbone)
    perturb(policy)
    changed = velocity_of(policy.backbone)
    assert (changed - before).abs().max() > 1e-3
    with torch.no_grad(), policy.reference():
        assert torch.equal(velocity_of(policy.backbone), before)
    assert torch.equal(velocity_of(policy.backbone), changed)
    velocity_of(policy.backbone).sum().backward()
    assert all(p.requires_grad and p.grad is not None for p in policy.parameters.values())


def test_two_stages_leave_as_one_lora(tmp_path):
    first = new_policy()
    perturb(first, 1)
    base = first.state()
    second = new_policy(base=base, seed=2)
    assert torch.allclose(velocity_of(second.backbone), velocity_of(first.backbone), atol=1e-5)
    perturb(second, 3)
    wanted = velocity_of(second.backbone)
    save_lora(second.backbone, second.state(), tmp_path)
    # As our own code applies it ...
    fresh = wrap(tiny_flux(0))
    install(fresh.transformer, read_lora(tmp_path, fresh))
    assert torch.allclose(velocity_of(fresh), wanted, atol=1e-5)
    # ... and as diffusers does.
    pipeline = tiny_flux(0)
    pipeline.load_lora_weights(tmp_path)
    assert isinstance(pipeline, FluxPipeline)
    assert torch.allclose(velocity_of(wrap(pipeline)), wanted, atol=1e-5)


def test_alpha_is_part_of_the_update(tmp_path):
    policy = new_policy(lora=LORA.model_copy(update={"alpha": 8}))
    perturb(policy)
    wanted = velocity_of(policy.backbone)
    save_lora(policy.backbone, policy.state(), tmp_path)
    fresh = wrap(tiny_flux(0))
    install(fresh.transformer, read_lora(tmp_path, fresh))
    assert torch.allclose(velocity_of(fresh), wanted, atol=1e-5)


def test_a_half_precision_base_keeps_the_earlier_update_beside_it():
    first = new_policy()
    perturb(first)
    pipeline = tiny_flux(0)
    pipeline.transformer.to(torch.bfloat16)
    policy = Policy(wrap(pipeline), LORA, base=first.state(), seed=0)
    assert set(policy.backbone.transformer.peft_config) == {"sft", "policy"}
    assert all(".policy." in name for name in policy.parameters)
    with torch.no_grad(), policy.reference():
        reference = velocity_of(policy.backbone)
    assert torch.equal(reference, velocity_of(policy.backbone))
    assert (reference - velocity_of(wrap(tiny_flux(0)))).abs().max() > 1e-2
    perturb(policy)
    assert not torch.equal(reference, velocity_of(policy.backbone))
    assert not any(p.requires_grad for name, p in policy.backbone.transformer.named_parameters() if ".sft." in name)


def test_joined_updates_are_the_sum():
    generator = torch.Generator().manual_seed(0)

    def lora(rank):
        return {
            "m.lora_A.weight": torch.randn(rank, 6, generator=generator),
            "m.lora_B.weight": torch.randn(5, rank, generator=generator),
        }

    one, two = lora(2), lora(3)
    both = join_loras(one, two)
    assert both["m.lora_A.weight"].shape == (5, 6)
    wanted = sum(part["m.lora_B.weight"] @ part["m.lora_A.weight"] for part in (one, two))
    assert torch.allclose(both["m.lora_B.weight"] @ both["m.lora_A.weight"], wanted, atol=1e-5)


def test_what_is_not_a_policy_is_refused(tmp_path):
    policy = new_policy()
    with pytest.raises(ModelError, match="zero everywhere"):
        save_lora(policy.backbone, policy.state(), tmp_path)
    with pytest.raises(ModelError, match="expected a policy"):
        read_lora(tmp_path / "none", policy.backbone)
    perturb(policy)
    save_lora(policy.backbone, policy.state(), tmp_path)
    file = tmp_path / FILE_NAME
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="half written"):
        read_lora(tmp_path, policy.backbone)
    file.write_bytes(whole)
    tensors = load_file(file)
    name = next(name for name in tensors if name.endswith("lora_A.weight"))
    save_file({**tensors, name: torch.zeros(4, 3)}, file)
    with pytest.raises(ModelError, match="another model"):
        read_lora(tmp_path, policy.backbone)
    save_file({f"unet.{name}": tensor for name, tensor in tensors.items()}, file)
    with pytest.raises(ModelError, match="expected LoRA weights of a transformer"):
        read_lora(tmp_path, policy.backbone)


def test_unknown_targets_are_one_line():
    with pytest.raises(ConfigError, match="targets"):
        new_policy(lora=LORA.model_copy(update={"targets": ("no_such_module",)}))


def test_compiled_blocks_say_the_same_and_keep_their_names():
    """Traced without a compiler: the adapter is found inside, and its scale is read at every pass."""
    plain, backbone = new_policy(), wrap(tiny_flux(0))
    compile_blocks(backbone.transformer, backend="eager")
    compiled = Policy(backbone, LORA, seed=0)
    answers = []
    for policy in (plain, compiled):
        perturb(policy)
        trained = velocity_of(policy.backbone).detach()
        with policy.reference(), torch.no_grad():
            answers.append((trained, velocity_of(policy.backbone)))
    (trained, reference), others = answers
    assert all(torch.allclose(one, other, atol=1e-5) for one, other in zip((trained, reference), others, strict=True))
    assert not torch.allclose(trained, reference, atol=1e-3)
    assert list(compiled.backbone.transformer.state_dict()) == list(plain.backbone.transformer.state_dict())
    assert compiled.state().keys() == plain.state().keys()
