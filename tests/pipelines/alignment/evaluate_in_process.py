"""Evaluations of one tiny policy, for `accelerate launch` to start in several processes."""

import json
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[2]))
from support.alignment_parts import held_out_evaluation, new_policy

from scisynth.training.processes import leave_processes, new_accelerator

if __name__ == "__main__":
    torch.set_num_threads(1)
    out = Path(sys.argv[1])
    accelerator = new_accelerator()
    evaluation, drawn = held_out_evaluation(new_policy().backbone, out, accelerator)
    rows = [evaluation(0), evaluation(1)]
    (out / f"process-{accelerator.process_index}.json").write_text(json.dumps({"rows": rows, "drawn": drawn}))
    leave_processes()
