"""How often the validators of instrument images err: false alarms, coverage of the truth, and violations caught, dose by dose.

Images are of seeds from `--seed` on, which nobody tuned on. Writes one instrument after the other, so that a stopped run goes on
with the next one. Prints a table; `--store` puts the rates next to the validators, where `instruments validate` reads them.

    python benchmarks/instruments.py [--num 200] [--twins 50] [--size 128] [--seed 500000] [--only hrtem,stm] [--out benchmarks/instruments.json]
"""

import argparse
import json
import shutil
import time
from pathlib import Path
from typing import Any

from scisynth.core.store import describe_measurement, write_json
from scisynth.instruments.error_rates import FILE, ErrorRates, measure_error_rates
from scisynth.instruments.registry import instrument_names, named_instrument


def main() -> None:
    """Measures what is not measured yet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--num", type=int, default=200, help="true images an instrument")
    parser.add_argument(
        "--twins", type=int, default=50, help="images of which twins are made, one for each violation and dose"
    )
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--seed", type=int, default=500_000)
    parser.add_argument("--only", default="", help="instruments, comma-separated")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/instruments.json"))
    parser.add_argument("--store", action="store_true", help=f"also write {FILE.name} into the package")
    given = parser.parse_args()
    names = given.only.split(",") if given.only else instrument_names()
    config = {name: getattr(given, name) for name in ("num", "twins", "size", "seed")}
    found: dict[str, Any] = json.loads(given.out.read_text()) if given.out.is_file() else {}
    rows = {row["instrument"]: row for row in found.get("instruments", []) if found.get("config") == config}
    for name in names:
        if name not in rows:
            began = time.process_time()
            rates = measure_error_rates(
                named_instrument(name), range(given.seed, given.seed + given.num), size=given.size, twins=given.twins
            )
            num_twins = sum(item.twins for item in rates.by_dose)
            rows[name] = {
                **rates.to_dict(),
                "cpu_ms_an_image": round(1000 * (time.process_time() - began) / (given.num + num_twins), 1),
            }
        write_json(given.out, {**describe_measurement(config), "instruments": [rows[key] for key in rows]})
        _print(ErrorRates.from_dict(rows[name]), rows[name]["cpu_ms_an_image"])
    if given.store:
        shutil.copyfile(given.out, FILE)


def _print(rates: ErrorRates, cpu_ms: float) -> None:
    print(
        f"{rates.instrument}: {rates.images} images, {rates.false_alarms} false alarms, {rates.cannot_tell} cannot be told, {cpu_ms} ms CPU an image"
    )
    for item in rates.by_quantity:
        print(
            f"  {item.quantity}: {item.false_alarms} fail, {item.cannot_tell} cannot tell, truth covered in {item.covered} of {item.measured}"
        )
    for dose in rates.by_dose:
        print(
            f"    {dose.violation} {dose.dose:g}: {dose.caught} of {dose.twins} caught, {dose.cannot_tell} cannot tell"
        )


if __name__ == "__main__":
    main()
