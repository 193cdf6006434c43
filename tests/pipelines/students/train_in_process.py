"""One training on tiny random weights, for `accelerate launch` to start in several processes: METHOD SETTINGS DATA OUT.

Each process samples with a random state of its own, so the answers of GRPO are drawn here from the prompt and the place in its group.
"""

import json
import sys
from pathlib import Path
from random import Random

from trl import GRPOTrainer

from scisynth.pipelines.students.config import StudentGrpoConfig, StudentSftConfig
from scisynth.pipelines.students.train import run_student_grpo, run_student_sft
from scisynth.students import train
from scisynth.training.processes import leave_processes


def answers(self, prompt_ids, images, multimodal_fields, num_generations, has_tool_images=False):
    first = self.accelerator.process_index * len(prompt_ids)
    drawn = []
    for place, prompt in enumerate(prompt_ids):
        random = Random(f"{prompt} {(first + place) % num_generations}")
        drawn.append([random.randrange(5, 200) for _ in range(random.randrange(2, 7))])
    return drawn, None


def reward(prompts, completions, completion_ids, **columns):
    return [float(len(ids)) for ids in completion_ids]


if __name__ == "__main__":
    method, settings, data, out = sys.argv[1:]
    GRPOTrainer._generate_single_turn = answers
    train.trl_reward = reward
    run, kind = {"sft": (run_student_sft, StudentSftConfig), "grpo": (run_student_grpo, StudentGrpoConfig)}[method]
    run(kind.parse({method: json.loads(settings)}), Path(data), Path(out), seed=3)
    leave_processes()
