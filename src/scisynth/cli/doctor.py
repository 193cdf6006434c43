"""`scisynth doctor`."""

from scisynth.cli.shared import JsonOption, emit, guarded


@guarded
def doctor(as_json: JsonOption = False) -> None:
    """Versions, devices, weights found, what is missing, and the command that mends it."""
    from scisynth.core.doctor import examine

    result = examine()
    lines = [
        f"{'ok     ' if check['ok'] else 'MISSING'}  {check['name']}: {check['found']}" for check in result["checks"]
    ]
    lines += [f"         mend: {check['mend']}" for check in result["checks"] if not check["ok"]]
    emit(result, as_json=as_json, text="\n".join(lines))
