"""`scisynth prompts write|read`."""

from pathlib import Path
from typing import Annotated

import typer

from scisynth.cli.shared import ConfigOption, JsonOption, LawsOption, SeedOption, SetOption, emit, guarded, table

app = typer.Typer(help="Implicit, explicit and superficial prompts of laws of nature.", no_args_is_help=True)


@app.command("write")
@guarded
def write(
    num: Annotated[int | None, typer.Option(help="How many prompt sets.")] = None,
    split: Annotated[str | None, typer.Option(help="train, val, test_S or test_C.")] = None,
    law: LawsOption = None,
    out: Annotated[Path | None, typer.Option("--out", help="JSON Lines file; stdout when left out.")] = None,
    seed: SeedOption = 0,
    config: ConfigOption = None,
    settings: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write prompt sets, one JSON object a line, each with the derivation of its truth."""
    import json

    from scisynth.core.store import write_atomic
    from scisynth.prompts.write import PromptsConfig, write_prompts

    given = {"num": num, "split": split, "laws": tuple(law) if law else None}
    chosen = (PromptsConfig.load(config) if config else PromptsConfig()).replace(given).override(settings or ())
    prompt_sets = write_prompts(chosen, seed)
    lines = [json.dumps(prompt_set.to_dict(), ensure_ascii=False) for prompt_set in prompt_sets]
    if out:
        write_atomic(out, "".join(line + "\n" for line in lines).encode())
    summary = {"num": len(prompt_sets), "seed": seed, "split": chosen.split, "out": str(out) if out else None}
    if as_json:
        emit({**summary, "prompts": [prompt_set.to_dict() for prompt_set in prompt_sets]}, as_json=True, text="")
    else:
        emit(summary, as_json=False, text=f"{len(prompt_sets)} prompt sets in {out}" if out else "\n".join(lines))


@app.command("read")
@guarded
def read(
    file: Annotated[Path, typer.Argument(help="JSON, JSON Lines, CSV, TSV, Parquet, or text with one prompt a line.")],
    law: LawsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the law and the subject of free prompts; says `unknown` rather than guess."""
    from scisynth.prompts.files import load_prompt_file
    from scisynth.prompts.read import read_prompts
    from scisynth.science.laws import choose_laws

    choose_laws(law or ())
    readings = read_prompts(load_prompt_file(file))
    rows = [{"prompt": r.prompt, "law": r.law, "subject": r.subject} for r in readings]
    text = table([("law", "subject", "prompt"), *((r.law, r.subject, r.prompt) for r in readings)])
    emit({"prompts": rows}, as_json=as_json, text=text)
