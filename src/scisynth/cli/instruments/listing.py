"""`scisynth instruments list`."""

from typing import Annotated

import typer

from scisynth.cli.options import JsonOption
from scisynth.cli.shared import emit, guarded


@guarded
def list_(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="One instrument, with its claims and violations.")] = "",
    as_json: JsonOption = False,
) -> None:
    """List the instruments; of one, what can be claimed of its images and how its twins are wrong.

    Examples:

    scisynth instruments list
    scisynth instruments list hrtem
    """
    from scisynth.pipelines.instruments.listing import list_instruments

    found = list_instruments(name)
    width = max(len(item.name) for item in found)
    lines = [f"{item.name.ljust(width)}  {item.world}: {item.takes}" for item in found]
    if name:
        item = found[0]
        lines += ["", "claims:"]
        for claim in item.claims:
            given = f"  (under {', '.join(claim.given)})" if claim.given else ""
            value = claim.example if isinstance(claim.example, str) else f"{claim.example:.4g}"
            lines.append(f"  {claim.quantity}, for example {value} {claim.unit}".rstrip() + given)
        lines += ["", "violations of twins:"]
        lines += [f"  {kind}: {sentence}" for kind, sentence in item.violations.items()]
    emit({"instruments": [item.to_dict() for item in found]}, as_json=as_json, text="\n".join(lines))
