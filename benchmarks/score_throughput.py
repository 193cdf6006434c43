"""Scoring throughput: scisynth's batched `score` against the published loop, both in this run, on one machine.

The published loop (Science-T2I, eval_vlm.py) takes one tuple at a time: two images through the processor, one prompt
padded to 77 tokens, everything in float32. The model is a ViT-B/32-sized CLIP with random weights, the data 64 pairs of
512 px PNG files drawn by the lab. Prints one JSON object: pairs per second of both sides, their ratio, and Kendall's
tau between the scores.

    python benchmarks/score_throughput.py [--pairs 64] [--repeats 3]
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import torch
from PIL import Image
from scipy.stats import kendalltau
from transformers import CLIPConfig, CLIPImageProcessorPil, CLIPModel

from scisynth.core.store import describe_machine, tracked_versions
from scisynth.lab.models.clip import train_tokenizer
from scisynth.lab.render import LabGenerator
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.rewards.checkpoint import projected
from scisynth.rewards.sciscore import SciScore


def make_model(folder: Path, prompt_sets: list) -> None:
    """A CLIP of the size of ViT-B/32 with random weights and the lab's tokenizer."""
    torch.manual_seed(0)
    tokenizer = train_tokenizer(prompt_sets, 4096)
    config = CLIPConfig()
    for key in ("bos_token_id", "eos_token_id", "pad_token_id"):
        setattr(config.text_config, key, getattr(tokenizer, key))
    CLIPModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    CLIPImageProcessorPil().save_pretrained(folder)


def make_pairs(folder: Path, prompt_sets: list) -> list[tuple[str, Path, Path]]:
    """(implicit prompt, true image, wrong image) as PNG files of 512 px."""
    generator, pairs = LabGenerator(), []
    for prompt_set in prompt_sets:
        paths = []
        for tier in ("explicit", "superficial"):
            path = folder / f"{prompt_set.id}-{tier}.png"
            generator.generate(prompt_set, tier, seed=0, size_px=512).save(path)
            paths.append(path)
        pairs.append((prompt_set.implicit_prompt, *paths))
    return pairs


def published_loop(model: CLIPModel, tokenizer: object, processor: object, pairs: list) -> list[float]:
    """One tuple at a time, padded to 77, float32."""
    scores = []
    with torch.no_grad():
        for prompt, explicit, superficial in pairs:
            pictures = [Image.open(explicit).convert("RGB"), Image.open(superficial).convert("RGB")]
            images = processor(images=pictures, return_tensors="pt")
            texts = tokenizer(prompt, padding="max_length", truncation=True, max_length=77, return_tensors="pt")
            image = projected(model.get_image_features(pixel_values=images["pixel_values"]))
            text = projected(
                model.get_text_features(input_ids=texts["input_ids"], attention_mask=texts["attention_mask"])
            )
            image = image / image.norm(dim=-1, keepdim=True)
            text = text / text.norm(dim=-1, keepdim=True)
            scores += (model.logit_scale.exp() * (text @ image.T))[0].tolist()
    return scores


def timed(run: Callable[[], list[float]]) -> tuple[float, list[float]]:
    """Seconds and scores of one pass."""
    started = time.perf_counter()
    scores = run()
    return time.perf_counter() - started, scores


def main() -> None:
    """Measures both sides in turn, so that a drifting machine slows both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=64)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prompt_sets = write_prompts(PromptsConfig(num=arguments.pairs, split="test_S"), seed=0)
        make_model(folder / "clip", prompt_sets)
        pairs = make_pairs(folder, prompt_sets)
        scorer = SciScore.from_pretrained(folder / "clip")
        reference = CLIPModel.from_pretrained(folder / "clip", dtype=torch.float32).eval()
        processor = CLIPImageProcessorPil.from_pretrained(folder / "clip")
        prompts = [prompt for prompt, _, _ in pairs for _ in range(2)]
        images = [image for _, *both in pairs for image in both]
        sides: dict[str, Callable[[], list[float]]] = {
            "published": lambda: published_loop(reference, scorer.tokenizer, processor, pairs),
            "scisynth": lambda: scorer.score(prompts, images).tolist(),
        }
        seconds: dict[str, list[float]] = {side: [] for side in sides}
        scores: dict[str, list[float]] = {}
        for repeat in range(arguments.repeats + 1):
            for side, run in sides.items():
                took, scores[side] = timed(run)
                if repeat:  # the first pass warms up
                    seconds[side].append(took)
    rate = {side: arguments.pairs / statistics.median(values) for side, values in seconds.items()}
    tau = kendalltau(scores["published"], scores["scisynth"]).statistic
    result = {
        "pairs_per_second": {side: round(value, 2) for side, value in rate.items()},
        "ratio": round(rate["scisynth"] / rate["published"], 2),
        "kendall_tau": round(float(tau), 4),
        "dtype": str(scorer.dtype),
        "machine": describe_machine(),
        "versions": tracked_versions(),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
