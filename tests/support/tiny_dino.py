"""A GroundingDINO folder with random weights: the real class on a tiny Swin and a tiny BERT."""

from pathlib import Path

import torch
from transformers import (
    BertConfig,
    BertTokenizerFast,
    GroundingDinoConfig,
    GroundingDinoForObjectDetection,
    GroundingDinoImageProcessorPil,
    SwinConfig,
)

WORDS = ["a", "an", "iron", "block", "balloon", "candle", "glass", "of", "water"]
MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
SIDE_PX = 96


def save_tiny_dino(folder: Path) -> Path:
    torch.manual_seed(0)
    # The model knows its special tokens by BERT's numbers ([CLS] 101, [SEP] 102, "." 1012, "?" 1029), so they stand there.
    size = 1032
    vocabulary = [f"[unused{number}]" for number in range(size)]
    vocabulary[0], vocabulary[100:104] = "[PAD]", ["[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary[1012], vocabulary[1029] = ".", "?"
    vocabulary[200 : 200 + len(WORDS)] = WORDS
    (folder / "words.txt").write_text("\n".join(vocabulary) + "\n")
    BertTokenizerFast(str(folder / "words.txt"), model_max_length=64).save_pretrained(folder)
    (folder / "words.txt").unlink()
    GroundingDinoImageProcessorPil(
        size={"shortest_edge": SIDE_PX, "longest_edge": SIDE_PX + 32}, image_mean=MEAN, image_std=STD
    ).save_pretrained(folder)
    config = GroundingDinoConfig(
        backbone_config=SwinConfig(
            image_size=SIDE_PX,
            embed_dim=8,
            depths=[1, 1, 1, 1],
            num_heads=[1, 1, 1, 1],
            window_size=2,
            out_features=["stage2", "stage3", "stage4"],
        ),
        text_config=BertConfig(
            vocab_size=size, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
        ),
        d_model=32,
        num_queries=12,
        encoder_layers=1,
        decoder_layers=2,  # the library cannot tie the boxes of a single one
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        max_text_len=64,
        disable_custom_kernels=True,
    )
    model = GroundingDinoForObjectDetection(config)
    # New heads all answer their anchor; chance makes the boxes depend on the image.
    for head in model.bbox_embed:
        torch.nn.init.normal_(head.layers[-1].weight, std=0.3)
    model.save_pretrained(folder)
    return folder
