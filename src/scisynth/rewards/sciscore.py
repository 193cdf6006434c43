"""SciScore: is this picture scientifically true? A CLIP whose scores follow the implicit prompt's consequence.

    score(prompt, image) = logit_scale * cos(text features, image features)

What the numbers mean:

* *raw logit* (`score`): about 15 to 40 for published CLIP-H models. Comparable between pictures of ONE prompt by one
  model. Not comparable across models, nor across prompts (some texts lie nearer to every picture).
* *cosine* (`score / scorer.logit_scale`): the same order on a scale of -1 to 1.
* *pair probability* (`compare`): softmax over the pictures given; the probability that the model prefers each. Only
  calibrated as far as the reported calibration error says.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import torch
from torch import Tensor

from scisynth.core.errors import DataError
from scisynth.core.precision import choose_dtype
from scisynth.core.progress import progress_bar
from scisynth.core.records import ImageSource
from scisynth.rewards.checkpoint import ClipCheckpoint, load_clip, projected
from scisynth.rewards.loss import unit

TEXT_BATCH = 256
MAX_TOKENS = 77


class SciScore:
    """A reward over a CLIP checkpoint: batched, decoded in threads, texts encoded once."""

    def __init__(
        self,
        checkpoint: ClipCheckpoint,
        *,
        name: str = "sciscore",
        device: str | torch.device = "cpu",
        dtype: torch.dtype = torch.float32,
        batch_size: int | None = None,
        num_threads: int = 4,
    ) -> None:
        self.name = name
        self.device = torch.device(device)
        self.dtype = dtype
        # On a processor the activations of 32 pictures still fit its cache; larger batches are slower.
        self.batch_size = batch_size or (32 if self.device.type == "cpu" else 64)
        self.model = checkpoint.model.eval()
        self.model.to(device=self.device)
        self.tokenizer = checkpoint.tokenizer
        self.preprocess = checkpoint.preprocess
        self.logit_scale = float(self.model.logit_scale.detach().exp())
        self._num_threads = num_threads

    @classmethod
    def from_pretrained(
        cls,
        name: str | Path,
        *,
        device: str | None = None,
        dtype: torch.dtype | str = "auto",
        revision: str | None = None,
        batch_size: int | None = None,
        num_threads: int = 4,
    ) -> "SciScore":
        """Loads `lab-sciscore`, a CLIP folder, a `reward train` run, or a hub id such as `Jialuo21/SciScore`.

        Args:
            name: where the checkpoint is; safetensors only.
            device: `cpu`, `cuda`, `mps`; the best present when left out.
            dtype: of the matrix products; `auto` takes bfloat16 where the hardware has it and the model is large.
            revision: commit of a hub repository.
            batch_size: pictures a forward pass; chosen for the device when left out.
            num_threads: threads that decode and resize pictures.
        """
        checkpoint = load_clip(name, revision=revision)
        device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        chosen = choose_dtype(checkpoint.model, torch.device(device)) if dtype == "auto" else dtype
        assert isinstance(chosen, torch.dtype)
        return cls(
            checkpoint, name=str(name), device=device, dtype=chosen, batch_size=batch_size, num_threads=num_threads
        )

    def score(self, prompts: Sequence[str], images: Sequence[ImageSource]) -> Tensor:
        """N prompts and N pictures (PIL, path or bytes) to float32 [N] on the CPU: logit_scale * cos.

        Raises:
            DataError: lengths differ, or a prompt is empty.
            ImageError: a picture cannot be opened; the message names it.
        """
        if isinstance(prompts, str) or len(prompts) != len(images):
            given = 1 if isinstance(prompts, str) else len(prompts)
            raise DataError(f"expected as many prompts as pictures, got {given} prompts and {len(images)} pictures")
        if not prompts:
            return torch.zeros(0)
        text_of = {prompt: row for row, prompt in enumerate(dict.fromkeys(prompts))}
        image_of: dict[object, int] = {}
        for image in images:
            image_of.setdefault(_key(image), len(image_of))
        unique = {image_of[_key(image)]: image for image in images}
        text_TD = self.encode_texts(list(text_of))
        image_ID = self.encode_images([unique[row] for row in range(len(unique))])
        texts = text_TD[[text_of[prompt] for prompt in prompts]]
        pictures = image_ID[[image_of[_key(image)] for image in images]]
        return self.logit_scale * (texts * pictures).sum(dim=-1)

    def compare(self, prompt: str, images: Sequence[ImageSource]) -> Tensor:
        """One prompt and N pictures to float32 [N]: softmax over the pictures."""
        if not images:
            raise DataError("expected at least one picture to compare, got none")
        return self.score([prompt] * len(images), images).softmax(dim=0)

    @torch.inference_mode()
    def encode_texts(self, prompts: Sequence[str]) -> Tensor:
        """Unit-norm float32 [N, D] on the CPU; texts are padded to the longest of their batch."""
        if any(not isinstance(prompt, str) or not prompt.strip() for prompt in prompts):
            raise DataError("expected a prompt, got an empty one; write what the picture should show")
        # Batches of similar length waste no padding.
        order = sorted(range(len(prompts)), key=lambda row: len(prompts[row]))
        features = torch.empty(len(prompts), self.model.config.projection_dim)
        for start in range(0, len(order), TEXT_BATCH):
            rows = order[start : start + TEXT_BATCH]
            tokens = self.tokenizer(
                [prompts[row] for row in rows],
                padding="longest",
                truncation=True,
                max_length=min(MAX_TOKENS, self.model.config.text_config.max_position_embeddings),
                return_tensors="pt",
            ).to(self.device)
            output = self.model.get_text_features(
                input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"]
            )
            features[rows] = unit(projected(output)).cpu()
        return features

    @torch.inference_mode()
    def encode_images(self, images: Sequence[ImageSource]) -> Tensor:
        """Unit-norm float32 [N, D] on the CPU; the next batch is decoded while this one is computed."""
        features = []
        with progress_bar("pictures", total=len(images)) as advance:
            for pixels_BCHW in self._decoded_batches(images):
                inputs = self.preprocess.normalize(pixels_BCHW.to(self.device))
                with self._precision():
                    output = self.model.get_image_features(pixel_values=inputs)
                features.append(unit(projected(output)).cpu())
                advance(len(pixels_BCHW))
        return torch.cat(features) if features else torch.zeros(0, self.model.config.projection_dim)

    def _decoded_batches(self, images: Sequence[ImageSource]) -> Iterator[Tensor]:
        starts = range(0, len(images), self.batch_size)
        with ThreadPoolExecutor(self._num_threads, thread_name_prefix="decode") as pool:

            def submit(start: int) -> list:
                return [pool.submit(self.preprocess.to_pixels, s) for s in images[start : start + self.batch_size]]

            waiting = submit(0) if images else []
            for start in starts:
                current, waiting = waiting, []
                if start + self.batch_size < len(images):
                    waiting = submit(start + self.batch_size)
                yield torch.stack([future.result() for future in current])

    def _precision(self) -> torch.autocast:
        """The image tower's products in `dtype`; norms, softmax and the final cosine stay in float32.

        So does the text tower: its rounding would move every picture of a prompt, and equal prompts are encoded once.
        """
        return torch.autocast(self.device.type, dtype=self.dtype, enabled=self.dtype != torch.float32)


def _key(image: ImageSource) -> object:
    """What makes two sources the same picture: equal paths or bytes, or the same PIL object."""
    return image if isinstance(image, str | Path | bytes) else id(image)
