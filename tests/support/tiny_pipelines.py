"""A tiny pipeline of random weights for each family, of the real classes, without a file."""

import torch
from diffusers import (
    AutoencoderKLFlux2,
    AutoencoderKLQwenImage,
    FlowMatchEulerDiscreteScheduler,
    Flux2KleinPipeline,
    Flux2Pipeline,
    Flux2Transformer2DModel,
    QwenImagePipeline,
    QwenImageTransformer2DModel,
    SD3Transformer2DModel,
    StableDiffusion3Pipeline,
    ZImagePipeline,
    ZImageTransformer2DModel,
)
from transformers import (
    CLIPTextModelWithProjection,
    Mistral3Config,
    Mistral3ForConditionalGeneration,
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2Tokenizer,
    Qwen3Config,
    Qwen3ForCausalLM,
    Qwen3Model,
)

from scisynth.backbones.tiny import SENTENCES, randomize, tiny_clip_tower, tiny_flux, tiny_t5, tiny_vae

CHAT = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n"
    "{% if message.content is string %}{{ message.content }}"
    "{% else %}{% for part in message.content %}{{ part.text }}{% endfor %}{% endif %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
ROPE = {"rope_type": "default", "rope_theta": 10000.0}


def tiny_sd3(*, t5: bool = True):
    width = 32
    towers = [tiny_clip_tower(width) for _ in range(2)]
    encoders = [randomize(CLIPTextModelWithProjection(tower.config)) for tower, _ in towers]
    text_encoder_3, tokenizer_3 = tiny_t5(2 * width) if t5 else (None, None)
    transformer = SD3Transformer2DModel(
        sample_size=8,
        patch_size=2,
        in_channels=4,
        out_channels=4,
        num_layers=2,
        attention_head_dim=8,
        num_attention_heads=4,
        joint_attention_dim=2 * width,
        caption_projection_dim=32,
        pooled_projection_dim=2 * width,
        pos_embed_max_size=16,
        dual_attention_layers=(0,),
        qk_norm="rms_norm",
    )
    return StableDiffusion3Pipeline(
        transformer=randomize(transformer),
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
        vae=randomize(tiny_vae()),
        text_encoder=encoders[0],
        tokenizer=towers[0][1],
        text_encoder_2=encoders[1],
        tokenizer_2=towers[1][1],
        text_encoder_3=text_encoder_3,
        tokenizer_3=tokenizer_3,
    )


def tiny_qwen_image():
    tokenizer = qwen_tokenizer()
    text = {**language_model(tokenizer), "rope_parameters": {"mrope_section": [1, 1, 2], **ROPE}}
    vision = {"depth": 1, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2, "out_hidden_size": 16}
    text_encoder = Qwen2_5_VLForConditionalGeneration(Qwen2_5_VLConfig(text_config=text, vision_config=vision))
    transformer = QwenImageTransformer2DModel(
        in_channels=16,
        out_channels=4,
        num_layers=2,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=16,
        axes_dims_rope=(4, 6, 6),
    )
    vae = AutoencoderKLQwenImage(
        base_dim=8,
        z_dim=4,
        dim_mult=[1, 1, 1],
        num_res_blocks=1,
        temperal_downsample=[False, True],
        latents_mean=[0.1, -0.2, 0.3, 0.0],
        latents_std=[0.5, 1.5, 1.0, 2.0],
    )
    return QwenImagePipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, max_shift=0.9, shift_terminal=0.02),
        vae=randomize(vae),
        text_encoder=randomize(text_encoder),
        tokenizer=tokenizer,
        transformer=randomize(transformer),
    )


def tiny_z_image():
    tokenizer = qwen_tokenizer(model_max_length=48)
    transformer = ZImageTransformer2DModel(
        in_channels=4,
        dim=32,
        n_layers=2,
        n_refiner_layers=1,
        n_heads=2,
        n_kv_heads=2,
        cap_feat_dim=16,
        axes_dims=[4, 6, 6],
        axes_lens=[256, 32, 32],
    )
    return ZImagePipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=6.0),
        vae=randomize(tiny_vae()),
        text_encoder=randomize(Qwen3Model(Qwen3Config(**language_model(tokenizer)))),
        tokenizer=tokenizer,
        transformer=randomize(transformer),
    )


