"""Writes the annotated settings of every real recipe: `python examples/write.py`.

Values come from the recipe functions and comments from the docstrings of the fields. `tests/test_examples.py` compares the values
with the code; run this again when a recipe or a docstring changes.
"""

import sys
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent / "docs"))
import site_hooks  # noqa: E402  (the reader of docstrings that the site uses)

WIDTH = 100
RUNS = {
    "flux_sft_80gb": "scisynth align sft --config examples/flux_sft_80gb.yaml --data DATA --out out/sft",
    "flux_sft_24gb": "scisynth align sft --config examples/flux_sft_24gb.yaml --data DATA --out out/sft",
    "flux_sft_paper": "scisynth align sft --config examples/flux_sft_paper.yaml --data DATA --out out/sft-paper",
    "flux_oft_80gb": "scisynth align oft --config examples/flux_oft_80gb.yaml --sft out/sft --data DATA --out out/oft",
    "flux_oft_24gb": "scisynth align oft --config examples/flux_oft_24gb.yaml --sft out/sft --data DATA --out out/oft",
    "flux_oft_paper": "scisynth align oft --config examples/flux_oft_paper.yaml --sft out/sft-paper --data DATA --out out/oft-paper",
    "lab_flux_sft": "scisynth align sft --config examples/lab_flux_sft.yaml --out out/lab-sft",
    "lab_flux_oft": "scisynth align oft --config examples/lab_flux_oft.yaml --sft out/lab-sft --out out/lab-oft",
    "reward_clip_h": "scisynth reward train --config examples/reward_clip_h.yaml --data DATA --out out/reward",
    "reward_lab": "scisynth reward train --config examples/reward_lab.yaml --out out/reward-lab",
    "bench_reality_score": "scisynth bench science-t2i --config examples/bench_reality_score.yaml --max-usd 20 --out out/reality",
    "bench_sciscore": "scisynth bench science-t2i --config examples/bench_sciscore.yaml --out out/sciscore",
    "bench_scigenbench": "scisynth bench scigenbench --config examples/bench_scigenbench.yaml --max-usd 50 --out out/scigen",
    "bench_scigenbench_paper": "scisynth bench scigenbench --config examples/bench_scigenbench_paper.yaml --max-usd 50 --out out/scigen-paper",
    "imgcoder": "scisynth imgcoder draw --config examples/imgcoder.yaml --max-usd 5 --out out/drawn",
    "families": "scisynth imgcoder families --config examples/families.yaml --out out/families",
    "student_eval_geo3k": "scisynth student eval --config examples/student_eval_geo3k.yaml --out out/eval-geo3k",
    "student_lab": "scisynth student study --config examples/student_lab.yaml --out out/student_lab/study",
    "student_eval_mathvision": "scisynth student eval --config examples/student_eval_mathvision.yaml --out out/eval-mathvision",
}
"""How each file is used; DATA is a tuple data set."""
TITLES = {
    "flux_sft_80gb": "Stage 1 on FLUX.1-dev, one 80 GB card.",
    "flux_sft_24gb": "Stage 1 on FLUX.1-dev, one 24 GB card: the frozen base in 4 bits.",
    "flux_sft_paper": "Stage 1 with the published settings of Science-T2I, odd values included.",
    "flux_oft_80gb": "Stage 2 (OFT, online fine-tuning) on FLUX.1-dev, one 80 GB card.",
    "flux_oft_24gb": "Stage 2 on FLUX.1-dev, one 24 GB card: the frozen base in 4 bits.",
    "flux_oft_paper": "Stage 2 with the published settings and the published arithmetic.",
    "lab_flux_sft": "Stage 1 on lab-flux: minutes on two CPU cores.",
    "lab_flux_oft": "Stage 2 on lab-flux: minutes on two CPU cores.",
    "reward_clip_h": "SciScore from CLIP ViT-H-14 with the paper's settings.",
    "reward_lab": "SciScore from lab-clip: minutes on two CPU cores.",
    "bench_reality_score": "Science-T2I, version 2: FLUX.1-dev by a vision-language model, two images a prompt.",
    "bench_sciscore": "Science-T2I, version 1: FLUX.1-dev by SciScore, all three tiers, for ND and RI.",
    "bench_scigenbench": "SciGenBench: ImgCoder, with judge, blind quizzes and judge validation.",
    "bench_scigenbench_paper": "SciGenBench asked as the published scripts do.",
    "imgcoder": "ImgCoder on a file of problems.",
    "families": "A thousand exact figures, forty of each image type.",
    "student_eval_geo3k": "Qwen3-VL-8B on Geometry3K with open answers, one answer a question.",
    "student_lab": "The lab's study on items that `benchmarks/student_lab.py --items-only` draws: about two hours on two CPU cores.",
    "student_eval_mathvision": "Qwen3-VL-8B on MathVision-mini, avg@4 as in the paper, with controls.",
}


