"""Tiny random weights of the real Qwen3-VL class. Its own processor needs torchvision for videos; the one here is for images alone.

The image processor is Qwen's own, so grids, patches and `mm_token_type_ids` are those of the real model.
"""

from pathlib import Path

import torch
from transformers import AutoProcessor, ProcessorMixin, Qwen3VLConfig, Qwen3VLForConditionalGeneration
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

from support.tiny_vlm import train_tokenizer

SPECIAL = ["<unk>", "<|im_start|>", "<|im_end|>", "<|pad|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>"]
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{% if message['content'] is string %}{{ message['content'] }}"
    "{% else %}{% for part in message['content'] %}{% if part['type'] == 'image' %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% else %}{{ part['text'] }}{% endif %}{% endfor %}{% endif %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
PATCH_PX, MERGE = 8, 2


class TinyQwenProcessor(ProcessorMixin):
    """Images and text of Qwen3-VL; an image is as many placeholders as it has merged patches."""

    return_mm_token_type_ids = True

    def __init__(self, image_processor=None, tokenizer=None, chat_template=None, **kwargs):
        self.image_token = "<|image_pad|>"
        self.image_token_id = tokenizer.convert_tokens_to_ids(self.image_token)
        super().__init__(image_processor, tokenizer, chat_template=chat_template)

    def replace_image_token(self, image_inputs, image_idx, **kwargs):
        return self.image_token * int(image_inputs["image_grid_thw"][image_idx].prod() // MERGE**2)


def register() -> None:
    """So that `AutoProcessor` finds the class by its name, as it finds those of the library."""
    AutoProcessor.register(Qwen3VLConfig, TinyQwenProcessor, exist_ok=True)


def tiny_qwen(folder: Path) -> Path:
    """Writes model and processor; the same weights each time."""
    register()
    tokenizer = train_tokenizer(SPECIAL, eos="<|im_end|>", pad="<|pad|>", image="<|image_pad|>")
    torch.manual_seed(0)
    ids = {name: tokenizer.convert_tokens_to_ids(f"<|{name}|>") for name in ("image_pad", "vision_start", "vision_end")}
    config = Qwen3VLConfig(
        text_config={
            "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 2,
            "head_dim": 16, "vocab_size": len(tokenizer), "max_position_embeddings": 2048, "pad_token_id": tokenizer.pad_token_id,
            "eos_token_id": tokenizer.eos_token_id, "rope_scaling": {"rope_type": "default", "mrope_section": [4, 2, 2]},
        },
        vision_config={
            "hidden_size": 32, "intermediate_size": 64, "depth": 2, "num_heads": 2, "out_hidden_size": 32, "patch_size": PATCH_PX,
            "spatial_merge_size": MERGE, "temporal_patch_size": 2, "num_position_embeddings": 64, "deepstack_visual_indexes": [0],
        },
        image_token_id=ids["image_pad"], vision_start_token_id=ids["vision_start"], vision_end_token_id=ids["vision_end"],
        video_token_id=0, tie_word_embeddings=True,
    )  # fmt: skip
    Qwen3VLForConditionalGeneration(config).save_pretrained(folder)
    images = Qwen2VLImageProcessorPil(
        patch_size=PATCH_PX, merge_size=MERGE, temporal_patch_size=2, min_pixels=16 * 16, max_pixels=64 * 64
    )
    TinyQwenProcessor(image_processor=images, tokenizer=tokenizer, chat_template=TEMPLATE).save_pretrained(folder)
    return folder