def tiny_flux2():
    tokenizer = qwen_tokenizer(model_max_length=48)
    vision = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = Mistral3Config(
        text_config={"model_type": "mistral", **language_model(tokenizer, num_layers=31)},
        vision_config={"model_type": "pixtral", "head_dim": 8, "image_size": 16, "patch_size": 8, **vision},
    )
    text_encoder = randomize(Mistral3ForConditionalGeneration(config))
    pipeline = Flux2Pipeline(text_encoder=text_encoder, tokenizer=tokenizer, **flux2_parts(True))
    pipeline.system_message = "Draw."  # the real one alone is longer than these prompts may be
    return pipeline


def tiny_klein(*, is_distilled: bool = False):
    tokenizer = qwen_tokenizer(model_max_length=48)
    text_encoder = Qwen3ForCausalLM(Qwen3Config(**language_model(tokenizer, num_layers=28)))
    return Flux2KleinPipeline(
        text_encoder=randomize(text_encoder), tokenizer=tokenizer, is_distilled=is_distilled, **flux2_parts(False)
    )


def flux2_parts(guidance_embeds):
    transformer = Flux2Transformer2DModel(
        in_channels=16,
        num_layers=1,
        num_single_layers=2,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=48,
        timestep_guidance_channels=32,
        axes_dims_rope=(4, 4, 4, 4),
        guidance_embeds=guidance_embeds,
    )
    vae = randomize(
        AutoencoderKLFlux2(
            down_block_types=("DownEncoderBlock2D",) * 3,
            up_block_types=("UpDecoderBlock2D",) * 3,
            block_out_channels=(8, 8, 16),
            layers_per_block=1,
            latent_channels=4,
            norm_num_groups=4,
            sample_size=16,
            mid_block_add_attention=False,
        )
    )
    torch.nn.init.normal_(vae.bn.running_mean)
    torch.nn.init.uniform_(vae.bn.running_var, 0.5, 2)
    return {
        "scheduler": FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True),
        "vae": vae,
        "transformer": randomize(transformer),
    }


def qwen_tokenizer(**settings):
    """It knows the words of Qwen-Image's template, of which the pipeline drops a fixed number of tokens."""
    template = (
        "system\nDescribe the image by detailing the color, shape, size, texture, quantity, text, spatial relationships "
        "of the objects and background:user\nassistant\n"
    )
    tokenizer = Qwen2Tokenizer().train_new_from_iterator(
        iter((*SENTENCES, *[template] * 3)),
        vocab_size=600,
        show_progress=False,
        new_special_tokens=["<|im_start|>", "<|im_end|>"],
    )
    tokenizer.chat_template = CHAT
    for name, value in settings.items():
        setattr(tokenizer, name, value)
    return tokenizer


def language_model(tokenizer, *, num_layers=2):
    return {
        "vocab_size": len(tokenizer),
        "hidden_size": 16,
        "intermediate_size": 16,
        "num_hidden_layers": num_layers,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "head_dim": 8,
        "bos_token_id": None,
        "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
    }


BUILDERS = {
    "flux": tiny_flux,
    "flux-undistilled": lambda: tiny_flux(guidance_embeds=False),
    "sd3": tiny_sd3,
    "sd3-without-t5": lambda: tiny_sd3(t5=False),
    "qwen-image": tiny_qwen_image,
    "z-image": tiny_z_image,
    "flux2": tiny_flux2,
    "flux2-klein": tiny_klein,
    "flux2-klein-distilled": lambda: tiny_klein(is_distilled=True),
}


def build(name):
    """The same pipeline every time."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        pipeline = BUILDERS[name]()
    pipeline.set_progress_bar_config(disable=True)
    return pipeline