def recipes() -> dict[str, BaseModel]:
    """Every example by name."""
    from scisynth.pipelines.alignment.config import oft_recipe, sft_recipe
    from scisynth.pipelines.reward.config import RewardRunConfig, reward_recipe
    from scisynth.pipelines.science_t2i.run import BenchConfig
    from scisynth.pipelines.scigenbench.config import FamiliesConfig, FigureBenchConfig, ImgCoderConfig
    from scisynth.pipelines.students.evaluation.config import EvalConfig
    from scisynth.pipelines.students.study.lab import lab_study

    flux = "black-forest-labs/FLUX.1-dev"
    stages: dict[str, BaseModel] = {}
    for name, arguments in {"80gb": ("80gb", "fixed"), "24gb": ("24gb", "fixed"), "paper": ("80gb", "paper")}.items():
        stages[f"flux_sft_{name}"] = sft_recipe(flux, *arguments)
        stages[f"flux_oft_{name}"] = oft_recipe(flux, *arguments)
    clip_h = "laion/CLIP-ViT-H-14-laion2B-s32B-b79K"
    published = {"data": "Jialuo21/Science-T2I-S", "pictures": {"model": flux, "images_per_prompt": 2, "size_px": 512}}
    student = "Qwen/Qwen3-VL-8B-Instruct"
    drawing = {"data": "scigen.json", "generator": "imgcoder:gpt-5", "judge": "api:gpt-5"}
    return stages | {
        "lab_flux_sft": sft_recipe("lab-flux"),
        "lab_flux_oft": oft_recipe("lab-flux"),
        "reward_clip_h": RewardRunConfig(reward=reward_recipe(clip_h)),
        "reward_lab": RewardRunConfig(reward=reward_recipe("lab-clip")),
        "bench_reality_score": BenchConfig.parse({**published, "judges": ["api:gpt-4o"], "canary": 16, "blind": 16}),
        "bench_sciscore": BenchConfig.parse(
            {
                **published,
                "judges": ["sciscore:Jialuo21/SciScore"],
                "tiers": ["implicit", "explicit", "superficial"],
            }
        ),
        "bench_scigenbench": FigureBenchConfig.parse({**drawing, "exam": 2}),
        "student_eval_geo3k": EvalConfig(protocol="geo3k-open", model=student, samples=1),
        "student_lab": lab_study(),
        "student_eval_mathvision": EvalConfig(protocol="mathvision-mini", model=student),
        "bench_scigenbench_paper": FigureBenchConfig.parse({**drawing, "paper_compat": True}),
        "imgcoder": ImgCoderConfig.parse({"data": "problems.json", "model": "gpt-5"}),
        "families": FamiliesConfig.parse({"num": 40}),
    }


def annotated(name: str, config: BaseModel) -> str:
    """A file's text: what it is, how it is used, and each field under its docstring."""
    head = [
        f"# {TITLES[name]}",
        "#",
        f"#     {RUNS[name]}",
        "#",
        "# Written by examples/write.py; --set KEY=VALUE changes a value.",
        "",
    ]
    return "\n".join([*head, *_lines(config, _classes(), "")]) + "\n"


@cache
def _classes() -> dict[str, site_hooks.Settings]:
    """Read once: it parses the whole package."""
    return site_hooks.settings_classes()


def _lines(config: BaseModel, classes: dict[str, site_hooks.Settings], indent: str) -> Iterator[str]:
    known = classes.get(type(config).__name__)
    docs = {name: doc for name, _, _, doc in site_hooks.all_fields(known, classes)} if known else {}
    for field in type(config).model_fields:
        value = getattr(config, field)
        if field.endswith("_digest"):
            continue
        for line in textwrap.wrap(" ".join(docs.get(field, "").split()), WIDTH - len(indent)):
            yield f"{indent}# {line}"
        if isinstance(value, BaseModel):
            yield f"{indent}{field}:"
            yield from _lines(value, classes, indent + "  ")
        else:
            yield f"{indent}{field}: {_value(config, field)}"


def _value(config: BaseModel, field: str) -> str:
    """On one line, as YAML."""
    plain: Any = to_jsonable_python(getattr(config, field))
    text = yaml.safe_dump(plain, default_flow_style=True, width=10_000, sort_keys=False)
    return text.removesuffix("\n").removesuffix("...").strip()


def main() -> None:
    """Writes the files beside this one."""
    for name, config in recipes().items():
        (FOLDER / f"{name}.yaml").write_text(annotated(name, config), encoding="utf-8")


if __name__ == "__main__":
    main()
