"""A whole `FluxPipeline` of random weights: real classes, no file, a fraction of a second to build.

It draws noise, but it draws it the way FLUX.1 does, so it drives the tests of everything that samples, trains or saves.
All weights are random, also those that a new transformer starts at zero: what it says depends on every input.
"""

from typing import TYPE_CHECKING, Any

import torch

if TYPE_CHECKING:
    from diffusers import AutoencoderKL, FluxPipeline
    from transformers import CLIPTextModel, CLIPTokenizer, T5EncoderModel, T5Tokenizer

SENTENCES = (
    "a wooden ball floats in a glass of water",
    "an iron ball rests at the bottom of a glass of water",
    "an unripe banana, its peel is green, on a table",
    "a burning candle beside a jar without oxygen",
)


def tiny_flux(
    seed: int = 0,
    *,
    guidance_embeds: bool = True,
    text_length: int = 16,
    width: int = 32,
    latent_channels: int = 4,
) -> "FluxPipeline":
    """Images of multiples of 8 px (4 px to a latent cell, 2x2 cells to a token); prompts of `text_length` tokens."""
    from diffusers import FlowMatchEulerDiscreteScheduler, FluxPipeline, FluxTransformer2DModel

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        clip, clip_tokenizer = tiny_clip_tower(width)
        t5, t5_tokenizer = tiny_t5(width, text_length)
        transformer = FluxTransformer2DModel(
            in_channels=4 * latent_channels,
            num_layers=2,
            num_single_layers=2,
            attention_head_dim=16,
            num_attention_heads=width // 16,
            joint_attention_dim=width,
            pooled_projection_dim=width,
            guidance_embeds=guidance_embeds,
            axes_dims_rope=(4, 6, 6),
        )
        pipeline: Any = FluxPipeline(
            scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=True),
            vae=randomize(tiny_vae(latent_channels)),
            text_encoder=clip,
            tokenizer=clip_tokenizer,
            text_encoder_2=t5,
            tokenizer_2=t5_tokenizer,
            transformer=randomize(transformer),
        )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def tiny_clip_tower(width: int = 32) -> "tuple[CLIPTextModel, CLIPTokenizer]":
    """A CLIP text tower of 48 tokens, and a tokenizer of letters."""
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

    # Bytes without merges: a trained vocabulary comes in another order from call to call.
    letters = sorted(ByteLevel.alphabet())
    words = ["<|startoftext|>", "<|endoftext|>", *letters, *(f"{letter}</w>" for letter in letters)]
    tokenizer = CLIPTokenizer(vocab={word: number for number, word in enumerate(words)}, merges=[])
    tokenizer.model_max_length = 48
    config = CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=width,
        intermediate_size=2 * width,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=48,
        projection_dim=width,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return randomize(CLIPTextModel(config)), tokenizer


def tiny_t5(width: int = 32, text_length: int = 16) -> "tuple[T5EncoderModel, T5Tokenizer]":
    """A T5 encoder and a tokenizer of `text_length` tokens that knows the sentences."""
    from transformers import T5Config, T5EncoderModel, T5Tokenizer

    words = sorted({word for sentence in SENTENCES for word in sentence.replace(",", " ,").split()})
    pieces = ["<pad>", "</s>", "<unk>", *(f"\u2581{word}" for word in words), "\u2581", *"abcdefghijklmnopqrstuvwxyz"]
    tokenizer: Any = T5Tokenizer(vocab=[(piece, -float(number)) for number, piece in enumerate(pieces)], extra_ids=0)
    tokenizer.model_max_length = text_length
    config = T5Config(
        vocab_size=len(tokenizer),
        d_model=width,
        d_kv=16,
        d_ff=2 * width,
        num_layers=1,
        num_heads=2,
        feed_forward_proj="gated-gelu",
        use_cache=False,
    )
    return randomize(T5EncoderModel(config)), tokenizer


def tiny_vae(latent_channels: int = 4) -> "AutoencoderKL":
    """An autoencoder of 4 px to a cell."""
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * 3,
        up_block_types=("UpDecoderBlock2D",) * 3,
        block_out_channels=(8, 8, 16),
        layers_per_block=1,
        latent_channels=latent_channels,
        norm_num_groups=4,
        sample_size=16,
        scaling_factor=0.7,
        shift_factor=0.1,
        use_quant_conv=False,
        use_post_quant_conv=False,
        mid_block_add_attention=False,
    )


def randomize(model: Any) -> Any:
    """Fills every matrix and bias with small noise, from the global generator; evaluation mode."""
    for parameter in model.parameters():
        if parameter.dim() > 1:
            fan_in = parameter[0].numel()
            torch.nn.init.normal_(parameter, std=fan_in**-0.5)
        else:
            parameter.data += 0.02 * torch.randn_like(parameter)
    return model.eval()
