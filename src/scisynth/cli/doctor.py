"""`scisynth doctor`."""

from typing import Any

from scisynth.cli.options import JsonOption
from scisynth.cli.shared import emit, guarded


@guarded
def doctor(as_json: JsonOption = False) -> None:
    """Show versions, devices and weights, what is missing and how to fix it."""
    from scisynth.cli.doctor_checks import examine

    result = examine()
    result["checks"].append(_sandbox())
    result["ok"] = all(check["ok"] for check in result["checks"])
    lines = [
        f"{'ok     ' if check['ok'] else 'MISSING'}  {check['name']}: {check['found']}" for check in result["checks"]
    ]
    lines += [f"         fix: {check['mend']}" for check in result["checks"] if not check["ok"]]
    emit(result, as_json=as_json, text="\n".join(lines))


def _sandbox() -> dict[str, Any]:
    """What would confine model-written code; the core cannot ask, since the sandbox lies above it."""
    from scisynth.sandbox.probe import MEND, probe

    found = probe()
    return {"name": "sandbox", "ok": found.confines, "found": found.found, "mend": "" if found.confines else MEND}
