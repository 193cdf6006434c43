"""`scisynth prompts write|read`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scisynth.cli.options import LAWS, JsonOption, LawsOption, RunOptions, Setting
from scisynth.cli.shared import emit, guarded, table
from scisynth.cli.verb import Verb, configured

if TYPE_CHECKING:
    from scisynth.prompts.write import PromptsConfig

app = typer.Typer(help="Write and read implicit, explicit and superficial prompts.", no_args_is_help=True)


@app.command("write", cls=Verb)
@configured(
    "scisynth.prompts.write:PromptsConfig",
    Setting(option="--num", path="num"),
    Setting(option="--split", path="split"),
    LAWS,
)
def write(
    config: "PromptsConfig",
    run: RunOptions,
    out: Annotated[Path | None, typer.Option("--out", help="JSON Lines file. Default: stdout.")] = None,
) -> None:
    """Write prompt sets as JSON Lines, each with the derivation of its explicit prompt.

    Example:

    scisynth prompts write --num 100 --split test_S --out prompts.jsonl
    """
    import json

    from scisynth.core.store import write_atomic
    from scisynth.prompts.write import write_prompts

    prompt_sets = write_prompts(config, run.seed)
    lines = [json.dumps(prompt_set.to_dict(), ensure_ascii=False) for prompt_set in prompt_sets]
    if out:
        write_atomic(out, "".join(line + "\n" for line in lines).encode())
    summary = {"num": len(prompt_sets), "seed": run.seed, "split": config.split, "out": str(out) if out else None}
    if run.as_json:
        emit({**summary, "prompts": [prompt_set.to_dict() for prompt_set in prompt_sets]}, as_json=True, text="")
    else:
        emit(summary, as_json=False, text=f"{len(prompt_sets)} prompt sets in {out}" if out else "\n".join(lines))


@app.command("read")
@guarded
def read(
    file: Annotated[
        Path,
        typer.Argument(help="JSON, JSON Lines, CSV, TSV or Parquet file, or a text file with one prompt per line."),
    ],
    law: LawsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the law and the subject of free prompts, or `unknown`.

    Example:

    scisynth prompts read prompts.txt
    """
    from scisynth.prompts.files import load_prompt_file
    from scisynth.prompts.read import read_prompts
    from scisynth.science.laws import choose_laws

    choose_laws(law or ())
    readings = read_prompts(load_prompt_file(file))
    rows = [{"prompt": r.prompt, "law": r.law, "subject": r.subject} for r in readings]
    text = table([("law", "subject", "prompt"), *((r.law, r.subject, r.prompt) for r in readings)])
    emit({"prompts": rows}, as_json=as_json, text=text)
