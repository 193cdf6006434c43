"""The lab's study: what images are worth to a student that sees well and is naive in science (`lab-vlm`).

    unfiltered    images of lab-flux, which draws illusions, taken for what they were asked for
    sciscore      of four such images the one that SciScore likes best
    lab-judge     of four such images the one that lab-judge, which is in no training, grades best
    aligned       images of an aligned lab-flux, unfiltered
    exact         the renderer's, by SFT with three smaller numbers of items, too, for a curve
    blind         the exact ones, grey

All arms are trained by SFT; unfiltered and exact by GRPO after it, too. They have the same prompts, questions and numbers of items, and
differ in images alone: the paper's comparison (arXiv 2601.17027, Table 4) where truth is known. Tests are the renderer's images of
held-out subjects. `benchmarks/student_lab.py` draws the items and runs the study.
"""

from scisynth.pipelines.students.evaluation.config import EvalConfig
from scisynth.pipelines.students.study.config import Arm, StudyConfig
from scisynth.students.settings import GrpoTraining, SftTraining, StudentTraining

ROOT = "out/student_lab"
DRAWN = ("unfiltered", "sciscore", "lab-judge", "aligned")
"""Arms whose images a generator draws."""
EXACT, BLIND, TEST = "exact", "blind", "test"
NUM_ITEMS = 800
CURVE = (100, 200, 400)
"""More numbers of items of the exact arm."""
TOKENS = 64
"""Of a reply: what is seen, in the words of its lessons, and the answer in a box."""


def lab_study(root: str = ROOT) -> StudyConfig:
    """Six arms, three seeds: about two hours on two cores.

    Args:
        root: folder whose `items` hold a folder of items for each arm and the test.
    """
    arms = {
        name: Arm(data=f"{root}/items/{name}", filter="none", methods=() if name == "unfiltered" else ("sft",))
        for name in DRAWN
    }
    exact = {EXACT: Arm(curve=CURVE), BLIND: Arm(blind=True, methods=("sft",))}
    return StudyConfig(
        model="lab-vlm",
        data=f"{root}/items/{EXACT}",
        arms=arms | exact,
        sizes=(NUM_ITEMS,),
        methods=("sft", "sft+grpo"),
        sft=SftTraining.parse({**_shared(200), "batch_size": 16, "learning_rate": 1e-3, "warmup_steps": 8}),
        grpo=GrpoTraining.parse(
            {
                **_shared(20),
                "learning_rate": 2e-4,
                "warmup_steps": 3,
                "num_generations": 8,
                "max_completion_length": TOKENS,
            }
        ),
        tests=(EvalConfig(data=f"{root}/items/{TEST}", samples=1, temperature=0.0, max_tokens=TOKENS, batch_size=32),),
    )


def _shared(steps: int) -> dict[str, object]:
    """What SFT and GRPO share: all in memory at once, and the last step gives the adapter."""
    small = {"batch_size": 32, "gradient_accumulation_steps": 1, "gradient_checkpointing": False}
    once = {"max_steps": steps, "save_every": steps, "eval_every": 0, "log_every": 5, "num_samples": 0}
    assert {*small, *once} <= set(StudentTraining.model_fields)
    return {**small, **once}
