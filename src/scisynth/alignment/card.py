"""The card next to a policy: how to load it, what it was made from, what it measured, and what that does not mean."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from scisynth.core.store import write_atomic

SHOWN = ("eval/reward", "eval/judge", "eval/diversity")


def write_card(folder: Path, manifest: Mapping[str, Any], log: Sequence[Mapping[str, Any]]) -> None:
    """Writes README.md, a model card that the hub reads."""
    config = manifest["config"]
    stage = str(manifest["command"])
    header = yaml.safe_dump(
        {"base_model": config["model"], "library_name": "diffusers", "tags": ["lora", "text-to-image", "scisynth"]},
        sort_keys=False,
    )
    is_lab = str(config["model"]).startswith("lab-")
    caution = (
        "Trained and measured in the lab, a drawn world: it stands in for no result on real models."
        if is_lab
        else "Scores are of the reward it was trained on unless they say otherwise."
    )
    rows = [row for row in log if SHOWN[0] in row]
    text = f"""---
{header}---
# Policy of `{stage}`

A LoRA for `{config["model"]}`, trained with scisynth {manifest["versions"].get("scisynth", "")} (seed {manifest["seed"]}). {caution}

```python
pipeline.load_lora_weights("{folder.name}")  # a diffusers pipeline of {config["model"]}
```

{_table(rows)}
Machine: {manifest["machine"]}. Config `{manifest["config_digest"]}`:

```yaml
{yaml.safe_dump(config, sort_keys=False)}```
"""
    write_atomic(folder / "README.md", text.encode())


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return "Not measured while training.\n"
    keys = [key for key in SHOWN if key in rows[0]]
    lines = [f"| step | {' | '.join(keys)} |", f"|{'---|' * (len(keys) + 1)}"]
    lines += [f"| {row['step']} | {' | '.join(f'{row[key]:.3f}' for key in keys)} |" for row in rows]
    return "On validation prompts, the same seeds at every step:\n\n" + "\n".join(lines) + "\n"
